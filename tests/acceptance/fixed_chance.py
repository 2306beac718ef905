"""Chance and the clock held still, so that one fault leaves the same bytes each time.

A folder's print then says whether what a fault left was seen before: every name, mode and
byte the same. What is the same is looked at, and done again, once. To be imported before
``onrecord``, by a process of its own alone: it takes ``os.urandom`` when it is imported.
"""

import hashlib
import os
from datetime import UTC, datetime
from pathlib import Path


class Chance:
    """``os.urandom`` from a seed."""

    def __init__(self) -> None:
        self._seed, self._next = b"", 0

    def begin(self, seed: str) -> None:
        """What follows is drawn from this seed."""
        self._seed, self._next = seed.encode(), 0

    def __call__(self, size: int) -> bytes:
        self._next += 1
        return hashlib.shake_256(b"%s %d" % (self._seed, self._next)).digest(size)


CHANCE = Chance()
AT = datetime.now(UTC).replace(microsecond=0)


def hold() -> None:
    """From now on; a time already read and a name already bound stay."""
    from onrecord import clock

    clock.now = lambda: AT


os.urandom = CHANCE


def print_of(folder: Path) -> str:
    """SHA-256 over every name, kind, mode and byte under a folder."""
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        mode = path.lstat().st_mode
        data = str(path.readlink()).encode() if path.is_symlink() else b""
        if path.is_file() and not path.is_symlink():
            data = path.read_bytes()
        whole.update(f"{path.relative_to(folder)}\0{mode:o}\0{len(data)}\0".encode() + data)
    return whole.hexdigest()
