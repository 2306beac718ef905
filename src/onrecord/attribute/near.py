"""Near-copies among many messages, in one pass, every pair verified.

Texts that are the same after :func:`~onrecord.attribute.plain.plain` are one at
once. Of the rest, two are near-copies if the Jaccard similarity of their
features (each word, each pair of neighbouring words) reaches the threshold.

Candidates come from prefix filtering (Chaudhuri, Ganti, Kaushik 2006; Bayardo,
Ma, Srikant 2007), not from MinHash: two sets that similar must share one of
their few rarest features, so no pair is missed by chance, and on chat text,
where most neighbour pairs occur once, nearly every message is settled by
counting alone (:mod:`onrecord.attribute.prefixes`). Of those that meet, most that are
no pair differ in more parity bits than a pair can (Sandes, Teodoro, Melo 2020); the rest
are compared in full. Only buckets above ``CROWD`` entries are cut short.
"""

import gc
from array import array
from collections.abc import Hashable, Iterable, Iterator, Set
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.attribute.plain import plain_word
from onrecord.attribute.prefixes import meeting, prefixes

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

THRESHOLD = 0.7
CROWD = 128  # entries of one rare feature that a text is compared with, newest first
SHARED = 2  # rare features two similar texts must have in common, not one: fewer to verify
EPSILON = 1e-9
_WRITTEN = 1 << 16  # texts that are remembered as they are written
_SETS = 4096  # of features that are remembered: a set is twenty times its text


@dataclass(frozen=True, slots=True)
class Copies:
    """Near-copies of one content: ids in order of occurrence, the first one first.

    ``exact`` is True if all of them are the same after folding.
    """

    ids: tuple[str, ...]
    exact: bool


class _Words(dict[str, int]):
    """Runs as they are written to the number of their folded word, learnt at sight.

    A run that is no word has number 0; one that is several has a negative number.
    """

    def __init__(self, apart: frozenset[str]) -> None:
        super().__init__()
        self._apart = apart
        self._folded: dict[str, int] = {}
        self._several: list[list[int]] = []
        self.telling: set[int] = set()

    def __missing__(self, run: str) -> int:
        parts = plain_word(run).split()
        if len(parts) == 1:
            number = self._number(parts[0])
        elif not parts:
            number = 0
        else:
            self._several.append([*map(self._number, parts)])
            number = -len(self._several)
        self[run] = number
        return number

    def _number(self, word: str) -> int:
        number = self._folded.setdefault(word, len(self._folded) + 1)
        if word in self._apart or word[0].isdigit() or word[-1].isdigit():
            self.telling.add(number)
        return number

    def numbers(self, text: str) -> list[int]:
        """The words of a text, as :func:`plain` has them."""
        met = [*map(self.__getitem__, text.split())]
        if met and min(met) <= 0:
            several = self._several
            met = [n for m in met if m for n in (several[-m - 1] if m < 0 else (m,))]
        return met


class _Texts:
    """Distinct texts as their words' numbers, side by side; sets are made when asked for."""

    def __init__(self, words: _Words) -> None:
        self._words = words
        self.tokens, self.ends = array("i"), array("q", [0])
        self._sets: dict[int, set[int | tuple[int, int]]] = {}

    def add(self, row: bytes) -> None:
        """Appends a text."""
        self.tokens.frombytes(row)
        self.ends.append(len(self.tokens))

    def row(self, n: int) -> "array[int]":
        """The words of text ``n``."""
        return self.tokens[self.ends[n] : self.ends[n + 1]]

    def features(self, n: int) -> set[int | tuple[int, int]]:
        """Its words and pairs of neighbouring words."""
        known = self._sets.get(n)
        if known is None:
            if len(self._sets) >= _SETS:
                self._sets.clear()
            row = self.row(n)
            known = self._sets[n] = {*row, *zip(row, row[1:], strict=False)}
        return known

    def telling(self, n: int) -> Hashable:
        """What tells it from a near-copy that says something else."""
        return tuple(filter(self._words.telling.__contains__, self.row(n)))


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
    words = _Words(apart or frozenset())
    texts = _Texts(words)
    ids: list[str] = []
    which = array("q")
    seen: dict[bytes, int] = {}
    written: dict[str, int] = {}  # texts as they are written, of late: half are said again
    for ident, text in items:
        known = written.get(text)
        if known is not None:
            ids.append(ident)
            which.append(known)
            continue
        numbers = words.numbers(text)
        if not numbers:
            continue
        row = array("i", numbers).tobytes()
        n = seen.get(row)
        if n is None:
            n = seen[row] = len(seen)
            texts.add(row)
        if len(written) >= _WRITTEN:
            written.clear()
        written[text] = n
        ids.append(ident)
        which.append(n)
    roots = Roots(len(seen))
    del seen, written
    for a, b in _similar(texts, threshold, roots, apart is not None):
        roots.join(a, b)
    return _gather(ids, which, roots)


def telling(folded: str, apart: frozenset[str]) -> Hashable:
    """What tells a text from a near-copy that says something else: numbers, negations."""
    return tuple(w for w in folded.split() if w in apart or w[0].isdigit() or w[-1].isdigit())


class Roots:
    """Which texts belong together: union-find with the earliest as root."""

    def __init__(self, n: int) -> None:
        self._up = array("q", range(n))

    def find(self, n: int) -> int:
        """The root of a text's family: its earliest text."""
        up = self._up
        while up[n] != n:
            up[n] = up[up[n]]
            n = up[n]
        return n

    def all(self) -> "NDArray[np.int64]":
        """The root of every text."""
        import numpy as np

        up = np.array(self._up, np.int64)
        while ((above := up[up]) != up).any():
            up = above
        return up

    def join(self, a: int, b: int) -> None:
        """Two families are one from now on."""
        a, b = self.find(a), self.find(b)
        self._up[max(a, b)] = min(a, b)


def _similar(
    texts: _Texts, threshold: float, roots: Roots, apart: bool
) -> Iterator[tuple[int, int]]:
    """Verified pairs (a > b) of similarity >= ``threshold``.

    Pairs that ``roots`` connects already are left out, which is what makes large
    families of copies cheap.
    """
    first = prefixes(texts.tokens, texts.ends, threshold, SHARED)
    for n, other in meeting(first, threshold, SHARED, CROWD):
        if roots.find(other) == roots.find(n):
            continue
        if _alike(texts.features(n), texts.features(other), threshold) and not (
            apart and texts.telling(n) != texts.telling(other)
        ):
            yield n, other


def _alike(one: Set[object], other: Set[object], threshold: float) -> bool:
    a, b = len(one), len(other)
    if a < threshold * b - EPSILON or b < threshold * a - EPSILON:
        return False
    both = len(one & other)
    return both + EPSILON >= threshold * (a + b - both)


def _gather(ids: list[str], which: "array[int]", roots: Roots) -> list[Copies]:
    import numpy as np

    if not which:
        return []
    families: dict[int, list[int]] = {}
    found = roots.all()[np.frombuffer(which, np.int64)]
    several = np.flatnonzero(np.bincount(found)[found] > 1)
    for at, root in zip(several.tolist(), found[several].tolist(), strict=True):
        families.setdefault(root, []).append(at)
    return [
        Copies(tuple(ids[at] for at in family), exact=len({which[at] for at in family}) == 1)
        for family in families.values()
    ]
