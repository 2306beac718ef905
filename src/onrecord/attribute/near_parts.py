"""Near-copies in parts that many machines can do: features, comparing, joining.

The same measure as :func:`onrecord.attribute.near.near` (Jaccard similarity of
words and neighbouring pairs, every pair verified). There one process numbers the
words as it meets them; here a feature is a digest that is the same everywhere.
"""

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from math import ceil

from onrecord.attribute.near import EPSILON, SHARED, telling
from onrecord.attribute.plain import plain

__all__ = ["SHARED", "alike", "families", "features", "folded", "rarest"]


def folded(text: str) -> tuple[str, bytes] | None:
    """A text as copies are compared and its digest; None without letter or digit."""
    bare = plain(text)
    if not bare:
        return None
    return bare, blake2b(bare.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def features(bare: str) -> set[int]:
    """Digests (signed, 64 bits) of the words and neighbouring pairs of a folded text."""
    words = bare.split()
    return {*map(_digest, words), *map(_digest, map(" ".join, zip(words, words[1:], strict=False)))}


def _digest(feature: str) -> int:
    said = blake2b(feature.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(said, "big", signed=True)


def rarest(size: int, counted: Iterable[tuple[int, int]], threshold: float) -> list[int]:
    """Of (count, feature) pairs of a text with ``size`` features, those it is found by.

    ``counted`` holds the features that another text has too. Two texts of
    similarity >= ``threshold`` share at least two of theirs (prefix filtering).
    """
    known = sorted(counted)
    alone = size - len(known)
    least = ceil(threshold * size - EPSILON)
    return [feature for _, feature in known[: max(0, size - least + SHARED - alone)]]


def alike(one: str, two: str, threshold: float, apart: frozenset[str] | None = None) -> bool:
    """True if two folded texts are near-copies."""
    if apart is not None and telling(one, apart) != telling(two, apart):
        return False
    a, b = features(one), features(two)
    both = len(a & b)
    return both + EPSILON >= threshold * (len(a) + len(b) - both)


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
