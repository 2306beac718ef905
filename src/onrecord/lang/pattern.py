"""Regular expressions over words that cannot explode.

The syntax is Python's without what needs backtracking: no back-references, no
look-around, no anchors (a pattern is about a whole word). It is run as a
nondeterministic automaton whose sets of states are remembered (Thompson 1968),
so time is linear in the word, and a pattern that needs too many states is
refused when it is read.
"""

import re
from collections.abc import Callable, Iterable
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from onrecord.errors import BadQuery
from onrecord.lang.fold import fold
from onrecord.model.query import Rung

MOST_STATES = 2000
LONGEST_PREFIX = 40
_MOST_SETS = 5000
_Test = Callable[[str], bool]


class _Is:
    """The test for one letter."""

    def __init__(self, char: str) -> None:
        self.char = char

    def __call__(self, char: str) -> bool:
        return char == self.char


class Automaton:
    """A pattern, read once. ``source`` is the pattern as typed.

    Raises BadQuery for what is not a pattern, uses syntax that is not offered,
    or needs more than ``MOST_STATES`` states.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self._tests: list[_Test | None] = []
        self._next: list[list[int]] = []
        try:
            tree = parser.parse(source)
        except re.error as bad:
            raise BadQuery(
                f"the pattern /{source}/ is not one: {bad.msg}",
                where=f"character {bad.pos} of the pattern",
                advice="put \\ before a character that is meant as itself",
            ) from bad
        self._last = self._state(None)
        self._first = self._sequence(tree, self._last)
        self._sets: dict[tuple[frozenset[int], str], frozenset[int]] = {}
        self._start = self._closure([self._first])

    @property
    def prefix(self) -> str:
        """Letters that every matching word begins with."""
        found, now = "", self._start
        while self._last not in now and len(found) < LONGEST_PREFIX:
            tests = [self._tests[s] for s in now if self._tests[s] is not None]
            only = {t.char for t in tests if isinstance(t, _Is)}
            if len(only) != 1 or len(only) != len({id(t) for t in tests}):
                break
            found += only.pop()
            now = self._step(now, found[-1])
        return found

    def matches(self, word: str) -> bool:
        """True if the whole word matches."""
        now = self._start
        for char in word:
            now = self._step(now, char)
            if not now:
                return False
        return self._last in now

    def _step(self, now: frozenset[int], char: str) -> frozenset[int]:
        key = (now, char)
        known = self._sets.get(key)
        if known is not None:
            return known
        if len(self._sets) >= _MOST_SETS:
            self._sets.clear()
        reached = [n for s in now if (t := self._tests[s]) and t(char) for n in self._next[s]]
        found = self._sets[key] = self._closure(reached)
        return found

    def _closure(self, states: Iterable[int]) -> frozenset[int]:
        seen: set[int] = set()
        todo = list(states)
        while todo:
            state = todo.pop()
            if state not in seen:
                seen.add(state)
                if self._tests[state] is None:
                    todo.extend(self._next[state])
        return frozenset(seen)

    def _state(self, test: _Test | None, *then: int) -> int:
        if len(self._tests) >= MOST_STATES:
            raise BadQuery(
                f"the pattern /{self.source}/ is too large",
                advice="use smaller repeat counts, or several queries",
            )
        self._tests.append(test)
        self._next.append(list(then))
        return len(self._tests) - 1

    def _sequence(self, items: Any, then: int) -> int:
        for kind, value in reversed(list(items)):
            then = self._item(kind, value, then)
        return then

    def _item(self, kind: Any, value: Any, then: int) -> int:
        if kind in (sre.MAX_REPEAT, sre.MIN_REPEAT):
            least, most, inner = value
            return self._repeat((least, most), inner, then)
        if kind is sre.SUBPATTERN:
            return self._sequence(value[3], then)
        if kind is sre.BRANCH:
            return self._state(None, *[self._sequence(b, then) for b in value[1]])
        if kind is sre.LITERAL:
            return self._letters(fold(chr(value), Rung.LETTERS), then)
        return self._state(self._test(kind, value), then)

    def _letters(self, folded: str, then: int) -> int:
        """A letter of the pattern, as the letters rung writes it."""
        for char in reversed(folded):
            then = self._state(_Is(char), then)
        return then

    def _repeat(self, bounds: tuple[int, Any], items: Any, then: int) -> int:
        least, most = bounds
        if most is sre.MAXREPEAT:
            loop = self._state(None, then)
            self._next[loop].append(self._sequence(items, loop))
            then = loop
        else:
            end = then
            for _ in range(most - least):
                then = self._state(None, self._sequence(items, then), end)
        for _ in range(least):
            then = self._sequence(items, then)
        return then

    def _test(self, kind: Any, value: Any) -> _Test:
        if kind is sre.NOT_LITERAL:
            return lambda char: char != fold(chr(value), Rung.LETTERS)
        if kind is sre.ANY:
            return lambda char: True
        if kind is sre.IN:
            return _one_of(value)
        raise BadQuery(
            f"the pattern /{self.source}/ uses {str(kind).lower()}, which is not offered",
            advice="a pattern matches one whole word: use letters, . [ ] ( ) | * + ? and { }",
        )


def _one_of(items: Any) -> _Test:
    tests = [_class_test(kind, value) for kind, value in items if kind is not sre.NEGATE]
    wanted = items[0][0] is not sre.NEGATE
    return lambda char: any(t(char) for t in tests) is wanted


def _class_test(kind: Any, value: Any) -> _Test:
    if kind is sre.LITERAL:
        return _Is(fold(chr(value), Rung.LETTERS))
    if kind is sre.RANGE:
        low, high = value
        return lambda char: low <= ord(char) <= high
    if kind is sre.CATEGORY:
        return _CATEGORIES[str(value)]
    raise BadQuery(f"a pattern cannot hold {str(kind).lower()} between [ and ]")


_CATEGORIES: dict[str, _Test] = {
    "CATEGORY_DIGIT": str.isdigit,
    "CATEGORY_NOT_DIGIT": lambda c: not c.isdigit(),
    "CATEGORY_SPACE": str.isspace,
    "CATEGORY_NOT_SPACE": lambda c: not c.isspace(),
    "CATEGORY_WORD": str.isalnum,
    "CATEGORY_NOT_WORD": lambda c: not c.isalnum(),
}
