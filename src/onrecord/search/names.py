"""Names in a pool: who may be meant, in any script, with the reasons.

A proposal, never an identification: who is who is a person's judgement.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from onrecord.lang.likeness import PARTICLES, THRESHOLD, compare
from onrecord.lang.name_parts import core, parts
from onrecord.lang.names import latin
from onrecord.lang.sounds import near, skeletons

# How many are compared closely: the nearest by Latin letters, and by consonants alone;
# fewer where a name has several parts, each of which tells it from others.
_CLOSELY, _BY_CONSONANTS = 300, 100
# Of so many names some are compared too whose skeletons are further away.
_FEW, _FARTHER = 20_000, 40


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A name of the pool as written, how alike (0 to 1), and why, part by part."""

    name: str
    score: float
    reasons: tuple[str, ...]


class Pool:
    """Names to look in. Holds them in memory with their skeletons."""

    def __init__(self, names: Iterable[str]) -> None:
        self._numbers = {name: at for at, name in enumerate(dict.fromkeys(names))}
        self._names = list(self._numbers)
        self._keys: list[str] = []
        self._consonants: list[str] = []
        self._by_skeleton: dict[str, list[int]] = defaultdict(list)
        for number, name in enumerate(self._names):
            plain = [p for p in parts(name) if p not in PARTICLES]
            self._keys.append(" ".join(latin(core(p)) for p in plain))
            self._consonants.append(_consonants(self._keys[-1]))
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
        numbers = self._sounding([p for p in asked if p not in PARTICLES])
        if query in self._numbers:
            numbers.add(self._numbers[query])
        key = " ".join(latin(core(p)) for p in asked if p not in PARTICLES)
        found: list[NameMatch] = []
        for number in self._nearest(key, numbers, max(1, len(asked))):
            least = max(threshold, found[limit - 1].score if len(found) >= limit else 0.0)
            match = self._scored(asked, number, least)
            if match.score >= least:
                found.append(match)
                found.sort(key=lambda m: (-m.score, m.name))
        return found[:limit]

    def _sounding(self, plain: list[str]) -> set[int]:
        """The numbers of the names with a part at most one class from a part asked for;
        of those with two such parts alone, where they are more than are compared."""
        once: set[int] = set()
        twice: set[int] = set()
        for part in plain:
            skeletons_near = {s for c in {part, core(part)} for s in near(c)}
            here: set[int] = set()
            for skeleton in skeletons_near & self._by_skeleton.keys():
                here.update(self._by_skeleton[skeleton])
            twice |= once & here
            once |= here
        return twice if len(twice) > _CLOSELY else once

    def _nearest(self, key: str, numbers: Iterable[int], size: int) -> list[int]:
        """The numbers of the names nearest to a key, by all letters or by consonants."""
        keys = {n: self._keys[n] for n in numbers}
        plain = {n: self._consonants[n] for n in keys}
        near = process.extract(key, keys, scorer=fuzz.ratio, limit=_CLOSELY // size)
        sounds = _consonants(key)
        near += process.extract(sounds, plain, scorer=fuzz.ratio, limit=_BY_CONSONANTS // size)
        if len(self._names) <= _FEW:
            every = dict(enumerate(self._keys))
            near += process.extract(key, every, scorer=fuzz.ratio, limit=_FARTHER)
        return list(dict.fromkeys(number for _, _, number in near))

    def _scored(self, asked: list[str], number: int, least: float) -> NameMatch:
        found = compare(asked, parts(self._names[number]), least)
        return NameMatch(self._names[number], found.score, found.reasons)


_VOWELS = str.maketrans("", "", "aeiouyw' ")


def _consonants(key: str) -> str:
    """The consonants of a Latin key, doubled ones once."""
    plain = key.translate(_VOWELS)
    return "".join(c for at, c in enumerate(plain) if plain[at - 1 : at] != c)
