"""The derived flat files: every text, and what is printed beside it.

``texts.bin``   all texts in UTF-8, one after the other
``rows.bin``    one fixed record a message (``_ROW``), in index order
``values.json`` the senders, chats, members and words that records number

A hit is printed from these alone, so that searching loads neither pyarrow nor
duckdb. Rebuilt with the index, never a source.
"""

import json
import mmap
import struct
from collections.abc import Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Self

from onrecord.lang.match import Facts
from onrecord.model.place import Place
from onrecord.model.query import Row
from onrecord.store._facts import Record
from onrecord.store._show import clock

# text offset and length, reading, n, place (member, start, length), chat, sender,
# class, id (a number, or an index into the odd ids), which of the two, shown time
_ROW = struct.Struct("<QIHIHQIHIIqBq")
_NO_TIME = -(1 << 63)
_NO_ID, _NUMBER, _ODD = 0, 1, 2
_BIG = 1 << 62


class _Values:
    """Numbers for repeated values, in order of first use."""

    def __init__(self) -> None:
        self.numbers: dict[Hashable, int] = {}

    def number(self, value: Hashable) -> int:
        """The number of ``value``, a new one if it is new."""
        return self.numbers.setdefault(value, len(self.numbers))


class FlatWriter:
    """Writes the files into a folder, record by record."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._texts: BinaryIO = (folder / "texts.bin").open("wb")
        self._rows: BinaryIO = (folder / "rows.bin").open("wb")
        self._at = 0
        self.senders, self.chats, self._members = _Values(), _Values(), _Values()
        self._classes, self._odd = _Values(), _Values()

    def add(self, record: Record, languages: str) -> int:
        """Append one record and its languages (by spaces); the number of its sender."""
        text = record.text.encode("utf-8", "surrogatepass")
        facts = record.facts
        sender = self.senders.number((facts.sender, facts.sender_id))
        id_, id_kind = self._id(facts.id)
        packed = _ROW.pack(
            self._at, len(text), record.reading, record.n,
            self._members.number(record.member), record.start, record.length,
            self.chats.number(facts.chat), sender,
            self._classes.number(_class_of(record, languages)), id_, id_kind,
            _NO_TIME if record.shown is None else record.shown,
        )  # fmt: skip
        self._texts.write(text)
        self._rows.write(packed)
        self._at += len(text)
        return sender

    def _id(self, id_: str | None) -> tuple[int, int]:
        if id_ is None:
            return 0, _NO_ID
        number = int(id_) if id_.isascii() and id_.isdigit() and len(id_) < 19 else _BIG
        if number < _BIG and str(number) == id_:
            return number, _NUMBER
        return self._odd.number(id_), _ODD

    def close(self) -> None:
        """Finish the files."""
        self._texts.close()
        self._rows.close()
        values = {
            "senders": list(self.senders.numbers),
            "chats": list(self.chats.numbers),
            "members": list(self._members.numbers),
            "classes": list(self._classes.numbers),
            "odd": list(self._odd.numbers),
        }
        (self._folder / "values.json").write_text(json.dumps(values), encoding="utf-8")


def _class_of(record: Record, languages: str) -> tuple[str | int | None, ...]:
    """What few records differ in: kept once, numbered by each record."""
    facts, shown = record.facts, record.shown
    early = None if facts.first is None or shown is None else facts.first - shown
    late = None if facts.last is None or shown is None else facts.last - shown
    has = " ".join(sorted(facts.has))
    return (record.basis, facts.kind, record.place_kind, facts.voice, has, languages, early, late)


@dataclass(frozen=True, slots=True)
class Values:
    """The values that records number."""

    senders: list[list[str | None]]
    chats: list[str]
    members: list[str]
    classes: list[list[Any]]
    odd: list[str]


class FlatReader:
    """Reads the files; texts by memory map."""

    def __init__(self, folder: Path) -> None:
        said: dict[str, Any] = json.loads((folder / "values.json").read_text(encoding="utf-8"))
        self.values = Values(**said)
        self._texts, self._rows = _map(folder / "texts.bin"), _map(folder / "rows.bin")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files."""
        for held in (self._texts, self._rows):
            if isinstance(held, mmap.mmap):
                held.close()

    def __len__(self) -> int:
        return len(self._rows) // _ROW.size

    def raw(self, row: int) -> bytes:
        """The text of a row in UTF-8."""
        at, size = struct.unpack_from("<QI", self._rows, row * _ROW.size)
        return self._texts[at : at + size]

    def text(self, row: int) -> str:
        """The text of a row."""
        return self.raw(row).decode("utf-8", "surrogatepass")

    def sender(self, row: int) -> int:
        """The number of a row's sender."""
        return int(_ROW.unpack_from(self._rows, row * _ROW.size)[8])

    def row(self, row: int) -> Row:
        """A row as it is printed."""
        (_, _, reading, n, member, start, length, chat, sender, class_, id_, id_kind,
         shown) = _ROW.unpack_from(self._rows, row * _ROW.size)  # fmt: skip
        values = self.values
        basis, kind, place_kind, voice = values.classes[class_][:4]
        name, sender_id = values.senders[sender]
        key = Place(values.members[member], start, length, place_kind).key
        return Row(
            reading, n, key, _said_id(id_, id_kind, values.odd), values.chats[chat], kind,
            name, sender_id, clock(None if shown == _NO_TIME else shown, basis), basis,
            voice, self.text(row),
        )  # fmt: skip

    def facts(self, row: int) -> Facts:
        """What the fields of a query may ask of a row."""
        said = _ROW.unpack_from(self._rows, row * _ROW.size)
        values, shown = self.values, said[12]
        _, kind, _, voice, has, languages, early, late = values.classes[said[9]]
        name, sender_id = values.senders[said[8]]
        return Facts(
            name, sender_id, values.chats[said[7]], None, kind,
            _said_id(said[10], said[11], values.odd), voice,
            frozenset(has.split()), frozenset(languages.split()),
            None if early is None else shown + early, None if late is None else shown + late,
        )  # fmt: skip

    def find(self, reading: int, n: int) -> int | None:
        """The row of a message; None if there is none. Rows stand in this order."""
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self._stands(middle)[:2] < (reading, n):
                low = middle + 1
            else:
                high = middle
        there = low < len(self) and self._stands(low)[:2] == (reading, n)
        return low if there else None

    def _stands(self, row: int) -> tuple[int, int, int]:
        said = _ROW.unpack_from(self._rows, row * _ROW.size)
        return said[2], said[3], said[7]

    def neighbours(self, row: int, step: int, most: int) -> list[int]:
        """Up to ``most`` rows of the same reading and chat, going by ``step``."""
        reading, _, chat = self._stands(row)
        found: list[int] = []
        at = row + step
        while 0 <= at < len(self) and len(found) < most:
            there = self._stands(at)
            if there[0] != reading:
                break
            if there[2] == chat:
                found.append(at)
            at += step
        return found


def _said_id(number: int, kind: int, odd: list[str]) -> str | None:
    if kind == _NO_ID:
        return None
    return str(number) if kind == _NUMBER else odd[number]


def _map(path: Path) -> "mmap.mmap | bytes":
    with path.open("rb") as file:
        if path.stat().st_size == 0:
            return b""
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
