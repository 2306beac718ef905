"""The commands of the guide to searching run on the sample case as they stand."""

import re
import shlex
from pathlib import Path

import pytest
from tests.acceptance.told import Told
from tests.cli.shell import as_json, plain

Capture = pytest.CaptureFixture[str]
GUIDE = Path(__file__).parents[2] / "docs" / "guide" / "searching-arabic.md"
PATTERN = r"^ {4}onrecord (.+)$|`onrecord ((?:find|chat) CASE[^`]+)`"
COMMANDS = re.findall(PATTERN, GUIDE.read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize("line", [a or b for a, b in COMMANDS])
def test_a_command_of_the_guide_finds_something(
    told: Told, tmp_path: Path, capsys: Capture, line: str
) -> None:
    key = as_json(capsys, "find", told.case, "has:reply", "--limit", "1").rows[0]["key"]
    listed = tmp_path / "spellings.csv"
    listed.write_text("query\nالميناء\nnothing\n", "utf-8")
    filled = line.replace("m:KEY", f"m:{key}").replace("spellings.csv", str(listed))
    words = shlex.split(filled.replace("found.csv", str(tmp_path / "found.csv")))
    words = [str(told.case) if w == "CASE" else w for w in words]
    ran = as_json(capsys, *words)
    assert ran.code == 0, ran.err
    assert ran.rows


def test_the_guide_has_commands() -> None:
    assert len(COMMANDS) > 7


def test_nothing_found_says_what_was_looked_for(told: Told, capsys: Capture) -> None:
    out = plain(capsys, "find", told.case, "زرافة").out
    assert "0 of all 1,200 messages searched" in out
    assert "looked for as" in out
    assert "وزرافه" in out


@pytest.mark.parametrize(
    ("option", "value", "code"),
    [("--limit", -1, 16), ("--offset", -1, 16), ("--limit", 10**15, 0), ("--offset", 10**15, 0)],
)
def test_any_window_is_answered_or_refused(
    told: Told, capsys: Capture, option: str, value: int, code: int
) -> None:
    assert as_json(capsys, "find", told.case, "الميناء", option, value).code == code


def test_the_mark_that_is_missing_is_named(told: Told, capsys: Capture) -> None:
    refused = plain(capsys, "find", told.case, '"open')
    assert 'add " where' in refused.err
