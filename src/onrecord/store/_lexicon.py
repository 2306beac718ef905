"""The distinct words that many batches hold, and what was asked of each, asked once.

A chat repeats its words: of a million messages a few hundred thousand distinct ones
come up. They are numbered as they come; who asks something of words is told only those
that are new since it last asked.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from onrecord.store._words import Words, by_sound

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]
    Mask = NDArray[np.bool_]

MOST = 400_000
"""Words remembered; when there are more, all are forgotten."""


class Layer:
    """Words that came together."""

    def __init__(self, words: list[str]) -> None:
        self.words = words

    @cached_property
    def sounds(self) -> Words:
        """The same by how they sound."""
        return Words(None, by_sound(self.words))


class Lexicon:
    """Words by number, in layers as they came."""

    def __init__(self, most: int = MOST) -> None:
        self.most = most
        self.age = 0
        self.layers: list[Layer] = []
        self.numbers: dict[str, int] = {}

    def take(self, rows: Sequence[str]) -> "Held":
        """The words of rows (by spaces) become known; which rows hold which.

        What was known may be forgotten first; ``age`` says so.
        """
        import numpy as np

        if len(self.numbers) > self.most:
            self.age += 1
            self.layers, self.numbers = [], {}
        known = len(self.numbers)
        cut = [row.split() for row in rows]
        met = dict.fromkeys(word for words in cut for word in words)
        new = [word for word in met if word not in self.numbers]
        self.numbers.update(zip(new, range(known, known + len(new)), strict=True))
        self.layers.append(Layer(new))
        sizes = [len(words) for words in cut]
        flat = (self.numbers[word] for words in cut for word in words)
        tokens = np.fromiter(flat, np.int64, sum(sizes))
        return Held(tokens, np.repeat(np.arange(len(rows)), sizes), len(rows))


class Held:
    """Which rows of a batch hold which words."""

    def __init__(self, tokens: "Numbers", rows: "Numbers", size: int) -> None:
        order = tokens.argsort(kind="stable")
        self._tokens, self._rows, self._size = tokens[order], rows[order], size

    def rows(self, words: Iterable[int]) -> "Mask":
        """True at each row that holds one of the words."""
        import numpy as np

        wanted = np.fromiter(words, np.int64)
        found = np.zeros(self._size, bool)
        first = self._tokens.searchsorted(wanted, "left")
        last = self._tokens.searchsorted(wanted, "right")
        for a, b in zip(first.tolist(), last.tolist(), strict=True):
            if a < b:
                found[self._rows[a:b]] = True
        return found


class OneOf:
    """The words of a list."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = tuple(words)

    def among(self, lexicon: Lexicon) -> Iterator[int]:
        """The numbers of those that are known."""
        numbers = lexicon.numbers
        return (numbers[word] for word in self._words if word in numbers)


class Those:
    """The words that a test says yes to; each is asked once."""

    def __init__(self, test: Callable[[Layer], Iterable[str]]) -> None:
        self._test = test
        self._found: list[int] = []
        self._age = self._asked = 0

    def among(self, lexicon: Lexicon) -> list[int]:
        """The numbers of those that are known."""
        if self._age != lexicon.age:
            self._age, self._asked, self._found = lexicon.age, 0, []
        for layer in lexicon.layers[self._asked :]:
            self._found += [lexicon.numbers[word] for word in self._test(layer)]
        self._asked = len(lexicon.layers)
        return self._found
