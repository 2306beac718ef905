"""From rows to disclosures, digests and leaves (format sections 3, 5, 6, 7).

The hot path of sealing: one SHAKE squeeze a record, tails of disclosures encoded
once where they recur, and base64 of all salts and all digests of a chunk in one
call each. :func:`disclose`
serves both sealing (hashes only) and proving (the disclosures of one row), so
that there is one truth of what a record's disclosures are.
"""

import binascii
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import pyarrow as pa
from msgspec import json

from onrecord.archive import b64, cutting, native, record, salt
from onrecord.archive.cutting import Words
from onrecord.archive.salt import Secrets as Secrets
from onrecord.archive.spread import heads, spread

_URL = bytes.maketrans(b"+/", b"-_")
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
    words: list[Words]


@dataclass(frozen=True, slots=True)
class _Values:
    """A batch on its way into disclosures: words, tails (ready ones by field, those
    still to be encoded) and what ``src`` is made of."""

    ks: list[bytes]
    numbers: list[int]
    words: list[Words]
    times: list[bytes]
    ready: tuple[list[bytes], ...]
    places: record.Places


def _values(
    batch: pa.RecordBatch, keys: salt.Subkeys, secrets: Secrets, found: record.Found
) -> _Values:
    c = record.Columns.read(batch)
    times, days = record.times(c)
    return _Values(
        ks=record.ids(c, secrets.chats),
        numbers=c["n"],
        words=cutting.words(batch.column("text"), c, record.spans(c)),
        times=times,
        ready=(
            record.attrs(c),
            days,
            record.senders(c),
            record.replies(c),
            record.medias(c, found.files),
            *map(list, record.aliases(c, keys)),
        ),
        places=record.Places.of(c, found.cuts),
    )


def disclose(
    batch: pa.RecordBatch, keys: salt.Subkeys, secrets: Secrets, found: record.Found
) -> Chunk:
    """Every disclosure of every row, as sent."""
    return _disclosed(_values(batch, keys, secrets, found), keys)


def _disclosed(v: _Values, keys: salt.Subkeys) -> Chunk:
    own, tails, segments = _tails(v, keys)
    fields = [head + tail for head, tail in zip(own, tails, strict=True)]
    return Chunk(v.ks, fields, segments, v.words)


def _tails(v: _Values, keys: salt.Subkeys) -> tuple[list[bytes], list[bytes], list[bytes]]:
    """Heads and tails of all rows' fields, and the disclosures of their segments."""
    own, others = _salts(keys.salt, v.numbers, [len(w) for w, _ in v.words])
    b2a, table = binascii.b2a_base64, _URL
    segments = [
        head + b2a(b'",' + w + b"]", newline=False).translate(table, b"=")
        for head, w in zip(others, chain.from_iterable([w for w, _ in v.words]), strict=True)
    ]
    attrs, days, senders, replies, medias, *aliases = v.ready
    rows = zip(
        attrs,
        [b2a(t, newline=False).translate(table, b"=") for t in v.times],
        days,
        [b2a(b'","seq","%d"]' % n, newline=False).translate(table, b"=") for n in v.numbers],
        senders,
        replies,
        medias,
        v.places.tails(),
        *aliases,
        strict=True,
    )
    tails: list[bytes] = []
    for pair, row in zip(_references(v.words, segments), rows, strict=True):
        tails += pair
        tails += row
    return own, tails, segments


def _salts(key: bytes, numbers: list[int], counts: list[int]) -> tuple[list[bytes], list[bytes]]:
    """Heads of the disclosures of all rows' fields and of all rows' segments."""
    squeezed = [salt.stream(key, n, salt.FIELDS + m) for n, m in zip(numbers, counts, strict=True)]
    every = heads(b"".join(squeezed))
    own: list[bytes] = []
    others: list[bytes] = []
    at = 0
    for m in counts:
        own += every[at : at + salt.FIELDS]
        others += every[at + salt.FIELDS : at + salt.FIELDS + m]
        at += salt.FIELDS + m
    return own, others


_NULL_PLAIN = record.tail("plain", None)


def _references(words: list[Words], segments: list[bytes]) -> list[tuple[bytes, bytes]]:
    """Tails of ``text`` and ``plain`` per row: the digests of their segments."""
    every = _names(_digests(segments))
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


def payload(k: bytes, digests: Sequence[bytes]) -> bytes:
    """The leaf payload of a record: ``digests`` are fourteen of 43 ASCII bytes."""
    return (
        b'{"_sd":["'
        + b'","'.join(sorted(digests))
        + b'"],"_sd_alg":"sha-256","k":"'
        + k
        + b'","t":"msg"}'
    )


def _names(digests: list[bytes]) -> list[bytes]:
    """base64url of digests of 32 bytes: with a zero byte after each they have their own
    characters, and one call encodes them all."""
    if not digests:
        return []
    text = binascii.b2a_base64(b"\0".join(digests) + b"\0", newline=False).translate(_URL)
    return [text[i : i + 43] for i in range(0, len(text), 44)]


def leaves(ks: Sequence[bytes], digests: list[bytes]) -> list[bytes]:
    """``k ‖ leaf hash`` (48 bytes) per record; ``digests`` are fourteen a record."""
    every = _names(digests)
    k_names = spread(b"".join(ks), 16, 2)
    sha, fields = hashlib.sha256, salt.FIELDS
    begin, between, end = b'\0{"_sd":["', b'","', b'"],"_sd_alg":"sha-256","k":"'
    found = []
    at = 0
    for i, k in enumerate(ks):
        own = every[at : at + fields]
        own.sort()
        name = k_names[24 * i : 24 * i + 22]
        body = begin + between.join(own) + end + name + b'","t":"msg"}'
        found.append(k + sha(body).digest())
        at += fields
    return found


def seal(
    batch: pa.RecordBatch, keys: salt.Subkeys, secrets: Secrets, given: record.Sources
) -> list[bytes]:
    """``k ‖ leaf hash`` of every row, in the batch's order."""
    return each(seal_found(batch, keys, secrets, record.look(batch, given)))


def each(made: bytes) -> list[bytes]:
    """Joined leaves one by one."""
    return [made[i : i + LEAF] for i in range(0, len(made), LEAF)]


def seal_found(
    batch: pa.RecordBatch, keys: salt.Subkeys, secrets: Secrets, found: record.Found
) -> bytes:
    """As :func:`seal`, joined, with the sources already asked. Fit for another process.

    The compiled helper makes the same of the same values, if there is one.
    """
    v = _values(batch, keys, secrets, found)
    helper = native.helper()
    if helper is not None:
        made: bytes = helper.leaves(
            keys.salt, b"".join(v.ks), v.numbers, v.words, v.ready, v.times, v.places.lists
        )
        return made
    own, tails, _ = _tails(v, keys)
    sha = hashlib.sha256
    digests = [sha(head + tail).digest() for head, tail in zip(own, tails, strict=True)]
    return b"".join(leaves(v.ks, digests))


def dummies(keys: salt.Subkeys, count: int, first: int = 0) -> bytes:
    """``k ‖ leaf hash`` of dummies ``first`` … ``first + count - 1``, joined."""
    helper = native.helper()
    if helper is not None:
        found: bytes = helper.dummies(keys.dummy, first, count)
        return found
    made = [salt.dummy(keys.dummy, i) for i in range(first, first + count)]
    return b"".join(leaves([k for k, _ in made], [d for _, each_ in made for d in each_]))


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
