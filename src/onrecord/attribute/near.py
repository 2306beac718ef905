"""Near-copies among many messages, in one pass, every pair verified.

Texts that are the same after :func:`~onrecord.attribute.plain.plain` are one at
once. Of the rest, two are near-copies if the Jaccard similarity of their
features (each word, each pair of neighbouring words) reaches the threshold.

Candidates come from prefix filtering (Chaudhuri, Ganti, Kaushik 2006; Bayardo,
Ma, Srikant 2007), not from MinHash: two sets that similar must share one of
their few rarest features, so no pair is missed by chance, and on chat text,
where most neighbour pairs occur once, nearly every message is settled by
counting alone. Only buckets above ``CROWD`` entries are cut short.
"""

import gc
from array import array
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import count
from math import ceil

from onrecord.attribute.plain import plain
from onrecord.attribute.sift import Sifted, shared, sift

THRESHOLD = 0.7
CROWD = 128  # entries of one rare feature that a text is compared with, newest first
SHARED = 2  # rare features two similar texts must have in common, not one: fewer to verify
EPSILON = 1e-9


@dataclass(frozen=True, slots=True)
class Copies:
    """Near-copies of one content: ids in order of occurrence, the first one first.

    ``exact`` is True if all of them are the same after folding.
    """

    ids: tuple[str, ...]
    exact: bool


@dataclass(slots=True)
class _Uniques:
    """Distinct folded texts: their features side by side in one array."""

    features: "array[int]" = field(default_factory=lambda: array("q"))
    ends: "array[int]" = field(default_factory=lambda: array("q", [0]))
    apart: list[Hashable] = field(default_factory=list)
    words: defaultdict[str, int] = field(default_factory=lambda: defaultdict(count().__next__))

    def add(self, folded: str) -> int:
        """Appends a text's features; returns its number."""
        ids = [*map(self.words.__getitem__, folded.split())]
        self.features.extend({*map(hash, zip(ids, strict=False)), *_pairs(ids)})
        self.ends.append(len(self.features))
        return len(self.ends) - 2

    def of(self, n: int) -> "array[int]":
        return self.features[self.ends[n] : self.ends[n + 1]]

    def __len__(self) -> int:
        return len(self.ends) - 1


def _pairs(ids: list[int]) -> Iterator[int]:
    # The hash of a tuple of ints is the same in every process; 64 bits.
    return map(hash, zip(ids, ids[1:], strict=False))


def near(
    items: Iterable[tuple[str, str]],
    threshold: float = THRESHOLD,
    apart: frozenset[str] | None = None,
) -> list[Copies]:
    """Groups of two and more near-copies of ``(id, text)`` items, by first occurrence.

    A group is what verified pairs connect. With ``apart`` (folded words, such as
    negations) two texts that differ in one of those or in a number are never a
    pair, however similar. Texts without a letter or digit are in no group.
    Memory: about 0.6 KB a distinct text of 15 words.
    """
    if not 0.6 <= threshold <= 1:
        raise ValueError("the threshold lies between 0.6 and 1")
    with _no_search_for_cycles():
        return _near(items, threshold, apart)


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Python looks through every list of the index again and again for cycles.

    There are none here, and the looking took a sixth of the time. Counting
    references frees what is not needed, as always.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _near(
    items: Iterable[tuple[str, str]], threshold: float, apart: frozenset[str] | None
) -> list[Copies]:
    uniques = _Uniques()
    ids: list[str] = []
    which = array("q")
    seen: dict[bytes, int] = {}
    for ident, text in items:
        folded = plain(text)
        if not folded:
            continue
        digest = blake2b(folded.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        n = seen.get(digest)
        if n is None:
            n = seen[digest] = uniques.add(folded)
            if apart is not None:
                uniques.apart.append(telling(folded, apart))
        ids.append(ident)
        which.append(n)
    del seen
    roots = _Roots(len(uniques))
    for a, b in similar(uniques, threshold, roots):
        roots.join(a, b)
    return _gather(ids, which, roots)


def telling(folded: str, apart: frozenset[str]) -> Hashable:
    """What tells a text from a near-copy that says something else: numbers, negations."""
    return tuple(w for w in folded.split() if w in apart or w[0].isdigit() or w[-1].isdigit())


class _Roots:
    """Which texts belong together: union-find with the earliest as root."""

    def __init__(self, n: int) -> None:
        self._up = array("q", range(n))

    def find(self, n: int) -> int:
        up = self._up
        while up[n] != n:
            up[n] = up[up[n]]
            n = up[n]
        return n

    def join(self, a: int, b: int) -> None:
        a, b = self.find(a), self.find(b)
        self._up[max(a, b)] = min(a, b)


def similar(
    uniques: _Uniques, threshold: float, roots: _Roots | None = None
) -> Iterator[tuple[int, int]]:
    """Verified pairs (a > b) of similarity >= ``threshold``.

    With ``roots`` pairs already connected are left out, which is what makes
    large families of copies cheap.
    """
    index: dict[int, list[int]] = {}
    ends, apart = uniques.ends, uniques.apart
    rare = _rare(uniques, threshold)
    for at, n in enumerate(rare.texts):
        hits: dict[int, int] = {}
        for feature in rare.features[rare.ends[at] : rare.ends[at + 1]]:
            bucket = index.setdefault(feature, [])
            for other in bucket[-CROWD:]:
                hits[other] = hits.get(other, 0) + 1
            bucket.append(n)
        size = ends[n + 1] - ends[n]
        mine: set[int] = set()
        for other, both in hits.items():
            its = ends[other + 1] - ends[other]
            if both < SHARED or its < threshold * size or size < threshold * its:
                continue
            if roots is not None and roots.find(other) == roots.find(n):
                continue
            if apart and apart[other] != apart[n]:
                continue
            mine = mine or set(uniques.of(n))
            both = len(mine.intersection(uniques.of(other)))
            if both + EPSILON >= threshold * (size + its - both):
                yield n, other


def _rare(uniques: _Uniques, threshold: float) -> Sifted:
    """The rarest features of each text that can have a near-copy.

    Texts of similarity >= threshold share at least two of these (Wang, Li, Feng
    2012: one more feature in the prefix, one more that must be shared).
    """
    left = sift(uniques.features, uniques.ends, threshold)
    features, ends = array("q"), array("q", [0])
    for at, n in enumerate(left.texts):
        start, end = left.ends[at], left.ends[at + 1]
        size = uniques.ends[n + 1] - uniques.ends[n]
        least = ceil(threshold * size - EPSILON)
        alone = size - (end - start)  # features nobody else has would come first
        length = size - least + SHARED - alone
        counted = zip(left.counts[start:end], left.features[start:end], strict=True)
        features.extend([f for _, f in sorted(counted)[:length]])
        ends.append(len(features))
    texts = left.texts
    del left
    return shared(texts, features, ends, SHARED)


def _gather(ids: list[str], which: "array[int]", roots: _Roots) -> list[Copies]:
    families: dict[int, list[int]] = {}
    for at, n in enumerate(which):
        families.setdefault(roots.find(n), []).append(at)
    return [
        Copies(tuple(ids[at] for at in family), exact=len({which[at] for at in family}) == 1)
        for family in families.values()
        if len(family) > 1
    ]
