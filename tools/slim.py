#!/usr/bin/env python3
"""Removes from an installation what onrecord never loads: ``python tools/slim.py [--dry]``.

For who packs onrecord into an image or a frozen build and counts megabytes. Wheels
come whole: Arrow carries Flight, S3, one library three times, headers, sources and tests;
numpy its tests and what wraps Fortran; Babel's
(by way of trafilatura) every locale's data, of which dates in English are asked for.
Run with the Python of the installation. ``pip install --force-reinstall`` undoes it.
"""

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

UNUSED = {
    "pyarrow": (
        "tests",
        "include",
        "src",
        "libarrow_flight*",
        "_flight*",
        "libarrow_s3*",
        "_s3fs*",
        "libarrow_python.so",
        "libarrow_python.so.*.*",
        "*.pyx",
        "*.pxi",
    ),
    "numpy": ("**/tests", "f2py", "distutils"),
    "babel": ("locale-data/*.dat",),
}
"""Patterns below each package."""
KEPT = {"root.dat", "en.dat", "en_US.dat", "en_GB.dat"}

STILL = (
    "import pyarrow, pyarrow.compute, pyarrow.parquet, pyarrow.csv, duckdb, trafilatura, tantivy\n"
    "import numpy, onrecord.formats, onrecord.desk, onrecord.store.tables\n"
    "import onrecord.attribute.near\n"
    "duckdb.sql('select 1').to_arrow_table()\n"
    "assert trafilatura.extract('<html><body><article><p>' + 'Words of an article. ' * 40"
    " + '</p></article></body></html>')\n"
)
"""What must still work."""


def main() -> int:
    """Removes, says how much, and looks whether what is needed still loads."""
    dry = "--dry" in sys.argv
    freed = 0
    for package, patterns in UNUSED.items():
        spec = importlib.util.find_spec(package)
        if spec is None or spec.origin is None:
            continue
        root = Path(spec.origin).parent
        for path in sorted({p for pattern in patterns for p in root.glob(pattern)}):
            if path.name in KEPT or not path.exists():  # gone with a folder above it
                continue
            files = [path] if path.is_file() else [f for f in path.rglob("*") if f.is_file()]
            freed += sum(f.stat().st_size for f in files)
            if not dry:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
    print(f"{freed / 1e6:.0f} MB {'could be' if dry else 'were'} removed")
    return subprocess.run([sys.executable, "-c", STILL], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
