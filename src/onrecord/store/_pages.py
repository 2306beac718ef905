"""Whole numbers, column by column in pages, each column as narrow as its page allows.

``rows.bin`` holds pages of a few thousand rows. A column of a page is kept as a
least value, a step and the differences in 0, 1, 2, 4 or 8 bytes each (frame of
reference: Goldstein, Ramakrishnan, Shaft 1998), so that a number is read in
constant time and nothing is unpacked. ``pages.bin`` says where each page begins.
"""

import mmap
import struct
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise
from os import SEEK_END
from pathlib import Path
from typing import BinaryIO, Literal

SECOND = 1_000_000
_PAGE = struct.Struct("<QQ")  # its first row, where it begins
_COLUMN = struct.Struct("<qqB")  # the least value, the step, bytes a number
_CODES: dict[int, Literal["B", "H", "I", "Q"]] = {1: "B", 2: "H", 4: "I", 8: "Q"}
_HELD = 4096


class PageWriter:
    """Writes pages as they come; all have the same columns.

    ``after`` that many rows, which the folder's files hold already.
    """

    def __init__(self, folder: Path, after: int = 0) -> None:
        self._rows: BinaryIO = (folder / "rows.bin").open("ab" if after else "wb")
        self._pages: BinaryIO = (folder / "pages.bin").open("r+b" if after else "wb")
        if after:  # where the last page ended, the next begins
            self._pages.seek(-_PAGE.size, SEEK_END)
        self._count = after

    def add(self, columns: Sequence[Sequence[int]]) -> None:
        """Append rows, given as columns of one length."""
        size = len(columns[0])
        if not size:
            return
        self._pages.write(_PAGE.pack(self._count, self._rows.tell()))
        packed = [_packed(column) for column in columns]
        self._rows.write(b"".join(head for head, _ in packed))
        self._rows.write(b"".join(data for _, data in packed))
        self._count += size

    def close(self) -> None:
        """Finish the files."""
        self._pages.write(_PAGE.pack(self._count, self._rows.tell()))
        self._pages.close()
        self._rows.close()


def _packed(column: Sequence[int]) -> tuple[bytes, bytes]:
    """The head and the numbers of one column of a page."""
    least, most, step = min(column), max(column), 1
    if most - least >= 1 << 32 and not any((v - least) % SECOND for v in column):
        step = SECOND
    width = _width((most - least) // step)
    head = _COLUMN.pack(least, step, width)
    if not width:
        return head, b""
    if step > 1:
        return head, array(_CODES[width], [(v - least) // step for v in column]).tobytes()
    return head, array(_CODES[width], [v - least for v in column] if least else column).tobytes()


def _width(most: int) -> int:
    """The fewest bytes, of those an array can have, that hold 0 to ``most``."""
    if not most:
        return 0
    return next(width for width in _CODES if most < 1 << (8 * width))


def pages(
    folder: Path, columns: int, wanted: Sequence[int]
) -> Iterator[tuple[int, list[Sequence[int]]]]:
    """Page by page its first row and the columns that are wanted, of so many; one page
    is in memory at a time, and none is mapped."""
    with (folder / "pages.bin").open("rb") as file:
        places = list(_PAGE.iter_unpack(file.read()))
    with (folder / "rows.bin").open("rb") as rows:
        for (first, at), (after, end) in pairwise(places):
            page = memoryview(rows.read(end - at))
            found = list(_columns_of(page, 0, columns, after - first))
            yield first, [_numbers(found[column], after - first) for column in wanted]


def _numbers(column: "_Column", size: int) -> Sequence[int]:
    least, step, view = column
    if view is None:
        return [least] * size
    return [least + step * v for v in view] if least or step > 1 else view.tolist()


_Column = tuple[int, int, memoryview | None]


class Pages:
    """Reads the pages, by memory map."""

    def __init__(self, folder: Path, columns: int) -> None:
        self._columns = columns
        with (folder / "pages.bin").open("rb") as file:
            places = list(_PAGE.iter_unpack(file.read()))
        self._firsts: list[int] = [first for first, _ in places]
        self._at: list[int] = [at for _, at in places]
        self._held: mmap.mmap | None = None
        if self._at[-1]:
            with (folder / "rows.bin").open("rb") as file:
                self._held = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._view = memoryview(self._held or b"")
        self._open: dict[int, tuple[_Column, ...]] = {}

    def __len__(self) -> int:
        return self._firsts[-1]

    def close(self) -> None:
        """Let go of the files."""
        self._let_go()
        self._view.release()
        if self._held is not None:
            self._held.close()

    def _let_go(self) -> None:
        for _, _, view in chain.from_iterable(self._open.values()):
            if view is not None:
                view.release()
        self._open.clear()

    def row(self, row: int) -> list[int]:
        """Every number of a row."""
        page = bisect_right(self._firsts, row) - 1
        at = row - self._firsts[page]
        columns = self._open.get(page) or self._opened(page)
        return [least if view is None else least + step * view[at] for least, step, view in columns]

    def number(self, row: int, column: int) -> int:
        """One number of a row."""
        page = bisect_right(self._firsts, row) - 1
        least, step, view = (self._open.get(page) or self._opened(page))[column]
        return least if view is None else least + step * int(view[row - self._firsts[page]])

    def _opened(self, page: int) -> tuple[_Column, ...]:
        if len(self._open) >= _HELD:
            self._let_go()
        if not 0 <= page < len(self._firsts) - 1:
            raise IndexError(f"no row there: page {page}")
        size = self._firsts[page + 1] - self._firsts[page]
        found = tuple(_columns_of(self._view, self._at[page], self._columns, size))
        self._open[page] = found
        return found


def _columns_of(data: memoryview, head: int, columns: int, size: int) -> Iterator[_Column]:
    """The columns of the page of ``size`` rows whose head is there."""
    at = head + _COLUMN.size * columns
    for number in range(columns):
        least, step, width = _COLUMN.unpack_from(data, head + number * _COLUMN.size)
        if not width:
            yield least, step, None
            continue
        yield least, step, data[at : at + size * width].cast(_CODES[width])
        at += size * width


class Shown(Sequence[int]):
    """One column of rows, where these stand in some order."""

    def __init__(self, pages: Pages, rows: Sequence[int], column: int) -> None:
        self._pages, self._rows, self._column = pages, rows, column

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, at: int) -> int:  # type: ignore[override]  # one at a time
        return self._pages.number(self._rows[at], self._column)
