"""Arabic in Latin letters and digits (``al mina2 lam yas2ot``), read as Arabic words.

Only words of the glossary are recognised: a spelling is turned into a pattern over
Arabic letters (short vowels may be unwritten, a digit stands for one of a few
letters), and a word of the glossary that fits it is taken. What fits nothing
stays as it is written.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache

from onrecord.press._glossary import glossary
from onrecord.press._words import Word, script_of, stem

_INNER = re.compile(r"(?=.*[a-z].*[a-z])[a-z']*[23579][a-z23579']*\Z")
_FUNCTION = frozenset(
    ("al", "el", "lam", "lan", "w", "wa", "fi", "min", "ya", "mish", "ana", "3ala")
)
_LETTERS = {
    "sh": "ش", "kh": "خ", "gh": "غ", "th": "[ثذ]", "dh": "[ذضظ]", "ch": "ش", "aa": "ا", "ee": "ي",
    "oo": "و", "ou": "و", "2": "[ءاقيو]?", "3": "ع", "5": "خ", "6": "ط", "7": "ح", "8": "[غق]",
    "9": "[صق]", "a": "[اهي]?", "e": "[اهي]?", "i": "[يا]?", "o": "[وه]?", "u": "و?", "b": "ب",
    "t": "[تطه]", "j": "ج", "g": "[جغق]", "d": "[دض]", "r": "ر", "z": "[زذظ]", "s": "[سص]",
    "f": "ف", "v": "ف", "q": "ق", "k": "[كق]", "l": "ل", "m": "م", "n": "ن", "h": "[هح]", "w": "و",
    "y": "ي", "p": "ب", "c": "[كس]", "x": "كس", "'": "[عء]?",
}  # fmt: skip


def is_arabizi(said: Sequence[Word]) -> bool:
    """True if two words carry a digit as a letter, or one beside an Arabic function word."""
    inner = sum(bool(_INNER.match(word.keys[0])) for word in said)
    small = any(word.keys[0] in _FUNCTION for word in said)
    return inner >= 2 or (inner == 1 and small)


def as_arabic(said: Sequence[Word]) -> list[Word]:
    """The words, each that fits a word of the glossary with that word's keys."""
    if not is_arabizi(said):
        return list(said)
    return [_read(word) for word in said]


def _read(word: Word) -> Word:
    if word.script not in ("latn", "digit"):
        return word
    found = _fitting(word.keys[0])
    if not found:
        return word
    return replace(word, keys=(word.keys[0], *found), stem=stem(found[0]), script="arab")


@lru_cache(maxsize=20_000)
def _fitting(spelt: str) -> tuple[str, ...]:
    """Glossary words a spelling can stand for, the fullest spelling of it first."""
    letters = [_LETTERS.get(run, re.escape(run)) for run in _runs(spelt)]
    pattern = re.compile("".join(letters) + r"\Z")
    bare = [word for word in _known() if pattern.match(word)]
    return tuple(sorted(bare, key=lambda word: (-len(word), word))[:3])


def _runs(spelt: str) -> list[str]:
    found: list[str] = []
    at = 0
    while at < len(spelt):
        size = 2 if spelt[at : at + 2] in _LETTERS else 1
        found.append(spelt[at : at + size])
        at += size
    return found


@cache
def _known() -> tuple[str, ...]:
    told = glossary()
    words = {key for key in told.by_key if ":" not in key}
    words |= told.stop | told.light | told.cues["not"] | told.cues["deny"]
    return tuple(sorted(word for word in words if script_of(word) == "arab"))
