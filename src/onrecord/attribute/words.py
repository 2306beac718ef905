"""A message's words and sentences, each with its place in the original."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from onrecord.lang.cut import spans
from onrecord.lang.fold import fold
from onrecord.model.query import Rung

_SIGNS = re.compile(r"[?؟!:.…\n\u2028\u2029]|[^\w\s]")
_SOFT = frozenset(",،;؛-–—()[]{}*_/\\\"'“”„«»‹›‘’`~^|<>=+&%$#@·•。、ـ")
_SHORT = 80  # letters
_END = re.compile(r"[.!?؟…\u2028\u2029\n]")
_FRONT = frozenset("أوف")
_LATIN, _CYRILLIC = re.compile(r"[A-Za-z]"), re.compile(r"[\u0400-\u04ff]")
_LOOKS = ("acekopxyABCEHIJKMOPSTXYijs", "асекорхуАВСЕНІЈКМОРЅТХУіјѕ")
_TO_LATIN, _TO_CYRILLIC = (str.maketrans(a, b) for a, b in (_LOOKS[::-1], _LOOKS))


class Word(NamedTuple):
    """``text`` is folded; ``[start, end)`` in code points of the original.

    ``hamza``: an Arabic word written with أ in front, as *I write* is and *write!* is not.
    """

    text: str
    start: int
    end: int
    sentence: int
    sign: bool = False
    hamza: bool = False


@lru_cache(maxsize=1 << 16)
def _folded(word: str) -> str:
    return fold(one_script(word), Rung.LETTERS)


def one_script(word: str) -> str:
    """A word of mixed Latin and Cyrillic with look-alikes in the script of most letters."""
    latin, cyrillic = len(_LATIN.findall(word)), len(_CYRILLIC.findall(word))
    if not latin or not cyrillic:
        return word
    return word.translate(_TO_LATIN if latin >= cyrillic else _TO_CYRILLIC)


def words(text: str) -> tuple[Word, ...]:
    """Words and telling signs (``? ! : .`` and emoji) of a text, in order.

    A sentence ends at a line's end, and at ``. ! ? …`` before white space,
    unless a full stop follows a one-letter word or stands before a digit.
    English ``n't`` belongs to its word, without the apostrophe.
    """
    return _of_short(text) if len(text) <= _SHORT else _of_long(text)


@lru_cache(maxsize=4096)  # a chat says the same short things again and again
def _of_short(text: str) -> tuple[Word, ...]:
    return _cut(text)


@lru_cache(maxsize=4)  # voices and statements both ask for the message at hand
def _of_long(text: str) -> tuple[Word, ...]:
    return _cut(text)


def _cut(text: str) -> tuple[Word, ...]:
    out: list[Word] = []
    sentence, at = 0, 0
    for start, end in [*spans(text), (len(text), len(text))]:
        if at < start and (start - at > 1 or text[at] != " "):
            sentence = _signs(text, at, start, sentence, out)
        if start == end:
            break
        folded = _folded(text[start:end])
        if folded == "t" and out and at + 1 == start and text[at] in "'’" and out[-1].end == at:
            last = out[-1]
            out[-1] = Word(last.text + "t", last.start, end, last.sentence)
        else:
            hamza = text[start] in _FRONT and text[start:end].lstrip("وف")[:1] == "أ"
            out.append(Word(folded, start, end, sentence, hamza=hamza))
        at = end
    return tuple(out)


def _signs(text: str, start: int, end: int, sentence: int, out: list[Word]) -> int:
    """Enters the signs between two words; returns the sentence the next word is in."""
    ended = False
    for hit in _SIGNS.finditer(text, start, end):
        sign, at = hit.group(), hit.start()
        if sign in _SOFT:
            continue
        if _END.match(sign):
            ended = ended or _ends(text, at, out)
        if sign.isspace():
            continue
        sign = "?" if sign == "؟" else sign
        if not out or out[-1].text != sign or not out[-1].sign:
            out.append(Word(sign, at, at + 1, sentence, sign=True))
    return sentence + 1 if ended and out else sentence


def signs(text: str) -> Iterator[str]:
    """The telling signs of a text as :func:`words` enters them, some more than once."""
    for sign in _SIGNS.findall(text):
        if sign not in _SOFT and not sign.isspace():
            yield "?" if sign == "؟" else sign


def _ends(text: str, at: int, out: list[Word]) -> bool:
    if text[at] != ".":
        return True
    after = text[at + 1 : at + 2]
    if after and not after.isspace() and after not in '.!?؟…"»”':
        return False
    if out and out[-1].end == at and len(out[-1].text) == 1:
        return False
    rest = text[at + 1 :].lstrip()
    return not (rest[:1].isdigit() and out and len(out[-1].text) <= 3)
