"""What a leaf of a query finds in one text, and where.

The measure all engines are held to: an index may find candidates as it likes,
but a message is a hit if, and only if, a leaf here says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from onrecord.lang.fold import Folded, fold, fold_with_map
from onrecord.lang.pattern import Automaton
from onrecord.lang.terms import Term, query_terms, terms
from onrecord.lang.widen import stems_of, widened
from onrecord.model.query import Mark, Rung


@dataclass(slots=True)
class Text:
    """One original text, cut and folded only as far as a leaf asks."""

    raw: str
    _terms: list[Term] | None = field(default=None)
    _folded: Folded | None = field(default=None)

    @property
    def terms(self) -> list[Term]:
        """Its terms in order."""
        if self._terms is None:
            self._terms = terms(self.raw)
        return self._terms

    @property
    def marks(self) -> Folded:
        """The text on rung 1, with the way back."""
        if self._folded is None:
            self._folded = fold_with_map(self.raw, Rung.MARKS)
        return self._folded

    def is_border(self, at: int) -> bool:
        """True if no word goes on across offset ``at``."""
        return not any(t.start < at < t.end for t in self.terms)


class Exact:
    """The very code points (rung 0), or without marks and case (rung 1)."""

    def __init__(self, text: str, rung: Rung) -> None:
        self.rung = rung
        self.needle = fold(text.strip(), rung)
        self.terms = query_terms(text)

    def marks(self, text: Text) -> list[Mark]:
        """Every place where the words stand so, at word borders."""
        whole = text.raw if self.rung == Rung.EXACT else text.marks.text
        found: list[Mark] = []
        at = whole.find(self.needle)
        while at >= 0:
            start, end = self._span(text, at)
            if self._stands(text, start, end):
                found.append(Mark(start, end, self.rung, _EXACTLY[self.rung]))
            at = whole.find(self.needle, at + 1)
        return found

    def _span(self, text: Text, at: int) -> tuple[int, int]:
        if self.rung == Rung.EXACT:
            return at, at + len(self.needle)
        return text.marks.span(at, at + len(self.needle))

    def _stands(self, text: Text, start: int, end: int) -> bool:
        if not self.terms:
            return True
        inside = [t.letters for t in text.terms if start <= t.start and t.end <= end]
        return inside == self.terms and text.is_border(start) and text.is_border(end)


_EXACTLY = {Rung.EXACT: "as typed", Rung.MARKS: "same but for case, width or marks"}


class Word:
    """One term, up to a rung: letters, attached particles, stem."""

    def __init__(self, raw: str, term: str, rung: Rung) -> None:
        self.raw = raw
        self.term = term
        self.rung = rung
        self.forms = widened(raw) if rung >= Rung.CLITICS else ()
        self.stems = stems_of(term) if rung >= Rung.STEM else frozenset()

    def marks(self, text: Text) -> list[Mark]:
        """Every word of the text that is one of the forms."""
        found = []
        for term in text.terms:
            if term.letters == self.term:
                found.append(self.letters_mark(text, term))
            elif (why := self._attached(term)) is not None:
                found.append(Mark(term.start, term.end, Rung.CLITICS, why))
            elif term.stem in self.stems:
                why = f"same stem {term.stem}"
                found.append(Mark(term.start, term.end, Rung.STEM, why))
        return found

    def _attached(self, term: Term) -> str | None:
        for forms in self.forms:
            if forms.language in (None, term.language) and term.letters in forms.why:
                return forms.why[term.letters]
        return None

    def letters_mark(self, text: Text, term: Term) -> Mark:
        """A mark for a word equal on the letters rung, at its narrowest rung."""
        return letters_mark(text.raw, term, self.raw)


def letters_mark(raw: str, term: Term, asked: str) -> Mark:
    """A mark of ``term`` on the narrowest rung that makes it equal to ``asked``."""
    word = raw[term.start : term.end]
    if word == asked:
        return Mark(term.start, term.end, Rung.EXACT, _EXACTLY[Rung.EXACT])
    if fold(word, Rung.MARKS) == fold(asked, Rung.MARKS):
        return Mark(term.start, term.end, Rung.MARKS, _EXACTLY[Rung.MARKS])
    return Mark(term.start, term.end, Rung.LETTERS, "look-alike letters")


class Phrase:
    """Terms in order, or within ``slop`` further words in any order."""

    def __init__(self, raw: str, slop: int) -> None:
        self.raw = raw
        self.terms = query_terms(raw)
        self.slop = slop

    def marks(self, text: Text) -> list[Mark]:
        """Each place where the phrase stands; with slop, each of its words."""
        if self.slop:
            return self._near(text)
        size, found = len(self.terms), []
        have = [t.letters for t in text.terms]
        for i in range(len(have) - size + 1):
            if have[i] == self.terms[0] and have[i : i + size] == self.terms:
                found.append(self._mark(text, i, i + size - 1))
        return found

    def _mark(self, text: Text, first: int, last: int) -> Mark:
        start, end = text.terms[first].start, text.terms[last].end
        words = text.raw[start:end]
        for rung in (Rung.EXACT, Rung.MARKS):
            if fold(words, rung) == fold(self.raw.strip(), rung):
                return Mark(start, end, rung, _EXACTLY[rung])
        return Mark(start, end, Rung.LETTERS, "look-alike letters, or other marks between")

    def _near(self, text: Text) -> list[Mark]:
        """Windows of as many words as the phrase has and ``slop`` more."""
        have, width = text.terms, len(self.terms) + self.slop
        hits: set[int] = set()
        for i in range(len(have)):
            if have[i].letters in self.terms:
                hits.update(_window(have, i, width, self.terms))
        why = f"within {self.slop} words"
        return [Mark(have[i].start, have[i].end, Rung.LETTERS, why) for i in sorted(hits)]


def _window(have: list[Term], first: int, width: int, wanted: list[str]) -> list[int]:
    """Positions in ``have[first:first+width]`` that hold all wanted, else none."""
    left, taken = list(wanted), []
    for i in range(first, min(first + width, len(have))):
        if have[i].letters in left:
            left.remove(have[i].letters)
            taken.append(i)
    return taken if not left else []


class Begins:
    """Words that begin so; words before the last must stand in full."""

    def __init__(self, raw: str) -> None:
        self.terms = query_terms(raw)

    def marks(self, text: Text) -> list[Mark]:
        """Each such run of words."""
        *full, last = self.terms
        size, found, have = len(self.terms), [], text.terms
        for i in range(len(have) - size + 1):
            if not have[i + size - 1].letters.startswith(last):
                continue
            if [t.letters for t in have[i : i + size - 1]] == full:
                end = have[i + size - 1].end
                found.append(Mark(have[i].start, end, Rung.LETTERS, f"begins with {last}"))
        return found


class Near:
    """Words within one or two edits (optimal string alignment)."""

    def __init__(self, term: str, edits: int) -> None:
        from rapidfuzz.distance import OSA

        self.term = term
        self.edits = edits
        self._away = OSA.distance

    def among(self, words: Sequence[str]) -> list[str]:
        """Those of many words that are so near."""
        from rapidfuzz import process

        found = process.extract(
            self.term, words, scorer=self._away, limit=None, score_cutoff=self.edits
        )
        return [word for word, _, _ in found]

    def marks(self, text: Text) -> list[Mark]:
        """Each such word, with how many edits away it is."""
        found = []
        for term in text.terms:
            away = self._away(self.term, term.letters, score_cutoff=self.edits)
            if away <= self.edits:
                why = f"{away} edit{'s' * (away != 1)} away"
                found.append(Mark(term.start, term.end, Rung.LETTERS, why))
        return found


class AnyOf:
    """Any word of a question, or a word of the same stem in the question's language."""

    def __init__(self, text: str) -> None:
        cut = terms(text)
        self.letters = list(dict.fromkeys(t.letters for t in cut))
        self.stems = sorted({t.stem for t in cut})
        self._asked = frozenset(self.letters), frozenset(self.stems)

    def marks(self, text: Text) -> list[Mark]:
        """Each such word."""
        letters, stems = self._asked
        found = []
        for term in text.terms:
            if term.letters in letters:
                found.append(Mark(term.start, term.end, Rung.LETTERS, "a word of the question"))
            elif term.stem in stems:
                why = f"same stem {term.stem}"
                found.append(Mark(term.start, term.end, Rung.STEM, why))
        return found


class Regex:
    """Words that match a pattern as a whole, on the letters rung."""

    def __init__(self, automaton: Automaton) -> None:
        self.automaton = automaton

    def marks(self, text: Text) -> list[Mark]:
        """Each such word."""
        return [
            Mark(t.start, t.end, Rung.LETTERS, f"matches /{self.automaton.source}/")
            for t in text.terms
            if self.automaton.matches(t.letters)
        ]
