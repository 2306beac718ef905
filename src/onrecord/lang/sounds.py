"""Coarse sounds of a name: what to compare before comparing closely.

A skeleton keeps the consonants in nine classes and drops vowels, glides and
throat sounds, which scripts and spellers write as they like. Two spellings of
one name have skeletons at most one class apart; few other names do.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from rapidfuzz import fuzz

from onrecord.lang.guess import script_of
from onrecord.lang.names import bare, latin

CLASSES = "bfklmnrst"
LIKE_ENOUGH = 40
_MOST = 8
_LATIN = {
    "sh": "s", "kh": "k", "gh": "k-", "ph": "f", "zh": "s", "ck": "k", "th": "ts", "dh": "ts",
    "ch": "sk", "b": "b", "p": "b", "f": "f", "v": "f-", "t": "t", "d": "t", "s": "s", "z": "s",
    "x": "sk", "j": "s-", "c": "ks", "q": "k", "k": "k", "g": "ks", "l": "l", "r": "r", "m": "m",
    "n": "n",
}  # fmt: skip
_ARABIC = {
    "ب": "b", "پ": "b", "ف": "f", "ت": "t", "ط": "t", "د": "t", "ض": "t", "ث": "ts", "ذ": "ts",
    "ظ": "ts", "س": "s", "ص": "s", "ز": "s", "ش": "s", "چ": "s", "ژ": "s", "ج": "sk", "ك": "k",
    "تش": "s", "ق": "k", "غ": "k", "خ": "k-", "ل": "l", "ر": "r", "م": "m", "ن": "n",
    "ٹ": "t", "ڈ": "t",
}  # fmt: skip


@lru_cache(maxsize=200_000)
def skeletons(word: str) -> frozenset[str]:
    """The skeletons of a bare word; at most ``_MOST``, empty strings included."""
    word = bare(word)
    arabic = script_of(word) == "Arab"
    choices = _choices(word, _ARABIC) if arabic else _choices(latin(word), _LATIN)
    found = [""]
    for sounds in choices:  # never all combinations: a long word has too many
        longer = (s if c == "-" or s.endswith(c) else s + c for s in found for c in sounds)
        found = list(islice(dict.fromkeys(longer), _MOST))
    return frozenset(found)


def _choices(word: str, table: dict[str, str]) -> Iterator[str]:
    at = 0
    while at < len(word):
        size = 2 if word[at : at + 2] in table else 1
        sounds = table.get(word[at : at + size])
        if sounds:
            yield sounds
        at += size


@lru_cache(maxsize=256)
def near(word: str) -> frozenset[str]:
    """The skeletons at most one class away from one of the word's."""
    found: set[str] = set()
    for skeleton in skeletons(word):
        found.update(near_to(skeleton))
    return frozenset(found)


def near_to(skeleton: str) -> set[str]:
    """The skeletons at most one class away from one."""
    found = {skeleton}
    for i in range(len(skeleton) + 1):
        found.update(skeleton[:i] + c + skeleton[i:] for c in CLASSES)
        if i < len(skeleton):
            found.add(skeleton[:i] + skeleton[i + 1 :])
            found.update(skeleton[:i] + c + skeleton[i + 1 :] for c in CLASSES)
    return found


def worth_comparing(asked: str, word: str) -> bool:
    """True unless two bare words cannot be spellings of one name."""
    if fuzz.ratio(latin(asked), latin(word), score_cutoff=LIKE_ENOUGH) < LIKE_ENOUGH:
        return False
    return not near(asked).isdisjoint(skeletons(word))
