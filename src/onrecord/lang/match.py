"""A query as a measure: does a message match, and where.

``Matcher`` answers a parsed query on one message at a time. The in-memory
engine is nothing else; the others use it on their candidates and for marks.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import singledispatchmethod
from typing import Any, NamedTuple, Protocol

from onrecord.errors import BadQuery
from onrecord.lang.leaves import (
    AnyOf,
    Begins,
    Exact,
    Near,
    Phrase,
    Regex,
    Text,
    Word,
)
from onrecord.lang.leaves_across import Called, Written
from onrecord.lang.pattern import Automaton
from onrecord.lang.terms import query_terms
from onrecord.model import query as q

FIELDS = ("from", "chat", "kind", "has", "id", "voice", "lang", "domain", "export")
HAS = (
    "photo", "video", "voice", "audio", "document", "sticker", "animation", "contact-card",
    "video-note", "media", "link", "forward", "reply", "quote", "edit", "reaction", "via-bot",
)  # fmt: skip


class Facts(NamedTuple):
    """What the fields of a query ask of a message, besides its text.

    ``first`` and ``last`` are microseconds since 1970 in UTC, both inclusive:
    the instants the message may have been sent; None without a time. (A tuple,
    because one is made for each of millions.)
    """

    sender: str | None
    sender_id: str | None
    chat: str
    chat_name: str | None
    kind: str
    id: str | None
    voice: str
    has: frozenset[str]
    languages: frozenset[str]
    first: int | None
    last: int | None
    domains: frozenset[str] = frozenset()
    reading: int = 0


class Leaf(Protocol):
    """Something that marks a text."""

    def marks(self, text: Text) -> list[q.Mark]:
        """Where it stands; empty if it does not."""


def leaf(part: q.Query) -> Leaf:
    """The leaf of a part of a query that is about words.

    Raises BadQuery if the part holds nothing to look for, TypeError for a part
    that is not about words.
    """
    make = _LEAVES.get(type(part))
    if make is None:
        raise TypeError(f"{part!r} is not about words")
    return make(part)


def _words(part: q.Words) -> Leaf:
    if part.rung <= q.Rung.MARKS:
        return Exact(part.text, part.rung)
    found = query_terms(part.text)
    if not found:
        return Exact(part.text, q.Rung.EXACT)
    if len(found) == 1 and not part.phrase:
        return Word(part.text, found[0], part.rung)
    return Phrase(part.text, part.slop)


def _named(text: str) -> str:
    from onrecord.lang.likeness import asked_parts

    if not asked_parts(text):
        raise BadQuery(f"{text!r} holds no name", advice="a name has letters; al- alone is none")
    return text


def _lettered(text: str) -> str:
    if not query_terms(text):
        raise BadQuery(f"{text!r} holds no letter or digit")
    return text


_LEAVES: dict[type, Callable[[Any], Leaf]] = {
    q.Words: lambda part: _words(part),
    q.Prefix: lambda part: Begins(_lettered(part.text)),
    q.Fuzzy: lambda part: Near(one_term(part.text), part.edits),
    q.Pattern: lambda part: Regex(Automaton(part.text)),
    q.Arabizi: lambda part: Written(part.text, one_term(part.text)),
    q.Question: lambda part: AnyOf(_lettered(part.text)),
    q.Name: lambda part: Called(_named(part.text)),
}


def one_term(text: str) -> str:
    """The only term of ``text``. Raises BadQuery if there is none or more."""
    found = query_terms(text)
    if len(found) != 1:
        raise BadQuery(f"{text!r} is not one word", advice="use ~1 after a single word")
    return found[0]


def instant(text: str) -> int:
    """Microseconds since 1970 of an RFC 3339 instant."""
    at = datetime.fromisoformat(text)
    since = at.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)
    return since // timedelta(microseconds=1)


def name_has(name: str | None, value: str) -> bool:
    """True if the words of ``value`` stand in a row in ``name`` (letters rung)."""
    if name is None:
        return False
    if name == value:
        return True
    wanted, have = query_terms(value), query_terms(name)
    size = len(wanted)
    return size > 0 and any(have[i : i + size] == wanted for i in range(len(have) - size + 1))


def _from(facts: Facts, value: str) -> bool:
    return sender_is(value, facts.sender, facts.sender_id)


def sender_is(value: str, name: str | None, id_: str | None) -> bool:
    """What ``from:`` asks: the id, words of the name, or ``~`` a name like it."""
    if value.startswith("~"):
        from onrecord.lang.likeness import name_like

        return name_like(value[1:], name)
    return id_ == value or name_has(name, value)


def _chat(facts: Facts, value: str) -> bool:
    return facts.chat == value or name_has(facts.chat_name, value)


def field_is(facts: Facts, part: q.Field) -> bool:
    """True if the facts are what a field of a query asks for."""
    return _ASK[part.name](facts, part.value)


def domain_is(value: str, there: str) -> bool:
    """What ``domain:`` asks: the domain itself, or one that ends in it."""
    return there == value or there.endswith("." + value)


_ASK: dict[str, Callable[[Facts, str], bool]] = {
    "from": _from,
    "chat": _chat,
    "kind": lambda f, v: f.kind == v,
    "id": lambda f, v: f.id == v,
    "voice": lambda f, v: f.voice == v,
    "has": lambda f, v: v in f.has,
    "lang": lambda f, v: v in f.languages,
    "domain": lambda f, v: any(domain_is(v, d) for d in f.domains),
    "export": lambda f, v: str(f.reading) == v,
}


_Answer = Callable[[Text, Facts], "list[q.Mark] | None"]


class Matcher:
    """One parsed query, made ready. Raises BadQuery for a bad pattern or field.

    ``made`` makes a leaf of a part about words, as :func:`leaf` does.
    """

    def __init__(self, query: q.Query, made: Callable[[q.Query], Leaf] = leaf) -> None:
        self._made = made
        self._answer = self._build(query)

    def marks(self, text: str, facts: Facts) -> tuple[q.Mark, ...] | None:
        """The marks in the order of the text, or None if it does not match."""
        return self.of(Text(text), facts)

    def of(self, text: Text, facts: Facts) -> tuple[q.Mark, ...] | None:
        """The same of a text that several matchers share, cut once for all."""
        found = self._answer(text, facts)
        if found is None:
            return None
        return tuple(sorted(set(found), key=lambda m: (m.start, m.end, m.rung, m.why)))

    @singledispatchmethod
    def _build(self, part: q.Query) -> _Answer:
        ready = self._made(part)
        return lambda text, facts: ready.marks(text) or None

    @_build.register
    def _(self, part: q.Everything) -> _Answer:
        return lambda text, facts: []

    @_build.register
    def _(self, part: q.Field) -> _Answer:
        ask, value = _ASK[part.name], part.value
        return lambda text, facts: [] if ask(facts, value) else None

    @_build.register
    def _(self, part: q.Span) -> _Answer:
        first = None if part.first is None else instant(part.first)
        last = None if part.last is None else instant(part.last)

        def answer(text: Text, facts: Facts) -> list[q.Mark] | None:
            if facts.first is None or facts.last is None:
                return None
            early = last is None or facts.first <= last
            return [] if early and (first is None or facts.last >= first) else None

        return answer

    @_build.register
    def _(self, part: q.And) -> _Answer:
        parts = [self._build(p) for p in part.parts]

        def answer(text: Text, facts: Facts) -> list[q.Mark] | None:
            found: list[q.Mark] = []
            for one in parts:
                marks = one(text, facts)
                if marks is None:
                    return None
                found.extend(marks)
            return found

        return answer

    @_build.register
    def _(self, part: q.Or) -> _Answer:
        parts = [self._build(p) for p in part.parts]

        def answer(text: Text, facts: Facts) -> list[q.Mark] | None:
            every = [one(text, facts) for one in parts]
            hits = [marks for marks in every if marks is not None]
            return [m for marks in hits for m in marks] if hits else None

        return answer

    @_build.register
    def _(self, part: q.Not) -> _Answer:
        inner = self._build(part.part)
        return lambda text, facts: [] if inner(text, facts) is None else None
