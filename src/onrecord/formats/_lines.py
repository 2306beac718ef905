"""Lines of a stream with where they stand. Only a line feed ends a line: U+2028,
U+0085 and their kin belong to what people write."""

from collections.abc import Iterator
from typing import BinaryIO

from onrecord.formats._source import BLOCK
from onrecord.model.place import Place
from onrecord.model.trouble import Trouble

LONGEST = 32 << 20


def blocks(stream: BinaryIO) -> Iterator[tuple[int, list[bytes], int]]:
    """Runs of whole lines without their line feeds: offset of the first, the lines,
    and 0; or no lines and the size of one that is longer than 32 MiB and was passed.
    """
    at, rest = 0, b""
    while True:
        block = stream.read(BLOCK)
        if not block:
            if rest:
                yield at, [rest], 0
            return
        cut = block.rfind(b"\n")
        if cut < 0 and len(rest) + len(block) <= LONGEST:
            rest += block
            continue
        if cut < 0:
            size, rest = _skip(stream, len(rest) + len(block))
            yield at, [], size
            at += size
            continue
        whole = rest + block[:cut]
        yield at, whole.split(b"\n"), 0
        at += len(whole) + 1
        rest = block[cut + 1 :]


def lost(member: str, at: int, size: int) -> Trouble:
    """The Trouble of a line that was passed."""
    place = Place(member, at, size)
    return Trouble("unreadable-record", place, "a line longer than 32 MiB", "loss")


def _skip(stream: BinaryIO, size: int) -> tuple[int, bytes]:
    """Pass the rest of a line: its whole size with the line feed, and what followed."""
    while True:
        block = stream.read(BLOCK)
        cut = block.find(b"\n")
        if cut >= 0:
            return size + cut + 1, block[cut + 1 :]
        size += len(block)
        if not block:
            return size, b""
