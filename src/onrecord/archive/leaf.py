"""From rows to disclosures, digests and leaves (format sections 3, 5, 6, 7).

The hot path of sealing: one SHAKE squeeze a record, tails of disclosures encoded
once where they recur, and base64 of all salts and all digests of a chunk in one
call each. :func:`disclose`
serves both sealing (hashes only) and proving (the disclosures of one row), so
that there is one truth of what a record's disclosures are.
"""

import binascii
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import pyarrow as pa
from msgspec import json

from onrecord.archive import b64, record, salt
from onrecord.model import fold, segment

_json = json.encode
_URL = bytes.maketrans(b"+/", b"-_")
_b2a = binascii.b2a_base64
_sha = hashlib.sha256
NAMES = (
    "text",
    "plain",
    "attr",
    "time",
    "day",
    "seq",
    "sender",
    "reply",
    "media",
    "src",
)
LEAF = 48
"""Bytes of a leaf as sealed: 16 of ``k``, 32 of the leaf hash."""


@dataclass(frozen=True, slots=True, repr=False)
class Secrets:
    """What sealing needs: the archive's secret and one secret per chat id."""

    archive: bytes
    chats: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Opening:
    """All of one record: its payload and every disclosure, as sent.

    ``fields`` are the fourteen in order, ``text`` and ``plain`` the disclosures of
    their segments with the words beside them (``plain`` is None if sealed as null).
    """

    k: bytes
    payload: bytes
    leaf: bytes
    fields: tuple[str, ...]
    text: tuple[tuple[str, str], ...]
    plain: tuple[tuple[str, str], ...] | None


_Words = tuple[list[bytes], int | None]
"""A row's words as JSON strings, segments of text and then of plain, and where
plain begins; None if plain is sealed as null."""


def _cut(text: str, raw: bytes | None, enc: str | None, spans: list[tuple[int, int]]) -> _Words:
    if enc is not None:
        original = raw if raw is not None else text.encode()
        return [_json(b64.std(original))], None
    segments = segment.cut(text, spans)
    words = [_json(s) for s in segments]
    if fold.untouched(text):
        return words, None
    plain = fold.plain_segments(segments)
    if plain is None:
        return words, None
    return words + [_json(s) for s in plain], len(words)


def _spread(data: bytes, width: int, gap: int) -> bytes:
    """base64url text of items of ``width`` bytes, each followed by ``gap`` zero bytes.

    With width + gap a multiple of three every item has its own characters, and
    the zero bytes make its last one canonical.
    """
    count = len(data) // width
    stride = width + gap
    wide = bytearray(stride * count)
    for j in range(width):
        wide[j::stride] = data[j::width]
    return _b2a(wide, newline=False).translate(_URL)


def _heads(salts: bytes) -> list[bytes]:
    """The first 32 characters of a disclosure as sent, per salt.

    ``["`` and the salt's 22 characters are 24 bytes, eight groups of base64: so a
    disclosure is its head and, beginning on a group of its own, its tail, and
    tails that occur often are encoded once.
    """
    text = _spread(salts, salt.SALT, 2)
    count = len(text) // 24
    wide = bytearray(b'["' + bytes(22)) * count
    for j in range(22):
        wide[j + 2 :: 24] = text[j::24]
    every = _b2a(wide, newline=False).translate(_URL)
    return [every[i : i + 32] for i in range(0, len(every), 32)]


def _digests(disclosures: Iterable[bytes]) -> list[bytes]:
    """SHA-256 of each disclosure as sent: one loop, no call of ours inside it."""
    sha = hashlib.sha256
    return [sha(d).digest() for d in disclosures]


@dataclass(frozen=True, slots=True)
class Chunk:
    """A batch's disclosures as sent (base64url, ASCII), in flat lists.

    ``fields`` holds fourteen a row; ``segments`` those of row 0, then of row 1 ...;
    ``words`` says how many a row has and where its plain ones begin.
    """

    ks: list[bytes]
    fields: list[bytes]
    segments: list[bytes]
    words: list[_Words]


def disclose(
    batch: pa.RecordBatch, keys: salt.Subkeys, secrets: Secrets, found: record.Found
) -> Chunk:
    """Every disclosure of every row, as sent."""
    c = record.Columns.read(batch)
    words = list(map(_cut, c["text"], c["text_raw"], c["enc"], record.spans(c)))
    own, others = _salts(keys.salt, c["n"], [len(w) for w, _ in words])
    b2a, table = binascii.b2a_base64, _URL
    segments = [
        head + b2a(b'",' + w + b"]", newline=False).translate(table, b"=")
        for head, w in zip(others, chain.from_iterable([w for w, _ in words]), strict=True)
    ]
    tails: list[bytes] = []
    for pair, row in zip(_references(words, segments), _fields(c, keys, found), strict=True):
        tails += pair
        tails += row
    fields = [head + tail for head, tail in zip(own, tails, strict=True)]
    return Chunk(record.ids(c, secrets.chats), fields, segments, words)


def _salts(key: bytes, numbers: list[int], counts: list[int]) -> tuple[list[bytes], list[bytes]]:
    """Heads of the disclosures of all rows' fields and of all rows' segments."""
    squeezed = [salt.stream(key, n, salt.FIELDS + m) for n, m in zip(numbers, counts, strict=True)]
    every = _heads(b"".join(squeezed))
    own: list[bytes] = []
    others: list[bytes] = []
    at = 0
    for m in counts:
        own += every[at : at + salt.FIELDS]
        others += every[at + salt.FIELDS : at + salt.FIELDS + m]
        at += salt.FIELDS + m
    return own, others


_NULL_PLAIN = record.tail("plain", None)


def _references(words: list[_Words], segments: list[bytes]) -> list[tuple[bytes, bytes]]:
    """Tails of ``text`` and ``plain`` per row: the digests of their segments."""
    text = _spread(b"".join(_digests(segments)), 32, 1)
    every = [text[i : i + 43] for i in range(0, len(text), 44)]
    found = []
    at = 0
    for own, share in words:
        middle = at + (len(own) if share is None else share)
        end = at + len(own)
        said = _reference(b'","text",', every[at:middle])
        if share is None:
            found.append((said, _NULL_PLAIN))
        else:
            found.append((said, _reference(b'","plain",', every[middle:end])))
        at = end
    return found


def _reference(name: bytes, digests: list[bytes]) -> bytes:
    """The tail of a ``text`` or ``plain`` disclosure: its list of digests."""
    if not digests:
        return record.encoded(name + b"[]]")
    return record.encoded(name + b'[{"...":"' + b'"},{"...":"'.join(digests) + b'"}]]')


def _fields(
    c: record.Columns, keys: salt.Subkeys, found: record.Found
) -> Iterator[tuple[bytes, ...]]:
    """Tails of the twelve fields after ``plain``, per row."""
    return zip(
        record.attrs(c),
        *record.times(c),
        [record.encoded(b'","seq","%d"]' % n) for n in c["n"]],
        record.senders(c),
        record.replies(c),
        record.medias(c, found.files),
        record.sources(c, found.cuts),
        *record.aliases(c, keys),
        strict=True,
    )


def payload(k: bytes, digests: Sequence[bytes]) -> bytes:
    """The leaf payload of a record: ``digests`` are fourteen of 43 ASCII bytes."""
    return (
        b'{"_sd":["'
        + b'","'.join(sorted(digests))
        + b'"],"_sd_alg":"sha-256","k":"'
        + k
        + b'","t":"msg"}'
    )


def leaves(ks: Sequence[bytes], digests: bytes) -> list[bytes]:
    """``k ‖ leaf hash`` (48 bytes) per record; ``digests`` are 14 · 32 bytes a record."""
    names = _spread(digests, 32, 1)
    every = [names[i : i + 43] for i in range(0, len(names), 44)]
    k_names = _spread(b"".join(ks), 16, 2)
    sha = hashlib.sha256
    found = []
    at = 0
    for i, k in enumerate(ks):
        body = payload(k_names[24 * i : 24 * i + 22], every[at : at + salt.FIELDS])
        found.append(k + sha(b"\x00" + body).digest())
        at += salt.FIELDS
    return found


def seal(
    batch: pa.RecordBatch, keys: salt.Subkeys, secrets: Secrets, given: record.Sources
) -> list[bytes]:
    """``k ‖ leaf hash`` of every row, in the batch's order."""
    return seal_found(batch, keys, secrets, record.look(batch, given))


def seal_found(
    batch: pa.RecordBatch, keys: salt.Subkeys, secrets: Secrets, found: record.Found
) -> list[bytes]:
    """As :func:`seal`, with the sources already asked. Pure; fit for another process."""
    chunk = disclose(batch, keys, secrets, found)
    digests = b"".join(_digests(chunk.fields))
    return leaves(chunk.ks, digests)


def dummies(keys: salt.Subkeys, count: int, first: int = 0) -> list[bytes]:
    """``k ‖ leaf hash`` of dummies ``first`` … ``first + count - 1``."""
    made = [salt.dummy(keys.dummy, i) for i in range(first, first + count)]
    return leaves([k for k, _ in made], b"".join(b"".join(d) for _, d in made))


def open_row(
    batch: pa.RecordBatch, keys: salt.Subkeys, secrets: Secrets, given: record.Sources
) -> Opening:
    """Everything of the one row of a batch. Raises ValueError for other batches."""
    if batch.num_rows != 1:
        raise ValueError("one row is opened at a time")
    chunk = disclose(batch, keys, secrets, record.look(batch, given))
    digests = [b64.url_bytes(d) for d in _digests(chunk.fields)]
    body = payload(b64.url_bytes(chunk.ks[0]), digests)
    sent = [(s.decode(), json.decode(b64.unurl(s.decode()))[1]) for s in chunk.segments]
    share = chunk.words[0][1]
    return Opening(
        k=chunk.ks[0],
        payload=body,
        leaf=_sha(b"\x00" + body).digest(),
        fields=tuple(f.decode() for f in chunk.fields),
        text=tuple(sent if share is None else sent[:share]),
        plain=None if share is None else tuple(sent[share:]),
    )
