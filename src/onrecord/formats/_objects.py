"""JSON formats whose records are read as plain objects: what they have in common.

A format says which arrays it wants, what chat stands around one, and how an object
becomes a row; ranges, repairs, broken files and counting are done here.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeGuard

import msgspec

from onrecord.formats import _repair
from onrecord.formats._cut import Run
from onrecord.formats._json import Broken, Opened, Path, walk
from onrecord.formats._lines import blocks, lost
from onrecord.formats._rows import Rows
from onrecord.formats._source import Source
from onrecord.formats._tally import Tally
from onrecord.model.chat import Chat
from onrecord.model.place import Place
from onrecord.model.trouble import Trouble, Weight
from onrecord.ports import Tree

if TYPE_CHECKING:
    import pyarrow as pa

_DECODER = msgspec.json.Decoder(list[dict[str, Any]])
_FAULTS = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
MOST_IN_VAIN = 10_000
REASONS = {
    "x-escape": "a control character is written as \\xHH, which is not JSON; shown as it stands",
    "bad-utf8": "bytes that are not UTF-8; shown as \\xhh, the bytes are kept",
    "lone-surrogate": "half of a surrogate pair; shown as \\uxxxx, the code unit is kept",
    "raw-control": "a control character stands unescaped inside a string; read as it is",
}

_SPACE = b" \t\r\xef\xbb\xbf"
Row = dict[str, Any]
MakeRow = Callable[[dict[str, Any]], Row]


@dataclass(slots=True)
class Shape:
    """What a format knows. ``row`` may raise KeyError, TypeError, ValueError or
    AttributeError for an object that is none of its records. A row's ``notes``
    is a list of (kind, what) to be counted; its ``of`` is the Chat it belongs to, if
    records of several stand in one array. ``known`` are the keys a record may have;
    others are kept raw under ``unknown``."""

    wanted: Callable[[Path], bool]
    chat: Callable[[Opened], Chat | None]
    row: MakeRow
    known: frozenset[str] = field(default_factory=frozenset)


def decode(data: bytes) -> list[Any] | None:
    """The objects of a JSON array, or None."""
    try:
        return _DECODER.decode(data)
    except _FAULTS:
        return None


def head(tree: Tree, member: str, size: int = 32 << 10) -> bytes:
    """The first bytes of a member, without a byte order mark."""
    with tree.open(member) as stream:
        data = b""
        while len(data) < size:
            more = stream.read(size - len(data))
            if not more:
                break
            data += more
    return data.removeprefix(b"\xef\xbb\xbf")


class ObjectReading:
    """One member, read. ``n`` is the next row's number; ``seen`` the chats already
    yielded, which readings of one export may share."""

    def __init__(self, tree: Tree, member: str, shape: Shape, first: int) -> None:
        self._tree = tree
        self._member = member
        self._shape = shape
        self.rows = Rows(first, {"member": member, "chat": member})
        self._tally = Tally()
        self.seen: set[str] = set()
        self._vain = 0

    @property
    def n(self) -> int:
        """The number of the next row."""
        return self.rows.n + len(self.rows)

    def parts(self) -> "Iterator[pa.RecordBatch | Chat | Trouble]":
        """Everything in the member."""
        with self._tree.open(self._member) as stream:
            for event in walk(Source(stream), self._shape.wanted, decode):
                if isinstance(event, Run):
                    yield from self._run(event)
                elif isinstance(event, Opened):
                    yield from self.rows.flush()
                    chat = self._shape.chat(event)
                    if chat is not None:
                        self.rows.constants["chat"] = chat.id
                        yield chat
                elif isinstance(event, Broken):
                    yield broken(event, self._member)
                if self.rows.full:
                    yield from self.rows.flush()
        yield from self.rows.flush()
        yield from self._tally.troubles()

    def lines(self) -> "Iterator[pa.RecordBatch | Chat | Trouble]":
        """Everything in a member that holds one object a line."""
        with self._tree.open(self._member) as stream:
            for at, found, size in blocks(stream):
                if size:
                    yield lost(self._member, at, size)
                for line in found:
                    data = line.strip(_SPACE)
                    start = at + len(line) - len(line.lstrip(_SPACE))
                    at += len(line) + 1
                    if not data:
                        continue
                    yield from self.single(data, Place(self._member, start, len(data)))
                    if self._vain > MOST_IN_VAIN:
                        yield given_up(self._member, at, self._tree.size(self._member))
                        return
                if self.rows.full:
                    yield from self.rows.flush()
        yield from self.rows.flush()
        yield from self._tally.troubles()

    def _run(self, run: Run) -> "Iterator[Chat | Trouble]":
        if run.rows is not None:
            for i, value in enumerate(run.rows):
                place = Place(self._member, run.starts[i], run.lengths[i])
                yield from self.add(value, place)
            return
        place = Place(self._member, run.start, run.length)
        yield from self.single(run.data, place)

    def single(self, data: bytes, place: Place) -> "Iterator[Chat | Trouble]":
        """One record from its bytes, however odd."""
        value, raw, reasons = loosely(data)
        self._vain = 0 if isinstance(value, dict) else self._vain + 1
        if not isinstance(value, dict):
            note = "not a JSON object, even read loosely" if data else "larger than 32 MiB"
            yield Trouble("unreadable-record", place, note, "loss")
            return
        yield from self.add(value, place, raw, reasons)

    def add(
        self,
        value: dict[str, Any],
        place: Place,
        raw: Any = None,
        reasons: tuple[str, ...] = (),
    ) -> "Iterator[Chat | Trouble]":
        """One object as a row, or as the Trouble that it is none."""
        try:
            row = self._shape.row(value)
        except (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError) as e:
            note = f"not a record of this format: {type(e).__name__} {str(e)[:80]}"
            yield Trouble("unreadable-record", place, note, "loss")
            return
        chat = row.pop("of", None)
        if chat is not None:
            if chat.id not in self.seen:
                self.seen.add(chat.id)
                yield chat
            row["chat"] = chat.id
        for kind, what in row.pop("notes", ()):
            self._tally.count(kind, what, place)
        strange = {k: v for k, v in value.items() if k not in self._shape.known}
        if strange and self._shape.known:
            row["unknown"] = compact(strange)
            for key in strange:
                self._tally.count("unknown-field", key, place)
        if raw is not None:
            _keep(row, self._shape.row, raw, reasons)
        for reason in reasons:
            yield Trouble(reason, place, REASONS[reason])
        self.rows.add({"start": place.start, "length": place.length, **row})


def given_up(member: str, at: int, size: int) -> Trouble:
    """The Trouble that ends a member which is not what its beginning promised."""
    note = f"{MOST_IN_VAIN} lines in a row are no records; the rest is not read"
    return Trouble("broken-structure", Place(member, at, max(0, size - at)), note, "fatal")


def loosely(data: bytes) -> tuple[Any, Any, tuple[str, ...]]:
    """A value, the same before escapes are shown if it had to be, and why; None if it
    cannot be read."""
    try:
        return msgspec.json.decode(data), None, ()
    except _FAULTS:
        repaired = _repair.read(data)
    if repaired is None:
        return None, None, ()
    return repaired.value, repaired.raw, repaired.reasons


def _keep(row: Row, make: MakeRow, raw: Any, reasons: tuple[str, ...]) -> None:
    """Keep the bytes of a text that is shown with escapes."""
    try:
        text = make(raw).get("text") or ""
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError):
        return
    own = _repair.raw_bytes(text, "bad-utf8" in reasons)
    if own != (row.get("text") or "").encode("utf-8"):
        row["text_raw"], row["enc"] = own, reasons[0]


def broken(event: Broken, member: str) -> Trouble:
    """A Trouble for bytes that are no record or a structure that does not hold."""
    weight: Weight = "fatal" if event.fatal else "loss"
    if event.kind == "trailing-bytes":
        weight = "note"
    return Trouble(event.kind, Place(member, event.at, event.length), event.note, weight)


def compact(value: object) -> str:
    """JSON without white space, valid Unicode whatever the value's strings hold."""
    try:
        return msgspec.json.encode(value).decode("utf-8")
    except UnicodeEncodeError:
        return msgspec.json.encode(_repair.shown(value)).decode("utf-8")


def payload(value: Mapping[str, Any], *keys: str) -> str | None:
    """The named fields that say something, as JSON; None if none does."""
    rest = {k: value[k] for k in keys if k in value and value[k] not in (None, "", [], {})}
    return compact(rest) if rest else None


def shown_bytes(said: str) -> str:
    """A string decoded with ``surrogateescape``, bad bytes shown as ``\\xhh``."""
    if said.isascii():
        return said
    return said.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def is_count(value: object) -> TypeGuard[int]:
    """True for a whole number that fits a count; True and False are no numbers."""
    return type(value) is int and 0 <= value < 1 << 31


def word(value: object) -> str | None:
    """An id or a name as a string; None stays None."""
    return None if value is None else str(value)


def text(value: object) -> str:
    """A text as a string; empty if there is none. Raises TypeError for other things."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise TypeError("the text is not a string")
    return value
