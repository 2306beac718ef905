"""`--help` and `find` load nothing heavy: checked by what is imported, not by time."""

import subprocess
import sys
from pathlib import Path

import pytest

EXPORT = Path(__file__).parents[1] / "golden" / "formats" / "telegram-json" / "single.json"
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


def test_a_search_in_a_case_loads_nothing_heavy(tmp_path: Path) -> None:
    """The search itself, over an index that stands."""
    (tmp_path / "secret").write_text("of a test")
    keys = ("--desk", str(tmp_path / "desk"), "--passphrase-file", str(tmp_path / "secret"))
    case = str(tmp_path / "case")
    for argv in (("new", case), ("add", case, str(EXPORT))):
        subprocess.run(
            [sys.executable, "-m", "onrecord", *argv, *keys], check=True, capture_output=True
        )
    found = loaded("find", case, "the", *keys)
    assert "tantivy" in found
    assert not found & HEAVY
    # The index says itself that it stands: the second search asks no log, no key.
    assert not loaded("find", case, "the", *keys) & (HEAVY | {"cryptography", "pyrage", "zipfile"})
