"""Contents of a case with all their occurrences, and the clocks of a match."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from onrecord.attribute.fresh import Content, contents
from onrecord.desk.case import Case, open_case
from onrecord.desk.comparing import matches
from onrecord.desk.holdings import chats_of, readings
from onrecord.desk.news import press_of
from onrecord.desk.proposing import every, unknown
from onrecord.desk.saying import Wanted, statements
from onrecord.model.claim import Statement
from onrecord.model.press import Lead, Match
from onrecord.model.when import When

if TYPE_CHECKING:
    from onrecord.desk.progress import Progress

First = Literal["chat", "press", "cannot be told", "no report"]


def folded(path: Path, wanted: Wanted, progress: "Progress") -> Iterator[Content]:
    """See ``Desk.contents``."""
    bare = replace(wanted, limit=None)
    found = contents(statements(path, bare, progress), chats=chats_of(open_case(path)))
    yield from found if wanted.limit is None else found[: wanted.limit]


def copies(path: Path, about: str, progress: "Progress") -> Content:
    """See ``Desk.copies``. Raises NoSuchThing."""
    case = open_case(path)
    found = list(every(case, readings(case, "chat"), progress))
    _one(case, found, about)
    folds = contents(found, chats=chats_of(case))
    return next(c for c in folds if any(s.id == about for s in c.statements))


@dataclass(frozen=True, slots=True)
class Clock:
    """One report beside the statement: when it came out, and by how long after the chat.

    ``lead`` is the interval both clocks allow, positive where the chat was first,
    None where a time is not known. ``counted`` if the outcome rests on it.
    """

    article: str
    outlet: str | None
    published: When
    lead: Lead | None
    counted: bool


@dataclass(frozen=True, slots=True)
class WhoFirst:
    """Who was first with a statement: its own time, and the reports by theirs.

    ``first`` speaks of the reports that count; *no report* if there is none.
    ``gap`` is the match's own lead.
    """

    statement: Statement
    match: Match
    first: First
    gap: Lead | None
    clocks: tuple[Clock, ...]


def who_first(path: Path, about: str, progress: "Progress") -> WhoFirst:
    """See ``Desk.who_first``. Raises NoSuchThing, NothingYet."""
    case = open_case(path)
    press = press_of(case)
    statement = _one(case, list(every(case, readings(case, "chat"), progress)), about)
    _, match = next(matches(case, [statement], press))
    by_id = {a.id: a for a in press}
    named = [by_id[a] for a in dict.fromkeys(p.article for p in match.passages)]
    clocks = [
        Clock(
            a.id, a.outlet, a.published, between(statement.time, a.published), a.id in match.counted
        )
        for a in named
    ]
    clocks.sort(key=lambda c: (str(c.published.earliest or "~"), c.article))
    return WhoFirst(statement, match, first_of(match), match.lead, tuple(clocks))


def between(chat: When, press: When) -> Lead | None:
    """Seconds from chat to press as the interval that both clocks allow."""
    if chat.earliest is None or chat.latest is None:
        return None
    if press.earliest is None or press.latest is None:
        return None
    least = int((press.earliest - chat.latest).total_seconds())
    most = int((press.latest - chat.earliest).total_seconds())
    return Lead(least, most)


def first_of(match: Match) -> First:
    """Who was first, of the reports that count."""
    if not match.counted:
        return "no report"
    if match.lead is None or match.lead.least <= 0 <= match.lead.most:
        return "cannot be told"
    return "chat" if match.lead.least > 0 else "press"


def _one(case: Case, found: list[Statement], about: str) -> Statement:
    for s in found:
        if s.id == about:
            return s
    raise unknown(case.path, about)
