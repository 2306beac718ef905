"""A message of one reading found again in another reading of the same bytes.

It is the same message if it stands on some of the same bytes of the same member (in a
table: in the same row), else if exactly one has its chat and its platform's id. Words
are never compared: two may say the same.
"""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from onrecord.desk.rows import batches
from onrecord.model.chat import Message
from onrecord.model.place import Place

COLUMNS = ["n", "member", "start", "length", "place_kind", "chat", "id"]


def standing(folder: Path, message: Message) -> list[int]:
    """Numbers of the rows of a reading that are, or stand on bytes of, a message."""
    place, named = message.place, (message.chat, message.id)
    on, by = [], []
    for batch in batches(folder, COLUMNS):
        on += batch.column("n").filter(_on(batch, place)).to_pylist()
        if message.id is not None:
            by += batch.column("n").filter(_called(batch, *named)).to_pylist()
    return on or (by if len(by) == 1 else [])


def again(folder: Path, message: Message) -> int | None:
    """The number of the row of a reading that a message is; None if it is no one row."""
    found = standing(folder, message)
    if len(found) > 1:
        same = [n for n, place in places(folder, set(found)) if place == message.place]
        found = same or found
    return found[0] if len(found) == 1 else None


def places(folder: Path, wanted: set[int] | None = None) -> Iterator[tuple[int, Place]]:
    """Number and place of the rows of a reading, all or those of these numbers."""
    for batch in batches(folder, COLUMNS[:5]):
        if wanted is not None:
            batch = batch.filter(pc.is_in(batch.column("n"), pa.array(sorted(wanted), pa.int64())))
        for row in batch.to_pylist():
            yield row["n"], Place(row["member"], row["start"], row["length"], row["place_kind"])


def _on(batch: pa.RecordBatch, place: Place) -> pa.Array:
    first = batch.column("start")
    if place.kind == "row":
        hit = pc.equal(first, place.start)
    else:
        hit = pc.and_(
            pc.less(first, place.start + max(place.length, 1)),
            pc.greater(pc.add(first, batch.column("length")), place.start),
        )
    hit = pc.and_(hit, pc.equal(batch.column("member").cast("string"), place.member))
    return pc.and_(hit, pc.equal(batch.column("place_kind").cast("string"), place.kind))


def _called(batch: pa.RecordBatch, chat: str, ident: str | None) -> pa.Array:
    hit = pc.equal(batch.column("chat").cast("string"), chat)
    return pc.fill_null(pc.and_(hit, pc.equal(batch.column("id"), ident)), False)
