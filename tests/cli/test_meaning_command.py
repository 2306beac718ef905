"""Meaning search as a command: off by default, marked, refused where it is nonsense."""

from pathlib import Path

import pytest
from tests.acceptance.told import Told
from tests.cli.shell import as_json, plain
from tests.search.tiny_model import write_model

Capture = pytest.CaptureFixture[str]


def test_it_is_marked_and_says_its_scope(told: Told, tmp_path: Path, capsys: Capture) -> None:
    model = write_model(tmp_path / "tiny")
    asked = (told.case, "--meaning", "the docks were hit", "--model", model)
    ran = as_json(capsys, "find", *asked, "--limit", 5)
    assert ran.code == 0, ran.err
    assert ran.rows
    assert {r["status"] for r in ran.rows} == {"proposed"}
    assert ran.last["compared"] + ran.last["passed_over"] == 1200
    assert ran.last["passed_over"] > 0
    assert all(r["languages"] in ([], ["en"]) for r in ran.rows if r["near"] is not None)
    again = as_json(capsys, "find", *asked, "--limit", 5)
    assert again.rows == ran.rows
    only = as_json(capsys, "find", *asked, "--meaning-only", "--limit", 5)
    near = [r["near"] for r in only.rows]
    assert near == sorted(near, reverse=True)
    assert "a model" in plain(capsys, "find", *asked).out


def test_it_refuses_what_the_model_does_not_read(
    told: Told, tmp_path: Path, capsys: Capture
) -> None:
    model = write_model(tmp_path / "tiny")
    asked = ("find", told.case, "--meaning", "من ضرب الميناء", "--model", model)
    assert as_json(capsys, *asked).code == 54
    assert as_json(capsys, "find", told.case, "--meaning", "the port").code == 54
