"""Telegram taken over its API: Telethon, Pyrogram and scrapers' JSON or JSON lines.

An array of messages, or one message a line. Formatting offsets of the API count UTF-16
units; here they count code points. See docs/reference/formats/telegram-api.md.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from onrecord.formats import _objects as objects
from onrecord.formats._api_message import row
from onrecord.ports import Ask, Sniffed, Tree

if TYPE_CHECKING:
    import pyarrow as pa

    from onrecord.model.chat import Chat
    from onrecord.model.trouble import Trouble

_LINES = (".jsonl", ".ndjson")
_HEAD = 256 << 10


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
            if m.lower().endswith((".json", *_LINES)) and _is_one(objects.head(tree, m, _HEAD))
        ]
        if not found:
            return None
        return Sniffed(tuple(found), "objects with the fields of the API's messages")

    def read(self, tree: Tree, ask: Ask) -> "Iterator[pa.RecordBatch | Chat | Trouble]":
        """Batches, a chat for every channel named in the messages, troubles."""
        sniffed = self.sniff(tree)
        first = 0
        for member in sniffed.members if sniffed else ():
            shape = _shape(member, frozenset(tree.members()))
            reading = objects.ObjectReading(tree, member, shape, first)
            start = objects.head(tree, member, 4_096).lstrip()
            yield from reading.lines() if start[:1] == b"{" else reading.parts()
            first = reading.n


def _is_one(data: bytes) -> bool:
    value = objects.first_object(data)
    if value.get("_") in ("Message", "MessageService"):
        return True
    keys = value.keys()
    if {"id", "date", "message"} <= keys and keys & {"peer_id", "from_id", "fwd_from"}:
        return True
    known = keys & {"sender_id", "channel", "chat_id", "chat", "from_user", "peer_id"}
    return {"message_id", "date", "text"} <= keys and bool(known)


def _shape(member: str, known: frozenset[str]) -> objects.Shape:
    def make(value: dict[str, Any]) -> dict[str, Any]:
        return row(value, member, known)

    return objects.Shape(lambda path: path == (), lambda _: None, make)


FORMAT = TelegramApi()
