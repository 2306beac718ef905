"""A stretch of a chat as two witnesses have it: who lacks what, who has other words.

The whole alignment of two exports (``align``) takes seconds on a million
messages; a page needs only the stretch one looks at. Messages are paired by the
platform's id where both have ids, else by their words in their order (Ratcliff
and Obershelp, ``difflib``). Nothing is merged, and what lies outside of the time
that the other export covers is not called missing.
"""

from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from onrecord.desk.leafing import Stream, Where, page, streams
from onrecord.errors import NothingYet
from onrecord.model.fold import fold_a
from onrecord.model.query import Row

if TYPE_CHECKING:
    from onrecord.desk.open_desk import OpenDesk

State = Literal["same", "other-words", "only-a", "only-b", "not-covered"]
_MORE = 500
MOST = 5_000
"""Messages of the other export looked at for one window; more than that is no stretch
that anybody reads side by side, and the page says so."""


@dataclass(frozen=True, slots=True)
class Pairing:
    """One message as A and B have it; one side is None where it is missing."""

    a: Row | None
    b: Row | None
    state: State


def witnesses(desk: "OpenDesk", path: Path, reading: int, chat: str) -> list[Stream]:
    """The same chat in other exports: by its id, else by its title."""
    every = streams(desk, path)
    here = next((s for s in every if (s.reading, s.chat) == (reading, chat)), None)
    if here is None:
        return []
    return [
        s
        for s in every
        if s.reading != reading and (s.chat == chat or (here.title and s.title == here.title))
    ]


def paired(desk: "OpenDesk", path: Path, rows: tuple[Row, ...], other: Stream) -> list[Pairing]:
    """The rows of one window, and what the other export has of that stretch of time."""
    if not rows:
        return []
    times = [r.time for r in rows if r.time]
    there = _there(desk, path, other, times)
    ids = all(r.id for r in rows) and all(r.id for r in there)
    if ids and {r.id for r in rows} & {r.id for r in there}:
        return _by_id(rows, there, other)
    return _by_words(rows, there, other)


def _there(desk: "OpenDesk", path: Path, other: Stream, times: list[str]) -> list[Row]:
    """The other export's messages from the first to the last of these times."""
    if not times:
        return []
    last, out = max(times), list[Row]()
    try:
        found = page(desk, path, other.reading, other.chat, Where(date=min(times), limit=_MORE))
        while found.rows and len(out) < MOST:
            out += (r for r in found.rows if r.time is not None and r.time <= last)
            if (found.rows[-1].time or "") > last:
                break
            after = Where(offset=found.offset + len(found.rows), limit=_MORE)
            found = page(desk, path, other.reading, other.chat, after)
    except NothingYet:
        return []
    return out


def _by_id(rows: tuple[Row, ...], there: list[Row], other: Stream) -> list[Pairing]:
    by_id = {r.id: r for r in there}
    out, used = [], set()
    waiting = list(there)
    for row in rows:
        mate = by_id.get(row.id)
        if mate is not None:
            while waiting and waiting[0] is not mate and waiting[0].n < mate.n:
                early = waiting.pop(0)
                if early.id not in used and early.id not in {r.id for r in rows}:
                    out.append(Pairing(None, early, "only-b"))
            used.add(mate.id)
        out.append(_pair(row, mate, other))
    mine = {r.id for r in rows}
    out += [Pairing(None, r, "only-b") for r in waiting if r.id not in used and r.id not in mine]
    return out


def _by_words(rows: tuple[Row, ...], there: list[Row], other: Stream) -> list[Pairing]:
    a, b = [_words(r) for r in rows], [_words(r) for r in there]
    out: list[Pairing] = []
    for _, a0, a1, b0, b1 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        equal = a[a0:a1] == b[b0:b1]
        if equal:
            out += [_pair(x, y, other) for x, y in zip(rows[a0:a1], there[b0:b1], strict=True)]
            continue
        out += [_pair(r, None, other) for r in rows[a0:a1]]
        out += [Pairing(None, r, "only-b") for r in there[b0:b1]]
    return out


def _words(row: Row) -> tuple[str, str]:
    return row.kind, fold_a(row.text).strip()


def _pair(row: Row, mate: Row | None, other: Stream) -> Pairing:
    if mate is not None:
        return Pairing(row, mate, "same" if _words(row)[1] == _words(mate)[1] else "other-words")
    covered = (
        row.time is not None
        and other.first is not None
        and other.last is not None
        and other.first <= row.time <= other.last
    )
    return Pairing(row, None, "only-a" if covered else "not-covered")
