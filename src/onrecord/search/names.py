"""Names in a pool: who may be meant, in any script, with the reasons.

A proposal, never an identification: who is who is a person's judgement.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from onrecord.lang.likeness import PARTICLES, THRESHOLD, compare
from onrecord.lang.names import core, latin, parts
from onrecord.lang.sounds import near, skeletons

_CLOSELY = 150


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A name of the pool as written, how alike (0 to 1), and why, part by part."""

    name: str
    score: float
    reasons: tuple[str, ...]


class Pool:
    """Names to look in. Holds them in memory with their skeletons."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = list(dict.fromkeys(names))
        self._keys: list[str] = []
        self._by_skeleton: dict[str, list[int]] = defaultdict(list)
        for number, name in enumerate(self._names):
            plain = [p for p in parts(name) if p not in PARTICLES]
            self._keys.append(" ".join(latin(core(p)) for p in plain))
            cores = {c for p in plain for c in (p, core(p))}
            for skeleton in {s for c in cores for s in skeletons(c)}:
                self._by_skeleton[skeleton].append(number)

    def __len__(self) -> int:
        return len(self._names)

    def find(self, query: str, *, limit: int = 5, threshold: float = THRESHOLD) -> list[NameMatch]:
        """Names like ``query``, most alike first, at least ``threshold``.

        The ``_CLOSELY`` names nearest by their Latin letters, of those whose
        skeletons are at most one class away, are compared closely.
        """
        asked = parts(query)
        cores = [c for p in asked if p not in PARTICLES for c in {p, core(p)}]
        numbers = {
            n
            for c in cores
            for s in near(c)
            if s in self._by_skeleton
            for n in self._by_skeleton[s]
        }
        numbers.update(self._exactly(query))
        key = " ".join(latin(core(p)) for p in asked if p not in PARTICLES)
        keys = {n: self._keys[n] for n in numbers}
        nearest = process.extract(key, keys, scorer=fuzz.ratio, limit=_CLOSELY)
        scored = (self._scored(asked, number) for _, _, number in nearest)
        found = [m for m in scored if m.score >= threshold]
        return sorted(found, key=lambda m: (-m.score, m.name))[:limit]

    def _exactly(self, query: str) -> list[int]:
        return [n for n, name in enumerate(self._names) if name == query][:1]

    def _scored(self, asked: list[str], number: int) -> NameMatch:
        found = compare(asked, parts(self._names[number]))
        return NameMatch(self._names[number], found.score, found.reasons)
