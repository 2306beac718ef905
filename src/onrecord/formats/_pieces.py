"""A large JSON file in pieces that several processes can read at once.

A piece begins and ends at the pretty-printer's delimiter, as the blocks of one
reading do. Whether that delimiter really stands between two records is seen by
those that read: a piece is *sound* only if its first and last record are whole and
nothing in it broke off. One that is not is read again in one go (``_parallel``).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO

from onrecord.formats._cut import Run, balance
from onrecord.formats._json import Broken, Opened, Path, walk
from onrecord.formats._source import Source
from onrecord.model.chat import Chat
from onrecord.model.place import Place
from onrecord.model.trouble import Trouble
from onrecord.ports import Tree

if TYPE_CHECKING:
    import pyarrow as pa

STEP = 4 << 20
"""Bytes a piece aims at: some 10,000 messages, so that few are held at a time."""
_SEEK = 1 << 20
_FARTHEST = 8 << 20


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes of a member; ``end`` None is the member's own end."""

    member: str
    start: int
    end: int | None


@dataclass(frozen=True, slots=True)
class Read:
    """A piece as read: parts in order, what was counted, and whether both its edges
    lay between records."""

    piece: Piece
    parts: "list[pa.RecordBatch | Chat | Trouble]"
    counts: list[tuple[str, str, Place, int]]
    sound: bool


def ranges(tree: Tree, member: str, wanted: Path, known: Callable[[Path], bool]) -> list[Piece]:
    """Pieces of a member whose array ``wanted`` is the first that ``known`` knows."""
    if getattr(tree, "path", None) is None or tree.size(member) < 2 * STEP:
        return []
    size = tree.size(member)
    with tree.open(member) as stream:
        space = _space(Source(stream, 1 << 16), wanted, known)
        if space is None:
            return []
        between = space + b"}," + space + b"{"
        starts = [0]
        for target in range(STEP, size - STEP // 2, STEP):
            if target <= starts[-1]:
                continue
            found = _next(stream, target, between)
            if found is not None:
                starts.append(found + len(space) + 2)
    ends = [start - 1 for start in starts[1:]]
    return [Piece(member, a, b) for a, b in zip(starts, [*ends, None], strict=True)]


def _space(source: Source, wanted: Path, known: Callable[[Path], bool]) -> bytes | None:
    """The white space before the first record of a printed array, None if it is not one."""
    for event in walk(source, known, lambda _: None):
        if not isinstance(event, Opened) or event.path != wanted:
            return None
        source.fill(4_096)
        head = source.window[source.pos : source.pos + 4_096]
        space = head[: len(head) - len(head.lstrip(b" \t\r\n"))]
        printed = space[:1] in (b"\n", b"\r") and space.count(b"\n") == 1
        return space if printed and head[len(space) : len(space) + 1] == b"{" else None
    return None


def _next(stream: BinaryIO, at: int, between: bytes) -> int | None:
    stream.seek(at)
    window = b""
    while len(window) < _FARTHEST:
        block = stream.read(_SEEK)
        if not block:
            return None
        seen = max(len(window) - len(between), 0)
        window += block
        found = window.find(between, seen)
        if found >= 0:
            return at + found
    return None


@dataclass(slots=True)
class Edges:
    """Watches the reading of a piece for what must not be at its edges."""

    source: Source
    piece: Piece
    _first: bool = True
    _last: Run | None = None
    _broken: bool = field(default=False)

    def see(self, run: Run) -> None:
        """The next run of records."""
        if self._first and self.piece.start and not _whole(run):
            self._broken = True
        self._first, self._last = False, run

    def ends(self, broken: Broken) -> bool:
        """True if this is only the end of the piece, inside the member's array."""
        if self.piece.end is None:
            return False
        if broken.fatal and broken.at == self.piece.end and not broken.length:
            return True
        self._broken = True
        return False

    @property
    def sound(self) -> bool:
        """True if both edges lay between records."""
        inner = self.piece.end is not None
        if self._broken or self.source.doubted or (self._last is None and inner):
            return False
        return not inner or self._last is None or _whole(self._last)


def _whole(run: Run) -> bool:
    """True if the run's records were read, or its one record at least has an end."""
    return run.rows is not None or (run.length > 0 and balance(run.data) == run.length)
