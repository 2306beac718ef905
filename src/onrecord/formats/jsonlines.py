"""JSON of no format we know: objects with a text, in an array or one a line.

Columns are found by the names of the fields, or taken from ``Ask.columns``; the chat's
notes say which was taken for which. See docs/reference/formats/generic.md.
"""

import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from onrecord.formats import _objects as objects
from onrecord.formats._json import Path
from onrecord.formats._mapping import Mapping, make_row, needed, propose
from onrecord.formats._records import laid
from onrecord.formats._when import zone_of
from onrecord.model.chat import Chat
from onrecord.ports import Ask, Sniffed, Tree

if TYPE_CHECKING:
    import pyarrow as pa

    from onrecord.model.trouble import Trouble


class JsonLines:
    """The reader of plain JSON records."""

    name = "jsonlines"
    version = 1
    title = "JSON lines or a JSON array with a column map"
    generic = True

    def sniff(self, tree: Tree) -> Sniffed | None:
        """A claim on objects that have a field for the text."""
        ends = (".jsonl", ".ndjson", ".json")
        members = [m for m in tree.members() if m.lower().endswith(ends)]
        found = [m for m in members if "text" in propose(laid(tree, m).first, ())]
        return Sniffed(tuple(found), "objects with a field for a text") if found else None

    def read(self, tree: Tree, ask: Ask) -> "Iterator[pa.RecordBatch | Chat | Trouble]":
        """Batches, one chat a file, troubles."""
        sniffed = self.sniff(tree)
        zone, first = zone_of(ask.zone), 0
        for member in sniffed.members if sniffed else _asked(tree, ask):
            found = laid(tree, member)
            mapping = needed(propose(found.first, ask.columns), found.first, member)
            chat = chat_of(member, "json", mapping)
            shape = _shape(mapping, chat, zone, found.path)
            reading = objects.ObjectReading(tree, member, shape, first)
            yield from reading.lines() if found.path is None else reading.parts()
            first = reading.n

    def fields(self, tree: Tree) -> list[str]:
        """The fields of the first record of the first member."""
        sniffed = self.sniff(tree)
        return [*laid(tree, sniffed.members[0]).first] if sniffed else []

    def proposed(self, tree: Tree, ask: Ask) -> Mapping:
        """The column map for the first member, for a person to confirm."""
        sniffed = self.sniff(tree)
        members = sniffed.members if sniffed else _asked(tree, ask)
        return propose(laid(tree, members[0]).first, ask.columns) if members else {}


def _asked(tree: Tree, ask: Ask) -> list[str]:
    """Members to read because a person named their columns, if none claims itself."""
    ends = (".jsonl", ".ndjson", ".json")
    return [m for m in tree.members() if ask.columns and m.lower().endswith(ends)]


def chat_of(member: str, what: str, mapping: Mapping) -> Chat:
    """The one chat of a file, its notes saying which field was taken for what."""
    base = posixpath.basename(member).rpartition(".")[0]
    notes = (("export", what), *((f"column {k}", v) for k, v in mapping.items()))
    return Chat(member, base, "", "generic", notes)


def _shape(
    mapping: Mapping, chat: Chat, zone: ZoneInfo | None, wanted: Path | None
) -> objects.Shape:
    def row(value: dict[str, Any]) -> dict[str, Any]:
        return make_row(value, mapping, zone) | {"of": chat}

    return objects.Shape(lambda path: path == wanted, lambda _: None, row)


FORMAT = JsonLines()
