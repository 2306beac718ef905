"""Arabizi: Arabic as chats write it in Latin letters and digits, both ways.

There is no one spelling, so nothing is converted: an Arabizi word *can be* any
of the Arabic words it may stand for, and two words meet if one is among them.
"""

import re
from functools import lru_cache
from itertools import islice

from onrecord.lang.fold import fold
from onrecord.lang.guess import script_of
from onrecord.model.query import Rung

_MOST = 4096
_LONGEST = 18
# Longest first. An empty string: not written in Arabic (short vowels).
_STANDS = {
    "sh": "ش", "ch": "ش", "kh": "خ", "gh": "غ", "th": "ثذ", "dh": "ذضظ", "ou": "و-", "oo": "و",
    "ee": "ي", "aa": "ا", "ai": "ي", "ei": "ي", "ay": "ي", "ey": "ي", "aw": "و", "au": "و",
    "2": "ءاق", "3": "ع", "4": "ذش", "5": "خ", "6": "ط", "7": "ح", "8": "قغ", "9": "صق",
    "a": "ا-عه", "b": "ب", "c": "سك", "d": "دضذ", "e": "-يا", "f": "ف", "g": "غجق", "h": "هح",
    "i": "-ي", "j": "ج", "k": "ك", "l": "ل", "m": "م", "n": "ن", "o": "-و", "p": "ب", "q": "ق",
    "r": "ر", "s": "سص", "t": "تط", "u": "-و", "v": "ف", "w": "و", "x": "خ", "y": "ي", "z": "زظذ",
}  # fmt: skip
_PIECE = re.compile("|".join(sorted(_STANDS, key=lambda k: (-len(k), k))))
_DIGIT = re.compile(r"[a-z][235679](?![0-9])|(?<![0-9])[235679][a-z]")


def looks_like(word: str) -> bool:
    """True if a Latin word uses digits as Arabic letters (``7abibi``, ``sa3a``)."""
    return _DIGIT.search(word.casefold()) is not None


@lru_cache(maxsize=20_000)
def readings(word: str) -> frozenset[str]:
    """The Arabic words (letters rung) a Latin word may stand for; at most ``_MOST``.

    Empty for a word of another script, one with other signs, or a long one.
    """
    plain = _squeezed(fold(word, Rung.LETTERS))
    if not plain or len(plain) > _LONGEST or script_of(plain) not in ("Latn", None):
        return frozenset()
    choices: list[str] = []
    at = 0
    while at < len(plain):
        found = _PIECE.match(plain, at)
        if found is None:
            return frozenset()
        choices.append(_STANDS[found[0]])
        at = found.end()
    if plain.endswith(("a", "e", "eh", "ah")):
        choices[-1] += "ه"
    return _products(choices, plain)


def _squeezed(word: str) -> str:
    """Doubled letters once: Arabic writes them once (``mohammed``)."""
    return re.sub(r"([bcdfghjklmnpqrstvwxyz])\1+", r"\1", re.sub(r"([a-z])\1{2,}", r"\1", word))


def _products(choices: list[str], plain: str) -> frozenset[str]:
    spelt = [""]
    for letters in choices:  # never all combinations: many are the same
        longer = (s if c == "-" else s + c for s in spelt for c in letters)
        spelt = list(islice(dict.fromkeys(longer), _MOST))
    found = {made for s in spelt if len(made := fold(s, Rung.LETTERS)) >= 2}
    if plain.startswith(("al", "el")):
        found |= {made[2:] for made in found if made.startswith("ال") and len(made) > 2}
    return frozenset(found)


_LETTERS = {"2": "", "3": "", "4": "sh", "5": "kh", "6": "t", "7": "h", "8": "q", "9": "s"}


def sounded(word: str) -> frozenset[str]:
    """The skeletons of an Arabizi or Arabic word (``lang.sounds``)."""
    from onrecord.lang.sounds import skeletons

    return skeletons("".join(_LETTERS.get(c, c) for c in word))


def meets(asked: str, term: str) -> bool:
    """True if one word is Arabic and the other may be it in Latin letters."""
    from onrecord.lang.sounds import near

    if near("".join(_LETTERS.get(c, c) for c in asked)).isdisjoint(sounded(term)):
        return False
    scripts = script_of(asked), script_of(term)
    if scripts[0] == "Arab" and scripts[1] != "Arab":
        return fold(asked, Rung.LETTERS) in readings(term)
    if scripts[1] == "Arab" and scripts[0] != "Arab":
        return fold(term, Rung.LETTERS) in readings(asked)
    return False
