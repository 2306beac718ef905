"""Whether two words of different scripts are spellings of one name."""

from functools import lru_cache

from onrecord.lang.names import alike, bare, core

LEAST = 0.5  # even odds of being one name


@lru_cache(maxsize=100_000)
def same_name(one: str, other: str) -> bool:
    """True if the likeliest reading of one's letters is the other.

    Each part of a name of several words must have its counterpart, in order; the
    article may be left out. The weights are those of :mod:`onrecord.lang.names`.
    """
    ours, theirs = one.split(), other.split()
    if len(ours) != len(theirs):
        return False
    return all(_part(a, b) for a, b in zip(ours, theirs, strict=True))


def _part(one: str, other: str) -> bool:
    a, b = bare(one), bare(other)
    return max(alike(a, b).score, alike(core(a), core(b)).score) >= LEAST
