"""Bytes of sealed records, for the digest of each record's own slice."""

from typing import BinaryIO

from onrecord.archive.record import Slices
from onrecord.ports import Tree


def slices_of(tree: Tree) -> Slices | None:
    """A function (member, start, length) to bytes over the sealed export.

    None as a whole for containers: a packed member cannot be read at a place
    without unpacking it again for every record.
    """
    if getattr(tree, "path", None) is None:
        return None
    handles: dict[str, BinaryIO | None] = {}

    def read(member: str, start: int, length: int) -> bytes | None:
        if member not in handles:
            handles[member] = _seekable(tree, member)
        stream = handles[member]
        if stream is None:
            return None
        stream.seek(start)
        return stream.read(length)

    return read


def _seekable(tree: Tree, member: str) -> BinaryIO | None:
    where = getattr(tree, "path", None)
    if where is None:
        return None
    try:
        path = where(member)
    except KeyError:
        return None
    handle: BinaryIO = path.open("rb", buffering=1 << 16)
    return handle
