"""The examples run."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from sample import build

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Witness A of the sample case."""
    folder = tmp_path_factory.mktemp("examples") / "sample"
    build.write(folder)
    return folder / "witness-a"


def run(name: str, export: Path) -> str:
    """An example's output."""
    done = subprocess.run(
        [sys.executable, str(EXAMPLES / name), str(export)],
        capture_output=True,
        check=True,
    )
    return done.stdout.decode()


def test_first_case(export: Path) -> None:
    said = run("first_case.py", export)
    assert said.startswith("1200 records in, root ")
    assert "«" in said
    assert "because:" in said


def test_reading_an_export(export: Path) -> None:
    lines = run("read_an_export.py", export).split("\n")[:-1]
    assert len(lines) == 1200
    assert all(json.loads(line)["key"] for line in lines)
