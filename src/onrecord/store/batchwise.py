"""Many queries over batches without an index: the measure itself, spread out.

For collections whose readings lie on many machines: each batch is asked all queries at
once. Words are cut once; which rows a query may be true of is looked up (``_sieve``);
only those are asked closely, by the same measure that every engine is held to.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from threading import get_ident
from typing import TYPE_CHECKING, NamedTuple

from onrecord.lang.leaves import Text
from onrecord.lang.match import Matcher
from onrecord.lang.terms import Cutter
from onrecord.model import query as q
from onrecord.store._facts import Record, columns, record
from onrecord.store._lexicon import Lexicon
from onrecord.store._sieve import Sieve, View, asks

if TYPE_CHECKING:
    import pyarrow as pa


class Found(NamedTuple):
    """That a record answers a query (by its place in the list), and where.

    ``languages`` are the record's, as an index guesses them.
    """

    query: int
    record: Record
    languages: tuple[str, ...]
    marks: tuple[q.Mark, ...]


class Asking:
    """A list of queries, made ready for any number of batches.

    What it learns of words it remembers, within bounds (``_lexicon.MOST`` distinct
    words). Raises BadQuery for a query that cannot be asked.
    """

    def __init__(self, queries: Sequence[q.Query]) -> None:
        self._queries = tuple(queries)
        self._sieve = Sieve()
        self._matchers = [Matcher(query, self._sieve.leaf) for query in self._queries]
        self._cutter = Cutter()
        self._letters = Lexicon()
        # A stem is looked for only where somebody widens that far.
        self._stems = Lexicon() if any(asks(one, _widens) for one in queries) else None

    def over(self, batch: "pa.RecordBatch", reading: int) -> Iterator[Found]:
        """Every (query, record) of a batch that match, in the order of the records."""
        import numpy as np

        view = self._view(batch, reading)
        masks = [self._sieve.rows(query, view)[0] for query in self._queries]
        if not masks:
            return
        at = -1
        for row, number in np.argwhere(np.stack(masks, axis=1)).tolist():
            if row != at:
                at, text, facts = row, Text(view.columns.text[row]), view.facts(row)
                told = record(view.columns, row, reading)
            marks = self._matchers[number].of(text, facts)
            if marks is not None:
                yield Found(number, told, tuple(sorted(facts.languages)), marks)

    def _view(self, batch: "pa.RecordBatch", reading: int) -> View:
        made = columns(batch)
        letters, stems, languages = self._cutter.batch(made.text)
        stemmed = None if self._stems is None else (self._stems, self._stems.take(stems))
        return View(made, reading, languages, (self._letters, self._letters.take(letters)), stemmed)


def _widens(part: q.Query) -> bool:
    if isinstance(part, q.Words):
        return part.rung >= q.Rung.STEM
    return isinstance(part, q.Question)


@lru_cache(maxsize=1)
def _asking(queries: tuple[q.Query, ...], thread: int) -> Asking:
    """Kept for the next batch of the same list in the same thread."""
    return Asking(queries)


def asked(batch: "pa.RecordBatch", reading: int, queries: Sequence[q.Query]) -> Iterator[Found]:
    """``Asking.over``, with what an earlier batch of the same queries taught."""
    return _asking(tuple(queries), get_ident()).over(batch, reading)
