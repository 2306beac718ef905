"""Readings on disk: Parquet parts written as batches come, read back in order."""

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from onrecord.archive import disk
from onrecord.desk.case import Case
from onrecord.desk.holdings import holdings, readings
from onrecord.errors import AmbiguousReference, NoSuchMessage
from onrecord.model.chat import Message
from onrecord.model.place import Place
from onrecord.model.schema import MESSAGE, rows

ROWS_A_PART = 100_000
# Repeated words are worth a dictionary; texts and times are not.
_DICTIONARIES = [f.name for f in MESSAGE if pa.types.is_dictionary(f.type)]


class RowWriter:
    """Writes batches of the one schema as ``part-0000.parquet`` and on.

    A part is synced when it is closed; ``whole`` is then told, with its rows. The first
    is numbered ``after``. Memory: one row group.
    """

    def __init__(
        self, folder: Path, whole: Callable[[Path, int], None] | None = None, after: int = 0
    ) -> None:
        self.folder = folder
        self._whole = whole
        self.count = 0
        self._part = after
        self._in_part = 0
        self._writer: pq.ParquetWriter | None = None

    def add(self, batch: pa.RecordBatch) -> None:
        """Appends a batch. Raises DiskFull."""
        path = self.folder / f"part-{self._part:04d}.parquet"
        with disk.trouble(path):
            if self._writer is None:
                self._writer = opened_part(path)
            self._writer.write_batch(batch)
        self.count += batch.num_rows
        self._in_part += batch.num_rows
        if self._in_part >= ROWS_A_PART:
            self.close()

    def close(self) -> None:
        """Ends the current part. Raises DiskFull."""
        if self._writer is None:
            return
        path = self.folder / f"part-{self._part:04d}.parquet"
        with disk.trouble(path):
            self._writer.close()
            with path.open("rb") as f:
                os.fsync(f.fileno())
        rows, self._in_part = self._in_part, 0
        self._writer, self._part = None, self._part + 1
        if self._whole is not None:
            self._whole(path, rows)


def opened_part(path: Path) -> pq.ParquetWriter:
    """A writer of one part of a reading."""
    return pq.ParquetWriter(
        path,
        MESSAGE,
        compression="zstd",
        compression_level=1,
        use_dictionary=_DICTIONARIES,
        write_statistics=False,
    )


def parts(folder: Path) -> list[Path]:
    """The Parquet parts of a reading, in order."""
    return sorted(folder.glob("part-*.parquet"))


def batches(folder: Path, columns: list[str] | None = None) -> Iterator[pa.RecordBatch]:
    """The batches of a reading, in order, ``columns`` or all; bounded memory."""
    for path in parts(folder):
        yield from batches_of(path, columns)


def batches_of(path: Path | str, columns: list[str] | None = None) -> Iterator[pa.RecordBatch]:
    """The batches of one part."""
    with pq.ParquetFile(path) as f:
        yield from f.iter_batches(batch_size=16_384, columns=columns)


def part_batches(case: Case, number: int, name: str) -> Iterator[pa.RecordBatch]:
    """The batches of one whole part, whether its reading is finished or still staged."""
    final = case.reading(number)
    try:
        opened = pq.ParquetFile(final.with_name(f"{number:04d}.part") / name)
    except FileNotFoundError:  # the reading was finished in between
        opened = pq.ParquetFile(final / name)
    with opened:
        yield from opened.iter_batches(batch_size=16_384)


def case_batches(case: Case) -> Iterator[tuple[int, pa.RecordBatch]]:
    """(reading number, batch) over all chat readings of a case."""
    for number in readings(case, "chat"):
        for batch in batches(case.reading(number)):
            yield number, batch


def messages(case: Case, numbers: Iterable[int] | None = None) -> Iterator[Message]:
    """The messages of a case, reading by reading, in the export's order."""
    for number in readings(case, "chat") if numbers is None else numbers:
        for batch in batches(case.reading(number)):
            yield from rows(batch, number)


def by_rows(case: Case, number: int, wanted: Iterable[int]) -> dict[int, Message]:
    """Messages of one reading by ``n``; only row groups that hold one are read."""
    return rows_in(case.reading(number), number, wanted)


def rows_in(folder: Path, number: int, wanted: Iterable[int]) -> dict[int, Message]:
    """Messages by ``n`` of the reading in a folder, which may be an earlier one."""
    left = sorted(set(wanted))
    out: dict[int, Message] = {}
    first = 0
    for path in parts(folder):
        with pq.ParquetFile(path) as f:
            for group in range(f.num_row_groups):
                size = f.metadata.row_group(group).num_rows
                here = [n - first for n in left if first <= n < first + size]
                if here:
                    table = f.read_row_group(group).take(here)
                    for batch in table.to_batches():
                        out.update((m.n, m) for m in rows(batch, number))
                first += size
    return out


def by_reference(case: Case, reference: str) -> Message:
    """The message a person means: ``m:KEY`` (a beginning of 6 digits or more
    will do), ``NUMBER:m:KEY`` for one reading, ``id:ID`` for the platform's id,
    ``READING/N`` for its place (at once, whatever the size).

    Raises NoSuchMessage or AmbiguousReference.
    """
    numbers = readings(case, "chat")
    words = reference.strip()
    at, slash, place = words.partition("/")
    if slash and at.isdigit() and place.isdigit():
        return _standing(case, int(at), int(place), numbers)
    head, _, rest = words.partition(":")
    if head.isdigit() and rest:
        numbers = [n for n in numbers if n == int(head)]
        words = rest
    kind, _, value = words.partition(":")
    if not value:
        kind, value = "m", words
    found = list(_matching(case, numbers, kind, value.lower() if kind == "m" else value))
    if not found and kind == "m":
        found = list(_read_otherwise(case, numbers, value.lower()))
    if not found:
        _not_withdrawn(case, reference, kind, value)
        raise NoSuchMessage(
            f"No message is called {reference}",
            where=str(case.path),
            advice="`onrecord find CASE WORDS` shows the names of messages",
        )
    if len(found) > 1:
        names = ", ".join(f"{n}:m:{key[:12]}" for n, _, key in found[:4])
        raise AmbiguousReference(
            f"{reference} fits more than one message", where=names, advice="write more digits"
        )
    number, n, _ = found[0]
    return by_rows(case, number, [n])[n]


def _not_withdrawn(case: Case, reference: str, kind: str, value: str) -> None:
    """Raises NoSuchMessage, saying so, if the message stands in a withdrawn export."""
    gone = [h for h in holdings(case) if h.kind == "chat" and h.whole and h.withdrawn]
    for h in gone:
        if next(_matching(case, [h.number], kind, value), None) is not None:
            raise NoSuchMessage(
                f"{reference} stands in export {h.number}, which was withdrawn",
                where=str(case.path),
                advice="leave it out; `onrecord info CASE` says why it was withdrawn",
            )


def _read_otherwise(
    case: Case, numbers: list[int], beginning: str
) -> Iterator[tuple[int, int, str]]:
    """(reading, row, key) of the messages that were called so in an earlier reading of
    the same bytes, as they are in the one that counts."""
    from onrecord.desk import readings, where

    for number in numbers:
        for made in reversed(readings.every(case, number)[:-1]):
            called = [n for n, p in where.places(made.folder) if p.key.startswith(beginning)]
            for message in rows_in(made.folder, number, called).values():
                now = where.again(case.reading(number), message)
                if now is not None:
                    yield number, now, message.key
            if called:
                break


def _standing(case: Case, reading: int, n: int, known: list[int]) -> Message:
    """The message at a place. Raises NoSuchMessage."""
    found = by_rows(case, reading, [n]).get(n) if reading in known else None
    if found is None:
        raise NoSuchMessage(f"There is no message {n} in reading {reading}", where=str(case.path))
    return found


def _matching(
    case: Case, numbers: list[int], kind: str, value: str
) -> Iterator[tuple[int, int, str]]:
    """(reading, row, key) of messages whose key begins so, or whose id is so."""
    if kind == "m" and len(value) < 6:
        raise NoSuchMessage(
            "A message's name needs at least six digits of its key",
            where=f"m:{value}",
            advice="copy it from `onrecord find`, or name the platform's id: id:741",
        )
    from onrecord.desk.key_table import rows_of

    columns = ["n", "member", "start", "length", "place_kind", "id"]
    for number in numbers:
        if kind == "m":
            found = by_rows(case, number, rows_of(case, number, value))
            near = ((n, m.place.key) for n, m in sorted(found.items()))
            yield from ((number, n, key) for n, key in near if key.startswith(value))
        elif kind == "id":
            for batch in batches(case.reading(number), columns):
                for n, key, _ in keys(batch.filter(pc.equal(batch.column("id"), value))):
                    yield number, n, key


def keys(batch: pa.RecordBatch) -> Iterator[tuple[int, str, Any]]:
    """(row, key, platform id) of a batch."""
    for row in batch.select(["n", "member", "start", "length", "place_kind", "id"]).to_pylist():
        place = Place(row["member"], row["start"], row["length"], row["place_kind"])
        yield row["n"], place.key, row["id"]
