"""The columns of a WhatsApp batch while they grow."""

from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from onrecord.formats._columns import batch, structs
from onrecord.formats._rows import Time
from onrecord.model.schema import ENTITY, MEDIA


@dataclass(slots=True)
class Made:
    """One value a row; media, entities and odd texts only where there are any."""

    start: list[int] = field(default_factory=list)
    length: list[int] = field(default_factory=list)
    time: list[Time] = field(default_factory=list)
    kind: list[str] = field(default_factory=list)
    sender: list[str | None] = field(default_factory=list)
    sender_id: list[str | None] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    media: dict[int, Any] = field(default_factory=dict)
    entities: dict[int, Any] = field(default_factory=dict)
    odd: dict[int, bytes] = field(default_factory=dict)
    action: dict[int, str] = field(default_factory=dict)
    edited: dict[int, str] = field(default_factory=dict)

    def batch(self, first: int, member: str) -> pa.RecordBatch:
        """The rows as a batch numbered from ``first``."""
        count = len(self.start)
        said, basis, earliest, latest, local = zip(*self.time, strict=True)
        columns: dict[str, Any] = {
            "member": member,
            "chat": member,
            "place_kind": "bytes",
            "start": self.start,
            "length": self.length,
            "kind": self.kind,
            "sender": self.sender,
            "sender_id": self.sender_id,
            "text": self.text,
            "time_text": list(said),
            "time_basis": list(basis),
            "time_first": list(earliest),
            "time_last": list(latest),
            "time_local": list(local),
            "forwarded": [False] * count,
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
