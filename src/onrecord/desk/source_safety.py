"""How far what is printed narrows down who gave the export: counts, never names.

Computed when a story is checked or published, and kept nowhere. What can be
counted: who was in the group when a quoted message was written (as joins and
departures tell), who is in the chat it stands in, words that another export of the
chat does not hold or holds otherwise, and pictures printed from one copy, in which a
mark of that copy can lie. Membership is only what the export shows: a member who
neither wrote nor was named cannot be counted.
"""

import json
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from onrecord.desk.case import Case
from onrecord.desk.deriving import state_of
from onrecord.desk.elsewhere import elsewhere
from onrecord.desk.rows import batches
from onrecord.model.chat import Message
from onrecord.model.cite import Ref
from onrecord.model.story import Story
from onrecord.report.harm import narrowed

_CAME = ("invite_members", "join_group_by_link", "join_group_by_request", "join", "added", "joined")
_WENT = ("remove_members", "leave", "left", "removed", "kicked")
_FIRST, _LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
_WALKED: "dict[tuple[str, tuple[int, ...]], _Members]" = {}
_KEPT = 4
_GUARD = threading.Lock()
_COLUMNS = ["chat", "sender", "sender_id", "time_first", "time_local", "action", "payload"]


@dataclass
class _Members:
    """Who is known to be in which chat from when to when, by the name they had."""

    came: dict[str, dict[str, datetime]] = field(default_factory=dict)
    went: dict[str, dict[str, datetime]] = field(default_factory=dict)
    wrote: dict[str, dict[str, datetime]] = field(default_factory=dict)

    def take(self, row: Mapping[str, Any]) -> None:
        """One row: an arrival, a departure, or somebody who wrote."""
        at = row["time_first"] or _zoned(row["time_local"])
        chat, action = row["chat"], row["action"] or ""
        if action in _CAME or action in _WENT:
            book = self.came if action in _CAME else self.went
            for name in _named(row):
                book.setdefault(chat, {})[name] = at or _FIRST
        elif not action and row["sender"]:
            first = self.wrote.setdefault(chat, {}).get(row["sender"])
            if at is not None and (first is None or at < first):
                self.wrote[chat][row["sender"]] = at
            self.wrote[chat].setdefault(row["sender"], _FIRST)

    def everyone(self, chat: str) -> frozenset[str]:
        """All that the export shows of a chat's members."""
        return frozenset(
            name for book in (self.came, self.went, self.wrote) for name in book.get(chat, {})
        )

    def present(self, chat: str, at: datetime) -> frozenset[str]:
        """Who may have been there: not come later, not gone before."""
        came, went, wrote = (b.get(chat, {}) for b in (self.came, self.went, self.wrote))
        out = set()
        for name in self.everyone(chat):
            # Who wrote before an arrival was recorded had been there before it.
            first = min(came.get(name, _FIRST), wrote.get(name, _LAST))
            if first <= at <= went.get(name, _LAST):
                out.add(name)
        return frozenset(out)


def _zoned(at: datetime | None) -> datetime | None:
    return None if at is None else at.replace(tzinfo=UTC)


def _named(row: Mapping[str, Any]) -> Iterator[str]:
    """Whom a service line moves: the members it names, else who acts."""
    said = json.loads(row["payload"]) if row["payload"] else {}
    members = said.get("members") if isinstance(said, dict) else None
    if isinstance(members, list) and members:
        yield from (m for m in members if isinstance(m, str))
    elif row["sender"]:
        yield row["sender"]


_ELSEWHERE = {
    "missing": "Quotation {number} is missing in another export of the chat, deleted since or "
    "hidden there; who was in the group when it was written",
    "otherwise": "Quotation {number} is worded otherwise in another export, edited in between; "
    "who was in the group when it was written",
}


def _walked(case: Case, numbers: tuple[int, ...]) -> _Members:
    """Who was in the chats of these readings, walked once for each state of the case: an
    editor's page asks at every pause in typing."""
    key = (state_of(case), numbers)
    with _GUARD:
        found = _WALKED.get(key)
    if found is not None:
        return found
    members = _Members()
    for number in numbers:
        for batch in batches(case.reading(number), _COLUMNS):
            for row in batch.to_pylist():
                members.take(row)
    with _GUARD:
        _WALKED[key] = members
        while len(_WALKED) > _KEPT:
            del _WALKED[next(iter(_WALKED))]
    return members


def narrowing(
    case: Case,
    story: Story,
    messages: Mapping[Ref, Message],
    copies: Mapping[str, int] | None = None,
) -> list[tuple[str, int, int]]:
    """(mark, fits, of) for what is about to be printed, fewest first. ``copies`` says
    of each printed picture of the group how many exports hold the same bytes."""
    quoted = [(q.number, messages[q.said.ref]) for q in story.quotations if q.said and q.number]
    if not quoted:
        return []
    members = _walked(case, tuple(sorted({m.reading for _, m in quoted})))
    everyone = frozenset().union(*(members.everyone(c) for c in _chats(members)))
    marks: dict[str, frozenset[str]] = {}
    together = everyone
    others = dict(elsewhere(case, quoted))
    for number, message in quoted:
        at = message.time.earliest or _zoned(message.time.local)
        there = members.everyone(message.chat) if at is None else members.present(message.chat, at)
        together &= there
        if there != everyone:
            marks[f"Who was in the group when quotation {number} was written"] = there
        if number in others:
            marks[_ELSEWHERE[others[number]].format(number=number)] = there
    if len(quoted) > 1 and together != everyone:
        marks["Who was there for every quotation"] = together
    printed = [
        (f"The picture “{alt}” is a copy of the group's, and a copy can be marked; copies seen", n)
        for alt, n in (copies or {}).items()
    ]
    counted = [*narrowed(marks, everyone), *((m, n, len(everyone)) for m, n in printed)]
    return sorted(counted, key=lambda m: (m[1], m[0]))


def _chats(members: _Members) -> set[str]:
    return {chat for book in (members.came, members.went, members.wrote) for chat in book}
