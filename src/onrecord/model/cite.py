"""A citation: a slice of a reading, checked against its words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ref:
    """Which message of a case: reading number (from 1), row ``n``, ``key``."""

    reading: int
    n: int
    key: str

    def __str__(self) -> str:
        return f"m:{self.key[:12]}"


@dataclass(frozen=True, slots=True)
class Citation:
    """``text[start:end] == words`` of the message ``ref``, in code points.

    Raises ValueError if the slice cannot hold the words.
    """

    ref: Ref
    start: int
    end: int
    words: str

    def __post_init__(self) -> None:
        if self.start < 0 or self.end - self.start != len(self.words):
            raise ValueError("a citation's length is the length of its words")

    def holds(self, text: str) -> bool:
        """True if the cited words stand at the cited place of ``text``."""
        return text[self.start : self.end] == self.words
