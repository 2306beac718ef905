"""Arabic names in Latin letters, to be read aloud beside the original.

Two ways, both marked as made by a machine wherever they are shown:

* ``strict``: each letter by the table of ALA-LC (Library of Congress, Arabic
  romanization table, 2012), so that the letters can be told back. Vowels that
  are not written are not guessed: محمد is *mḥmd*.
* ``newsroom``: as an English paper might print it: no signs, ``al-`` before a
  name, known spellings of frequent names (Muhammad, Ahmed), short vowels put
  in where consonants cannot be said. A guess, never a spelling of record.

Nothing is searched by these; ``lang.names`` compares names in any script.
"""

import re
from dataclasses import dataclass
from functools import cache

from onrecord.lang._files import tables, text_of
from onrecord.lang.cut import spans
from onrecord.lang.fold import fold
from onrecord.lang.guess import script_of
from onrecord.model.query import Rung

_STRICT = {
    "ا": "ā", "أ": "a", "إ": "i", "آ": "ā", "ٱ": "a", "ء": "ʼ", "ؤ": "ʼ", "ئ": "ʼ", "ب": "b",
    "ت": "t", "ث": "th", "ج": "j", "ح": "ḥ", "خ": "kh", "د": "d", "ذ": "dh", "ر": "r", "ز": "z",
    "س": "s", "ش": "sh", "ص": "ṣ", "ض": "ḍ", "ط": "ṭ", "ظ": "ẓ", "ع": "ʻ", "غ": "gh", "ف": "f",
    "ق": "q", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "ة": "ah", "و": "w", "ي": "y",
    "ى": "á", "پ": "p", "چ": "ch", "ژ": "zh", "گ": "g", "ک": "k", "ی": "y", "ڤ": "v",
    "َ": "a", "ُ": "u", "ِ": "i", "ً": "an", "ٌ": "un", "ٍ": "in", "ٰ": "ā", "ْ": "", "ـ": "",
}  # fmt: skip
_PLAIN = str.maketrans("āáīūḥṣḍṭẓ", "aaiuhsdtz", "ʼʻ")
_LONG = {"و": "ū", "ي": "ī", "ی": "ī"}
_DOUBLED, _MARKS = "ّ", "ًٌٍَُِّْٰ"
_SHORT = frozenset({"a", "u", "i", "an", "un", "in"})
_VOWELS = frozenset("aeiouāīūá")


@dataclass(frozen=True, slots=True)
class Romanised:
    """A name as read aloud: letter by letter, and as a newsroom might print it."""

    strict: str
    newsroom: str


@cache
def _known() -> dict[str, str]:
    """Usual English spellings of frequent names, by their letters-rung form."""
    said = tables(text_of("pairs/newsroom.toml"))
    return {fold(a, Rung.LETTERS): b for a, b in said["names"].items()}


def romanise(name: str) -> Romanised | None:
    """A name in Latin letters; None if no word of it is in Arabic script.

    What is not Arabic in it (Latin words, emoji, digits) stays as it is.
    """
    found = [(a, b) for a, b in spans(name) if script_of(name[a:b]) == "Arab"]
    if not found:
        return None
    strict, newsroom, at = [], [], 0
    for start, end in found:
        between = name[at:start]
        strict += [between, _strict(name[start:end])]
        newsroom += [between, _newsroom(name[start:end])]
        at = end
    return Romanised("".join([*strict, name[at:]]), "".join([*newsroom, name[at:]]))


def _strict(word: str) -> str:
    """One word by the table; و and ي are vowels after a consonant, else glides."""
    bare = _kept(word)
    article = bare.startswith("ال") and len(bare) > 3
    return "al-" + "".join(_sounds(bare[2:])) if article else "".join(_sounds(bare))


def _kept(word: str) -> str:
    return "".join(c for c in word if c in _STRICT or c == _DOUBLED)


def _sounds(word: str) -> list[str]:
    """The word's letters in Latin, one item a letter."""
    out: list[str] = []
    for i, char in enumerate(word):
        if char == _DOUBLED:
            at = next((n for n in range(len(out) - 1, -1, -1) if out[n] not in _SHORT), None)
            if at is not None:
                out.insert(at, out[at])
        elif char in _LONG and word[i - 1 : i] == "إ" and i == 1:
            out[0] = _LONG[char]
        elif char in _LONG and _is_vowel(word, i):
            out.append(_LONG[char])
        elif char == "ة" and i + 1 < len(word):
            out.append("t")
        elif char == "ا" and i == 0:
            out.append("a")
        elif _STRICT[char]:
            out.append(_STRICT[char])
    return out


def _is_vowel(word: str, at: int) -> bool:
    """True for a و or ي between or after consonants."""
    if at == 0 or word[at - 1] in "اوييآىی":
        return False
    return at + 1 == len(word) or word[at + 1] not in "اآةوىيی" + _MARKS


def _newsroom(word: str) -> str:
    plain = fold(word, Rung.LETTERS)
    known = _known()
    if plain in known:
        return known[plain]
    for before, said, rest in (("ال", "al-", 2), ("عبدال", "Abd al-", 5)):
        if plain.startswith(before) and len(plain) > rest + 1:
            return said + (known.get(plain[rest:]) or _said(word[word.index("ل") + 1 :]))
    return _said(word)


def _said(word: str) -> str:
    """Without signs, with vowels between consonants that cannot be said together."""
    bare = _kept(word)
    sounds = _sounds(bare)
    if bare.endswith("ة") and sounds:
        sounds[-1] = "a"
    said = "".join(_voiced(sounds)).translate(_PLAIN)
    return re.sub(r"iyy?$", "i", said).capitalize()


def _voiced(sounds: list[str]) -> list[str]:
    """One consonant before the first vowel, at most two in a row after it."""
    out: list[str] = []
    run, begun, long_before = 0, False, False
    for i, sound in enumerate(sounds):
        if sound[0] in _VOWELS:
            run, begun, long_before = 0, True, sound == "ā"
        else:
            run += 1
            after_long = long_before and run == 2 and i + 1 == len(sounds)
            if run == 3 or after_long or (run == 2 and not begun):
                out.append("i" if after_long else "a")
                run, begun, long_before = 1, True, False
        out.append(sound)
    return out
