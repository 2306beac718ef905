"""The orders in which a person reads: a chat's messages one after the other, a
message by its id, what replies to it.

``chats.bin``    the rows of each chat of each reading, in the export's order
``clocks.bin``   beside each, the latest time shown so far in that chat
``ids.bin``      rows by id, ``replies.bin`` rows by the id they reply to

Four bytes a row each (eight for the clock); none where the order is the rows' own:
one chat after the other, ids that only rise, times that never go back. A window
of a chat of any length is read in constant time; a date is looked up by halving,
because the latest time so far never decreases, whatever the order of the messages.
Written by ``_ordering``.
"""

import mmap
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Literal

NO_TIME = -(1 << 63)
Stream = tuple[int, str, int, int]


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

    def latest(self, reading: int, chat: str) -> int:
        """The latest time that any message of a chat shows."""
        at, size = self._streams[reading, chat]
        return self._clocks.of[at + size - 1]

    def place(self, reading: int, chat: str, row: int) -> int:
        """Where a row stands in its chat, from 0."""
        at, size = self._streams[reading, chat]
        return bisect_left(self._rows.of, row, at, at + size) - at

    def at_time(self, reading: int, chat: str, shown: int) -> int:
        """The place of the first message of a chat that shows ``shown`` (in
        microseconds since 1970) or later; the chat's size if none does."""
        at, size = self._streams[reading, chat]
        return bisect_left(self._clocks.of, shown, at, at + size) - at
