"""Records of a text in which a head begins a record and other lines go on with it."""

import re
from collections.abc import Iterator

from onrecord.formats._lines import blocks
from onrecord.model.place import Place
from onrecord.ports import Tree

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
