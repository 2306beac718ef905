"""The columns of a WhatsApp batch while they grow."""

from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from onrecord.formats._columns import batch, structs
from onrecord.formats._rows import Time
from onrecord.model.schema import ENTITY, MEDIA

Told = tuple[int, int, Time, str, str | None, str | None, str]
"""Start, length, time, kind, sender, telephone number, text."""


@dataclass(slots=True)
class Made:
    """Rows, and what only some of them have by their index."""

    rows: list[Told] = field(default_factory=list)
    media: dict[int, Any] = field(default_factory=dict)
    entities: dict[int, Any] = field(default_factory=dict)
    odd: dict[int, bytes] = field(default_factory=dict)
    action: dict[int, str] = field(default_factory=dict)
    edited: dict[int, str] = field(default_factory=dict)

    def batch(self, first: int, member: str) -> pa.RecordBatch:
        """The rows as a batch numbered from ``first``."""
        count = len(self.rows)
        starts, lengths, times, kinds, senders, numbers, texts = zip(*self.rows, strict=True)
        said, basis, earliest, latest, local = zip(*times, strict=True)
        columns: dict[str, Any] = {
            "member": member,
            "chat": member,
            "place_kind": "bytes",
            "start": starts,
            "length": lengths,
            "kind": _same(kinds),
            "sender": senders,
            "sender_id": numbers,
            "text": texts,
            "time_text": said,
            "time_basis": _same(basis),
            "time_first": earliest,
            "time_last": latest,
            "time_local": local,
            "forwarded": pa.repeat(pa.scalar(False), count),
        }
        if self.media:
            columns["media"] = structs([self.media.get(i) for i in range(count)], MEDIA)
        if self.entities:
            columns["entities"] = structs([self.entities.get(i) for i in range(count)], ENTITY)
        if self.odd:
            columns["text_raw"] = [self.odd.get(i) for i in range(count)]
            columns["enc"] = ["bad-utf8" if i in self.odd else None for i in range(count)]
        if self.action:
            columns["action"] = [self.action.get(i) for i in range(count)]
        if self.edited:
            columns["edited_text"] = [self.edited.get(i) for i in range(count)]
        return batch(first, count, columns)


def _same(values: tuple[str, ...]) -> str | tuple[str, ...]:
    """One value for all where all are the same."""
    return values[0] if values.count(values[0]) == len(values) else values
