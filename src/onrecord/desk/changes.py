"""Two readings of the same bytes set side by side, record by record.

Both are streams in the export's order, so that what is alike goes by in large pieces
and only the neighbourhood of a difference is looked at row by row. Memory is bounded by
the records that have no counterpart.
"""

from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from onrecord.desk.rereading import Rows, first_row
from onrecord.model.cite import Ref
from onrecord.model.place import Place
from onrecord.model.reread import Change

_PIECE = 16_384
_NEAR, _MOST_NEAR = 32, 8_192
_AHEAD = 512
"""Rows one side is read on to find the counterpart of the other side's last one."""

Row = dict[str, Any]


def changes(
    number: int, before: Iterator[pa.RecordBatch], after: Iterator[pa.RecordBatch]
) -> Iterator[Change | int]:
    """Every record that differs, in no certain order, and between them the numbers of
    records (int) that went by alike. Row numbers are not compared."""
    old, new = Rows(_filled(before)), Rows(_filled(after))
    open_ = _Open(number)
    near = _NEAR
    while True:
        size = min(old.ready(), new.ready(), _PIECE)
        if size == 0:
            break
        a, b = old.take(size), new.take(size)
        same = size if _alike(a, b) else first_row(a.drop_columns(["n"]), b.drop_columns(["n"]))
        if same:
            yield same
            near = _NEAR
        if same < size:
            old.back(a.slice(same))
            new.back(b.slice(same))
            yield from open_.window(old, new, near)
            near = min(near * 2, _MOST_NEAR)
    for side, rows in ((0, old), (1, new)):
        while size := min(rows.ready(), _PIECE):
            yield from open_.tail(side, rows.take(size))
    yield from open_.rest()


def _alike(a: pa.Table, b: pa.Table) -> bool:
    return bool(a.drop_columns(["n"]).equals(b.drop_columns(["n"])))


def _filled(stream: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    return (batch for batch in stream if batch.num_rows)


class _Open:
    """Records that wait for their counterpart, of both sides."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._sides: tuple[dict[Place, Row], dict[Place, Row]] = ({}, {})

    def window(self, old: Rows, new: Rows, size: int) -> Iterator[Change | int]:
        """Looks at the next rows of both, and reads one side on until they meet again."""
        lasts: list[Place | None] = [None, None]
        for side, rows in ((0, old), (1, new)):
            table = rows.take(min(size, rows.ready()))
            yield from self.take(side, table)
            lasts[side] = _place(table.slice(table.num_rows - 1).to_pylist()[0])
        for side, other in ((0, new), (1, old)):
            last, left = lasts[side], _AHEAD
            while last in self._sides[side] and left and other.ready():
                yield from self.take(1 - side, other.take(1))
                left -= 1
                yield from self._overlapping()
        yield from self._overlapping()

    def take(self, side: int, table: pa.Table) -> Iterator[Change | int]:
        """Rows of one side; those whose place is that of a waiting one are told."""
        for row in _rows(table):
            place = _place(row)
            other = self._sides[1 - side].pop(place, None)
            if other is None:
                self._sides[side][place] = row
            else:
                yield self._pair(*((row, other) if side == 0 else (other, row)))

    def tail(self, side: int, table: pa.Table) -> Iterator[Change | int]:
        """Rows of one side when the other has come to its end."""
        if self._sides[1 - side]:
            yield from self.take(side, table)
            return
        for row in _rows(table):
            ref = self._ref(row)
            yield Change("new", None, ref) if side else Change("gone", ref, None)

    def _pair(self, old: Row, new: Row) -> Change | int:
        differing = tuple(c for c in old if c != "n" and old[c] != new[c])
        what = "changed" if _place(old) == _place(new) else "moved"
        if not differing:
            return 1
        return Change(what, self._ref(old), self._ref(new), differing)  # type: ignore[arg-type]

    def _overlapping(self) -> Iterator[Change | int]:
        """Waiting records that stand on some of the same bytes."""
        old, new = (sorted(s, key=lambda p: (p.member, p.start)) for s in self._sides)
        at = 0
        for place in old:
            while at < len(new) and _before(new[at], place):
                at += 1
            if at < len(new) and _meet(place, new[at]):
                yield self._pair(self._sides[0].pop(place), self._sides[1].pop(new[at]))
                at += 1

    def rest(self) -> Iterator[Change | int]:
        """What is left at the end: paired by bytes, then by the platform's id, then alone."""
        yield from self._overlapping()
        named = [_by_id(side) for side in self._sides]
        for key in [k for k in named[0] if k in named[1]]:
            places = named[0][key], named[1][key]
            yield self._pair(self._sides[0].pop(places[0]), self._sides[1].pop(places[1]))
        for row in self._sides[0].values():
            yield Change("gone", self._ref(row), None)
        for row in self._sides[1].values():
            yield Change("new", None, self._ref(row))

    def _ref(self, row: Row) -> Ref:
        return Ref(self._number, row["n"], _place(row).key)


def _rows(table: pa.Table) -> list[Row]:
    """Rows with instants as numbers: Python's own times end in the year 9999."""
    for i, field in enumerate(table.schema):
        if pa.types.is_timestamp(field.type):
            table = table.set_column(i, field.name, table.column(i).cast(pa.int64()))
    found: list[Row] = table.to_pylist()
    return found


def _place(row: Row) -> Place:
    return Place(row["member"], row["start"], row["length"], row["place_kind"])


def _before(a: Place, b: Place) -> bool:
    """True if ``a`` ends before ``b`` begins, in the order of members."""
    return (a.member, a.start + a.length) <= (b.member, b.start)


def _meet(a: Place, b: Place) -> bool:
    if a.member != b.member or a.kind != b.kind:
        return False
    return a.start < b.start + b.length and b.start < a.start + a.length


def _by_id(side: dict[Place, Row]) -> dict[tuple[str, str], Place]:
    """Places of records by chat and platform's id, where one alone has it."""
    found: dict[tuple[str, str], list[Place]] = {}
    for place, row in side.items():
        if row["id"] is not None:
            found.setdefault((row["chat"], row["id"]), []).append(place)
    return {key: places[0] for key, places in found.items() if len(places) == 1}
