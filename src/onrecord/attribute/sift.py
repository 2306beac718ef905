"""Which texts can have a near-copy at all, by counting features in columns.

A near-copy shares at least ``threshold`` of a text's features, so a text with
more features of its own than that leaves over is alone. Arrow counts; nothing
here is approximate.
"""

from array import array
from itertools import accumulate, pairwise
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
    sizes = array("q", (b - a for a, b in pairwise(ends)))
    left = Sifted(array("q", range(len(sizes))), features, array("q"), ends)
    for _ in range(_ROUNDS):
        before = len(left.texts)
        left = _once(left, sizes, threshold)
        if len(left.texts) > 0.95 * before:
            break
    return left


def _once(left: Sifted, sizes: "array[int]", threshold: float) -> Sifted:
    import pyarrow.compute as pc

    counts = _counts(left.features)
    shared = pc.cumulative_sum(pc.cast(pc.greater(counts, 1), "int64"))
    running = _plain(shared)
    until = [0, *(running[e - 1] for e in left.ends[1:])]
    numbers = _plain(counts)
    out = Sifted(array("q"), array("q"), array("q"), array("q", [0]))
    kept = array("q")
    for at, text in enumerate(left.texts):
        many = until[at + 1] - until[at]
        if many + _EPSILON < threshold * sizes[text]:
            continue
        start, end = left.ends[at], left.ends[at + 1]
        out.texts.append(text)
        out.features.extend(left.features[start:end])
        out.counts.extend(numbers[start:end])
        kept.append(many)
    mask = pc.greater(_column(out.counts), 1)
    return Sifted(
        out.texts,
        _plain(pc.filter(_column(out.features), mask)),
        _plain(pc.filter(_column(out.counts), mask)),
        array("q", accumulate(kept, initial=0)),
    )


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
