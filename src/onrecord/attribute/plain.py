"""Text reduced to what makes two copies the same: letters and digits.

Not a search fold (that is :mod:`onrecord.lang`): this one throws away more.
Width, case, marks, tatweel, elongation, direction marks, emoji and punctuation
do not tell copies apart; every digit does, and so does every word.
"""

import re
import unicodedata
from functools import lru_cache

# Letters that keyboards and habits exchange freely; decomposition does the rest.
_SAME = dict(zip("ىیېکڪگھہەةٱı", "يييكككههههاi", strict=True))
_RUN = re.compile(r"(?<=([^\d ]))\1+")


def plain(text: str) -> str:
    """Folded words, one space between them; empty if there are no letters or digits.

    Applying it twice changes nothing. A run of one letter counts as one.
    """
    return " ".join([w for w in map(plain_word, text.split()) if w])


@lru_cache(maxsize=1 << 17)
def plain_word(word: str) -> str:
    """:func:`plain` of a run without white space; punctuation inside becomes a space."""
    folded = "".join(map(_letter, unicodedata.normalize("NFKD", _wide(word).casefold())))
    return _RUN.sub("", " ".join(folded.split()))


def _wide(word: str) -> str:
    """Compatibility letters first: some have no case of their own."""
    return word if word.isascii() else unicodedata.normalize("NFKD", word)


def _letter(c: str) -> str:
    kind = unicodedata.category(c)
    if kind[0] == "L":
        return "" if kind == "Lm" and c == "\u0640" else _SAME.get(c, c)  # tatweel
    if kind[0] == "N":
        digit = unicodedata.digit(c, None)
        return c if digit is None else str(digit)
    return "" if kind[0] == "M" or kind == "Cf" else " "
