"""Lists of queries, questions and saved searches over a case's index."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.archive import disk
from onrecord.desk.case import open_case
from onrecord.desk.finding import Found, chats_of
from onrecord.desk.indexing import engine, ensure_index
from onrecord.errors import BadOption, BadQuery, NoSuchThing
from onrecord.search import batch, lists, question

if TYPE_CHECKING:
    from onrecord.desk.open_desk import OpenDesk

SAVED = "searches.json"


def find_all(desk: "OpenDesk", path: Path, queries: Path, limit: int) -> list[batch.Line]:
    """The answer of each query of a list (see ``search.lists``), "0 found" too."""
    case = open_case(path)
    ensure_index(case, desk.progress)
    asked = lists.read(queries)
    titles = chats_of(case)
    return list(batch.run(engine(), case.index, asked, limit=limit, chats=lambda: titles))


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


def saved(path: Path) -> dict[str, str]:
    """The case's saved searches by name."""
    file = open_case(path).path / SAVED
    if not file.exists():
        return {}
    found: dict[str, str] = json.loads(file.read_bytes())
    return found


def save(path: Path, name: str, query: str) -> None:
    """Keeps a search under a name; an earlier one of that name makes way."""
    known = {**saved(path), name: query}
    text = json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True)
    disk.replace(open_case(path).path / SAVED, text.encode())


def saved_as(path: Path, name: str) -> str:
    """The query saved under a name. Raises NoSuchThing."""
    known = saved(path)
    if name not in known:
        raise NoSuchThing(
            f"No search was saved as {name}",
            where=str(path),
            advice=f"saved: {', '.join(known) or 'none'}",
        )
    return known[name]
