"""Gathering on a cluster: the same functions, batch by batch, wherever a batch lies.

A reading's order is not kept on the way. What the walk knows from earlier
messages (the text that is answered, who had a long text first) is joined to each
message before, which gives the same statements in any order. Messages that can state
nothing whatever they answer (:mod:`onrecord.attribute.gate`) are left out before.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from onrecord.attribute.batchwise import may_state, pieces_of
from onrecord.desk import gather_near
from onrecord.desk.collection import Collection
from onrecord.desk.context import Known, known_of, nothing_known
from onrecord.desk.gather_parts import Portion, Read, portions, worked
from onrecord.desk.gather_rows import (
    COMPARED,
    FOUND,
    STATEMENTS,
    Rows,
    compare_rows,
    finding,
    statement_rows,
)
from onrecord.model.query import Query
from onrecord.model.schema import MESSAGE
from onrecord.store._cluster import frame_of, session
from onrecord.store.parts import by_reading
from onrecord.store.statistics import STATISTICS

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_CASE = [("folder", pa.string()), ("reading", pa.int32())]
_PIECES = pa.schema(
    [
        *_CASE,
        ("n", pa.int64()),
        ("digest", pa.binary()),
        ("name", pa.string()),
        ("id", pa.string()),
        ("ref", pa.string()),
    ]
)


def _plain(field: pa.Field) -> pa.Field:
    """Spark has no dictionaries."""
    is_words = pa.types.is_dictionary(field.type)
    return field.with_type(field.type.value_type) if is_words else field


_KEPT = pa.schema([*_CASE, *map(_plain, MESSAGE)])
_WHERE = ["folder", "reading"]


def gather(
    collection: Collection,
    what: str,
    queries: list[tuple[str, Query]],
    out: Path,
    master: str | None,
) -> dict[str, int]:
    """Writes the result's Parquet files into ``out``; rows by table. Raises NoEngine."""
    with session(master) as spark:
        made = _frames(spark, collection, what, queries)
        for name, frame in made.items():
            # A task that dies is run again elsewhere; only whole files are committed.
            frame.write.parquet((out / name).resolve().as_uri())
    return {name: _rows_in(out / name) for name in made}


def _rows_in(folder: Path) -> int:
    return sum(int(pq.read_metadata(path).num_rows) for path in folder.glob("*.parquet"))


def _frames(
    spark: "SparkSession",
    collection: Collection,
    what: str,
    queries: list[tuple[str, Query]],
) -> "dict[str, DataFrame]":
    if what == "statistics":
        _table(spark, collection).createOrReplaceTempView("messages")
        return {n: spark.sql(sql.format(naive="TIMESTAMP_NTZ")) for n, sql in STATISTICS.items()}
    parts = portions(collection, spark.sparkContext.defaultParallelism)
    if what == "near":
        return {"near": gather_near.families_of(spark, parts)}
    if what == "find":
        return {"find": worked(spark, parts, _found(finding(queries)), FOUND)}
    known = {name: known_of(case) for name, case in collection.cases.items()}
    does, schema = {
        "statements": (statement_rows, STATEMENTS),
        "compare": (compare_rows, COMPARED),
    }[what]
    frame = with_context(spark, parts, _table(spark, collection))
    return {what: _each(spark, frame, does, schema, known)}


def _table(spark: "SparkSession", collection: Collection) -> "DataFrame":
    return frame_of(spark, [(p.case, p.reading, p.path) for p in collection.parts])


def _found(rows: Rows) -> Callable[[Read], Iterator[pa.RecordBatch]]:
    def work(read: Read) -> Iterator[pa.RecordBatch]:
        nothing = nothing_known()
        for case, reading, batch in read:
            made = list(rows(batch, case, reading, nothing))
            yield pa.RecordBatch.from_pylist(made, schema=FOUND)

    return work


def _each(
    spark: "SparkSession",
    frame: "DataFrame",
    rows: Rows,
    schema: pa.Schema,
    known: dict[str, Known],
) -> "DataFrame":
    """The rows a function makes of every batch, with what its case knows."""
    shared = spark.sparkContext.broadcast(known)

    def work(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            made = [
                row
                for case, reading, part in by_reading(batch)
                for row in rows(part, case, reading, shared.value[case])
            ]
            yield pa.RecordBatch.from_pylist(made, schema=schema)

    return mapped(frame, work, schema)


def mapped(
    frame: "DataFrame", work: Callable[[Iterator[pa.RecordBatch]], Iterator[Any]], schema: pa.Schema
) -> "DataFrame":
    """``frame`` through a function from batches to batches of ``schema``."""
    from pyspark.sql.pandas.types import from_arrow_schema

    return frame.mapInArrow(work, from_arrow_schema(schema))


def with_context(spark: "SparkSession", parts: list[Portion], rows: "DataFrame") -> "DataFrame":
    """Messages that may state something, with ``replied`` and ``copied``
    (:mod:`onrecord.attribute.batchwise`)."""
    # Read once: three joins ask for it.
    kept = worked(spark, parts, _kept, _KEPT).persist()
    replied = _replied(kept, rows.select(*_WHERE, "id", "n", "text"))
    copied = _copied(worked(spark, parts, _pieces, _PIECES))
    return kept.join(replied, [*_WHERE, "reply_to"], "left").join(copied, [*_WHERE, "n"], "left")


def _kept(read: Read) -> Iterator[pa.RecordBatch]:
    for case, reading, whole in read:
        for batch in may_state(whole):
            where = [pa.repeat(pa.scalar(case), batch.num_rows)]
            where.append(pa.repeat(pa.scalar(reading, pa.int32()), batch.num_rows))
            columns = [batch.column(f.name).cast(f.type) for f in _KEPT if f.name not in _WHERE]
            yield pa.RecordBatch.from_arrays([*where, *columns], schema=_KEPT)


def _replied(kept: "DataFrame", texts: "DataFrame") -> "DataFrame":
    from pyspark.sql import functions as f

    wanted = kept.where("reply_to IS NOT NULL").select(*_WHERE, "reply_to").distinct()
    return (
        texts.where("id IS NOT NULL")
        .withColumnRenamed("id", "reply_to")
        .join(wanted, [*_WHERE, "reply_to"], "left_semi")
        .groupBy(*_WHERE, "reply_to")
        # Ids may repeat: the last one stands, as in the walk.
        .agg(f.max_by("text", "n").alias("replied"))
    )


def _copied(pieces: "DataFrame") -> "DataFrame":
    from pyspark.sql import functions as f

    first = (
        pieces.groupBy(*_WHERE, "digest")
        .agg(
            f.count_distinct("n").alias("many"),
            f.min_by(f.struct("n", "name", "id", "ref"), "n").alias("first"),
        )
        .where("many > 1")
    )
    return (
        pieces.select(*_WHERE, "n", "digest")
        .join(first, [*_WHERE, "digest"])
        .where("first.n < n")
        .groupBy(*_WHERE, "n")
        .agg(
            f.collect_set(f.struct("digest", "first.name", "first.id", "first.ref")).alias("copied")
        )
    )


def _pieces(read: Read) -> Iterator[pa.RecordBatch]:
    for case, reading, batch in read:
        made = [
            dict(zip(_PIECES.names, (case, reading, *piece), strict=True))
            for piece in pieces_of(batch)
        ]
        yield pa.RecordBatch.from_pylist(made, schema=_PIECES)
