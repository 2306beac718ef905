"""What the log says is withheld: whole things, files, single records (format section 9).

A withheld record keeps its place, its chat and its platform's id; its other columns
go, and its bytes in the export become spaces. What its leaves are made of (salted
digests) stands in the log entry, so that the rest still gives the sealed root.
"""

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pyarrow as pa
import pyarrow.compute as pc

from onrecord.archive import b64, disk
from onrecord.archive.ledger import Ledger
from onrecord.model.schema import MESSAGE

FILL = b" "
ACTION = "withheld"
_KEPT = ("n", "member", "start", "length", "place_kind", "chat", "id")
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Record:
    """One withheld record: where it stood, the file as it was left (hex SHA-256), its
    leaf payloads by archive id. ``length`` 0: no bytes were overwritten."""

    bag: str
    member: str
    left: str
    n: int
    start: int
    length: int
    payloads: Mapping[str, bytes]
    entry: int

    def said(self) -> dict[str, object]:
        """As the log entry has it."""
        return {
            "bag": self.bag,
            "member": self.member,
            "sha256": self.left,
            "record": str(self.n),
            "start": str(self.start),
            "length": str(self.length),
            "payloads": {a: b64.url(body) for a, body in sorted(self.payloads.items())},
        }

    def leaf(self, archive: str) -> bytes | None:
        """``k ‖ leaf hash`` in an archive, None if the record is not in it."""
        body = self.payloads.get(archive)
        if body is None:
            return None
        k = b64.unurl(body.rpartition(b'"k":"')[2][:22].decode())
        return k + hashlib.sha256(b"\x00" + body).digest()


def _items(entries: Ledger) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for one in entries.entries():
        if one.kind == "withheld":
            for item in cast("list[Mapping[str, Any]]", one.get("what") or []):
                yield one.index, item


def files(entries: Ledger) -> dict[tuple[str, str | None], int]:
    """(bag, file or None for all of it) → log index. Single records are not in it."""
    return {
        (str(item["bag"]), item["member"]): index
        for index, item in _items(entries)
        if "record" not in item
    }


def records(entries: Ledger, bag: str | None = None) -> list[Record]:
    """Every withheld record (of a bag), in the order of the log."""
    return [
        Record(
            str(item["bag"]),
            str(item["member"]),
            str(item["sha256"]),
            int(item["record"]),
            int(item["start"]),
            int(item["length"]),
            {a: b64.unurl(body) for a, body in item["payloads"].items()},
            index,
        )
        for index, item in _items(entries)
        if "record" in item and bag in (None, item["bag"])
    ]


def nothing_left(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row of a withheld record."""
    empty: dict[str, Any] = dict.fromkeys(MESSAGE.names)
    empty.update({name: row[name] for name in _KEPT})
    empty.update(kind="service", time_text="", time_basis="none", text="", forwarded=False)
    return {**empty, "action": ACTION}


def blanked(batch: pa.RecordBatch, numbers: set[int]) -> Iterator[pa.RecordBatch]:
    """The batch, in pieces, with nothing left of the rows of these numbers."""
    at = 0
    for place in _places(batch, numbers):
        yield batch.slice(at, place - at)
        (row,) = batch.slice(place, 1).to_pylist()
        yield cast(pa.RecordBatch, pa.RecordBatch.from_pylist([nothing_left(row)], MESSAGE))
        at = place + 1
    yield batch.slice(at)


def parted(
    batch: pa.RecordBatch, numbers: set[int]
) -> tuple[pa.RecordBatch, list[tuple[int, pa.RecordBatch]]]:
    """The rows that are still there, and (number, row) of those of which nothing is left.

    A row of one of these numbers that holds anything else is still there.
    """
    gone = []
    mask = [True] * batch.num_rows
    for place in _places(batch, numbers):
        one = batch.slice(place, 1)
        (row,) = one.to_pylist()
        if row == nothing_left(row):
            gone.append((int(row["n"]), one))
            mask[place] = False
    return (batch.filter(pa.array(mask)) if gone else batch), gone


def _places(batch: pa.RecordBatch, numbers: set[int]) -> list[int]:
    if not numbers:
        return []
    found = pc.is_in(batch.column("n"), value_set=pa.array(sorted(numbers), pa.int64()))
    return [i for i, hit in enumerate(found.to_pylist()) if hit]


def digest_without(path: Path, start: int, length: int) -> str:
    """Hex SHA-256 of a file as it will be with these bytes overwritten."""
    said = hashlib.sha256()
    at = 0
    with disk.trouble(path), path.open("rb") as source:
        while block := source.read(_BLOCK):
            first, last = max(start - at, 0), min(start + length - at, len(block))
            if first < last:
                block = block[:first] + FILL * (last - first) + block[last:]
            said.update(block)
            at += len(block)
    return said.hexdigest()


def overwrite(path: Path, start: int, length: int) -> bool:
    """Puts spaces over bytes of a file, synced; False if they stand there already."""
    with disk.trouble(path):
        with path.open("rb") as source:
            source.seek(start)
            if source.read(length) == FILL * length:
                return False
        mode = path.stat().st_mode
        path.chmod(0o600)
        with path.open("r+b") as out:
            out.seek(start)
            out.write(FILL * length)
            out.flush()
            os.fsync(out.fileno())
        path.chmod(mode)
    return True


@dataclass(frozen=True, slots=True)
class Gone:
    """All that the log says is withheld: things and files by name, and records."""

    files: Mapping[tuple[str, str | None], int]
    records: tuple[Record, ...] = ()

    @classmethod
    def of(cls, entries: Ledger) -> "Gone":
        """What a case's entries say."""
        return cls(files(entries), tuple(records(entries)))

    def by(self, bag: str, member: str) -> int | None:
        """The entry that withholds a file, with its whole bag or alone."""
        return self.files.get((bag, member), self.files.get((bag, None)))

    def in_file(self, bag: str, member: str) -> list[Record]:
        """The withheld records of a file."""
        return [r for r in self.records if (r.bag, r.member) == (bag, member)]

    def left(self, bag: str, member: str, digest: str) -> list[int]:
        """The entries that withhold records of a file, if this is the digest (hex) it
        was left with by one of them; none if it is not."""
        here = self.in_file(bag, member)
        return [r.entry for r in here] if digest in {r.left for r in here} else []

    def rows(self, bag: str, archive: str) -> dict[int, bytes | None]:
        """Withheld record numbers of a reading and their leaves in an archive.

        Two readings of one bag may number a record otherwise: an item that names the
        archive goes before one that does not.
        """
        out: dict[int, bytes | None] = {}
        for r in self.records:
            if r.bag == bag and (made := r.leaf(archive)) is not None:
                out[r.n] = made
            elif r.bag == bag:
                out.setdefault(r.n, None)
        return out
