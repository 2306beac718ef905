"""Messenger and Instagram, as Meta's "download your information" writes HTML, its default.

Three generations of markup (2018, 2021, 2023) differ in the names of their classes alone. The
same tags hold posts, searches and friends in other pages: only pages of messages are claimed.
See docs/reference/formats/messenger.md.
"""

import posixpath
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from onrecord.formats import _meta_html as meta
from onrecord.formats._html_text import plain
from onrecord.formats._media import Beside
from onrecord.formats._meta_time import MetaClock
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

_HEAD = 256 << 10
_LONGEST = 4 << 20
_GAP = 4 << 10
_BEGIN = re.compile(rb'<(?:div|section) class="(?:[^"<>]* )?(?:_a6-g|_2lej)(?: [^"<>]*)?"[^<>]*>')
_TAG = re.compile(rb"<(/?)(?:div|section)\b[^<>]*?(/?)>")
_STAMP = re.compile(rb'class="[^"<>]*(?:\b_a6-o\b|\b_2lem\b)')
_BODY = re.compile(rb'class="[^"<>]*(?:\b_a6-p\b|\b_2let\b)')
_TITLES = (
    re.compile(r'<div class="[^"<>]*(?:\b_a70e\b|\b_3b0d\b)[^"<>]*"[^<>]*>([^<]*)</div>'),
    re.compile(r"<h1\b[^<>]*>([^<]*)</h1>"),
    re.compile(r"<title>([^<]*)</title>"),
)
_NAMED = re.compile(r"^messages?(?:_(\d{1,9}))?\.html?$", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[^<>]*>")


class MessengerHtml:
    """The reader of Meta's pages of messages."""

    name = "messenger-html"
    version = 1
    title = "Messenger and Instagram, downloaded HTML"

    def sniff(self, tree: Tree) -> Sniffed | None:
        """A claim on pages called ``message_1.html`` that hold Meta's boxes."""
        found = [m for m in tree.members() if _number(m) is not None and _is_page(tree, m)]
        why = "pages called message_1.html with Meta's boxes"
        return Sniffed(tuple(sorted(found, key=_order)), why) if found else None

    def read(self, tree: Tree, ask: Ask) -> "Iterator[pa.RecordBatch | Chat | Trouble]":
        """Batches, a chat a folder, troubles. Messages stand newest first, as written."""
        sniffed = self.sniff(tree)
        known = frozenset(tree.members())
        chats: set[str] = set()
        first = 0
        for member in sniffed.members if sniffed else ():
            page = _Page(tree, member, ask, first, known)
            yield from page.parts(chats)
            first = page.rows.n


def _number(member: str) -> int | None:
    named = _NAMED.match(posixpath.basename(member))
    return int(named[1] or 0) if named else None


def _order(member: str) -> tuple[str, int, str]:
    return posixpath.dirname(member), _number(member) or 0, member


def _is_page(tree: Tree, member: str) -> bool:
    with tree.open(member) as stream:
        source = Source(stream, _HEAD)
        source.fill(_HEAD)
    box = _BEGIN.search(source.window)
    return box is not None and bool(
        _STAMP.search(source.window, box.start()) or _BODY.search(source.window, box.start())
    )


class _Page:
    """One page of a chat."""

    def __init__(
        self, tree: Tree, member: str, ask: Ask, first: int, known: frozenset[str]
    ) -> None:
        self._tree = tree
        self._member = member
        self._clock = MetaClock(zone_of(ask.zone), ask.date_order)
        self._known = known
        self._chat = posixpath.dirname(member) or member
        self._tally = Tally()
        self.rows = Rows(first, {"member": member, "chat": self._chat})

    def parts(self, chats: set[str]) -> "Iterator[pa.RecordBatch | Chat | Trouble]":
        """The chat if it is new, then the page's messages."""
        with self._tree.open(self._member) as stream:
            source = Source(stream)
            source.fill(_HEAD)
            if self._chat not in chats:
                chats.add(self._chat)
                yield self._named(source.window)
            yield from self._messages(source)
        yield from self.rows.flush()
        yield from self._tally.troubles()

    def _named(self, window: bytes) -> Chat:
        box = _BEGIN.search(window)
        above = window[: box.start() if box else _HEAD].decode("utf-8", "replace")
        title = next((t[1] for t in (p.search(above) for p in _TITLES) if t and t[1]), "")
        place = f"{self._tree.name}/{self._member}".lower()
        app = "instagram" if "instagram" in place or "nstagram" in above else "messenger"
        notes = (("export", f"{app} download, HTML"),)
        return Chat(self._chat, plain(title), "", app, notes)

    def _messages(self, source: Source) -> "Iterator[pa.RecordBatch | Trouble]":
        first = True
        while True:
            box = _BEGIN.search(source.window, source.pos)
            if box is None and not source.done:
                if len(source.window) - source.pos > _LONGEST:
                    source.pos = len(source.window) - _GAP
                source.grow()
                continue
            yield from self._gap(source, box.start() if box else len(source.window), first)
            if box is None:
                return
            words = meta.PLAIN.match(source.window, source.pos)
            end, closed = (words.end(), True) if words else self._end(source)
            place = Place(self._member, source.at, end - source.pos)
            if not closed and source.done and end == len(source.window):
                yield Trouble("truncated", place, "the page ends inside a message", "fatal")
                return
            if not closed:
                self._tally.count("broken-structure", "a message whose tags do not close", place)
            if self._message(source.take(end), place, words):
                first = False
            if self.rows.full:
                yield from self.rows.flush()

    def _gap(self, source: Source, until: int, first: bool) -> Iterator[Trouble]:
        """Pass what stands before the next box; words there belong to no message we know."""
        start = source.at
        gap = source.take(until)
        words = "" if first else _ANY_TAG.sub("", gap.decode("utf-8", "replace")).strip()
        if words:
            place = Place(self._member, start, len(gap))
            yield Trouble("unreadable-record", place, "words between two messages", "loss")

    def _end(self, source: Source) -> tuple[int, bool]:
        """Window index after the box, and whether its tags close there."""
        depth, offset = 0, 0
        while True:
            for tag in _TAG.finditer(source.window, source.pos + offset):
                offset = tag.end() - source.pos
                if not tag[2]:
                    depth += -1 if tag[1] else 1
                if depth <= 0:
                    return tag.end(), True
            # A tag may be cut in two at the window's end: look at its last bytes again.
            if offset > _LONGEST or len(source.window) - source.pos > _LONGEST:
                return source.pos + max(offset, 1), False
            if not source.grow():
                return len(source.window), False

    def _message(self, data: bytes, place: Place, words: re.Match[bytes] | None) -> bool:
        """Whether the box was a message; then its row is added."""
        found, bad = self._read(data, words)
        if found is None:
            return False
        row, notes = found
        row["time"] = time = self._clock.read(row.pop("stamp"))
        if time[1] == "none":
            notes.append(("bad-time", "the time cannot be understood"))
        if bad is not None:
            row |= {"text_raw": bad, "enc": "bad-utf8"}
            notes.append(("bad-utf8", REASONS["bad-utf8"]))
        for kind, what in notes:
            self._tally.count(kind, what, place)
        row["start"], row["length"] = place.start, place.length
        self.rows.add(row)
        return True

    def _read(
        self, data: bytes, words: re.Match[bytes] | None
    ) -> tuple[tuple[dict[str, Any], list[tuple[str, str]]] | None, bytes | None]:
        """The record's columns and notes; and the text's own bytes if it is not UTF-8."""
        if words:
            try:
                return meta.plain_row(words), None
            except UnicodeDecodeError:
                pass
        raw = data.decode("utf-8", "surrogateescape")
        shown = shown_bytes(raw)
        if raw == shown:
            return meta.row(shown, self._media), None
        again = meta.row(raw, self._media)
        own = again[0]["text"] if again else ""
        return meta.row(shown, self._media), own.encode("utf-8", "surrogateescape")

    def _media(self, kind: str, said: str) -> tuple[Any, ...]:
        """A path counts from the download's root: try each folder above the page."""
        path = said.removeprefix("./")
        folder = posixpath.dirname(self._member)
        while folder and posixpath.normpath(posixpath.join(folder, path)) not in self._known:
            folder = posixpath.dirname(folder)
        return Beside(folder, self._known).media(kind, path, name=posixpath.basename(path) or None)


FORMAT = MessengerHtml()
