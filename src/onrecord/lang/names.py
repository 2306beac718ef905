"""Names across scripts: how alike two spellings are, and why.

Rests on three learnt tables (``pairs/*.json``, made by ``tools/learn_names.py``
from Apache-2.0 and CC0 pairs only): which letters of one script stand for which
of the other. Two words are cut into pieces in the likeliest way (Viterbi over
the many-to-many alignment of Jiampojamarn, Kondrak and Sherif 2007); the score
says how much less likely that is than the most usual spellings of either.
"""

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from onrecord.lang._files import text_of
from onrecord.lang.fold import fold
from onrecord.lang.guess import script_of
from onrecord.lang.known import evidence
from onrecord.model.query import Rung

_NEVER = -1e9
# A letter that nothing stands for, or that stands for nothing we have seen.
_MISS = -14.0
_LONGEST = 24
# Nats a letter at which alike and unlike names are equally likely, and how steep.
_MIDDLE, _STEEP = -0.72, 5.0


@lru_cache(maxsize=100_000)
def bare(name: str, rung: Rung = Rung.LETTERS) -> str:
    """The letters of a name on a rung, nothing else."""
    return "".join(c for c in fold(name, rung) if c.isalpha())


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two words are: ``score`` from 0 to 1, and the reasons."""

    score: float
    reasons: tuple[str, ...]


def _each(score: float) -> float:
    """The nats a letter that give a score (just below it, for the rounding)."""
    score = min(max(score - 1e-4, 1e-9), 1 - 1e-9)
    return _MIDDLE - _MIDDLE / _STEEP * math.log(score / (1 - score))


class Pairing:
    """One learnt table between two scripts."""

    def __init__(self, rows: Iterable[tuple[str, str, float]]) -> None:
        self.by_source: dict[str, dict[str, float]] = {}
        self._best: tuple[dict[str, float], dict[str, float]] = ({}, {})
        for source, target, weight in rows:
            self.by_source.setdefault(source, {})[target] = weight
            for side, piece in zip(self._best, (source, target), strict=True):
                side[piece] = max(side.get(piece, _NEVER), weight)
        self.ahead = lru_cache(maxsize=50_000)(self._ahead)

    def _ahead(self, word: str, side: int) -> tuple[float, ...]:
        """The best weight that any counterpart of each rest of ``word`` can have."""
        best, table = [0.0] * (len(word) + 1), self._best[side]
        for at in range(len(word) - 1, -1, -1):
            best[at] = best[at + 1] + _MISS
            for size in (1, 2, 3):
                weight = table.get(word[at : at + size])
                if weight is not None and at + size <= len(word):
                    best[at] = max(best[at], weight + best[at + size])
        return tuple(best)

    def align(
        self, source: str, target: str, need: float = _NEVER
    ) -> tuple[float, list[tuple[str, str]]]:
        """The likeliest pieces of both words, and their weight in nats.

        A way that cannot reach ``need`` is not followed (what is left of either
        word bounds what it can still gain); if none can, there are no pieces.
        """
        rows, columns = len(source) + 1, len(target) + 1
        left, right = self.ahead(source, 0), self.ahead(target, 1)
        if min(left[0], right[0]) < need:
            return _NEVER, []
        best = [[_NEVER] * columns for _ in range(rows)]
        came: list[list[tuple[int, int]]] = [[(0, 0)] * columns for _ in range(rows)]
        best[0][0] = 0.0
        for i in range(rows):
            steps = None
            for j in range(columns):
                here = best[i][j]
                if here == _NEVER or here + min(left[i], right[j]) < need:
                    continue
                if steps is None:
                    steps = self._steps(source, i)
                for m, n, weight in _reach(steps, target, j, rows - i):
                    if here + weight > best[i + m][j + n]:
                        best[i + m][j + n] = here + weight
                        came[i + m][j + n] = (i, j)
        if best[-1][-1] == _NEVER:
            return _NEVER, []
        return best[-1][-1], _pieces(source, target, came)

    def _steps(self, source: str, at: int) -> list[tuple[int, Mapping[str, float]]]:
        return [
            (size, self.by_source[source[at : at + size]])
            for size in (0, 1, 2)
            if at + size <= len(source) and source[at : at + size] in self.by_source
        ]

    def likeness(self, source: str, target: str, least: float = 0.0) -> Likeness:
        """How alike two bare words are; 0 without reasons where below ``least``."""
        usual = (self.ahead(source, 0)[0] + self.ahead(target, 1)[0]) / 2
        size = len(source) + len(target)
        need = usual + size * _each(least) - 1e-9 if least > 0 else _NEVER
        weight, pieces = self.align(source, target, need)
        if weight == _NEVER:
            return Likeness(0.0, ())
        each = min(0.0, weight - usual) / size
        score = 1 / (1 + math.exp(-_STEEP * (each - _MIDDLE) / -_MIDDLE))
        return Likeness(round(score, 4), self._reasons(pieces))

    def _reasons(self, pieces: list[tuple[str, str]]) -> tuple[str, ...]:
        said: list[str] = []
        for source, target in pieces:
            usual = self._best[0].get(source, _MISS)
            unusual = self.by_source.get(source, {}).get(target, _MISS) < usual - 2.5
            if not source:
                said.append(f"{target} written out")
            elif not target:
                said.append(f"{source} not written")
            elif unusual and source != target:
                said.append(f"{source} as {target}")
        return tuple(dict.fromkeys(said)) or ("letter for letter",)


def _reach(
    steps: list[tuple[int, Mapping[str, float]]], target: str, at: int, left: int
) -> list[tuple[int, int, float]]:
    """The pieces that can follow: letters of the source, of the target, weight."""
    found = []
    for m, targets in steps:
        for n in (0, 1, 2, 3):
            if at + n <= len(target) and (m or n):
                weight = targets.get(target[at : at + n])
                if weight is not None:
                    found.append((m, n, weight))
    more, source_left = at < len(target), left > 1
    if more:
        found.append((0, 1, _MISS))
    if source_left:
        found.append((1, 0, _MISS))
        if more:
            found.append((1, 1, _MISS))
    return found


def _pieces(source: str, target: str, came: list[list[tuple[int, int]]]) -> list[tuple[str, str]]:
    i, j, found = len(source), len(target), []
    while (i, j) != (0, 0):
        m, n = came[i][j]
        found.append((source[m:i], target[n:j]))
        i, j = m, n
    return found[::-1]


@cache
def pairing(name: str) -> Pairing:
    """A shipped table: ``arab-latn``, ``cyrl-latn`` or ``latn-latn``."""
    text = text_of(f"pairs/{name}.json")
    return Pairing(tuple(row) for row in json.loads(text))


_HEBREW = dict(zip("אבגדהוזחטיכלמנסעפצקרשת", "abgdhvzhtyklmnsaptzkrs", strict=False)) | {"ת": "t"}


@lru_cache(maxsize=50_000)
def latin(word: str) -> str:
    """A bare word of another script in its likeliest Latin letters; Latin as it is."""
    script = script_of(word)
    if script == "Hebr":
        return "".join(_HEBREW.get(c, c) for c in word)
    if script not in ("Arab", "Cyrl"):
        return word
    table = pairing(f"{script.lower()}-latn").by_source
    word = word.replace("х", "h")  # one letter for what Latin spells h, kh or ch
    found = []
    for char in word:
        targets = table.get(char)
        found.append(max(targets, key=targets.__getitem__) if targets else char * char.isascii())
    return "".join(found)


def alike(one: str, other: str, least: float = 0.0, *, listed: bool = True) -> Likeness:
    """How alike two bare words of any scripts are as spellings of one name.

    Where that is below ``least`` it may say 0 without reasons, which is quicker. Unless
    ``listed``, by their letters alone, whatever the list of known spellings says.
    """
    if one == other:
        return Likeness(1.0, ("same letters",))
    if not one or not other or max(len(one), len(other)) > _LONGEST:
        return Likeness(0.0, ())
    scripts = {script_of(one), script_of(other)}
    for script in ("Arab", "Cyrl"):
        if script in scripts and len(scripts) == 2:
            source, target = (one, other) if script_of(one) == script else (other, one)
            by_list = listed and script == "Arab" and script_of(target) == "Latn"
            weigh = _listed if by_list else _across
            return weigh(pairing(f"{script.lower()}-latn"), source, latin(target), least)
    if scripts == {"Arab"}:
        return _same_script(one, other)
    return pairing("latn-latn").likeness(latin(one), latin(other), least)


# What a score by letters keeps however the list speaks: lists hold mistakes too.
_KEPT = 0.45


def _listed(table: Pairing, source: str, target: str, least: float) -> Likeness:
    """By letters, and by what the list of known spellings says for or against."""
    more, why = evidence(bare(source), target)
    if not more:
        return _across(table, source, target, least)
    need = min(_shifted(least, -more), least / _KEPT) if least > 0 else 0.0
    found = _across(table, source, target, need)
    if not found.score:
        return found
    score = max(_shifted(found.score, more), _KEPT * found.score)
    return Likeness(round(score, 4), (*found.reasons, why))


def _shifted(score: float, more: float) -> float:
    """A score with ``more`` log-odds."""
    score = min(max(score, 1e-4), 1 - 1e-4)
    return 1 / (1 + math.exp(-more) * (1 - score) / score)


def _across(table: Pairing, source: str, target: str, least: float) -> Likeness:
    best = table.likeness(source, target, least)
    for spelling, why in _heard(source):
        found = table.likeness(spelling, target, max(least, best.score) / _HEARD)
        if found.score * _HEARD > best.score:
            best = Likeness(round(found.score * _HEARD, 4), (why, *found.reasons))
    return best


# The learnt sets hold mostly foreign names in Arabic letters. What Arabic names
# have and those lack is written here: how much a hit through it counts, and what.
_HEARD = 0.97


@lru_cache(maxsize=50_000)
def _heard(word: str) -> tuple[tuple[str, str], ...]:
    """Other spellings of an Arabic word by its sound, each with what was done."""
    found = []
    if word.endswith("ى"):
        found.append((word[:-1] + "ا", "final ى as a"))
    if word.endswith(("اة", "اه")):
        found.append((word[:-1] + "ت", "final ة as t"))
    if "ع" in word:
        found.append((word.replace("ع", "ا"), "ع as a vowel"))
        found.append((word.replace("ع", ""), "ع not written"))
    return tuple(found)


_WEAK = frozenset("اويهءa")


def _same_script(one: str, other: str) -> Likeness:
    """Arabic against Arabic: only long vowels and hamza may come and go."""
    one, other = bare(one), bare(other)
    if one == other:
        return Likeness(1.0, ("same letters",))
    strong = [c for c in one if c not in _WEAK], [c for c in other if c not in _WEAK]
    if strong[0] != strong[1] or abs(len(one) - len(other)) > 1 or one[:1] != other[:1]:
        return Likeness(0.0, ())
    if len(one) == len(other) and one[:-1] != other[:-1]:
        return Likeness(0.0, ())
    return Likeness(0.8, ("a long vowel more or less",))
