"""Everything that is derived of a case, row by row; a case that is added to part by part."""

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from onrecord import Desk
from onrecord.model.work import Wanted


def rows_of(desk: Desk, case: Path, *, press: bool = True) -> dict[str, Any]:
    """What each result says, derived where it is not there yet; tables row by row."""
    found: dict[str, Any] = {
        "statements": list(map(repr, desk.statements(case))),
        "contents": list(map(repr, desk.contents(case))),
        "people": list(map(repr, desk.people(case))),
        "board": repr(desk.board(case, Wanted(limit=10_000))),
        "find": [repr(h) for h in desk.find(case, "*the*", limit=500, order="oldest").hits],
    }
    if press:
        found["compare"] = list(map(repr, desk.compare(case)))
        found["overview"] = list(map(repr, desk.overview(case)))
    for file in sorted((case / "derived").glob("*-*/*.parquet")):
        found[file.name] = pq.read_table(file).to_pylist()
    return found


def in_parts(export: Path, into: Path, borders: list[int]) -> list[Path]:
    """A stretch of a Telegram export as several, each with the messages from one border
    to the next."""
    whole = json.loads((export / "result.json").read_text("utf-8"))
    parts = []
    for at, (start, end) in enumerate(zip(borders, borders[1:], strict=False)):
        part = into / f"part-{at}"
        part.mkdir(parents=True)
        said = {**whole, "messages": whole["messages"][start:end]}
        (part / "result.json").write_text(json.dumps(said, indent=1, ensure_ascii=False), "utf-8")
        parts.append(part)
    return parts
