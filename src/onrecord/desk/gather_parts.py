"""A collection in portions: one is what one task of a cluster reads and works on.

Workers read the Parquet of readings by path, as this process does: rows then never
pass through Spark on their way to a function over batches, only what comes of them.
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from onrecord.desk.collection import Collection
from onrecord.desk.rows import batches_of

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_LEAST = 50_000  # rows of a portion: a task has something to do besides being started
_AT_LEAST = 4  # portions a core, in a small collection as well

Portion = list[tuple[str, int, str]]
Read = Iterator[tuple[str, int, pa.RecordBatch]]
Work = Callable[[Read], Iterator[pa.RecordBatch]]


def portions(collection: Collection, cores: int) -> list[Portion]:
    """All files (case, reading, path), in order, in portions of about as many rows."""
    sized = [(p, int(pq.read_metadata(p.path).num_rows)) for p in collection.parts]
    wanted = min(_LEAST, max(1, sum(rows for _, rows in sized) // (_AT_LEAST * cores)))
    found: list[Portion] = []
    room = 0
    for part, rows in sized:
        if room <= 0:
            found.append([])
            room = wanted
        found[-1].append((part.case, part.reading, str(part.path.resolve())))
        room -= rows
    return found


def worked(
    spark: "SparkSession", parts: list[Portion], work: Work, schema: pa.Schema
) -> "DataFrame":
    """What a function makes of the batches of each portion, a task a portion."""
    from pyspark.sql.pandas.types import from_arrow_schema

    shared = spark.sparkContext.broadcast(parts)

    def task(numbers: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        yield from work(_read(shared.value[n] for batch in numbers for n in batch[0].to_pylist()))

    each = spark.range(0, len(parts), 1, len(parts))
    return each.mapInArrow(task, from_arrow_schema(schema))


def _read(parts: Iterator[Portion]) -> Read:
    for portion in parts:
        for case, reading, path in portion:
            for batch in batches_of(path):
                yield case, reading, batch
