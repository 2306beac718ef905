"""CSV and TSV with a header line, by a column map. See docs/reference/formats/generic.md."""

import csv
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from onrecord.formats import _objects as objects
from onrecord.formats._lines import LONGEST, blocks
from onrecord.formats._mapping import make_row, propose
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
_MARKS = (",", "\t", ";", "|")
_BOM = b"\xef\xbb\xbf"


class Tables:
    """The reader of delimited text."""

    name = "csv"
    version = 1
    title = "CSV or TSV with a column map"
    generic = True

    def sniff(self, tree: Tree) -> Sniffed | None:
        """A claim on tables whose header has a column for the text and one more."""
        members = [m for m in tree.members() if m.lower().endswith((".csv", ".tsv"))]
        found = []
        for member in members:
            fields, _ = _header(objects.head(tree, member, _HEAD))
            mapping = propose(fields, ())
            if "text" in mapping and len(mapping) > 1:
                found.append(member)
        return Sniffed(tuple(found), "a table with a column for a text") if found else None

    def read(self, tree: Tree, ask: Ask) -> "Iterator[pa.RecordBatch | Chat | Trouble]":
        """Batches, one chat a file, troubles."""
        sniffed = self.sniff(tree)
        first = 0
        for member in sniffed.members if sniffed else ():
            rows = Rows(first, {"member": member, "chat": member})
            yield from _table(tree, member, ask, rows)
            first = rows.n


def _header(data: bytes) -> tuple[list[str], str]:
    """The names in the first line, and what parts them."""
    line = data.split(b"\n", 1)[0].rstrip(b"\r").decode("utf-8", "replace")
    mark = max(_MARKS, key=line.count)
    return next(csv.reader([line], delimiter=mark), []), mark


def _table(
    tree: Tree, member: str, ask: Ask, rows: Rows
) -> "Iterator[pa.RecordBatch | Chat | Trouble]":
    fields, mark = _header(objects.head(tree, member, _HEAD))
    mapping = propose(fields, ask.columns)
    zone = zone_of(ask.zone)
    yield chat_of(member, "csv", mapping)
    header = True
    for place, data in _records(tree, member):
        if header:
            header = False
            continue
        if not data:
            yield Trouble("unreadable-record", place, "a line longer than 32 MiB", "loss")
            continue
        row, trouble = _row(data, fields, mark)
        if row is not None and trouble == "":
            try:
                made = make_row(row, mapping, zone)
            except (KeyError, TypeError, ValueError) as e:
                trouble = str(e)[:80]
            else:
                made |= {"start": place.start, "length": place.length}
                if not _unicode(data):
                    made |= {"text_raw": data, "enc": "bad-utf8"}
                    note = "bytes that are not UTF-8; shown as \\xhh, the record's bytes are kept"
                    yield Trouble("bad-utf8", place, note)
                rows.add(made)
        if trouble:
            yield Trouble("unreadable-record", place, trouble, "loss")
        if rows.full:
            yield from rows.flush()
    yield from rows.flush()


def _unicode(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _row(data: bytes, fields: list[str], mark: str) -> tuple[dict[str, Any] | None, str]:
    text = data.decode("utf-8", "backslashreplace")
    try:
        values = next(csv.reader(_with_breaks(text), delimiter=mark, strict=True), [])
    except csv.Error as e:
        return None, f"not a row of the table: {e}"
    if len(values) != len(fields):
        return None, f"{len(values)} cells under {len(fields)} columns"
    return dict(zip(fields, values, strict=True)), ""


def _with_breaks(text: str) -> list[str]:
    """Lines with their line feeds, so that a quoted cell keeps its own."""
    parts = text.split("\n")
    return [p + "\n" for p in parts[:-1]] + [parts[-1]]


def _records(tree: Tree, member: str) -> Iterator[tuple[Place, bytes]]:
    """Rows with their ranges: a row ends at a line feed outside quotation marks."""
    start, held = 0, b""
    with tree.open(member) as stream:
        for at, lines, size in blocks(stream):
            if size:
                yield Place(member, at, size), b""
            for line in lines:
                whole = held + b"\n" + line if held else line
                if whole.count(b'"') % 2 and len(whole) < LONGEST:
                    start = at if not held else start
                    held = whole
                else:
                    start = at if not held else start
                    yield from _one(member, start, whole)
                    held = b""
                at += len(line) + 1
    if held:
        yield from _one(member, start, held)


def _one(member: str, start: int, whole: bytes) -> Iterator[tuple[Place, bytes]]:
    data = whole.removesuffix(b"\r")
    if start == 0 and data.startswith(_BOM):
        start, data = len(_BOM), data[len(_BOM) :]
    if data:
        yield Place(member, start, len(data)), data


FORMAT = Tables()
