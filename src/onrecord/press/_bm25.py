"""BM25 over stems and over pieces of words, and the keys both count.

Robertson & Zaragoza, *The Probabilistic Relevance Framework: BM25 and Beyond*
(2009); k1 = 1.2 and b = 0.75 are its usual values, not tuned.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable

from onrecord.press._features import LEAST_BONES
from onrecord.press._glossary import glossary
from onrecord.press._skeleton import skeleton
from onrecord.press._words import Word, words

K1 = 1.2
B = 0.75
PIECE = 4

_ADDRESS = re.compile(r"https?://\S+|pic\.twitter\.com/\S+|www\.\S+", re.IGNORECASE)
_TAG = re.compile(r"[#@](\w+)")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|_")


def subject(text: str) -> list[Word]:
    """The words of a text that carry its subject: no addresses, no function words.

    Tags are opened (``#HarbourFires`` is two words); offsets count in the
    rewritten text and are not for showing.
    """
    told = glossary()
    plain = _ADDRESS.sub(" ", text)
    plain = _TAG.sub(lambda found: _CAMEL.sub(" ", found.group(1)), plain)
    return [word for word in words(plain) if not told.is_function(word)]


def stems(said: Iterable[Word]) -> list[str]:
    """One index term a word."""
    return [word.stem for word in said]


def pieces(said: Iterable[Word]) -> list[str]:
    """Runs of four letters of each word, its borders marked."""
    found: list[str] = []
    for word in said:
        framed = f" {word.keys[-1]} "
        found.extend(framed[at : at + PIECE] for at in range(max(1, len(framed) - PIECE + 1)))
    return found


def crossing(said: Iterable[Word]) -> list[str]:
    """Keys that are the same in every language: news words, skeletons of names, numbers."""
    told = glossary()
    found: list[str] = []
    for word in said:
        found.extend(f"c:{name}" for name in told.of(word))
        if word.script == "digit":
            value = "".join(str(int(c)) for c in word.written if c.isdecimal())
            found.append(f"#:{value}")
        elif word.capital or word.script == "arab":
            bones = skeleton(word.keys[-1] if word.script == "arab" else word.written)
            if len(bones) >= LEAST_BONES:
                found.append(f"n:{bones}")
    return found


class Bm25:
    """An index over bags of terms. Immutable once made."""

    def __init__(self, bags: Iterable[list[str]]) -> None:
        self._postings: dict[str, list[tuple[int, int]]] = {}
        lengths: list[int] = []
        for number, bag in enumerate(bags):
            lengths.append(len(bag))
            for term, count in Counter(bag).items():
                self._postings.setdefault(term, []).append((number, count))
        self._many = len(lengths)
        mean = sum(lengths) / self._many if self._many else 0.0
        self._norms = [K1 * (1 - B + B * (length / mean if mean else 0.0)) for length in lengths]

    def rarity(self, term: str) -> float:
        """ln(1 + (N - n + 0.5) / (n + 0.5)); 0 for a term that stands nowhere."""
        n = len(self._postings.get(term, ()))
        return math.log(1 + (self._many - n + 0.5) / (n + 0.5)) if n else 0.0

    def scores(self, bag: Iterable[str], commonest: float = 1.0) -> dict[int, float]:
        """Score by number of the bag, for those that share a term.

        A term that stands in more than ``commonest`` of the bags is left out: it
        costs most and says least.
        """
        found: dict[int, float] = {}
        most = max(100.0, commonest * self._many)
        for term in sorted(set(bag)):
            postings = self._postings.get(term)
            if not postings or len(postings) > most:
                continue
            weight = self.rarity(term) * (K1 + 1)
            for number, count in postings:
                part = weight * count / (count + self._norms[number])
                found[number] = found.get(number, 0.0) + part
        return found
