"""The compiled inner loop of sealing, where the package ``onrecord-native`` is installed.

It makes the same leaves as ``leaf`` does without it, some times faster
(docs/decisions/0101). It is asked for known answers before it is trusted with
anything; one that gives others is refused, not passed over.
"""

import hashlib
import os
from functools import lru_cache
from importlib import import_module
from types import ModuleType

from onrecord.errors import BrokenHelper

LAYOUT = 1
_NAME = "onrecord_native"
OFF = "ONRECORD_NATIVE"
"""Set to ``no`` this environment variable leaves the helper aside."""

KNOWN = "0ec4ba75a0b2de3a3733bca512967fdaefe93185772d05760e6afadb3f76e06f"
"""SHA-256 over the answers of :func:`answers`; a test makes them without the helper."""


@lru_cache(maxsize=1)
def helper() -> ModuleType | None:
    """The compiled module, or None where there is none or it is switched off.

    Raises BrokenHelper if one is installed that cannot be loaded or computes
    something else.
    """
    if os.environ.get(OFF) == "no":
        return None
    try:
        module = import_module(_NAME)
    except ModuleNotFoundError as absent:
        if absent.name == _NAME:
            return None
        raise _broken("cannot be loaded", str(absent)) from absent
    except ImportError as bad:
        raise _broken("cannot be loaded", bad.path or str(bad)) from bad
    if module.LAYOUT != LAYOUT or hashlib.sha256(answers(module)).hexdigest() != KNOWN:
        raise _broken("does not compute what it must", str(module.__file__))
    return module


def _broken(how: str, where: str) -> BrokenHelper:
    return BrokenHelper(
        f"The compiled helper of sealing {how}",
        where=where,
        advice=f"remove it with `pip uninstall onrecord-native`, or set {OFF}=no; "
        "sealing works without it",
    )


def answers(module: ModuleType) -> bytes:
    """What a helper makes of a fixed input: all four functions, every branch."""
    key, tail = bytes(range(32)), b"LCJ4IiwxXQ"
    rows = [([b'"a"', b'"\xd9\x85"'], None), ([], 0), ([b'"x"'] * 40, 39), ([b'"' * 200], 1)]
    count = len(rows)
    places = (
        [b'"result.json"'] * count,
        [0, 9, 1 << 40, 7],
        [1, 22, 333, 0],
        ["bytes", "row", "bytes", "bytes"],
        [None, "ab" * 32, None, None],
        [b"[1]", b"", b"[" * 300, b"null"],
    )
    ks = bytes(range(16 * count))
    times = [b'","time",null]', b"t", b"", b"time" * 30]
    numbers = [0, 1, 65_536, (1 << 53) + 1]
    made: bytes = module.leaves(key, ks, numbers, rows, ([tail] * count,) * 9, times, places)
    made += module.dummies(key, 5, 3)
    made += module.keyed(key, b"msg:", ["1", "", "x" * 200, "مـ"])
    made += module.nodes(bytes(range(256)))
    return made
