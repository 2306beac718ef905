"""The likeliest spellings of a name in other scripts: examples of what is looked for.

A search for a name compares every word of the index, so it has no list of forms; these
are the few likeliest by the same learnt tables (beam search), to be shown beside it.
"""

import heapq
from functools import lru_cache

from onrecord.lang.guess import script_of
from onrecord.lang.known import spellings
from onrecord.lang.names import bare, pairing

_BEAM, _MOST = 12, 3
_PIECE = 3


@lru_cache(maxsize=256)
def respelt(word: str) -> tuple[str, ...]:
    """A few likely spellings of one word of a name; none of a script without a table."""
    plain = bare(word)
    script = script_of(plain)
    if script == "Latn":
        known = spellings(plain)
        cyrillic = _likely(plain, _turned("cyrl-latn"))[:1]
        arabic = known or _likely(plain, _turned("arab-latn"))
        return tuple(dict.fromkeys((*arabic[:_MOST], *cyrillic)))
    if script in ("Arab", "Cyrl"):
        return _likely(plain, pairing(f"{script.lower()}-latn").by_source)[:_MOST]
    return ()


@lru_cache(maxsize=4)
def _turned(name: str) -> dict[str, dict[str, float]]:
    """A table the other way round: Latin pieces to those of the other script."""
    turned: dict[str, dict[str, float]] = {}
    for source, targets in pairing(name).by_source.items():
        for target, weight in targets.items():
            turned.setdefault(target, {})[source] = weight
    return turned


def _likely(word: str, table: dict[str, dict[str, float]]) -> tuple[str, ...]:
    """The likeliest writings of a word piece by piece, likeliest first."""
    reached: list[dict[str, float]] = [{} for _ in range(len(word) + 1)]
    reached[0][""] = 0.0
    for at in range(len(word)):
        best = heapq.nlargest(_BEAM, reached[at].items(), key=lambda pair: pair[1])
        for size in range(1, min(_PIECE, len(word) - at) + 1):
            pieces = heapq.nlargest(4, table.get(word[at : at + size], {}).items(), key=_weight)
            there = reached[at + size]
            for written, weight in best:
                for piece, more in pieces:
                    whole = written + piece
                    there[whole] = max(there.get(whole, -1e9), weight + more)
    return tuple(w for w, _ in heapq.nlargest(_MOST, reached[-1].items(), key=_weight) if w)


def _weight(pair: tuple[str, float]) -> float:
    return pair[1]
