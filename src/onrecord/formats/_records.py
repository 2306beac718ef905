"""Where the records of a plain JSON export stand: one a line, in an array, or in an array
under a key of the root, as scrapers like to write them."""

import re
from typing import Any, NamedTuple

from onrecord.formats._cut import balance
from onrecord.formats._json import Path
from onrecord.formats._objects import head, loosely
from onrecord.ports import Tree

KEYS = ("messages", "posts", "items", "data", "results", "chunk")
_INSIDE = re.compile(rb'"(' + b"|".join(k.encode() for k in KEYS) + rb')"\s*:\s*\[\s*(?=\{)')
_HEAD = 256 << 10


class Laid(NamedTuple):
    """The first record, empty if there is none; and the path of the array that holds the
    records, None where they stand one a line."""

    first: dict[str, Any]
    path: Path | None


def laid(tree: Tree, member: str) -> Laid:
    """How a member's records are laid out, from its beginning."""
    return laid_out(head(tree, member, _HEAD))


def laid_out(data: bytes) -> Laid:
    """The same from the first bytes."""
    start = data.lstrip(b" \t\r\n")
    if start.startswith(b"["):
        return Laid(_object(start.lstrip(b" \t\r\n[")), ())
    if not start.startswith(b"{"):
        return Laid({}, None)
    line, more, _ = start.partition(b"\n")
    read = loosely(line.rstrip(b"\r"))[0] if more or balance(line) > 0 else None
    value: dict[str, Any] = read if isinstance(read, dict) else {}
    inside = _INSIDE.search(start)
    if inside and (not value or isinstance(value.get(inside[1].decode()), list)):
        return Laid(_object(start[inside.end() :]), (inside[1].decode(),))
    return Laid(value, None)


def _object(data: bytes) -> dict[str, Any]:
    if not data.startswith(b"{"):
        return {}
    size = balance(data)
    value = loosely(data[:size])[0] if size > 0 else None
    return value if isinstance(value, dict) else {}


def first_object(data: bytes) -> dict[str, Any]:
    """The first object of a JSON array or of JSON lines; empty if there is none."""
    start = data.lstrip(b" \t\r\n[")
    return _object(start)
