"""Terms: what of a text goes into an index, for every engine alike.

Two fields of equal length, one item a word: ``letters`` (rung 2) and ``stems``
(rung 4). A term never holds white space, is never empty and has at most
``LONGEST`` characters; a longer word becomes several terms.

What a word becomes depends on nothing but the word and the language of its
message, so it is remembered: a chat repeats its words.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from onrecord.lang.cut import parts, runs, spans
from onrecord.lang.fold import fold
from onrecord.lang.guess import chosen, votes_of
from onrecord.lang.stem import stem
from onrecord.model.query import Rung

LONGEST = 200
_REMEMBERED = 400_000
_SEVERAL = "several words"
_PIECE = re.compile(r"\w+")


def letters_of(word: str) -> list[str]:
    """The terms of one word on the letters rung; empty for a word of marks only."""
    found = _PIECE.findall(fold(word, Rung.LETTERS).replace("_", " "))
    return [t[i : i + LONGEST] for t in found for i in range(0, len(t), LONGEST)]


class _Run:
    """What one run of characters becomes; stems by language, worked out once."""

    __slots__ = ("inner", "letters", "script", "stems", "terms", "weights")

    def __init__(self, run: str) -> None:
        words = parts(run)
        self.inner = tuple(_Run(w) for w in words) if len(words) > 1 else ()
        self.terms = letters_of(words[0]) if len(words) == 1 else []
        self.letters = " ".join(self.terms)
        votes = votes_of(words[0], self.terms) if self.terms else None
        self.script = _SEVERAL if self.inner else None if votes is None else votes.script
        self.weights = () if votes is None else votes.codes
        self.stems: dict[str, str] = {}

    def stemmed(self, language: str) -> str:
        """The stems in a language, by spaces."""
        found = self.stems[language] = " ".join(stem(t, language) for t in self.terms)
        return found


class _Known(dict[str, _Run]):
    """Runs worked out before; forgets all when it holds too many."""

    def __missing__(self, run: str) -> _Run:
        if len(self) >= _REMEMBERED:
            self.clear()
        found = self[run] = _Run(run)
        return found


class Cutter:
    """Cuts many texts; remembers runs (bounded). One per process and job."""

    def __init__(self) -> None:
        self._known = _Known()

    def fields(self, text: str) -> tuple[str, str, str]:
        """``letters`` and ``stems``, terms joined by spaces, and the languages.

        The third names the language of each script that something speaks for,
        in alphabetical order, joined by spaces.
        """
        entries = list(map(self._known.__getitem__, runs(text)))
        scripts = {e.script for e in entries}
        if _SEVERAL in scripts:
            entries = [word for e in entries for word in (e.inner or (e,))]
            scripts = {e.script for e in entries}
        letters = " ".join(filter(None, [e.letters for e in entries]))
        scripts.discard(None)
        if not scripts:
            return letters, letters, ""
        taken, voted = chosen([e.weights for e in entries if e.weights], scripts)
        if len(taken) == 1:
            (language,) = taken.values()
            stems = [
                (e.stems.get(language) or e.stemmed(language)) if e.script else e.letters
                for e in entries
            ]
        else:
            stems = [e.stemmed(taken[e.script]) if e.script else e.letters for e in entries]
        return letters, " ".join(filter(None, stems)), voted


@dataclass(frozen=True, slots=True)
class Term:
    """One term of a text: ``[start, end)`` of its word in the original, and
    the language it was stemmed in (None for digits and scripts we have none for)."""

    letters: str
    stem: str
    start: int
    end: int
    language: str | None


_word = lru_cache(maxsize=100_000)(_Run)


def terms(text: str) -> list[Term]:
    """The terms of one text with their places; equal to ``Cutter.fields``."""
    cut = [(start, end, _word(text[start:end])) for start, end in spans(text)]
    scripts = {run.script for _, _, run in cut}
    taken, _ = chosen([run.weights for _, _, run in cut if run.weights], scripts)
    found: list[Term] = []
    for start, end, run in cut:
        language = None if run.script is None else taken[run.script]
        for term in run.terms:
            made = term if language is None else stem(term, language)
            found.append(Term(term, made, start, end, language))
    return found


def query_terms(text: str) -> list[str]:
    """The letters terms of a query's words, in order."""
    return [t for run in runs(text) for word in parts(run) for t in letters_of(word)]


def fields(texts: Iterable[str]) -> list[tuple[str, str, str]]:
    """``Cutter.fields`` of each text, in order."""
    cutter = Cutter()
    return [cutter.fields(t) for t in texts]
