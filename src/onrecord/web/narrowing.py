"""The facets beside a search: each value with its count and the query that keeps it.

A value that a person would read as another one's is told apart: two senders, or two
chats, of one name stand there with their numbers, and the query asks by number
wherever words of the name would let somebody else's messages in too.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from onrecord.lang.match import sender_is
from onrecord.web.words import LANGUAGES

FACETS = (
    ("voice", "Whose words"),
    ("sender", "Sender"),
    ("kind", "Kind of record"),
    ("has", "With"),
    ("lang", "Language"),
    ("domain", "Linked site"),
    ("chat", "Chat"),
)
VOICES = {
    "own": "the member's own",
    "forwarded": "forwarded",
    "group": "posted as the group",
    "bot": "through a bot",
}
_SHOWN = 8
_SENDER = re.compile(r"(?s)(.*) \((.*)\)")
_NOBODY = "—"

Counted = Sequence[tuple[str, int]]
Facets = Mapping[str, Counted]


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a facet: what it is called, what tells it from others called so (else
    empty), how many messages it keeps, and the query with it, or without if it is on;
    empty if no query asks for it (a sender of whom the export says nothing)."""

    says: str
    apart: str
    count: int
    query: str
    on: bool


@dataclass(frozen=True, slots=True)
class Side:
    """A facet; ``more`` counts values that are not shown."""

    name: str
    title: str
    values: tuple[Value, ...]
    more: int


@dataclass(frozen=True, slots=True)
class _Named:
    """What a value is called, what tells it from others called so, the terms that may
    stand for it in a query (the one to add first), its number."""

    says: str
    apart: str
    terms: tuple[str, ...]
    number: str = ""


def sides(query: str, facets: Facets, titles: dict[str, str]) -> Iterator[Side]:
    """Each facet that could narrow the query, or does. ``titles`` are those of chats by id."""
    for facet, title in FACETS:
        counted = facets.get(facet, [])
        named = _named(facet, counted, titles)
        if len(counted) < 2 and not any(t in query for n in named for t in n.terms):
            continue
        pairs = zip(named, counted, strict=True)
        values = [_value(query, n, count) for n, (_, count) in pairs][:_SHOWN]
        yield Side(facet, title, tuple(values), len(counted) - len(values))


def _value(query: str, named: _Named, count: int) -> Value:
    if not named.terms:
        return Value(named.says, named.apart, count, "", False)
    term = next((t for t in named.terms if t in query), None)
    added = f"{query} {named.terms[0]}"
    other = added if term is None else query.replace(term, "").strip() or "*"
    apart = named.number if named.number and term == f'from:"{named.number}"' else named.apart
    return Value(named.says, apart, count, " ".join(other.split()), term is not None)


def _named(facet: str, counted: Counted, titles: dict[str, str]) -> list[_Named]:
    if facet == "sender":
        return _senders([_sender(v) for v, _ in counted])
    if facet == "chat":
        many = Counter(titles.get(v) or v for v, _ in counted)
        return [
            _Named(says, v if many[says] > 1 else "", (f'chat:"{v}"',))
            for v, _ in counted
            for says in (titles.get(v) or v,)
        ]
    said = {"voice": VOICES, "lang": LANGUAGES}.get(facet, {})
    return [_Named(said.get(v, v), "", (f"{facet}:{v}",)) for v, _ in counted]


def _sender(value: str) -> tuple[str | None, str | None]:
    """Name and id of a sender as the facet counts them."""
    found = _SENDER.fullmatch(value)
    name, id_ = (found[1], found[2]) if found else (value, None)
    return None if name == _NOBODY else name, id_


def _senders(found: list[tuple[str | None, str | None]]) -> list[_Named]:
    many = Counter(name for name, _ in found)
    out = []
    for name, id_ in found:
        asked = (name or "").replace('"', "")
        # Words of a name also find longer names that hold them.
        alone = bool(asked) and sum(sender_is(asked, n, i) for n, i in found) == 1
        by_name = [f'from:"{asked}"'] if asked else []
        by_id = [f'from:"{id_}"'] if id_ else []
        terms = by_name + by_id if alone else by_id + by_name
        apart = id_ or "" if name and many[name] > 1 else ""
        number = id_ or "" if name else ""
        out.append(_Named(name or id_ or _NOBODY, apart, tuple(terms), number))
    return out
