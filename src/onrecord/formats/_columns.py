"""Lists in, one record batch of the schema out."""

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from onrecord.model.schema import MESSAGE

BATCH = 1 << 14
"""Rows a batch aims at."""

Column = Any
"""A list of values, an Arrow array, one string for all rows, or None."""


def batch(first: int, count: int, columns: Mapping[str, Column]) -> pa.RecordBatch:
    """``count`` rows numbered from ``first``.

    A column is a list, an Arrow array, one string for all rows, or absent
    (null for all). Raises KeyError for a column the schema does not have.
    """
    unknown = set(columns) - set(MESSAGE.names)
    if unknown:
        raise KeyError(sorted(unknown)[0])
    given = {"n": range(first, first + count), **columns}
    arrays = [_array(given.get(f.name), f.type, count) for f in MESSAGE]
    return pa.RecordBatch.from_arrays(arrays, schema=MESSAGE)


def _array(values: Column, kind: pa.DataType, count: int) -> pa.Array:
    if values is None:
        return pa.nulls(count, kind)
    if isinstance(values, str):
        return _constant(values, kind, count)
    if isinstance(values, pa.Array):
        return values if values.type == kind else values.cast(kind)
    if pa.types.is_dictionary(kind):
        return pa.array(values, kind.value_type).dictionary_encode()
    return pa.array(values, kind)


def _constant(value: str, kind: pa.DataType, count: int) -> pa.Array:
    if pa.types.is_dictionary(kind):
        indices = pa.repeat(pa.scalar(0, pa.int32()), count)
        return pa.DictionaryArray.from_arrays(indices, pa.array([value], pa.string()))
    return pa.repeat(pa.scalar(value, kind), count)


def structs(rows: Sequence[Sequence[tuple[Any, ...]] | None], kind: pa.DataType) -> pa.Array:
    """A list column from one sequence of tuples a row; None and empty are null.

    Tuples hold the struct's fields in the schema's order.
    """
    if not any(rows):
        return pa.nulls(len(rows), pa.list_(kind))
    offsets = [0]
    flat: list[tuple[Any, ...]] = []
    for row in rows:
        if row:
            flat.extend(row)
        offsets.append(len(flat))
    parts = list(zip(*flat, strict=True))
    fields = [pa.array(list(part), f.type) for part, f in zip(parts, kind, strict=True)]
    values = pa.StructArray.from_arrays(fields, fields=list(kind))
    mask = pa.array([not row for row in rows])
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), values, mask=mask)
