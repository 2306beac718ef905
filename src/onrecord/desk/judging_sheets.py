"""Sheets of judgements of a case: written, and taken in as one log entry."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.archive import disk
from onrecord.attribute.people import people
from onrecord.attribute.people_out import pseudonyms
from onrecord.desk.case import Case, open_case
from onrecord.desk.correcting import checked
from onrecord.desk.holdings import readings
from onrecord.desk.judgement_sheet import Line, Row, read, same, write
from onrecord.desk.judging import judgements, keep, named, thing
from onrecord.desk.news import articles
from onrecord.desk.proposing import every
from onrecord.desk.rows import by_rows, messages
from onrecord.desk.second_reading import differing, may_read, to_read
from onrecord.errors import BadOption, BadSheet, JudgingError, OnRecordError, QuestionError
from onrecord.model.claim import Statement
from onrecord.model.judgement import Judgement

if TYPE_CHECKING:
    from onrecord.desk.open_desk import OpenDesk

_ID = re.compile(r"j:[0-9a-f]{12}\Z")


@dataclass(frozen=True, slots=True)
class Taken:
    """What a sheet brought: judgements now on record, and rows that were there before."""

    made: tuple[Judgement, ...]
    known: int


def export(
    desk: "OpenDesk", path: Path, out: Path, *, unjudged: bool = False, blind_for: str | None = None
) -> int:
    """Writes a sheet; the number of its rows. See ``Desk.export_judgements``."""
    case = open_case(path)
    found = list(every(case, readings(case, "chat"), desk.progress))
    by_id = {s.id: s for s in found}
    labels = _labels(case)
    if blind_for is not None:
        lines = [
            Line(r.about, None, r.statement, by=blind_for, how="blind")
            for r in to_read(desk, path, blind_for)
        ]
    else:
        # An editor's signature over a story is on record too, but is nothing to judge.
        known = [j for j in judgements(case) if not j.about.startswith("story:")]
        lines = [Line(j.about, j, by_id.get(j.about.partition("+")[0])) for j in known]
        if unjudged:
            done = {j.about for j in known}
            lines.extend(Line(s.id, None, s) for s in found if s.id not in done)
    disk.replace(out, write(_labelled(line, labels) for line in lines))
    return len(lines)


_Labels = dict[tuple[int, str], str]


def _labels(case: Case) -> _Labels:
    """Pseudonym of every sender of a reading, as the people table gives them."""
    out: _Labels = {}
    for number in readings(case, "chat"):
        for found in people(messages(case, [number])).values():
            for key, label in pseudonyms(found).items():
                out.setdefault((number, key), label)
                for name in found.members[key].names:
                    out.setdefault((number, name), label)
    return out


def _labelled(line: Line, labels: _Labels) -> Line:
    s = line.statement
    if s is None:
        return line
    number = s.citation.ref.reading
    label = labels.get((number, s.speaker_id or "")) or labels.get((number, s.speaker or ""))
    return Line(line.about, line.judgement, s, label or "", line.by, line.how)


def take_in(desk: "OpenDesk", path: Path, sheet: Path) -> Taken:
    """Takes a filled sheet in: all of it or nothing. See ``Desk.import_judgements``."""
    rows = list(read(sheet.read_bytes()))
    case = open_case(path)
    with case.writing():
        known = {j.id: j for j in judgements(case)}
        made = list(_made(desk, case, rows, known))
        if made:
            keep(desk, case, made)
    return Taken(tuple(made), len(rows) - len(made))


def _made(
    desk: "OpenDesk", case: Case, rows: list[Row], known: dict[str, Judgement]
) -> Iterator[Judgement]:
    """The judgements of a sheet that are not on record, checked, in its order."""
    wanted = [r for r in rows if r.new or r.judgement.id not in known]
    texts = _texts(desk, case, {r.judgement.about for r in wanted})
    so_far = list(known.values())
    for row in rows:
        j = row.judgement
        there = None if row.new else known.get(j.id)
        if there is not None:
            if not same(there, j):
                raise BadSheet(
                    f"This row differs from {j.id} as it is on record",
                    where=f"row {row.number}",
                    advice="a judgement is never changed: leave its row as it came, and take it "
                    "back by a new row whose column 'replaces' names it",
                )
            continue
        try:
            _check(j, so_far, texts, str(case.path))
        except (BadOption, JudgingError, QuestionError) as e:
            raise BadSheet(e.what, where=f"row {row.number}", advice=e.advice) from e
        made = named(j, len(so_far)) if row.new else j
        so_far.append(made)
        yield made


def _check(j: Judgement, so_far: list[Judgement], texts: dict[str, str | None], where: str) -> None:
    if j.about not in texts:
        raise BadSheet(f"Nothing is called {j.about} in this case")
    if j.id and (not _ID.match(j.id) or not j.at):
        raise BadSheet(f"{j.id} is no judgement's name", advice="leave the first column empty")
    if j.id in {o.id for o in so_far}:
        raise BadSheet(f"{j.id} stands twice in the sheet")
    if j.replaces and j.replaces not in {o.id for o in so_far}:
        raise BadSheet(f"No judgement is called {j.replaces}")
    checked(j, texts[j.about])
    if j.how == "blind":
        may_read(so_far, j, where)
    if j.how == "settling" and j.about not in differing(so_far) and not j.replaces:
        raise BadSheet(f"No two readers differ about {j.about}")


def _texts(desk: "OpenDesk", case: Case, wanted: set[str]) -> dict[str, str | None]:
    """The texts of the messages behind those names of ``wanted`` that the case knows."""
    out: dict[str, str | None] = {}
    statements: dict[str, Statement] = {}
    press: set[str] = set()
    if any(about.startswith("s:") for about in wanted):
        statements = {s.id: s for s in every(case, readings(case, "chat"), desk.progress)}
        press = {a.id for a in articles(case)}
    for about in wanted:
        first, plus, article = about.partition("+")
        statement = statements.get(first)
        if statement is not None and (not plus or article in press):
            ref = statement.citation.ref
            out[about] = by_rows(case, ref.reading, [ref.n])[ref.n].text
        elif not first.startswith("s:"):
            try:
                out[about] = thing(desk, case, about).text
            except OnRecordError:
                continue  # not known here: its row is refused with its number
    return out
