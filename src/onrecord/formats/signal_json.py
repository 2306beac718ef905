"""Signal, as signal-export writes ``data.json``: one JSON object a line, a folder a chat.

Written from signal-export's ``models.py``: date, sender, body, quote, sticker, reactions,
attachments, since 2025 also deleted, call, missed. See docs/reference/formats/signal.md.
"""

import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from onrecord.formats import _objects as objects
from onrecord.formats._media import Beside, kind_of
from onrecord.formats._records import first_object
from onrecord.formats._when import one, zone_of
from onrecord.model.chat import Chat
from onrecord.ports import Ask, Sniffed, Tree

if TYPE_CHECKING:
    import pyarrow as pa

    from onrecord.model.trouble import Trouble

_NEEDED = frozenset(["date", "sender", "body", "quote", "reactions", "attachments"])
_KNOWN = _NEEDED | {"sticker", "deleted", "call", "missed"}


class SignalJson:
    """The reader of signal-export's JSON."""

    name = "signal-json"
    version = 1
    title = "Signal, signal-export JSON lines"

    def sniff(self, tree: Tree) -> Sniffed | None:
        """A claim on JSON lines with the fields of signal-export's messages."""
        found = [m for m in tree.members() if is_one(tree, m)]
        return Sniffed(tuple(found), "JSON lines with sender, body, quote") if found else None

    def read(self, tree: Tree, ask: Ask) -> "Iterator[pa.RecordBatch | Chat | Trouble]":
        """Batches, a chat a file, troubles."""
        sniffed = self.sniff(tree)
        zone, first = zone_of(ask.zone), 0
        known = frozenset(tree.members())
        for member in sniffed.members if sniffed else ():
            beside = Beside(posixpath.dirname(member), known)
            reading = objects.ObjectReading(tree, member, _shape(member, beside, zone), first)
            yield from reading.lines()
            first = reading.n


def is_one(tree: Tree, member: str) -> bool:
    """True for a member that begins with such a line."""
    if not member.lower().endswith((".json", ".jsonl")):
        return False
    return first_object(objects.head(tree, member, 64 << 10)).keys() >= _NEEDED


def _shape(member: str, beside: Beside, zone: ZoneInfo | None) -> objects.Shape:
    folder, base = posixpath.split(member)
    name = posixpath.basename(folder) or base.rpartition(".")[0]
    chat = Chat(member, name, "", "signal", (("export", "signal-export json"),))

    def row(value: dict[str, Any]) -> dict[str, Any]:
        return _row(value, beside, zone) | {"of": chat}

    return objects.Shape(lambda path: path == (), lambda _: None, row, _KNOWN)


def _row(value: dict[str, Any], beside: Beside, zone: ZoneInfo | None) -> dict[str, Any]:
    body = objects.text(value["body"])
    # "  " ends every body: signal-export's line break in Markdown.
    text = body.removesuffix("  ")
    quote = objects.text(value.get("quote")).strip("\n")
    event = bool(value.get("call"))
    deleted = bool(value.get("deleted"))
    return {
        "kind": "service" if event or (deleted and not text) else "message",
        "action": "call" if event else "deleted" if deleted else None,
        "sender": objects.word(value["sender"]),
        "time": one(objects.text(value["date"]), None, zone),
        "text": text,
        "quote": quote.removeprefix("> ").replace("\n> ", "\n") or None,
        "reactions": _reactions(value.get("reactions")),
        "media": _media(value, beside),
        "payload": objects.payload(value, "sticker", "call", "missed", "deleted", "reactions"),
    }


def _reactions(given: Any) -> list[tuple[str, int]]:
    """Emoji counted; each reaction is a name and an emoji."""
    count: dict[str, int] = {}
    for r in given if isinstance(given, list) else ():
        emoji = r[1] if isinstance(r, list) else r["emoji"]
        count[str(emoji)] = count.get(str(emoji), 0) + 1
    return list(count.items())


def _media(value: dict[str, Any], beside: Beside) -> list[tuple[Any, ...]]:
    found = []
    for a in value.get("attachments") or ():
        path = objects.text(a.get("path")).replace("%20", " ")
        found.append(beside.media(kind_of(path), path, name=objects.word(a.get("name"))))
    if value.get("sticker"):
        found.append(beside.media("sticker", None))
    return found


FORMAT = SignalJson()
