"""One statement beside the reports that bear on it: passages, clocks, sources."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.desk.boarding import statement_of, table_of
from onrecord.desk.case import open_case
from onrecord.desk.comparing import group_names
from onrecord.desk.judged import by_person
from onrecord.desk.judging import standing
from onrecord.desk.matched import matches_of
from onrecord.desk.news import articles
from onrecord.desk.proposing import unknown
from onrecord.desk.spreading import Clock, First, between, first_of
from onrecord.model.claim import Statement
from onrecord.model.judgement import Judgement
from onrecord.model.press import Article, Match
from onrecord.press.independence import Link, Source, links, sources
from onrecord.store.match_table import read_matches

if TYPE_CHECKING:
    from onrecord.desk.progress import Progress


@dataclass(frozen=True, slots=True)
class Beside:
    """A statement's match with everything it rests on.

    ``articles`` are those the passages stand in; ``clocks`` their times against the
    statement's, earliest first; ``sources`` which of them count as one, with
    ``links`` saying why; ``judged`` the judgement that stands about each article's
    match. ``first`` is who was first, of the reports that count.
    """

    statement: Statement
    match: Match
    first: First
    articles: tuple[Article, ...]
    clocks: tuple[Clock, ...]
    sources: tuple[Source, ...]
    links: tuple[Link, ...]
    judged: tuple[tuple[str, Judgement], ...]


def beside(path: Path, ident: str, progress: "Progress") -> Beside:
    """See ``Desk.beside``. Raises NothingYet, NoSuchThing."""
    case = open_case(path)
    folder = matches_of(case, progress)
    table_of(case, progress)  # in which the statement is looked up
    statement = statement_of(case, ident)
    match = next(iter(read_matches(folder, [ident])), None)
    if statement is None or match is None:
        named = next((s for s in by_person(case, []) if s.id == ident), None)
        if named is None:
            raise unknown(path, ident)
        from onrecord.desk.comparing import matches

        statement, (_, match) = named, next(matches(case, [named], articles(case)))
    by_id = {a.id: a for a in articles(case)}
    there = tuple(by_id[a] for a in dict.fromkeys(p.article for p in match.passages))
    clocks = sorted(
        (
            Clock(
                a.id,
                a.outlet,
                a.published,
                between(statement.time, a.published),
                a.id in match.counted,
            )
            for a in there
        ),
        key=lambda c: (str(c.published.earliest or "~"), c.article),
    )
    decided = standing(case)
    judged = tuple(
        (a.id, decided[about]) for a in there if (about := f"{statement.id}+{a.id}") in decided
    )
    return Beside(
        statement,
        match,
        first_of(match),
        there,
        tuple(clocks),
        sources(there, group_names(case)),
        links(there),
        judged,
    )
