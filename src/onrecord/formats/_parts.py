"""Records of a text in which a head begins a record and other lines go on with it."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from onrecord.formats._lines import blocks
from onrecord.formats._objects import REASONS, shown_bytes
from onrecord.formats._rows import Rows
from onrecord.model.place import Place
from onrecord.model.trouble import Trouble
from onrecord.ports import Tree

if TYPE_CHECKING:
    import pyarrow as pa

_LONGEST = 4 << 20


def records(tree: Tree, member: str, head: re.Pattern[bytes]) -> Iterator[tuple[Place, bytes]]:
    """Ranges and bytes, without white space at the end: a head's line and the lines up to
    the next head. What stands before the first head, and a line too long to be held
    (as ``-``), are records too; no byte that is not white space lies outside."""
    start, size = 0, 0
    held: list[bytes] = []
    with tree.open(member) as stream:
        for at, lines, lost in blocks(stream):
            if lost:
                yield from _one(member, start, held)
                yield Place(member, at, lost), b"-"
                held = []
            for line in lines:
                if head.match(line) or size > _LONGEST or not held:
                    yield from _one(member, start, held)
                    start, size, held = at, 0, []
                held.append(line)
                size += len(line) + 1
                at += len(line) + 1
    yield from _one(member, start, held)


def _one(member: str, start: int, held: list[bytes]) -> Iterator[tuple[Place, bytes]]:
    data = b"\n".join(held).rstrip(b"\r\n \t")
    if data:
        yield Place(member, start, len(data)), data


def headed(
    found: Iterable[tuple[Place, bytes]],
    head: re.Pattern[str],
    row: Callable[[re.Match[str]], dict[str, Any]],
    rows: Rows,
) -> "Iterator[pa.RecordBatch | Trouble]":
    """Such records as rows, each made by ``row`` of its match; what is bad UTF-8 stays beside."""
    for place, data in found:
        raw = data.decode("utf-8", "surrogateescape").removeprefix("\ufeff")
        text = shown_bytes(raw)
        match = head.match(text)
        if match is None:
            if text.strip():
                note = "lines before the first message"
                yield Trouble("unreadable-record", place, note, "loss")
            continue
        made = row(match)
        again = head.match(raw) if raw != text else None
        if again is not None:
            own = row(again)["text"].encode("utf-8", "surrogateescape")
            made |= {"text_raw": own, "enc": "bad-utf8"}
            yield Trouble("bad-utf8", place, REASONS["bad-utf8"])
        rows.add({"start": place.start, "length": place.length, **made})
        if rows.full:
            yield from rows.flush()
    yield from rows.flush()
