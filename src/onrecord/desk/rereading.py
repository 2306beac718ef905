"""Sealed bytes read again and compared with the stored rows, batch by batch."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pyarrow as pa

from onrecord import formats
from onrecord.desk.as_sealed import holes, sealed_tree
from onrecord.desk.case import Case
from onrecord.desk.holdings import Holding, asked_of
from onrecord.desk.rows import batches
from onrecord.errors import OnRecordError, WrongZipPassword
from onrecord.model.casework import Finding
from onrecord.model.chat import Chat
from onrecord.model.trouble import Trouble

if TYPE_CHECKING:
    from onrecord.desk.open_desk import OpenDesk


def reread(desk: "OpenDesk", case: Case, h: Holding) -> Iterator[Finding]:
    """The same bytes through the same reader give the same rows, or a finding."""
    name = f"#{h.number} read again"
    facts = case.facts(h.number)
    if gone := holes(case, h.number):
        what = "message" if len(gone) == 1 else "messages"
        note = f"{len(gone)} {what} withheld, spaces in place of the bytes: not read again; "
        note += "the rows give the sealed root"
        yield Finding(name, "withheld", note)
        return
    try:
        fmt = formats.by_name(facts["format"])
        if fmt.version != facts["format_version"]:
            note = (
                f"reader {fmt.name} is version {fmt.version} here, was "
                f"{facts['format_version']}: not compared, the rows give the sealed root"
            )
            yield Finding(name, "intact", note)
            return
        tree = sealed_tree(case, h.number)
        fresh = (
            part
            for part in fmt.read(tree, asked_of(case, h.number))
            if not isinstance(part, Chat | Trouble)
        )
        place = first_difference(desk, fresh, batches(case.reading(h.number)))
    except WrongZipPassword:
        yield Finding(name, "intact", "packed under a password: not read again")
        return
    except OnRecordError as bad:
        yield Finding(name, "altered", f"the sealed bytes cannot be read again: {bad}")
        return
    if place is None:
        yield Finding(name, "intact", "the sealed bytes give the same rows")
    else:
        yield Finding(name, "altered", f"the stored rows differ from row {place}")


def first_difference(
    desk: "OpenDesk", fresh: Iterator[pa.RecordBatch], stored: Iterator[pa.RecordBatch]
) -> int | None:
    """The first row at which two streams of batches differ, None if they are equal."""
    at = 0
    left, right = Rows(fresh), Rows(stored)
    while True:
        size = min(left.ready(), right.ready())
        if size == 0:
            return None if left.ready() == right.ready() else at
        a, b = left.take(size), right.take(size)
        if not a.equals(b):
            return at + first_row(a, b)
        at += size
        desk.progress("reading the sealed bytes again", at, None, "messages")


class Rows:
    """A stream of batches handed out in pieces of any size, as plain tables."""

    def __init__(self, stream: Iterator[pa.RecordBatch]) -> None:
        self._stream = stream
        self._left: pa.Table | None = None

    def back(self, rows: pa.Table) -> None:
        """Rows that were taken and are to be handed out again, before all others."""
        self._left = rows if self._left is None else pa.concat_tables([rows, self._left])

    def ready(self) -> int:
        """Rows that can be taken now; 0 at the end."""
        while self._left is None or self._left.num_rows == 0:
            batch = next(self._stream, None)
            if batch is None:
                return 0
            self._left = _decoded(pa.Table.from_batches([batch]))
        return int(self._left.num_rows)

    def take(self, size: int) -> pa.Table:
        """The next rows, dictionaries decoded so that equal words are equal."""
        assert self._left is not None  # noqa: S101  # ready() came first
        piece, self._left = self._left.slice(0, size), self._left.slice(size)
        return piece


def _decoded(rows: pa.Table) -> pa.Table:
    columns = [
        c.combine_chunks().cast(c.type.value_type) if pa.types.is_dictionary(c.type) else c
        for c in rows.columns
    ]
    return pa.table(columns, names=rows.column_names)


def first_row(a: pa.Table, b: pa.Table) -> int:
    """The first differing row of two tables that differ."""
    low, high = 0, int(a.num_rows)
    while high - low > 1:
        middle = (low + high) // 2
        if a.slice(low, middle - low).equals(b.slice(low, middle - low)):
            low = middle
        else:
            high = middle
    return low
