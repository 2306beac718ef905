"""Telegram taken over its API: Telethon, Pyrogram and scrapers' JSON or JSON lines.

An array of messages, alone or under a key of the root, or one message a line. Formatting
offsets of the API count UTF-16 units; here they count code points. See
docs/reference/formats/telegram-api.md.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from onrecord.formats import _objects as objects
from onrecord.formats._api_message import row
from onrecord.formats._json import Path
from onrecord.formats._records import laid
from onrecord.formats._when import zone_of
from onrecord.ports import Ask, Sniffed, Tree

if TYPE_CHECKING:
    import pyarrow as pa

    from onrecord.model.chat import Chat
    from onrecord.model.trouble import Trouble

_LINES = (".jsonl", ".ndjson")


class TelegramApi:
    """The reader of what API clients write."""

    name = "telegram-api"
    version = 1
    title = "Telegram API dumps (Telethon, Pyrogram, scrapers), JSON and JSON lines"

    def sniff(self, tree: Tree) -> Sniffed | None:
        """A claim on arrays or lines of objects that look like the API's messages."""
        found = [
            m
            for m in tree.members()
            if m.lower().endswith((".json", *_LINES)) and _is_one(laid(tree, m).first)
        ]
        if not found:
            return None
        return Sniffed(tuple(found), "objects with the fields of the API's messages")

    def read(self, tree: Tree, ask: Ask) -> "Iterator[pa.RecordBatch | Chat | Trouble]":
        """Batches, a chat for every channel named in the messages, troubles."""
        sniffed = self.sniff(tree)
        first, zone = 0, zone_of(ask.zone)
        known = frozenset(tree.members())
        for member in sniffed.members if sniffed else ():
            path = laid(tree, member).path
            shape = _shape(member, known, zone, path)
            reading = objects.ObjectReading(tree, member, shape, first)
            yield from reading.lines() if path is None else reading.parts()
            first = reading.n


def _is_one(value: dict[str, Any]) -> bool:
    if {value.get("_"), value.get("_type")} & {"Message", "MessageService", "MessageEmpty"}:
        return True
    keys = value.keys()
    if {"id", "date", "message"} <= keys and keys & {"peer_id", "from_id", "fwd_from"}:
        return True
    known = keys & {"sender_id", "channel", "chat_id", "chat", "from_user", "peer_id"}
    return {"message_id", "date", "text"} <= keys and bool(known)


def _shape(
    member: str, known: frozenset[str], zone: ZoneInfo | None, wanted: Path | None
) -> objects.Shape:
    def make(value: dict[str, Any]) -> dict[str, Any]:
        return row(value, member, known, zone)

    return objects.Shape(lambda path: path == wanted, lambda _: None, make)


FORMAT = TelegramApi()
