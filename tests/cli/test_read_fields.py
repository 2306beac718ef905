"""``onrecord read EXPORT --json``: the fields of issue 2, one by one, and what is hard."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.acceptance.told import Told
from tests.cli.shell import as_json

Capture = pytest.CaptureFixture[str]
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)")
LOCAL = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")


@pytest.fixture(scope="module")
def objects(told: Told) -> list[dict[str, Any]]:
    """All that one process prints of witness A."""
    done = subprocess.run(
        [sys.executable, "-m", "onrecord", "read", str(told.sample / "witness-a"), "--json"],
        capture_output=True,
        check=True,
    )
    assert done.stderr == b""
    return [json.loads(line) for line in done.stdout.decode("utf-8").strip("\n").split("\n")]


@pytest.fixture(scope="module")
def rows(objects: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [o for o in objects if "kind" in o]


def test_the_last_object_counts(
    told: Told, objects: list[dict[str, Any]], rows: list[dict[str, Any]]
) -> None:
    said = objects[-1]["summary"]
    counts = told.truth["counts"]["witness_a"]
    assert said["messages"] == counts["message"]
    assert said["service"] == counts["service"]
    assert said["unreadable"] == said["troubles"] == 0
    assert said["records"] == counts["records"] == len(rows)
    assert said["format"] == "telegram-json"


def test_every_object_is_a_message_a_chat_a_trouble_or_the_summary(
    objects: list[dict[str, Any]],
) -> None:
    for o in objects:
        assert "kind" in o or set(o) <= {"chat", "trouble", "summary"}


def strings_or_null(row: dict[str, Any], *names: str) -> None:
    for name in names:
        assert name in row
        assert row[name] is None or isinstance(row[name], str), f"{name}: {row[name]!r}"


def test_the_fields_are_those_of_the_issue(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        strings_or_null(row, "id", "sender", "sender_id", "reply_to", "edited")
        assert isinstance(row["key"], str)
        assert re.fullmatch("[0-9a-f]{32}", row["key"])
        assert isinstance(row["chat"], str)
        assert row["kind"] in ("message", "service")
        assert isinstance(row["text"], str)
        assert RFC3339.fullmatch(row["time"])
        assert row["time_basis"] == "utc"
        assert row["edited"] is None or RFC3339.fullmatch(row["edited"])
        if row["forward_from"] is not None:
            assert set(row["forward_from"]) == {"name", "id", "time"}
            strings_or_null(row["forward_from"], "name", "id", "time")
        for r in row["reactions"]:
            assert set(r) == {"emoji", "count"}
            assert isinstance(r["count"], int)
        for m in row["media"]:
            assert m["type"]
            assert isinstance(m["present"], bool)
        assert set(row["place"]) == {"member", "start", "length", "kind"}


def test_keys_are_unique_and_places_lead_to_the_record(
    told: Told, rows: list[dict[str, Any]]
) -> None:
    assert len({r["key"] for r in rows}) == len(rows)
    data = (told.sample / "witness-a" / "result.json").read_bytes()
    for row in rows[::50]:
        at = row["place"]
        assert at["kind"] == "bytes"
        record = json.loads(data[at["start"] : at["start"] + at["length"]])
        assert str(record["id"]) == row["id"]


def test_what_is_planted_is_read(told: Told, rows: list[dict[str, Any]]) -> None:
    by_id = {r["id"]: r for r in rows}
    counts = told.truth["counts"]["witness_a"]
    assert sum(r["forward_from"] is not None for r in rows) == counts["forward"]
    assert sum(r["reply_to"] is not None for r in rows) == counts["reply"]
    assert sum(bool(r["reactions"]) for r in rows) == counts["with_reactions"]
    # A stamp beside reactions may be theirs: it is kept, and is no edit.
    edits = sum(r["edited"] is not None for r in rows)
    kept = sum(bool(r["reactions"]) and '"edited"' in r.get("payload", "") for r in rows)
    assert (edits, kept) == (1, 1)
    assert edits + kept == counts["with_edited_stamp"]
    forward = by_id[str(told.planted("public_denial")["id"])]
    assert forward["forward_from"]["name"] == "صوت المد"
    hidden = by_id[str(told.planted("hidden_forward")["id"])]
    assert hidden["forward_from"]["id"] is None


def test_offsets_are_code_points(rows: list[dict[str, Any]]) -> None:
    found = 0
    for row in rows:
        for e in row.get("entities", []):
            found += 1
            assert 0 <= e["start"] <= e["start"] + e["length"] <= len(row["text"])
            if e["type"] == "mention":
                assert row["text"][e["start"]] == "@"
    assert found


def export(folder: Path, *messages: str) -> Path:
    """A Telegram export of hand-written records."""
    head = '{\n "name": "x",\n "type": "private_group",\n "id": 7,\n "messages": [\n  '
    (folder / "result.json").write_bytes(
        (head + ",\n  ".join(messages) + "\n ]\n}").encode("utf-8", "surrogateescape")
    )
    return folder


def record(number: int, text: str) -> str:
    return (
        f'{{\n   "id": {number},\n   "type": "message",\n   "date": "2026-03-02T10:00:0{number}",\n'
        f'   "date_unixtime": "177243000{number}",\n   "from": "A",\n   "from_id": "user1",\n'
        f'   "text": "{text}",\n   "text_entities": []\n  }}'
    )


@pytest.mark.parametrize(
    "odd",
    [
        pytest.param("before \\x1B after", id="an escape that is not JSON"),
        pytest.param("before \\ud83d after", id="half a surrogate pair"),
        pytest.param("before \udcff after", id="a byte that is not UTF-8"),
    ],
)
def test_an_odd_message_costs_itself_a_trouble_at_most(
    tmp_path: Path, capsys: Capture, odd: str
) -> None:
    folder = export(tmp_path, record(1, "one"), record(2, odd), record(3, "three"))
    ran = as_json(capsys, "read", folder)
    rows = [o for o in ran.rows if "kind" in o]
    said = ran.last
    assert said["records"] == 3
    assert [r["text"] for r in rows if r["id"] in ("1", "3")] == ["one", "three"]
    odd_one = [r for r in rows if r["id"] == "2"]
    if odd_one:
        assert odd_one[0]["text"].startswith("before ")
        assert odd_one[0]["text"].endswith(" after")
    else:
        assert said["unreadable"] == 1
    assert said["troubles"] >= (0 if "x1B" in odd else 1)


@pytest.mark.parametrize("odd", ["\\ud83d", "\udcff", "\\x1B"])
def test_an_odd_message_comes_through_a_real_pipe(tmp_path: Path, odd: str) -> None:
    """stdout of a process is UTF-8 whatever the locale and whatever the text."""
    folder = export(tmp_path, record(1, f"a{odd}b \u202e 👩\u200d🚀"))
    for coding in ("utf-8", "ascii"):
        for more in ([], ["--json"]):
            done = subprocess.run(
                [sys.executable, "-m", "onrecord", "read", str(folder), *more],
                capture_output=True,
                env={"PATH": "/usr/bin:/bin", "PYTHONIOENCODING": coding, "HOME": str(tmp_path)},
                check=False,
            )
            assert done.returncode == 0, done.stderr.decode()
            assert done.stdout.decode("utf-8")
