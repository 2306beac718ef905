"""The text index: Tantivy over words that ``lang`` cut.

Two text fields, ``letters`` (rung 2) and ``stems`` (rung 4), hold terms joined
by spaces for a white-space analyser without a limit on length (Tantivy's
default drops terms of 40 bytes: an Arabic word of 20 letters). No text is
stored in the index; hits are printed from the flat files beside it.
"""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import tantivy

from onrecord.errors import NothingYet
from onrecord.lang.terms import Cutter
from onrecord.model.query import Query
from onrecord.ports import Found
from onrecord.store._flat import FlatReader
from onrecord.store._opened import Opened
from onrecord.store._show import SHIFT
from onrecord.store._words import FILE as SOUNDS

if TYPE_CHECKING:
    import pyarrow as pa

# A third of that costs no time (27.4 s a million messages, 27.5 with 128 MB) and 80 MB less.
_HEAP = 40_000_000
# Messages cut at once: enough to spread the cost of a call, little memory.
_AT_ONCE = 4096
_WORDS = "words"


def _schema() -> tantivy.Schema:
    fields = tantivy.SchemaBuilder()
    fields.add_text_field("letters", tokenizer_name=_WORDS, index_option="position")
    fields.add_text_field("stems", tokenizer_name=_WORDS, index_option="freq")
    fields.add_unsigned_field("group", indexed=True, fast=True)
    fields.add_unsigned_field("sender", indexed=True, fast=True)
    fields.add_unsigned_field("domain", indexed=True, fast=True)
    fields.add_unsigned_field("row", fast=True)
    fields.add_unsigned_field("when", fast=True)
    fields.add_integer_field("shown", fast=True)
    return fields.build()


def _register(index: tantivy.Index) -> None:
    words = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer(_WORDS, words)


class Tantivy:
    """The engine. It holds nothing between calls; ``open`` gives what does."""

    name = "tantivy"

    def build(self, folder: Path, batches: "Iterable[tuple[int, pa.RecordBatch]]") -> None:
        """Index all batches; ``folder`` is replaced whole, or not at all."""
        staged = _staged(folder)
        _write(staged, batches)
        _swap(staged, folder)

    def grow(self, folder: Path, batches: "Iterable[tuple[int, pa.RecordBatch]]") -> None:
        """Add batches of readings after those that the index holds; ``folder`` is
        replaced whole, or not at all."""
        staged = _staged(folder)
        for path in folder.iterdir():
            _taken_over(path, staged / path.name)
        with FlatReader(folder) as known:
            _write(staged, batches, known, folder)
        _swap(staged, folder)

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


def _staged(folder: Path) -> Path:
    """An empty folder beside one."""
    import shutil

    staged = folder.with_name(folder.name + ".building")
    shutil.rmtree(staged, ignore_errors=True)
    staged.mkdir(parents=True)
    return staged


def _swap(staged: Path, folder: Path) -> None:
    import shutil

    old = folder.with_name(folder.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    staged.rename(folder)
    # A reader of the old index may still put a lock file there; it is swept next time.
    shutil.rmtree(old, ignore_errors=True)


def _taken_over(path: Path, there: Path) -> None:
    """A file of an index into the one that grows out of it: the engine never changes
    its segments, so that both may have the same bytes."""
    import shutil

    from onrecord.store._flat_writer import APPENDED, WRITTEN

    if path.name in (*WRITTEN, SOUNDS) or path.suffix == ".lock":
        return
    if path.name not in APPENDED and path.suffix != ".json":
        try:
            os.link(path, there)
            return
        except OSError:  # a disk without links
            pass
    shutil.copyfile(path, there)


def _write(
    folder: Path,
    batches: "Iterable[tuple[int, pa.RecordBatch]]",
    known: FlatReader | None = None,
    old: Path | None = None,
) -> None:
    # Loaded here, as in the functions above: who searches does not build.
    from onrecord.store._facts import columns
    from onrecord.store._flat_writer import FlatWriter
    from onrecord.store._words import write_words

    index = tantivy.Index(_schema(), path=str(folder))
    index.config_reader("manual")
    _register(index)
    have = _terms(index) if known else set()
    writer = index.writer(_HEAP, 1)
    flat, cutter, first = FlatWriter(folder, known), Cutter(), 0 if known is None else len(known)
    try:
        for reading, whole in batches:
            for at in range(0, whole.num_rows, _AT_ONCE):
                batch = columns(whole.slice(at, _AT_ONCE))
                letters, stems, languages = cutter.batch(batch.text)
                senders, groups, domains = flat.add(reading, batch, languages)
                rows = zip(letters, stems, groups, senders, batch.shown, strict=True)
                _add(writer, rows, domains, first)
                first += len(batch)
    finally:
        flat.close()
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    write_words(folder, sorted(_terms(index) - have), old)


def _terms(index: tantivy.Index) -> set[str]:
    return {term for term, _ in index.searcher().terms_with_prefix("letters", "")}


def _add(
    writer: tantivy.IndexWriter,
    rows: "Iterable[tuple[str, str, int, int, int | None]]",
    domains: dict[int, list[int]],
    first: int,
) -> None:
    """Hand rows (letters, stems, group, sender, shown time) to the engine, which
    indexes them in a thread of its own meanwhile."""
    document, add = tantivy.Document, writer.add_document
    for row, (letters, stems, group, sender, shown) in enumerate(rows, first):
        made = document()
        made.add_text("letters", letters)
        made.add_text("stems", stems)
        made.add_unsigned("group", group)
        made.add_unsigned("sender", sender)
        made.add_unsigned("row", row)
        made.add_unsigned("when", when_key(shown, row))
        if shown is not None:
            made.add_integer("shown", shown)
        for domain in domains.get(row - first, ()):
            made.add_unsigned("domain", domain)
        add(made)


def when_key(shown: int | None, row: int) -> int:
    """A number that sorts by second, then by row; messages without a time first."""
    seconds = 0 if shown is None else shown // 1_000_000 + SHIFT
    return (seconds << 24) | (row & 0xFFFFFF)


ENGINE = Tantivy()
