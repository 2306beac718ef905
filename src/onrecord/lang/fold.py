"""Folding: what two spellings of one word have in common, with the way back.

``fold`` works on copies. Rung 0 changes nothing; rung 1 drops what is not a
letter (width, case, diacritics, tashkeel, tatweel, direction and zero-width
marks) and turns the digits of any script into 0-9; rung 2 takes look-alike
letters for one another (``_letters.ALIKE``). Higher rungs are about words, not
letters, and fold like rung 2.

Per character: NFKC, case folding, then the marks of NFD dropped (UAX #15),
except in letters of ``_letters.KEPT``. Pairs that compose into one of those
(``_letters.JOINS``) are composed first, whatever form the text came in.
"""

import re
import unicodedata
from array import array
from dataclasses import dataclass

from onrecord.lang._letters import ALIKE, JOINS, KEPT, MARKS, UNSEEN
from onrecord.model.query import Rung

_UNSEEN = frozenset(UNSEEN)
_JOIN = re.compile("[" + "".join(sorted({p[0] for p in JOINS})) + "][\u0653-\u0655\u0306\u0308]")


def is_mark(char: str) -> bool:
    """True for a combining mark that carries no letter of its own."""
    point = ord(char)
    return any(a <= point <= b for a, b in MARKS) and unicodedata.category(char)[0] == "M"


class _Letters(dict[int, str]):
    """Code point to its folded string, worked out once each (at most 1.1 million)."""

    def __init__(self, rung: int) -> None:
        super().__init__()
        self._rung = rung

    def __missing__(self, point: int) -> str:
        folded = _rung1(chr(point))
        if self._rung >= Rung.LETTERS:
            folded = "".join(ALIKE.get(c, c) for c in folded)
        self[point] = folded
        return folded


def _rung1(char: str) -> str:
    out: list[str] = []
    for wide in unicodedata.normalize("NFKC", char):
        for c in wide if wide == "ß" else _lower(wide):
            out.append(_bare(c))
    return "".join(out)


def _lower(char: str) -> str:
    return "ß" if char == "ẞ" else char.casefold()


def _bare(char: str) -> str:
    if char in _UNSEEN or is_mark(char):
        return ""
    if char in KEPT:
        return char
    if unicodedata.category(char) == "Nd":
        return str(unicodedata.decimal(char))
    return "".join(c for c in unicodedata.normalize("NFD", char) if not is_mark(c))


_TABLES = {1: _Letters(1), 2: _Letters(2)}


def fold(text: str, rung: int) -> str:
    """``text`` as rung ``rung`` sees it (0 gives it back unchanged)."""
    if rung <= Rung.EXACT:
        return text
    joined = text if text.isascii() else _JOIN.sub(_join, text)
    return joined.translate(_TABLES[min(rung, 2)])


def _join(found: re.Match[str]) -> str:
    return JOINS.get(found[0], found[0])


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and where each of its characters came from.

    ``starts[i]`` and ``ends[i]`` bound, in code points of the original, what
    became ``text[i]``. Both have ``len(text)`` items and never decrease.
    """

    text: str
    starts: "array[int]"
    ends: "array[int]"

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original ``[start, end)`` behind ``text[start:end]`` (not empty)."""
        return self.starts[start], self.ends[end - 1]


def fold_with_map(text: str, rung: int) -> Folded:
    """``fold(text, rung)`` with the way back, marks counted to their letter.

    A combining mark that is dropped belongs to the letter before it, so a span
    of the original never ends between a letter and its vowel sign.
    """
    out: list[str] = []
    starts, ends = array("q"), array("q")
    table = _TABLES[min(rung, 2)] if rung > Rung.EXACT else None
    at, size = 0, len(text)
    while at < size:
        step = 2 if table is not None and text[at : at + 2] in JOINS else 1
        char = text[at : at + step]
        folded = char if table is None else table[ord(JOINS.get(char, char))]
        if not folded and starts and is_mark(char) and ends[-1] == at:
            _stretch(starts, ends, at + step)
        for c in folded:
            out.append(c)
            starts.append(at)
            ends.append(at + step)
        at += step
    return Folded("".join(out), starts, ends)


def _stretch(starts: "array[int]", ends: "array[int]", to: int) -> None:
    """Let the last original letter, whatever it became, end at ``to``."""
    first = starts[-1]
    for i in range(len(starts) - 1, -1, -1):
        if starts[i] != first:
            return
        ends[i] = to
