"""Every format has a sample, and what its reader makes of it is what stands beside it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from onrecord.formats import all_formats, open_tree, pick

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden" / "formats"


def exports() -> list[Path]:
    """Every golden export, whatever its format."""
    found = []
    for folder in sorted(GOLDEN.iterdir()):
        found += [p for p in folder.iterdir() if p.suffix != ".expected" and p.name != "README.md"]
    return sorted(found)


def test_make_golden_would_change_nothing() -> None:
    run = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "make_golden.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_every_format_has_a_sample() -> None:
    assert {p.parent.name for p in exports()} == set(all_formats())


@pytest.mark.parametrize("path", exports(), ids=lambda p: f"{p.parent.name}/{p.name}")
def test_the_right_reader_claims_it(path: Path) -> None:
    assert pick(open_tree(path))[0].name == path.parent.name


@pytest.mark.parametrize("path", exports(), ids=lambda p: f"{p.parent.name}/{p.name}")
def test_expected_is_json_lines(path: Path) -> None:
    lines = path.with_name(path.name + ".expected").read_text("utf-8").split("\n")
    assert lines.pop() == ""
    assert all(set(json.loads(line)) <= {"chat", "message", "trouble"} for line in lines)
