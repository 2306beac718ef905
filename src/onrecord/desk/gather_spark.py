"""Gathering on a cluster: the same functions, batch by batch, wherever a batch lies.

A reading's order is not kept on the way. What the walk knows from earlier
messages (the text that is answered, who had a long text first) is joined to each
message before, which gives the same statements in any order.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from onrecord.attribute.batchwise import pieces_of
from onrecord.attribute.copies import LONG
from onrecord.desk import gather_near
from onrecord.desk.collection import Collection
from onrecord.desk.context import Known, known_of, nothing_known
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
from onrecord.store._cluster import frame_of, session
from onrecord.store.parts import by_reading
from onrecord.store.statistics import STATISTICS

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_PIECES = pa.schema(
    [
        ("folder", pa.string()),
        ("reading", pa.int32()),
        ("n", pa.int64()),
        ("digest", pa.binary()),
        ("name", pa.string()),
        ("id", pa.string()),
        ("ref", pa.string()),
    ]
)
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
        rows = frame_of(spark, [(p.case, p.reading, p.path) for p in collection.parts])
        made = _frames(spark, rows, collection, what, queries)
        counts = {}
        for name, frame in made.items():
            # A task that dies is run again elsewhere; only whole files are committed.
            frame.write.parquet((out / name).resolve().as_uri())
            counts[name] = spark.read.parquet((out / name).resolve().as_uri()).count()
    return counts


def _frames(
    spark: "SparkSession",
    rows: "DataFrame",
    collection: Collection,
    what: str,
    queries: list[tuple[str, Query]],
) -> "dict[str, DataFrame]":
    if what == "statistics":
        rows.createOrReplaceTempView("messages")
        return {n: spark.sql(sql.format(naive="TIMESTAMP_NTZ")) for n, sql in STATISTICS.items()}
    if what == "near":
        return {"near": gather_near.families_of(spark, rows)}
    if what == "find":
        nothing = {name: nothing_known() for name in collection.cases}
        return {"find": _each(spark, rows, finding(queries), FOUND, nothing)}
    known = {name: known_of(case) for name, case in collection.cases.items()}
    does, schema = {
        "statements": (statement_rows, STATEMENTS),
        "compare": (compare_rows, COMPARED),
    }[what]
    return {what: _each(spark, with_context(rows), does, schema, known)}


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


def with_context(rows: "DataFrame") -> "DataFrame":
    """Messages with ``replied`` and ``copied`` (:mod:`onrecord.attribute.batchwise`)."""
    return _with_copied(_with_replied(rows))


def _with_replied(rows: "DataFrame") -> "DataFrame":
    from pyspark.sql import functions as f

    wanted = rows.where("reply_to IS NOT NULL").select(*_WHERE, "reply_to").distinct()
    texts = (
        rows.where("id IS NOT NULL")
        .select(*_WHERE, f.col("id").alias("reply_to"), "n", "text")
        .join(wanted, [*_WHERE, "reply_to"], "left_semi")
        .groupBy(*_WHERE, "reply_to")
        # Ids may repeat: the last one stands, as in the walk.
        .agg(f.max_by("text", "n").alias("replied"))
    )
    return rows.join(texts, [*_WHERE, "reply_to"], "left")


def _with_copied(rows: "DataFrame") -> "DataFrame":
    from pyspark.sql import functions as f

    pieces = mapped(rows.where(f.length("text") >= LONG), _pieces, _PIECES)
    first = (
        pieces.groupBy(*_WHERE, "digest")
        .agg(
            f.count_distinct("n").alias("many"),
            f.min_by(f.struct("n", "name", "id", "ref"), "n").alias("first"),
        )
        .where("many > 1")
    )
    met = (
        pieces.select(*_WHERE, "n", "digest")
        .join(first, [*_WHERE, "digest"])
        .where("first.n < n")
        .groupBy(*_WHERE, "n")
        .agg(
            f.collect_set(f.struct("digest", "first.name", "first.id", "first.ref")).alias("copied")
        )
    )
    return rows.join(met, [*_WHERE, "n"], "left")


def _pieces(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        made = [
            dict(zip(_PIECES.names, (case, reading, *piece), strict=True))
            for case, reading, part in by_reading(batch)
            for piece in pieces_of(part)
        ]
        yield pa.RecordBatch.from_pylist(made, schema=_PIECES)
