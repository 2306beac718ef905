"""Slack's workspace export: a folder a channel, a JSON array a day.

See docs/reference/formats/slack.md. Names are looked up in ``users.json``; texts stay as
exported, with mentions as ``<@U…>`` marked as runs.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from onrecord.formats import _objects as objects
from onrecord.formats._media import Beside, kind_of
from onrecord.formats._records import first_object
from onrecord.formats._rows import Time
from onrecord.formats._when import one
from onrecord.model.chat import Chat
from onrecord.ports import Ask, Sniffed, Tree

if TYPE_CHECKING:
    import pyarrow as pa

    from onrecord.model.trouble import Trouble

_DAY = re.compile(r"(?:^|.*/)\d{4}-\d\d-\d\d\.json$")
_MENTION = re.compile(r"<@([UWB][A-Z0-9]+)(?:\|[^<>]*)?>")
_LINK = re.compile(r"<(https?://[^<>|]+|mailto:[^<>|]+)(?:\|[^<>]*)?>")
_MOST = 64 << 20
_LISTS = ("channels.json", "groups.json", "dms.json", "mpims.json")
_MAPPED = frozenset(["ts", "text", "user", "reactions", "files"])


class Slack:
    """The reader of Slack's export."""

    name = "slack"
    version = 1
    title = "Slack, workspace export"

    def sniff(self, tree: Tree) -> Sniffed | None:
        """A claim on day files beside a list of channels or users."""
        members = tree.members()
        lists = [m for m in members if posixpath.basename(m) in (*_LISTS, "users.json")]
        days = [m for m in members if _DAY.match(m)]
        found = [m for m in days if _is_day(objects.head(tree, m, 64 << 10))] if lists else []
        return Sniffed(tuple(found), "day files beside Slack's list of channels") if found else None

    def read(self, tree: Tree, ask: Ask) -> "Iterator[pa.RecordBatch | Chat | Trouble]":
        """Batches, a chat a channel, troubles; days in order."""
        sniffed = self.sniff(tree)
        names, channels = _names(tree), _channels(tree)
        first, known = 0, frozenset(tree.members())
        seen: set[str] = set()
        for member in sniffed.members if sniffed else ():
            folder = posixpath.basename(posixpath.dirname(member))
            chat = channels.get(folder, Chat(folder, folder, "", "slack"))
            shape = _shape(chat, names, Beside(posixpath.dirname(member), known))
            reading = objects.ObjectReading(tree, member, shape, first)
            reading.seen = seen
            yield from reading.parts()
            first = reading.n


def _is_day(data: bytes) -> bool:
    value = first_object(data)
    return data.lstrip()[:1] == b"[" and (not value or ("ts" in value and "type" in value))


def _shape(chat: Chat, names: Mapping[str, str], beside: Beside) -> objects.Shape:
    def row(value: dict[str, Any]) -> dict[str, Any]:
        return _row(value, names, beside) | {"of": chat}

    return objects.Shape(lambda path: path == (), lambda _: None, row)


def _list(tree: Tree, base: str) -> list[dict[str, Any]]:
    """A list file beside the channels; empty if missing, broken or too large."""
    for member in tree.members():
        if posixpath.basename(member) == base and tree.size(member) <= _MOST:
            with tree.open(member) as stream:
                data = stream.read()
            try:
                return msgspec.json.decode(data, type=list[dict[str, Any]])
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
                return []
    return []


def _names(tree: Tree) -> dict[str, str]:
    names = {}
    for user in (*_list(tree, "org_users.json"), *_list(tree, "users.json")):
        profile = user.get("profile")
        profile = profile if isinstance(profile, dict) else {}
        shown = profile.get("display_name") or user.get("real_name") or user.get("name")
        if isinstance(user.get("id"), str) and isinstance(shown, str):
            names[user["id"]] = shown
    return names


def _channels(tree: Tree) -> dict[str, Chat]:
    found = {}
    for base in _LISTS:
        for channel in _list(tree, base):
            number, name = str(channel.get("id", "")), str(channel.get("name", ""))
            kind = base.removesuffix("s.json")
            notes = (("export", "slack workspace"),)
            found[name or number] = Chat(number or name, name or number, kind, "slack", notes)
    return found


def _row(value: dict[str, Any], names: Mapping[str, str], beside: Beside) -> dict[str, Any]:
    stamp = value["ts"]
    if not isinstance(stamp, str):
        raise TypeError("ts is not a string")
    text = objects.text(value.get("text"))
    subtype = value.get("subtype")
    spoken = subtype in (None, "bot_message", "me_message", "thread_broadcast", "file_share",
                         "file_comment", "file_mention")  # fmt: skip
    user = objects.word(value.get("user") or value.get("bot_id"))
    profile = value.get("user_profile")
    profile = profile if isinstance(profile, dict) else {}
    own = profile.get("display_name") or profile.get("real_name") or value.get("username")
    bot = value.get("bot_profile")
    own = own or (bot.get("name") if isinstance(bot, dict) else None)
    thread = value.get("thread_ts")
    edited = value.get("edited")
    row: dict[str, Any] = {
        "id": stamp,
        "kind": "message" if spoken else "service",
        "action": None if spoken else str(subtype),
        "sender": objects.word(names.get(user or "") or own),
        "sender_id": user,
        "time": _time(stamp),
        "text": text,
        "entities": _entities(text),
        "reply_to": objects.word(thread) if thread != stamp else None,
        "reactions": [
            (str(r.get("name", "")), r["count"])
            for r in value.get("reactions") or ()
            if isinstance(r, dict) and objects.is_count(r.get("count"))
        ],
        "media": [_file(f, beside) for f in value.get("files") or () if isinstance(f, dict)],
        "payload": objects.payload(value, *(k for k in value if k not in _MAPPED)),
    }
    if isinstance(edited, dict) and isinstance(edited.get("ts"), str):
        row["edited_text"], row["edited"] = edited["ts"], _time(edited["ts"])[2]
    return row


def _time(stamp: str) -> Time:
    seconds, _, micros = stamp.partition(".")
    _, basis, at, *_ = one(None, seconds, None)
    if at is not None and micros.isdecimal():
        at += int(micros[:6].ljust(6, "0"))
    return (stamp, basis, at, at, None)


def _entities(text: str) -> list[tuple[str, int, int, str | None]] | None:
    if "<" not in text:
        return None
    found = [("mention_name", m.start(), len(m[0]), m[1]) for m in _MENTION.finditer(text)]
    found += [("text_link", m.start(), len(m[0]), m[1]) for m in _LINK.finditer(text)]
    return sorted(found, key=lambda e: e[1])


def _file(value: Mapping[str, Any], beside: Beside) -> tuple[Any, ...]:
    name, mime = objects.word(value.get("name")), objects.word(value.get("mimetype"))
    url = objects.word(value.get("url_private"))
    return beside.media(kind_of(name, mime), url, size=value.get("size"), mime=mime, name=name)


FORMAT = Slack()
