"""Telegram's records turned into columns of the schema."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
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
    Service,
    Unsupported,
    Written,
)
from onrecord.formats._telegram_media import absent, has_media, media
from onrecord.formats._telegram_pending import Pending
from onrecord.formats._when import clocks_apart, one, time_columns
from onrecord.model.schema import ENTITY, MEDIA, REACTION

_PAYLOAD = attrgetter(*PAYLOAD)
_EMPTY = _PAYLOAD(Written())
_INT32 = (1 << 31) - 1


Runs = list[tuple[str, int, int, str | None]]


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
    if text is UNSET or entities is UNSET:
        return True
    return "".join([e.text for e in entities]) == flatten(text)[0]


def _texts(records: list[Any]) -> tuple[list[str], list[Runs | None], list[int]]:
    """Texts, their runs, and the rows that state two texts."""
    texts: list[str] = []
    entities: list[Runs | None] = []
    apart: list[int] = []
    for i, r in enumerate(records):
        text, pieces = r.text, r.text_entities
        if type(text) is str:
            texts.append(text)
            entities.append(None)
            if pieces is not UNSET and len(pieces) == 1:
                if pieces[0].text != text:
                    apart.append(i)
                continue
        else:
            shown, runs = text_of(r)
            texts.append(shown)
            entities.append(runs)
        if not _agrees(r):
            apart.append(i)
    return texts, entities, apart


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


NOTHING = Built({}, [], [], [])


def columns(pending: Pending, present: Callable[[str], bool], zone: ZoneInfo | None) -> Built:
    """The batch's columns, all rows of one chat and member.

    Half the time of a reading goes into this, not into parsing: one list comprehension
    a column is quicker than turning rows of attributes (tuples that the collector walks).
    """
    records: list[Any] = [r if type(r) is not Unsupported else _hollow(r) for r in pending.records]
    wrote = [r if type(r) is Written else _NOTHING for r in records]
    texts, entities, two_texts = _texts(records)
    # With reactions the stamp may be theirs: then it stays in the payload.
    edited = [None if r.edited is None or r.reactions else r.edited for r in records]
    reactions = [r.reactions for r in records]
    times, bad = time_columns([r.date for r in records], [r.date_unixtime for r in records], zone)
    kinds = None
    if any(type(r) is Service for r in records):
        kinds = ["service" if type(r) is Service else "message" for r in records]
    made: dict[str, Column] = {
        "member": pending.member,
        "start": pending.starts,
        "length": pending.lengths,
        "place_kind": "bytes",
        "chat": pending.chat,
        "id": _words([r.id for r in records]),
        "kind": kinds or "message",
        "sender": [r.sender for r in records],
        "sender_id": _named([r.sender_id for r in records]),
        **times,
        "text": texts,
        "entities": structs(entities, ENTITY),
        "reactions": structs([_reactions(g) if g else None for g in reactions], REACTION),
        "action": None if kinds is None else [_action(r) for r in records],
        "edited_text": _named(edited),
        "edited": _edits(records, edited, zone) if any(edited) else None,
    }
    made.update(_message_columns(wrote))
    made["media"] = structs(
        [media(r, pending.member, present) if has_media(r) else None for r in records], MEDIA
    )
    events = pending.events
    made["payload"] = [_payload(r, events.get(i)) for i, r in enumerate(records)]
    made.update(_odd_columns(pending))
    return Built(made, bad, two_texts, clocks_apart(times))


def _edits(
    records: Sequence[Any], said: list[str | None], zone: ZoneInfo | None
) -> list[int | None]:
    """Instants of edits, where they are settled."""
    found = []
    for r, text in zip(records, said, strict=True):
        at = None if text is None else one(text, r.edited_unixtime, zone)
        found.append(None if at is None or at[1] == "local-unknown" else at[2])
    return found


def _message_columns(wrote: Sequence[Any]) -> dict[str, Column]:
    """What only a member's message has."""
    names = [r.forwarded_from for r in wrote]
    origins = [r.forwarded_from_id for r in wrote]
    return {
        "reply_to": _words([r.reply_to_message_id for r in wrote]),
        "reply_chat": _named([r.reply_to_peer_id for r in wrote]),
        "forwarded": [
            name is not UNSET or origin is not None
            for name, origin in zip(names, origins, strict=True)
        ],
        "forward_name": [None if name is UNSET else name for name in names],
        "forward_id": _named(origins),
        "via_bot": _named([r.via_bot for r in wrote]),
        "signature": _named([r.author for r in wrote]),
    }


_NOTHING = Written()


def _hollow(record: Unsupported) -> Written:
    return Written(id=record.id, text="", media_type="unsupported")


def _action(record: Any) -> str | None:
    if type(record) is not Service:
        return None
    return record.action if record.action is not None else "custom"


def _named(values: Sequence[Any]) -> Column:
    """Values as strings; nothing at all where all are None."""
    if values.count(None) == len(values):
        return None
    return [v if v is None or type(v) is str else str(v) for v in values]


def _words(values: Sequence[Any]) -> Column:
    """Ids as strings; by Arrow where all are numbers of 64 bits."""
    try:
        return pa.array(values, pa.int64()).cast(pa.string())
    except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError, TypeError):
        return [_word(v) for v in values]


def _word(value: object) -> str | None:
    return value if value is None or type(value) is str else str(value)


def _reactions(given: Any) -> list[tuple[str, int]]:
    return [(g.emoji or g.document_id or g.type, min(max(g.count, 0), _INT32)) for g in given]


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
