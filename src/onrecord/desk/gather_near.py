"""Families of near-copies over a whole collection, by joins instead of one index.

The same measure and the same prefix filter as :mod:`onrecord.attribute.near`:
texts that are alike share two of their rarest features, candidates meet in a join
on those, and every pair is compared in full. Only pairs come back to the driver.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from onrecord.attribute.near_parts import (
    SHARED,
    THRESHOLD,
    Digests,
    Meetings,
    alike,
    families,
    folded,
)
from onrecord.attribute.prefixes import SPREAD, first_of, ranked, spread
from onrecord.desk.gather_parts import Portion, Read, worked
from onrecord.desk.gather_rows import NEAR
from onrecord.desk.rows import keys

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_OCCURRENCE = pa.schema(
    [
        ("folder", pa.string()),
        ("reading", pa.int32()),
        ("n", pa.int64()),
        ("key", pa.string()),
        ("digest", pa.binary()),
        ("bare", pa.string()),
    ]
)
_TIMES = pa.schema([("times", pa.binary())])
_FIRST = pa.schema(
    [
        ("feature", pa.int64()),
        ("size", pa.int64()),
        ("digest", pa.binary()),
        ("folder", pa.string()),
        ("reading", pa.int32()),
        ("n", pa.int64()),
    ]
)
_PAIR = pa.schema([("one", pa.binary()), ("two", pa.binary())])
Batches = Iterator[pa.RecordBatch]


def families_of(spark: "SparkSession", parts: list[Portion]) -> "DataFrame":
    """Rows of ``gather_rows.NEAR``: every member of every family of two and more."""
    from pyspark.sql import functions as f

    from onrecord.desk.gather_spark import mapped

    met = worked(spark, parts, _occurrences, _OCCURRENCE).persist()
    texts = (
        met.groupBy("digest")
        .agg(
            f.min(f.struct("folder", "reading", "n")).alias("first"),
            f.any_value("bare").alias("bare"),
        )
        .persist()
    )
    pairs = mapped(_candidates(spark, texts), _compared, _PAIR)
    roots = _roots(spark, pairs)
    named = met.join(roots, "digest", "left").withColumn("root", f.coalesce("root", "digest"))
    whole = named.groupBy("root").agg(
        f.count("*").alias("many"),
        (f.count_distinct("digest") == 1).alias("exact"),
        f.min_by(f.format_string("%s/%d:m:%s", "folder", "reading", "key"),
                 f.struct("folder", "reading", "n")).alias("family"),
    ).where("many > 1")  # fmt: skip
    return named.join(whole, "root").select(*NEAR.names)


def _occurrences(read: Read) -> Batches:
    for case, reading, batch in read:
        made: list[dict[str, Any]] = []
        texts = batch.column("text").to_pylist()
        for (n, key, _), text in zip(keys(batch), texts, strict=True):
            found = folded(text)
            if found is not None:
                row = (case, reading, n, key, found[1], found[0])
                made.append(dict(zip(_OCCURRENCE.names, row, strict=True)))
        yield pa.RecordBatch.from_pylist(made, schema=_OCCURRENCE)


def _candidates(spark: "SparkSession", texts: "DataFrame") -> "DataFrame":
    """Pairs of distinct texts that may be alike, with both texts (``bare``, ``other``)."""
    from pyspark.sql import functions as f

    from onrecord.desk.gather_spark import mapped

    shared = spark.sparkContext.broadcast(_counted(texts))
    rare = mapped(
        texts.select("digest", "bare", "first.*"), lambda read: _rarest(read, shared.value), _FIRST
    )
    # In a crowd each text meets only those just before it, as the one-process index does.
    crowds = rare.repartition("feature").sortWithinPartitions("feature", "folder", "reading", "n")
    met = (
        mapped(crowds, _meeting, _PAIR)
        .groupBy("one", "two")
        .agg(f.count("*").alias("both"))
        .where(f.col("both") >= SHARED)
    )
    said = texts.select("digest", "bare")
    return (
        met.join(said.withColumnRenamed("digest", "one"), "one")
        .join(said.select(f.col("digest").alias("two"), f.col("bare").alias("other")), "two")
        .select("one", "two", "bare", "other")
    )


def _counted(texts: "DataFrame") -> "np.ndarray[Any, np.dtype[np.uint8]]":
    """The rank of every slot, by what all machines counted of their texts."""
    from onrecord.desk.gather_spark import mapped

    total = np.zeros(0, np.uint32)
    for part in mapped(texts.select("bare"), _times, _TIMES).toArrow().column("times"):
        counts = np.frombuffer(pa.decompress(part.as_buffer(), 4 << SPREAD, "zstd"), np.uint32)
        total = counts.copy() if not total.size else total + counts
    return ranked(total)


def _times(batches: Batches) -> Batches:
    digests, total = Digests(), np.zeros(1 << SPREAD, np.uint32)
    for batch in batches:
        total += spread(*digests.of(batch.column("bare").to_pylist()))
    yield pa.RecordBatch.from_pylist(
        [{"times": pa.compress(total, "zstd", asbytes=True)}], schema=_TIMES
    )


def _rarest(batches: Batches, ranks: "np.ndarray[Any, np.dtype[np.uint8]]") -> Batches:
    digests = Digests()
    for batch in batches:
        words, borders = digests.of(batch.column("bare").to_pylist())
        features, each, sizes = first_of(words, borders, ranks, THRESHOLD, SHARED)
        whose = np.repeat(np.arange(batch.num_rows), each)
        beside = batch.select(_FIRST.names[2:]).take(pa.array(whose)).columns
        arrays = [pa.array(features), pa.array(sizes[whose]), *beside]
        yield pa.RecordBatch.from_arrays(
            [a.cast(f.type) for a, f in zip(arrays, _FIRST, strict=True)], schema=_FIRST
        )


def _meeting(batches: Batches) -> Batches:
    """Pairs that share a feature, of rows in order of features."""
    meetings, digests = Meetings(), pa.array([], pa.binary())
    for batch in batches:
        kept = digests[len(digests) - meetings.kept :]
        digests = pa.concat_arrays([kept, batch.column("digest").cast(pa.binary())])
        rows = (batch.column(name).to_numpy() for name in ("feature", "size"))
        pair = [digests.take(pa.array(places)) for places in meetings.of(*rows)]
        yield pa.RecordBatch.from_arrays(pair, schema=_PAIR)


def _compared(batches: Batches) -> Batches:
    for batch in batches:
        made = [
            {"one": row["one"], "two": row["two"]}
            for row in batch.to_pylist()
            if alike(row["bare"], row["other"], THRESHOLD)
        ]
        yield pa.RecordBatch.from_pylist(made, schema=_PAIR)


def _roots(spark: "SparkSession", pairs: "DataFrame") -> "DataFrame":
    """(digest, digest of its family's root) of every text that has a near-copy."""
    found = pairs.toArrow()
    both = zip(found.column("one").to_pylist(), found.column("two").to_pylist(), strict=True)
    made = list(families(both))
    return spark.createDataFrame(made, "digest binary, root binary")
