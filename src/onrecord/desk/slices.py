"""Bytes of sealed records, for the digest of each record's own slice."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import BinaryIO

from onrecord.archive.record import Slices
from onrecord.desk.case import Case
from onrecord.desk.reading import tree_of
from onrecord.errors import CannotAccess, WrongZipPassword
from onrecord.ports import Tree


@contextmanager
def slices_in(case: Case, number: int) -> Iterator[Slices | None]:
    """``slices_of`` a received thing. None too for a container under a password or one
    that is withheld: what is asked of it here, its records' own bytes, no container gives."""
    try:
        tree = tree_of(case, number)
    except (WrongZipPassword, CannotAccess):
        yield None
        return
    with slices_of(tree) as slices:
        yield slices


@contextmanager
def slices_of(tree: Tree) -> Iterator[Slices | None]:
    """A function (member, start, length) to bytes over the sealed export, which
    holds the files open until the end of the ``with``.

    None as a whole for containers: a packed member cannot be read at a place
    without unpacking it again for every record.
    """
    if getattr(tree, "path", None) is None:
        yield None
        return
    handles: dict[str, BinaryIO | None] = {}
    with ExitStack() as held:

        def read(member: str, start: int, length: int) -> bytes | None:
            if member not in handles:
                handles[member] = _seekable(tree, member, held)
            stream = handles[member]
            if stream is None:
                return None
            stream.seek(start)
            return stream.read(length)

        yield read


def _seekable(tree: Tree, member: str, held: ExitStack) -> BinaryIO | None:
    where = getattr(tree, "path", None)
    if where is None:
        return None
    try:
        path = where(member)
    except KeyError:
        return None
    handle: BinaryIO = held.enter_context(path.open("rb", buffering=1 << 16))
    return handle
