"""Whole names, part by part: order is free, particles weigh little.

A person's name in a chat is a given name, a kunya (abu), a nisba (al-Masri), an
initial, in any order; each part is compared on its own and says why.
"""

from functools import lru_cache

from onrecord.lang.name_parts import core, particle, parts, parts_as_cut
from onrecord.lang.names import Likeness, alike, bare, latin
from onrecord.lang.sounds import worth_comparing

# More than nine of ten true spellings reach this; see bench/names.py for what it lets in.
THRESHOLD = 0.73
PARTICLES = frozenset({"abu", "ibn", "umm", "bint"})
_MISSING = 0.35


def compare(asked: list[str], given: list[str], least: float = 0.0) -> Likeness:
    """How alike two names are, part by part in any order.

    Every part of ``asked`` takes the best part of ``given`` still free. A part
    that stays alone costs by its length, a particle (abu, ibn) little. Where that is
    below ``least`` it may say 0, which is quicker.
    """
    least = least if len(asked) == len(given) == 1 else 0.0
    free = list(given)
    total, weight = 0.0, 0.0
    reasons: list[str] = []
    for part in sorted(asked, key=len, reverse=True):
        best, likeness = _best(part, free, least)
        size = _size(part)
        weight += size
        if best is None or likeness.score < 0.05:
            reasons.append(f"{part} has no counterpart")
            continue
        free.remove(best)
        total += size * likeness.score
        reasons.append(f"{part} ~ {best}: {', '.join(likeness.reasons)}")
    left = sum(_size(p) for p in free)
    reasons.extend(f"{p} not asked for" for p in free if p not in PARTICLES)
    if weight == 0:
        return Likeness(0.0, ())
    return Likeness(round(total / (weight + _MISSING * left), 4), tuple(reasons))


def _size(part: str) -> float:
    return 0.5 if part in PARTICLES else float(max(2, len(part)))


def _best(part: str, free: list[str], least: float) -> tuple[str | None, Likeness]:
    best, found = None, Likeness(0.0, ())
    for other in free:
        likeness = _part(part, other, least)
        if best is None or likeness.score > found.score:
            best, found = other, likeness
    return best, found


def _part(one: str, other: str, least: float) -> Likeness:
    if one == other:
        return Likeness(1.0, ("same letters",))
    if one in PARTICLES or other in PARTICLES:
        return Likeness(0.0, ())
    if min(len(one), len(other)) == 1:
        same = latin(one)[:1] == latin(other)[:1]
        return Likeness(0.6 if same else 0.0, ("initial",))
    whole, cores = alike(one, other, least), (core(one), core(other))
    if cores == (one, other):
        return whole
    bare = alike(*cores, max(least, whole.score))
    if bare.score > whole.score:
        return Likeness(bare.score * 0.98, (*bare.reasons, "article left out"))
    return whole


@lru_cache(maxsize=100_000)
def word_like(asked: str, term: str) -> Likeness | None:
    """How a term of a text is like one part of a name; None if it is not.

    ``asked`` is bare or a particle's class, ``term`` on the letters rung.
    """
    if asked in PARTICLES:
        same = particle(term) == asked
        return Likeness(1.0, ("same particle",)) if same else None
    if len(term) < 2 or not term.isalpha() or particle(term) is not None:
        return None
    best: Likeness | None = None
    for one in {asked, core(asked)}:
        for other in {term, core(term)}:
            if worth_comparing(one, other):
                found = alike(one, other, THRESHOLD)
                if found.score >= THRESHOLD and (best is None or found.score > best.score):
                    best = found
    return best


def asked_parts(name: str) -> list[str]:
    """The parts of a name as ``word_like`` wants them."""
    return [p if p in PARTICLES else bare(p) for p in parts_as_cut(name)]


def name_like(asked: str, given: str | None) -> bool:
    """True if a whole name is like another (see ``compare``)."""
    return given is not None and compare(parts(asked), parts(given)).score >= THRESHOLD
