"""A seal on disk: where a leaf stands, and its path, in a millisecond."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from onrecord.archive import disk
from onrecord.errors import CaseAltered, NoSuchMessage


@dataclass(frozen=True, slots=True)
class SealFiles:
    """The files ``k`` and ``tree`` of a seal with ``size`` leaves."""

    folder: Path
    size: int

    @classmethod
    def open(cls, folder: Path) -> "SealFiles":
        """Raises CaseAltered unless both files have sizes that fit each other."""
        with disk.trouble(folder):
            ids = (folder / "k").stat().st_size
            nodes = (folder / "tree").stat().st_size
        size = ids // 16
        if ids % 16 or size & (size - 1) or not size or nodes != 32 * (2 * size - 1):
            raise CaseAltered(
                "The files of the seal do not fit each other.",
                where=str(folder),
                advice="They can be made anew from the reading and the secrets.",
            )
        return cls(folder, size)

    def root(self) -> bytes:
        """The last node of the tree file: what the file says its root is."""
        with _open(self.folder / "tree") as fd:
            return disk.read_at(fd, 32, 32 * (2 * self.size - 2))

    def index(self, k: bytes, leaf: bytes) -> int:
        """The position of a leaf. Raises NoSuchMessage if it is not in the tree."""
        with _open(self.folder / "k") as ids, _open(self.folder / "tree") as nodes:
            at = self._first(ids, k)
            while at < self.size and disk.read_at(ids, 16, 16 * at) == k:
                if disk.read_at(nodes, 32, 32 * at) == leaf:
                    return at
                at += 1
        raise NoSuchMessage(
            "The message is not in this seal.",
            where=str(self.folder),
            advice="The reading or the keys are not those of this seal; run check.",
        )

    def bracket(self, k: bytes) -> tuple[int, bool]:
        """Where ``k`` stands or would stand, and whether a leaf has it."""
        with _open(self.folder / "k") as ids:
            at = self._first(ids, k)
            return at, at < self.size and disk.read_at(ids, 16, 16 * at) == k

    def _first(self, ids: int, k: bytes) -> int:
        low, high = 0, self.size
        while low < high:
            middle = (low + high) // 2
            if disk.read_at(ids, 16, 16 * middle) < k:
                low = middle + 1
            else:
                high = middle
        return low

    def at(self, index: int) -> tuple[bytes, bytes]:
        """``k`` and hash of leaf ``index``. Raises IndexError."""
        if not 0 <= index < self.size:
            raise IndexError(index)
        with _open(self.folder / "k") as ids, _open(self.folder / "tree") as nodes:
            return disk.read_at(ids, 16, 16 * index), disk.read_at(nodes, 32, 32 * index)

    def path(self, index: int) -> list[bytes]:
        """The siblings of leaf ``index`` from the leaf up. Raises IndexError."""
        if not 0 <= index < self.size:
            raise IndexError(index)
        found = []
        start, count = 0, self.size
        with _open(self.folder / "tree") as fd:
            while count > 1:
                found.append(disk.read_at(fd, 32, start + 32 * (index ^ 1)))
                start += 32 * count
                count //= 2
                index //= 2
        return found


@contextmanager
def _open(path: Path) -> Iterator[int]:
    with disk.trouble(path):
        fd = os.open(path, os.O_RDONLY | disk.BINARY)
    try:
        yield fd
    finally:
        os.close(fd)
