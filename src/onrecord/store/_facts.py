"""From a batch of messages to what engines index: columns to plain values.

One place where it is decided what ``has:``, ``voice:`` and a time span mean for
a record, so that every engine answers them alike. The voices here are those of
the record itself (a forward, a bot, the group as sender); whose words a *span*
holds is the business of the ``attribute`` room.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from onrecord.lang.match import HAS, Facts

if TYPE_CHECKING:
    import pyarrow as pa

_COLUMNS = (
    "n", "member", "start", "length", "place_kind", "chat", "id", "kind", "sender", "sender_id",
    "time_basis", "time_first", "time_last", "time_local", "text", "reply_to", "quote",
    "forwarded", "via_bot", "edited_text",
)  # fmt: skip
_TIMES = ("time_first", "time_last", "time_local")
_HOUR = 3_600_000_000
# A wall clock without a zone: UTC is between 14 hours earlier and 12 hours later.
_EAST, _WEST = 14 * _HOUR, 12 * _HOUR
_CERTAIN = frozenset({"utc", "offset", "zone"})
_LINKS = frozenset({"link", "text_link", "url"})


_BITS = {name: 1 << i for i, name in enumerate(HAS)}


class Record(NamedTuple):
    """One message as plain values. ``shown`` is microseconds since 1970 of the
    time that is printed: UTC if ``basis`` is certain, else the wall clock."""

    reading: int
    n: int
    member: str
    start: int
    length: int
    place_kind: str
    basis: str
    shown: int | None
    text: str
    facts: Facts


def records(reading: int, batch: "pa.RecordBatch") -> Iterator[Record]:
    """The records of a batch of the message schema, in order; languages empty."""
    columns = [_plain(batch, name) for name in _COLUMNS]
    for has, row in zip(_has(batch), zip(*columns, strict=True), strict=True):
        yield _record(reading, row, has)


def _plain(batch: "pa.RecordBatch", name: str) -> list[Any]:
    import pyarrow as pa  # noqa: PLC0415 - the search path must not load it

    column = batch.column(name)
    if name in _TIMES:
        column = column.cast(pa.int64())
    elif pa.types.is_dictionary(column.type):
        words = column.dictionary.to_pylist()
        return [None if i is None else words[i] for i in column.indices.to_pylist()]
    return list(column.to_pylist())


def _record(reading: int, row: tuple[Any, ...], has: int) -> Record:
    (n, member, start, length, place_kind, chat, id_, kind, sender, sender_id, basis,
     first, last, local, text, reply_to, quote, forwarded, via_bot, edited) = row  # fmt: skip
    shown = first if basis in _CERTAIN and first is not None else local
    if first is None and local is not None:
        first, last = local - _EAST, local + _WEST
    elif last is None:
        last = first
    if reply_to is not None:
        has |= _BITS["reply"]
    if quote is not None:
        has |= _BITS["quote"]
    if forwarded:
        has |= _BITS["forward"]
    if via_bot is not None:
        has |= _BITS["via-bot"]
    if edited is not None:
        has |= _BITS["edit"]
    if "://" in text:
        has |= _BITS["link"]
    voice = _voice(forwarded, via_bot, sender_id, chat)
    facts = Facts(
        sender, sender_id, chat, None, kind, id_, voice, _names(has), _NO_LANGUAGES, first, last
    )
    return Record(reading, n, member, start, length, place_kind, basis, shown, text, facts)


_NO_LANGUAGES: frozenset[str] = frozenset()


@lru_cache(maxsize=1 << 12)
def _names(has: int) -> frozenset[str]:
    return frozenset(name for name, bit in _BITS.items() if has & bit)


def _voice(forwarded: bool, via_bot: str | None, sender_id: str | None, chat: str) -> str:
    if forwarded:
        return "forwarded"
    if via_bot is not None:
        return "bot"
    if sender_id is not None and sender_id in (chat, f"channel{chat}", f"chat{chat}"):
        return "group"
    return "own"


def _has(batch: "pa.RecordBatch") -> list[int]:
    """The bits that the list columns of each row set."""
    found = [0] * batch.num_rows
    for row, type_ in _listed(batch, "media", "type"):
        found[row] |= _BITS.get(type_, 0) | _BITS["media"]
    for row, type_ in _listed(batch, "entities", "type"):
        if type_ in _LINKS:
            found[row] |= _BITS["link"]
    for row, _ in _listed(batch, "reactions", "emoji"):
        found[row] |= _BITS["reaction"]
    return found


def _listed(batch: "pa.RecordBatch", name: str, field: str) -> Iterator[tuple[int, Any]]:
    """(row, value of a field) of each struct in a list column."""
    import pyarrow.compute as pc  # noqa: PLC0415

    column = batch.column(name)
    parents = pc.list_parent_indices(column).to_pylist()
    if parents:
        values = column.flatten().field(field).to_pylist()
        yield from zip(parents, values, strict=True)
