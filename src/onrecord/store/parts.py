"""Batches that came from many cases, apart again by case and reading."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa


def by_reading(batch: "pa.RecordBatch") -> "Iterator[tuple[str, int, pa.RecordBatch]]":
    """(folder of the case, reading, its rows in their order) of a batch with both as columns.

    The rows are in the types of the message schema; other columns stay beside them.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    from onrecord.model.schema import typed

    table = pa.Table.from_batches([batch])
    pairs = table.select(["folder", "reading"]).group_by(["folder", "reading"], use_threads=False)
    for row in pairs.aggregate([]).to_pylist():
        mask = pc.and_(
            pc.equal(batch.column("folder"), row["folder"]),
            pc.equal(batch.column("reading"), row["reading"]),
        )
        yield row["folder"], row["reading"], typed(batch.filter(mask))
