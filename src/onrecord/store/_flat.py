"""The derived flat files: every text, and what is printed beside it.

``texts.bin``    all texts in UTF-8, one after the other
``rows.bin``     the numbers of each message in pages (``_pages``), in index order
``links.bin``    (row, number of a domain), rows ascending
``values.json``  the senders, members, groups and words that records number

A hit is printed from these alone, so that searching loads neither pyarrow nor
duckdb. Rebuilt with the index, never a source. A *group* is all that few
messages differ in: reading, chat, kind, voice, what it has, its languages, how
certain its time is. It is also what the index filters by.
"""

import json
import mmap
import struct
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from onrecord.lang.match import Facts
from onrecord.model.place import Kind as PlaceKind
from onrecord.model.place import Place
from onrecord.model.query import Row
from onrecord.store._order import NO_TIME, OrderReader
from onrecord.store._pages import Pages, Shown
from onrecord.store._show import clock

if TYPE_CHECKING:
    pass

# text offset and size, n, member, place start and length, group, sender, id, the id
# replied to, shown time
COLUMNS = 11
_TEXT, _SIZE, _N, _GROUP, _ID, _REPLY, _SHOWN = 0, 1, 2, 6, 8, 9, 10
LINK = struct.Struct("<II")
ORDERED = (_GROUP, _SHOWN, _ID, _REPLY)
"""The columns that the orders are made of."""
NO_ID = -1
ODD = 1 << 62


class Group(NamedTuple):
    """What few messages differ in. ``has`` and ``languages`` are by spaces."""

    reading: int
    chat: str
    kind: str
    place_kind: PlaceKind
    basis: str
    voice: str
    has: str
    languages: str
    early: int | None
    late: int | None


@dataclass(frozen=True, slots=True)
class Values:
    """The values that records number; ``streams`` are the chats of each reading
    (reading, chat, first place in the order, messages), ``own`` the orders that are
    the rows' own, ``shown`` the earliest and the latest time shown by any message."""

    senders: list[list[str | None]]
    members: list[str]
    groups: list[Group]
    odd: list[str]
    domains: list[str]
    streams: list[tuple[int, str, int, int]]
    own: list[str]
    shown: tuple[int, int]


class FlatReader:
    """Reads the files; texts by memory map."""

    def __init__(self, folder: Path) -> None:
        said: dict[str, Any] = json.loads((folder / "values.json").read_text(encoding="utf-8"))
        said["groups"] = [Group(*g) for g in said["groups"]]
        said["streams"] = [tuple(s) for s in said["streams"]]
        self.values = Values(**said)
        self._texts, self._rows = mapped(folder / "texts.bin"), Pages(folder, COLUMNS)
        self._links = mapped(folder / "links.bin")
        own = frozenset(self.values.own)
        self.order = OrderReader(
            folder, self.values.streams, len(self), own, lambda r: Shown(self._rows, r, _SHOWN)
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files."""
        self.order.close()
        self._rows.close()
        for held in (self._texts, self._links):
            if isinstance(held, mmap.mmap):
                held.close()

    def __len__(self) -> int:
        return len(self._rows)

    def raw(self, row: int) -> bytes:
        """The text of a row in UTF-8."""
        at = self._rows.number(row, _TEXT)
        return self._texts[at : at + self._rows.number(row, _SIZE)]

    def text(self, row: int) -> str:
        """The text of a row."""
        return _decoded(self.raw(row))

    def group(self, row: int) -> Group:
        """The group of a row."""
        return self.values.groups[self._rows.number(row, _GROUP)]

    def row(self, row: int) -> Row:
        """A row as it is printed."""
        at, size, n, member, start, length, group, sender, id_, reply, shown = self._rows.row(row)
        g, (name, sender_id) = self.values.groups[group], self.values.senders[sender]
        place = Place(self.values.members[member], start, length, g.place_kind)
        return Row(
            g.reading, n, place.key, self._id(id_), g.chat, g.kind, name, sender_id,
            clock(None if shown == NO_TIME else shown, g.basis), g.basis, g.voice,
            _decoded(self._texts[at : at + size]), self._id(reply), tuple(g.languages.split()),
            tuple(g.has.split()),
        )  # fmt: skip

    def facts(self, row: int) -> Facts:
        """What the fields of a query may ask of a row."""
        *_, group, sender, id_, _, shown = self._rows.row(row)
        g, (name, sender_id) = self.values.groups[group], self.values.senders[sender]
        early, late = (None, None) if shown == NO_TIME else (g.early, g.late)
        return Facts(
            name, sender_id, g.chat, None, g.kind, self._id(id_), g.voice,
            frozenset(g.has.split()), frozenset(g.languages.split()),
            None if early is None or late is None else shown + early,
            None if early is None or late is None else shown + late,
            frozenset(self.domains(row)), g.reading,
        )  # fmt: skip

    def domains(self, row: int) -> list[str]:
        """The domains a row's links lead to."""
        size = len(self._links) // LINK.size
        low = bisect_left(range(size), row, key=self._link_row)
        there = (LINK.unpack_from(self._links, i * LINK.size) for i in range(low, size))
        return [self.values.domains[d] for _, d in takewhile(lambda link: link[0] == row, there)]

    def _link_row(self, at: int) -> int:
        return int(LINK.unpack_from(self._links, at * LINK.size)[0])

    def _id(self, key: int) -> str | None:
        if key == NO_ID:
            return None
        return self.values.odd[key - ODD] if key >= ODD else str(key)

    def id_key(self, id_: str) -> int | None:
        """The key of an id as the platform writes it; None if no message has it."""
        at = self._odd.get(id_)  # first: older indexes number ids of 19 digits too
        return own_number(id_) if at is None else ODD + at

    @cached_property
    def _odd(self) -> dict[str, int]:
        return {id_: at for at, id_ in enumerate(self.values.odd)}

    def rows_of_id(self, key: int) -> list[int]:
        """The rows with this id, ascending."""
        return self.order.ids.equal(key, lambda row: self._rows.number(row, _ID))

    def replies_to(self, key: int) -> list[int]:
        """The rows that reply to this id, ascending; whatever their chat."""
        return self.order.replies.equal(key, lambda row: self._rows.number(row, _REPLY))

    def keys(self, row: int) -> tuple[int, int]:
        """The keys of a row's id and of the id it replies to; negative without."""
        return self._rows.number(row, _ID), self._rows.number(row, _REPLY)

    def find(self, reading: int, n: int) -> int | None:
        """The row of a message; None if there is none. Rows stand in this order."""
        low = bisect_left(range(len(self)), (reading, n), key=self._stands)
        return low if low < len(self) and self._stands(low) == (reading, n) else None

    def _stands(self, row: int) -> tuple[int, int]:
        return self.group(row).reading, self._rows.number(row, _N)


def _decoded(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogatepass")


def own_number(id_: str) -> int | None:
    """An id as its own number; None for one that is not plainly such a number below ours."""
    if len(id_) > 19 or not (id_.isascii() and id_.isdigit()) or (id_[0] == "0" and id_ != "0"):
        return None
    number = int(id_)
    return number if number < ODD else None


def mapped(path: Path) -> "mmap.mmap | bytes":
    """The bytes of a file by memory map."""
    with path.open("rb") as file:
        if path.stat().st_size == 0:
            return b""
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
