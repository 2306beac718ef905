"""Commands that need no case: two exports aligned, voices, copies, quotations, matches."""

import json
from pathlib import Path

import pytest
from tests.acceptance.told import Told
from tests.cli.shell import as_json

Capture = pytest.CaptureFixture[str]


def test_align_sets_two_exports_side_by_side(told: Told, capsys: Capture) -> None:
    same = as_json(capsys, "align", told.sample / "witness-a", told.sample / "witness-a")
    assert [r for r in same.rows if "state" in r] == []
    ran = as_json(capsys, "align", told.sample / "witness-a", told.sample / "witness-b")
    truth = told.truth["witness_b"]
    gone = [r for r in ran.rows if r.get("state") == "only-a"]
    assert len(gone) == len(truth["gone"])
    changed = {m["b"] for m in told.truth["witness_b_changed"]}
    assert changed <= {r["text_b"] for r in ran.rows if "state" in r}


def test_voices_tile_every_message(told: Told, capsys: Capture) -> None:
    ran = as_json(capsys, "voices", told.sample / "witness-a")
    by_id = {r["id"]: r for r in ran.rows}
    for planted in told.truth["message"]:
        at = 0
        for voice in by_id[str(planted["id"])]["voices"]:
            assert voice["start"] == at
            at = voice["end"]
        assert at == len(planted["text"]), planted["key"]


def test_near_groups_copies(told: Told, capsys: Capture) -> None:
    ran = as_json(capsys, "near", told.sample / "witness-a")
    groups = [set(r["group"]) for r in ran.rows]
    wanted = {str(i) for i in told.truth["near"]["communique"]["messages"]}
    assert any(wanted <= g for g in groups)


def test_quote_check_classes_a_pair(capsys: Capture) -> None:
    ran = as_json(capsys, "quote-check", "--sealed", "لم يسقط.", "--printed", "لم يسقف.")
    assert [r["class"] for r in ran.rows] == ["NOT_FOUND"]
    assert ran.last["classes"] == {"NOT_FOUND": 1}


def test_quotes_are_spans_of_the_text(tmp_path: Path, capsys: Capture) -> None:
    text = 'The dock worker said: "They had already lost it once."\n'
    (tmp_path / "a.txt").write_text(text, "utf-8")
    ran = as_json(capsys, "quotes", tmp_path / "a.txt", "--lang", "en")
    start, end = ran.rows[0]["content"]
    assert "already lost it once" in text[start:end]
    assert as_json(capsys, "quotes", tmp_path / "a.txt", "--lang", "xx").code == 16


def test_match_ranks_passages(tmp_path: Path, capsys: Capture) -> None:
    for name, text in (("s", "The bridge was cut last night."), ("p", "The bridge is open.")):
        row = {"id": name, "text": text, "date": "2026-03-15", "lang": "en"}
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(row) + "\n", "utf-8")
    ran = as_json(capsys, "match", tmp_path / "s.jsonl", tmp_path / "p.jsonl")
    assert [r["id"] for r in ran.rows] == ["s"]
    assert ran.rows[0]["outcome"]


@pytest.mark.parametrize(
    "words",
    [
        ["quotes", "gone.txt"],
        ["match", "gone.jsonl", "gone.jsonl"],
        ["near", "gone.jsonl"],
        ["voices", "gone"],
        ["align", "gone", "gone"],
        ["quote-check", "--cases", "gone.jsonl"],
    ],
    ids=lambda words: str(words[0]),
)
def test_a_missing_file_is_refused_in_words(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = as_json(capsys, *words)
    assert ran.code == 41
    assert "gone" in ran.last["where"]


def test_near_takes_rows_and_names_an_id_that_stands_twice(tmp_path: Path, capsys: Capture) -> None:
    said = "the ferry leaves from the second pier at nine"
    rows = [{"id": f"{n}", "text": said, "source": "x"} for n in (1, 2)]
    table = tmp_path / "rows.jsonl"
    table.write_text("".join(json.dumps(r) + "\n" for r in rows), "utf-8")
    assert as_json(capsys, "near", table).rows == [{"group": ["1", "2"]}]
    table.write_text(json.dumps(rows[0]) + "\n" + json.dumps(rows[0]) + "\n", "utf-8")
    assert as_json(capsys, "near", table).code == 16


def test_the_language_of_an_article_is_guessed(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "a.txt").write_text("Мэр заявил, что мост открыт. Он добавил: «Ждём паром».\n")
    ran = as_json(capsys, "quotes", tmp_path / "a.txt")
    assert ran.last["language"] == "ru"
    assert ran.rows
