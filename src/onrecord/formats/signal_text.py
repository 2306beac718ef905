"""Signal, as signal-export writes Markdown or text: ``[2019-05-29, 15:04] Name: text``.

Files stand inline as links; reactions, quotes and edits as that tool's own words. See
docs/reference/formats/signal.md.
"""

import posixpath
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from onrecord.formats._lines import blocks
from onrecord.formats._media import Beside, kind_of
from onrecord.formats._objects import REASONS, shown_bytes
from onrecord.formats._rows import Rows
from onrecord.formats._when import one, zone_of
from onrecord.model.chat import Chat
from onrecord.model.place import Place
from onrecord.model.trouble import Trouble
from onrecord.ports import Ask, Sniffed, Tree

if TYPE_CHECKING:
    import pyarrow as pa

_HEAD = re.compile(
    r"^\[(?P<date>\d{4}-\d\d-\d\d), (?P<time>\d\d:\d\d)(?P<s>:\d\d)?\] (?P<rest>.*)$", re.DOTALL
)
_LINK = re.compile(r"!?\[[^\[\]\n]*\]\(([^()\n]+)\)")
_LONGEST = 4 << 20
_MINUTE_LESS = 60_000_000 - 1


class SignalText:
    """The reader of signal-export's text."""

    name = "signal-text"
    version = 1
    title = "Signal, signal-export Markdown or text"

    def sniff(self, tree: Tree) -> Sniffed | None:
        """A claim on ``.md`` and ``.txt`` members whose first line is such a head."""
        found = []
        for member in tree.members():
            if member.lower().endswith((".md", ".txt")):
                with tree.open(member) as stream:
                    line = stream.read(512).removeprefix(b"\xef\xbb\xbf").lstrip().split(b"\n")[0]
                match = _HEAD.match(line.decode("utf-8", "replace"))
                if match and not match["s"]:
                    found.append(member)
        return Sniffed(tuple(found), "lines that begin [date, hour:minute]") if found else None

    def read(self, tree: Tree, ask: Ask) -> "Iterator[pa.RecordBatch | Chat | Trouble]":
        """Batches, a chat a file, troubles."""
        sniffed = self.sniff(tree)
        first = 0
        for member in sniffed.members if sniffed else ():
            rows = Rows(first, {"member": member, "chat": member})
            yield from _file(tree, member, ask, rows)
            first = rows.n


def _file(
    tree: Tree, member: str, ask: Ask, rows: Rows
) -> "Iterator[pa.RecordBatch | Chat | Trouble]":
    zone = zone_of(ask.zone)
    folder, base = posixpath.split(member)
    plain = base.rpartition(".")[0]
    name = posixpath.basename(folder) if plain in ("index", "chat") and folder else plain
    yield Chat(member, name, "", "signal", (("export", "signal-export text"),))
    beside = Beside(folder, frozenset(tree.members()))
    for place, data in _records(tree, member):
        raw = data.decode("utf-8", "surrogateescape")
        text = shown_bytes(raw)
        match = _HEAD.match(text)
        if match is None:
            if text.strip():
                note = "lines before the first message"
                yield Trouble("unreadable-record", place, note, "loss")
            continue
        row = _row(match, beside, zone)
        again = _HEAD.match(raw) if raw != text else None
        if again is not None:
            own = _row(again, beside, zone)["text"].encode("utf-8", "surrogateescape")
            row |= {"text_raw": own, "enc": "bad-utf8"}
            yield Trouble("bad-utf8", place, REASONS["bad-utf8"])
        rows.add({"start": place.start, "length": place.length, **row})
        if rows.full:
            yield from rows.flush()
    yield from rows.flush()


def _row(match: re.Match[str], beside: Beside, zone: Any) -> dict[str, Any]:
    said = f"{match['date']}, {match['time']}"
    _, basis, first, last, local = one(f"{match['date']}T{match['time']}:00", None, zone)
    sender, _, text = match["rest"].partition(": ")
    if not _ and match["rest"].split("\n")[0].endswith(":"):
        sender, _, text = match["rest"].partition(":")
        text = text.removeprefix("\n")
    event = not _
    files = [
        beside.media(kind_of(path), path, name=posixpath.basename(path))
        for path in _LINK.findall(text)
        if "://" not in path
    ]
    return {
        "kind": "service" if event else "message",
        "sender": None if event else sender,
        "text": match["rest"] if event else text,
        "time": (said, basis, first, None if last is None else last + _MINUTE_LESS, local),
        "media": files,
    }


def _records(tree: Tree, member: str) -> Iterator[tuple[Place, bytes]]:
    """Messages with their ranges: a head's line and the lines up to the next head."""
    start, size = 0, 0
    held: list[bytes] = []
    with tree.open(member) as stream:
        for at, lines, lost in blocks(stream):
            if lost:
                yield from _one(member, start, held)
                yield Place(member, at, lost), b"-"
                held = []
            for line in lines:
                begins = line[:1] == b"[" and _HEAD.match(line[:64].decode("utf-8", "replace"))
                if begins or size > _LONGEST or not held:
                    yield from _one(member, start, held)
                    start, size, held = at, 0, []
                held.append(line)
                size += len(line) + 1
                at += len(line) + 1
    yield from _one(member, start, held)


def _one(member: str, start: int, held: list[bytes]) -> Iterator[tuple[Place, bytes]]:
    data = b"\n".join(held).rstrip(b"\r\n \t")
    if data:
        yield Place(member, start, len(data)), data


FORMAT = SignalText()
