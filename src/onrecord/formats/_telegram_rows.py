"""Telegram's records turned into columns of the schema."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pyarrow as pa
from msgspec import UNSET

from onrecord.formats._columns import Column, batch, structs
from onrecord.formats._rich import words
from onrecord.formats._telegram_fields import (
    PAYLOAD,
    SERVICE_IN_COLUMNS,
    Piece,
    Record,
    Service,
    Unsupported,
    Written,
)
from onrecord.formats._telegram_media import absent, has_media, media
from onrecord.formats._when import clocks_apart, one, time_columns
from onrecord.model.schema import ENTITY, MEDIA, REACTION

_PAYLOAD = attrgetter(*PAYLOAD)
_EMPTY = _PAYLOAD(Written())
_INT32 = (1 << 31) - 1


Runs = list[tuple[str, int, int, str | None]]


@dataclass(slots=True)
class Odd:
    """What a record had besides a plain reading: fields we do not know, bytes of
    a text that is not Unicode and why."""

    unknown: dict[str, Any] = field(default_factory=dict)
    text_raw: bytes | None = None
    enc: str | None = None


@dataclass(slots=True)
class Pending:
    """Records met and not yet in a batch. ``data`` finds a record's own bytes."""

    member: str
    chat: str
    records: list[Record] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)
    odd: dict[int, Odd] = field(default_factory=dict)
    events: dict[int, dict[str, Any]] = field(default_factory=dict)


def flatten(text: str | list[str | Piece]) -> tuple[str, Runs]:
    """The text as the app shows it, and its formatted runs in code points."""
    if isinstance(text, str):
        return text, []
    parts: list[str] = []
    runs: Runs = []
    at = 0
    for piece in text:
        if isinstance(piece, str):
            parts.append(piece)
            at += len(piece)
            continue
        parts.append(piece.text)
        size = len(piece.text)
        if piece.type != "plain":
            runs.append((piece.type, at, size, _value(piece)))
        at += size
    return "".join(parts), runs


def _value(piece: Piece) -> str | None:
    if piece.href is not None:
        return piece.href
    if piece.user_id is not None:
        return str(piece.user_id)
    if piece.document_id is not None:
        return piece.document_id
    if piece.date_unixtime is not None:
        return str(piece.date_unixtime)
    return piece.language or None


def text_of(record: Any) -> tuple[str, Runs]:
    """Text and runs; from ``text_entities`` or a rich message where there is no ``text``."""
    if record.text is not UNSET:
        return flatten(record.text)
    if record.text_entities is not UNSET:
        return flatten(record.text_entities)
    return (words(record.rich_message) if type(record) is Written else ""), []


def _agrees(record: Any) -> bool:
    """False if the export states the text twice and not the same."""
    text, entities = record.text, record.text_entities
    if type(text) is str and entities is not UNSET:
        if len(entities) == 1:
            return bool(entities[0].text == text)
        if not entities:
            return not text
    if text is UNSET or entities is UNSET:
        return True
    return "".join([e.text for e in entities]) == flatten(text)[0]


@dataclass(frozen=True, slots=True)
class Built:
    """Columns, and the rows whose time or text asks for a Trouble."""

    columns: dict[str, Column]
    bad_time: list[int]
    two_texts: list[int]
    two_times: list[int]

    def batch(self, first: int) -> pa.RecordBatch:
        """The record batch, numbered from ``first``."""
        starts = self.columns["start"]
        return batch(first, len(starts or ()), self.columns)


def columns(pending: Pending, present: Callable[[str], bool], zone: ZoneInfo | None) -> Built:
    """The batch's columns, all rows of one chat and member."""
    records: list[Any] = [r if type(r) is not Unsupported else _hollow(r) for r in pending.records]
    texts: list[str] = []
    entities: list[Runs | None] = []
    for r in records:
        text = r.text
        if type(text) is str:
            texts.append(text)
            entities.append(None)
        else:
            shown, runs = text_of(r)
            texts.append(shown)
            entities.append(runs)
    times, bad = time_columns([r.date for r in records], [r.date_unixtime for r in records], zone)
    service = [type(r) is Service for r in records]
    made: dict[str, Column] = {
        "member": pending.member,
        "start": pending.starts,
        "length": pending.lengths,
        "place_kind": "bytes",
        "chat": pending.chat,
        "id": _words([r.id for r in records]),
        "kind": ["service" if s else "message" for s in service] if any(service) else "message",
        "sender": [r.sender for r in records],
        "sender_id": [_word(r.sender_id) for r in records],
        **times,
        "text": texts,
        "entities": structs(entities, ENTITY),
        "media": structs(
            [media(r, pending.member, present) if has_media(r) else None for r in records], MEDIA
        ),
        "reactions": structs([_reactions(r) if r.reactions else None for r in records], REACTION),
        "payload": [_payload(r, pending.events.get(i)) for i, r in enumerate(records)],
    }
    made.update(_message_columns(records, zone))
    made.update(_odd_columns(pending))
    two_texts = [i for i, r in enumerate(records) if not _agrees(r)]
    return Built(made, bad, two_texts, clocks_apart(times))


def _message_columns(records: Sequence[Any], zone: ZoneInfo | None) -> dict[str, Column]:
    """What only a member's message has."""
    wrote = [r if type(r) is Written else _NOTHING for r in records]
    forwarded = [r.forwarded_from is not UNSET or r.forwarded_from_id is not None for r in wrote]
    # With reactions the stamp may be theirs: then it stays in the payload.
    said = [None if r.edited is None or r.reactions else r.edited for r in records]
    stamps = [
        None if text is None else one(text, r.edited_unixtime, zone)
        for text, r in zip(said, records, strict=True)
    ]
    return {
        "reply_to": _words([r.reply_to_message_id for r in wrote]),
        "reply_chat": [_word(r.reply_to_peer_id) for r in wrote],
        "forwarded": forwarded,
        "forward_name": [None if r.forwarded_from is UNSET else r.forwarded_from for r in wrote],
        "forward_id": [_word(r.forwarded_from_id) for r in wrote],
        "via_bot": [r.via_bot for r in wrote],
        "signature": [r.author for r in wrote],
        "action": [_action(r) for r in records],
        "edited_text": said,
        "edited": [None if s is None or s[1] == "local-unknown" else s[2] for s in stamps],
    }


_NOTHING = Written()


def _hollow(record: Unsupported) -> Written:
    return Written(id=record.id, text="", media_type="unsupported")


def _action(record: Any) -> str | None:
    if type(record) is not Service:
        return None
    return record.action if record.action is not None else "custom"


def _words(values: list[Any]) -> Column:
    """Ids as strings; by Arrow where all are numbers of 64 bits."""
    try:
        return pa.array(values, pa.int64()).cast(pa.string())
    except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError, TypeError):
        return [_word(v) for v in values]


def _word(value: object) -> str | None:
    return value if value is None or type(value) is str else str(value)


def _reactions(record: Any) -> list[tuple[str, int]]:
    return [
        (g.emoji or g.document_id or g.type, min(max(g.count, 0), _INT32)) for g in record.reactions
    ]


def _payload(record: Any, event: dict[str, Any] | None) -> str | None:
    if event is not None:
        rest = {k: v for k, v in event.items() if k not in SERVICE_IN_COLUMNS}
        return _json(rest) if rest else None
    if type(record) is not Written:
        return None
    values = _PAYLOAD(record)
    rest = {}
    if values != _EMPTY:
        rest = {k: v for k, v, e in zip(PAYLOAD, values, _EMPTY, strict=True) if v is not e}
    said = record.photo if record.photo is not None else record.file
    if said is not None and absent(said):
        rest["file"] = said
    if record.reactions and any(g.recent is not None for g in record.reactions):
        rest["reactions"] = record.reactions
    if record.reactions and record.edited is not None:
        rest |= {"edited": record.edited, "edited_unixtime": record.edited_unixtime}
    return _json(rest) if rest else None


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode("utf-8")


def _odd_columns(pending: Pending) -> dict[str, Column]:
    if not pending.odd:
        return {}
    count = len(pending.records)
    made: dict[str, list[Any]] = {k: [None] * count for k in ("unknown", "text_raw", "enc")}
    for index, odd in pending.odd.items():
        made["unknown"][index] = _json(odd.unknown) if odd.unknown else None
        made["text_raw"][index] = odd.text_raw
        made["enc"][index] = odd.enc
    return dict(made)
