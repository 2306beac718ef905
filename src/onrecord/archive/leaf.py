"""From rows to disclosures, digests and leaves (format sections 3, 5, 6, 7).

The hot path of sealing: one SHAKE squeeze a record, prebuilt JSON, and base64
of all salts and all digests of a chunk in one call each. :func:`disclose`
serves both sealing (hashes only) and proving (the disclosures of one row), so
that there is one truth of what a record's disclosures are.
"""

import binascii
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec
import pyarrow as pa

from onrecord.archive import b64, record, salt
from onrecord.model import fold, segment

_json = msgspec.json.encode
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


@dataclass(slots=True)
class _Cut:
    """A row's words as JSON strings: segments of text, of plain (None if the same)."""

    text: list[bytes]
    plain: list[bytes] | None

    def count(self) -> int:
        return salt.FIELDS + len(self.text) + len(self.plain or ())


def _cut(text: str, raw: bytes | None, enc: str | None, spans: list[tuple[int, int]]) -> _Cut:
    if enc is not None:
        original = raw if raw is not None else text.encode()
        return _Cut([_json(b64.std(original))], None)
    segments = segment.cut(text, spans)
    words = [_json(s) for s in segments]
    if fold.untouched(text):
        return _Cut(words, None)
    plain = fold.plain_segments(segments)
    return _Cut(words, None if plain is None else [_json(s) for s in plain])


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


def _digest(disclosure: bytes) -> bytes:
    return _sha(_b2a(disclosure, newline=False).translate(_URL, b"=")).digest()


def _reference(digests: bytes, first: int, count: int) -> bytes:
    """The value of ``text`` or ``plain``: digests ``first`` … as JSON."""
    if not count:
        return b"[]"
    found = [digests[i : i + 43] for i in range(first * 44, (first + count) * 44, 44)]
    return b'[{"...":"' + b'"},{"...":"'.join(found) + b'"}]'


@dataclass(slots=True)
class Chunk:
    """A batch's disclosures before base64, and what hashing needs of them.

    Per row: ``counts`` disclosures in all; ``json`` holds, row after row, the
    fourteen fields and then the segments, as the JSON that is encoded.
    """

    ks: list[bytes]
    rows: list[tuple[list[bytes], list[bytes]]]
    plain_from: list[int | None]


def disclose(
    batch: pa.RecordBatch, keys: salt.Subkeys, secrets: Secrets, given: record.Sources
) -> Chunk:
    """The JSON of every disclosure of every row, salts included."""
    c = record.Columns.read(batch)
    cuts = list(map(_cut, c["text"], c["text_raw"], c["enc"], record.spans(c)))
    salts = _spread(
        b"".join(
            salt.stream(keys.salt, n, cut.count()) for n, cut in zip(c["n"], cuts, strict=True)
        ),
        16,
        2,
    )
    at = 0
    segments: list[list[bytes]] = []
    starts: list[int] = []
    for cut in cuts:
        starts.append(at)
        words = cut.text if cut.plain is None else cut.text + cut.plain
        first = at + 24 * salt.FIELDS
        at = first + 24 * len(words)
        segments.append(
            [
                b'["' + salts[s : s + 22] + b'",' + w + b"]"
                for s, w in zip(range(first, at, 24), words, strict=True)
            ]
        )
    references = _references(cuts, segments)
    fields = _fields(c, keys, given)
    rows = []
    for i, ((text, plain), own) in enumerate(zip(references, segments, strict=True)):
        s = starts[i]
        made = [
            b'["' + salts[p : p + 22] + t
            for p, t in zip(
                range(s, s + 24 * salt.FIELDS, 24), (text, plain, *fields[i]), strict=True
            )
        ]
        rows.append((made, own))
    shares = [None if cut.plain is None else len(cut.text) for cut in cuts]
    return Chunk(record.ids(c, secrets.chats), rows, shares)


def _references(cuts: list[_Cut], segments: list[list[bytes]]) -> list[tuple[bytes, bytes]]:
    """Tails of ``text`` and ``plain`` per row: the digests of their segments."""
    digests = _spread(b"".join([_digest(d) for row in segments for d in row]), 32, 1)
    found = []
    at = 0
    for cut in cuts:
        n = len(cut.text)
        text = b'","text",' + _reference(digests, at, n) + b"]"
        at += n
        if cut.plain is None:
            found.append((text, b'","plain",null]'))
            continue
        p = len(cut.plain)
        found.append((text, b'","plain",' + _reference(digests, at, p) + b"]"))
        at += p
    return found


def _fields(
    c: record.Columns, keys: salt.Subkeys, given: record.Sources
) -> list[tuple[bytes, ...]]:
    """Tails of the twelve fields after ``plain``, per row."""
    time_tails, day_tails = record.times(c)
    return [
        (attr, at, on, b'","seq","%d"]' % n, sender, reply, media, src, *alias)
        for attr, at, on, n, sender, reply, media, src, alias in zip(
            record.attrs(c),
            time_tails,
            day_tails,
            c["n"],
            record.senders(c),
            record.replies(c),
            record.medias(c, given.media),
            record.sources(c, given.slices),
            record.aliases(c, keys),
            strict=True,
        )
    ]


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
    k_names = _spread(b"".join(ks), 16, 2)
    found = []
    stride = 44 * salt.FIELDS
    for i, k in enumerate(ks):
        at = i * stride
        own = [names[j : j + 43] for j in range(at, at + stride, 44)]
        body = payload(k_names[24 * i : 24 * i + 22], own)
        found.append(k + _sha(b"\x00" + body).digest())
    return found


def seal(
    batch: pa.RecordBatch, keys: salt.Subkeys, secrets: Secrets, given: record.Sources
) -> list[bytes]:
    """``k ‖ leaf hash`` of every row, in the batch's order. Pure."""
    chunk = disclose(batch, keys, secrets, given)
    digests = b"".join([_digest(d) for row, _ in chunk.rows for d in row])
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
    chunk = disclose(batch, keys, secrets, given)
    fields, segments = chunk.rows[0]
    digests = [b64.url_bytes(_digest(d)) for d in fields]
    body = payload(b64.url_bytes(chunk.ks[0]), digests)
    sent = [(b64.url(s), msgspec.json.decode(s)[1]) for s in segments]
    share = chunk.plain_from[0]
    return Opening(
        k=chunk.ks[0],
        payload=body,
        leaf=_sha(b"\x00" + body).digest(),
        fields=tuple(b64.url(f) for f in fields),
        text=tuple(sent if share is None else sent[:share]),
        plain=None if share is None else tuple(sent[share:]),
    )
