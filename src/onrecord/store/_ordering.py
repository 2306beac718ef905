"""Writes the orders of ``_order``, in memory that does not grow with the messages.

While rows come only what decides whether an order is the rows' own is kept. The
others are made at the end out of the pages that hold the rows: chats and clocks in
one pass, ids in sorted runs that are merged (external merge sort: Knuth, The Art of
Computer Programming 3, 5.4).
"""

import heapq
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from onrecord.store._order import NO_TIME, OrderReader, Stream
from onrecord.store._pages import pages

RUN = 1 << 18
"""Keys sorted at once: with their rows 12 bytes each, as Python sorts them some 100."""
_READ = 1 << 12
_StreamOf = Callable[[int], tuple[int, str]]


@dataclass(slots=True)
class _Seen:
    """What is known of a chat so far: how many rows, the first and the last of them,
    the latest time."""

    size: int
    first: int
    last: int
    latest: int


class OrderWriter:
    """Looks at rows batch by batch; writes when all are there."""

    def __init__(self, folder: Path, columns: int) -> None:
        self._folder, self._columns = folder, columns
        self._streams: dict[tuple[int, str], _Seen] = {}
        self._ids, self._replies = _Keys(), _Keys()
        self._in_time = True
        self.own: list[str] = []
        """After ``close``: the orders that are the rows' own, and not written."""

    def resume(
        self,
        streams: Sequence[Stream],
        known: OrderReader,
        own: frozenset[str],
        last: tuple[int, int],
    ) -> None:
        """Begin after the rows of an index; ``last`` are the keys of the last of them."""
        total = sum(size for _, _, _, size in streams)
        for reading, chat, _, size in streams:
            (first,), (end,) = (known.window(reading, chat, n, 1) for n in (0, size - 1))
            latest = known.latest(reading, chat)
            self._streams[reading, chat] = _Seen(size, first, end, latest)
        self._in_time = "clocks" in own
        for keys, name, key in zip(
            (self._ids, self._replies), ("ids", "replies"), last, strict=True
        ):
            keys.resume(total if name in own else None, key)

    def add(  # noqa: PLR0913 - the columns of a batch
        self,
        first: int,
        reading: int,
        chats: Sequence[str],
        shown: Sequence[int],
        ids: Sequence[int],
        replies: Sequence[int],
    ) -> None:
        """Look at a batch that begins at row ``first``."""
        whole = len(set(chats)) == 1
        rows = range(first, first + len(chats))
        for chat in dict.fromkeys(chats):
            mine = rows if whole else [r for r, c in zip(rows, chats, strict=True) if c == chat]
            seen = self._streams.setdefault((reading, chat), _Seen(0, mine[0], 0, NO_TIME))
            clock = shown if whole else [shown[r - first] for r in mine]
            self._in_time = self._in_time and seen.latest <= clock[0] and _rises(clock)
            seen.size += len(mine)
            seen.last, seen.latest = mine[-1], max(seen.latest, *clock)
        self._ids.add(ids)
        self._replies.add(replies)

    def close(self, of: tuple[int, int, int, int], stream_of: _StreamOf) -> list[Stream]:
        """Write the files; the streams as ``values.json`` keeps them. The pages are
        whole; ``of`` are their columns of groups, times, ids and replies, ``stream_of``
        gives the reading and the chat of a group."""
        group, shown, ids, replies = of
        found: list[Stream] = []
        total, one_by_one = 0, True
        for (reading, chat), seen in self._streams.items():
            found.append((reading, chat, total, seen.size))
            one_by_one &= (seen.first, seen.last) == (total, total + seen.size - 1)
            total += seen.size
        own = {"chats": one_by_one, "clocks": self._in_time}
        own |= {"ids": self._ids.are_all(total), "replies": self._replies.are_all(total)}
        self.own = [name for name, is_own in own.items() if is_own]
        chats = None if own["chats"] else self._folder / "chats.bin"
        clocks = None if own["clocks"] else self._folder / "clocks.bin"
        read = pages(self._folder, self._columns, [group, shown])
        _write_chats((chats, clocks), found, stream_of, read)
        for name, keys, column in (("ids", self._ids, ids), ("replies", self._replies, replies)):
            if not own[name]:
                by_row = pages(self._folder, self._columns, [column])
                with (self._folder / f"{name}.bin").open("wb") as out:
                    for part in _by_key(by_row, self._folder, ascending=keys.ascending):
                        part.tofile(out)
        return found


def _rises(numbers: Sequence[int]) -> bool:
    return all(map(int.__le__, numbers, numbers[1:]))


class _Keys:
    """Whether every row has a key, and whether keys ever fall; negative: no key."""

    def __init__(self) -> None:
        self.ascending = True
        self._count = 0
        self._last = 0

    def resume(self, count: int | None, last: int) -> None:
        """Begin after so many keys that never fell, the last of them given; None after
        others, which no more rows can make all or rising."""
        self.ascending = count is not None
        if count:
            self._count, self._last = count, last

    def add(self, keys: Sequence[int]) -> None:
        """Look at the keys of a batch."""
        if min(keys, default=0) < 0:
            keys = [k for k in keys if k >= 0]
        if self.ascending and keys:
            self.ascending = self._last <= keys[0] and _rises(keys)
            self._last = keys[-1]
        self._count += len(keys)

    def are_all(self, total: int) -> bool:
        """True if every one of ``total`` rows has a key, and they never fall."""
        return self.ascending and self._count == total


def _write_chats(
    files: tuple[Path | None, Path | None],
    streams: Sequence[Stream],
    stream_of: _StreamOf,
    read: "Iterator[tuple[int, list[Sequence[int]]]]",
) -> None:
    """Rows and clocks of each chat, each where its chat's begin."""
    if files == (None, None):
        return
    at = {(reading, chat): first for reading, chat, first, _ in streams}
    latest = dict.fromkeys(at, NO_TIME)
    with ExitStack() as held:
        chats, clocks = (
            None if f is None else held.enter_context(f.open("wb", buffering=0)) for f in files
        )
        for first, (groups, shown) in read:
            for stream, places in _split(groups, stream_of).items():
                clock = accumulate((shown[i] for i in places), max, initial=latest[stream])
                sofar = array("q", clock)[1:]
                latest[stream] = sofar[-1]
                _put(chats, at[stream], array("I", [first + i for i in places]))
                _put(clocks, at[stream], sofar)
                at[stream] += len(places)


def _split(groups: Sequence[int], stream_of: _StreamOf) -> dict[tuple[int, str], list[int]]:
    """The places of each chat's rows in a page."""
    known = {group: stream_of(group) for group in set(groups)}
    found: dict[tuple[int, str], list[int]] = {stream: [] for stream in known.values()}
    for i, group in enumerate(groups):
        found[known[group]].append(i)
    return found


def _put(out: IO[bytes] | None, at: int, numbers: "array[int]") -> None:
    if out is not None:
        out.seek(at * numbers.itemsize)
        left = memoryview(numbers.tobytes())
        while left:  # a file without a buffer may take less than all
            left = left[out.write(left) :]


def _by_key(
    read: "Iterable[tuple[int, list[Sequence[int]]]]", folder: Path, *, ascending: bool
) -> "Iterator[array[int]]":
    """The rows that have a key, by key, rows of one key ascending; part by part."""
    with ExitStack() as held:
        runs: list[Iterator[tuple[int, int]]] = []
        rows, keys = array("I"), array("q")
        for first, (column,) in read:
            found = [i for i, key in enumerate(column) if key >= 0]
            rows.extend([first + i for i in found])
            if ascending:
                yield rows
                rows = array("I")
                continue
            keys.extend([column[i] for i in found])
            if len(rows) >= RUN:
                runs.append(_kept(_sorted(rows, keys), folder, held))
                rows, keys = array("I"), array("q")
        if not runs:
            yield _sorted(rows, keys)[0]
            return
        last = _sorted(rows, keys)
        runs.append(zip(last[1], last[0], strict=True))
        merged = array("I")
        for _, row in heapq.merge(*runs):
            merged.append(row)
            if len(merged) >= RUN:
                yield merged
                merged = array("I")
        yield merged


def _sorted(rows: "array[int]", keys: "array[int]") -> "tuple[array[int], array[int]]":
    order = sorted(range(len(keys)), key=keys.__getitem__)
    return array("I", [rows[i] for i in order]), array("q", [keys[i] for i in order])


def _kept(
    run: "tuple[array[int], array[int]]", folder: Path, held: ExitStack
) -> Iterator[tuple[int, int]]:
    """A run in files without a name: its (key, row), read piece by piece."""
    files: list[IO[bytes]] = []
    for numbers in run:
        file = held.enter_context(TemporaryFile(dir=folder))  # noqa: SIM115 - it is entered
        numbers.tofile(file)
        file.seek(0)
        files.append(file)
    return _again(files[0], files[1], len(run[0]))


def _again(rows: IO[bytes], keys: IO[bytes], left: int) -> Iterator[tuple[int, int]]:
    while left:
        size = min(left, _READ)
        some, of = array("I"), array("q")
        some.frombytes(rows.read(size * some.itemsize))
        of.frombytes(keys.read(size * of.itemsize))
        yield from zip(of, some, strict=True)
        left -= size
