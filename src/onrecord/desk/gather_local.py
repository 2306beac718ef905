"""Gathering in this process: the walk over each reading, one after the other."""

from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from onrecord.attribute.near_parts import folded, roots_of
from onrecord.attribute.statements import of_message
from onrecord.attribute.voices import all_voices
from onrecord.desk.case import Case
from onrecord.desk.collection import Collection
from onrecord.desk.context import Known, known_of, nothing_known
from onrecord.desk.gather_rows import (
    COMPARED,
    FOUND,
    NEAR,
    STATEMENTS,
    Row,
    compared_row,
    finding,
    said_row,
)
from onrecord.desk.rows import batches, keys, messages
from onrecord.desk.whose import around_of
from onrecord.model.query import Query
from onrecord.store.statistics import STATISTICS, by_duckdb

if TYPE_CHECKING:
    from onrecord.desk.progress import Progress

_AT_ONCE = 8192
_PLACE = ("n", "member", "start", "length", "place_kind", "id")


def gather(
    collection: Collection,
    what: str,
    queries: list[tuple[str, Query]],
    out: Path,
    progress: "Progress",
) -> dict[str, int]:
    """Writes the result's Parquet files into ``out``; rows by table."""
    if what == "statistics":
        files = [(p.case, p.reading, p.path) for p in collection.parts]
        tables = by_duckdb(files, STATISTICS)
        for name, table in tables.items():
            (out / name).mkdir()
            pq.write_table(table, out / name / "part-0000.parquet")
        return {name: table.num_rows for name, table in tables.items()}
    schema = {"statements": STATEMENTS, "compare": COMPARED, "find": FOUND, "near": NEAR}[what]
    rows = _near(collection) if what == "near" else _rows(collection, what, queries, progress)
    return {what: _written(rows, schema, out / what)}


def _written(rows: Iterator[Row], schema: pa.Schema, folder: Path) -> int:
    folder.mkdir()
    count = 0
    with pq.ParquetWriter(folder / "part-0000.parquet", schema) as writer:
        held: list[Row] = []
        for row in rows:
            held.append(row)
            if len(held) == _AT_ONCE:
                writer.write_batch(pa.RecordBatch.from_pylist(held, schema=schema))
                count, held = count + len(held), []
        writer.write_batch(pa.RecordBatch.from_pylist(held, schema=schema))
    return count + len(held)


def _rows(
    collection: Collection, what: str, queries: list[tuple[str, Query]], progress: "Progress"
) -> Iterator[Row]:
    known: dict[str, Known] = {}
    for done, (name, reading) in enumerate(collection.readings):
        case = collection.cases[name]
        if name not in known:
            known = {name: known_of(case) if what == "compare" else nothing_known()}
        if what == "find":
            find = finding(queries)
            for batch in batches(case.reading(reading)):
                yield from find(batch, name, reading, known[name])
        else:
            yield from _said(case, name, reading, known[name] if what == "compare" else None)
        progress("gathering", done + 1, len(collection.readings), "readings")
    progress.close()


def _said(case: Case, name: str, reading: int, known: Known | None) -> Iterator[Row]:
    walk = all_voices(messages(case, [reading]), around_of(case, reading))
    for message, spans in walk:
        for statement in of_message(message, spans):
            if known is None:
                yield said_row(name, statement)
            else:
                yield compared_row(name, message, statement, known)


def _near(collection: Collection) -> Iterator[Row]:
    """Families of near-copies over all readings, named by their first member; what the
    cluster finds, by the same parts."""
    numbers: dict[bytes, int] = {}
    texts: list[str] = []
    where: list[tuple[str, int, int, str]] = []
    which = array("q")
    for name, reading in sorted(collection.readings):
        folder = collection.cases[name].reading(reading)
        for batch in batches(folder, [*_PLACE, "text"]):
            said = batch.column("text").to_pylist()
            for (n, key, _), text in zip(keys(batch), said, strict=True):
                found = folded(text)
                if found is None:
                    continue
                if found[1] not in numbers:
                    numbers[found[1]] = len(texts)
                    texts.append(found[0])
                where.append((name, reading, n, key))
                which.append(numbers[found[1]])
    roots = roots_of(texts)
    families: dict[int, list[int]] = {}
    for at, text in enumerate(which):
        families.setdefault(roots.find(text), []).append(at)
    for family in families.values():
        if len(family) > 1:
            yield from _members([where[at] for at in family], len({which[at] for at in family}))


def _members(places: list[tuple[str, int, int, str]], texts: int) -> Iterator[Row]:
    first, reading, _, key = places[0]
    named = f"{first}/{reading}:m:{key}"
    for place in places:
        yield {
            "family": named,
            **dict(zip(NEAR.names[1:5], place, strict=True)),
            "exact": texts == 1,
        }
