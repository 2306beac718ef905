"""Plain messages of Telegram's JSON as columns at once, where ``onrecord-native`` is installed.

Its module ``onrecord_rows`` takes a block of records and returns columns of those whose
every byte it understands; the others are left, and read as without it. So a reading is
the same with and without (docs/decisions/0130). It is asked for known answers before it
is trusted with anything; one that gives others is refused, not passed over.
"""

import hashlib
import posixpath
import struct
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from types import ModuleType
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from onrecord import compiled
from onrecord.formats._telegram_media import absent
from onrecord.model.schema import ENTITY, MEDIA, REACTION

LAYOUT = 1
_NAME = "onrecord_rows"

_WORDS = [
    "id",
    "sender",
    "sender_id",
    "time_text",
    "text",
    "reply_to",
    "reply_chat",
    "forward_name",
    "forward_id",
    "via_bot",
    "signature",
    "edited_text",
]
_UTC = pa.timestamp("us", tz="UTC")
_RANGE = struct.Struct("<qqq")
Raw = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Quick:
    """A block of records: columns of the plain ones, places of those that are left.

    ``columns`` hold no dictionaries; one that is null for all rows is not among them.
    A picture's path is as the record has it, and whether it is there is not yet known.
    """

    count: int
    columns: dict[str, pa.Array]
    left: list[int]
    starts: list[int]
    lengths: list[int]


@lru_cache(maxsize=1)
def helper() -> ModuleType | None:
    """The compiled module, or None where there is none; see ``compiled.load``."""
    return compiled.load(_NAME, "reading", _is_right)


def _is_right(module: ModuleType) -> bool:
    return module.LAYOUT == LAYOUT and answers(module) == KNOWN


def quick(data: bytes, base: int, between: bytes) -> Quick | None:
    """A block of whole records with ``between`` between them, which stands at ``base``;
    None without the helper, or where most records are not plain."""
    module = helper()
    if module is None:
        return None
    raw = module.rows(data, base, between)
    ranges = list(_RANGE.iter_unpack(raw[3]))
    if len(ranges) > raw[0]:
        return None
    left, starts, lengths = (list(part) for part in zip(*ranges, strict=True)) if ranges else _NONE
    return Quick(raw[0] + len(left), _columns(raw), left, starts, lengths)


_NONE: tuple[list[int], list[int], list[int]] = ([], [], [])


def _columns(raw: Raw) -> dict[str, pa.Array]:
    count, starts, lengths, _, words, wall, instant, edited, forwarded, runs, given, media = raw
    made = {
        "start": _fixed(pa.int64(), count, starts),
        "length": _fixed(pa.int64(), count, lengths),
        "time_first": _numbers(_UTC, instant),
        "time_local": _numbers(pa.timestamp("us"), wall),
        "edited": _numbers(_UTC, edited),
        "forwarded": _fixed(pa.bool_(), count, forwarded),
        "entities": _runs(count, runs),
        "reactions": _given(count, given),
        "media": _media(count, media),
        **{name: _strings(one) for name, one in zip(_WORDS, words, strict=True)},
    }
    made["time_last"] = made["time_first"]
    return {name: array for name, array in made.items() if array.null_count < count}


def _fixed(kind: pa.DataType, count: int, data: bytes) -> pa.Array:
    return pa.Array.from_buffers(kind, count, [None, pa.py_buffer(data)], 0)


def _numbers(kind: pa.DataType, raw: Raw) -> pa.Array:
    count, nulls, valid, data = raw
    return pa.Array.from_buffers(kind, count, [_bits(nulls, valid), pa.py_buffer(data)], nulls)


def _strings(raw: Raw) -> pa.Array:
    count, nulls, valid, offsets, data = raw
    buffers = [_bits(nulls, valid), pa.py_buffer(offsets), pa.py_buffer(data)]
    return pa.Array.from_buffers(pa.string(), count, buffers, nulls)


def _bits(nulls: int, valid: bytes) -> pa.Buffer | None:
    return pa.py_buffer(valid) if nulls else None


def _runs(count: int, raw: Raw) -> pa.Array:
    nulls, valid, offsets, kinds, starts, lengths, values = raw
    many = kinds[0]
    fields = [
        _strings(kinds),
        _fixed(pa.int32(), many, starts),
        _fixed(pa.int32(), many, lengths),
        _strings(values),
    ]
    return _lists(count, nulls, valid, offsets, pa.StructArray.from_arrays(fields, fields=ENTITY))


def _given(count: int, raw: Raw) -> pa.Array:
    nulls, valid, offsets, emoji, counts = raw
    fields = [_strings(emoji), _fixed(pa.int32(), emoji[0], counts)]
    return _lists(count, nulls, valid, offsets, pa.StructArray.from_arrays(fields, fields=REACTION))


def _media(count: int, raw: Raw) -> pa.Array:
    nulls, valid, offsets, said, size, width, height = raw
    many = said[0]
    paths = _strings(said)
    known = {
        "type": pa.repeat(pa.scalar("photo"), many),
        "path": paths,
        "present": pa.repeat(pa.scalar(False), many),
        "size": _numbers(pa.int64(), size),
        "width": _numbers(pa.int64(), width).cast(pa.int32()),
        "height": _numbers(pa.int64(), height).cast(pa.int32()),
    }
    fields = [known.get(f.name, pa.nulls(many, f.type)) for f in MEDIA]
    return _lists(count, nulls, valid, offsets, pa.StructArray.from_arrays(fields, fields=MEDIA))


def located(media: pa.Array, folder: str, present: Callable[[str], bool]) -> dict[str, pa.Array]:
    """Such a column with paths in the export and whether each file is there; and the
    payload of rows that give a reason for none."""
    values = media.values
    said = values.field("path").to_pylist()
    paths = [None if absent(one) else posixpath.join(folder, one) for one in said]
    there = [path is not None and present(path) for path in paths]
    fields = values.flatten()
    fields[1:3] = [pa.array(paths, pa.string()), pa.array(there, pa.bool_())]
    made = pa.StructArray.from_arrays(fields, fields=MEDIA)
    buffers = media.buffers()[:2]
    kind, nulls = media.type, media.null_count
    found = {"media": pa.Array.from_buffers(kind, len(media), buffers, nulls, 0, [made])}
    if None in paths:
        payload: list[str | None] = [None] * len(media)
        for row, path, one in zip(
            pc.list_parent_indices(media).to_pylist(), paths, said, strict=True
        ):
            payload[row] = None if path is not None else _reason(one)
        found["payload"] = pa.array(payload, pa.string())
    return found


@lru_cache(maxsize=64)
def _reason(said: str) -> str:
    return msgspec.json.encode({"file": said}).decode("utf-8")


def _lists(count: int, nulls: int, valid: bytes, offsets: bytes, values: pa.Array) -> pa.Array:
    buffers = [_bits(nulls, valid), pa.py_buffer(offsets)]
    kind = pa.list_(values.type)
    return pa.Array.from_buffers(kind, count, buffers, nulls, children=[values])


ASKED = (
    b'{"id":1,"type":"message","date":"2026-03-02T08:03:11","date_unixtime":"1772438591",'
    b'"edited":"2028-02-29T23:59:59","edited_unixtime":"1","from":null,"from_id":"user1",'
    b'"text":"\\u0645\\ud83d\\ude00\\n","text_entities":[{"type":"plain","text":"'
    b'\xd9\x85\xf0\x9f\x98\x80"},{"type":"bold","text":"\\n"}]}\n },\n {'.replace(b"]}\n", b"]\n")
    + b'"id":-2,"type":"message","date":"1999-12-31T00:00:00","date_unixtime":"946598400",'
    b'"photo":"p/1.jpg","photo_file_size":5,"width":6,"from":"A","author":"B","forwarded_from":null,"forwarded_from_id":"c","via_bot":"@d",'
    b'"reply_to_message_id":1,"reply_to_peer_id":"e","text":["a",{"type":"link","text":"\xd9\x85"'
    b',"href":"h"},{"type":"code","text":"","language":""}],"reactions":[{"type":"custom_emoji",'
    b'"count":3,"document_id":"f"},{"count":0,"type":"paid","emoji":""}]\n },\n {"id":01\n },\n {}'
)
"""Two records with every kind of value and two that are none of a message."""

KNOWN = "55a1c893953d550d88215a6e47393676f0be739707c473f8f979e2297ac1b02d"
"""SHA-256 over what a helper makes of :data:`ASKED`; a test makes the same columns without one."""


def answers(module: ModuleType) -> str:
    """What a helper makes of a fixed input, as one digest."""
    made = module.rows(ASKED, 7, b"\n },\n {")
    return hashlib.sha256(repr(made).encode()).hexdigest()
