"""Whether two words of different scripts are spellings of one name."""

from functools import lru_cache

from onrecord.lang.guess import script_of
from onrecord.lang.name_parts import core
from onrecord.lang.names import alike, bare

_CASES = ("е", "у", "а", "ы", "и", "ом", "ем", "ой", "я", "ю")
LEAST = 0.5  # even odds of being one name


@lru_cache(maxsize=100_000)
def same_name(one: str, other: str) -> bool:
    """True if the likeliest reading of one's letters is the other.

    Each part of a name of several words must have its counterpart, in order; the
    article may be left out. The weights are those of :mod:`onrecord.lang.names`, without
    the list of known spellings: places stand in texts, and no list knows them.
    """
    ours, theirs = one.split(), other.split()
    if len(ours) != len(theirs):
        return False
    return all(_part(a, b) for a, b in zip(ours, theirs, strict=True))


def _part(one: str, other: str) -> bool:
    pairs = ((a, b) for a in _forms(bare(one)) for b in _forms(bare(other)))
    return any(alike(a, b, listed=False).score >= LEAST for a, b in pairs)


def _forms(word: str) -> tuple[str, ...]:
    """The word, without its article, and without a Russian case ending."""
    found = [word, core(word)]
    if len(word) >= 5 and script_of(word) == "Cyrl":
        for end in _CASES:
            if word.endswith(end):
                stem = word.removesuffix(end)
                found.extend((stem, f"{stem}а", f"{stem}я"))
    return tuple(dict.fromkeys(found))
