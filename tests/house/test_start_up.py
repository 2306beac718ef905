"""`--help` and `find` load nothing heavy: checked by what is imported, not by time."""

import subprocess
import sys

import pytest

HEAVY = {"pyarrow", "duckdb", "polars", "pandas", "lxml", "trafilatura", "rich", "numpy"}

PROBE = """
import sys
sys.argv = ["onrecord", *{argv!r}]
from onrecord.cli import main
try:
    main.main({argv!r})
except SystemExit:
    pass
print("LOADED", *sorted(m for m in sys.modules if "." not in m))
"""


def loaded(*argv: str) -> set[str]:
    """Top-level modules in memory after a run of the command."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE.format(argv=list(argv))],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.rpartition("LOADED")[2].split())


@pytest.mark.parametrize("argv", [("--help",), ("--version",), ("find", "--help")])
def test_help_loads_nothing_heavy(argv: tuple[str, ...]) -> None:
    assert not loaded(*argv) & HEAVY
