"""Every command with ``--json``: objects alone, the promised fields, a summary last."""

import re
from pathlib import Path

import pytest
from tests.acceptance.told import EDITOR, REPORTER, Told
from tests.cli.shell import as_json, plain

from demo_story import JUDGED, MATCHED
from onrecord.cli.main import COMMANDS

Capture = pytest.CaptureFixture[str]
UTC = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_run_by_a_test(name: str) -> None:
    """A new command comes with a test that runs it."""
    tests = Path(__file__).parents[1].rglob("test_*.py")
    assert any(f'"{name}"' in path.read_text("utf-8") for path in tests)


def test_new_makes_a_case(own: Told, tmp_path: Path, capsys: Capture) -> None:
    ran = as_json(capsys, "new", tmp_path / "second", "--name", "the second", *own.options())
    assert ran.rows == []
    assert ran.last["name"] == "the second"
    assert ran.last["new_desk"] is False
    assert Path(ran.last["case"]) == tmp_path / "second"


def test_add_tells_what_was_sealed(own: Told, tmp_path: Path, capsys: Capture) -> None:
    plain(capsys, "new", tmp_path / "second", *own.options())
    ran = as_json(
        capsys,
        "add",
        tmp_path / "second",
        own.sample / "witness-a",
        "--news",
        own.sample / "wire",
        *own.options(),
    )
    chat, news = ran.rows
    counts = own.truth["counts"]["witness_a"]
    assert chat["kind"] == "chat"
    assert chat["format"] == "telegram-json"
    assert chat["counts"]["records"] == counts["records"]
    assert chat["counts"]["messages"] == counts["message"]
    assert chat["root"]
    assert chat["troubles"] == []
    assert news["kind"] == "news"
    assert news["counts"]["messages"] == 16
    assert ran.last == {"received": 2, "numbers": [1, 2]}
    again = as_json(capsys, "add", tmp_path / "second", *own.options())
    assert again.last["received"] == 0


def test_info_names_everything_received(told: Told, capsys: Capture) -> None:
    ran = as_json(capsys, "info", told.case)  # no key, no desk
    assert [r["kind"] for r in ran.rows] == ["chat", "news"]
    assert [r["number"] for r in ran.rows] == [1, 2]
    # one hides a name, one is the editor who signed the story
    assert ran.last["judgements"] == len(JUDGED) + len(MATCHED) + 2
    assert ran.last["name"] == "harbour"
    assert ran.last["head"]["size"] > 0
    assert ran.last["head"]["root"]


def test_check_lists_what_it_looked_at(told: Told, capsys: Capture) -> None:
    ran = as_json(capsys, "check", told.case, *told.options())
    assert {f["state"] for f in ran.rows} == {"intact"}
    assert ran.last["altered"] == 0
    assert ran.last["whole"] is True
    assert ran.last["deep"] is True
    bytes_only = as_json(capsys, "check", told.case, "--bytes", "--desk", told.desk.folder)
    assert bytes_only.last["deep"] is False


def test_withdraw_is_logged(own: Told, capsys: Capture) -> None:
    why = ("--why", "the wrong folder", "--by", REPORTER)
    ran = as_json(capsys, "withdraw", own.case, 2, *why, *own.options())
    assert ran.last["number"] == 2
    assert ran.last["entry"] > 0
    told = as_json(capsys, "info", own.case)
    assert "the wrong folder" in told.rows[1]["withdrawn"]
    assert as_json(capsys, "compare", own.case, *own.options()).code == 35
    assert as_json(capsys, "check", own.case, *own.options()).last["whole"] is True


def test_find_gives_hits_with_marks_in_the_original(own: Told, capsys: Capture) -> None:
    ran = as_json(capsys, "find", own.case, "الميناء", "--limit", 5)
    assert len(ran.rows) == 5
    for hit in ran.rows:
        assert hit["marks"]
        for mark in hit["marks"]:
            start, end = mark["span"] if "span" in mark else (mark["start"], mark["end"])
            assert 0 <= start < end <= len(hit["text"])
            assert hit["text"][start:end].strip()
    assert ran.last["total"] >= 5
    assert as_json(capsys, "find", own.case, "zzzqqq").rows == []


def test_show_gives_the_message_and_its_neighbours(told: Told, capsys: Capture) -> None:
    planted = told.planted("public_denial")
    ran = as_json(capsys, "show", told.case, f"id:{planted['id']}", "--around", 1, "--raw")
    assert len(ran.rows) == 3
    assert ran.rows[1]["text"] == planted["text"]
    assert ran.last["voices"][0]["kind"] == "forwarded"
    assert '"forwarded_from"' in ran.last["raw"]
    by_key = as_json(capsys, "show", told.case, f"m:{ran.rows[1]['key'][:12]}", "--around", 0)
    assert by_key.rows == [ran.rows[1]]


def test_statements_say_whose_words_and_why(told: Told, capsys: Capture) -> None:
    ran = as_json(capsys, "statements", told.case, "--kind", "denial", "--after", "2026-03-26")
    assert ran.rows
    for s in ran.rows:
        assert s["kind"] == "denial"
        assert s["id"].startswith("s:")
        assert s["voice"]["kind"]
        assert s["reasons"]
        assert s["status"] == "proposed"
        assert s["span"][1] - s["span"][0] == len(s["words"])
    assert ran.last["statements"] == len(ran.rows)
    few = as_json(capsys, "statements", told.case, "--new", "--limit", 2)
    assert len(few.rows) == 2


def test_compare_says_what_a_match_rests_on(told: Told, capsys: Capture) -> None:
    ran = as_json(capsys, "compare", told.case, "--outcome", "contradicted")
    assert ran.rows
    for match in ran.rows:
        assert match["outcome"] == "contradicted"
        assert match["status"] == "proposed"
        assert match["independent_sources"] >= 1
        assert all(p["rests_on"] for p in match["passages"])
        assert match["scope"]


def test_compare_shows_a_person_what_was_found_and_counts_the_rest(
    told: Told, capsys: Capture
) -> None:
    without = as_json(capsys, "compare", told.case, "--outcome", "nothing-found").rows
    said = plain(capsys, "compare", told.case).out
    assert len(without) > 1
    assert f"On {len(without):,} of them nothing was found" in said
    assert without[0]["scope"] in said
    assert "  nothing-found  " not in said
    one = without[0]["statement"]
    assert one in plain(capsys, "compare", told.case, "--statement", one).out


def test_judge_gives_the_judgement(own: Told, capsys: Capture) -> None:
    about = f"id:{own.planted('threat')['id']}"
    why = ("--by", REPORTER, "--why", "read in its context")
    ran = as_json(capsys, "judge", own.case, about, "unsure", *why, *own.options())
    assert ran.rows[0]["answer"] == "unsure"
    assert ran.rows[0]["by"] == REPORTER
    assert ran.last["judgement"] == ran.rows[0]["id"]
    taken = as_json(
        capsys,
        *("judge", own.case, about, "yes", *why, "--replaces", ran.last["judgement"]),
        *own.options(),
    )
    assert taken.rows[0]["replaces"] == ran.last["judgement"]


def test_draft_counts_what_is_left_to_do(own: Told, tmp_path: Path, capsys: Capture) -> None:
    ran = as_json(capsys, "draft", own.case, "--out", tmp_path / "new.md", *own.options())
    assert ran.last["draft"] == str(tmp_path / "new.md")
    assert ran.last["quotations"] == own.published.proofs
    assert ran.last["untranslated"] == own.published.proofs
    assert ran.last["conflicts"] == 0


def test_publish_classes_every_quotation(own: Told, tmp_path: Path, capsys: Capture) -> None:
    ran = as_json(
        capsys,
        *("publish", own.case, own.draft, "--out", tmp_path / "out", "--signed-by", EDITOR),
        *("--checklist", own.answers),
        *own.options(),
    )
    got = [(q["speaker"], q["class"], q["words"]) for q in ran.rows]
    assert got == list(own.published.quotations)
    assert ran.last["proofs"] == own.published.proofs
    assert len(ran.last["checker_sha256"]) == 64
    assert all(Path(f).is_file() for f in ran.last["files"])


def test_verify_gives_one_object_a_proof(told: Told, capsys: Capture) -> None:
    ran = as_json(capsys, "verify", told.page, "--desk", told.desk.folder)
    assert [v["proof"] for v in ran.rows] == list(range(told.published.proofs))
    for v in ran.rows:
        assert v["class"] in {"EXACT", "VERBATIM"}
        assert UTC.fullmatch(v["time"])
    assert ran.last["proofs"] == told.published.proofs


def test_checker_writes_the_page(tmp_path: Path, capsys: Capture) -> None:
    ran = as_json(capsys, "checker", tmp_path / "c.html")
    assert (tmp_path / "c.html").read_bytes().startswith(b"<!doctype html>")
    assert len(ran.last["sha256"]) == 64


def test_without_json_words_go_to_a_person(told: Told, capsys: Capture) -> None:
    """Results on stdout, nothing but remarks on stderr, no terminal codes in a pipe."""
    for words in (
        ("info", told.case),
        ("find", told.case, "الميناء"),
        ("show", told.case, "id:741"),
        ("statements", told.case, "--limit", 3),
        ("verify", told.page, "--desk", told.desk.folder),
    ):
        ran = plain(capsys, *words)
        assert ran.code == 0
        assert ran.out
        assert "\x1b" not in ran.out + ran.err
        assert not ran.out.startswith("{")
