"""Fold B: the same words in another spelling. It names, it never excuses.

As ``docs/archive-format.md`` section 14, rule 5: fold A, NFKC, small letters one
by one, look-alike letters of Persian, Arabic, Turkish and Greek keyboards, then
tatweel, ZWNJ, ZWJ, vowel marks and variation selectors fall out, then fold A
again. What is equal only under fold B is RESPELLED and may not be published.
"""

import unicodedata
from functools import lru_cache

from onrecord.model.fold import fold_a, trim
from onrecord.model.foldmap import Folded, Run, composed, folded, joins_before, made, spaced

TATWEEL = "\u0640"
JOINERS = frozenset("\u200c\u200d")
SELECTORS = frozenset(map(chr, range(0xFE00, 0xFE10)))
VOWEL_MARKS = frozenset(map(chr, (*range(0x064B, 0x0660), 0x0670, *range(0x0591, 0x05C8))))
LETTERS = {
    "\u0131": "i",
    "\u03c2": "\u03c3",
    "\u06cc": "\u064a",
    "\u0649": "\u064a",
    "\u06a9": "\u0643",
}
_GONE = JOINERS | SELECTORS | VOWEL_MARKS | {TATWEEL, "\u0307"}


def respelt(text: str) -> Folded:
    """Fold A, then fold B, with a map back to the original code points."""
    base = folded(text)
    runs: list[Run] = []
    at = 0
    while at < len(base.text):
        end = at + 1
        while end < len(base.text) and joins_before(base.text[end]):
            end += 1
        first, last = base.original(at, end)
        runs += [(c, first, last) for c in _cluster(base.text[at:end])]
        at = end
    return made(composed(spaced(runs)))


def fold_b(text: str) -> str:
    """Fold B without a map, trimmed. Equal to ``respelt(text).text``."""
    return trim(fold_a(_small(trim(fold_a(text)))))


@lru_cache(maxsize=4096)
def _cluster(raw: str) -> str:
    return fold_a(_small(raw))


def _small(text: str) -> str:
    small = "".join(c.lower() for c in unicodedata.normalize("NFKC", text))
    return "".join(LETTERS.get(c, c) for c in small if c not in _GONE)


def why_respelt(sealed: str, printed: str) -> str:
    """The names of the spelling differences between two pieces, or ''."""
    kinds = (
        ("tatweel", frozenset({TATWEEL})),
        ("joiners (ZWNJ, ZWJ)", JOINERS),
        ("vowel marks", VOWEL_MARKS),
        ("variation selectors", SELECTORS),
    )
    names = [name for name, kept in kinds if _only(sealed, kept) != _only(printed, kept)]
    bare = [_without(sealed), _without(printed)]
    same = ["".join(LETTERS.get(c, c) for c in t) for t in bare]
    if bare[0] != bare[1] and same[0] == same[1]:
        names.append("look-alike letters")
    elif same[0] != same[1]:
        plain = [unicodedata.normalize("NFKC", t) for t in same]
        if plain != same:
            names.append("compatibility forms")
        if plain[0] != plain[1]:
            names.append("letter case")
    return ", ".join(names)


def _only(text: str, kept: frozenset[str]) -> str:
    return "".join(c for c in text if c in kept)


def _without(text: str) -> str:
    return "".join(c for c in text if c not in _GONE)
