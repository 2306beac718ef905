"""Lists of queries and questions over a case's index."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.desk.case import open_case
from onrecord.desk.finding import Found, Window, chats_of
from onrecord.desk.indexing import engine, ensure_index
from onrecord.errors import BadOption, BadQuery
from onrecord.model.query import Rung
from onrecord.search import batch, lists, question

if TYPE_CHECKING:
    from onrecord.desk.open_desk import OpenDesk


def find_all(desk: "OpenDesk", path: Path, queries: Path, window: Window) -> list[batch.Line]:
    """The answer of each query of a list (see ``search.lists``), "0 found" too."""
    case = open_case(path)
    ensure_index(case, desk.progress)
    asked = lists.read(queries)
    titles = chats_of(case)
    lines = batch.run(
        engine(),
        case.index,
        asked,
        limit=window.limit,
        order=window.order,
        ladder=Rung(window.ladder),
        chats=lambda: titles,
    )
    return list(lines)


def ask(
    desk: "OpenDesk", path: Path, asked: list[tuple[str, str]], limit: int
) -> Iterator[tuple[str, list[Found]]]:
    """For each (id, question) the messages that share most with it, best first."""
    case = open_case(path)
    ensure_index(case, desk.progress)
    for ident, text in asked:
        try:
            hits = question.ask(engine(), case.index, text, limit=limit)
        except BadQuery as empty:
            raise BadQuery(empty.what, where=f"question {ident}", advice=empty.advice) from empty
        yield ident, [Found(h.row, h) for h in hits if h.row is not None]


def questions_in(file: Path) -> list[tuple[str, str]]:
    """(id, text) of JSON lines. Raises BadOption naming the line."""
    out = []
    with file.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                said: dict[str, Any] = json.loads(line)
                out.append((str(said["id"]), str(said["text"])))
            except (ValueError, KeyError, TypeError) as e:
                raise BadOption(
                    "This line is not a JSON object with id and text",
                    where=f"{file}, line {number}",
                ) from e
    return out
