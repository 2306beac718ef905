"""Signal's plaintext export: the frames of a version 2 backup as JSON lines.

Frames by Signal's ``backup.proto`` (BackupInfo, then account, recipient, chat, chatItem
...). Names stand in recipient frames before the messages. See
docs/reference/formats/signal.md.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from onrecord.formats import _objects as objects
from onrecord.formats._api_message import code_points
from onrecord.formats._lines import blocks, lost
from onrecord.formats._media import Beside, kind_of
from onrecord.formats._rows import NO_TIME, Time
from onrecord.formats._when import one
from onrecord.model.chat import Chat
from onrecord.model.place import Place
from onrecord.ports import Ask, Sniffed, Tree

if TYPE_CHECKING:
    import pyarrow as pa

    from onrecord.model.trouble import Trouble

_FRAMES = (b'{"account"', b'{"recipient"', b'{"chat"', b'{"chatItem"')
_ITEMS = (
    "standardMessage contactMessage stickerMessage remoteDeletedMessage updateMessage"
    " paymentNotification giftBadge viewOnceMessage directStoryReplyMessage poll"
    " adminDeletedMessage"
)
_SPOKEN = ("standardMessage", "contactMessage", "stickerMessage", "viewOnceMessage",
           "directStoryReplyMessage", "poll", "remoteDeletedMessage")  # fmt: skip


class SignalBackup:
    """The reader of Signal's JSON lines."""

    name = "signal-backup"
    version = 1
    title = "Signal, plaintext export (backup frames as JSON lines)"

    def sniff(self, tree: Tree) -> Sniffed | None:
        """A claim on JSON lines whose first lines are a backup's frames."""
        found = []
        for member in tree.members():
            if member.lower().endswith((".jsonl", ".ndjson", ".json")):
                lines = objects.head(tree, member).replace(b" ", b"").split(b"\n")[:8]
                if b'"backupTimeMs"' in lines[0] or any(ln.startswith(_FRAMES) for ln in lines):
                    found.append(member)
        return Sniffed(tuple(found), "frames of a Signal backup") if found else None

    def read(self, tree: Tree, ask: Ask) -> "Iterator[pa.RecordBatch | Chat | Trouble]":
        """Batches, chats, troubles. Frames that are no messages are structure."""
        sniffed = self.sniff(tree)
        first, known = 0, frozenset(tree.members())
        for member in sniffed.members if sniffed else ():
            frames = _Frames(member, Beside("", known))
            shape = objects.Shape(lambda path: False, lambda _: None, frames.row)
            reading = objects.ObjectReading(tree, member, shape, first)
            with tree.open(member) as stream:
                for at, lines, size in blocks(stream):
                    if size:
                        yield lost(member, at, size)
                    for line in lines:
                        place = Place(member, at, len(line.rstrip(b"\r")))
                        at += len(line) + 1
                        if frames.take(line):
                            yield from reading.single(line.rstrip(b"\r"), place)
                    if reading.rows.full:
                        yield from reading.rows.flush()
            yield from reading.rows.flush()
            first = reading.n


class _Frames:
    """What recipient and chat frames said so far."""

    def __init__(self, member: str, beside: Beside) -> None:
        self._member = member
        self._beside = beside
        self._people: dict[str, str] = {}
        self._chats: dict[str, str] = {}

    def take(self, line: bytes) -> bool:
        """True if the line is a message (or unreadable), for the caller to read."""
        data = line.strip()
        if not data:
            return False
        if data[:20].replace(b" ", b"").startswith(b'{"chatItem"'):
            return True
        value = objects.loosely(data)[0]
        if not isinstance(value, dict):
            return True
        recipient, chat = value.get("recipient"), value.get("chat")
        if isinstance(recipient, dict):
            self._people[str(recipient.get("id"))] = _name(recipient)
        elif isinstance(chat, dict):
            self._chats[str(chat.get("id"))] = str(chat.get("recipientId"))
        return "chatItem" in value

    def row(self, value: dict[str, Any]) -> dict[str, Any]:
        """A chatItem as a row."""
        item = value["chatItem"]
        kind = next((k for k in _ITEMS.split() if k in item), "unknown")
        body = item.get(kind)
        body = body if isinstance(body, dict) else {}
        said = body.get("text")
        said = said if isinstance(said, dict) else {}
        text = objects.text(said.get("body"))
        author, chat = str(item.get("authorId")), str(item.get("chatId"))
        quote = body.get("quote")
        row: dict[str, Any] = {
            "id": objects.word(item.get("dateSent")),
            "kind": "message" if kind in _SPOKEN else "service",
            "action": None if kind in _SPOKEN else kind,
            "sender": self._people.get(author),
            "sender_id": author,
            "time": _time(item.get("dateSent")),
            "text": text,
            "entities": _ranges(said.get("bodyRanges"), text),
            "reactions": _reactions(body.get("reactions")),
            "media": [self._file(a) for a in body.get("attachments") or () if isinstance(a, dict)],
            "payload": objects.payload(item, *(k for k in item if k != "standardMessage")),
            "of": self._chat(chat),
        }
        if isinstance(quote, dict):
            row["reply_to"] = objects.word(quote.get("targetSentTimestamp"))
            quoted = quote.get("text")
            row["quote"] = objects.word(quoted.get("body")) if isinstance(quoted, dict) else None
        if kind == "unknown":
            row["notes"] = [("unknown-action", "a kind of chatItem we do not know")]
        return row

    def _chat(self, chat: str) -> Chat:
        name = self._people.get(self._chats.get(chat, ""), "")
        return Chat(chat, name, "", "signal", (("export", "signal backup frames"),))

    def _file(self, value: Mapping[str, Any]) -> tuple[Any, ...]:
        pointer = value.get("pointer")
        pointer = pointer if isinstance(pointer, dict) else {}
        name, mime = objects.word(pointer.get("fileName")), objects.word(pointer.get("contentType"))
        kind = "voice" if value.get("flag") == "VOICE_MESSAGE" else kind_of(name, mime)
        return self._beside.media(kind, objects.word(pointer.get("path")), mime=mime, name=name)


_NAMES = (
    ("systemGivenName", "systemFamilyName"),
    ("profileGivenName", "profileFamilyName"),
    ("username",),
    ("e164",),
)


def _name(recipient: Mapping[str, Any]) -> str:
    contact, group = recipient.get("contact"), recipient.get("group")
    if isinstance(contact, dict):
        for keys in _NAMES:
            whole = " ".join(str(contact[k]) for k in keys if contact.get(k))
            if whole:
                return whole
    if isinstance(group, dict):
        snapshot = group.get("snapshot")
        title = snapshot.get("title") if isinstance(snapshot, dict) else None
        return str(title.get("title", "")) if isinstance(title, dict) else ""
    return "Note to Self" if "self" in recipient else ""


def _time(said: Any) -> Time:
    """Milliseconds, as a number or the string that 64-bit numbers become in JSON."""
    if not isinstance(said, int | str) or isinstance(said, bool) or not str(said).isascii():
        return NO_TIME
    if not str(said).isdigit() or len(str(said)) > 16:
        return (str(said), "none", None, None, None)
    seconds, rest = divmod(int(said), 1000)
    _, basis, at, *_ = one(None, seconds, None)
    micros = None if at is None else at + rest * 1000
    return (str(said), basis, micros, micros, None)


def _ranges(given: Any, text: str) -> list[tuple[str, int, int, str | None]] | None:
    """Formatted runs; Signal counts UTF-16 units."""
    if not isinstance(given, list):
        return None
    index = code_points(text)
    found = []
    for r in given:
        start, length = r.get("start", 0), r.get("length", 0)
        if not objects.is_count(start) or not objects.is_count(length):
            continue
        if start + length < len(index):
            mention = objects.word(r.get("mentionAci"))
            kind = "mention_name" if mention else str(r.get("style", "unknown")).lower()
            found.append((kind, index[start], index[start + length] - index[start], mention))
    return found


def _reactions(given: Any) -> list[tuple[str, int]]:
    count: dict[str, int] = {}
    for r in given if isinstance(given, list) else ():
        emoji = objects.text(r.get("emoji"))
        count[emoji] = count.get(emoji, 0) + 1
    return list(count.items())


FORMAT = SignalBackup()
