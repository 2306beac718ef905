"""Ways to ask: context, saved searches, reasons beyond the text, what does not go together."""

from pathlib import Path

import pytest
from tests.acceptance.told import Told
from tests.cli.shell import as_json, plain

from onrecord.desk.saved import FILE

Capture = pytest.CaptureFixture[str]


def test_a_sender_found_by_name_says_which_letters_stand_for_which(
    told: Told, capsys: Capture
) -> None:
    ran = as_json(capsys, "find", told.case, "~Almarsawi", "--limit", "40")
    by_sender = [r for r in ran.rows if not r["marks"]]
    assert by_sender
    for row in by_sender:
        assert any(why.startswith("sender almarsawi ~ ") for why in row["reasons"]), row


def test_a_hit_by_fields_alone_says_by_which(told: Told, capsys: Capture) -> None:
    (row,) = as_json(capsys, "find", told.case, "has:photo -from:x", "--limit", "1").rows
    assert row["reasons"] == ["with ⟦photo⟧"]


def test_context_is_the_chat_before_and_after(told: Told, capsys: Capture) -> None:
    ran = as_json(capsys, "find", told.case, "الميناء", "--limit", "5", "--context", "2")
    for hit in ran.rows:
        window = told.desk.read_chat(
            told.case, message=f"{hit['reading']}/{hit['n']}", before=2, limit=5
        )
        keys = [r["key"] for r in hit.get("before", [])] + [hit["key"]]
        keys += [r["key"] for r in hit.get("after", [])]
        assert keys == [r.key for r in window.rows]
    assert as_json(capsys, "find", told.case, "x", "--context", "-1").code == 16


def test_searches_are_listed_run_and_forgotten(told: Told, capsys: Capture) -> None:
    as_json(capsys, "find", told.case, "اعلان", "--ladder", "exact", "--order", "oldest",
            "--save", "  the   notice ")  # fmt: skip
    as_json(capsys, "find", told.case, "الميناء", "--save", "port")
    ran = as_json(capsys, "searches", told.case, "--run")
    kept = {r["name"]: r for r in ran.rows}
    assert (kept["the notice"]["ladder"], kept["the notice"]["order"]) == (0, "oldest")
    assert kept["the notice"]["found"] == 0
    assert kept["port"]["found"] > 0
    again = as_json(capsys, "find", told.case, "--saved", "the notice")
    assert again.last["total"] == 0
    assert "exactly as typed" in again.last["query"]
    assert as_json(capsys, "searches", told.case, "--remove", "the notice").code == 0
    assert as_json(capsys, "searches", told.case, "--remove", "the notice").code == 53
    assert "the notice" not in plain(capsys, "searches", told.case).out


def test_a_search_that_is_none_is_not_kept(told: Told, capsys: Capture) -> None:
    assert as_json(capsys, "find", told.case, '"open', "--save", "bad").code == 52
    assert as_json(capsys, "find", told.case, "x", "--save", " ").code == 16
    assert "bad" not in told.desk.saved_searches(told.case)


def test_searches_kept_as_plain_queries_are_read_and_damage_is_named(
    told: Told, capsys: Capture
) -> None:
    file = Path(told.case) / FILE
    before = file.read_bytes() if file.exists() else None
    try:
        file.write_text('{"old": "الميناء"}', "utf-8")
        assert told.desk.saved_searches(told.case)["old"].ladder == 3
        for damaged in ("[1]", "{", '{"x": {"query": 1}}', '{"x": {"query": "a", "ladder": 9}}'):
            file.write_text(damaged, "utf-8")
            ran = as_json(capsys, "searches", told.case)
            assert ran.code == 16, damaged
            assert FILE in ran.last["where"]
    finally:
        file.unlink()
        if before is not None:
            file.write_bytes(before)


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["x", "--question", "y"],
        ["x", "--saved", "y"],
        ["--question", "y", "--ladder", "stem"],
        ["--question", "y", "--context", "2"],
        ["--queries", "f.csv", "--facets"],
        ["x", "--out", "f.csv"],
        ["x", "--meaning-only"],
    ],
)
def test_what_would_not_be_heeded_is_refused(told: Told, capsys: Capture, words: list[str]) -> None:
    assert as_json(capsys, "find", told.case, *words).code == 16


def test_a_list_goes_as_wide_as_it_is_told(told: Told, tmp_path: Path, capsys: Capture) -> None:
    queries = tmp_path / "q.csv"
    queries.write_text("اعلان\n", "utf-8")
    counts = [
        as_json(capsys, "find", told.case, "--queries", queries, "--ladder", rung).rows[0]["found"]
        for rung in ("exact", "letters")
    ]
    assert counts[0] == 0 < counts[1]


def test_nothing_found_says_in_which_spellings(told: Told, capsys: Capture) -> None:
    said = plain(capsys, "find", told.case, "~Zanquwari").out
    assert "0 of all 1,200 messages searched" in said
    assert "~زانكواري" in said
    forms = as_json(capsys, "find", told.case, "nothingsuch").last["spellings"]["nothingsuch"]
    assert len(forms) == len(set(forms))
    assert forms[1:] == sorted(forms[1:], key=lambda f: (len(f), f))
