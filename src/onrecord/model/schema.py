"""The one Arrow schema of a message, and its row view.

Readers yield record batches of :data:`MESSAGE` (tens of thousands of rows at a
time); folding, leaf hashing, indexing and statistics work batch by batch.
:func:`rows` makes :class:`~onrecord.model.chat.Message` values at the edge.

Times are microseconds since 1970 in UTC (``time_first``/``time_last``, both
inclusive) or wall clock without zone (``time_local``). Offsets are code points.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pyarrow as pa

from onrecord.model.chat import Entity, Forward, Media, Message, Reaction
from onrecord.model.place import Kind, Place
from onrecord.model.when import Basis, When

_WORD = pa.dictionary(pa.int32(), pa.string())
_UTC = pa.timestamp("us", tz="UTC")

ENTITY = pa.struct(
    [
        ("type", pa.string()),
        ("start", pa.int32()),
        ("length", pa.int32()),
        ("value", pa.string()),
    ]
)
REACTION = pa.struct([("emoji", pa.string()), ("count", pa.int32())])
MEDIA = pa.struct(
    [
        ("type", pa.string()),
        ("path", pa.string()),
        ("present", pa.bool_()),
        ("size", pa.int64()),
        ("mime", pa.string()),
        ("name", pa.string()),
        ("width", pa.int32()),
        ("height", pa.int32()),
        ("duration", pa.int32()),
    ]
)

MESSAGE = pa.schema(
    [
        pa.field("n", pa.int64(), nullable=False),
        pa.field("member", _WORD, nullable=False),
        pa.field("start", pa.int64(), nullable=False),
        pa.field("length", pa.int64(), nullable=False),
        pa.field("place_kind", _WORD, nullable=False),
        pa.field("chat", _WORD, nullable=False),
        pa.field("id", pa.string()),
        pa.field("kind", _WORD, nullable=False),
        pa.field("sender", _WORD),
        pa.field("sender_id", _WORD),
        pa.field("time_text", pa.string(), nullable=False),
        pa.field("time_basis", _WORD, nullable=False),
        pa.field("time_first", _UTC),
        pa.field("time_last", _UTC),
        pa.field("time_local", pa.timestamp("us")),
        pa.field("text", pa.string(), nullable=False),
        pa.field("text_raw", pa.binary()),
        pa.field("enc", _WORD),
        pa.field("entities", pa.list_(ENTITY)),
        pa.field("reply_to", pa.string()),
        pa.field("reply_chat", pa.string()),
        pa.field("quote", pa.string()),
        pa.field("forwarded", pa.bool_(), nullable=False),
        pa.field("forward_name", _WORD),
        pa.field("forward_id", _WORD),
        pa.field("forward_time_text", pa.string()),
        pa.field("forward_time", _UTC),
        pa.field("via_bot", _WORD),
        pa.field("signature", _WORD),
        pa.field("edited_text", pa.string()),
        pa.field("edited", _UTC),
        pa.field("reactions", pa.list_(REACTION)),
        pa.field("media", pa.list_(MEDIA)),
        pa.field("action", _WORD),
        pa.field("payload", pa.string()),
        pa.field("unknown", pa.string()),
    ]
)


def empty() -> pa.RecordBatch:
    """A batch of the schema without rows."""
    return cast(pa.RecordBatch, pa.RecordBatch.from_pylist([], schema=MESSAGE))


def typed(batch: pa.RecordBatch) -> pa.RecordBatch:
    """A batch as another engine hands it over, its message columns in our types; other
    columns stay beside them."""
    names, arrays = [], []
    for field, column in zip(batch.schema, batch.columns, strict=True):
        at = MESSAGE.get_field_index(field.name)
        names.append(field.name)
        arrays.append(column if at < 0 else column.cast(MESSAGE.field(at).type))
    return cast(pa.RecordBatch, pa.RecordBatch.from_arrays(arrays, names))


def rows(batch: pa.RecordBatch, reading: int = 0) -> Iterator[Message]:
    """The messages of a batch, one frozen value a row, in order."""
    for row in batch.to_pylist():
        yield _message(row, reading)


def _message(row: dict[str, Any], reading: int) -> Message:
    edited = row["edited_text"]
    return Message(
        n=row["n"],
        place=Place(row["member"], row["start"], row["length"], cast(Kind, row["place_kind"])),
        chat=row["chat"],
        id=row["id"],
        kind=row["kind"],
        sender=row["sender"],
        sender_id=row["sender_id"],
        time=When(
            row["time_text"],
            cast(Basis, row["time_basis"]),
            row["time_first"],
            row["time_last"],
            row["time_local"],
        ),
        text=row["text"],
        text_raw=row["text_raw"],
        enc=row["enc"],
        reply_to=row["reply_to"],
        reply_chat=row["reply_chat"],
        quote=row["quote"],
        forward=_forward(row),
        via_bot=row["via_bot"],
        signature=row["signature"],
        edited=None if edited is None else _instant(edited, row["edited"]),
        action=row["action"],
        payload=row["payload"],
        unknown=row["unknown"],
        reading=reading,
        entities=tuple(Entity(**e) for e in row["entities"] or ()),
        reactions=tuple(Reaction(**e) for e in row["reactions"] or ()),
        media=tuple(Media(**e) for e in row["media"] or ()),
    )


def _instant(text: str, at: datetime | None) -> When:
    if at is None:
        return When(text, "local-unknown")
    return When(text, "utc", at, at)


def _forward(row: dict[str, Any]) -> Forward | None:
    if not row["forwarded"]:
        return None
    text = row["forward_time_text"]
    when = When("", "none") if text is None else _instant(text, row["forward_time"])
    return Forward(row["forward_name"], row["forward_id"], when)


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def microseconds(at: datetime) -> int:
    """Microseconds since 1970 of an aware instant, exactly."""
    return (at - EPOCH) // timedelta(microseconds=1)
