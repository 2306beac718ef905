"""``onrecord gather`` over the sample case, and over nothing."""

from pathlib import Path

import pytest
from tests.acceptance.told import Told
from tests.cli.shell import as_json

Capture = pytest.CaptureFixture[str]


def test_gather_puts_one_question_to_a_case(told: Told, tmp_path: Path, capsys: Capture) -> None:
    ran = as_json(capsys, "gather", told.case, "statements", "--out", tmp_path / "out")
    assert ran.code == 0, ran.err
    assert ran.last["cases"] == 1
    assert sum(r["rows"] for r in ran.rows) == len(list(told.desk.statements(told.case)))


def test_gather_over_no_case_says_so(tmp_path: Path, capsys: Capture) -> None:
    ran = as_json(capsys, "gather", tmp_path, "statements", "--out", tmp_path / "out")
    assert ran.code == 35
