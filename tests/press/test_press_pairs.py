"""Invented pairs of a statement and a report in another language.

Written as blind lists (docs/reference/quality-press.md), mended after being run;
known misses are strict expected failures, so that mending one is noticed.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.press.wire import item, said

from onrecord.press.match import compare

FILE = Path(__file__).parents[1] / "golden" / "press" / "pairs.jsonl"
NOISE = [
    item(
        "noise-1",
        "Parliament debates budget\nThe finance committee met for nine hours on Tuesday and "
        "adjourned without a vote on the fishing subsidies.",
        at="2031-06-03T12:00:00Z",
    ),
    item(
        "noise-2",
        "Olive harvest late\nGrowers in the hills around Tarsan said the olive harvest would "
        "begin three weeks later than last year.",
        at="2031-06-03T12:00:00Z",
    ),
]
SUPPORT = ("supported", "chat-first", "reporting-first")


def pairs() -> list[Any]:
    found = []
    for line in FILE.read_text("utf-8").split("\n"):
        if line:
            row = json.loads(line)
            marks = (
                [pytest.mark.xfail(strict=True, reason="known miss")]
                if row.get("known_miss")
                else []
            )
            found.append(pytest.param(row, marks=marks, id=f"{row['list']}-{row['title']}"))
    return found


@pytest.mark.parametrize("row", pairs())
def test_a_pair_comes_out_as_a_reader_would_say(row: dict[str, Any]) -> None:
    report = item("Paper", f"{row['title']}\n{row['body']}", at="2031-06-02T18:00:00Z")
    statement = said(row["statement"], "2031-06-02T06:00:00Z")
    (match,) = compare([statement], {}, [report, *NOISE])
    got = "supported" if match.outcome in SUPPORT else match.outcome
    assert got == row["want"], match.reasons
