"""Terms: what of a text goes into an index, for every engine alike.

Two fields of equal length, one item a word: ``letters`` (rung 2) and ``stems``
(rung 4). A term never holds white space, is never empty and has at most
``LONGEST`` characters; a longer word becomes several terms.

What a word becomes depends on nothing but the word and the language of its
sentence, so it is remembered: a chat repeats its words.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from onrecord.lang import quick_words
from onrecord.lang.cut import parts, runs, spans
from onrecord.lang.fold import fold
from onrecord.lang.guess import Votes, chosen, settled, votes_of
from onrecord.lang.language import of_script
from onrecord.lang.stem import stem
from onrecord.model.query import Rung

LONGEST = 200
_REMEMBERED, _SHORT = 40_000, 40
"""Chunks remembered before the oldest are forgotten (twice as many are held then), and
the characters of those that are worth it."""
_KINDS = 100_000
_LANGUAGES = 8
_PIECE = re.compile(r"\w+")


def letters_of(word: str) -> list[str]:
    """The terms of one word on the letters rung; empty for a word of marks only."""
    found = _PIECE.findall(fold(word, Rung.LETTERS).replace("_", " "))
    return [t[i : i + LONGEST] for t in found for i in range(0, len(t), LONGEST)]


class _Word:
    """What one word becomes; stems by language, worked out once.

    ``plain`` are the stems in the default language of its script, ``usual``.
    """

    __slots__ = ("letters", "others", "plain", "terms", "usual", "votes")

    def __init__(self, word: str) -> None:
        self.terms = letters_of(word)
        self.votes: Votes | None = votes_of(word, self.terms) if self.terms else None
        self.letters = " ".join(self.terms)
        self.usual = None if self.votes is None else of_script(self.votes.script)[0]
        self.plain = self.letters if self.usual is None else self._made(self.usual)
        self.others: dict[str, str] | None = None

    def stemmed(self, language: str | None) -> str:
        """The stems in a language, by spaces."""
        if language is None:
            return self.letters
        if language == self.usual:
            return self.plain
        if self.others is None:
            self.others = {}
        found = self.others.get(language)
        if found is None:
            found = self.others[language] = self._made(language)
        return found

    def _made(self, language: str) -> str:
        return " ".join([stem(t, language) for t in self.terms])


# What stands for a chunk of text when a batch is joined: its letters, its stems in
# the default languages, and a character for each of its words' votes.
_Entry = tuple[str, str, str]


class _Known(dict[str, str]):
    """The letters of chunks worked out before. When it holds too many it begins anew
    beside what it held; what is then not met again is forgotten the next time.

    ``stems`` and ``votings`` hold the rest of the same chunks: a table of strings
    each, because a batch joins each of them on its own. ``signs`` gives each kind of
    vote a character, so that what the words of a message vote for is a short string.
    """

    def __init__(self, taken: Mapping[str, str] | None) -> None:
        super().__init__()
        self._taken = taken
        self.stems: dict[str, str] = {}
        self.votings: dict[str, str] = {}
        self._before: tuple[dict[str, str], ...] = ({}, {}, {})
        self._long: list[str] = []
        self.signs: dict[Votes, str] = {}
        self.votes: dict[str, Votes] = {}

    def __missing__(self, chunk: str) -> str:
        if chunk in self._before[0]:
            entry: tuple[str, ...] = tuple(table[chunk] for table in self._before)
        else:
            entry = (chunk, chunk, chunk) if chunk == _BETWEEN else self.made(chunk)
        self[chunk], self.stems[chunk], self.votings[chunk] = entry
        if len(chunk) > _SHORT:
            self._long.append(chunk)
        return self[chunk]

    def joined(self, chunks: list[str]) -> tuple[str, str, str]:
        """The letters, stems and votes of chunks, joined."""
        letters = " ".join(map(self.__getitem__, chunks))
        stems = " ".join(map(self.stems.__getitem__, chunks))
        votings = "".join(map(self.votings.__getitem__, chunks))
        for table in (self, self.stems, self.votings):
            for chunk in self._long:  # links do not come again
                table.pop(chunk, None)
        self._long.clear()
        if len(self) >= _REMEMBERED:
            self._before = (dict(self), self.stems, self.votings)
            self.clear()
            self.stems, self.votings = {}, {}
        return letters, stems, votings

    def made(self, chunk: str) -> _Entry:
        """The letters, the stems and the signs of a chunk."""
        words = [word for run in runs(chunk) for word in parts(run)]
        made = [_word(word) for word in words]
        signs = "".join(self._sign(w.votes) for w in made if w.votes is not None)
        letters = " ".join(w.letters for w in made if w.letters)
        return (letters, " ".join(filter(None, map(self._stems, made))), signs)

    def _stems(self, word: _Word) -> str:
        if self._taken is None or word.votes is None:
            return word.plain
        return word.stemmed(self._taken[word.votes.script])

    def _sign(self, votes: Votes) -> str:
        sign = self.signs.get(votes)
        if sign is None:
            sign = self.signs[votes] = chr(_FIRST_SIGN + len(self.signs))
            self.votes[sign] = votes
        return sign


# Stands between two texts of a batch; in a text it is no part of a word.
_BETWEEN = "\uffff"
_FIRST_SIGN = 0x100


class _Looked:
    """Texts whose words are looked up, by the compiled helper if it is there. Stems are in
    the languages ``taken`` for each script, or in the default ones."""

    def __init__(self, taken: Mapping[str, str] | None = None) -> None:
        self.known = _Known(taken)
        module = quick_words.helper()
        self._quick = None if module is None else quick_words.Remembered(module, self.known.made)

    def look(self, texts: list[str]) -> tuple[list[str], list[str], list[str]]:
        """Letters, stems and signs of each text."""
        found = None if self._quick is None else self._quick.look(texts)
        if found is not None:
            return found
        joined = f" {_BETWEEN} ".join(texts)
        if joined.count(_BETWEEN) != len(texts) - 1:
            joined = f" {_BETWEEN} ".join([t.replace(_BETWEEN, " ") for t in texts])
        # A word never holds white space, so chunks between it can be looked up whole.
        chunks = joined.split() or [""]
        letters, stems, signs = (s.split(_BETWEEN) for s in self.known.joined(chunks))
        return letters, stems, signs


_Taken = tuple[tuple[str, str], ...]
"""The language taken for each script; none for the default ones."""


class Cutter:
    """Cuts many texts; remembers runs (bounded). One per process and job."""

    def __init__(self) -> None:
        self._usual = _Looked()
        self._in: dict[_Taken, _Looked] = {}
        self._settled: dict[frozenset[str], tuple[_Taken | None, str]] = {}

    def fields(self, text: str) -> tuple[str, str, str]:
        """``letters`` and ``stems``, terms joined by spaces, and the languages.

        The third names the languages that the words of a sentence speak for, in
        alphabetical order, joined by spaces.
        """
        cut = [(start, _word(text[start:end])) for start, end in spans(text)]
        languages, voted = _languages(text, cut)
        letters = " ".join(word.letters for _, word in cut if word.letters)
        made = (run.stemmed(code) for (_, run), code in zip(cut, languages, strict=True))
        return letters, " ".join(filter(None, made)), " ".join(sorted(voted))

    def batch(self, texts: list[str]) -> tuple[list[str], list[str], list[str]]:
        """``fields`` of many texts at once; terms may have several spaces between.

        All texts are cut as one; what a chunk between white space becomes is looked
        up. Messages whose words settle for languages that are not the default ones are
        looked up again in those; only what no language settles is looked at one by one.
        """
        if not texts:
            return [], [], []
        letters, stems, signs = self._usual.look(texts)
        languages = [""] * len(texts)
        others: dict[_Taken, list[int]] = {}
        for i, sign in enumerate(map(frozenset, signs)):
            if sign:
                taken, languages[i] = self._settled.get(sign) or self._settle(sign)
                if taken is None:
                    _, stems[i], languages[i] = self.fields(texts[i])
                elif taken:
                    others.setdefault(taken, []).append(i)
        for taken, rows in others.items():
            _, again, _ = self._looked(taken).look([texts[i] for i in rows])
            for i, found in zip(rows, again, strict=True):
                stems[i] = found
        return letters, stems, languages

    def _looked(self, taken: _Taken) -> _Looked:
        found = self._in.get(taken)
        if found is None:
            if len(self._in) >= _LANGUAGES:
                self._in.clear()
            found = self._in[taken] = _Looked(dict(taken))
        return found

    def _settle(self, signs: frozenset[str]) -> tuple[_Taken | None, str]:
        """The languages taken for messages with these votes, and those voted for."""
        found = settled(self._usual.known.votes[s] for s in signs)
        said: tuple[_Taken | None, str] = (None, "")
        if found is not None:
            usual = all(code == of_script(script)[0] for script, code in found[0].items())
            said = (() if usual else tuple(sorted(found[0].items())), " ".join(sorted(found[1])))
        if len(self._settled) >= _KINDS:
            self._settled.clear()
        self._settled[signs] = said
        return said


def _languages(text: str, cut: "list[tuple[int, _Word]]") -> tuple[list[str | None], set[str]]:
    """The language each word (with its place) is stemmed in, and those voted for.

    Sentence by sentence; a sentence that says nothing goes with the message.
    """
    votes = [run.votes for _, run in cut]
    scripts = {v.script for v in votes if v is not None}
    usual, voted = chosen((v.codes for v in votes if v is not None), scripts)
    if settled({v for v in votes if v is not None}) is not None:
        return [None if v is None else usual[v.script] for v in votes], voted
    from onrecord.model.segment import SENTENCE  # rarely needed, slow to load

    bounds = [m.end() for m in SENTENCE.finditer(text)]
    found: list[str | None] = []
    voted = set()
    for _, sentence in groupby(
        zip(cut, votes, strict=True), lambda one: bisect_right(bounds, one[0][0])
    ):
        mine = [v for _, v in sentence]
        told = [v for v in mine if v is not None]
        taken, here = chosen((v.codes for v in told), {v.script for v in told}, usual)
        voted |= here
        found += [None if v is None else taken[v.script] for v in mine]
    return found, voted


@dataclass(frozen=True, slots=True)
class Term:
    """One term of a text: ``[start, end)`` of its word in the original, and
    the language it was stemmed in (None for digits and scripts we have none for)."""

    letters: str
    stem: str
    start: int
    end: int
    language: str | None


_word = lru_cache(maxsize=20_000)(_Word)


def terms(text: str) -> list[Term]:
    """The terms of one text with their places; equal to ``Cutter.fields``."""
    cut = [(start, end, _word(text[start:end])) for start, end in spans(text)]
    languages, _ = _languages(text, [(start, run) for start, _, run in cut])
    found: list[Term] = []
    for (start, end, run), language in zip(cut, languages, strict=True):
        for term in run.terms:
            made = term if language is None else stem(term, language)
            found.append(Term(term, made, start, end, language))
    return found


def query_terms(text: str) -> list[str]:
    """The letters terms of a query's words, in order."""
    return [t for run in runs(text) for word in parts(run) for t in letters_of(word)]
