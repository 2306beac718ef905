"""What stands in the sealed text where the printed wording was looked for."""

import unicodedata
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher

from onrecord.model.foldmap import folded

_WINDOW = 1200  # code points compared letter by letter


@dataclass(frozen=True, slots=True)
class Change:
    """One differing piece: sealed words, printed words (either may be '')."""

    sealed: str
    printed: str

    def __str__(self) -> str:
        if not self.printed:
            return f"sealed “{self.sealed}” is missing from the page"
        if not self.sealed:
            return f"“{self.printed}” is not in the sealed text"
        return f"sealed “{self.sealed}”, printed “{self.printed}”"


@dataclass(frozen=True, slots=True)
class Difference:
    """The nearest run of the sealed text and how the printed one differs.

    ``start``/``end`` are code points of the sealed text and ``sealed`` is that
    run. ``parts`` alternates (sealed, printed, same) over both texts whole.
    """

    start: int
    end: int
    sealed: str
    printed: str
    parts: tuple[tuple[str, str, bool], ...]

    @property
    def changes(self) -> tuple[Change, ...]:
        """The differing pieces only."""
        return tuple(Change(s, p) for s, p, same in self.parts if not same)


def nearest(sealed: str, printed: str) -> Difference:
    """The run of ``sealed`` most like ``printed``, compared under fold A."""
    inner = folded(sealed)
    said = folded(printed).text
    low, high = _window(inner.text, said)
    parts = _parts(inner.text[low:high], said)
    while parts and not parts[0][1] and not parts[0][2]:
        low += len(parts[0][0])
        parts = parts[1:]
    while parts and not parts[-1][1] and not parts[-1][2]:
        high -= len(parts[-1][0])
        parts = parts[:-1]
    start, end = inner.original(low, high)
    return Difference(start, end, sealed[start:end], said, tuple(parts))


def _window(sealed: str, printed: str) -> tuple[int, int]:
    """The run of whole words of ``sealed`` that shares most words with ``printed``."""
    spans = _words(sealed)
    wanted = Counter(printed.split(" "))
    size = min(len(spans), len(printed.split(" ")) + 2)
    if not spans:
        return 0, 0
    best = where = 0
    have: Counter[str] = Counter()
    shared = 0
    for at, (a, b) in enumerate(spans):
        word = sealed[a:b]
        have[word] += 1
        shared += have[word] <= wanted[word]
        if at >= size:
            gone = sealed[spans[at - size][0] : spans[at - size][1]]
            shared -= have[gone] <= wanted[gone]
            have[gone] -= 1
        if shared > best:
            best, where = shared, max(0, at - size + 1)
    low, high = spans[where][0], spans[min(len(spans), where + size) - 1][1]
    return (low, high) if best > 0 else (0, min(len(sealed), len(printed) + 40))


def _words(text: str) -> list[tuple[int, int]]:
    spans = []
    at = 0
    for word in text.split(" "):
        if word:
            spans.append((at, at + len(word)))
        at += len(word) + 1
    return spans


def _parts(sealed: str, printed: str) -> list[tuple[str, str, bool]]:
    if len(sealed) > _WINDOW or len(printed) > _WINDOW:
        return _by_word(sealed, printed)
    match = SequenceMatcher(None, sealed, printed, autojunk=False)
    if match.ratio() < 0.5:
        return _by_word(sealed, printed)
    return [(sealed[a:b], printed[c:d], tag == "equal") for tag, a, b, c, d in match.get_opcodes()]


def _by_word(sealed: str, printed: str) -> list[tuple[str, str, bool]]:
    left, right = _cut(sealed), _cut(printed)
    match = SequenceMatcher(None, left, right, autojunk=False)
    return [
        ("".join(left[a:b]), "".join(right[c:d]), tag == "equal")
        for tag, a, b, c, d in match.get_opcodes()
    ]


def _cut(text: str) -> list[str]:
    words = text.split(" ")
    return [w + " " for w in words[:-1]] + ([words[-1]] if words[-1] else [])


def code_points(text: str, most: int = 8) -> str:
    """``U+0430 CYRILLIC SMALL LETTER A`` …, for pieces that look alike."""
    named = [f"U+{ord(c):04X} {unicodedata.name(c, 'without a name')}" for c in text[:most]]
    return ", ".join(named) + (" …" if len(text) > most else "")
