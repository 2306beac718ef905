"""One batch of columns made at once and of records read one by one, in their order."""

import posixpath
from collections.abc import Callable, Iterator

import pyarrow as pa

from onrecord.formats._quick import located
from onrecord.formats._telegram_pending import Pending
from onrecord.model.schema import MESSAGE

_SAID = {"kind": "message", "time_basis": "utc"}
"""What holds of every plain message."""


def mixed(
    pending: Pending, slow: pa.RecordBatch | None, first: int, present: Callable[[str], bool]
) -> pa.RecordBatch:
    """The record batch, numbered from ``first``; ``slow`` are the columns of
    ``pending.records``, None if there are none."""
    count = len(pending)
    folder = posixpath.dirname(pending.member)
    for _, made in pending.quick:
        if "media" in made.columns:
            made.columns.update(located(made.columns["media"], folder, present))
    order = None if slow is None else pa.array(list(_order(pending)), pa.int64())
    arrays = []
    for field in MESSAGE:
        if field.name == "n":
            array = pa.arange(first, first + count)
        elif field.name in ("member", "chat", "place_kind"):
            said = {"member": pending.member, "chat": pending.chat}.get(field.name, "bytes")
            array = pa.repeat(pa.scalar(said), count)
        else:
            array = _joined(pending, slow, field)
            if array is not None and order is not None:
                array = array.take(order)
        arrays.append(pa.nulls(count, field.type) if array is None else _typed(array, field.type))
    return pa.RecordBatch.from_arrays(arrays, schema=MESSAGE)


def _typed(array: pa.Array, kind: pa.DataType) -> pa.Array:
    return array.dictionary_encode() if pa.types.is_dictionary(kind) else array


def _joined(pending: Pending, slow: pa.RecordBatch | None, field: pa.Field) -> pa.Array | None:
    """Values of all plain rows, then those of the records; None if all are null."""
    kind = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
    parts = [] if slow is None else [slow.column(field.name)]
    parts = [p.dictionary_decode() if pa.types.is_dictionary(p.type) else p for p in parts]
    if field.name in _SAID:
        return pa.concat_arrays([pa.repeat(pa.scalar(_SAID[field.name]), pending.plain), *parts])
    made = [(q.columns.get(field.name), q.count - len(q.left)) for _, q in pending.quick]
    if all(a is None for a, _ in made) and all(p.null_count == len(p) for p in parts):
        return None
    return pa.concat_arrays([pa.nulls(n, kind) if a is None else a for a, n in made] + parts)


def _order(pending: Pending) -> Iterator[int]:
    """Where each row of the batch stands among plain rows, then records."""
    plain, record = 0, pending.plain
    for begin, made in pending.quick:
        yield from range(record, pending.plain + begin)
        record = pending.plain + begin
        at = 0
        for position in made.left:
            yield from range(plain, plain + position - at)
            plain += position - at
            yield record
            record, at = record + 1, position + 1
        yield from range(plain, plain + made.count - at)
        plain += made.count - at
    yield from range(record, pending.plain + len(pending.records))
