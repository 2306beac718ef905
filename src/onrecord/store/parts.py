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

    table = pa.Table.from_batches([batch])
    pairs = table.select(["folder", "reading"]).group_by(["folder", "reading"], use_threads=False)
    for row in pairs.aggregate([]).to_pylist():
        mask = pc.and_(
            pc.equal(batch.column("folder"), row["folder"]),
            pc.equal(batch.column("reading"), row["reading"]),
        )
        yield row["folder"], row["reading"], typed(batch.filter(mask))


def typed(batch: "pa.RecordBatch") -> "pa.RecordBatch":
    """A batch as another engine hands it over, its message columns in our types."""
    import pyarrow as pa

    from onrecord.model.schema import MESSAGE

    names, arrays = [], []
    for field, column in zip(batch.schema, batch.columns, strict=True):
        at = MESSAGE.get_field_index(field.name)
        names.append(field.name)
        arrays.append(column if at < 0 else column.cast(MESSAGE.field(at).type))
    return pa.RecordBatch.from_arrays(arrays, names)
