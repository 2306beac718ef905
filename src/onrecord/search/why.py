"""Why a message was found by what is not in its text: sender, kind, day, link."""

from collections.abc import Iterator

from onrecord.model import query as q
from onrecord.model.query import Row
from onrecord.search.words import in_words


def beyond_text(query: q.Query, row: Row, *, marked: bool) -> tuple[str, ...]:
    """The reasons of a hit that its marks do not give.

    Whose name or id ``from:`` and ``~name`` found is always said, with the letters that
    stand for each other; other fields are said in words only of a hit that is not ``marked``.
    """
    senders = list(_senders(query, row))
    return tuple(dict.fromkeys(senders if senders or marked else _fields(query)))


def _positive(query: q.Query) -> Iterator[q.Query]:
    """The leaves that a hit can be owed to; what stands under NOT is none."""
    if isinstance(query, q.And | q.Or):
        for part in query.parts:
            yield from _positive(part)
    elif not isinstance(query, q.Not):
        yield query


def _senders(query: q.Query, row: Row) -> Iterator[str]:
    from onrecord.lang.match import sender_is

    for part in _positive(query):
        if not isinstance(part, q.Field) or part.name != "from":
            continue
        if sender_is(part.value, row.sender, row.sender_id):
            yield _sender(part.value, row)


def _sender(value: str, row: Row) -> str:
    if not value.startswith("~"):
        return f"sent by {row.sender_id if row.sender_id == value else row.sender}"
    from onrecord.lang.likeness import compare
    from onrecord.lang.name_parts import parts

    found = compare(parts(value[1:]), parts(row.sender or ""))
    return f"sender {'; '.join(found.reasons)} ({found.score:.2f})"


def _fields(query: q.Query) -> Iterator[str]:
    for part in _positive(query):
        if isinstance(part, q.Span) or (isinstance(part, q.Field) and part.name != "from"):
            yield in_words(part)
