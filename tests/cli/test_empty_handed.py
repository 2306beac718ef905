"""An export without a message, news that is not read, a file where a case is asked for."""

import json
from pathlib import Path

import pytest
from tests.acceptance.told import Told
from tests.cli.shell import plain

from onrecord.cli.add import EMPTY
from onrecord.errors import NotACase

Capture = pytest.CaptureFixture[str]


def test_an_export_without_messages_is_said_to_be_one(own: Told, capsys: Capture) -> None:
    export = own.case.parent / "result.json"
    chat = {"name": "Quay", "type": "private_group", "id": 4, "messages": []}
    export.write_text(json.dumps(chat), "utf-8")
    ran = plain(capsys, "add", own.case, export, *own.options())
    assert ran.code == 0
    assert EMPTY in ran.out


def test_every_file_of_news_that_is_not_read_is_named(
    own: Told, tmp_path: Path, capsys: Capture
) -> None:
    news = tmp_path / "cuttings"
    news.mkdir()
    words = (
        "The ferry left the pier at Kvalnes on Monday with forty passengers and two cows, said all."
    )
    (news / "cows.txt").write_text(f"Cows at sea\n\nBy Ada Myhre\n5 May 2031\n\n{words}\n", "utf-8")
    for n in range(9):
        (news / f"picture{n}.jpg").write_bytes(b"\xff\xd8\xff")
    ran = plain(capsys, "add", own.case, "--news", news, *own.options())
    assert ran.code == 0
    assert "first at picture0.jpg" in ran.out
    assert "also in picture1.jpg, picture2.jpg" in ran.out
    assert "and 2 more" in ran.out


def test_an_export_is_no_case_and_one_is_told_how_to_look_at_it(
    told: Told, capsys: Capture
) -> None:
    ran = plain(capsys, "info", told.sample, "--complete", *told.options())
    assert ran.code == NotACase.exit_code
    assert "onrecord read EXPORT" in ran.err
