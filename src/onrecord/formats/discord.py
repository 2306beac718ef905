"""Discord, as DiscordChatExporter writes JSON: one channel a file.

Fields by that tool's ``JsonMessageWriter``; see docs/reference/formats/discord.md.
"""

import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from onrecord.formats import _objects as objects
from onrecord.formats._json import Opened
from onrecord.formats._media import Beside, kind_of
from onrecord.formats._when import one
from onrecord.model.chat import Chat
from onrecord.ports import Ask, Sniffed, Tree

if TYPE_CHECKING:
    import pyarrow as pa

    from onrecord.model.trouble import Trouble

_SAID = frozenset(["Default", "Reply", "ApplicationCommand", "ContextMenuCommand", "20", "23"])
_KNOWN = """
id type timestamp timestampEdited callEndedTimestamp isPinned content author attachments embeds
stickers reactions mentions reference interaction inlineEmojis forwardedMessage flags
"""


class Discord:
    """The reader of DiscordChatExporter's JSON."""

    name = "discord"
    version = 1
    title = "Discord, DiscordChatExporter JSON"

    def sniff(self, tree: Tree) -> Sniffed | None:
        """A claim on JSON that begins with a guild and a channel."""
        found = []
        for member in tree.members():
            if member.lower().endswith(".json"):
                start = objects.head(tree, member, 4_096)
                if (
                    start.lstrip().startswith(b"{")
                    and b'"guild"' in start
                    and b'"channel"' in start
                ):
                    found.append(member)
        return Sniffed(tuple(found), "JSON with a guild and a channel") if found else None

    def read(self, tree: Tree, ask: Ask) -> "Iterator[pa.RecordBatch | Chat | Trouble]":
        """Batches, a chat a channel, troubles."""
        sniffed = self.sniff(tree)
        first = 0
        known = frozenset(tree.members())
        for member in sniffed.members if sniffed else ():
            beside = Beside(posixpath.dirname(member), known)

            def row(value: dict[str, Any], beside: Beside = beside) -> dict[str, Any]:
                return _row(value, beside)

            shape = objects.Shape(
                wanted=lambda path: path == ("messages",),
                chat=_chat,
                row=row,
                known=frozenset(_KNOWN.split()),
            )
            reading = objects.ObjectReading(tree, member, shape, first)
            yield from reading.parts()
            first = reading.n


def _chat(opened: Opened) -> Chat:
    around = opened.around[0] if opened.around else {}
    channel, guild = _object(around, "channel"), _object(around, "guild")
    dates = _object(around, "dateRange")
    notes = [("export", "DiscordChatExporter"), ("guild", str(guild.get("name", "")))]
    notes += [(f"filter {k}", str(dates[k])) for k in ("after", "before") if dates.get(k)]
    return Chat(
        id=str(channel.get("id", "")),
        name=str(channel.get("name", "")),
        kind=str(channel.get("type", "")),
        platform="discord",
        notes=tuple(notes),
    )


def _object(value: dict[str, Any], key: str) -> dict[str, Any]:
    found = value.get(key)
    return found if isinstance(found, dict) else {}


def _row(value: dict[str, Any], beside: Beside) -> dict[str, Any]:
    author = _object(value, "author")
    reference = _object(value, "reference")
    forwarded = _object(value, "forwardedMessage")
    kind = str(value.get("type", "Default"))
    edited = value.get("timestampEdited")
    row: dict[str, Any] = {
        "id": objects.word(value["id"]),
        "kind": "message" if kind in _SAID else "service",
        "action": None if kind in _SAID else kind,
        "sender": objects.word(author.get("nickname") or author.get("name")),
        "sender_id": objects.word(author.get("id")),
        "time": one(objects.text(value.get("timestamp")), None, None),
        "text": objects.text(value.get("content")),
        "reply_to": None if forwarded else objects.word(reference.get("messageId")),
        "reactions": _reactions(value.get("reactions") or ()),
        "media": _media(value.get("attachments") or (), beside),
        "payload": objects.payload(
            value, "callEndedTimestamp", "embeds", "stickers", "mentions", "interaction",
            "inlineEmojis", "forwardedMessage", "flags", "attachments", "reference",
        ),
    }  # fmt: skip
    if forwarded:
        said = objects.text(forwarded.get("timestamp"))
        row |= {
            "forwarded": True,
            "text": row["text"] or objects.text(forwarded.get("content")),
            "forward_time_text": said or None,
            "forward_time": one(said, None, None)[2] if said else None,
        }
    if edited:
        row["edited_text"] = str(edited)
        at = one(str(edited), None, None)
        row["edited"] = at[2] if at[1] == "offset" else None
    return row


def _reactions(given: Any) -> list[tuple[str, int]]:
    return [
        (str(_object(r, "emoji").get("name") or _object(r, "emoji").get("id") or ""), r["count"])
        for r in given
        if objects.is_count(r.get("count"))
    ]


def _media(files: Any, beside: Beside) -> list[tuple[Any, ...]]:
    return [
        beside.media(
            kind_of(f.get("fileName")),
            objects.word(f.get("url")),
            size=f.get("fileSizeBytes"),
            name=objects.word(f.get("fileName")),
        )
        for f in files
    ]


FORMAT = Discord()
