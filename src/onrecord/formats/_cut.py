"""Records cut out of a JSON array: at the printer's delimiter, or by counting braces."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from onrecord.formats._source import BLOCK, Source

if TYPE_CHECKING:
    from onrecord.formats._quick import Quick

MAX_RECORD = 32 << 20
"""No message is larger; what is gets a Trouble and is passed, never held."""

_INSIDE = re.compile(rb'[^"\\]*+(?:\\.[^"\\]*+)*+', re.DOTALL)
_OUTSIDE = re.compile(rb'[^"{}]*')
_BRACE = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+("?)|([{}])', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Run:
    """Records in a row. ``rows`` is one decoded value a record, or None if there
    is a single record that did not decode: then ``data`` are its bytes.

    ``starts`` and ``lengths`` are exact byte ranges in the member. ``length`` is
    negative where the file ends inside the record. Where ``quick`` has columns of some of
    the records, rows, starts and lengths are those of the records it left.
    """

    start: int
    length: int
    data: bytes
    starts: list[int]
    lengths: list[int]
    rows: list[Any] | None
    quick: "Quick | None" = None

    def record(self, index: int) -> bytes:
        """The bytes of one record."""
        at = self.starts[index] - self.start
        return self.data[at : at + self.lengths[index]]


Decode = Callable[[bytes], list[Any] | None]
Bulk = Callable[[bytes, int, bytes], "tuple[Quick, list[Any]] | None"]
"""A block of records, where it stands and what stands between two: columns of some of its
records and rows of the others, or None."""


class Cutter:
    """Cuts the records of one array. The source stands at a record's brace."""

    def __init__(self, source: Source, decode: Decode, bulk: Bulk | None = None) -> None:
        self._source = source
        self._decode = decode
        self._bulk = bulk
        self._trusted = True

    def cut(self, space: bytes) -> Iterator[Run]:
        """One record at least. ``space`` is the white space before its brace."""
        if self._trusted and space[:1] in (b"\n", b"\r") and space.count(b"\n") == 1:
            yield from self._printed(space)
        else:
            yield self._single(self._counted(MAX_RECORD))

    def _printed(self, space: bytes) -> Iterator[Run]:
        """Whole blocks between the delimiters of a pretty-printer."""
        source = self._source
        close = space + b"}"
        between = close + b"," + space + b"{"
        last = close + space[: space.index(b"\n") + 1]
        while self._trusted:
            size = source.fill(BLOCK)
            if self._bulk is not None and (run := self._in_bulk(between, len(close))) is not None:
                yield run
                source.pos += 1 + len(space)
                continue
            window, at = source.window, source.pos
            end = window.find(last, at)
            final = end >= 0
            end = end if final else window.rfind(between, at)
            if end < 0:
                if source.done or size > MAX_RECORD or not source.grow():
                    yield self._single(self._counted(MAX_RECORD))
                    return
                source.fill(size + BLOCK)
                continue
            end += len(close)
            base = source.base
            run = _pieces(base + at, window[at:end], between, len(space))
            rows = self._decode(b"[" + run.data + b"]")
            if rows is None or len(rows) != len(run.starts):
                yield from self._piecewise(run)
            else:
                source.pos = end
                yield Run(run.start, run.length, run.data, run.starts, run.lengths, rows)
            if final or source.at != base + end:
                return
            source.pos += 1 + len(space)

    def _in_bulk(self, between: bytes, close: int) -> Run | None:
        """The block up to the window's last delimiter, or None. A delimiter beyond the
        array's end does no harm: then something in the block is no record."""
        source = self._source
        at = source.pos
        end = source.window.rfind(between, at)
        if self._bulk is None or end < 0:
            return None
        data, start = source.window[at : end + close], source.at
        made = self._bulk(data, start, between)
        if made is None:
            return None
        source.pos += len(data)
        quick, rows = made
        return Run(start, len(data), data, quick.starts, quick.lengths, rows, quick)

    def _piecewise(self, run: Run) -> Iterator[Run]:
        """The records of a block that does not decode as a whole, one by one.

        A piece whose braces balance is a record. One whose braces do not is
        either cut at a false delimiter (then counting on finds a record that
        decodes, and the delimiter is no longer trusted) or damaged (then the
        delimiter is what confines the damage to it).
        """
        source = self._source
        for index, start in enumerate(run.starts):
            source.pos = start - source.base
            length = run.lengths[index]
            piece = run.record(index)
            closed = balance(piece)
            if 0 < closed < length:  # more than one value: go on after the first
                yield self._single(closed)
                return
            if closed != length:
                found = self._counted(BLOCK)
                if found > length and self._decode(b"[" + self._peek(found) + b"]") is not None:
                    self._trusted = False
                    source.doubted = True
                    yield self._single(found)
                    return
                source.pos = start - source.base
            yield self._single(length)

    def _peek(self, length: int) -> bytes:
        return self._source.window[self._source.pos : self._source.pos + length]

    def _single(self, length: int) -> Run:
        source = self._source
        if length < 0:  # breaks off at the end of the file
            start = source.at
            size = source.end - start
            source.pos = len(source.window)
            return Run(start, -max(size, 1), b"", [], [], None)
        if length > MAX_RECORD:
            return self._passed()
        start = source.at
        data = source.take(source.pos + length)
        rows = self._decode(b"[" + data + b"]")
        if rows is not None and len(rows) != 1:
            rows = None
        return Run(start, length, data, [start], [length], rows)

    def _counted(self, limit: int) -> int:
        """Length of the record at the next byte, by its braces; -1 if the file ends
        in it, more than ``limit`` if it is longer. Nothing is passed."""
        source = self._source
        depth, offset = 0, 0
        while True:
            for match in _BRACE.finditer(source.window, source.pos + offset):
                brace = match[2]
                if brace is None:
                    if not match[1]:  # a string that goes on after the window
                        break
                    continue
                depth += 1 if brace == b"{" else -1
                if depth == 0:
                    return match.end() - source.pos
            else:
                match = None
            offset = (match.start() if match else len(source.window)) - source.pos
            if offset > limit or len(source.window) - source.pos > limit:
                return limit + 1
            if not source.grow():
                return -1

    def _passed(self) -> Run:
        """A record too large to hold: read through to its end, kept as a range."""
        source = self._source
        start = source.at
        depth, quoted = 0, False
        while True:
            at, depth, quoted = _pass(source.window, source.pos, depth, quoted)
            source.pos = at
            if depth == 0 and not quoted:
                size = source.at - start
                return Run(start, size, b"", [start], [size], None)
            if source.fill(2) == 0 or source.window[source.pos :] == b"\\":
                return Run(start, -(source.end - start), b"", [], [], None)


def _pass(window: bytes, at: int, depth: int, quoted: bool) -> tuple[int, int, bool]:
    """Go on counting from ``at``; stops where the record ends or the window does.

    A backslash that is the window's last byte is left for the next window.
    """
    while at < len(window):
        match = (_INSIDE if quoted else _OUTSIDE).match(window, at)
        at = match.end() if match else at
        if at >= len(window):
            break
        mark = window[at : at + 1]
        if mark == b"\\":
            break
        at += 1
        if mark == b'"':
            quoted = not quoted
        else:
            depth += 1 if mark == b"{" else -1
            if depth == 0:
                break
    return at, depth, quoted


def balance(piece: bytes) -> int:
    """Where the braces of a piece that starts with one balance, or -1."""
    depth = 0
    for match in _BRACE.finditer(piece):
        if match[2] is None:
            if not match[1]:
                return -1
            continue
        depth += 1 if match[2] == b"{" else -1
        if depth == 0:
            return match.end()
    return -1


def _pieces(start: int, data: bytes, between: bytes, indent: int) -> Run:
    """A block of records with the range of each, by the delimiter alone."""
    sizes = [len(piece) for piece in data.split(between)]
    close = indent + 1
    if len(sizes) == 1:
        return Run(start, len(data), data, [start], sizes, None)
    lengths = [size + close + 1 for size in sizes]
    lengths[0] -= 1
    lengths[-1] -= close
    step = 1 + indent
    starts = list(accumulate([start, *(size + step for size in lengths[:-1])]))
    return Run(start, len(data), data, starts, lengths, None)
