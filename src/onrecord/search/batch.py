"""Lists of queries: one a row in, one row of results a query out.

"0 found" is a result like any other: it says what was looked for and over how
many messages, so that it can be signed.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from onrecord.errors import BadOption, BadQuery
from onrecord.model.cells import safe
from onrecord.model.query import Rung
from onrecord.ports import Engine
from onrecord.search.find import Answer, Titles, find

_BOM = "\ufeff"
_HEADER = ("row", "query", "understood as", "found", "searched", "error", "first hits")


@dataclass(frozen=True, slots=True)
class Line:
    """One query of a list and its answer, or why there is none."""

    row: int
    query: str
    answer: Answer | None
    error: str = ""


def queries(text: str) -> list[tuple[int, str]]:
    """(row from 1, query) of a CSV text: its first column, a header left out.

    A header is a first cell ``query`` or ``queries``. Empty rows are skipped.
    Raises BadOption if there is no query at all.
    """
    found = []
    for number, cells in enumerate(csv.reader(io.StringIO(text.removeprefix(_BOM))), start=1):
        first = cells[0].strip() if cells else ""
        if first and not (number == 1 and first.lower() in ("query", "queries")):
            found.append((number, first))
    if not found:
        raise BadOption("the list holds no query", advice="write one query a line")
    return found


def run(  # noqa: PLR0913 - as find
    engine: Engine,
    folder: Path,
    asked: Sequence[tuple[int, str]],
    *,
    limit: int = 5,
    order: str = "best",
    ladder: Rung = Rung.CLITICS,
    chats: Titles = dict,
) -> Iterator[Line]:
    """Each query's answer, in order; a query that cannot be parsed says why."""
    for row, query in asked:
        try:
            answer = find(
                engine, folder, query, limit=limit, order=order, ladder=ladder, chats=chats
            )
            yield Line(row, query, answer)
        except BadQuery as refused:
            yield Line(row, query, None, f"{refused.what} ({refused.where})")


def as_csv(lines: Sequence[Line]) -> str:
    """A table for spreadsheets: UTF-8 with its mark, no cell that runs."""
    out = io.StringIO()
    out.write(_BOM)
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(_HEADER)
    for line in lines:
        answer = line.answer
        cells: list[object] = [line.row, line.query, "", "", "", line.error, ""]
        if answer is not None:
            hits = " | ".join(hit_line(h.row.text) for h in answer.hits if h.row is not None)
            cells = [line.row, line.query, answer.in_words, answer.total, answer.searched, "", hits]
        table.writerow([safe(c) if isinstance(c, str) else c for c in cells])
    return out.getvalue()


def hit_line(text: str) -> str:
    """A hit on one line, shortened."""
    return " ".join(text.split())[:120]
