"""The orders in which a person reads: a chat's messages one after the other, a
message by its id, what replies to it.

``chats.bin``    the rows of each chat of each reading, in the export's order
``clocks.bin``   beside each, the latest time shown so far in that chat
``ids.bin``      rows by id, ``replies.bin`` rows by the id they reply to

Four bytes a row each (eight for the clock); none where the order is the rows' own:
one chat after the other, ids that only rise, times that never go back. A window
of a chat of any length is read in constant time; a date is looked up by halving,
because the latest time so far never decreases, whatever the order of the messages.
"""

import mmap
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Literal

NO_TIME = -(1 << 63)
Stream = tuple[int, str, int, int]


class OrderWriter:
    """Collects rows batch by batch: at most 24 bytes a message in memory."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._streams: dict[tuple[int, str], tuple[array[int], array[int]]] = {}
        self._ids, self._replies = _Sorted(), _Sorted()
        self._in_time = True
        self.own: list[str] = []
        """After ``close``: the orders that are the rows' own, and not written."""

    def add(  # noqa: PLR0913 - the columns of a batch
        self,
        first: int,
        reading: int,
        chats: Sequence[str],
        shown: Sequence[int],
        ids: Sequence[int],
        replies: Sequence[int],
    ) -> None:
        """Append a batch that begins at row ``first``."""
        whole = len(set(chats)) == 1
        rows = range(first, first + len(chats))
        for chat in dict.fromkeys(chats):
            mine = rows if whole else [r for r, c in zip(rows, chats, strict=True) if c == chat]
            at = self._streams.setdefault((reading, chat), (array("I"), array("q")))
            clock = shown if whole else [shown[r - first] for r in mine]
            latest = at[1][-1] if at[1] else NO_TIME
            at[0].extend(mine)
            sofar = list(accumulate(clock, max, initial=latest))[1:]
            self._in_time = self._in_time and sofar == list(clock)
            at[1].extend(sofar)
        self._ids.add(first, ids)
        self._replies.add(first, replies)

    def close(self) -> list[Stream]:
        """Write the files; the streams as ``values.json`` keeps them."""
        found: list[Stream] = []
        total, one_by_one = 0, True
        for (reading, chat), (mine, _) in self._streams.items():
            found.append((reading, chat, total, len(mine)))
            one_by_one = one_by_one and (mine[0], mine[-1]) == (total, total + len(mine) - 1)
            total += len(mine)
        if one_by_one:
            self.own.append("chats")
        else:
            _write(self._folder / "chats.bin", (mine for mine, _ in self._streams.values()))
        if self._in_time:
            self.own.append("clocks")
        else:
            _write(self._folder / "clocks.bin", (latest for _, latest in self._streams.values()))
        for name, order in (("ids", self._ids), ("replies", self._replies)):
            if order.is_all(total):
                self.own.append(name)
            else:
                _write(self._folder / f"{name}.bin", [order.sorted()])
        return found


def _write(path: Path, parts: "Iterable[array[int]]") -> None:
    with path.open("wb") as out:
        for part in parts:
            part.tofile(out)


class _Sorted:
    """Rows that have a key, and the keys; sorted once, when all are there."""

    def __init__(self) -> None:
        self._rows, self._keys = array("I"), array("q")
        self._ascending = True

    def add(self, first: int, keys: Sequence[int]) -> None:
        """Append the keys of a batch; negative ones are left out."""
        rows = range(first, first + len(keys))
        if min(keys, default=0) < 0:
            rows_kept = [r for r, k in zip(rows, keys, strict=True) if k >= 0]
            keys = [k for k in keys if k >= 0]
            self._rows.extend(rows_kept)
        else:
            self._rows.extend(rows)
        if self._ascending and keys:
            last = self._keys[-1] if self._keys else keys[0]
            self._ascending = last <= keys[0] and all(map(int.__le__, keys, keys[1:]))
        self._keys.extend(keys)

    def is_all(self, total: int) -> bool:
        """True if every one of ``total`` rows has a key, and they never fall."""
        return self._ascending and len(self._rows) == total

    def sorted(self) -> "array[int]":
        """The rows by key, rows of one key ascending."""
        if self._ascending:
            return self._rows
        by_key = sorted(range(len(self._rows)), key=self._keys.__getitem__)
        return array("I", [self._rows[i] for i in by_key])


class Numbers:
    """Numbers in a file, by memory map, or those that ``of`` gives without one."""

    def __init__(
        self, path: Path, kind: Literal["I", "q"], of: Sequence[int] | None = None
    ) -> None:
        self._held: mmap.mmap | None = None
        self._views: list[memoryview] = []
        self.of: Sequence[int] = () if of is None else of
        if of is None and path.stat().st_size:
            with path.open("rb") as file:
                self._held = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            whole = memoryview(self._held)
            cast = whole.cast(kind)
            self._views, self.of = [cast, whole], cast

    def close(self) -> None:
        """Let go of the file."""
        self.of = ()
        for view in self._views:
            view.release()
        if self._held is not None:
            self._held.close()

    def equal(self, key: int, key_of: Callable[[int], int]) -> list[int]:
        """The numbers whose key is ``key``, where they stand in order of keys."""
        low = bisect_left(self.of, key, key=key_of)
        found: list[int] = []
        while low < len(self.of) and key_of(self.of[low]) == key:
            found.append(self.of[low])
            low += 1
        return found


class OrderReader:
    """Reads the orders. Sizes are native: an index stays on its machine.

    ``own`` are the orders that are those of the ``total`` rows; ``shown`` gives the
    times that rows show.
    """

    def __init__(
        self,
        folder: Path,
        streams: Iterable[Stream],
        total: int,
        own: frozenset[str],
        shown: Callable[[Sequence[int]], Sequence[int]],
    ) -> None:
        self._streams = {(reading, chat): (at, size) for reading, chat, at, size in streams}

        def rows(name: str) -> Numbers:
            return Numbers(folder / f"{name}.bin", "I", range(total) if name in own else None)

        self._rows, self.ids, self.replies = rows("chats"), rows("ids"), rows("replies")
        times = shown(self._rows.of) if "clocks" in own else None
        self._clocks = Numbers(folder / "clocks.bin", "q", times)

    def close(self) -> None:
        """Let go of the files."""
        for held in (self._rows, self._clocks, self.ids, self.replies):
            held.close()

    def size(self, reading: int, chat: str) -> int:
        """How many messages a chat of a reading has; 0 if there is none such."""
        return self._streams.get((reading, chat), (0, 0))[1]

    def window(self, reading: int, chat: str, offset: int, limit: int) -> list[int]:
        """Rows ``offset`` to ``offset + limit`` of a chat, in the export's order."""
        at, size = self._streams.get((reading, chat), (0, 0))
        low, high = max(0, offset), min(size, offset + limit)
        return list(self._rows.of[at + low : at + max(low, high)])

    def place(self, reading: int, chat: str, row: int) -> int:
        """Where a row stands in its chat, from 0."""
        at, size = self._streams[reading, chat]
        return bisect_left(self._rows.of, row, at, at + size) - at

    def at_time(self, reading: int, chat: str, shown: int) -> int:
        """The place of the first message of a chat that shows ``shown`` (in
        microseconds since 1970) or later; the chat's size if none does."""
        at, size = self._streams[reading, chat]
        return bisect_left(self._clocks.of, shown, at, at + size) - at
