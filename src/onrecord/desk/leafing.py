"""Reading a chat as it was written: windows of any chat, threads, in constant time."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.desk.case import Case, open_case
from onrecord.desk.indexing import ensure_index
from onrecord.errors import BadOption, NoSuchMessage, NoSuchThing, NothingYet
from onrecord.model.query import Row

if TYPE_CHECKING:
    from onrecord.desk.open_desk import OpenDesk
    from onrecord.store._opened import Opened


@dataclass(frozen=True, slots=True)
class Stream:
    """One chat of one reading: its title as the export gives it, and its size.

    ``first`` and ``last`` are times as printed of its first and last message.
    """

    reading: int
    chat: str
    title: str
    kind: str
    messages: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Page:
    """Messages ``offset`` and on of a chat, in the export's order, of ``total``.

    ``at`` is the place in the chat that was asked for (a message, a date).
    """

    reading: int
    chat: str
    title: str
    rows: tuple[Row, ...]
    offset: int
    total: int
    at: int


@dataclass(frozen=True, slots=True)
class Where:
    """Which window: from a place, around a message, or from a date on."""

    offset: int = 0
    limit: int = 50
    message: str | None = None
    date: str | None = None
    before: int = 0


@dataclass(frozen=True, slots=True)
class Thread:
    """What a message answers, the first message first, and what answers it or
    such an answer, in the export's order. Only what the record itself links."""

    row: Row
    above: tuple[Row, ...]
    below: tuple[Row, ...]


def titles(case: Case) -> dict[tuple[int, str], tuple[str, str]]:
    """(title, kind) of each chat of each reading, as the export gives them."""
    from onrecord.desk.holdings import readings

    return {
        (number, str(c["id"])): (str(c.get("name") or ""), str(c.get("kind") or ""))
        for number in readings(case, "chat")
        for c in case.facts(number)["chats"]
    }


def streams(desk: "OpenDesk", path: Path) -> list[Stream]:
    """Every chat of every reading, in the case's order. Raises NothingYet."""
    case = _indexed(desk, path)
    named = titles(case)
    found = []
    with _opened(case) as opened:
        for reading, chat, size in opened.streams():
            title, kind = named.get((reading, chat), ("", ""))
            ends = [opened.window(reading, chat, at, 1) for at in (0, size - 1)]
            times = [rows[0].time if rows else None for rows in ends]
            found.append(Stream(reading, chat, title, kind, size, times[0], times[1]))
    if not found:
        raise NothingYet("There is no chat in this case yet", where=str(path))
    return found


def page(desk: "OpenDesk", path: Path, reading: int | None, chat: str | None, where: Where) -> Page:
    """A window of a chat. Raises NoSuchThing, NoSuchMessage, BadOption.

    Without ``chat`` (its id, or words of its title) it is the only chat of the
    case, or the one ``where.message`` stands in. The message is shown with
    ``where.before`` messages before it.
    """
    if where.limit < 0 or where.offset < 0 or where.before < 0:
        raise BadOption("A window counts from 0", where=f"{where.offset}, {where.limit}")
    case = _indexed(desk, path)
    with _opened(case) as opened:
        if where.message is not None:
            row = _row(case, opened, where.message)
            reading, chat = row.reading, row.chat
            at = opened.place(row.reading, row.n) or 0
        else:
            reading, chat = _one(case, opened, reading, chat)
            at = where.offset
        if where.date is not None:
            at = opened.at_time(reading, chat, _shown(where.date))
        first = max(0, at - where.before)
        rows = opened.window(reading, chat, first, where.limit)
        title = titles(case).get((reading, chat), ("", ""))[0]
        return Page(reading, chat, title, tuple(rows), first, opened.size(reading, chat), at)


def thread(desk: "OpenDesk", path: Path, message: str, most: int = 200) -> Thread:
    """A message's thread. Raises NoSuchMessage, AmbiguousReference."""
    case = _indexed(desk, path)
    with _opened(case) as opened:
        row = _row(case, opened, message)
        above, below = opened.thread(row.reading, row.n, most)
        return Thread(row, tuple(above), tuple(below))


def as_object(one: Stream) -> dict[str, Any]:
    """A chat as ``--json`` prints it."""
    return asdict(one)


def _indexed(desk: "OpenDesk", path: Path) -> Case:
    case = open_case(path)
    ensure_index(case, desk.progress)
    return case


def _opened(case: Case) -> "Opened":
    from onrecord.store.tantivy_index import ENGINE

    return ENGINE.open(case.index)


def _row(case: Case, opened: "Opened", message: str) -> Row:
    """The row a reference names: ``READING/N`` at once, else as ``show`` does."""
    reading, slash, n = message.partition("/")
    if slash and reading.isdigit() and n.isdigit():
        row = opened.row(int(reading), int(n))
        if row is None:
            raise NoSuchMessage(f"There is no message {n} in reading {reading}", where=message)
        return row
    from onrecord.desk.rows import by_reference

    found = by_reference(case, message)
    row = opened.row(found.reading, found.n)
    if row is None:
        raise NoSuchMessage(f"{message} is not in the text index", where=str(case.path))
    return row


def _one(case: Case, opened: "Opened", reading: int | None, chat: str | None) -> tuple[int, str]:
    """The chat meant. Raises NoSuchThing, BadOption if several fit."""
    from onrecord.lang.match import name_has

    named = titles(case)
    every = [(r, c) for r, c, _ in opened.streams() if reading in (None, r)]
    fit = [s for s in every if chat in (None, s[1])]
    if not fit and chat is not None:
        fit = [s for s in every if name_has(named.get(s, ("", ""))[0], chat)]
    if len(fit) == 1:
        return fit[0]
    listed = "; ".join(f"#{r} {named.get((r, c), ('',))[0]} ({c})" for r, c in (fit or every)[:8])
    if not fit:
        raise NoSuchThing(f"There is no chat {chat or ''}".rstrip(), where=listed or str(case.path))
    raise BadOption("More than one chat fits", where=listed, advice="name its reading and its id")


def _shown(date: str) -> int:
    """Microseconds since 1970 of a date's first instant, as a clock shows it."""
    from onrecord.lang.match import instant
    from onrecord.search._dates import instant_after

    return instant(instant_after(date))
