"""Judgements as a spreadsheet: out, filled in by people, and in again without loss.

CSV in UTF-8 with a byte order mark. A cell that a spreadsheet would run as a
formula, or that begins with an apostrophe, is written with one in front. What
is on record is never changed by a sheet: a row that differs from its record is
refused, and so is the whole sheet with it.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import cast, get_args

from onrecord.errors import BadSheet
from onrecord.model.cells import safe
from onrecord.model.claim import Statement
from onrecord.model.judgement import Answer, How, Judgement

CORRECTED = ("kind", "voice", "speaker", "span", "translation", "outcome", "hide")
COLUMNS = (
    "judgement",
    "about",
    "words",
    "proposed kind",
    "proposed voice",
    "said by",
    "said at",
    "answer",
    "by",
    "why",
    *(f"correct {name}" for name in CORRECTED),
    "replaces",
    "how",
    "at",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One row: a judgement on record, or a thing to be judged (``judgement`` None).

    ``label`` is the speaker's pseudonym: names do not leave the case in a sheet.
    """

    about: str
    judgement: Judgement | None = None
    statement: Statement | None = None
    label: str = ""
    by: str = ""
    how: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row read back: its number in the sheet, what it says; ``new`` has no id yet."""

    number: int
    judgement: Judgement
    new: bool


def write(lines: Iterable[Line]) -> bytes:
    """The sheet."""
    out = io.StringIO(newline="")
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for line in lines:
        rows.writerow([_guarded(cell) for cell in _cells(line)])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "backslashreplace")


def _cells(line: Line) -> Iterator[str]:
    s, j = line.statement, line.judgement
    yield "" if j is None else j.id
    yield line.about
    if s is None:
        yield from [""] * 5
    else:
        yield from (s.citation.words, s.kind, s.voice.kind)
        yield from (line.label, s.time.rfc3339() or s.time.text)
    if j is None:
        yield from ("", line.by, "", *[""] * len(CORRECTED), "", line.how, "")
        return
    yield from (j.answer, j.by, j.why)
    for name in CORRECTED:
        yield _joined([value for what, value in j.correct if what == name])
    yield from (j.replaces or "", j.how, j.at)


def _joined(values: list[str]) -> str:
    """One value as it is; several, or one that looks like several, as a JSON list."""
    if len(values) == 1 and not values[0].startswith("["):
        return values[0]
    return json.dumps(values, ensure_ascii=False) if values else ""


def _parted(cell: str, where: str) -> list[str]:
    if not cell.startswith("["):
        return [cell] if cell else []
    try:
        values = json.loads(cell)
    except ValueError as e:
        raise BadSheet("A cell begins with [ and is no list", where=where) from e
    if not isinstance(values, list) or not all(isinstance(v, str) for v in values):
        raise BadSheet("A list of corrections holds words alone", where=where)
    return values


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith("'") else safe(cell)


def read(data: bytes) -> Iterator[Row]:
    """The rows that say something; those without an answer are passed over.

    Raises BadSheet for what is no such sheet, and for a row that cannot be a judgement.
    """
    for number, cells in enumerate(_rows(data), 2):
        if not cells["answer"].strip():
            if cells["judgement"]:
                raise BadSheet(
                    "A judgement on record has lost its answer",
                    where=f"row {number}",
                    advice="leave rows on record as they came; to take one back, add a row",
                )
            continue
        yield Row(number, _judgement(cells, f"row {number}"), new=not cells["judgement"])


def _rows(data: bytes) -> Iterator[dict[str, str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as e:
        raise BadSheet("The sheet is not UTF-8", advice="save it as CSV UTF-8") from e
    head = text.split("\n", 1)[0]
    mark = max(",;\t", key=head.count)
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
        lacking = [c for c in COLUMNS if c not in (reader.fieldnames or ())]
        if lacking:
            raise BadSheet(
                "This is no sheet of judgements",
                where=f"columns that are not there: {', '.join(lacking)}",
                advice="`onrecord judgements CASE --out FILE.csv` writes one; keep its first line",
            )
        for cells in reader:
            yield {name: _bare(cells[name] or "") for name in COLUMNS}
    except csv.Error as e:
        raise BadSheet(f"The sheet cannot be read: {e}", advice="save it as CSV UTF-8") from e


def _bare(cell: str) -> str:
    return cell[1:] if cell.startswith("'") else cell


def _judgement(cells: dict[str, str], where: str) -> Judgement:
    answer, how = cells["answer"].strip().lower(), cells["how"].strip() or "open"
    if answer not in get_args(Answer):
        raise BadSheet(f"{answer} is not yes, no or unsure", where=where)
    if how not in get_args(How):
        raise BadSheet(f"{how} is not {', '.join(get_args(How))}", where=where)
    if not cells["by"].strip() or not cells["why"].strip():
        raise BadSheet("A judgement needs a name and a reason", where=f"{where}: by, why")
    return Judgement(
        id=cells["judgement"],
        about=cells["about"].strip(),
        answer=cast(Answer, answer),
        by=cells["by"],
        why=cells["why"],
        at=cells["at"],
        correct=tuple(
            (name, value)
            for name in CORRECTED
            for value in _parted(cells[f"correct {name}"], f"{where}: correct {name}")
        ),
        replaces=cells["replaces"].strip() or None,
        how=cast(How, how),
    )


def same(one: Judgement, other: Judgement) -> bool:
    """True if two say the same, whatever line ends a spreadsheet left in a cell."""
    return _said(one) == _said(other)


def _said(j: Judgement) -> Judgement:
    plain = replace(j, by=_ends(j.by), why=_ends(j.why))
    return replace(plain, correct=tuple(sorted((n, _ends(v)) for n, v in j.correct)))


def _ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
