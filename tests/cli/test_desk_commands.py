"""``board``, ``overview``, ``drafts`` as a person and as a program see them."""

import json
from pathlib import Path

import pytest
from tests.acceptance.told import Told
from tests.cli.shell import as_json, plain

Capture = pytest.CaptureFixture[str]


def test_the_board_lists_moves_shows_and_feeds(own: Told, capsys: Capture) -> None:
    ran = as_json(capsys, "board", own.case, "--kind", "denial", "--order", "spread", "--limit", 1)
    (card,) = ran.rows
    assert card["kind"] == "denial"
    assert card["state"] == "to-do"
    assert ran.last["total"] == ran.last["kinds"]["denial"]
    ident, named = card["id"], ("--by", "Ines Halloway", "--why", "stands twice in the press")
    there = as_json(capsys, "board", own.case, "--message", f"m:{card['key']}")
    assert ident in {r["id"] for r in there.rows}
    assert {r["key"] for r in there.rows} == {card["key"]}
    judged = as_json(capsys, "board", own.case, "--judged", "yes").last["total"]
    assert (
        judged + as_json(capsys, "board", own.case, "--judged", "no").last["total"]
        >= (as_json(capsys, "board", own.case).last["total"])
    )
    assert judged > 0
    moved = as_json(capsys, "board", own.case, ident, "--to", "dropped", *named)
    assert moved.last["moved"] == card["copies"]
    shown = as_json(capsys, "board", own.case, ident)
    assert shown.rows[0]["state"] == "dropped"
    assert shown.rows[1]["why"] == "stands twice in the press"
    feed = as_json(capsys, "board", own.case, "--feed")
    assert feed.rows[0]["what"] == "moved"
    assert {r["what"] for r in feed.rows} == {"moved", "published", "judged", "received"}
    said = plain(capsys, "board", own.case, "--feed").out
    assert "Ines Halloway moved s:" in said
    assert "dropped 1" in plain(capsys, "board", own.case).out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--to", "done", "--by", "A", "--why", "b"), 16),
        (("s:000000000000", "--to", "done", "--by", "A", "--why", "b"), 53),
        (("s:000000000000",), 53),
    ],
)
def test_a_board_refuses_in_words(
    told: Told, capsys: Capture, words: tuple[str, ...], code: int
) -> None:
    assert as_json(capsys, "board", told.case, *words).code == code


def test_the_overview_is_printed_and_written(told: Told, tmp_path: Path, capsys: Capture) -> None:
    ran = as_json(capsys, "overview", told.case, "--figure", "days")
    assert sum(r["messages"] for r in ran.rows) == told.received[0].counts.messages
    out = tmp_path / "figures"
    done = as_json(capsys, "overview", told.case, "--out", out)
    assert sorted(p.stem for p in out.iterdir()) == sorted(done.last["figures"])
    text = plain(capsys, "overview", told.case, "--rows", 2).out
    assert "Most spread" in text
    assert "more; --out FOLDER writes all" in text
    assert as_json(capsys, "overview", told.case, "--figure", "hours").code == 16


def test_drafts_are_listed_printed_saved_and_settled(
    own: Told, tmp_path: Path, capsys: Capture
) -> None:
    assert "composes one" in plain(capsys, "drafts", own.case).out
    file = tmp_path / "mine.md"
    file.write_text("---\nstory: x\nheadline: Sunrise\n---\n\none\n", "utf-8")
    save = ("drafts", own.case, "x.md", "--save", file)
    first = as_json(capsys, *save, "--by", "Ines").last["digest"]
    assert as_json(capsys, "drafts", own.case).rows[0]["headline"] == "Sunrise"
    read = as_json(capsys, "drafts", own.case, "x.md")
    assert read.last["digest"] == first
    file.write_text(file.read_text("utf-8").replace("one", "uno"), "utf-8")
    assert as_json(capsys, *save, "--by", "Ines", "--base", first).last["fate"] == "saved"
    file.write_text(file.read_text("utf-8").replace("uno", "eins"), "utf-8")
    clash = as_json(capsys, *save, "--by", "Samir", "--base", first)
    assert clash.code == 36
    both = tmp_path / "mine.md.both"
    assert "%% uno" in both.read_text("utf-8")
    base = clash.last["advice"].rpartition(" ")[2]
    done = as_json(capsys, *save, "--by", "Samir", "--base", base)
    assert done.last["fate"] == "saved"
    assert as_json(capsys, "drafts", own.case, "y.md").code == 53
    assert as_json(capsys, "drafts", own.case, "--save", file).code == 16
    missing = ("drafts", own.case, "x.md", "--save", tmp_path / "none", "--by", "A")
    assert as_json(capsys, *missing).code == 41


def test_a_hostile_reason_drives_no_terminal(own: Told, capsys: Capture) -> None:
    ident = as_json(capsys, "board", own.case, "--limit", 1).rows[0]["id"]
    why = "\x1b]0;owned\x07 \u202ereversed"
    assert plain(
        capsys, "board", own.case, ident, "--to", "done", "--by", "A", "--why", why
    ).code == 0  # fmt: skip
    out = plain(capsys, "board", own.case, "--feed", "--limit", 1).out
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert "[U+001B]" in out
    line = (own.case / "team" / "board.jsonl").read_text("utf-8").splitlines()[0]
    assert json.loads(line)["why"] == why.strip()
