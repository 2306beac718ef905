"""Matrix: Element's "export chat" as JSON, and events as the API or a homeserver's
``export-data`` gives them (a list, ``chunk``, one a line). See docs/reference/formats/matrix.md."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from onrecord.formats import _objects as objects
from onrecord.formats._json import Opened, Path
from onrecord.formats._media import Beside, kind_of
from onrecord.formats._records import laid_out
from onrecord.formats._when import one
from onrecord.model.chat import Chat
from onrecord.ports import Ask, Sniffed, Tree

if TYPE_CHECKING:
    import pyarrow as pa

    from onrecord.model.trouble import Trouble

_KNOWN = """
type sender content origin_server_ts event_id room_id unsigned state_key redacts user_id age
replaces_state prev_content decrypted
"""
_EXPORT: Path = ("messages",)
_FILES = {"m.image": "photo", "m.video": "video", "m.audio": "audio", "m.file": "document"}


class Matrix:
    """The reader of Element's JSON."""

    name = "matrix"
    version = 1
    title = "Matrix, Element JSON export or events"

    def sniff(self, tree: Tree) -> Sniffed | None:
        """A claim on JSON with Matrix event types."""
        ends = (".json", ".jsonl", ".ndjson")
        members = [m for m in tree.members() if m.lower().endswith(ends)]
        found = [m for m in members if _is_one(tree, m)]
        return Sniffed(tuple(found), "JSON with Matrix events") if found else None

    def read(self, tree: Tree, ask: Ask) -> "Iterator[pa.RecordBatch | Chat | Trouble]":
        """Batches, a chat a room, troubles."""
        sniffed = self.sniff(tree)
        first = 0
        known = frozenset(tree.members())
        for member in sniffed.members if sniffed else ():
            path = _path(tree, member)
            shape = objects.Shape(
                wanted=lambda at, path=path: at == path,  # type: ignore[misc]
                chat=lambda opened, member=member: _chat(opened, member),  # type: ignore[misc]
                row=lambda value, bare=path != _EXPORT: _row(value, known, bare),  # type: ignore[misc]
                known=frozenset(_KNOWN.split()),
            )
            reading = objects.ObjectReading(tree, member, shape, first)
            yield from reading.lines() if path is None else reading.parts()
            first = reading.n


def _is_one(tree: Tree, member: str) -> bool:
    start = objects.head(tree, member)
    if b'"origin_server_ts"' not in start or b'"m.' not in start:
        return False
    return b'"messages"' in start or "origin_server_ts" in laid_out(start).first


def _path(tree: Tree, member: str) -> Path | None:
    """Where the events stand: in Element's list, in another, or one a line (None)."""
    start = objects.head(tree, member)
    bare = laid_out(start)
    return bare.path if "origin_server_ts" in bare.first else _EXPORT


def _chat(opened: Opened, member: str) -> Chat | None:
    if opened.path != _EXPORT:
        return None  # a room for each event's room_id
    around = opened.around[0] if opened.around else {}
    notes = [("export", "element json")]
    notes += [(k, str(around[k])) for k in ("export_date", "exported_by") if around.get(k)]
    name = str(around.get("room_name") or "")
    return Chat(str(around.get("room_id") or member), name, "", "matrix", tuple(notes))


def _row(value: dict[str, Any], known: frozenset[str], bare: bool) -> dict[str, Any]:
    stamp = value["origin_server_ts"]
    if isinstance(stamp, bool) or not isinstance(stamp, int):
        raise TypeError("origin_server_ts is not a number")
    _, basis, at, *_ = one(None, stamp // 1000, None)
    micros = None if at is None else at + stamp % 1000 * 1000
    kind, content = str(value["type"]), value.get("content")
    content = content if isinstance(content, dict) else {}
    said = kind in ("m.room.message", "m.sticker", "m.room.encrypted")
    relates = content.get("m.relates_to")
    relates = relates if isinstance(relates, dict) else {}
    reply = relates.get("m.in_reply_to")
    row: dict[str, Any] = {
        "id": objects.word(value.get("event_id")),
        "kind": "message" if said else "service",
        "action": None if said else kind,
        "sender": objects.word(value.get("sender")),
        "sender_id": objects.word(value.get("sender")),
        "time": (str(stamp), basis, micros, micros, None),
        "text": objects.text(content.get("body")) if said else "",
        "reply_to": objects.word(reply.get("event_id")) if isinstance(reply, dict) else None,
        "payload": objects.payload(value, "content", "state_key", "redacts", "unsigned"),
    }
    if bare and value.get("room_id"):
        room = str(value["room_id"])
        row["of"] = Chat(room, room, "", "matrix", (("export", "matrix events"),))
    file = _FILES.get(str(content.get("msgtype")))
    if file:
        name = objects.word(content.get("filename") or content.get("body"))
        info = content.get("info")
        info = info if isinstance(info, dict) else {}
        mime = objects.word(info.get("mimetype"))
        kind_ = kind_of(name, mime) if file == "document" else file
        url = objects.word(content.get("url"))
        row["media"] = [
            Beside("", known).media(kind_, url, size=info.get("size"), mime=mime, name=name)
        ]
    if kind == "m.room.encrypted":
        row["notes"] = [("not-decrypted", "the app exported it still encrypted")]
    return row


FORMAT = Matrix()
