"""Builds the three extension modules, for the stable ABI of Python 3.11 and later."""

from setuptools import Extension, setup

setup(
    py_modules=[],
    ext_modules=[
        Extension(
            "onrecord_native",
            ["onrecord_native.c"],
            depends=["sha256.h", "keccak.h"],
            extra_compile_args=["-O3"],
            py_limited_api=True,
        ),
        Extension(
            "onrecord_rows",
            ["onrecord_rows.c"],
            extra_compile_args=["-O3"],
            py_limited_api=True,
        ),
        Extension(
            "onrecord_words",
            ["onrecord_words.c"],
            extra_compile_args=["-O3"],
            py_limited_api=True,
        ),
    ],
    options={"bdist_wheel": {"py_limited_api": "cp311"}},
)
