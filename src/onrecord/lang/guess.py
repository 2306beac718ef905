"""Which language a text is in, from its script, letters and common words.

Cheap enough to run on every message while it is indexed, and honest on short
lines: a script's default language is taken for *stemming* when nothing speaks
for another, but ``language_of`` says ``und`` then.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType

from onrecord.lang.cut import words
from onrecord.lang.fold import fold
from onrecord.lang.language import load, of_script
from onrecord.model.query import Rung

UNDETERMINED = "und"
_LETTER, _WORD = 5, 2
_ARTICLED = 4
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
            return _script(char)
    return None


@lru_cache(maxsize=4096)
def _script(char: str) -> str | None:
    point = ord(char)
    return next((s for s, a, b in _SCRIPTS if a <= point <= b), None)


@cache
def _letters(script: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for code in of_script(script):
        for char in load(code).letters:
            found.setdefault(char, []).append(code)
    return {char: tuple(codes) for char, codes in found.items()}


@cache
def _articles(script: str) -> dict[str, tuple[str, ...]]:
    """Articles of two letters or more: a word that begins so speaks for its language."""
    every = (
        (c, tuple(a for a in load(c).clitics.articles if len(a) > 1)) for c in of_script(script)
    )
    return {code: articles for code, articles in every if articles}


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


def chosen(
    votes: Iterable[tuple[tuple[str, int], ...]],
    scripts: Iterable[str | None],
    else_in: Mapping[str, str] = MappingProxyType({}),
) -> tuple[dict[str, str], set[str]]:
    """The language to stem each script's words in, and those that were voted for.

    The one with more weight than any other. Where two are tied, or nothing is
    voted for, ``else_in`` decides if it is among the tied, and else the script's
    default; neither is a vote.
    """
    weights: dict[str, int] = {}
    for vote in votes:
        for code, weight in vote:
            weights[code] = weights.get(code, 0) + weight
    taken: dict[str, str] = {}
    voted: set[str] = set()
    for script in scripts:
        if script is not None:
            taken[script], is_voted = _heaviest(weights, script, else_in.get(script))
            if is_voted:
                voted.add(taken[script])
    return taken, voted


def _heaviest(weights: Mapping[str, int], script: str, usual: str | None) -> tuple[str, bool]:
    codes = of_script(script)
    most = max(weights.get(code, 0) for code in codes)
    best = [code for code in codes if weights.get(code, 0) == most]
    if most and (len(best) == 1 or usual in best):
        return (best[0] if len(best) == 1 else usual or best[0]), True
    return (usual or codes[0]) if not most else codes[0], False


def settled(votes: Iterable[Votes]) -> tuple[dict[str, str], set[str]] | None:
    """What ``chosen`` says of every text in which these kinds of words stand, each
    at least once, in whatever number and sentences; None if that depends on it."""
    by_script: dict[str, list[tuple[tuple[str, int], ...]]] = {}
    for vote in votes:
        by_script.setdefault(vote.script, []).append(vote.codes)
    every = [codes for found in by_script.values() for codes in found]
    taken, voted = chosen(every, by_script)
    for script, found in by_script.items():
        for codes in found:
            weights = dict(codes)
            if any(w > weights.get(taken[script], 0) for w in weights.values()):
                return None
    return taken, voted


def votes_of(word: str, terms: Sequence[str]) -> Votes | None:
    """The votes of a word; None if its terms have no letters of a script we know."""
    if not terms or (script := script_of(terms[0])) is None:
        return None
    weights: Counter[str] = Counter()
    letters = _letters(script)
    word = unicodedata.normalize("NFC", word)
    for char in set(word) & letters.keys():
        weights.update(_weights(char, letters[char]))
    for code in _common(script).get(fold(word, Rung.MARKS), ()):
        weights[code] += _WORD
    for code, articles in _articles(script).items():
        if word.startswith(articles) and len(terms[0]) > _ARTICLED:
            weights[code] += _LETTER
    return _one(script, tuple(sorted(weights.items())))


@lru_cache(maxsize=4096)
def _one(script: str, codes: tuple[tuple[str, int], ...]) -> Votes:
    """One object for equal votes: many words speak alike."""
    return Votes(script, codes)


def language_of(text: str) -> str:
    """The language most of ``text`` is in, or ``und``.

    Of its main script's languages the one that letters and common words speak
    for; ``und`` if nothing does, or if two are tied.
    """
    votes = [v for w in words(text) if (v := votes_of(w, [w])) is not None]
    if not votes:
        return UNDETERMINED
    scripts = Counter(v.script for v in votes)
    codes = of_script(max(scripts, key=lambda s: (scripts[s], s)))
    if len(codes) == 1:
        return codes[0]
    weights = Counter[str]()
    for vote in votes:
        weights.update(dict(vote.codes))
    (first, most), (_, next_most) = sorted(
        ((c, weights[c]) for c in codes), key=lambda pair: -pair[1]
    )[:2]
    return first if most > next_most else UNDETERMINED
