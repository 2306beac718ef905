"""Arrays of records in a JSON file: one pass, bounded memory, exact byte ranges.

The file's structure is walked token by token; inside an array that the reader
wants, records are cut at the pretty-printer's own delimiter where there is one
(a valid JSON string cannot hold a raw line feed, so the bytes cannot occur in a
text) and by counting braces outside strings where there is none.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec

from onrecord.formats._cut import Bulk, Cutter, Decode, Run
from onrecord.formats._source import Source

Path = tuple[str, ...]
"""Keys from the root; an element of an array counts as ``*``."""

_TOKEN = re.compile(
    rb'[ \t\r\n]*("[^"\\]*+(?:\\.[^"\\]*+)*+"|[{}\[\]:,]|[^ \t\r\n"{}\[\]:,]+)', re.DOTALL
)
_MAX_TOKEN = 4 << 20
_MAX_DEPTH = 1_000
_MAX_KEPT = 1_024
_MAX_IN_ALL = 1 << 16
_MAX_VALUE = 1 << 14


@dataclass(frozen=True, slots=True)
class Opened:
    """A wanted array begins. ``around`` holds what stood before it, nearest first."""

    path: Path
    at: int
    around: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Broken:
    """Bytes that are no record, or a structure that does not hold.

    ``kind`` and ``note`` are a Trouble's; ``fatal`` if the walk ends here.
    """

    at: int
    length: int
    kind: str
    note: str
    fatal: bool = False


@dataclass(slots=True)
class _Frame:
    array: bool
    expects: bool = False
    key: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    count: int = 0
    spent: int = 0

    def step(self) -> str:
        return "*" if self.array else self.key

    def keep(self, value: object) -> bool:
        """Hold a value for whoever asks what stood around; False if there are enough."""
        room = len(self.values) < _MAX_KEPT
        if room:
            self.values[str(self.count) if self.array else self.key] = value
        self.count += 1
        return room


@dataclass(frozen=True, slots=True)
class Ended:
    """The document is whole; ``values`` is what its outermost level held beside
    wanted arrays, as far as it was kept."""

    values: dict[str, Any]


Event = Opened | Run | Broken | Ended
Wanted = Callable[[Path], bool]


def walk(
    source: Source, wanted: Wanted, decode: Decode, bulk: Bulk | None = None
) -> Iterator[Event]:
    """The records of every wanted array, in the file's order.

    ``decode`` turns the bytes of one JSON array into rows, or None if it cannot;
    a :class:`Run` whose rows are None holds a single record for the caller. ``bulk`` is
    asked first for a printed block.
    Never raises for what the bytes are: a :class:`Broken` says it.
    """
    if source.fill(3) >= 3 and source.window[:3] == b"\xef\xbb\xbf":
        source.pos = 3
    frames: list[_Frame] = []
    while True:
        found = _token(source)
        if isinstance(found, Broken):
            yield found
            return
        start, token = found
        if not token:
            break
        fault = _fault(token, frames)
        if fault:
            yield Broken(start, 0, "broken-structure", fault, fatal=True)
            return
        if _enter(token, frames) and wanted(path := tuple(f.step() for f in frames[:-1])):
            yield Opened(path, start, tuple(f.values for f in reversed(frames[:-1])))
            for event in _records(source, decode, bulk):
                yield event
                if isinstance(event, Broken) and event.fatal:
                    return
        closed = _leave(token, frames)
        if closed is not None:
            yield Ended(closed.values)
            yield from _after(source)
            return
    yield Broken(source.at, 0, "truncated", "the file ends before its own structure does", True)


def _enter(token: bytes, frames: list[_Frame]) -> bool:
    """Take an opening bracket, a comma or a scalar; True if an array begins."""
    mark = token[:1]
    if mark in b"{[":
        frames.append(_Frame(array=mark == b"[", expects=mark == b"{"))
        return mark == b"["
    frame = frames[-1]
    if mark == b",":
        frame.expects = not frame.array
    elif mark not in b"}]:":
        if frame.expects:
            frame.key, frame.expects = str(_value(token[:_MAX_VALUE])), False
        elif len(token) <= _MAX_VALUE and frames[0].spent < _MAX_IN_ALL:
            frames[0].spent += frame.keep(_value(token))
    return False


def _leave(token: bytes, frames: list[_Frame]) -> _Frame | None:
    """Take a closing bracket; the root's frame if the document ends with it."""
    if token[:1] not in b"}]":
        return None
    closed = frames.pop()
    if not frames:
        return closed
    if frames[0].spent < _MAX_IN_ALL:
        held = list(closed.values.values()) if closed.array else closed.values
        frames[0].spent += frames[-1].keep(held)
    return None


def _after(source: Source) -> Iterator[Broken]:
    """What follows the document, if anything does."""
    mark, _ = _next_mark(source)
    start = source.at
    while mark and source.fill(1):
        source.pos = len(source.window)
    if mark:
        yield Broken(start, source.at - start, "trailing-bytes", "bytes follow the JSON document")


def _fault(token: bytes, frames: list[_Frame]) -> str:
    """Why this token cannot stand here, or nothing."""
    mark = token[:1]
    if mark in b"{[":
        return "deeper than a thousand levels" if len(frames) >= _MAX_DEPTH else ""
    if not frames:
        return "not a JSON object or array"
    if mark in b"}]" and frames[-1].array != (mark == b"]"):
        return "brackets do not match"
    return ""


def _records(source: Source, decode: Decode, bulk: Bulk | None) -> Iterator[Run | Broken]:
    """Everything up to the array's own bracket, which is left for the walker."""
    cutter = Cutter(source, decode, bulk)
    while True:
        mark, space = _next_mark(source)
        if not mark or mark in b"]}":
            return
        if mark == b",":
            source.pos += 1
        elif mark == b"{":
            for run in cutter.cut(space):
                if run.length < 0:
                    kind, note = ("truncated", "the last record breaks off")
                    yield Broken(run.start, -run.length, kind, note, fatal=True)
                    return
                yield run
        else:
            yield _stray(source, source.at)


def _stray(source: Source, begin: int) -> Broken:
    """Elements that are no objects, all that stand in a row, as one Broken; passed."""
    end, count = begin, 0
    while True:
        found = _element(source)
        if isinstance(found, Broken):
            return found
        if found < 0:
            note = "the last record breaks off"
            return Broken(begin, source.at - begin, "truncated", note, fatal=True)
        end, count = found, count + 1
        mark, _ = _next_mark(source)
        if mark == b",":
            source.pos += 1
            mark, _ = _next_mark(source)
        if not mark or mark in b"{}]":
            note = f"elements that are no records: {count}"
            return Broken(begin, end - begin, "unreadable-record", note)


def _element(source: Source) -> int | Broken:
    """Where the next value ends; -1 if the file ends in it."""
    depth = 0
    while True:
        found = _token(source)
        if isinstance(found, Broken):
            return found
        start, token = found
        if not token:
            return -1
        depth += (token[:1] in b"{[") - (token[:1] in b"}]")
        if depth <= 0:
            return start + len(token)


def _next_mark(source: Source) -> tuple[bytes, bytes]:
    """The next byte that is not white space, and the white space before it."""
    space = b""
    while True:
        window = source.window
        at = source.pos
        while at < len(window) and window[at] in b" \t\r\n":
            at += 1
        space = (space + source.take(at))[-4096:]
        if at < len(window):
            return window[at : at + 1], space
        if not source.grow():
            return b"", space


def _token(source: Source) -> tuple[int, bytes] | Broken:
    """The next token with its offset, passed; an empty one at the end."""
    while True:
        match = _TOKEN.match(source.window, source.pos)
        if match and (match.end() < len(source.window) or source.done):
            source.pos = match.end()
            return source.base + match.start(1), match[1]
        if len(source.window) - source.pos > _MAX_TOKEN:
            return Broken(source.at, 0, "broken-structure", "a value longer than 4 MiB", True)
        if not source.grow():
            match = _TOKEN.match(source.window, source.pos)
            if match:
                continue
            if source.window[source.pos :].strip():
                return Broken(source.at, 0, "truncated", "the file ends inside a string", True)
            return source.at, b""


def _value(token: bytes) -> object:
    """A scalar token as a value; what is no JSON stays as its own characters."""
    try:
        return msgspec.json.decode(token)
    except (msgspec.DecodeError, UnicodeDecodeError):
        text = token.decode("utf-8", "backslashreplace")
        return text[1:-1] if text[:1] == '"' else text
