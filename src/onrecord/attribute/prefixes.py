"""The few rarest features of each of many texts, by columns of numbers.

Prefix filtering (Chaudhuri, Ganti, Kaushik 2006) with more than one shared feature
(Wang, Li, Feng 2012): put all features into one order, the same for every text; two
texts of similarity >= ``threshold`` then share ``least`` of the first few of each.
Any order will do; rare ones first leaves fewest to compare. How often a word occurs
is counted exactly, a pair of words in a table of slots (a count-min sketch of one
row, Cormode and Muthukrishnan 2005), which never counts too few: no pair of texts is
lost by it.
"""

from array import array
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]
    Words = NDArray[np.int32]
    Hashes = NDArray[np.uint64]
    Ranks = NDArray[np.uint8]

_ROUNDS = 4
_AT_ONCE = 1 << 15  # texts: the number of one, a rank and a hash fit in one integer
_HASH, _RANK = 40, 8  # bits of a feature's hash, of its rank by how often it occurs
_SLOTS_EACH = 8  # of the table, for a pair
_LEAST, _MOST = 16, 27  # bits of a slot's number
_WINDOW = 22  # bits of the slots that are counted at once: their counts fit a cache
_MIX = 0x9E3779B97F4A7C15  # 2**64 / golden ratio (Fibonacci hashing, Knuth 6.4)
_EXACTLY = 128  # counts up to this are ranks of their own, those above by fourths of a doubling
_EPSILON = 1e-9
_BITS = 128  # parity bits of a text
_PARITIES = 4096  # texts whose bits are counted at once
_PAIRS = 1 << 17  # pairs that are looked at together


class Prefixes(NamedTuple):
    """Texts that may have a near-copy, ascending; their features side by side, and where
    each text's end (from 0). Of every text how many features it has, and a parity bit for
    each of ``_BITS`` classes of them."""

    texts: "Numbers"
    features: "Numbers"
    ends: "Numbers"
    sizes: "Numbers"
    bits: "NDArray[np.uint64]"


def prefixes(tokens: "array[int]", ends: "array[int]", threshold: float, least: int) -> Prefixes:
    """The first features of each text that shares ``least`` of them with others.

    ``tokens[ends[i]:ends[i + 1]]`` are the words of text ``i``, numbered from 1.
    Memory: about 40 bytes a word.
    """
    import numpy as np

    words = np.frombuffer(tokens, np.int32) if tokens else np.zeros(0, np.int32)
    borders = np.frombuffer(ends, np.int64)
    told = _ranks(np.bincount(words))
    bits = min(_MOST, max(_LEAST, (len(words) * _SLOTS_EACH).bit_length()))
    starts = range(0, len(borders) - 1, _AT_ONCE)
    chunks = [borders[at : at + _AT_ONCE + 1] for at in starts]
    met = _table([_slot(_pairs(words, chunk)[1], bits) for chunk in chunks], bits)
    kept = [_first(words, chunk, told, met, threshold, least) for chunk in chunks]
    if not kept:
        none = np.zeros(0, np.int64)
        return Prefixes(none, none, np.zeros(1, np.int64), none, np.zeros((0, 2), np.uint64))
    features, each, sizes, odd = (np.concatenate(column) for column in zip(*kept, strict=True))
    return Prefixes(*_met_again(features, each, least), sizes, odd)


def _mixed(values: "Hashes") -> "Hashes":
    """Hashes of 40 bits."""
    import numpy as np

    values = values * np.uint64(_MIX)
    values ^= values >> np.uint64(29)
    values *= np.uint64(_MIX)
    out: Hashes = values >> np.uint64(64 - _HASH)
    return out


def _slot(hashes: "Hashes", bits: int) -> "NDArray[np.uint32]":
    import numpy as np

    return (hashes >> np.uint64(_HASH - bits)).astype(np.uint32)


def _pairs(words: "Words", borders: "Numbers") -> "tuple[Numbers, Hashes]":
    """The neighbouring pairs of some texts: whose each is (from 0), and its hash."""
    import numpy as np

    own = words[borders[0] : borders[-1]].astype(np.uint64)
    whose = np.repeat(np.arange(len(borders) - 1), np.diff(borders))
    two = whose[1:] == whose[:-1]
    return whose[1:][two], _mixed((own[:-1] << np.uint64(32) | own[1:])[two])


def _ranks(counts: "Numbers | NDArray[np.uint32]") -> "Ranks":
    """A rank for each count, the same or greater for a greater one."""
    import numpy as np

    ranks: Ranks = np.minimum(counts, _EXACTLY).astype(np.uint8)
    many = np.flatnonzero(counts > _EXACTLY)
    above = np.log2(counts[many] / _EXACTLY) * 4
    ranks[many] = np.minimum(_EXACTLY + above, 255).astype(np.uint8)
    return ranks


def _table(slots: "list[NDArray[np.uint32]]", bits: int) -> "Ranks":
    """The rank of each slot by how many fell into it, window by window."""
    import numpy as np

    table = np.zeros(1 << bits, np.uint8)
    width = min(bits, _WINDOW)
    every = np.concatenate(slots) if slots else np.zeros(0, np.uint32)
    window = (every >> np.uint32(width)).astype(np.uint8)
    every &= np.uint32((1 << width) - 1)
    for k in range(1 << (bits - width)):
        times = np.bincount(every[window == k], minlength=1 << width)
        table[k << width : (k + 1) << width] = _ranks(times)
    return table


def _first(
    words: "Words",
    borders: "Numbers",
    told: "Ranks",
    met: "Ranks",
    threshold: float,
    least: int,
) -> "tuple[Numbers, Numbers, Numbers, NDArray[np.uint64]]":
    """Of some texts what :func:`_rarest` says, and the parity bits of each."""
    import numpy as np

    many = len(borders) - 1
    own = words[borders[0] : borders[-1]]
    whose = np.repeat(np.arange(many), np.diff(borders))
    of_pair, pairs = _pairs(words, borders)
    bits = len(met).bit_length() - 1
    keys = np.concatenate(
        [
            _keys(whose, told[own], _mixed(own.astype(np.uint64))),
            _keys(of_pair, met[_slot(pairs, bits)], pairs),
        ]
    )
    keys = _once(keys)
    return *_rarest(keys, many, threshold, least), _parities(keys, many)


def _once(keys: "Numbers") -> "Numbers":
    """Keys in order, each once."""
    import numpy as np

    keys.sort()
    return keys[np.concatenate([[True], keys[1:] != keys[:-1]])] if len(keys) else keys


def _parities(keys: "Numbers", many: int) -> "NDArray[np.uint64]":
    """For each text whether it has an odd number of features of each class.

    Texts differ in at least as many features as in bits (Sandes, Teodoro, Melo 2020).
    """
    import numpy as np

    found = np.zeros((many, _BITS // 64), np.uint64)
    whose = keys >> (_HASH + _RANK)
    borders = whose.searchsorted(range(0, many + _PARITIES, _PARITIES))
    for at, (a, b) in enumerate(pairwise(borders.tolist())):
        first = at * _PARITIES
        size = min(_PARITIES, many - first)
        slots = (whose[a:b] - first) * _BITS + (keys[a:b] & (_BITS - 1))
        odd = np.bincount(slots, minlength=size * _BITS).astype(np.uint8) & 1
        found[first : first + size] = np.packbits(odd.reshape(size, _BITS), axis=1).view(np.uint64)
    return found


def _rarest(
    keys: "Numbers", many: int, threshold: float, least: int
) -> "tuple[Numbers, Numbers, Numbers]":
    """The first features of ``many`` texts, without those that surely stand in one text
    alone; how many each text has left, and had in all."""
    import numpy as np

    whose = keys >> (_HASH + _RANK)
    sizes = np.bincount(whose, minlength=many)
    place = np.arange(len(keys)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    length = sizes - np.ceil(threshold * sizes - _EPSILON).astype(np.int64) + least
    features = keys & ((1 << (_HASH + _RANK)) - 1)
    stays = (place < length[whose]) & ((features >> _HASH) > 1)
    return features[stays], np.bincount(whose[stays], minlength=many), sizes


SPREAD = 24
"""Bits of the slots that many machines count into: 16 MB of ranks for each of them."""


def spread(words: "Hashes", borders: "Numbers") -> "NDArray[np.uint32]":
    """How many features fall into each slot, of texts whose words are digests: machines
    that number no words together add up what each has counted."""
    import numpy as np

    _, hashes = _digested(words, borders)
    return np.bincount(_slot(hashes, SPREAD), minlength=1 << SPREAD).astype(np.uint32)


def ranked(counts: "NDArray[np.uint32]") -> "Ranks":
    """The ranks of the slots, once all is counted."""
    return _ranks(counts)


def first_of(
    words: "Hashes", borders: "Numbers", met: "Ranks", threshold: float, least: int
) -> "tuple[Numbers, Numbers, Numbers]":
    """As :func:`prefixes`, text by text: features, how many each text has, its size."""
    whose, hashes = _digested(words, borders)
    keys = _once(_keys(whose, met[_slot(hashes, SPREAD)], hashes))
    return _rarest(keys, len(borders) - 1, threshold, least)


def _digested(words: "Hashes", borders: "Numbers") -> "tuple[Numbers, Hashes]":
    """The features of some texts: whose each is, and its hash."""
    import numpy as np

    whose = np.repeat(np.arange(len(borders) - 1), np.diff(borders))
    two = whose[1:] == whose[:-1]
    pairs = (words[:-1] * np.uint64(_MIX) + words[1:])[two]
    return (
        np.concatenate([whose, whose[1:][two]]),
        np.concatenate([words >> np.uint64(64 - _HASH), _mixed(pairs)]),
    )


def _keys(whose: "Numbers", ranks: "Ranks", hashes: "Hashes") -> "Numbers":
    import numpy as np

    return (whose << (_HASH + _RANK)) | (ranks.astype(np.int64) << _HASH) | hashes.astype(np.int64)


def _met_again(
    features: "Numbers", each: "Numbers", least: int
) -> "tuple[Numbers, Numbers, Numbers]":
    """Texts with at least ``least`` features that other such texts have too."""
    import numpy as np

    texts = np.arange(len(each))
    for _ in range(_ROUNDS):
        bits = min(_MOST, max(_LEAST, (len(features) * _SLOTS_EACH).bit_length()))
        slots = _slot(_mixed(features.astype(np.uint64)), bits)
        again = _table([slots.copy()], bits)[slots] > 1
        whose = np.repeat(np.arange(len(texts)), each)
        shared = np.bincount(whose[again], minlength=len(texts))
        enough = shared >= least
        features = features[again & enough[whose]]
        texts, each = texts[enough], shared[enough]
    return texts, features, np.concatenate([[0], np.cumsum(each)])


def meeting(
    first: Prefixes, threshold: float, least: int, crowd: int
) -> "Iterator[tuple[int, int]]":
    """Pairs of texts (the later first, ascending) that may be similar: that share
    ``least`` of their first features, are about as long and differ in few parity bits.

    In a crowd of texts of one feature each meets the ``crowd`` before it."""
    import numpy as np

    whose = np.repeat(np.arange(len(first.texts)), np.diff(first.ends))
    order = first.features.argsort(kind="stable")
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    told = first.features[order]
    starts = np.concatenate([[True], told[1:] != told[:-1]]) if len(told) else np.zeros(0, bool)
    begins = np.maximum.accumulate(np.where(starts, np.arange(len(told)), 0))
    before = np.minimum(place - begins[place], crowd)
    sums = np.concatenate([[0], np.cumsum(before)])[first.ends]
    met = whose[order]
    apart = (1 - threshold) / (1 + threshold)
    low = 0
    while low < len(first.texts):
        high = max(low + 1, int(sums.searchsorted(sums[low] + _PAIRS, "right")) - 1)
        rows = np.arange(first.ends[low], first.ends[high])
        each = before[rows]
        near = np.arange(int(each.sum()))
        near += np.repeat(place[rows] - np.cumsum(each), each)
        keys = np.repeat(whose[rows] * len(first.texts), each)
        keys += met[near]  # those before a row in its crowd lie side by side
        keys.sort()
        last = keys[least - 1 :]
        one, two = np.divmod(_once(last[last == keys[: len(last)]]), len(first.texts))
        one, two = first.texts[one], first.texts[two]
        a, b = first.sizes[one], first.sizes[two]
        differ = np.bitwise_count(first.bits[one] ^ first.bits[two]).sum(axis=1)
        may = differ <= apart * (a + b) + _EPSILON
        may &= np.minimum(a, b) >= threshold * np.maximum(a, b) - _EPSILON
        yield from zip(one[may].tolist(), two[may].tolist(), strict=True)
        low = high
