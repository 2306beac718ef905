"""Each bad input has its own exit code and words, and leaves the case as it was."""

import fcntl
import os
import shutil
from collections.abc import Callable

import pytest
from tests.acceptance.told import Told
from tests.cli.mistakes import CASES, add, judge, locked_zip, truncated
from tests.cli.shell import as_json, plain
from tests.cli.snapshot import snapshot

Capture = pytest.CaptureFixture[str]


@pytest.mark.parametrize("bad", CASES, ids=lambda f: f.__name__)
def test_bad_input_is_refused_in_its_own_words_and_changes_nothing(
    own: Told, capsys: Capture, bad: Callable[[Told], list[object]]
) -> None:
    words = bad(own)
    before = snapshot(own.case), snapshot(own.desk.folder)
    ran = as_json(capsys, *words)
    assert ran.code == CASES[bad], ran.err
    assert (snapshot(own.case), snapshot(own.desk.folder)) == before
    error = ran.last
    assert error["what"].strip()
    # An option's value stands in the sentence itself.
    assert error["where"].strip() or error["code"] == "bad-option", f"no place: {error}"
    assert error["advice"].strip(), f"no advice: {error}"
    assert error["code"] != "error"
    assert f"onrecord: {error['what']}".split("\n")[0] in ran.err


def test_another_writer_is_waited_for_by_a_person(own: Told, capsys: Capture) -> None:
    words = judge(own, f"id:{own.planted('threat')['id']}")
    before = snapshot(own.case)
    held = os.open(own.case / ".lock", os.O_RDWR | os.O_CREAT)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        ran = as_json(capsys, *words)
    finally:
        os.close(held)
    assert ran.code == 32
    assert ran.last["where"]
    assert ran.last["advice"]
    assert snapshot(own.case) == before
    assert as_json(capsys, *words).code == 0


def test_an_ambiguous_reference_names_the_candidates(own: Told, capsys: Capture) -> None:
    """The same group from another hand: its numbers then stand for two messages."""
    single = own.folder / "result.json"
    shutil.copy(own.sample / "witness-a" / "result.json", single)
    assert plain(capsys, *add(own, single)).code == 0
    before = snapshot(own.case)
    ran = as_json(capsys, "show", own.case, "id:741")
    assert ran.code == 51
    assert "1:m:" in ran.last["where"]
    assert "3:m:" in ran.last["where"]
    assert as_json(capsys, *judge(own, "id:741")).code == 51
    assert snapshot(own.case) == before
    first = ran.last["where"].split(", ")[0]
    assert as_json(capsys, "show", own.case, first).code == 0


def test_a_truncated_export_can_be_accepted(own: Told, capsys: Capture) -> None:
    words = truncated(own)
    ran = as_json(capsys, *words, "--partial")
    assert ran.code == 0
    counts = ran.rows[0]["counts"]
    assert 700 < counts["messages"] < 1200
    assert counts["troubles"] >= 1
    assert as_json(capsys, "check", own.case, *own.options()).last["whole"] is True


def test_a_locked_zip_opens_with_its_password(own: Told, capsys: Capture) -> None:
    (own.folder / "pw").write_text("open sesame\n")
    ran = as_json(capsys, *add(own, locked_zip(own)), "--zip-password-file", own.folder / "pw")
    assert ran.code == 0
    assert ran.rows[0]["counts"]["records"] == 5
    show = as_json(capsys, "info", own.case)
    assert show.rows[2]["counts"]["records"] == 5
    checked = as_json(capsys, "check", own.case, *own.options())
    assert checked.last["whole"] is True


def test_one_bad_export_of_three_keeps_what_came_before(own: Told, capsys: Capture) -> None:
    """The first is sealed, the second refused, the third untouched; said so."""
    single = own.folder / "result.json"
    shutil.copy(own.sample / "witness-a" / "result.json", single)
    words = ["add", own.case, single, own.folder / "gone", own.sample / "side-chat"]
    ran = as_json(capsys, *words, *own.options())
    assert ran.code == 41
    assert [r["number"] for r in ran.rows] == [3]
    assert as_json(capsys, "info", own.case).last["received"] == 3
    assert as_json(capsys, "check", own.case, *own.options()).last["whole"] is True


def test_altered_bytes_are_named(own: Told, capsys: Capture) -> None:
    target = own.case / "bags" / "0001" / "data" / "export" / "result.json"
    target.chmod(0o600)
    data = bytearray(target.read_bytes())
    data[5000] ^= 1
    target.write_bytes(bytes(data))
    ran = as_json(capsys, "check", own.case, "--bytes", "--desk", own.desk.folder)
    assert ran.code == 71
    assert "result.json" in ran.last["where"]


@pytest.mark.parametrize("words", [[], ["frobnicate"], ["add"], ["judge", "c", "m:1", "maybe"]])
def test_a_command_typed_wrongly_ends_with_2(words: list[str], capsys: Capture) -> None:
    with pytest.raises(SystemExit) as stopped:
        plain(capsys, *words)
    assert stopped.value.code == 2
    said = capsys.readouterr().err
    assert "usage: onrecord" in said or "there is no such command" in said
