"""Rows of a reading as the values that are sealed, column by column.

Everything here is a pure function from a batch of ``model.schema.MESSAGE`` to
lists as long as the batch (docs/archive-format.md, section 3). A *tail* is what
follows the salt in a disclosure's JSON, ``","name",value]``, as base64url: it
begins on a base64 group of its own, so it can be encoded without the salt.
"""

import binascii
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import msgspec
import pyarrow as pa

from onrecord.archive import b64, native, salt
from onrecord.archive.given import Found as Found
from onrecord.archive.given import Slices as Slices
from onrecord.archive.given import Sources as Sources
from onrecord.archive.given import column as column
from onrecord.archive.given import look as look
from onrecord.archive.instant import day, day_of, instant, minute, precision, sent
from onrecord.model.fold import fold_a
from onrecord.model.segment import CLOSABLE

_json = msgspec.json.encode
_b2a = binascii.b2a_base64
_URL = bytes.maketrans(b"+/", b"-_")
_Tails = dict[tuple[str | None, str | None], tuple[bytes, ...]]
# Alias tails by member, for as long as the keys they are made of: most messages are of few.
_ALIASES: WeakKeyDictionary[salt.Subkeys, _Tails] = WeakKeyDictionary()
_MEMBERS = 1 << 14


def encoded(raw: bytes) -> bytes:
    """A tail as it is sent: base64url without padding."""
    return _b2a(raw, newline=False).translate(_URL, b"=")


def tail(name: str, value: object) -> bytes:
    """The tail of a disclosure, as sent."""
    return encoded(f'","{name}",{b64.dumps(value)}]'.encode())


@dataclass(slots=True)
class Columns:
    """A batch's columns as lists, by name; times as microseconds."""

    of: dict[str, list[Any]]
    rows: int

    @classmethod
    def read(cls, batch: pa.RecordBatch) -> "Columns":
        """All columns of a batch of the one schema."""
        names = batch.schema.names
        return cls({n: column(batch, n) for n in names}, batch.num_rows)

    def __getitem__(self, name: str) -> list[Any]:
        return self.of[name]


def spans(columns: Columns) -> list[list[tuple[int, int]]]:
    """(start, length) of the entities a text is cut at, per row."""
    none: list[tuple[int, int]] = []
    return [
        [(e["start"], e["length"]) for e in row if e["type"] in CLOSABLE] if row else none
        for row in columns["entities"]
    ]


def attrs(c: Columns) -> list[bytes]:
    """Tails of ``attr``."""
    seen: dict[tuple[Any, ...], bytes] = {}
    found = []
    for key in zip(
        c["kind"],
        [e is not None for e in c["edited_text"]],
        c["forwarded"],
        [v is not None for v in c["via_bot"]],
        [q is not None for q in c["quote"]],
        c["time_basis"],
        map(precision, c["time_first"], c["time_last"]),
        [e is not None for e in c["enc"]],
        strict=True,
    ):
        if key not in seen:
            seen[key] = tail("attr", _attr(key))
        found.append(seen[key])
    return found


def _attr(key: tuple[Any, ...]) -> dict[str, object]:
    names = (
        "kind",
        "edited",
        "forwarded",
        "via_bot",
        "quoted_reply",
        "time_basis",
        "time_precision",
    )
    return {**dict(zip(names, key, strict=False)), "enc": "raw" if key[-1] else "utf-8"}


def times(c: Columns) -> tuple[list[bytes], list[bytes]]:
    """Tails of ``time``, not yet encoded, and of ``day``."""
    time_tails, day_tails = [], []
    days: dict[int, str] = {}
    known: dict[int | None, bytes] = {None: tail("day", None)}
    no_time = b'","time",null]'
    known_times = zip(
        c["time_basis"], c["time_first"], c["time_last"], c["time_local"], strict=True
    )
    for at, edited in zip(known_times, c["edited"], strict=True):
        text = sent(at, days)
        if text is None:
            time_tails.append(no_time)
        else:
            end = "null" if edited is None else f'"{instant(edited, days)}Z"'
            time_tails.append(f'","time",{{"sent":"{text}","edited":{end}}}]'.encode())
        on = day(at)
        if on not in known:
            known[on] = tail("day", None if on is None else day_of(on))
        day_tails.append(known[on])
    return time_tails, day_tails


def senders(c: Columns) -> list[bytes]:
    """Tails of ``sender``."""
    seen: dict[tuple[str | None, str | None], bytes] = {}
    found = []
    for key in zip(c["sender_id"], c["sender"], strict=True):
        if key not in seen:
            value = None if key == (None, None) else {"id": key[0], "name": key[1]}
            seen[key] = tail("sender", value)
        found.append(seen[key])
    return found


def aliases(c: Columns, keys: salt.Subkeys) -> Iterator[tuple[bytes, ...]]:
    """Tails of the four aliases: four columns."""
    seen = _ALIASES.setdefault(keys, {})
    if len(seen) > _MEMBERS:
        seen.clear()
    found, labels = [], keys.labels()
    nobody: Sequence[str | None] = [None] * salt.SLOTS
    for key in zip(c["sender_id"], c["sender"], strict=True):
        made = seen.get(key)
        if made is None:
            member = member_of(*key)
            values = nobody if member is None else keys.aliases(member)
            made = seen[key] = tuple(tail(n, v) for n, v in zip(labels, values, strict=True))
        found.append(made)
    return zip(*found, strict=True) if found else iter([()] * salt.SLOTS)


def member_of(sender_id: str | None, sender: str | None) -> str | None:
    """What an alias is made of, or None without a sender."""
    if sender_id is not None:
        return "id:" + sender_id
    return None if sender is None else "name:" + sender


def replies(c: Columns) -> list[bytes]:
    """Tails of ``reply``."""
    null = tail("reply", None)
    return [
        null
        if to is None and chat is None and quote is None
        else encoded(b'","reply",' + _json({"to": to, "chat": chat, "quote": quote}) + b"]")
        for to, chat, quote in zip(c["reply_to"], c["reply_chat"], c["quote"], strict=True)
    ]


def medias(c: Columns, files: Mapping[str, str | None]) -> list[bytes]:
    """Tails of ``media``."""
    null = tail("media", None)
    return [
        tail("media", [{"type": m["type"], "sha256": _file(m, files)} for m in row])
        if row
        else null
        for row in c["media"]
    ]


def _file(media: Mapping[str, Any], files: Mapping[str, str | None]) -> str | None:
    return files.get(media["path"]) if media["present"] and media["path"] else None


_REST = (
    "chat",
    "id",
    "time_text",
    "time_first",
    "time_last",
    "time_local",
    "enc",
    "entities",
    "forward_name",
    "forward_id",
    "forward_time_text",
    "forward_time",
    "via_bot",
    "signature",
    "edited_text",
    "edited",
    "reactions",
    "media",
    "action",
    "payload",
    "unknown",
)


@dataclass(frozen=True, slots=True)
class Places:
    """What ``src`` is made of, per row; ``rests`` is the canonical JSON of all the
    columns that no other disclosure holds."""

    members: list[bytes]
    starts: list[int]
    lengths: list[int]
    kinds: list[str]
    cuts: list[str | None]
    rests: list[bytes]

    @classmethod
    def of(cls, c: Columns, cuts: list[str | None] | None) -> "Places":
        """From a batch's columns and the digests of its slices."""
        rest = [_lists(c[n]) if n in ("entities", "reactions", "media") else c[n] for n in _REST]
        said = {m: b64.dumps(m).encode() for m in set(c["member"])}
        return cls(
            members=[said[m] for m in c["member"]],
            starts=c["start"],
            lengths=c["length"],
            kinds=c["place_kind"],
            cuts=[None] * c.rows if cuts is None else cuts,
            rests=list(map(_json, zip(*rest, strict=True))),
        )

    @property
    def lists(self) -> tuple[list[Any], ...]:
        """The six, in order."""
        return (self.members, self.starts, self.lengths, self.kinds, self.cuts, self.rests)

    def tails(self) -> list[bytes]:
        """Tails of ``src``."""
        found = []
        sha = hashlib.sha256
        for member, start, length, kind, cut, rest in zip(*self.lists, strict=True):
            said = "null" if cut is None else f'"{cut}"'
            text = (
                f'"start":"{start}","length":"{length}",'
                f'"kind":"{kind}","sha256":{said},"row":"{sha(rest).hexdigest()}"}}]'
            )
            found.append(encoded(b'","src",{"member":' + member + b"," + text.encode()))
        return found


def _lists(values: list[Any]) -> list[Any]:
    """Lists of structs as lists of lists, empty ones as None."""
    if not any(values):
        return [None] * len(values)
    return [[list(e.values()) for e in v] if v else None for v in values]


def ids(c: Columns, chat_keys: Mapping[str, bytes]) -> list[bytes]:
    """``k`` of every row. Raises KeyError if a chat has no key."""
    chats = set(c["chat"])
    if len(chats) == 1 and None not in c["id"]:
        key = chat_keys[chats.pop()]
        helper = native.helper()
        if helper is None:
            return salt.ks_by_ids(key, c["id"])
        made = helper.keyed(key, b"msg:", c["id"])
        return [made[i : i + 16] for i in range(0, len(made), 16)]
    found = []
    for i, (chat, own) in enumerate(zip(c["chat"], c["id"], strict=True)):
        key = chat_keys[chat]
        if own is not None:
            found.append(salt.k_by_id(key, own))
            continue
        sender = c["sender_id"][i] or c["sender"][i] or ""
        at = minute(c["time_first"][i], c["time_local"][i])
        found.append(salt.k_by_content(key, at, sender, fold_a(c["text"][i])))
    return found
