"""One export read by several processes, the same parts in the same order."""

import os
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from onrecord.formats._pieces import Piece, Read
from onrecord.formats._tally import COUNTED, EACH, Tally
from onrecord.formats._tree import open_tree
from onrecord.model.chat import Chat
from onrecord.model.place import Place
from onrecord.model.trouble import Trouble
from onrecord.ports import Ask, Format, Tree

if TYPE_CHECKING:
    import pyarrow as pa

Part: TypeAlias = "pa.RecordBatch | Chat | Trouble"
AHEAD = os.cpu_count() or 1
"""Pieces being read or waiting to be taken: what bounds the memory."""


def read(
    fmt: Format, tree: Tree, ask: Ask, source: Path, executor: Executor | None
) -> "Iterator[Part]":
    """What ``fmt.read`` gives, made by an executor's processes where the format can be cut.

    ``source`` is the path the tree was opened from. Raises what reading raises, and
    BrokenProcessPool if a process ended: never a gap.
    """
    cut: Any = getattr(fmt, "pieces", None)
    sniffed = fmt.sniff(tree) if cut is not None and executor is not None else None
    plans = [] if sniffed is None else [cut(tree, m) for m in sniffed.members]
    if executor is None or len(plans) != 1 or len(plans[0]) < 2:
        yield from fmt.read(tree, ask)
        return
    merged = _Merged()
    for made in _made(fmt, source, ask, plans[0], executor):
        if not made.sound:
            yield from _rest(fmt, tree, ask, made.piece, merged)
            break
        yield from merged.take(made.parts, made.counts)
    yield from merged.tally.troubles()


def _made(
    fmt: Format, source: Path, ask: Ask, pieces: Sequence[Piece], executor: Executor
) -> Iterator[Read]:
    """The pieces in order, some of them read ahead."""
    waiting: deque[Future[Read]] = deque()
    left = deque(pieces)
    try:
        while left or waiting:
            while left and len(waiting) < AHEAD:
                waiting.append(executor.submit(_piece, fmt.name, source, ask, left.popleft()))
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()


def _rest(fmt: Any, tree: Tree, ask: Ask, piece: Piece, merged: "_Merged") -> "Iterator[Part]":
    """From a piece that is not sound to the end, in one go."""
    reading = fmt.reading(tree, ask, piece.member)
    for part in reading.parts(Piece(piece.member, piece.start, None)):
        yield from merged.take([part], [])
    yield from merged.take([], reading.tally.counts())


@lru_cache(maxsize=1)
def _opened(source: Path) -> Tree:
    return open_tree(source)


def _piece(name: str, source: Path, ask: Ask, piece: Piece) -> Read:
    """Runs in another process."""
    from onrecord.formats import by_name

    fmt: Any = by_name(name)
    reading = fmt.reading(_opened(source), ask, piece.member)
    parts = list(reading.parts(piece))
    return Read(piece, parts, reading.tally.counts(), reading.sound)


class _Merged:
    """Pieces as one reading: rows numbered on, kinds capped over all of them."""

    def __init__(self) -> None:
        self.n = 0
        self.tally = Tally()
        self._said: Counter[str] = Counter()

    def take(
        self, parts: "Sequence[Part]", counts: Sequence[tuple[str, str, Place, int]]
    ) -> "Iterator[Part]":
        """The next parts, as the whole reading says them."""
        for part in parts:
            if isinstance(part, Trouble):
                yield from self._trouble(part)
            elif isinstance(part, Chat):
                yield part
            else:
                yield _numbered(part, self.n)
                self.n += part.num_rows
        for kind, what, place, times in counts:
            self.tally.count(kind, what, place, times)

    def _trouble(self, trouble: Trouble) -> Iterator[Trouble]:
        note = COUNTED.get(trouble.kind)
        if note is not None and note == trouble.note:
            self._said[trouble.kind] += 1
            if self._said[trouble.kind] > EACH:
                what = f"{note}, beyond the first {EACH}"
                self.tally.count(trouble.kind, what, trouble.place)
                return
        yield trouble


def _numbered(batch: "pa.RecordBatch", first: int) -> "pa.RecordBatch":
    import pyarrow as pa

    numbers = pa.arange(first, first + batch.num_rows)
    return batch.set_column(0, batch.schema.field(0), numbers)
