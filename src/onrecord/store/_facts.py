"""From a batch of messages to what engines index: columns of plain values.

One place where it is decided what ``has:``, ``voice:``, ``domain:`` and a time
span mean for a record, so that every engine answers them alike. It works on
whole columns, because one Python call a message is what indexing costs. The
voices here are those of the record itself (a forward, a bot, the group as
sender); whose words a *span* holds is the business of the ``attribute`` room.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from onrecord.lang.match import Facts
from onrecord.model.place import Kind, Place
from onrecord.store._links import domain, domains_of
from onrecord.store._show import BITS, CERTAIN, has_names

if TYPE_CHECKING:
    import pyarrow as pa

_HOUR = 3_600_000_000
# A wall clock without a zone: UTC is between 14 hours earlier and 12 hours later.
_EAST, _WEST = 14 * _HOUR, 12 * _HOUR
_LINKS = frozenset({"link", "text_link", "url"})


@dataclass(slots=True)
class Columns:
    """One batch, column by column, each as long as the batch.

    ``shown`` is microseconds since 1970 of the time that is printed: UTC if the
    basis is certain, else the wall clock; None without a time. ``early`` and
    ``late`` are added to it for the first and the last instant the message may
    have been sent. ``has`` are bits (``has_names``). ``domains`` holds only rows
    with links: row in the batch to the domains in it.
    """

    n: list[int]
    member: list[str]
    start: list[int]
    length: list[int]
    place_kind: list[str]
    chat: list[str]
    kind: list[str]
    sender: list[str | None]
    sender_id: list[str | None]
    basis: list[str]
    id: list[str | None]
    reply_to: list[str | None]
    text: list[str]
    shown: list[int | None]
    early: list[int | None]
    late: list[int | None]
    voice: list[str]
    has: list[int]
    domains: dict[int, tuple[str, ...]]

    def __len__(self) -> int:
        return len(self.n)


def columns(batch: "pa.RecordBatch") -> Columns:
    """The columns of a batch of the message schema."""
    shown, early, late = _times(batch)
    text = batch.column("text").to_pylist()
    same = ("n", "member", "start", "length", "place_kind", "chat", "kind", "sender", "sender_id")
    found = Columns(
        **{name: _plain(batch, name) for name in (*same, "id", "reply_to")},
        basis=_plain(batch, "time_basis"),
        text=text,
        shown=shown,
        early=early,
        late=late,
        voice=[],
        has=[],
        domains=_domains(batch, text),
    )
    found.voice = _voices(batch, found)
    found.has = _has(batch)
    return found


def _plain(batch: "pa.RecordBatch", name: str) -> list[Any]:
    import pyarrow as pa  # noqa: PLC0415 - the search path must not load it

    column = batch.column(name)
    if not pa.types.is_dictionary(column.type):
        return list(column.to_pylist())
    words = [*column.dictionary.to_pylist(), None]
    return list(map(words.__getitem__, column.indices.fill_null(len(words) - 1).to_pylist()))


def _times(batch: "pa.RecordBatch") -> tuple[list[int | None], ...]:
    """``shown``, ``early`` and ``late``."""
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.compute as pc  # noqa: PLC0415

    first, last, local = (
        batch.column(name).cast(pa.int64()) for name in ("time_first", "time_last", "time_local")
    )
    basis = batch.column("time_basis").cast(pa.string())
    certain = pc.and_(pc.is_in(basis, pa.array(sorted(CERTAIN))), pc.is_valid(first))
    shown = pc.if_else(certain, first, local)
    wall = pc.and_(pc.is_null(first), pc.is_valid(local))
    last = pc.if_else(wall, pc.add(local, _WEST), pc.coalesce(last, first))
    first = pc.if_else(wall, pc.subtract(local, _EAST), first)
    spans = pc.subtract(first, shown), pc.subtract(last, shown)
    known = pc.and_(pc.is_valid(spans[0]), pc.is_valid(spans[1]))
    early, late = (pc.if_else(known, s, None).to_pylist() for s in spans)
    return shown.to_pylist(), early, late


def _voices(batch: "pa.RecordBatch", found: Columns) -> list[str]:
    forwarded = batch.column("forwarded").to_pylist()
    bots = batch.column("via_bot").is_valid().to_pylist()
    rows = zip(forwarded, bots, found.sender_id, found.chat, strict=True)
    return list(map(_Voices().__getitem__, rows))


class _Voices(dict[tuple[bool, bool, str | None, str], str]):
    """The voice of the record itself, worked out once for each kind of row."""

    def __missing__(self, row: tuple[bool, bool, str | None, str]) -> str:
        forwarded, bot, sender_id, chat = row
        as_group = sender_id is not None and sender_id in (chat, f"channel{chat}", f"chat{chat}")
        said = "forwarded" if forwarded else "bot" if bot else "group" if as_group else "own"
        self[row] = said
        return said


def _has(batch: "pa.RecordBatch") -> list[int]:
    """The bits of each row."""
    import pyarrow.compute as pc  # noqa: PLC0415

    found = [0] * batch.num_rows
    flags = {
        "reply": batch.column("reply_to").is_valid(),
        "quote": batch.column("quote").is_valid(),
        "forward": batch.column("forwarded"),
        "via-bot": batch.column("via_bot").is_valid(),
        "edit": batch.column("edited_text").is_valid(),
        "link": pc.match_substring(batch.column("text"), "://"),
    }
    for name, column in flags.items():
        for row in pc.indices_nonzero(column).to_pylist():
            found[row] |= BITS[name]
    for row, type_ in _listed(batch, "media", "type"):
        found[row] |= BITS.get(type_, 0) | BITS["media"]
    for row, type_ in _listed(batch, "entities", "type"):
        if type_ in _LINKS:
            found[row] |= BITS["link"]
    for row, _ in _listed(batch, "reactions", "emoji"):
        found[row] |= BITS["reaction"]
    return found


def _listed(batch: "pa.RecordBatch", name: str, field: str) -> Iterator[tuple[int, Any]]:
    """(row, value of a field) of each struct in a list column."""
    import pyarrow.compute as pc  # noqa: PLC0415

    column = batch.column(name)
    parents = pc.list_parent_indices(column).to_pylist()
    if parents:
        values = column.flatten().field(field).to_pylist()
        yield from zip(parents, values, strict=True)


def _domains(batch: "pa.RecordBatch", text: list[str]) -> dict[int, tuple[str, ...]]:
    """Rows with links, and the domains their texts and hidden links lead to."""
    import pyarrow.compute as pc  # noqa: PLC0415

    may = pc.match_substring_regex(batch.column("text"), "/|(?i:www[.])")
    found = {row: domains_of(text[row]) for row in pc.indices_nonzero(may).to_pylist()}
    for row, link in _listed(batch, "entities", "value"):
        if link and "://" in link and (there := domain(link)):
            found[row] = (*found.get(row, ()), there)
    return {row: tuple(sorted(set(there))) for row, there in found.items() if there}


class Record(NamedTuple):
    """One message as plain values (the view of the in-memory measure)."""

    reading: int
    n: int
    member: str
    start: int
    length: int
    place_kind: str
    basis: str
    shown: int | None
    text: str
    reply_to: str | None
    facts: Facts

    @property
    def key(self) -> str:
        """The message's key, made of where it stands."""
        return Place(self.member, self.start, self.length, cast(Kind, self.place_kind)).key


def records(reading: int, batch: "pa.RecordBatch") -> Iterator[Record]:
    """The records of a batch of the message schema, in order; languages empty."""
    c = columns(batch)
    for i in range(len(c)):
        yield record(c, i, reading)


def record(c: Columns, i: int, reading: int) -> Record:
    """The record of row ``i`` of columns."""
    return Record(
        reading, c.n[i], c.member[i], c.start[i], c.length[i], c.place_kind[i], c.basis[i],
        c.shown[i], c.text[i], c.reply_to[i], facts(c, i, reading),
    )  # fmt: skip


def facts(c: Columns, i: int, reading: int) -> Facts:
    """What fields ask of row ``i``; languages empty."""
    first, last = instants(c, i) or (None, None)
    return Facts(
        c.sender[i], c.sender_id[i], c.chat[i], None, c.kind[i], c.id[i], c.voice[i],
        frozenset(has_names(c.has[i])), frozenset(), first, last,
        frozenset(c.domains.get(i, ())), reading,
    )  # fmt: skip


def instants(c: Columns, i: int) -> tuple[int, int] | None:
    """The first and last instant at which row ``i`` may have been sent, if it has a time."""
    shown, early, late = c.shown[i], c.early[i], c.late[i]
    if shown is None or early is None or late is None:
        return None
    return shown + early, shown + late
