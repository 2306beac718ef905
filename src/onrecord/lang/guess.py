"""Which language a text is in, from its script, letters and common words.

Cheap enough to run on every message while it is indexed, and honest on short
lines: a script's default language is taken for *stemming* when nothing speaks
for another, but ``language_of`` says ``und`` then.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from onrecord.lang.cut import words
from onrecord.lang.fold import fold
from onrecord.lang.language import load, of_script
from onrecord.model.query import Rung

UNDETERMINED = "und"
_LETTER, _WORD = 3, 2
_SCRIPTS = (
    ("Latn", 0x0041, 0x024F),
    ("Latn", 0x1E00, 0x1EFF),
    ("Cyrl", 0x0400, 0x052F),
    ("Hebr", 0x0590, 0x05FF),
    ("Arab", 0x0600, 0x06FF),
    ("Arab", 0x0750, 0x077F),
    ("Arab", 0xFB50, 0xFDFF),
    ("Arab", 0xFE70, 0xFEFC),
)


def script_of(word: str) -> str | None:
    """ISO 15924 code of the first letter's script, if one of our languages has it."""
    for char in word:
        if char.isalpha():
            point = ord(char)
            return next((s for s, a, b in _SCRIPTS if a <= point <= b), None)
    return None


@cache
def _letters(script: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for code in of_script(script):
        for char in load(code).letters:
            found.setdefault(char, []).append(code)
    return {char: tuple(codes) for char, codes in found.items()}


def _weights(char: str, codes: tuple[str, ...]) -> dict[str, int]:
    if len(codes) == 1:
        return {codes[0]: _LETTER}
    return {code: 1 + (char in load(code).leaning) for code in codes}


@cache
def _common(script: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for code in of_script(script):
        for word in load(code).common:
            found.setdefault(fold(word, Rung.MARKS), []).append(code)
    return {word: tuple(codes) for word, codes in found.items()}


@dataclass(frozen=True, slots=True)
class Votes:
    """What one word says of its language: its script and votes for languages."""

    script: str
    codes: tuple[tuple[str, int], ...]

    @staticmethod
    def count(votes: "Iterable[Votes | None]") -> "Tally":
        """The tally over the words of a text."""
        tally = Tally({}, {})
        for vote in votes:
            if vote is not None:
                tally.add(vote)
        return tally


@dataclass(slots=True)
class Tally:
    """Votes counted: words by script, weight by language."""

    scripts: dict[str, int]
    weights: dict[str, int]

    def add(self, vote: Votes) -> None:
        """Count one word."""
        self.scripts[vote.script] = self.scripts.get(vote.script, 0) + 1
        for code, weight in vote.codes:
            self.weights[code] = self.weights.get(code, 0) + weight

    def of(self, vote: Votes) -> str:
        """The language to stem this word in: its script's best, or the default."""
        return self.best(vote.script) or of_script(vote.script)[0]

    def best(self, script: str) -> str | None:
        """The language of the script with most votes; None if nothing was said."""
        if not self.weights:
            return None
        codes = of_script(script)
        best = max(codes, key=lambda c: (self.weights.get(c, 0), -codes.index(c)))
        return best if self.weights.get(best) else None

    def languages(self) -> list[str]:
        """One language a script that has votes, most words first."""
        scripts = sorted(self.scripts, key=lambda s: (-self.scripts[s], s))
        return [best for s in scripts if (best := self.best(s)) is not None]


def votes_of(words_of_run: Sequence[str], terms: Sequence[str]) -> Votes | None:
    """The votes of a run; None if it has no letters of a script we know."""
    if not terms or (script := script_of(terms[0])) is None:
        return None
    weights: Counter[str] = Counter()
    letters = _letters(script)
    for word in words_of_run:
        for char in set(word) & letters.keys():
            codes = letters[char]
            weights.update(_weights(char, codes))
        for code in _common(script).get(fold(word, Rung.MARKS), ()):
            weights[code] += _WORD
    return Votes(script, tuple(sorted(weights.items())))


def language_of(text: str) -> str:
    """The language most of ``text`` is in, or ``und``.

    Of its script's languages the one that letters and common words speak for;
    ``und`` if nothing does, or if two are tied.
    """
    tally = Votes.count(votes_of([w], [w]) for w in words(text))
    if not tally.scripts:
        return UNDETERMINED
    script = max(tally.scripts, key=lambda s: (tally.scripts[s], s))
    ranked = sorted((tally.weights.get(c, 0) for c in of_script(script)), reverse=True)
    if len(ranked) == 1:
        return of_script(script)[0]
    if ranked[0] == 0 or ranked[0] == ranked[1]:
        return UNDETERMINED
    return tally.best(script) or UNDETERMINED
