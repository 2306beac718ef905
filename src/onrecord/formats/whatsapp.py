"""WhatsApp's own text export, Android and iOS, any language, plain or zipped.

The file does not say how it writes dates; the reader learns it from the whole file
and says what it found: see docs/reference/formats/whatsapp.md.
"""

import posixpath
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from onrecord.formats import _whatsapp_body as body
from onrecord.formats._columns import BATCH
from onrecord.formats._lines import blocks, lost
from onrecord.formats._rows import Time
from onrecord.formats._whatsapp_clock import Clock
from onrecord.formats._whatsapp_head import MARKS, parse
from onrecord.formats._whatsapp_made import Made
from onrecord.formats._whatsapp_name import chat_name
from onrecord.formats._whatsapp_style import Style, head_of, learn, split, split_colon
from onrecord.formats._when import zone_of
from onrecord.model.chat import Chat
from onrecord.model.place import Place
from onrecord.model.trouble import Trouble
from onrecord.ports import Ask, Sniffed, Tree

if TYPE_CHECKING:
    import pyarrow as pa

_HEAD = 16 << 10
_LONGEST = 4 << 20  # a message of WhatsApp has 65,536 characters at most
_CAPS = (10_000, 40_000)
_SHORT = 80
_MOST = 1 << 14
"""So many short texts are remembered: what the app writes, it writes again and again."""


class WhatsApp:
    """The reader of WhatsApp's text."""

    name = "whatsapp"
    version = 1
    title = "WhatsApp, chat export as text"

    def sniff(self, tree: Tree) -> Sniffed | None:
        """A claim on every text file that begins with a WhatsApp head."""
        texts = [m for m in tree.members() if m.lower().endswith(".txt")]
        found = [m for m in texts if _is_one(tree, m)]
        if not found:
            return None
        return Sniffed(tuple(found), "text whose first line begins with a WhatsApp date")

    def read(self, tree: Tree, ask: Ask) -> "Iterator[pa.RecordBatch | Chat | Trouble]":
        """Batches, one chat a file, and troubles."""
        sniffed = self.sniff(tree)
        first = 0
        for member in sniffed.members if sniffed else ():
            reading = _Reading(tree, member, ask, first)
            yield from reading.parts()
            first = reading.n


def _is_one(tree: Tree, member: str) -> bool:
    with tree.open(member) as stream:
        head = stream.read(_HEAD)
    every = [line for line in head.split(b"\n") if line.strip(b"\r \xef\xbb\xbf")]
    lines, heads = every[:5], 0
    for line in lines:
        text = line.decode("utf-8", "replace")
        for brackets in (True, False):
            parts = split(text, brackets)
            if parts and _heads(text, brackets, parts[0]):
                heads += 1
    # Such heads alone stand in many a machine's log; a sender behind one makes it a chat's.
    # A group may begin with many events that have none, so all that was read is looked at.
    old = len(_colon_heads(lines))
    if old and (len(lines) < 3 or any(": " in rest for rest in _colon_heads(every))):
        heads += old
    return heads > 0 and (heads > 1 or len(lines) < 3 or _starts(lines[0]))


def _colon_heads(lines: list[bytes]) -> list[str]:
    """What follows each head of iOS before 2016, which a colon ends."""
    found = (split_colon(line.decode("utf-8", "replace")) for line in lines)
    return [parts[1] for parts in found if parts and parse(parts[0]) is not None]


def _starts(line: bytes) -> bool:
    text = line.decode("utf-8", "replace").lstrip(MARKS)
    return text[:1] == "[" or text[:1].isdecimal()


def _heads(line: str, brackets: bool, said: str) -> bool:
    # Signal's text exports write [2019-12-24, 12:23]: ISO date, comma, no seconds.
    signal = brackets and len(said) == 17 and said[4] == said[7] == "-" and said[10:12] == ", "
    return not signal and any(
        head_of(line, Style(brackets, shape, ("dmy",)))
        for shape in ("date", "time", "date-seconds", "time-seconds")
    )


class _Reading:
    """One file on its way into batches, column by column."""

    def __init__(self, tree: Tree, member: str, ask: Ask, first: int) -> None:
        self._tree = tree
        self._member = member
        self._folder = posixpath.dirname(member)
        self._ask = ask
        self._known = frozenset(tree.members())
        self._senders: dict[str, str | None] = {}  # and the telephone number, if it is one
        self._seen: dict[str, tuple[Any, Any, str | None, bool, bool]] = {}
        self._odd_bytes = False  # the open record holds bytes that are not UTF-8
        self.n = first
        self._made = Made()
        self._style = Style(False, "date", ("dmy",))
        self._open: tuple[int, Time, str] | None = None
        self._more: list[str] = []
        self._end = 0
        self._lost: tuple[int, int] | None = None
        self._troubles: list[Trouble] = []

    def parts(self) -> "Iterator[pa.RecordBatch | Chat | Trouble]":
        """The chat, its messages, and what the file leaves open."""
        with self._tree.open(self._member) as stream:
            style = learn(stream, self._ask.date_order)
        if style is None:
            return
        self._style = style
        clock = Clock(style, zone_of(self._ask.zone))
        yield self._chat(clock)
        yield from clock.doubts(self._member)
        begin = self.n
        with self._tree.open(self._member) as stream:
            for at, lines, size in blocks(stream):
                if size:
                    self._close()
                    self._troubles.append(lost(self._member, at, size))
                self._take(at, lines, clock)
                if len(self._made.rows) >= BATCH:
                    yield self._batch()
                yield from self._said()
        self._close()
        self._say_lost()
        if self._made.rows:
            yield self._batch()
        yield from self._said()
        count = self.n - begin
        if any(cap - 10 <= count <= cap + 10 for cap in _CAPS):
            note = f"{count} messages: WhatsApp exports no more than about that many"
            yield Trouble("export-cap", Place(self._member, 0, 0), note)

    def _batch(self) -> "pa.RecordBatch":
        made, self._made = self._made, Made()
        made_batch = made.batch(self.n, self._member)
        self.n += len(made.rows)
        return made_batch

    def _said(self) -> list[Trouble]:
        said, self._troubles = self._troubles, []
        return said

    def _chat(self, clock: Clock) -> Chat:
        notes = (
            ("export", "whatsapp " + self._style.made_by),
            ("date order", "/".join(self._style.orders)),
            ("clock", clock.said),
        )
        return Chat(self._member, chat_name(self._tree.name, self._member), "", "whatsapp", notes)

    def _take(self, at: int, lines: list[bytes], clock: Clock) -> None:
        """One run of lines: heads open records, other lines go on with them."""
        brackets = self._style.brackets
        head = split_colon if self._style.colon else split
        for line in lines:
            end = at + len(line)
            try:
                text = line.decode("utf-8")
                odd = False
            except UnicodeDecodeError:
                text = line.decode("utf-8", "surrogateescape")
                odd = True
            parts = head(text, brackets) if text else None
            time = clock.read(parts[0]) if parts else None
            if time is None:
                self._continue(at, end, text)
            else:
                if self._open is not None:
                    self._close()
                if self._lost:
                    self._say_lost()
                self._open = (at, time, parts[1] if parts else "")
            if odd:
                self._odd_bytes = True
            self._end = end
            at = end + 1

    def _continue(self, at: int, end: int, text: str) -> None:
        if self._open is not None and end - self._open[0] <= _LONGEST:
            self._more.append(text)
        elif self._open is not None or text.strip(MARKS + " \r"):
            self._lost = (self._lost[0] if self._lost else at, end)

    def _say_lost(self) -> None:
        """Lines that belong to no message we can hold, as one Trouble."""
        if self._lost:
            start, end = self._lost
            self._lost = None
            place = Place(self._member, start, end - start)
            note = "lines before the first message, or beyond 4 MiB of one"
            self._troubles.append(Trouble("unreadable-record", place, note, "loss"))

    def _close(self) -> None:
        """The open record as a row."""
        if self._open is None:
            return
        start, time, rest = self._open
        self._open = None
        end = self._lost[0] - 1 if self._lost else self._end
        if self._more:
            rest = "\n".join([rest, *self._more])
            self._more = []
            if "\r" in rest:
                end -= rest.endswith("\r")
                rest = rest.removesuffix("\r").replace("\r\n", "\n")
        elif rest[-1:] == "\r":
            rest, end = rest[:-1], end - 1
        self._row(start, end - start, time, rest)

    def _row(self, start: int, length: int, time: Time, rest: str) -> None:
        made, brackets = self._made, self._style.brackets
        if self._odd_bytes:
            self._odd_bytes = False
            if _ODD.search(rest):
                self._odd(rest, Place(self._member, start, length))
            rest = rest.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
        sender, text = body.split(rest, self._senders, brackets)
        event = sender is None
        if "<" in text or text[-1:] == ")" or (
            not text.isascii() and (_LRM in text or _RLM in text)
        ):  # fmt: skip
            event = self._about(sender, text) or event
        if text[:1] in body.BEGINS and sender is not None and body.deleted(text):
            index = len(made.rows)
            made.entities[index] = [("app_note", 0, len(text), None)]
            made.action[index] = "deleted"
        number = None if sender is None else self._senders.get(sender)
        kind = "service" if event else "message"
        made.rows.append((start, length, time, kind, sender, number, text))

    def _about(self, sender: str | None, text: str) -> bool:
        """Keep files and the app's own remarks of the next row; True if it is an event."""
        made = self._made
        index = len(made.rows)
        known = self._seen.get(text)
        if known is None:
            media, runs = body.about(text, self._folder, self._known.__contains__)
            known = (media, runs, body.edited(text), body.notice(text), body.once(text))
            if len(text) < _SHORT and len(self._seen) < _MOST:
                self._seen[text] = known
        made.media[index], made.entities[index] = known[:2]
        if known[2]:
            made.edited[index] = known[2]
        if known[4]:
            made.action[index] = "view_once"
        if sender is None or not self._style.brackets or text[:1] not in MARKS:
            return False
        return known[3] or body.told(sender, text)

    def _odd(self, rest: str, place: Place) -> None:
        """Bytes that are not UTF-8: shown as escapes, kept beside."""
        _, text = body.split(rest, dict(self._senders), self._style.brackets)
        self._made.odd[len(self._made.rows)] = text.encode("utf-8", "surrogateescape")
        note = "bytes that are not UTF-8; shown as \\xhh, the bytes are kept"
        self._troubles.append(Trouble("bad-utf8", place, note))


_ODD = re.compile("[\udc80-\udcff]")
_LRM, _RLM = "\u200e", "\u200f"


FORMAT = WhatsApp()
