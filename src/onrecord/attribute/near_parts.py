"""Near-copies in parts that many machines can do: features, comparing, joining.

The same measure as :func:`onrecord.attribute.near.near` (Jaccard similarity of
words and neighbouring pairs, every pair verified). There one process numbers the
words as it meets them; here a feature is a digest that is the same everywhere.
"""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import pairwise
from typing import TYPE_CHECKING

from onrecord.attribute.near import CROWD, EPSILON, SHARED, THRESHOLD, Roots, telling
from onrecord.attribute.plain import plain
from onrecord.attribute.prefixes import SPREAD, Prefixes, first_of, meeting, ranked, spread

if TYPE_CHECKING:
    from onrecord.attribute.prefixes import Hashes, Numbers

__all__ = [
    "CROWD",
    "SHARED",
    "THRESHOLD",
    "Digests",
    "Meetings",
    "alike",
    "families",
    "folded",
    "roots_of",
]

_KEPT = 500_000
_AT_ONCE = 1 << 15  # texts: what `first_of` takes together


def folded(text: str) -> tuple[str, bytes] | None:
    """A text as copies are compared and its digest; None without letter or digit."""
    bare = plain(text)
    if not bare:
        return None
    return bare, blake2b(bare.encode("utf-8", "surrogatepass"), digest_size=16).digest()


class Digests(dict[str, int]):
    """Words to 64 bits of their digests, the same everywhere; forgets all when it holds
    too many."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _KEPT:
            self.clear()
        said = blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        found = self[word] = int.from_bytes(said, "big")
        return found

    def of(self, texts: Sequence[str]) -> "tuple[Hashes, Numbers]":
        """The words of folded texts side by side, and where each text begins and ends."""
        import numpy as np

        cut = [text.split() for text in texts]
        borders = np.cumsum([0, *map(len, cut)])
        numbers = (self[word] for words in cut for word in words)
        return np.fromiter(numbers, np.uint64, int(borders[-1])), borders


def alike(one: str, two: str, threshold: float, apart: frozenset[str] | None = None) -> bool:
    """True if two folded texts are near-copies."""
    if apart is not None and telling(one, apart) != telling(two, apart):
        return False
    a, b = _features(one), _features(two)
    both = len(a & b)
    return both + EPSILON >= threshold * (len(a) + len(b) - both)


def _features(bare: str) -> set[str | tuple[str, str]]:
    words = bare.split()
    return {*words, *pairwise(words)}


def families(pairs: Iterable[tuple[bytes, bytes]]) -> Iterator[tuple[bytes, bytes]]:
    """(member, least member) of all that pairs connect, members in order."""
    up: dict[bytes, bytes] = {}

    def root(n: bytes) -> bytes:
        while up.setdefault(n, n) != n:
            up[n] = up[up[n]]
            n = up[n]
        return n

    for a, b in pairs:
        one, two = root(a), root(b)
        up[max(one, two)] = min(one, two)
    for n in sorted(up):
        yield n, root(n)


class Meetings:
    """Pairs of texts that share a feature, of rows that come in order of features.

    In a crowd each text meets only the ``CROWD`` before it. What the last batch ended
    with meets the next: ``kept`` rows stand before those of a batch.
    """

    def __init__(self, threshold: float = THRESHOLD) -> None:
        import numpy as np

        self._threshold = threshold
        self._last = np.zeros((2, 0), np.int64)

    @property
    def kept(self) -> int:
        """How many rows of before may still be met."""
        return self._last.shape[1]

    def of(self, features: "Numbers", sizes: "Numbers") -> "tuple[Numbers, Numbers]":
        """The places (those kept come first) of rows that meet, each pair once a feature."""
        import numpy as np

        old = self.kept
        every = np.concatenate([self._last, np.stack([features, sizes])], axis=1)
        features, sizes = every
        ones, twos = [features[:0]], [features[:0]]
        for back in range(1, CROWD + 1):
            later = np.flatnonzero(features[back:] == features[: features.size - back]) + back
            if not later.size:
                break
            later = later[later >= old]
            a, b = sizes[later], sizes[later - back]
            near = (a >= self._threshold * b - EPSILON) & (b >= self._threshold * a - EPSILON)
            ones.append(later[near] - back)
            twos.append(later[near])
        self._last = every[:, -CROWD:]
        return np.concatenate(ones), np.concatenate(twos)


def roots_of(texts: Sequence[str]) -> Roots:
    """The families of distinct folded texts, by the parts above in one process.

    The same families as many machines find, in any order of their work: features are the
    same digests and as rare, and in a crowd, where not every pair is compared, a text meets
    the same others, those before it in ``texts``.
    """
    import numpy as np

    digests = Digests()
    chunks = [texts[at : at + _AT_ONCE] for at in range(0, len(texts), _AT_ONCE)]
    total = np.zeros(1 << SPREAD, np.uint32)
    for chunk in chunks:
        total += spread(*digests.of(chunk))
    ranks, roots = ranked(total), Roots(len(texts))
    del total
    if not chunks:
        return roots
    rare = [first_of(*digests.of(chunk), ranks, THRESHOLD, SHARED) for chunk in chunks]
    features, each, sizes = (np.concatenate(column) for column in zip(*rare, strict=True))
    ends = np.concatenate([[0], np.cumsum(each)])
    unmarked = np.zeros((len(texts), 2), np.uint64)
    first = Prefixes(np.arange(len(texts)), features, ends, sizes, unmarked)
    for one, two in meeting(first, THRESHOLD, SHARED, CROWD):
        if roots.find(one) != roots.find(two) and alike(texts[one], texts[two], THRESHOLD):
            roots.join(one, two)
    return roots
