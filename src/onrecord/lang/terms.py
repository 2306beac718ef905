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

from onrecord.lang.cut import parts, runs, spans
from onrecord.lang.fold import fold
from onrecord.lang.guess import Votes, votes_of
from onrecord.lang.stem import stem
from onrecord.model.query import Rung

LONGEST = 200
_REMEMBERED = 400_000
_PIECE = re.compile(r"\w+")


def letters_of(word: str) -> list[str]:
    """The terms of one word on the letters rung; empty for a word of marks only."""
    found = _PIECE.findall(fold(word, Rung.LETTERS).replace("_", " "))
    return [t[i : i + LONGEST] for t in found for i in range(0, len(t), LONGEST)]


@dataclass(slots=True)
class _Run:
    """What one run of characters becomes; stems by language, worked out once."""

    terms: tuple[str, ...]
    letters: str
    votes: Votes | None
    stems: dict[str, str]

    def stemmed(self, language: str) -> str:
        found = self.stems.get(language)
        if found is None:
            found = " ".join(stem(t, language) for t in self.terms)
            self.stems[language] = found
        return found


def _run(run: str) -> _Run:
    words = parts(run)
    terms = tuple(t for w in words for t in letters_of(w))
    return _Run(terms, " ".join(terms), votes_of(words, terms), {})


class Cutter:
    """Cuts many texts; remembers runs (bounded). One per process and job."""

    def __init__(self) -> None:
        self._known: dict[str, _Run] = {}

    def _runs(self, text: str) -> list[_Run]:
        known = self._known
        found = []
        for run in runs(text):
            entry = known.get(run)
            if entry is None:
                if len(known) >= _REMEMBERED:
                    known.clear()
                entry = known[run] = _run(run)
            if entry.terms:
                found.append(entry)
        return found

    def fields(self, text: str) -> tuple[str, str, str]:
        """``letters`` and ``stems``, terms joined by spaces, and the languages.

        The third lists the language of each script the text has words of,
        most words first, joined by spaces; empty if nothing speaks for one.
        """
        entries = self._runs(text)
        tally = Votes.count(e.votes for e in entries)
        letters = " ".join([e.letters for e in entries])
        stems = " ".join(
            [e.letters if e.votes is None else e.stemmed(tally.of(e.votes)) for e in entries]
        )
        return letters, stems, " ".join(tally.languages())


@dataclass(frozen=True, slots=True)
class Term:
    """One term of a text: ``[start, end)`` of its word in the original, and
    the language it was stemmed in (None for digits and scripts we have none for)."""

    letters: str
    stem: str
    start: int
    end: int
    language: str | None


def terms(text: str) -> list[Term]:
    """The terms of one text with their places; equal to ``Cutter.fields``."""
    cut = [(start, end, text[start:end]) for start, end in spans(text)]
    runs_found = [_run(word) for _, _, word in cut]
    tally = Votes.count(e.votes for e in runs_found if e.terms)
    found: list[Term] = []
    for (start, end, _), entry in zip(cut, runs_found, strict=True):
        language = None if entry.votes is None else tally.of(entry.votes)
        for term in entry.terms:
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
