"""Telegram Desktop, "Machine-readable JSON": one chat, or a whole account.

Written from the exporter's own source (``export_output_json.cpp``); the fields
and their versions are in docs/reference/formats/telegram-json.md.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from onrecord.formats import _objects as objects
from onrecord.formats import _telegram_records as records
from onrecord.formats._columns import BATCH
from onrecord.formats._cut import Run
from onrecord.formats._json import Broken, Opened, Path, walk
from onrecord.formats._pieces import Edges, Piece, ranges
from onrecord.formats._source import BLOCK, Source
from onrecord.formats._tally import COUNTED, EACH, Tally
from onrecord.formats._telegram_fields import Service, Unsupported
from onrecord.formats._telegram_mixed import mixed
from onrecord.formats._telegram_pending import Odd, Pending
from onrecord.formats._telegram_rows import NOTHING, columns
from onrecord.formats._when import zone_of
from onrecord.model.chat import Chat
from onrecord.model.place import Place
from onrecord.model.trouble import Trouble, Weight
from onrecord.ports import Ask, Sniffed, Tree

if TYPE_CHECKING:
    import pyarrow as pa

_HEAD = 64 << 10
_WANTED: frozenset[Path] = frozenset(
    [
        ("messages",),
        ("chats", "list", "*", "messages"),
        ("left_chats", "list", "*", "messages"),
    ]
)
_MESSAGE = re.compile(
    rb'"messages"\s*:\s*\[\s*\{\s*(?:"id"\s*:\s*-?\d+\s*,\s*)?'
    rb'(?:"date"\s*:\s*"[^"]*"\s*,\s*)?"type"\s*:\s*"(?:message|service|unsupported)"'
)
_DIALOG = re.compile(
    rb'"type"\s*:\s*"(?:saved_messages|replies|personal_chat|bot_chat|private_group'
    rb'|private_supergroup|public_supergroup|private_channel|public_channel)"'
    rb'\s*,\s*"id"\s*:\s*-?\d+\s*,\s*"messages"\s*:'
)
_ACCOUNT = re.compile(
    rb'^\s*\{\s*"(?:about|personal_information|profile_pictures|profile_music|stories|contacts'
    rb'|frequent_contacts|sessions|web_sessions|other_data|chats|left_chats)"\s*:'
)
_ACCOUNT_ONLY = re.compile(
    rb'"(?:personal_information|frequent_contacts|left_chats|chats)"\s*:\s*\{'
)


class TelegramJson:
    """The reader of Telegram Desktop's JSON."""

    name = "telegram-json"
    version = 1
    title = "Telegram Desktop, JSON"

    def sniff(self, tree: Tree) -> Sniffed | None:
        """A claim on every ``.json`` member that begins as Telegram Desktop writes it."""
        found = [m for m in tree.members() if m.lower().endswith(".json") and _is_one(tree, m)]
        if not found:
            return None
        return Sniffed(tuple(found), "JSON with Telegram Desktop's chat header or message types")

    def read(self, tree: Tree, ask: Ask) -> "Iterator[pa.RecordBatch | Chat | Trouble]":
        """Batches, chats and troubles of every claimed member, in order."""
        first = 0
        sniffed = self.sniff(tree)
        for member in sniffed.members if sniffed else ():
            reading = _Reading(tree, member, ask, first)
            yield from reading.parts()
            first = reading.n

    def pieces(self, tree: Tree, member: str) -> list[Piece]:
        """Ranges of a large plain file of one chat, cut at the printer's delimiter;
        fewer than two where it cannot be cut."""
        return ranges(tree, member, ("messages",), _WANTED.__contains__)

    def reading(self, tree: Tree, ask: Ask, member: str) -> "_Reading":
        """One member's reading, whole or of a piece, its rows numbered from 0."""
        return _Reading(tree, member, ask, 0)


def _is_one(tree: Tree, member: str) -> bool:
    with tree.open(member) as stream:
        head = stream.read(_HEAD).removeprefix(b"\xef\xbb\xbf")
    if not head.lstrip().startswith(b"{"):
        return False
    if _MESSAGE.search(head) or _DIALOG.search(head):
        return b'"guild"' not in head[:2_000]
    return bool(_ACCOUNT.match(head) and _ACCOUNT_ONLY.search(head))


class _Reading:
    """One member on its way into batches."""

    def __init__(self, tree: Tree, member: str, ask: Ask, first: int) -> None:
        self._tree = tree
        self._member = member
        self._zone = zone_of(ask.zone)
        self._known = frozenset(tree.members())
        self.n = first
        self._pending = Pending(member, "")
        self.tally = Tally()
        self._said: Counter[str] = Counter()
        self._chats = 0
        self.sound = True

    def parts(self, piece: Piece | None = None) -> "Iterator[pa.RecordBatch | Chat | Trouble]":
        """Everything in the member, or in a piece of it."""
        at = piece or Piece(self._member, 0, None)
        with self._tree.open(self._member) as stream:
            source = Source(stream, BLOCK if not at.start else 1 << 16, at.end)
            edges = Edges(source, at)
            for event in walk(source, _WANTED.__contains__, records.strictly, records.quickly):
                if isinstance(event, Run):
                    edges.see(event)
                    yield from self._run(event)
                elif isinstance(event, Opened):
                    yield from self._flush()
                    chat = self._chat(event)
                    if at.start:
                        source.jump(at.start)
                    else:
                        yield chat
                elif isinstance(event, Broken) and not edges.ends(event):
                    yield from self._flush()
                    yield self._broken(event)
        yield from self._flush()
        self.sound = edges.sound
        if piece is None:
            yield from self.tally.troubles()

    def _chat(self, opened: Opened) -> Chat:
        self._chats += 1
        around = opened.around[0] if opened.around else {}
        said = around.get("id")
        chat = str(said) if said is not None else f"{self._member}#{self._chats}"
        self._pending.chat = chat
        where = "left" if opened.path[:1] == ("left_chats",) else "member"
        shape = "account" if len(opened.path) > 1 else "single"
        return Chat(
            id=chat,
            name=_text(around.get("name")),
            kind=_text(around.get("type")),
            platform="telegram",
            notes=(("export", f"telegram-json {shape}"), ("membership", where)),
        )

    def _run(self, run: Run) -> "Iterator[pa.RecordBatch | Trouble]":
        pending = self._pending
        if run.rows is None:
            yield from self._single(run)
        else:
            base = len(pending.records)
            if run.quick is not None:
                pending.block(run.quick)
            pending.records += run.rows
            pending.starts += run.starts
            pending.lengths += run.lengths
            for i, row in enumerate(run.rows):
                if type(row) is Service:
                    yield from self._untyped(base + i, run.record(i))
                elif type(row) is Unsupported:
                    place = Place(self._member, run.starts[i], run.lengths[i])
                    self.tally.count("unsupported-message", "left out by the app itself", place)
        if len(pending) >= BATCH:
            yield from self._flush()

    def _single(self, run: Run) -> Iterator[Trouble]:
        """A record that a strict parser refuses."""
        place = Place(self._member, run.start, run.length)
        found = records.record(run.data) if run.data else None
        if found is None:
            note = "larger than 32 MiB" if not run.data else "not JSON, even read loosely"
            yield Trouble("unreadable-record", place, note, "loss")
            return
        record, odd, event, reasons = found
        pending = self._pending
        index = len(pending.records)
        pending.records.append(record)
        pending.starts.append(run.start)
        pending.lengths.append(run.length)
        if event is not None:
            self._event(index, event)
        for key in odd.unknown:
            self.tally.count("unknown-field", key, place)
        if odd.unknown or odd.text_raw is not None:
            pending.odd[index] = odd
        if type(record) is Unsupported:
            self.tally.count("unsupported-message", "left out by the app itself", place)
        for reason in reasons:
            yield Trouble(reason, place, objects.REASONS[reason], "note")

    def _untyped(self, index: int, data: bytes) -> Iterator[Trouble]:
        """An event's own fields, which the typed reading passed over unseen."""
        value, _, reasons = objects.loosely(data)
        pending = self._pending
        place = Place(self._member, pending.starts[index], pending.lengths[index])
        self._event(index, value if isinstance(value, dict) else {})
        for reason in reasons:
            yield Trouble(reason, place, objects.REASONS[reason])

    def _event(self, index: int, event: dict[str, Any]) -> None:
        pending = self._pending
        pending.events[index] = event
        action, keys = records.unknown_event(event)
        place = Place(self._member, pending.starts[index], pending.lengths[index])
        if action is not None:
            self.tally.count("unknown-action", action, place)
        if keys:
            odd = pending.odd.setdefault(index, Odd())
            odd.unknown.update({k: event[k] for k in keys})
            for key in keys:
                self.tally.count("unknown-field", f"{key} (event)", place)

    def _flush(self) -> "Iterator[pa.RecordBatch | Trouble]":
        pending = self._pending
        if not len(pending):
            return
        built = NOTHING
        if pending.records:
            built = columns(pending, self._known.__contains__, self._zone)
        if pending.quick:
            slow = built.batch(0) if pending.records else None
            yield mixed(pending, slow, self.n, self._known.__contains__)
        else:
            yield built.batch(self.n)
        self.n += len(pending)
        for kind, found in (
            ("bad-time", built.bad_time),
            ("two-texts", built.two_texts),
            ("two-times", built.two_times),
        ):
            note = COUNTED[kind]
            for index in found:
                place = Place(self._member, pending.starts[index], pending.lengths[index])
                self._said[kind] += 1
                if self._said[kind] > EACH:
                    self.tally.count(kind, f"{note}, beyond the first {EACH}", place)
                else:
                    yield Trouble(kind, place, note)
        self._pending = Pending(self._member, pending.chat)

    def _broken(self, broken: Broken) -> Trouble:
        weight: Weight = "fatal" if broken.fatal else "loss"
        if broken.kind == "trailing-bytes":
            weight = "note"
        place = Place(self._member, broken.at, broken.length)
        return Trouble(broken.kind, place, broken.note, weight)


def _text(value: object) -> str:
    """A header's value as valid Unicode; empty if it has none."""
    if value is None:
        return ""
    return str(value).encode("utf-8", "backslashreplace").decode("utf-8")


FORMAT = TelegramJson()
