"""CSV and TSV with a header line, by a column map. See docs/reference/formats/generic.md."""

import csv
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from onrecord.formats import _objects as objects
from onrecord.formats._lines import blocks
from onrecord.formats._mapping import Mapping, make_row, needed, propose
from onrecord.formats._rows import Rows
from onrecord.formats._when import zone_of
from onrecord.formats.jsonlines import chat_of
from onrecord.model.chat import Chat
from onrecord.model.place import Place
from onrecord.model.trouble import Trouble
from onrecord.ports import Ask, Sniffed, Tree

if TYPE_CHECKING:
    import pyarrow as pa

_HEAD = 64 << 10
_LONGEST = 4 << 20
_MARKS = (",", "\t", ";", "|")
_BOM = b"\xef\xbb\xbf"


class Tables:
    """The reader of delimited text."""

    name = "csv"
    version = 1
    title = "CSV or TSV with a column map"
    generic = True

    def sniff(self, tree: Tree) -> Sniffed | None:
        """A claim on tables with a header of two columns or more, none without a name and
        no two alike. Whether one of them holds a text, a person may have to say."""
        members = [m for m in tree.members() if m.lower().endswith((".csv", ".tsv"))]
        found, told = [], []
        for member in members:
            fields = _fields(tree, member)
            named = [f.strip() for f in fields]
            if len(named) > 1 and all(named) and len(set(named)) == len(named):
                found.append(member)
                if "text" in propose(fields, ()):
                    told.append(member)
        found = told or found
        return Sniffed(tuple(found), "a table with a header") if found else None

    def read(self, tree: Tree, ask: Ask) -> "Iterator[pa.RecordBatch | Chat | Trouble]":
        """Batches, one chat a file, troubles."""
        sniffed = self.sniff(tree)
        first = 0
        for member in sniffed.members if sniffed else ():
            rows = Rows(first, {"member": member, "chat": member})
            yield from _table(tree, member, ask, rows)
            first = rows.n

    def fields(self, tree: Tree) -> list[str]:
        """The columns of the first member, as its header names them."""
        sniffed = self.sniff(tree)
        return _fields(tree, sniffed.members[0]) if sniffed else []

    def proposed(self, tree: Tree, ask: Ask) -> Mapping:
        """The column map for the first member, for a person to confirm."""
        sniffed = self.sniff(tree)
        return propose(_fields(tree, sniffed.members[0]), ask.columns) if sniffed else {}


def _fields(tree: Tree, member: str) -> list[str]:
    return _header(objects.head(tree, member, _HEAD))[0]


def _header(data: bytes) -> tuple[list[str], str]:
    """The names in the first line, none if it is no line of a table; and what parts them."""
    line = data.split(b"\n", 1)[0].rstrip(b"\r").decode("utf-8", "replace")
    mark = max(_MARKS, key=line.count)
    try:
        return next(csv.reader([line], delimiter=mark), []), mark
    except csv.Error:  # a carriage return in the middle of a line
        return [], mark


def _table(
    tree: Tree, member: str, ask: Ask, rows: Rows
) -> "Iterator[pa.RecordBatch | Chat | Trouble]":
    fields, mark = _header(objects.head(tree, member, _HEAD))
    mapping = needed(propose(fields, ask.columns), fields, member)
    zone = zone_of(ask.zone)
    yield chat_of(member, "csv", mapping)
    header, vain = True, 0
    for place, data in _records(tree, member):
        if header:
            header = False
            continue
        made, trouble = _made(data, fields, mark, mapping, zone)
        vain = vain + 1 if made is None else 0
        if made is not None:
            rows.add({"start": place.start, "length": place.length, **made})
        if trouble:
            yield Trouble(trouble[0], place, trouble[1], "loss" if made is None else "note")
        if vain > objects.MOST_IN_VAIN:
            yield objects.given_up(member, place.start + place.length, tree.size(member))
            break
        if rows.full:
            yield from rows.flush()
    yield from rows.flush()


def _made(
    data: bytes, fields: list[str], mark: str, mapping: Mapping, zone: ZoneInfo | None
) -> tuple[dict[str, Any] | None, tuple[str, str] | None]:
    """A row, or None, and the kind and note of what is to be said about it."""
    if not data:
        return None, ("unreadable-record", "a row too long to be one")
    try:
        raw = _cells(data, fields, mark)
        made = make_row({k: objects.shown_bytes(v) for k, v in raw.items()}, mapping, zone)
    except (csv.Error, KeyError, TypeError, ValueError) as e:
        return None, ("unreadable-record", f"not a row of the table: {str(e)[:80]}")
    own = raw[mapping["text"]].encode("utf-8", "surrogateescape")
    if own == made["text"].encode("utf-8"):
        return made, None
    return made | {"text_raw": own, "enc": "bad-utf8"}, ("bad-utf8", objects.REASONS["bad-utf8"])


def _cells(data: bytes, fields: list[str], mark: str) -> dict[str, str]:
    """The cells by column, bad bytes as half surrogates. Raises ValueError, csv.Error."""
    text = data.decode("utf-8", "surrogateescape")
    values = next(csv.reader(_with_breaks(text), delimiter=mark, strict=True), [])
    if len(values) != len(fields):
        raise ValueError(f"{len(values)} cells under {len(fields)} columns")
    return dict(zip(fields, values, strict=True))


def _with_breaks(text: str) -> list[str]:
    """Lines with their line feeds, so that a quoted cell keeps its own."""
    parts = text.split("\n")
    return [p + "\n" for p in parts[:-1]] + [parts[-1]]


def _records(tree: Tree, member: str) -> Iterator[tuple[Place, bytes]]:
    """Rows with their ranges: a row ends at a line feed outside quotation marks."""
    start, size, odd = 0, 0, False
    held: list[bytes] = []
    with tree.open(member) as stream:
        for at, lines, lost in blocks(stream):
            if lost:
                yield Place(member, at, lost), b""
            for line in lines:
                start = start if held else at
                held.append(line)
                size += len(line)
                odd ^= bool(line.count(b'"') % 2)
                if size > _LONGEST:
                    yield Place(member, start, at + len(line) - start), b""
                    held, size, odd = [], 0, False
                elif not odd:
                    yield from _one(member, start, b"\n".join(held))
                    held, size = [], 0
                at += len(line) + 1
    if held:
        yield from _one(member, start, b"\n".join(held))


def _one(member: str, start: int, whole: bytes) -> Iterator[tuple[Place, bytes]]:
    data = whole.removesuffix(b"\r")
    if start == 0 and data.startswith(_BOM):
        start, data = len(_BOM), data[len(_BOM) :]
    if data:
        yield Place(member, start, len(data)), data


FORMAT = Tables()
