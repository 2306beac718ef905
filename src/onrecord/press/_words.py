"""Words of a text with their place, and the keys under which they meet others."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from onrecord.lang.cut import spans
from onrecord.lang.fold import fold as fold_letters
from onrecord.model.query import Rung

if TYPE_CHECKING:
    from Stemmer import Stemmer

# Three or more of a letter are emphasis (Miiinaaa, ميناااء); digits are left alone.
_LONG = re.compile(r"([^\W\d_])\1{2,}")
_STEMMERS = {"latn": "english", "cyrl": "russian", "arab": "arabic"}
_SENTENCE = re.compile(r"[.!?؟…](?=[\s»”\"')\]]|\Z)|\n+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word as written and folded; ``[start, end)`` in code points.

    ``keys`` are the folded word and what remains without clitics, widest first;
    ``stem`` is the one term under which it is indexed. ``first`` is True at the
    start of a sentence, ``capital`` if it is written with one.
    """

    written: str
    start: int
    end: int
    keys: tuple[str, ...]
    stem: str
    script: str
    first: bool
    capital: bool


def words(text: str, offset: int = 0) -> list[Word]:
    """The words of ``text``; ``offset`` is added to every place."""
    borders = [found.end() for found in _SENTENCE.finditer(text)]
    found: list[Word] = []
    opening, border = True, 0
    for start, end in spans(text):
        while border < len(borders) and borders[border] <= start:
            opening = True
            border += 1
        written = text[start:end]
        keys, stemmed, script = _keys(written)
        if not keys:
            continue
        capital = written[0].isupper()
        here = (offset + start, offset + end)
        found.append(Word(written, *here, keys, stemmed, script, opening, capital))
        opening = False
    return found


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans of sentences: up to ``. ! ? ؟ …`` before a space, or a line's end."""
    spans: list[tuple[int, int]] = []
    at = 0
    for found in _SENTENCE.finditer(text):
        if text[at : found.end()].strip():
            spans.append((at, found.end()))
        at = found.end()
    if text[at:].strip():
        spans.append((at, len(text)))
    return spans


def fold(word: str) -> str:
    """The letters of a word on rung 2 of TEXT, as the cutter of all engines has them."""
    return fold_letters(word, Rung.LETTERS)


def script_of(word: str) -> str:
    """``arab``, ``latn``, ``cyrl``, ``digit`` or ``other``, by the first letter."""
    for c in word:
        if c.isdecimal():
            return "digit"
        name = unicodedata.name(c, "")
        for script, start in (("arab", "ARABIC"), ("latn", "LATIN"), ("cyrl", "CYRILLIC")):
            if name.startswith(start):
                return script
    return "other"


@lru_cache(maxsize=200_000)
def _keys(written: str) -> tuple[tuple[str, ...], str, str]:
    folded = _LONG.sub(r"\1", fold(written))
    script = script_of(folded)
    if script == "arab":
        forms = _arabic_forms(folded)
        return forms, _stem(forms[-1], script), script
    return ((folded,) if folded else ()), _stem(folded, script), script


def _arabic_forms(word: str) -> tuple[str, ...]:
    """The word without conjunction, preposition and article, one step at a time."""
    forms = [word]
    for clitics in (("و", "ف"), ("ب", "ك", "ل", "س")):
        last = forms[-1]
        rest = last[1:]
        if last[:1] in clitics and (len(rest) >= 4 or rest.startswith("ال")):
            forms.append(rest)
    for form in list(forms):
        if form.startswith("ال") and len(form) >= 5 or form.startswith("لل") and len(form) >= 5:
            forms.append(form[2:])
    return tuple(dict.fromkeys(forms))


def _stem(word: str, script: str) -> str:
    name = _STEMMERS.get(script)
    if name is None:
        return word
    return fold(_stemmer(name).stemWord(word))


@lru_cache(maxsize=8)
def _stemmer(name: str) -> "Stemmer":
    from Stemmer import Stemmer  # noqa: PLC0415 - only matching needs it

    return Stemmer(name)


def stem(word: str) -> str:
    """The index term of one word, as :func:`words` gives it."""
    return _keys(word)[1]
