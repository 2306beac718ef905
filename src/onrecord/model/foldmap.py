"""Fold A with a map back: which code points of the original each one came from.

The text is that of :func:`onrecord.model.fold.fold_a`, trimmed; this module adds
the way back, so that a found quotation points at the sealed code points.
"""

import unicodedata
from dataclasses import dataclass

from onrecord.model import fold
from onrecord.model.unicode14 import UNASSIGNED_14

_DELETE = frozenset(map(chr, fold._chars(fold._DELETE)))
INVISIBLE = frozenset("\u200b\u2060\u2061\u2062\u2063\u2064\ufeff\u00ad") | frozenset(
    map(chr, range(0xE0000, 0xE0080))
)
DIRECTION = _DELETE - INVISIBLE
OVERRIDES = frozenset("\u202d\u202e")
SPACES = frozenset(map(chr, fold._chars(fold.SPACE)))
QUOTES = {
    **dict.fromkeys(map(chr, fold._chars(fold._DOUBLE)), '"'),
    **dict.fromkeys(map(chr, fold._chars(fold._SINGLE)), "'"),
}
ELLIPSIS = "\u2026"
FOLDS = (
    "direction marks",
    "invisible characters",
    "quotation marks",
    "ellipsis",
    "spacing",
    "composition",
)
_ALL = frozenset(FOLDS)


@dataclass(frozen=True, slots=True)
class Folded:
    """``text`` and, for each of its code points, the run it came from.

    ``text[i]`` stands for ``original[starts[i]:ends[i]]`` (code points). A run
    folded into several code points (``…``) is named by each of them.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The run of the original under ``text[start:end]``; an empty slice is
        an empty run at the place before ``start``."""
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else (self.ends or (0,))[-1]
            return at, at
        return self.starts[start], self.ends[end - 1]


Run = tuple[str, int, int]


def made(runs: list[Run]) -> Folded:
    """The runs as one text with its map."""
    text = "".join(c for c, _, _ in runs)
    return Folded(text, tuple(s for _, s, _ in runs), tuple(e for _, _, e in runs))


def folded(text: str, skip: frozenset[str] = frozenset()) -> Folded:
    """Fold A, trimmed, with its map, leaving out the folds named in ``skip``.

    Raises ValueError for a name that is not in :data:`FOLDS`.
    """
    if skip - _ALL:
        raise ValueError(f"not a fold: {sorted(skip - _ALL)}")
    runs = _mapped(text, skip)
    if "spacing" not in skip:
        runs = spaced(runs)
    if "composition" not in skip:
        runs = composed(runs)
    return made(runs)


def _mapped(text: str, skip: frozenset[str]) -> list[Run]:
    gone: frozenset[str] = frozenset()
    if "direction marks" not in skip:
        gone |= DIRECTION
    if "invisible characters" not in skip:
        gone |= INVISIBLE
    quotes = {} if "quotation marks" in skip else QUOTES
    dots = "ellipsis" not in skip
    out: list[Run] = []
    for i, char in enumerate(text):
        if char in gone:
            continue
        if dots and char == ELLIPSIS:
            out += [(".", i, i + 1)] * 3
        else:
            out.append((quotes.get(char, char), i, i + 1))
    return out


def spaced(runs: list[Run]) -> list[Run]:
    """Every run of white space as one space, none at the ends."""
    out: list[Run] = []
    for char, start, end in runs:
        if char not in SPACES:
            out.append((char, start, end))
        elif out and out[-1][0] == " ":
            out[-1] = (" ", out[-1][1], end)
        elif out:
            out.append((" ", start, end))
    if out and out[-1][0] == " ":
        out.pop()
    return out


def joins_before(char: str) -> bool:
    """True if the code point may compose with, or reorder around, what precedes.

    A superset of the code points whose NFC quick check is not *yes*: marks and
    Hangul vowel and final jamo (Unicode Standard Annex 15).
    """
    if char < "\u0300":
        return False
    number = ord(char)
    jamo = 0x1160 <= number <= 0x11FF
    return jamo or number in (0x16D63, 0x16D67) or unicodedata.category(char)[0] == "M"


def composed(runs: list[Run]) -> list[Run]:
    """NFC, cluster by cluster; code points unassigned in Unicode 14 stay apart."""
    if unicodedata.is_normalized("NFC", "".join(c for c, _, _ in runs)):
        return runs
    out: list[Run] = []
    at = 0
    while at < len(runs):
        end = at + 1
        while end < len(runs) and joins_before(runs[end][0]):
            end += 1
        out += _cluster(runs[at:end])
        at = end
    return out


def _cluster(runs: list[Run]) -> list[Run]:
    raw = "".join(c for c, _, _ in runs)
    if len(raw) > 1 and UNASSIGNED_14.search(raw):
        return runs if fold.nfc14(raw) == raw else _pieces(runs)
    new = unicodedata.normalize("NFC", raw) if len(raw) > 1 or raw > "\u0300" else raw
    if new == raw or UNASSIGNED_14.search(raw):
        return runs
    return [(c, runs[0][1], runs[-1][2]) for c in new]


def _pieces(runs: list[Run]) -> list[Run]:
    whole = fold.nfc14("".join(c for c, _, _ in runs))
    return [(c, runs[0][1], runs[-1][2]) for c in whole]
