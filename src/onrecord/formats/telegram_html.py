"""Telegram Desktop, HTML: ``messages.html``, ``messages2.html`` …, styles of 2018 to today.

Written from the exporter's source (``export_output_html.cpp``): every tag stands on a
line of its own and a text is one line, in which ``<`` is always escaped; so a message
begins at its ``<div class="message …`` and ends at the ``</div>`` of the same indent.
"""

import posixpath
import re
from collections.abc import Iterator, Sequence
from copy import copy
from typing import TYPE_CHECKING, Any

from onrecord.formats._html_message import Carried, Strange, message, separator
from onrecord.formats._html_text import plain
from onrecord.formats._html_time import PageClock
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

_HEAD = 32 << 10
_START = re.compile(rb'\n( *)<div class="message (?:default|service)[^"]*" id="message(-?\d+)">')
_STRAY = re.compile(rb'id="?message-?\d|class="?message[ "]')
_NUMBER = re.compile(r"^(.*?)(\d*)\.html?$")
_TITLE = re.compile(rb'<div class="text bold">\r?\n(.*?)\r?\n')
_LONGEST = 4 << 20
_LAID = (
    "messages that are not laid out as Telegram Desktop writes them (saved again by a browser or "
    "an editor?); hand in the page as it was exported"
)


class TelegramHtml:
    """The reader of Telegram Desktop's HTML."""

    name = "telegram-html"
    version = 1
    title = "Telegram Desktop, HTML"

    def sniff(self, tree: Tree) -> Sniffed | None:
        """A claim on every page of a chat, whatever the pages are called."""
        pages = [m for m in tree.members() if m.lower().endswith((".html", ".htm"))]
        found = sorted((m for m in pages if _is_page(tree, m)), key=_order)
        if not found:
            return None
        return Sniffed(tuple(found), "HTML with Telegram Desktop's chat page and messages")

    def read(self, tree: Tree, ask: Ask) -> "Iterator[pa.RecordBatch | Chat | Trouble]":
        """Batches, a chat for every folder of pages, and troubles, in page order."""
        sniffed = self.sniff(tree)
        pages = sniffed.members if sniffed else ()
        first = 0
        for folder in dict.fromkeys(posixpath.dirname(m) for m in pages):
            own = [m for m in pages if posixpath.dirname(m) == folder]
            reading = _Reading(tree, own, ask, first)
            yield from reading.parts()
            first = reading.rows.n


def _is_page(tree: Tree, member: str) -> bool:
    with tree.open(member) as stream:
        head = stream.read(_HEAD)
    return b"chat_page" in head and b'class="page_wrap"' in head


def _order(member: str) -> tuple[str, int, str]:
    folder, base = posixpath.split(member)
    match = _NUMBER.match(base)
    number = int(match[2][:9]) if match and match[2] else 0
    return (folder, number, base)


class _Reading:
    """The pages of one chat."""

    def __init__(self, tree: Tree, pages: Sequence[str], ask: Ask, first: int) -> None:
        self._tree = tree
        self._pages = pages
        self._clock = PageClock(zone_of(ask.zone))
        self._present = frozenset(tree.members()).__contains__
        self._folder = posixpath.dirname(pages[0])
        chat = posixpath.join(posixpath.dirname(pages[0]), "messages").removesuffix("/messages")
        self._chat = chat
        self.rows = Rows(first, {"chat": chat})
        self._tally = Tally()

    def parts(self) -> "Iterator[pa.RecordBatch | Chat | Trouble]":
        """The chat, then every page's messages."""
        for index, page in enumerate(self._pages):
            self.rows.constants["member"] = page
            with self._tree.open(page) as stream:
                source = Source(stream)
                source.fill(1 << 16)
                if index == 0:
                    title = _TITLE.search(source.window)
                    said = title[1].decode("utf-8", "backslashreplace") if title else ""
                    notes = (("export", "telegram-html"), ("pages", str(len(self._pages))))
                    yield Chat(self._chat, plain(said).rstrip(" "), "", "telegram", notes)
                yield from self._page(page, source)
            yield from self.rows.flush()
        yield from self._tally.troubles()

    def _page(self, page: str, source: Source) -> "Iterator[pa.RecordBatch | Trouble]":
        carried = Carried()
        while True:
            found = _START.search(source.window, source.pos)
            if found is None:
                edge = max(source.pos, len(source.window) - 1_024)
                yield from self._between(page, source, edge)
                source.pos = edge
                if not source.grow():
                    yield from self._between(page, source, len(source.window))
                    return
                continue
            yield from self._between(page, source, found.start() + 1)
            source.pos = found.start() + 1
            end = self._end(source, found)
            place = Place(page, source.at, (end or len(source.window)) - source.pos)
            if end is None:
                kind = "truncated" if source.done else "unreadable-record"
                yield Trouble(kind, place, "the page ends inside a message", "fatal")
                return
            indent = len(found[1])
            place = Place(page, place.start + indent, place.length - indent)
            number = int(found[2][:20])
            data = source.take(end)[indent:]
            if number > 0:
                yield from self._message(data, place, carried)
            else:
                carried.day = separator(data.decode("utf-8", "replace"))
                carried.day_at = (place.start, place.length)
            if self.rows.full:
                yield from self.rows.flush()

    def _between(self, page: str, source: Source, end: int) -> Iterator[Trouble]:
        """What stands between two messages is none, or is said to be one not read."""
        stray = _STRAY.search(source.window, source.pos, end)
        if stray is not None:
            at = source.at + stray.start() - source.pos
            yield Trouble("unreadable-record", Place(page, at, end - stray.start()), _LAID, "fatal")

    def _end(self, source: Source, found: re.Match[bytes]) -> int | None:
        """Window index after the message's closing tag; the window may move."""
        close = b"\n" + found[1] + b"</div>"
        offset = found.end() - source.pos
        while True:
            at = source.window.find(close, source.pos + offset)
            if at >= 0:
                return at + len(close)
            offset = max(offset, len(source.window) - source.pos - len(close))
            if offset > _LONGEST or not source.grow():
                return None

    def _message(self, data: bytes, place: Place, carried: Carried) -> Iterator[Trouble]:
        try:
            source = data.decode("utf-8")
        except UnicodeDecodeError:
            yield from self._odd(data, place, carried)
            return
        said = (self._folder, self._present, self._clock, (place.start, place.length))
        row, strange = message(source, carried, *said)
        self._keep(row, strange, place)

    def _odd(self, data: bytes, place: Place, carried: Carried) -> Iterator[Trouble]:
        """Bytes that are not UTF-8: shown as escapes, kept beside."""
        raw = data.decode("utf-8", "surrogateescape")
        before = copy(carried)
        said = (self._folder, self._present, self._clock, (place.start, place.length))
        row, strange = message(shown_bytes(raw), carried, *said)
        own = message(raw, before, *said)[0]["text"]
        row |= {"text_raw": own.encode("utf-8", "surrogateescape"), "enc": "bad-utf8"}
        yield Trouble("bad-utf8", place, REASONS["bad-utf8"])
        self._keep(row, strange, place)

    def _keep(self, row: dict[str, Any], strange: Strange, place: Place) -> None:
        for kind, what in strange:
            self._tally.count(kind, what, place)
        row["start"], row["length"] = place.start, place.length
        self.rows.add(row)


FORMAT = TelegramHtml()
