"""Many queries over batches without an index: the measure itself, spread out.

For collections whose readings lie on many machines: each batch is asked every
query once. A text is cut once for all queries.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from onrecord.lang.leaves import Text
from onrecord.lang.match import Matcher
from onrecord.lang.terms import Cutter
from onrecord.model.query import And, Field, Mark, Not, Or, Query
from onrecord.store._facts import Record, records

if TYPE_CHECKING:
    import pyarrow as pa


class Found(NamedTuple):
    """That a record answers a query (by its place in the list), and where.

    ``languages`` are the record's, as an index guesses them.
    """

    query: int
    record: Record
    languages: tuple[str, ...]
    marks: tuple[Mark, ...]


def asked(batch: "pa.RecordBatch", reading: int, queries: Sequence[Query]) -> Iterator[Found]:
    """Every (query, record) of a batch that match, in the order of the records.

    Raises BadQuery for a query that cannot be asked.
    """
    matchers = [Matcher(query) for query in queries]
    cutter = Cutter()
    # Guessing languages costs more than all else here: only for hits and who asks for one.
    by_language = any(map(_asks_language, queries))
    for record in records(reading, batch):
        text, facts = Text(record.text), record.facts
        languages = _languages(cutter, record) if by_language else None
        if languages is not None:
            facts = facts._replace(languages=frozenset(languages))
        for number, matcher in enumerate(matchers):
            marks = matcher.of(text, facts)
            if marks is not None:
                languages = _languages(cutter, record) if languages is None else languages
                yield Found(number, record, languages, marks)


def _languages(cutter: Cutter, record: Record) -> tuple[str, ...]:
    return tuple(cutter.fields(record.text)[2].split())


def _asks_language(query: Query) -> bool:
    if isinstance(query, Field):
        return query.name == "lang"
    if isinstance(query, Not):
        return _asks_language(query.part)
    return isinstance(query, And | Or) and any(map(_asks_language, query.parts))
