"""Signal, as signalbackup-tools writes text (``--exporttxt``), a file a chat.

From its ``exporttxt.cc``: ``[Jun 01, 2024 10:00:00] <Name> words``, ``*** <Name> sent file
"…"`` for a file and ``*** …`` for an event; line breaks of a text as they are; reactions in
brackets behind the words. See docs/reference/formats/signal.md.
"""

import posixpath
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from onrecord.formats._media import Beside, kind_of
from onrecord.formats._parts import headed, records
from onrecord.formats._rows import Rows, Time
from onrecord.formats._when import one, zone_of
from onrecord.model.chat import Chat
from onrecord.model.trouble import Trouble
from onrecord.ports import Ask, Sniffed, Tree

if TYPE_CHECKING:
    import pyarrow as pa

_HEAD = re.compile(
    r"^\[(?P<stamp>[A-Z][a-z]{2} \d\d, \d{4} \d\d:\d\d:\d\d)\] "
    r"(?:\*\*\* (?P<note>.*)|<(?P<who>.*?)> (?P<said>.*))$",
    re.DOTALL,
)
_BEGIN = re.compile(rb"^\[[A-Z][a-z]{2} \d\d, \d{4} \d\d:\d\d:\d\d\] (?:\*\*\*|<)")
_FILE = re.compile(
    r'^<(?P<who>.*)> sent file(?: "(?P<name>[^"\n]*)"| of type (?P<mime>[\w.+/-]+))?'
)
_REACTED = re.compile(r" \((?:[^():\n]{1,80}: [^\s;()]{1,16}(?:; )?)+\)$")
_NAME = re.compile(r"^(.*?)(?: \(_id\d+\))?\.txt$")
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


class SignalToolsText:
    """The reader of signalbackup-tools' text."""

    name = "signal-tools-text"
    version = 1
    title = "Signal, signalbackup-tools text"

    def sniff(self, tree: Tree) -> Sniffed | None:
        """A claim on ``.txt`` members whose first line is such a head."""
        found = []
        for member in tree.members():
            if member.lower().endswith(".txt"):
                with tree.open(member) as stream:
                    if _BEGIN.match(stream.read(64).removeprefix(b"\xef\xbb\xbf")):
                        found.append(member)
        return (
            Sniffed(tuple(found), "lines that begin [Jun 01, 2024 10:00:00] <") if found else None
        )

    def read(self, tree: Tree, ask: Ask) -> "Iterator[pa.RecordBatch | Chat | Trouble]":
        """Batches, a chat a file, troubles."""
        sniffed = self.sniff(tree)
        zone, first = zone_of(ask.zone), 0
        for member in sniffed.members if sniffed else ():
            rows = Rows(first, {"member": member, "chat": member})
            yield from _file(tree, member, zone, rows)
            first = rows.n


def _file(
    tree: Tree, member: str, zone: ZoneInfo | None, rows: Rows
) -> "Iterator[pa.RecordBatch | Chat | Trouble]":
    folder, base = posixpath.split(member)
    named = _NAME.match(base)
    name = named[1] if named else base
    yield Chat(member, name, "", "signal", (("export", "signalbackup-tools text"),))
    beside = Beside(folder, frozenset(tree.members()))
    yield from headed(
        records(tree, member, _BEGIN), _HEAD, lambda match: _row(match, beside, zone), rows
    )


def _row(match: re.Match[str], beside: Beside, zone: ZoneInfo | None) -> dict[str, Any]:
    time = when(match["stamp"], zone)
    note = match["note"]
    if note is None:
        said = match["said"]
        reacted = _REACTED.search(said)
        runs = [("app_note", reacted.start(), len(reacted[0]), None)] if reacted else []
        return {"kind": "message", "sender": match["who"], "time": time, "text": said,
                "entities": runs}  # fmt: skip
    sent = _FILE.match(note)
    if sent is None:
        return {"kind": "service", "time": time, "text": note}
    name, mime = sent["name"], sent["mime"]
    file = beside.media(kind_of(name, mime), None, mime=mime, name=name)
    runs = [("app_note", 0, len(note), None)]
    return {"kind": "message", "sender": sent["who"], "time": time, "text": note, "media": [file],
            "entities": runs}  # fmt: skip


def when(stamp: str, zone: ZoneInfo | None) -> Time:
    """``Jun 01, 2024 10:00:00``, the clock of the machine that exported."""
    parts = stamp.replace(",", "").split(" ")
    if len(parts) != 4 or parts[0] not in _MONTHS:
        return (stamp, "none", None, None, None)
    month, day, year, clock = parts
    iso = f"{year}-{_MONTHS.index(month) + 1:02d}-{day}T{clock}"
    _, *rest = one(iso, None, zone)
    return (stamp, *rest)  # type: ignore[return-value]


FORMAT = SignalToolsText()
