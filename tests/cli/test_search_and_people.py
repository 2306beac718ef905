"""Facets, lists, questions, saved searches; people and names."""

import json
from pathlib import Path

import pytest
from tests.acceptance.told import Told
from tests.cli.shell import as_json, plain

Capture = pytest.CaptureFixture[str]


def test_facets_count_what_was_found(told: Told, capsys: Capture) -> None:
    ran = as_json(capsys, "find", told.case, "الميناء", "--facets", "--limit", "1")
    facets = next(r["facets"] for r in ran.rows if "facets" in r)
    assert sum(facets["kind"].values()) == ran.last["total"]
    assert sum(facets["day"].values()) == ran.last["total"]
    assert all(day.startswith("2026-0") for day in facets["day"])
    assert facets["voice"]["own"] < ran.last["total"]


def test_the_ladder_can_be_narrowed(told: Told, capsys: Capture) -> None:
    wide = as_json(capsys, "find", told.case, "اعلان").last["total"]
    exact = as_json(capsys, "find", told.case, "اعلان", "--ladder", "exact").last["total"]
    assert wide > exact == 0


def test_a_list_of_queries_answers_each_and_names_the_broken(
    told: Told, tmp_path: Path, capsys: Capture
) -> None:
    queries = tmp_path / "q.csv"
    queries.write_text('query\nالميناء\n"""no such phrase"""\nfrom:\n', "utf-8")
    table = tmp_path / "out.csv"
    ran = as_json(capsys, "find", told.case, "--queries", queries, "--out", table)
    assert ran.code == 0, ran.err
    found, nothing, broken = ran.rows
    assert found["found"] > 0
    assert (nothing["found"], nothing["refused"]) == (0, None)
    assert "1,200" in nothing["scope"]
    assert broken["found"] is None
    assert "from:" in broken["refused"]
    assert table.read_bytes().startswith(b"\xef\xbb\xbf")


def test_questions_rank_messages(told: Told, tmp_path: Path, capsys: Capture) -> None:
    asked = tmp_path / "q.jsonl"
    asked.write_text(json.dumps({"id": "q1", "text": "who struck the fuel depot?"}) + "\n")
    ran = as_json(capsys, "find", told.case, "--questions", asked)
    assert ran.rows[0]["id"] == "q1"
    scores = [h["score"] for h in ran.rows[0]["hits"]]
    assert scores == sorted(scores, reverse=True)
    asked.write_text("not json\n")
    assert as_json(capsys, "find", told.case, "--questions", asked).code == 16


def test_a_search_is_kept_and_run_again(told: Told, capsys: Capture) -> None:
    first = as_json(capsys, "find", told.case, "الميناء", "--save", "harbour")
    again = as_json(capsys, "find", told.case, "--saved", "harbour")
    assert again.out == first.out
    assert as_json(capsys, "find", told.case, "--saved", "nothing").code == 53
    assert as_json(capsys, "find", told.case).code == 16
    (told.case / "searches.json").unlink()


def test_people_propose_within_the_chat_and_leave_it_under_pseudonyms(
    told: Told, tmp_path: Path, capsys: Capture
) -> None:
    ran = as_json(capsys, "people", told.case)
    pairs = [r for r in ran.rows if "about" in r]
    assert any("user5320117768" in r["about"] and "user7012945530" in r["about"] for r in pairs)
    assert not any(
        "user5320117768" in r["about"] and "user5977310246" in r["about"] for r in pairs
    ), "one letter apart is another person"
    for suffix in (".csv", ".gexf"):
        out = tmp_path / f"people{suffix}"
        assert as_json(capsys, "people", told.case, "--out", out).code == 0
        text = out.read_text("utf-8")
        for name in told.truth["must_not_appear"]["names"]:
            assert name not in text
    raw = as_json(capsys, "people", told.case, "--out", tmp_path / "x.csv", "--raw")
    assert raw.code == 16


def test_names_are_found_across_scripts(tmp_path: Path, capsys: Capture) -> None:
    pool = tmp_path / "pool.txt"
    pool.write_text("Al-Mosulawi\nel-Maslawi\nAl-Basrawi\nالمصلاوي\n", "utf-8")
    ran = as_json(capsys, "names", "Almuslawi", "--pool", pool)
    names = [m["name"] for m in ran.rows[0]["matches"]]
    assert {"Al-Mosulawi", "المصلاوي"} <= set(names)
    assert "Al-Basrawi" not in names
    assert all(m["reasons"] for m in ran.rows[0]["matches"])


def test_proofs_of_differences_need_a_case(told: Told, tmp_path: Path, capsys: Capture) -> None:
    a, b = told.sample / "witness-a", told.sample / "witness-b"
    ran = plain(capsys, "align", a, b, "--proofs", tmp_path / "p", "--limit", "1")
    assert ran.code == 16
