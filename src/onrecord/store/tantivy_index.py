"""The text index: Tantivy over words that ``lang`` cut.

Two text fields, ``letters`` (rung 2) and ``stems`` (rung 4), hold terms joined
by spaces for a white-space analyser without a limit on length (Tantivy's
default drops terms of 40 bytes: an Arabic word of 20 letters). No text is
stored in the index; hits are printed from the flat files beside it.
"""

import shutil
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Self

import tantivy

from onrecord.errors import BadOption, NothingYet
from onrecord.lang.fold import fold
from onrecord.lang.match import Matcher
from onrecord.lang.terms import Cutter
from onrecord.model.query import Hit, Query, Row, Rung
from onrecord.ports import Found
from onrecord.store._facets import Facets, counted
from onrecord.store._facts import Record, records
from onrecord.store._flat import FlatReader, FlatWriter
from onrecord.store._plan import LIFT, Plan, Planner
from onrecord.store._show import SHIFT
from onrecord.store._words import Words, write_words

if TYPE_CHECKING:
    import pyarrow as pa

_HEAP = 128_000_000
_WINDOW = 200
_WORDS, _WHOLE = "words", "whole"
ORDERS = ("best", "oldest", "newest")


def _schema() -> tantivy.Schema:
    fields = tantivy.SchemaBuilder()
    fields.add_text_field("letters", tokenizer_name=_WORDS, index_option="position")
    fields.add_text_field("stems", tokenizer_name=_WORDS, index_option="freq")
    fields.add_text_field("facts", tokenizer_name=_WHOLE, index_option="basic")
    fields.add_unsigned_field("sender", indexed=True, fast=True)
    fields.add_unsigned_field("row", fast=True)
    fields.add_unsigned_field("when", fast=True)
    fields.add_integer_field("first", fast=True)
    fields.add_integer_field("last", fast=True)
    return fields.build()


def _register(index: tantivy.Index) -> None:
    for name, cut in (
        (_WORDS, tantivy.Tokenizer.whitespace()),
        (_WHOLE, tantivy.Tokenizer.raw()),
    ):
        index.register_tokenizer(name, tantivy.TextAnalyzerBuilder(cut).build())


class Tantivy:
    """The engine. It holds nothing between calls; ``open`` gives what does."""

    name = "tantivy"

    def build(self, folder: Path, batches: "Iterable[tuple[int, pa.RecordBatch]]") -> None:
        """Index all batches; ``folder`` is replaced whole, or not at all."""
        staged = folder.with_name(folder.name + ".building")
        shutil.rmtree(staged, ignore_errors=True)
        staged.mkdir(parents=True)
        _write(staged, batches)
        old = folder.with_name(folder.name + ".old")
        shutil.rmtree(old, ignore_errors=True)
        if folder.exists():
            folder.rename(old)
        staged.rename(folder)
        # A reader of the old index may still put a lock file there; it is swept next time.
        shutil.rmtree(old, ignore_errors=True)

    def open(self, folder: Path) -> "Opened":
        """The index in ``folder``, open until closed. Raises NothingYet if none is there."""
        if not (folder / "values.json").exists():
            raise NothingYet(
                "there is no text index yet", where=str(folder), advice="build it from the case"
            )
        return Opened(folder)

    def search(self, folder: Path, query: Query, *, limit: int, offset: int, order: str) -> Found:
        """One search; see :meth:`Opened.search`."""
        with self.open(folder) as opened:
            return opened.search(query, limit=limit, offset=offset, order=order)


def _write(folder: Path, batches: "Iterable[tuple[int, pa.RecordBatch]]") -> None:
    index = tantivy.Index(_schema(), path=str(folder))
    index.config_reader("manual")
    _register(index)
    writer = index.writer(_HEAP, 1)
    flat, cutter, row = FlatWriter(folder), Cutter(), 0
    try:
        for reading, batch in batches:
            for record in records(reading, batch):
                letters, stems, languages = cutter.fields(record.text)
                sender = flat.add(record, languages)
                document = tantivy.Document()
                document.add_text("letters", letters)
                document.add_text("stems", stems)
                _describe(document, record, languages)
                document.add_unsigned("sender", sender)
                document.add_unsigned("row", row)
                document.add_unsigned("when", when_key(record.shown, row))
                writer.add_document(document)
                row += 1
    finally:
        flat.close()
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    write_words(folder, [t for t, _ in index.searcher().terms_with_prefix("letters", "")])


def _describe(document: tantivy.Document, record: Record, languages: str) -> None:
    """Add what the fields of a query ask for."""
    facts = record.facts
    said = [f"kind:{facts.kind}", f"voice:{facts.voice}", f"chat:{facts.chat}"]
    said += [f"has:{h}" for h in facts.has]
    said += [f"lang:{code}" for code in languages.split()]
    if facts.id is not None:
        said.append(f"id:{facts.id}")
    if facts.first is not None and facts.last is not None:
        said.append("time:yes")
        document.add_integer("first", facts.first)
        document.add_integer("last", facts.last)
    for fact in said:
        document.add_text("facts", fact)


def when_key(shown: int | None, row: int) -> int:
    """A number that sorts by second, then by row; messages without a time first."""
    seconds = 0 if shown is None else shown // 1_000_000 + SHIFT
    return (seconds << 24) | (row & 0xFFFFFF)


class Opened:
    """One index, open for searching. Not for several threads at once."""

    def __init__(self, folder: Path) -> None:
        index = tantivy.Index.open(str(folder))
        index.config_reader("manual")  # no watching thread: an index does not change
        self._searcher = index.searcher()
        self._flat = FlatReader(folder)
        self._facets = Facets(index, self._searcher, self._flat.values)
        self._planner = Planner(index, self._flat.values, Words(folder))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._flat.close()

    def __len__(self) -> int:
        return len(self._flat)

    def search(self, query: Query, *, limit: int, offset: int, order: str) -> Found:
        """Hits ``offset`` to ``offset + limit`` in ``order``, and how many there are.

        ``best``: words as typed before other spellings before attached or
        declined forms (for the first hits; see ``docs/reference/search``), then
        BM25. Raises BadOption for another order, BadQuery for a bad pattern.
        """
        if order not in ORDERS:
            raise BadOption(f"no order {order!r}", advice="one of " + ", ".join(ORDERS))
        matcher, plan = Matcher(query), self._planner.plan(query)
        if plan.exact:
            scored, total = self._window(plan, limit + offset, order)
        else:
            scored = self._verified(plan, matcher, order)
            total = len(scored)
        hits = [self._hit(matcher, score, row) for score, row in scored[offset : offset + limit]]
        return Found(tuple(hits), total)

    def facets(self, query: Query) -> dict[str, list[tuple[str, int]]]:
        """How the messages that a query finds are spread (see ``_facets.KINDS``)."""
        plan = self._planner.plan(query)
        if plan.exact:
            return self._facets.of(plan.query)
        rows = self._verified(plan, Matcher(query), "oldest")
        return counted((self._flat.facts(row), self._flat.row(row).time) for _, row in rows)

    def senders(self) -> list[tuple[str | None, str | None]]:
        """Every sender as written: (name, id), in order of first message."""
        return [(name, id_) for name, id_ in self._flat.values.senders]

    def _window(self, plan: Plan, wanted: int, order: str) -> tuple[list[tuple[float, int]], int]:
        if order != "best":
            return self._run(plan.query, max(wanted, 1), order)
        ranked = self._planner.ranked(plan)
        if not plan.words:
            return self._run(ranked, max(wanted, 1), order)
        scored, total = self._run(ranked, max(wanted, _WINDOW), order)
        first = sorted(scored[:_WINDOW], key=self._nearness(plan.words))
        return first + scored[_WINDOW:], total

    def _nearness(
        self, words: Sequence[str]
    ) -> Callable[[tuple[float, int]], tuple[float, int, float, int]]:
        """A sort key: fewest widened words, then fewest respelt, then the score."""
        bare = [fold(w, Rung.MARKS) for w in words]

        def key(scored: tuple[float, int]) -> tuple[float, int, float, int]:
            score, row = scored
            text = self._flat.text(row)
            respelt = sum(w not in text for w in words)
            if respelt:
                folded = fold(text, Rung.MARKS)
                respelt += sum(w not in folded for w in bare)
            return -(score // LIFT), respelt, -score, row

        return key

    def _run(
        self, query: tantivy.Query, limit: int, order: str
    ) -> tuple[list[tuple[float, int]], int]:
        if order == "best":
            found = self._searcher.search(query, limit)
        else:
            way = tantivy.Order.Asc if order == "oldest" else tantivy.Order.Desc
            found = self._searcher.search(query, limit, order_by_field="when", order=way)
        addresses = [address for _, address in found.hits]
        rows = self._searcher.fast_field_values("row", addresses) if addresses else []
        scored = [
            (float(score) if order == "best" else 0.0, int(row or 0))
            for (score, _), row in zip(found.hits, rows, strict=True)
        ]
        total: int = found.count  # type: ignore[attr-defined]  # not in the stubs of 0.27
        return scored, total

    def _verified(self, plan: Plan, matcher: Matcher, order: str) -> list[tuple[float, int]]:
        """All candidates whose text and facts match, in order."""
        query = self._planner.ranked(plan) if order == "best" else plan.query
        every, _ = self._run(query, max(len(self), 1), order)
        flat = self._flat
        return [
            (score, row)
            for score, row in every
            if matcher.marks(flat.text(row), flat.facts(row)) is not None
        ]

    def _hit(self, matcher: Matcher, score: float, number: int) -> Hit:
        row = self._flat.row(number)
        marks = matcher.marks(row.text, self._flat.facts(number)) or ()
        return Hit(row.reading, row.n, score, marks, row)

    def row(self, reading: int, n: int) -> Row | None:
        """One message as it is printed, by reading and number; None if not indexed."""
        number = self._flat.find(reading, n)
        return None if number is None else self._flat.row(number)

    def around(self, reading: int, n: int, before: int, after: int) -> list[Row]:
        """The message and its neighbours in the same chat, in the export's order."""
        number = self._flat.find(reading, n)
        if number is None:
            return []
        back = self._flat.neighbours(number, -1, before)
        ahead = self._flat.neighbours(number, 1, after)
        return [self._flat.row(r) for r in (*reversed(back), number, *ahead)]


ENGINE = Tantivy()
