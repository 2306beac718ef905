"""Families of near-copies over a whole collection, by joins instead of one index.

The same measure and the same prefix filter as :mod:`onrecord.attribute.near`:
texts that are alike share two of their rarest features, candidates meet in a join
on those, and every pair is compared in full. Only pairs come back to the driver.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from onrecord.attribute.near import CROWD, THRESHOLD
from onrecord.attribute.near_parts import SHARED, alike, families, features, folded, rarest
from onrecord.desk.gather_rows import NEAR
from onrecord.desk.rows import keys
from onrecord.store.parts import by_reading

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
_FEATURE = pa.schema([("digest", pa.binary()), ("size", pa.int32()), ("feature", pa.int64())])
_PAIR = pa.schema([("one", pa.binary()), ("two", pa.binary())])
Batches = Iterator[pa.RecordBatch]


def families_of(spark: "SparkSession", rows: "DataFrame") -> "DataFrame":
    """Rows of ``gather_rows.NEAR``: every member of every family of two and more."""
    from pyspark.sql import functions as f

    from onrecord.desk.gather_spark import mapped

    met = mapped(rows, _occurrences, _OCCURRENCE).persist()
    texts = met.groupBy("digest").agg(
        f.min(f.struct("folder", "reading", "n")).alias("first"), f.any_value("bare").alias("bare")
    )
    pairs = mapped(_candidates(texts), _compared, _PAIR)
    roots = _roots(spark, pairs)
    named = met.join(roots, "digest", "left").withColumn("root", f.coalesce("root", "digest"))
    whole = named.groupBy("root").agg(
        f.count("*").alias("many"),
        (f.count_distinct("digest") == 1).alias("exact"),
        f.min_by(f.format_string("%s/%d:m:%s", "folder", "reading", "key"),
                 f.struct("folder", "reading", "n")).alias("family"),
    ).where("many > 1")  # fmt: skip
    return named.join(whole, "root").select(*NEAR.names)


def _occurrences(batches: Batches) -> Batches:
    for batch in batches:
        made: list[dict[str, Any]] = []
        for case, reading, part in by_reading(batch):
            texts = part.column("text").to_pylist()
            for (n, key, _), text in zip(keys(part), texts, strict=True):
                found = folded(text)
                if found is not None:
                    row = (case, reading, n, key, found[1], found[0])
                    made.append(dict(zip(_OCCURRENCE.names, row, strict=True)))
        yield pa.RecordBatch.from_pylist(made, schema=_OCCURRENCE)


def _candidates(texts: "DataFrame") -> "DataFrame":
    """Pairs of distinct texts that may be alike, with both texts (``bare``, ``other``)."""
    from pyspark.sql import Window
    from pyspark.sql import functions as f

    from onrecord.desk.gather_spark import mapped

    every = mapped(texts, _features, _FEATURE)
    counts = every.groupBy("feature").agg(f.count("*").alias("many")).where("many > 1")
    known = (
        every.join(counts, "feature")
        .groupBy("digest", "size")
        .agg(f.collect_list(f.struct("many", "feature")).alias("counted"))
    )
    rare = mapped(known, _rarest, _FEATURE).join(texts.select("digest", "first"), "digest")
    # In a crowd each text meets only those just before it, as the one-process index does.
    place = f.row_number().over(Window.partitionBy("feature").orderBy("first"))
    rare = rare.withColumn("place", place)
    one, two = rare.alias("one"), rare.alias("two")
    sizes = (f.col("two.size") >= THRESHOLD * f.col("one.size")) & (
        f.col("one.size") >= THRESHOLD * f.col("two.size")
    )
    after = f.col("two.place") - f.col("one.place")
    met = (
        one.join(two, (f.col("one.feature") == f.col("two.feature")) & after.between(1, CROWD))
        .where(sizes)
        .groupBy(f.col("one.digest").alias("one"), f.col("two.digest").alias("two"))
        .agg(f.count("*").alias("both"))
        .where(f.col("both") >= SHARED)
    )
    said = texts.select("digest", "bare")
    return (
        met.join(said.withColumnRenamed("digest", "one"), "one")
        .join(said.select(f.col("digest").alias("two"), f.col("bare").alias("other")), "two")
        .select("one", "two", "bare", "other")
    )


def _features(batches: Batches) -> Batches:
    for batch in batches:
        made: list[dict[str, Any]] = []
        for digest, bare in zip(
            batch.column("digest").to_pylist(), batch.column("bare").to_pylist(), strict=True
        ):
            found = features(bare)
            made.extend({"digest": digest, "size": len(found), "feature": x} for x in found)
        yield pa.RecordBatch.from_pylist(made, schema=_FEATURE)


def _rarest(batches: Batches) -> Batches:
    for batch in batches:
        made: list[dict[str, Any]] = []
        for row in batch.to_pylist():
            counted = [(c["many"], c["feature"]) for c in row["counted"]]
            for feature in rarest(row["size"], counted, THRESHOLD):
                made.append({"digest": row["digest"], "size": row["size"], "feature": feature})
        yield pa.RecordBatch.from_pylist(made, schema=_FEATURE)


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
