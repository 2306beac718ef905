"""A stream with a window: what a scanner looks at, and where that stands."""

import re
from typing import BinaryIO

BLOCK = 1 << 20
"""Bytes read at a time. Small blocks stay in the cache: see docs/decisions/0020."""


class Source:
    """A window on a stream. ``window[at - base]`` is the byte at offset ``at``.

    ``limit`` is where the stream is taken to end; ``doubted`` turns true where a
    delimiter was found not to be one.
    """

    __slots__ = ("_stream", "base", "block", "done", "doubted", "limit", "pos", "window")

    def __init__(self, stream: BinaryIO, block: int = BLOCK, limit: int | None = None) -> None:
        self._stream = stream
        self.block = block
        self.limit = limit
        self.doubted = False
        self.window = b""
        self.base = 0
        self.pos = 0
        self.done = False

    @property
    def at(self) -> int:
        """The offset in the stream of the next byte to look at."""
        return self.base + self.pos

    @property
    def end(self) -> int:
        """The offset just after the window."""
        return self.base + len(self.window)

    def grow(self) -> bool:
        """Read one block more, forget what lies before ``pos``. False at the end."""
        data = b"" if self.done else self._stream.read(self._wanted())
        if not data:
            self.done = True
            return False
        self.base += self.pos
        self.window = self.window[self.pos :] + data if self.pos < len(self.window) else data
        self.pos = 0
        return True

    def _wanted(self) -> int:
        return self.block if self.limit is None else max(min(self.block, self.limit - self.end), 0)

    def jump(self, at: int, block: int = BLOCK) -> None:
        """Go on at offset ``at`` of a seekable stream; what was in the window is forgotten."""
        self._stream.seek(at)
        self.window, self.base, self.pos, self.done, self.block = b"", at, 0, False, block

    def fill(self, size: int) -> int:
        """Have at least ``size`` bytes after ``pos`` if there are; how many there are."""
        while len(self.window) - self.pos < size and self.grow():
            pass
        return len(self.window) - self.pos

    def take(self, end: int) -> bytes:
        """The bytes from the next one up to window index ``end``; they are passed."""
        data = self.window[self.pos : end]
        self.pos = end
        return data

    def seek(self, pattern: re.Pattern[bytes], most: int) -> bool:
        """Go to where the pattern begins next; False if it does not any more.

        No match may be longer than ``most`` bytes: one cut by the window's end is found then.
        """
        while True:
            found = pattern.search(self.window, self.pos)
            if found:
                self.pos = found.start()
                return True
            self.pos = max(self.pos, len(self.window) - most)
            if not self.grow():
                return False
