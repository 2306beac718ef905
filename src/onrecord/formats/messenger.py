"""Messenger and Instagram, as Meta's "download your information" writes JSON.

Both write the same shape, so one reader reads both. Meta writes each UTF-8 byte as a
code point of Latin-1; the reader undoes that where it is reversible, says how often,
and the file keeps the original. Since 2024 end-to-end encrypted chats of Messenger come as a
download of their own, in other words (``senderName``, ``timestamp``) and plain Unicode. See
docs/reference/formats/messenger.md.
"""

import posixpath
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from onrecord.formats import _objects as objects
from onrecord.formats._json import Ended, Opened, walk
from onrecord.formats._media import Beside, kind_of
from onrecord.formats._rows import Time
from onrecord.formats._source import Source
from onrecord.formats._when import one
from onrecord.model.chat import Chat
from onrecord.ports import Ask, Sniffed, Tree

if TYPE_CHECKING:
    import pyarrow as pa

    from onrecord.model.trouble import Trouble

_KNOWN = """
sender_name sender_id_INTERNAL timestamp_ms content type photos videos audio_files gifs files
sticker share reactions call_duration missed users is_unsent is_taken_down ip
bumped_message_metadata is_geoblocked_for_viewer is_unsent_image_by_messenger_kid_parent
senderName timestamp text media isUnsent
"""
_FILES = {
    "photos": "photo",
    "videos": "video",
    "audio_files": "voice",
    "gifs": "animation",
    "files": "",
}


class Messenger:
    """The reader of Meta's message files."""

    name = "messenger"
    version = 1
    title = "Messenger and Instagram, downloaded JSON"

    def sniff(self, tree: Tree) -> Sniffed | None:
        """A claim on JSON with sender names and millisecond stamps."""
        found = []
        for member in tree.members():
            if member.lower().endswith(".json"):
                start = objects.head(tree, member)
                if (b'"sender_name"' in start and b'"timestamp_ms"' in start) or (
                    b'"senderName"' in start and b'"isUnsent"' in start
                ):
                    found.append(member)
        return Sniffed(tuple(found), "JSON with sender_name and timestamp_ms") if found else None

    def read(self, tree: Tree, ask: Ask) -> "Iterator[pa.RecordBatch | Chat | Trouble]":
        """Batches, a chat a file, troubles. Messages stand newest first, as written."""
        sniffed = self.sniff(tree)
        first = 0
        known = frozenset(tree.members())
        for member in sniffed.members if sniffed else ():
            reading = objects.ObjectReading(tree, member, _shape(tree, member, known), first)
            yield from reading.parts()
            first = reading.n


def _shape(tree: Tree, member: str, known: frozenset[str]) -> objects.Shape:
    """The title stands behind the messages, so the file is walked once before."""
    root: dict[str, Any] = {}
    with tree.open(member) as stream:
        for event in walk(Source(stream), lambda path: path == ("messages",), objects.decode):
            if isinstance(event, Ended):
                root = event.values
    platform = _platform(tree, member)

    def chat(opened: Opened) -> Chat:
        if "threadName" in root:
            return _encrypted_chat(root, member)
        path = str(root.get("thread_path") or posixpath.dirname(member) or member)
        people = root.get("participants")
        count = str(len(people)) if isinstance(people, list) else "?"
        notes = (("export", f"{platform} download"), ("participants", count))
        return Chat(path, unscrambled(str(root.get("title") or ""))[0], "", platform, notes)

    def row(value: dict[str, Any]) -> dict[str, Any]:
        if "senderName" in value:
            return _encrypted_row(value, member, known)
        return _row(value, member, known)

    wanted = ("messages",)
    return objects.Shape(lambda path: path == wanted, chat, row, frozenset(_KNOWN.split()))


def _encrypted_chat(root: Mapping[str, Any], member: str) -> Chat:
    """The chat of the newer download; its title ends with a number that Meta adds."""
    people = root.get("participants")
    count = str(len(people)) if isinstance(people, list) else "?"
    notes = (("export", "messenger encrypted chats download"), ("participants", count))
    return Chat(member, str(root.get("threadName") or ""), "", "messenger", notes)


def _encrypted_row(value: dict[str, Any], member: str, known: frozenset[str]) -> dict[str, Any]:
    time = _time(value["timestamp"])
    text = objects.text(value.get("text"))
    unsent = value.get("isUnsent") is True
    given: dict[str, int] = {}
    for reaction in value.get("reactions") or ():
        emoji = objects.text(reaction.get("reaction"))
        given[emoji] = given.get(emoji, 0) + 1
    files = [f for f in value.get("media") or () if isinstance(f, dict)]
    return {
        "kind": "message",
        "action": "unsent" if unsent else None,
        "sender": objects.text(value["senderName"]),
        "time": time,
        "text": text,
        # What stands in place of the words is the app's.
        "entities": [("app_note", 0, len(text), None)] if unsent and text else None,
        "media": [_file(kind_of(f.get("uri")), f, member, known) for f in files],
        "reactions": list(given.items()),
        "payload": objects.payload(value, "type", "reactions", "isUnsent"),
    }


def _time(stamp: object) -> Time:
    """Milliseconds. Raises TypeError for what is no whole number."""
    if isinstance(stamp, bool) or not isinstance(stamp, int):
        raise TypeError("the time is not a number")
    _, basis, at, *_ = one(None, stamp // 1000, None)
    micros = None if at is None else at + stamp % 1000 * 1000
    return (str(stamp), basis, micros, micros, None)


def _platform(tree: Tree, member: str) -> str:
    if "instagram" in f"{tree.name}/{member}".lower():
        return "instagram"
    return "messenger"


def unscrambled(said: str) -> tuple[str, bool]:
    """The text with Meta's Latin-1 undone, and whether it was; always reversible:
    the result, encoded as UTF-8 and read as Latin-1, is the original."""
    if said.isascii():
        return said, False
    try:
        return said.encode("latin-1").decode("utf-8"), True
    except UnicodeError:
        return said, False


def _row(value: dict[str, Any], member: str, known: frozenset[str]) -> dict[str, Any]:
    notes: list[tuple[str, str]] = []

    def plain(said: object) -> str:
        shown, changed = unscrambled(objects.text(said))
        if changed:
            notes.append(("latin1", "UTF-8 written as Latin-1, read as UTF-8"))
        return shown

    time = _time(value["timestamp_ms"])
    kind = str(value.get("type", "Generic"))
    event = kind in ("Subscribe", "Unsubscribe", "Call") or "call_duration" in value
    given: dict[str, int] = {}
    for reaction in value.get("reactions") or ():
        emoji = plain(reaction.get("reaction"))
        given[emoji] = given.get(emoji, 0) + 1
    return {
        "kind": "service" if event else "message",
        "action": kind if event else None,
        "sender": plain(value["sender_name"]),
        "time": time,
        "text": plain(value.get("content")),
        "media": _media(value, member, known),
        "reactions": list(given.items()),
        "payload": objects.payload(
            value, "share", "call_duration", "missed", "users", "is_unsent", "is_taken_down",
            "ip", "reactions", "sender_id_INTERNAL",
        ),
        "notes": notes,
    }  # fmt: skip


def _media(value: dict[str, Any], member: str, known: frozenset[str]) -> list[tuple[Any, ...]]:
    found = []
    for key, kind in _FILES.items():
        for f in value.get(key) or ():
            found.append(_file(kind or kind_of(f.get("uri")), f, member, known))
    sticker = value.get("sticker")
    if isinstance(sticker, dict):
        found.append(_file("sticker", sticker, member, known))
    return found


def _file(kind: str, value: dict[str, Any], member: str, known: frozenset[str]) -> tuple[Any, ...]:
    """A uri counts from the download's root: try each folder above the file."""
    uri = (objects.word(value.get("uri")) or "").removeprefix("./")
    folder = posixpath.dirname(member)
    while folder and posixpath.join(folder, uri) not in known:
        folder = posixpath.dirname(folder)
    return Beside(folder, known).media(kind, uri, name=posixpath.basename(uri) or None)


FORMAT = Messenger()
