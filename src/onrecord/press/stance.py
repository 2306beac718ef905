"""Whether two lines of news agree, disagree or have nothing to do with each other.

Without any model: how much of the rarer line's words the other shares, then cues
of opposition (a negation on one side, words that exclude each other, numbers
that differ for the same thing).
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from onrecord.press._bm25 import pieces, subject
from onrecord.press._glossary import glossary
from onrecord.press._numbers import numbers
from onrecord.press._stance import Said, compare_events
from onrecord.press._words import Word, words

ALIKE = 0.15
CLOSE = 0.25


def stance(one: str, two: str) -> Said:
    """``agrees``, ``disagrees``, ``silent`` (about the same, undecided) or ``apart``."""
    left, right = subject(one), subject(two)
    share = overlap(left, right)
    by_events = compare_events(words(one), words(two))
    against = list(opposition(one, two, left, right))
    if by_events.stance == "disagrees":
        against.extend(by_events.reasons)
    note = f"{share:.0%} of the shorter line's words and word pieces are shared"
    if not share:
        note = "no word is shared letter by letter"
    if share < ALIKE and by_events.stance == "silent":
        return Said("apart", (note,))
    if against:
        return Said("disagrees", (*against, note))
    if by_events.stance == "agrees" or share >= CLOSE:
        return Said("agrees", (*by_events.reasons, note))
    return Said("silent", (note,))


def overlap(left: Sequence[Word], right: Sequence[Word]) -> float:
    """The part of the shorter line's stems and letter pieces that the other has."""
    shares = []
    for cut in (lambda said: {word.stem for word in said}, lambda said: set(pieces(said))):
        ours, theirs = cut(left), cut(right)
        least = min(len(ours), len(theirs))
        shares.append(len(ours & theirs) / least if least else 0.0)
    return sum(shares) / len(shares)


def opposition(one: str, two: str, left: Sequence[Word], right: Sequence[Word]) -> list[str]:
    """What sets two lines against each other, in words; empty if nothing does."""
    found = [
        f"opposite words: {mine.written} / {other.written}"
        for mine in left
        for other in right
        if opposite(mine, other)
    ]
    ours, theirs = words(one), words(two)
    if _negations(ours) != _negations(theirs):
        found.append("only one of the two is negated")
    said = {n.value for n in numbers(one, ours)}, {n.value for n in numbers(two, theirs)}
    if said[0] and said[1] and not said[0] & said[1]:
        found.append(f"other numbers: {sorted(said[0])} / {sorted(said[1])}")
    found.extend(f"only one of the two has: {word.written}" for word in _turned(left, right))
    states = _states(left), _states(right)
    if states[0] and states[1] and not (states[0] <= states[1] or states[1] <= states[0]):
        found.append(f"other states: {', '.join(sorted(states[0] ^ states[1]))}")
    return found


def _turned(left: Sequence[Word], right: Sequence[Word]) -> list[Word]:
    """Words of turning that stand on one side and whose stem does not on the other."""
    turning = _lists().turning
    stems = {word.stem for word in left} & {word.stem for word in right}
    return [
        word
        for word in (*left, *right)
        if word.stem not in stems and (word.stem in turning or set(word.keys) & turning)
    ]


def _states(said: Sequence[Word]) -> set[str]:
    named = _lists().states
    return {named[key] for word in said for key in (word.stem, *word.keys) if key in named}


def _negations(said: Sequence[Word]) -> bool:
    told = glossary()
    return sum(told.cue("not", word) or told.cue("deny", word) for word in said) % 2 == 1


def opposite(mine: Word, other: Word) -> bool:
    """True if the two words stand on the two sides of a pair of opposites."""
    pairs = _lists().pairs
    ours = {side for key in (*mine.keys, mine.stem) for side in pairs.get(key, ())}
    theirs = {side for key in (*other.keys, other.stem) for side in pairs.get(key, ())}
    return any((number, 1 - side) in theirs for number, side in ours)


@dataclass(frozen=True, slots=True)
class _Lists:
    """``opposites.toml``: (pair, side) by word or stem, turning words, states."""

    pairs: Mapping[str, tuple[tuple[int, int], ...]]
    turning: frozenset[str]
    states: Mapping[str, str]


@cache
def _lists() -> _Lists:
    raw = tomllib.loads(files("onrecord.press").joinpath("opposites.toml").read_text("utf-8"))
    found: dict[str, dict[tuple[int, int], None]] = {}
    for number, pair in enumerate(raw["pair"]):
        for side, name in enumerate(("one", "other")):
            for key in _keys(pair[name]):
                found.setdefault(key, {})[(number, side)] = None
    states = {key: row.split()[0] for row in raw["state"]["names"] for key in _keys([row])}
    turning = frozenset(key for row in raw["turning"].values() for key in _keys(row))
    return _Lists({key: tuple(sides) for key, sides in found.items()}, turning, states)


def _keys(forms: Sequence[str]) -> list[str]:
    return [key for word in words(" ".join(forms)) for key in (word.keys[-1], word.stem)]
