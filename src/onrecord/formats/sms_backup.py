"""The XML layout of SMS Backup & Restore, in which signalbackup-tools (``--exportxml``) writes
Signal chats too.

From signalbackup-tools' ``exportxml.cc`` and the app's schema: ``<sms …/>`` is a message,
``<mms …>…</mms>`` one with parts. signalbackup-tools writes a count without quotation marks and
an attribute twice, so the file is no XML that a parser takes; but ``<`` in what people wrote is
always escaped, and a record ends where its tag does. See docs/reference/formats/signal.md.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from onrecord.formats import _objects as objects
from onrecord.formats import _repair
from onrecord.formats._media import kind_of
from onrecord.formats._rows import Rows, Time
from onrecord.formats._source import Source
from onrecord.formats._tally import Tally
from onrecord.formats._when import one
from onrecord.formats.signal_tools import ACCOUNT
from onrecord.model.chat import Chat
from onrecord.model.place import Place
from onrecord.model.trouble import Trouble
from onrecord.ports import Ask, Sniffed, Tree

if TYPE_CHECKING:
    import pyarrow as pa

_HEAD = 8 << 10
_LONGEST = 64 << 20
"""An attachment stands inside its message, in base64."""
_MOST_TAGS = 20_000
_BEGIN = re.compile(rb"<(sms|mms)\s")
_END = {b"sms": re.compile(rb"<"), b"mms": re.compile(rb"</mms>|<(?:sms|mms)\s|</smses>")}
_ROOT = re.compile(rb"<smses\b([^<>]*)>")
_COUNT = re.compile(rb'\bcount="?(\d{1,12})')
_ATTRIBUTE = re.compile(r"""([A-Za-z_][\w:.-]*)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_TAG = re.compile(r"<(part|addr)\s([^<>]*)")
_REFERENCE = re.compile(r"&(#[0-9]{1,7}|#x[0-9a-fA-F]{1,6}|amp|lt|gt|quot|apos);")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_ODD = re.compile("[\ud800-\udfff]")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_NOBODY = frozenset(["", "null", "(Unknown)"])
_RECEIVED, _DRAFT, _FROM = "1", "3", "137"
_KEPT = ("subject", "sub", "service_center", "date_sent", "status", "m_id", "read")


class SmsBackup:
    """The reader of that layout."""

    name = "sms-backup"
    version = 1
    title = "SMS Backup & Restore XML, signalbackup-tools XML"

    def sniff(self, tree: Tree) -> Sniffed | None:
        """A claim on ``.xml`` members whose root is ``<smses>``."""
        found = [
            m for m in tree.members()
            if m.lower().endswith(".xml") and _ROOT.search(objects.head(tree, m, _HEAD))
        ]  # fmt: skip
        return Sniffed(tuple(found), "XML with the root <smses>") if found else None

    def read(self, tree: Tree, ask: Ask) -> "Iterator[pa.RecordBatch | Chat | Trouble]":
        """Batches, a chat for every address, troubles."""
        sniffed = self.sniff(tree)
        seen: set[str] = set()
        first = 0
        for member in sniffed.members if sniffed else ():
            reading = _Reading(tree, member, first, seen)
            yield from reading.parts()
            first = reading.rows.n


class _Reading:
    """One file. ``seen`` are the chats already yielded."""

    def __init__(self, tree: Tree, member: str, first: int, seen: set[str]) -> None:
        self._tree = tree
        self._member = member
        self._seen = seen
        self._signal = False
        self._count = ""
        self._tally = Tally()
        self._vain = 0
        self.rows = Rows(first, {"member": member})

    def parts(self) -> "Iterator[pa.RecordBatch | Chat | Trouble]":
        """Everything in the file."""
        with self._tree.open(self._member) as stream:
            source = Source(stream)
            source.fill(_HEAD)
            self._root(source.window)
            while source.seek(_BEGIN, 8):
                start = source.at
                data, closed = self._cut(source)
                place = Place(self._member, start, len(data))
                if not closed and source.done and source.pos >= len(source.window):
                    yield Trouble("truncated", place, "the file ends inside a message", "fatal")
                    break
                before = len(self.rows)
                yield from self._record(data, closed, place)
                self._vain = self._vain + 1 if len(self.rows) == before else 0
                if self._vain > objects.MOST_IN_VAIN:
                    yield objects.given_up(self._member, source.at, self._tree.size(self._member))
                    break
                if self.rows.full:
                    yield from self.rows.flush()
        yield from self.rows.flush()
        yield from self._tally.troubles()

    def _root(self, window: bytes) -> None:
        """signalbackup-tools writes the count without quotation marks; the app does not."""
        root = _ROOT.search(window)
        said = root[1] if root else b""
        count = _COUNT.search(said)
        self._count = count[1].decode() if count else ""
        self._signal = bool(re.search(rb"\bcount=\d", said))

    def _cut(self, source: Source) -> tuple[bytes, bool]:
        """The next record, and whether its tag closes."""
        kind = source.window[source.pos + 1 : source.pos + 4]
        looked = 1
        while True:
            found = _END[kind].search(source.window, source.pos + looked)
            if found or len(source.window) - source.pos > _LONGEST:
                break
            looked = max(1, len(source.window) - source.pos - 8)
            if not source.grow():
                break
        end = found.start() if found else len(source.window)
        if found and found[0] == b"</mms>":
            return source.take(found.end()), True
        data = source.window[source.pos : end].rstrip()
        source.pos += len(data) if found else end - source.pos
        return data, kind == b"sms" and data.endswith(b"/>")

    def _record(self, data: bytes, closed: bool, place: Place) -> Iterator[Trouble | Chat]:
        raw = data.decode("utf-8", "surrogateescape")
        text = objects.shown_bytes(raw)
        fault = "" if closed else "a message whose tag does not close"
        if text.count("<") > _MOST_TAGS:
            fault = "a message of more parts than one has"
        if fault:
            yield Trouble("unreadable-record", place, fault, "loss")
            return
        own = _attributes(_opening(text))
        row, chat = _row(text, own)
        if chat not in self._seen:
            self._seen.add(chat)
            yield self._chat(chat, own)
        if raw != text:
            bytes_ = _row(raw, _attributes(_opening(raw)))[0]["text"]
            row |= {"text_raw": _repair.raw_bytes(bytes_, True), "enc": "bad-utf8"}
            self._tally.count("bad-utf8", objects.REASONS["bad-utf8"], place)
        elif _ODD.search(row["text"]):
            row |= {"text_raw": _repair.raw_bytes(row["text"], False), "enc": "lone-surrogate"}
            self._tally.count("lone-surrogate", objects.REASONS["lone-surrogate"], place)
        if row["time"][1] == "none":
            self._tally.count("bad-time", "the time cannot be understood", place)
        self.rows.add({"start": place.start, "length": place.length, **_valid(row)})

    def _chat(self, chat: str, own: dict[str, str]) -> Chat:
        notes = [("export", "signalbackup-tools XML" if self._signal else "SMS Backup & Restore")]
        notes += [("stated", f"{self._count} messages in the file")] if self._count else []
        name = own.get("contact_name", "")
        title = _repair.shown(chat if name in _NOBODY else name)
        return Chat(chat, title, "", "signal" if self._signal else "sms", tuple(notes))


def _valid(row: dict[str, Any]) -> dict[str, Any]:
    """Half surrogates of references shown as escapes, where a value is a string."""
    return {k: _repair.shown(v) if isinstance(v, str) else v for k, v in row.items()}


def _opening(text: str) -> str:
    """The attributes' part of a record's first tag."""
    return text[5 : text.find(">")] if text.startswith("<mms") else text[5:-2]


def _attributes(said: str) -> dict[str, str]:
    """Names and values; of two alike the first."""
    found: dict[str, str] = {}
    for name, double, single in _ATTRIBUTE.findall(said):
        found.setdefault(name, _plain(double or single))
    return found


def _plain(said: str) -> str:
    """References resolved; the app writes what lies beyond U+FFFF as two halves."""
    if "&" not in said:
        return said
    text = _REFERENCE.sub(_referred, said)
    return _PAIR.sub(lambda m: m[0].encode("utf-16", "surrogatepass").decode("utf-16"), text)


def _referred(match: re.Match[str]) -> str:
    name = match[1]
    if name[0] != "#":
        return _NAMED[name]
    code = int(name[2:], 16) if name[1] == "x" else int(name[1:])
    return chr(code) if code < 0x110000 else match[0]


def _row(text: str, own: dict[str, str]) -> tuple[dict[str, Any], str]:
    """The columns of a record, and its chat."""
    parts: list[dict[str, str]] = []
    addrs: list[dict[str, str]] = []
    if text.startswith("<mms"):
        for tag, said in _TAG.findall(text):
            (parts if tag == "part" else addrs).append(_attributes(said))
    sender, number = _sender(own, addrs)
    words = own.get("body", "") if not parts else "\n".join(
        p.get("text", "") for p in parts if p.get("ct") == "text/plain"
    )  # fmt: skip
    chat = _repair.shown(own.get("address", ""))
    row = {
        "chat": chat,
        "kind": "message",
        "action": "draft" if _box(own) == _DRAFT else None,
        "sender": sender,
        "sender_id": number,
        "time": _time(own.get("date", "")),
        "text": words,
        "media": [m for m in map(_media, parts) if m],
        "payload": objects.payload({k: v for k, v in own.items() if v != "null"}, *_KEPT),
    }
    return row, chat


def _box(own: dict[str, str]) -> str:
    return own.get("type") or own.get("msg_box", "")


def _sender(own: dict[str, str], addrs: list[dict[str, str]]) -> tuple[str | None, str | None]:
    """Name and number. Of a group only the sender's number is written, under type 137;
    the account that exported is never named."""
    if _box(own) != _RECEIVED:
        return ACCOUNT, None
    address = own.get("address", "")
    origin = next((a.get("address") for a in addrs if a.get("type") == _FROM), None)
    if "~" in address:
        return origin, origin
    name = own.get("contact_name", "")
    return (address if name in _NOBODY else name) or None, origin or address or None


def _time(said: str) -> Time:
    """Milliseconds since 1970."""
    if not (said.isascii() and said.isdecimal()) or len(said) > 16:
        return (_repair.shown(said), "none", None, None, None)
    _, basis, at, *_ = one(None, int(said) // 1000, None)
    micros = None if at is None else at + int(said) % 1000 * 1000
    return (said, basis, micros, micros, None)


def _media(part: dict[str, str]) -> tuple[Any, ...] | None:
    """A file: its bytes, if they came too, stand inside the record and have no path."""
    mime = part.get("ct", "")
    if mime in ("text/plain", "application/smil"):
        return None
    name = next((part[k] for k in ("fn", "cl", "name") if part.get(k, "") not in _NOBODY), None)
    data = part.get("data", "")
    size = len(data) * 3 // 4 - data[-2:].count("=") if data else None
    name, mime = _repair.shown(name), _repair.shown(mime)
    return (kind_of(name, mime), None, bool(data), size, mime or None, name, None, None, None)


FORMAT = SmsBackup()
