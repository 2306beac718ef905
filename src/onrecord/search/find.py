"""Find: a query line in, hits with the original text marked out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from onrecord.lang.leaves import Word
from onrecord.lang.match import leaf, name_has
from onrecord.model import query as q
from onrecord.ports import Engine
from onrecord.search.query import parse
from onrecord.search.words import in_words

WIDEST = q.Rung.CLITICS
Titles = Callable[[], Mapping[str, Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search found, and what was asked.

    ``in_words`` is the query said back; ``scope`` a sentence over what was
    searched that stays true if nothing was found; ``spellings`` the forms each
    word of the query was looked for in; ``searched`` the number of messages.
    """

    query: q.Query
    in_words: str
    hits: tuple[q.Hit, ...]
    total: int
    scope: str
    searched: int
    spellings: tuple[tuple[str, tuple[str, ...]], ...]


def find(  # noqa: PLR0913 - each option is one a person sets
    engine: Engine,
    folder: Path,
    text: str,
    *,
    limit: int = 20,
    offset: int = 0,
    order: str = "best",
    ladder: q.Rung = WIDEST,
    chats: Titles = dict,
) -> Answer:
    """Hits ``offset`` to ``offset + limit`` of a query line.

    ``ladder`` is the widest rung for plain words (0 to 4); ``chats`` is called
    for the titles of each chat id if the query names a chat. Raises BadQuery
    with the place, NothingYet without an index, BadOption for an unknown order.
    """
    query = parse(text, rung=ladder)
    asked = titled(query, chats)
    found = engine.search(folder, asked, limit=limit, offset=offset, order=order)
    return Answer(
        query=query,
        in_words=in_words(query),
        hits=found.hits,
        total=found.total,
        scope=_scope(found.total, found.searched),
        searched=found.searched,
        spellings=tuple(spellings(query)),
    )


def titled(query: q.Query, chats: Titles) -> q.Query:
    """The query with each ``chat:`` that holds words of a title as the ids of the
    chats that have them in their titles."""
    if isinstance(query, q.And | q.Or):
        return type(query)(tuple(titled(part, chats) for part in query.parts))
    if isinstance(query, q.Not):
        return q.Not(titled(query.part, chats))
    if not isinstance(query, q.Field) or query.name != "chat":
        return query
    fit = [
        q.Field("chat", chat)
        for chat, names in chats().items()
        if chat == query.value or any(name_has(name, query.value) for name in names)
    ]
    return q.Or(tuple(fit)) if fit else query


def _scope(total: int, over: int) -> str:
    return f"{total:,} of all {over:,} messages searched"


def spellings(query: q.Query) -> list[tuple[str, tuple[str, ...]]]:
    """What of the query is looked for in several spellings, with those.

    A plain word with all its forms, the shortest first. A name is compared with every
    word and sender: here are the likeliest of the spellings that are like it.
    """
    if isinstance(query, q.And | q.Or):
        return [s for part in query.parts for s in spellings(part)]
    if isinstance(query, q.Not):
        return spellings(query.part)
    if isinstance(query, q.Name):
        return [(query.text, _of_name(query.text))]
    if isinstance(query, q.Words) and query.rung > q.Rung.MARKS:
        ready = leaf(query)
        if isinstance(ready, Word):
            stems = (f"{s}…" for s in sorted(ready.stems))
            forms = sorted({form for f in ready.forms for form in f.why}, key=_by_length)
            return [(query.text, (ready.term, *forms, *stems))]
    return []


def _by_length(form: str) -> tuple[int, str]:
    return len(form), form


def _of_name(name: str) -> tuple[str, ...]:
    from onrecord.lang.likeness import PARTICLES, asked_parts
    from onrecord.lang.name_parts import core
    from onrecord.lang.respell import respelt

    every = (respelt(core(part)) for part in asked_parts(name) if part not in PARTICLES)
    return (f"~{name}", *(f"~{spelt}" for likely in every for spelt in likely))
