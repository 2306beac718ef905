"""Statements of a case: the rules' proposals, filtered and ordered."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.attribute.fresh import Wanted as Filter
from onrecord.attribute.fresh import keep
from onrecord.desk.case import open_case
from onrecord.desk.holdings import chats
from onrecord.desk.proposing import every
from onrecord.errors import BadOption
from onrecord.model.claim import Statement

if TYPE_CHECKING:
    from onrecord.desk.progress import Progress


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters; empty ones let everything pass. ``after`` and ``before`` are
    dates or RFC 3339 instants, both inclusive."""

    kinds: tuple[str, ...] = ()
    voices: tuple[str, ...] = ()
    sender: str | None = None
    after: str | None = None
    before: str | None = None
    limit: int | None = None
    languages: tuple[str, ...] = ()


def statements(path: Path, wanted: Wanted, progress: "Progress") -> Iterator[Statement]:
    """See ``Desk.statements``. Raises NothingYet if no export was added."""
    case = open_case(path)
    numbers = chats(case)
    found = keep(every(case, numbers, progress), _filter(wanted))
    for shown, statement in enumerate(found):
        if wanted.limit is not None and shown >= wanted.limit:
            return
        yield statement


def _filter(wanted: Wanted) -> Filter:
    return Filter(
        kinds=frozenset(wanted.kinds),
        voices=frozenset(wanted.voices),
        languages=frozenset(wanted.languages),
        sender=wanted.sender,
        since=_instant(wanted.after, last=False),
        until=_instant(wanted.before, last=True),
    )


def _instant(text: str | None, *, last: bool) -> datetime | None:
    if text is None:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError as e:
        raise BadOption(
            f"{text} is not a date", advice="write 2026-03-09 or 2026-03-09T18:00:00Z"
        ) from e
    if len(text) == len("2026-03-09") and last:
        at = at.replace(hour=23, minute=59, second=59)
    return at if at.tzinfo else at.replace(tzinfo=UTC)
