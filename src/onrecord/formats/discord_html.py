"""Discord, as DiscordChatExporter writes HTML: one channel a page, markup of 2020 to today.

Written from that tool's templates; see docs/reference/formats/discord.md. A message begins
at the ``<div>`` that carries its id and ends at the ``</div>`` that closes it; the exporter
escapes ``<`` in what people wrote, unless it was told not to format Markdown.
"""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.formats._discord_message import Carried, channel, head, left_over, message
from onrecord.formats._media import Beside
from onrecord.formats._objects import REASONS, shown_bytes
from onrecord.formats._rows import Rows
from onrecord.formats._source import Source
from onrecord.formats._tally import Tally
from onrecord.formats._when import zone_of
from onrecord.model.chat import Chat
from onrecord.model.place import Place
from onrecord.model.trouble import Trouble
from onrecord.ports import Ask, Sniffed, Tree

if TYPE_CHECKING:
    import pyarrow as pa

_HEAD = 64 << 10
_LONGEST = 4 << 20
_GAP = 32 << 10
_START = re.compile(
    rb'<div (?:id="?chatlog__message-container-(\d{1,20})"?'
    rb'|class="?chatlog__message(?: [^">]*)?"? data-message-id="?(\d{1,20})"?)[^<>]*>'
)
_DIV = re.compile(rb'<div (?:id="?chatlog__message-container-(\d))|<div\b|</div>')
_GROUP = re.compile(rb'<div class="?chatlog__message-group')
_END = re.compile(rb'<div class="?postamble')
_NUMBER = re.compile(r"\[(\d{5,20})\]")


class DiscordHtml:
    """The reader of DiscordChatExporter's HTML."""

    name = "discord-html"
    version = 1
    title = "Discord, DiscordChatExporter HTML"

    def sniff(self, tree: Tree) -> Sniffed | None:
        """A claim on pages with that tool's preamble and messages."""
        pages = [m for m in tree.members() if m.lower().endswith((".html", ".htm"))]
        found = tuple(m for m in pages if _is_page(tree, m))
        return Sniffed(found, "HTML with DiscordChatExporter's chat log") if found else None

    def read(self, tree: Tree, ask: Ask) -> "Iterator[pa.RecordBatch | Chat | Trouble]":
        """Batches, a chat a channel, troubles."""
        sniffed = self.sniff(tree)
        first = 0
        chats: set[str] = set()
        for member in sniffed.members if sniffed else ():
            reading = _Reading(tree, member, ask, first, chats)
            yield from reading.parts()
            first = reading.rows.n


def _is_page(tree: Tree, member: str) -> bool:
    with tree.open(member) as stream:
        start = Source(stream, 1 << 16)
        start.fill(_HEAD)
    return b"preamble__entr" in start.window and b"chatlog__message" in start.window


class _Reading:
    """One page. ``chats`` are those already yielded: long channels come in parts."""

    def __init__(self, tree: Tree, member: str, ask: Ask, first: int, chats: set[str]) -> None:
        self._tree = tree
        self._member = member
        self._clock = (zone_of(ask.zone), ask.date_order)
        self._beside = Beside(posixpath.dirname(member), frozenset(tree.members()))
        self._chats = chats
        self.rows = Rows(first, {"member": member, "chat": member})
        self._tally = Tally()
        self._carried = Carried()

    def parts(self) -> "Iterator[pa.RecordBatch | Chat | Trouble]":
        """The chat and every message."""
        with self._tree.open(self._member) as stream:
            source = Source(stream)
            source.fill(1 << 18)
            yield from self._chat(source.window)
            yield from self._messages(source)
        yield from self.rows.flush()
        yield from self._tally.troubles()

    def _chat(self, window: bytes) -> Iterator[Chat]:
        begun = _GROUP.search(window)
        above = window[: begun.start()] if begun else window[:_HEAD]
        entries, title = channel(above.decode("utf-8", "backslashreplace"))
        number = _NUMBER.search(posixpath.basename(self._member))
        name = entries[1].rpartition(" / ")[2] if len(entries) > 1 else title
        notes = [("export", "DiscordChatExporter HTML")]
        notes += [("guild", entries[0])] if entries else []
        notes += [("filter", e) for e in entries[2:] if e.startswith(("After", "Before", "Betw"))]
        chat = Chat(number[1] if number else self._member, name, "", "discord", tuple(notes))
        self.rows.constants["chat"] = chat.id
        if chat.id not in self._chats:
            self._chats.add(chat.id)
            yield chat

    def _messages(self, source: Source) -> "Iterator[pa.RecordBatch | Trouble]":
        first = True
        while True:
            found = _START.search(source.window, source.pos)
            if found is None and not source.done:
                if len(source.window) - source.pos > _LONGEST:
                    source.pos = len(source.window) - _GAP
                source.grow()
                continue
            until = found.start() if found else len(source.window)
            yield from self._gap(source, until, first)
            if found is None:
                return
            first = False
            number = (found[1] or found[2]).decode()
            end, closed = self._end(source)
            place = Place(self._member, source.at, end - source.pos)
            if not closed and source.done and end == len(source.window):
                yield Trouble("truncated", place, "the page ends inside a message", "fatal")
                return
            if not closed:
                self._tally.count("broken-structure", "a message whose tags do not close", place)
            yield from self._message(source.take(end), number, place)
            if self.rows.full:
                yield from self.rows.flush()

    def _gap(self, source: Source, until: int, first: bool) -> Iterator[Trouble]:
        """Pass what stands before the next message: a group's head, nothing else."""
        start = source.at
        gap = source.take(until)
        foot = _END.search(gap)
        group = gap.rfind(b"chatlog__message-group")
        text = gap[: foot.start() if foot else None].decode("utf-8", "backslashreplace")
        if group >= 0:
            self._carried = Carried()
            here = (start + group, len(gap) - group)
            head(gap[group:].decode("utf-8", "backslashreplace"), self._carried, here)
        if not first and left_over(text):
            place = Place(self._member, start, until - (source.pos - len(gap)))
            yield Trouble("unreadable-record", place, "words between two messages", "loss")

    def _end(self, source: Source) -> tuple[int, bool]:
        """Window index after the message, and whether its tags close there."""
        depth, offset = 0, 0
        while True:
            for tag in _DIV.finditer(source.window, source.pos + offset):
                if tag[0] == b"</div>":
                    depth -= 1
                elif tag[1] and depth:
                    return tag.start(), False
                else:
                    depth += 1
                offset = tag.end() - source.pos
                if depth <= 0:
                    return tag.end(), True
            # A tag may be cut in two at the window's end: look at its last bytes again.
            offset = max(offset, len(source.window) - source.pos - 64)
            if offset > _LONGEST or not source.grow():
                return len(source.window), False

    def _message(self, data: bytes, number: str, place: Place) -> Iterator[Trouble]:
        raw = data.decode("utf-8", "surrogateescape")
        shown = shown_bytes(raw)
        before = replace(self._carried)
        here = (place.start, place.length)
        said = (number, self._carried, self._beside, self._clock, here)
        row, notes = message(shown, *said)
        if raw != shown:
            again = (number, before, self._beside, self._clock, here)
            own = message(raw, *again)[0]["text"]
            row |= {"text_raw": own.encode("utf-8", "surrogateescape"), "enc": "bad-utf8"}
            yield Trouble("bad-utf8", place, REASONS["bad-utf8"])
        for kind, what in notes:
            self._tally.count(kind, what, place)
        self.rows.add({"start": place.start, "length": place.length, **row})


FORMAT = DiscordHtml()
