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
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple, Self, cast

from onrecord.lang.match import Facts
from onrecord.model.place import Kind as PlaceKind
from onrecord.model.place import Place
from onrecord.model.query import Row
from onrecord.store._order import NO_TIME, OrderReader
from onrecord.store._ordering import OrderWriter
from onrecord.store._pages import Pages, PageWriter, Shown
from onrecord.store._show import clock, has_names

if TYPE_CHECKING:
    from onrecord.store._facts import Columns

# text offset and size, n, member, place start and length, group, sender, id, the id
# replied to, shown time
_COLUMNS = 11
_TEXT, _SIZE, _N, _GROUP, _ID, _REPLY, _SHOWN = 0, 1, 2, 6, 8, 9, 10
_LINK = struct.Struct("<II")
_ORDERED = (_GROUP, _SHOWN, _ID, _REPLY)
_NO_ID = -1
_ODD = 1 << 62


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


class _Values(dict[Hashable, int]):
    """Numbers for repeated values, in order of first use."""

    def __missing__(self, value: Hashable) -> int:
        number = self[value] = len(self)
        return number


class FlatWriter:
    """Writes the files into a folder, batch by batch."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._texts: BinaryIO = (folder / "texts.bin").open("wb")
        self._rows = PageWriter(folder)
        self._links: BinaryIO = (folder / "links.bin").open("wb")
        self._order = OrderWriter(folder, _COLUMNS)
        self._at = self._count = 0
        self._earliest = self._latest = NO_TIME
        self._senders, self._members = _Values(), _Values()
        self._groups, self._odd, self._domains = _Values(), _Values(), _Values()

    def add(
        self, reading: int, c: "Columns", languages: Sequence[str]
    ) -> tuple[list[int], list[int], dict[int, list[int]]]:
        """Append a batch; for each row the numbers of its sender and its group,
        and the numbers of the domains of rows that have any."""
        texts = [t.encode("utf-8", "surrogatepass") for t in c.text]
        sizes = list(map(len, texts))
        offsets = list(accumulate(sizes, initial=self._at))
        has = [" ".join(has_names(bits)) for bits in c.has]
        kinds = zip(
            [reading] * len(c), c.chat, c.kind, c.place_kind, c.basis, c.voice, has, languages,
            c.early, c.late, strict=True,
        )  # fmt: skip
        groups = list(map(self._groups.__getitem__, kinds))
        senders = list(map(self._senders.__getitem__, zip(c.sender, c.sender_id, strict=True)))
        ids, replies = list(map(self._key, c.id)), list(map(self._key, c.reply_to))
        shown = [NO_TIME if s is None else s for s in c.shown]
        members = list(map(self._members.__getitem__, c.member))
        self._texts.write(b"".join(texts))
        self._rows.add(
            [offsets[:-1], sizes, c.n, members, c.start, c.length, groups, senders, ids, replies,
             shown]
        )  # fmt: skip
        self._order.add(self._count, reading, c.chat, shown, ids, replies)
        domains = {
            row: [self._domains[d] for d in there] for row, there in sorted(c.domains.items())
        }
        pairs = ((self._count + row, d) for row, numbers in domains.items() for d in numbers)
        self._links.write(b"".join(_LINK.pack(*pair) for pair in pairs))
        timed = [s for s in c.shown if s is not None]
        if timed:
            first = min(timed)
            self._earliest = first if self._latest == NO_TIME else min(self._earliest, first)
            self._latest = max(self._latest, *timed)
        self._at = offsets[-1]
        self._count += len(c)
        return senders, groups, domains

    def _key(self, id_: str | None) -> int:
        """An id as a number: its own if it is plainly one, else a number of ours."""
        if id_ is None:
            return _NO_ID
        number = _own(id_)
        return _ODD + self._odd[id_] if number is None else number

    def _stream_of(self) -> Callable[[int], tuple[int, str]]:
        groups = [Group(*cast("Any", group)) for group in self._groups]
        return [(g.reading, g.chat) for g in groups].__getitem__

    def close(self) -> None:
        """Finish the files."""
        self._rows.close()
        self._texts.close()
        self._links.close()
        values = {
            "senders": list(self._senders),
            "members": list(self._members),
            "groups": list(self._groups),
            "odd": list(self._odd),
            "domains": list(self._domains),
            "streams": self._order.close(_ORDERED, self._stream_of()),
            "own": self._order.own,
            "shown": (self._earliest, self._latest),
        }
        (self._folder / "values.json").write_text(json.dumps(values), encoding="utf-8")


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
        self._texts, self._rows = mapped(folder / "texts.bin"), Pages(folder, _COLUMNS)
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
        size = len(self._links) // _LINK.size
        low = bisect_left(range(size), row, key=self._link_row)
        there = (_LINK.unpack_from(self._links, i * _LINK.size) for i in range(low, size))
        return [self.values.domains[d] for _, d in takewhile(lambda link: link[0] == row, there)]

    def _link_row(self, at: int) -> int:
        return int(_LINK.unpack_from(self._links, at * _LINK.size)[0])

    def _id(self, key: int) -> str | None:
        if key == _NO_ID:
            return None
        return self.values.odd[key - _ODD] if key >= _ODD else str(key)

    def id_key(self, id_: str) -> int | None:
        """The key of an id as the platform writes it; None if no message has it."""
        at = self._odd.get(id_)  # first: older indexes number ids of 19 digits too
        return _own(id_) if at is None else _ODD + at

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


def _own(id_: str) -> int | None:
    """An id as its own number; None for one that is not plainly such a number below ours."""
    if len(id_) > 19 or not (id_.isascii() and id_.isdigit()) or (id_[0] == "0" and id_ != "0"):
        return None
    number = int(id_)
    return number if number < _ODD else None


def mapped(path: Path) -> "mmap.mmap | bytes":
    """The bytes of a file by memory map."""
    with path.open("rb") as file:
        if path.stat().st_size == 0:
            return b""
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
