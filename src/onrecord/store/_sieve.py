"""Which rows of a batch a query may be true of, by the words and values it holds.

The sieve lets through every row that matches and some that do not; ``lang.match`` has
the last word. It asks each distinct word once for all rows and all queries that are the
same in a part, where the measure would ask every word of every text for every query.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import cached_property, reduce, singledispatch
from operator import and_, or_
from typing import TYPE_CHECKING, NamedTuple, Protocol

from onrecord.lang.leaves import AnyOf, Begins, Exact, Near, Phrase, Regex, Word
from onrecord.lang.leaves_across import Called, Written
from onrecord.lang.match import Facts, Leaf, field_is, instant, leaf
from onrecord.model import query as q
from onrecord.store._facts import Columns, facts, instants
from onrecord.store._lexicon import Held, Layer, Lexicon, OneOf, Those

if TYPE_CHECKING:
    from onrecord.lang.names import Likeness
    from onrecord.store._lexicon import Mask, Numbers

_REMEMBERED = 100_000


class _Asks(Protocol):
    def among(self, lexicon: Lexicon) -> Iterable[int]:
        """The numbers of the known words that are asked for."""


class Need(NamedTuple):
    """A row must hold one of these words, or one of these stems."""

    letters: _Asks
    stems: _Asks | None = None


class Needs(NamedTuple):
    """All of ``every``; a row that has them matches if ``exact``, may match if not."""

    every: tuple[Need, ...]
    exact: bool


class Likes:
    """How the words of a lexicon are like the parts of names; each pair looked at once."""

    def __init__(self) -> None:
        self._parts: dict[str, tuple[Those, dict[str, Likeness]]] = {}

    def of(self, part: str) -> Those:
        """The words that are like a part."""
        known = self._parts.get(part)
        if known is None:
            found: dict[str, Likeness] = {}
            known = self._parts[part] = Those(lambda layer: _like(part, layer, found)), found
        return known[0]

    def like(self, part: str, term: str) -> "Likeness | None":
        """As ``word_like`` says, of a part and a word that were asked about."""
        return self._parts[part][1].get(term)


def _like(part: str, layer: Layer, found: "dict[str, Likeness]") -> list[str]:
    from onrecord.lang.likeness import word_like

    words = layer.sounds.like(part)
    found.update((word, like) for word in words if (like := word_like(part, word)) is not None)
    return words


class View:
    """One batch, as the sieve asks it. ``languages`` are a row's, by spaces."""

    def __init__(  # noqa: PLR0913 - a batch and what was cut of it
        self, columns: Columns, reading: int, languages: Sequence[str] | None,
        letters: tuple[Lexicon, Held], stems: tuple[Lexicon, Held] | None,
    ) -> None:  # fmt: skip
        self.columns, self.reading, self.languages = columns, reading, languages
        self._letters, self._stems = letters, stems
        self._groups: dict[str, dict[Hashable, list[int]]] = {}
        self.known: dict[q.Query, tuple[Mask, bool]] = {}

    def all(self, there: bool = True) -> "Mask":
        """A mask of one value."""
        import numpy as np

        return np.full(len(self.columns), there)

    def having(self, need: Need) -> "Mask":
        """The rows that hold what is needed."""
        lexicon, held = self._letters
        found = held.rows(need.letters.among(lexicon))
        if need.stems is not None and self._stems is not None:
            lexicon, held = self._stems
            found |= held.rows(need.stems.among(lexicon))
        return found

    def facts(self, row: int) -> Facts:
        """What the fields of a query ask of a row."""
        found = facts(self.columns, row, self.reading)
        if self.languages is None:
            return found
        return found._replace(languages=frozenset(self.languages[row].split()))

    def groups(self, name: str) -> dict[Hashable, list[int]]:
        """Rows that are the same to a field."""
        if name not in self._groups:
            found = self._groups[name] = {}
            for row, value in enumerate(_VALUES[name](self)):
                found.setdefault(value, []).append(row)
        return self._groups[name]

    @cached_property
    def instants(self) -> "tuple[Numbers, Numbers, Mask]":
        """First and last instant of each row, and whether it has any."""
        import numpy as np

        found = [instants(self.columns, row) for row in range(len(self.columns))]
        pairs = np.array([pair or (0, 0) for pair in found], np.int64).reshape(-1, 2)
        return pairs[:, 0], pairs[:, 1], np.array([pair is not None for pair in found], bool)


_VALUES: dict[str, Callable[[View], Iterable[Hashable]]] = {
    "from": lambda v: zip(v.columns.sender, v.columns.sender_id, strict=True),
    "chat": lambda v: v.columns.chat,
    "kind": lambda v: v.columns.kind,
    "has": lambda v: v.columns.has,
    "id": lambda v: v.columns.id,
    "voice": lambda v: v.columns.voice,
    "lang": lambda v: v.languages or (),
    "domain": lambda v: (v.columns.domains.get(i) for i in range(len(v.columns))),
    "export": lambda v: [None] * len(v.columns),
}


class Sieve:
    """For a list of queries; one that remembers what it learnt of words."""

    def __init__(self) -> None:
        self._likes = Likes()
        self._needs: dict[q.Query, Needs] = {}
        self._fields: dict[tuple[q.Field, Hashable], bool] = {}

    def leaf(self, part: q.Query) -> Leaf:
        """A leaf that is right about words which the sieve has let through."""
        if isinstance(part, q.Name):
            leaf(part)  # refuses what is no name
            return Called(part.text, self._likes.like)
        return leaf(part)

    def rows(self, part: q.Query, view: View) -> "tuple[Mask, bool]":
        """The rows of which a query may be true; whether it is true of each."""
        found = view.known.get(part)
        if found is None:
            found = view.known[part] = self._rows(part, view)
        return found

    def _rows(self, part: q.Query, view: View) -> "tuple[Mask, bool]":
        match part:
            case q.And(parts):
                return self._joined(parts, view, view.all(), and_)
            case q.Or(parts):
                return self._joined(parts, view, view.all(False), or_)
            case q.Not(inner):
                mask, exact = self.rows(inner, view)
                return (~mask, True) if exact else (view.all(), False)
            case q.Everything() | q.Field() | q.Span():
                return self._valued(part, view), True
        if part not in self._needs:
            self._needs[part] = _needs(leaf(part), self._likes)
        needs = self._needs[part]
        return reduce(and_, map(view.having, needs.every), view.all()), needs.exact

    def _joined(
        self, parts: Iterable[q.Query], view: View, first: "Mask", join: Callable[..., "Mask"]
    ) -> "tuple[Mask, bool]":
        found = [self.rows(one, view) for one in parts]
        return reduce(join, (mask for mask, _ in found), first), all(exact for _, exact in found)

    def _valued(self, part: q.Everything | q.Field | q.Span, view: View) -> "Mask":
        if isinstance(part, q.Field):
            return self._field(part, view)
        return _span(part, view) if isinstance(part, q.Span) else view.all()

    def _field(self, part: q.Field, view: View) -> "Mask":
        groups, found = view.groups(part.name), view.all(False)
        if part.name == "id":
            found[groups.get(part.value, [])] = True
            return found
        if len(self._fields) > _REMEMBERED:
            self._fields.clear()
        for value, rows in groups.items():
            key = part, view.reading if part.name == "export" else value
            if key not in self._fields:
                self._fields[key] = field_is(view.facts(rows[0]), part)
            if self._fields[key]:
                found[rows] = True
        return found


def _span(part: q.Span, view: View) -> "Mask":
    first, last, found = view.instants
    if part.last is not None:
        found = found & (first <= instant(part.last))
    if part.first is not None:
        found = found & (last >= instant(part.first))
    return found


@singledispatch
def _needs(leaf: object, likes: Likes) -> Needs:
    raise TypeError(f"no sieve for {leaf!r}")


def _each(terms: Iterable[str]) -> tuple[Need, ...]:
    return tuple(Need(OneOf([term])) for term in dict.fromkeys(terms))


@_needs.register
def _(leaf: Exact, likes: Likes) -> Needs:
    return Needs(_each(leaf.terms), False)


@_needs.register
def _(leaf: Phrase, likes: Likes) -> Needs:
    return Needs(_each(leaf.terms), False)


@_needs.register
def _(leaf: Word, likes: Likes) -> Needs:
    forms = {leaf.term, *(form for some in leaf.forms for form in some.why)}
    # A form of another language counts in words of that language only.
    exact = all(some.language is None for some in leaf.forms)
    stems = OneOf(sorted(leaf.stems)) if leaf.stems else None
    return Needs((Need(OneOf(sorted(forms)), stems),), exact)


@_needs.register
def _(leaf: Begins, likes: Likes) -> Needs:
    *full, last = leaf.terms
    begun = Those(lambda layer: (w for w in layer.words if w.startswith(last)))
    return Needs((*_each(full), Need(begun)), not full)


@_needs.register
def _(leaf: Near, likes: Likes) -> Needs:
    return Needs((Need(Those(lambda layer: leaf.among(layer.words))),), True)


@_needs.register
def _(leaf: AnyOf, likes: Likes) -> Needs:
    return Needs((Need(OneOf(leaf.letters), OneOf(leaf.stems)),), True)


@_needs.register
def _(leaf: Regex, likes: Likes) -> Needs:
    automaton, prefix = leaf.automaton, leaf.automaton.prefix

    def test(layer: Layer) -> Iterable[str]:
        return (w for w in layer.words if w.startswith(prefix) and automaton.matches(w))

    return Needs((Need(Those(test)),), True)


@_needs.register
def _(leaf: Written, likes: Likes) -> Needs:
    return Needs((Need(Those(lambda layer: layer.sounds.written(leaf.term))),), True)


@_needs.register
def _(leaf: Called, likes: Likes) -> Needs:
    parts = tuple(dict.fromkeys(leaf.parts))
    return Needs(tuple(Need(likes.of(part)) for part in parts), len(leaf.parts) == 1)


def asks(query: q.Query, wanted: Callable[[q.Query], bool]) -> bool:
    """True if a part of a query is wanted."""
    match query:
        case q.And(parts) | q.Or(parts):
            return any(asks(part, wanted) for part in parts)
        case q.Not(inner):
            return asks(inner, wanted)
    return wanted(query)
