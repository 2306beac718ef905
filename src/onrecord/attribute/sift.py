"""Which texts can have a near-copy at all, by counting features in columns.

A near-copy shares at least ``threshold`` of a text's features, so a text with
more features of its own than that leaves over is alone. Arrow counts; nothing
here is approximate.
"""

from array import array
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, cast

if TYPE_CHECKING:
    import pyarrow as pa

_PARTS = 8  # passes of the counting; small hash tables stay in the cache
_ROUNDS = 3
_EPSILON = 1e-9


class Sifted(NamedTuple):
    """Texts left over: their numbers, shared features side by side, how many
    texts have each feature, and where each text's features end (from 0)."""

    texts: "array[int]"
    features: "array[int]"
    counts: "array[int]"
    ends: "array[int]"


def sift(features: "array[int]", ends: "array[int]", threshold: float) -> Sifted:
    """Leaves out lone texts, a few times over: each round makes other features rare.

    ``features[ends[i]:ends[i+1]]`` are the distinct features of text ``i``.
    """
    sizes = [b - a for a, b in pairwise(ends)]
    needed = array("d", (threshold * size - _EPSILON for size in sizes))
    left = Sifted(array("q", range(len(sizes))), features, array("q"), ends)
    return _rounds(left, needed)


def shared(texts: "array[int]", features: "array[int]", ends: "array[int]", least: int) -> Sifted:
    """Texts with at least ``least`` features that other such texts have too."""
    needed = array("d", [least]) * (max(texts, default=0) + 1)
    return _rounds(Sifted(texts, features, array("q"), ends), needed)


def _rounds(left: Sifted, needed: "array[float]") -> Sifted:
    for _ in range(_ROUNDS):
        before = len(left.texts)
        left = _once(left, needed)
        if len(left.texts) > 0.95 * before:
            break
    return left


def _once(left: Sifted, needed: "array[float]") -> Sifted:
    """Keeps texts with as many features shared as ``needed[text]``, and those features."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not left.features:
        return Sifted(array("q"), array("q"), array("q"), array("q", [0]))
    counts = _counts(left.features)
    several = pc.greater(counts, 1)
    running = _plain(pc.cumulative_sum(pc.cast(several, "int64")))
    texts, ends = array("q"), array("q", [0])
    stays = bytearray()
    for at, text in enumerate(left.texts):
        start, end = left.ends[at], left.ends[at + 1]
        until = running[end - 1] if end else 0
        many = until - (running[start - 1] if start else 0)
        if many < needed[text]:
            stays.extend(bytes(end - start))
            continue
        stays.extend(b"\1" * (end - start))
        texts.append(text)
        ends.append(ends[-1] + many)
    del running
    flags = pa.Array.from_buffers(pa.uint8(), len(stays), [None, pa.py_buffer(bytes(stays))])
    mask = pc.and_(pc.greater(flags, 0), several)
    kept = _plain(pc.filter(_column(left.features), mask))
    return Sifted(texts, kept, _plain(pc.filter(counts, mask)), ends)


def _counts(features: "array[int]") -> "pa.Array":
    """For each feature how many texts have it."""
    import pyarrow as pa
    import pyarrow.compute as pc

    column = _column(features)
    part = pc.bit_wise_and(column, _PARTS - 1)
    counts = pa.repeat(pa.scalar(0, pa.int64()), len(column))
    for k in range(_PARTS):
        mask = pc.equal(part, k)
        coded = pc.dictionary_encode(pc.filter(column, mask))
        # Codes are given in order of first occurrence, and counted in that order.
        times = pc.value_counts(coded.indices).field(1)
        counts = pc.replace_with_mask(counts, mask, pc.take(times, coded.indices))
    return counts


def _column(numbers: "array[int]") -> "pa.Array":
    import pyarrow as pa

    return pa.Array.from_buffers(pa.int64(), len(numbers), [None, pa.py_buffer(numbers)])


def _plain(column: "pa.Array") -> "array[int]":
    out = array("q")
    values = column.buffers()[1]
    start = column.offset * 8
    out.frombytes(cast(bytes, values[start : start + len(column) * 8].to_pybytes()))
    return out
