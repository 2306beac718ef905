#!/usr/bin/env python3
"""Checks an onrecord proof, or a story page that carries proofs, with nothing else installed.

    python3 verify_alone.py FILE… --key VKEY [--policy FILE] [--json] [--stamps DIR]

FILE is a proof (JSON) or a page (HTML). VKEY is the desk's public key: take it from a
place other than the proof. Several files are checked as one story. Written from
docs/archive-format.md alone, in one file, with Python's standard library only (3.9 or later).
It opens no connection and writes nothing, unless --stamps names a folder for the heads and
time stamps that openssl is to check.

Exit code 0: everything holds. 70: refused, the step is named. 2: used wrongly.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import datetime
import hashlib
import io
import json
import re
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

LIMITS = "Not shown by this: that the export is genuine, who the person is, what else was said."
MAX_PROOF, MAX_DISCLOSURES, MAX_PATH, MAX_TOKENS, MAX_TOKEN = 262_144, 2048, 64, 8, 16_384
MAX_TRANSLATIONS, MAX_SIGNATURES = 8, 32


class Refused(Exception):
    """The proof does not prove what it says; ``step`` names where that showed."""

    def __init__(self, step: str, why: str) -> None:
        self.step, self.why = step, why


class Misuse(Exception):
    """A key or a policy that cannot be read: the checker was used wrongly."""


def need(true: object, step: str, why: str) -> None:
    """Nothing, or the refusal."""
    if not true:
        raise Refused(step, why)


# --- 1. JSON, base64, numbers (sections 1 and 12) ------------------------------------------


def _no_number(text: str) -> Any:
    raise ValueError(f"a number: {text}")


def canonical(value: object) -> bytes:
    """The one JSON text of a value."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def parse(data: bytes, step: str, what: str) -> Any:
    """The value of canonical JSON without numbers."""
    try:
        value = json.loads(
            data.decode("utf-8"),
            parse_int=_no_number,
            parse_float=_no_number,
            parse_constant=_no_number,
        )
        same = canonical(value) == data
    except (ValueError, RecursionError) as e:
        raise Refused(step, f"{what} is not JSON as required: {e}") from None
    need(same, step, f"{what} is not canonical JSON")
    return value


def b64(text: object, step: str, what: str, length: int | None = None) -> bytes:
    """Bytes of canonical base64 with padding."""
    try:
        if not isinstance(text, str):
            raise ValueError
        data = base64.b64decode(text, validate=True)
        good = base64.b64encode(data).decode() == text
    except (ValueError, binascii.Error):
        raise Refused(step, f"{what} is not base64") from None
    need(good, step, f"{what} is not canonical base64")
    need(length is None or len(data) == length, step, f"{what} has not {length} bytes")
    return data


def b64url(text: object, step: str, what: str, length: int | None = None) -> bytes:
    """Bytes of canonical base64url without padding."""
    need(isinstance(text, str) and re.fullmatch("[A-Za-z0-9_-]*", text), step, f"{what}: base64url")
    assert isinstance(text, str)  # noqa: S101  (for the type checker; the line above refuses)
    plain = text.replace("-", "+").replace("_", "/")
    return b64(plain + "=" * (-len(plain) % 4), step, what, length)


def to_b64url(data: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(data).decode().replace("=", "")


def sha256(data: bytes) -> bytes:
    """SHA-256."""
    return hashlib.sha256(data).digest()


def decimal(text: object, step: str, what: str) -> int:
    """A plain decimal of at most 16 digits."""
    need(
        isinstance(text, str) and re.fullmatch("0|[1-9][0-9]{0,15}", text), step, f"{what}: number"
    )
    return int(str(text))


def is_text(value: object) -> bool:
    """True for a string."""
    return isinstance(value, str)


def is_object(value: object, keys: Sequence[str]) -> bool:
    """True for an object with exactly these keys in this order."""
    return isinstance(value, dict) and list(value) == list(keys)


# --- 2. Ed25519 by the arithmetic of RFC 8032, section 5.1 ---------------------------------

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
I = pow(2, P // 4, P)  # noqa: E741  (a square root of -1)
Point = tuple[int, int, int, int]


def _decode_point(data: bytes) -> Point | None:
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        return None
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    if (v * x * x + u) % P == 0:
        x = x * I % P
    if (v * x * x - u) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


def _add(p: Point, q: Point) -> Point:
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(s: int, p: Point) -> Point:
    q: Point = (0, 1, 1, 0)
    while s:
        if s & 1:
            q = _add(q, p)
        p = _add(p, p)
        s >>= 1
    return q


BASE: Any = _decode_point(bytes.fromhex("58" + "66" * 31))  # y is 4/5


def ed25519(key: bytes, message: bytes, signature: bytes) -> bool:
    """True if the signature holds: S < L, without cofactor, R compared as bytes."""
    a = _decode_point(key)
    s = int.from_bytes(signature[32:], "little")
    if a is None or len(signature) != 64 or s >= L:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    minus_a = (P - a[0], a[1], 1, P - a[3])
    x, y, z, _ = _add(_times(s, BASE), _times(h, minus_a))
    inverse = pow(z, P - 2, P)
    x, y = x * inverse % P, y * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little") == signature[:32]


# --- 3. Keys and policy (sections 2 and 19) ------------------------------------------------

NAME = "[!-*,-~]{1,128}"


@dataclass(frozen=True)
class Key:
    """A verifier key: name, four bytes of id, type, 32 bytes."""

    name: str
    id: bytes
    type: int
    key: bytes


def vkey(text: object) -> Key:
    """A verifier key from its text; ValueError if it is none."""
    parts = text.split("+", 2) if isinstance(text, str) else []
    if len(parts) != 3 or not re.fullmatch(NAME, parts[0]):
        raise ValueError("not a verifier key")
    try:
        body = b64(parts[2], "", "the key", 33)
    except Refused as e:
        raise ValueError(e.why) from None
    ident = sha256(parts[0].encode() + b"\n" + body)[:4]
    if ident.hex() != parts[1] or body[0] not in (1, 4) or _decode_point(body[1:]) is None:
        raise ValueError("its key id or type is wrong")
    return Key(parts[0], ident, body[0], body[1:])


@dataclass
class Trust:
    """What the person who checks brings along: keys, witnesses, a quorum."""

    desks: list[Key] = field(default_factory=list)
    witnesses: dict[str, Key] = field(default_factory=dict)
    groups: dict[str, tuple[int, list[str]]] = field(default_factory=dict)
    quorum: str = "none"
    stamps: int = 0

    def desk(self, name: str, ident: bytes) -> Key | None:
        """The pinned desk key with this name and id."""
        return next((k for k in self.desks if (k.name, k.id) == (name, ident)), None)

    def met(self, name: str, seen: set[str]) -> bool:
        """True if the cosigners ``seen`` fulfil the group or witness of this name."""
        if name not in self.groups:
            return name in seen
        least, members = self.groups[name]
        return sum(self.met(m, seen) for m in members) >= least

    def add_desk(self, text: str) -> None:
        """Pins a desk key."""
        key = vkey(text)
        if key.type != 1:
            raise ValueError("a desk key has type 0x01")
        self.desks.append(key)


def read_policy(data: bytes, trust: Trust) -> None:
    """Adds the lines of a policy; Misuse names a line that cannot be read."""
    quorums = 0
    if re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", data):
        raise Misuse("the policy holds control characters")
    for number, line in enumerate(data.decode("utf-8", "surrogateescape").split("\n"), 1):
        words = re.findall("[^ \t]+", line)
        if not words or words[0].startswith("#"):
            continue
        try:
            quorums += _policy_line(words, trust)
        except (ValueError, IndexError) as e:
            raise Misuse(f"line {number} of the policy: {e}") from None
    if quorums != 1:
        raise Misuse("a policy has exactly one quorum line")


def _policy_line(words: list[str], trust: Trust) -> int:
    kind, names = words[0], {**trust.witnesses, **trust.groups}
    if kind == "log" and len(words) in (2, 3):
        trust.add_desk(words[1])
    elif kind == "witness" and len(words) in (3, 4):
        key = vkey(words[2])
        double = any(k.key == key.key for k in trust.witnesses.values())
        if key.type != 4 or double or words[1] in names or words[1] == "none":
            raise ValueError("a witness twice, or of a wrong type or name")
        trust.witnesses[words[1]] = key
    elif kind == "group":
        _policy_group(words, trust, names)
    elif kind == "quorum" and len(words) == 2 and (words[1] in names or words[1] == "none"):
        trust.quorum = words[1]
        return 1
    elif kind == "tsa" and len(words) in (5, 6) and words[2] in ("qualified", "plain", "test"):
        pass  # the signatures of authorities are not checked here
    elif kind == "stamps" and len(words) == 2 and re.fullmatch("[0-9]{1,3}", words[1]):
        trust.stamps = int(words[1])
    else:
        raise ValueError("not a policy line")
    return 0


def _policy_group(words: list[str], trust: Trust, names: dict[str, Any]) -> None:
    members = words[3:]
    used = {m for _, group in trust.groups.values() for m in group}
    wrong = [m for m in members if m not in names or m in used]
    if words[1] in names or words[1] == "none" or wrong or len(set(members)) != len(members):
        raise ValueError("a group of unknown or already used names")
    least = {"any": 1, "all": len(members)}.get(words[2])
    if least is None:
        least = int(words[2]) if re.fullmatch("[1-9][0-9]{0,3}", words[2]) else 0
    if not 1 <= least <= len(members):
        raise ValueError("a group needs 1 <= k <= n")
    trust.groups[words[1]] = (least, members)


# --- 4. Step 0: the form of a proof --------------------------------------------------------

DIGEST, IDENT = "[A-Za-z0-9_-]{43}", "[A-Za-z0-9_-]{22}"
LEAF = re.compile(
    rf'\{{"_sd":\["{DIGEST}"(?:,"{DIGEST}"){{13}}\],"_sd_alg":"sha-256","k":"{IDENT}","t":"msg"\}}'
)
ENTRY = re.compile(
    rf'\{{"_sd":\["{DIGEST}"(?:,"{DIGEST}"){{9}}\],"_sd_alg":"sha-256","archive":"({IDENT})",'
    rf'"root":"({DIGEST})","size":([1-9][0-9]{{0,15}}),"k_basis":"(?:platform-id|content|mixed)",'
    r'"t":"(?:seal|reseal)","v":1\}'
)
KEYS = ["onrecord", "quote", "sd_jwt", "archive", "tlog_proof", "opened", "tst", "translations"]


@dataclass
class Head:
    """A signed note: its text, its parts and its signature lines."""

    text: str
    origin: str
    size: int
    root: bytes
    lines: list[tuple[str, str, bytes]]  # the line, the name, the bytes


@dataclass
class Logged:
    """A seal entry, its place in the log, the head, what of it is opened, its time stamps."""

    entry: bytes
    index: int
    path: list[bytes]
    head: Head
    opened: list[tuple[str, bytes]]  # digest, JSON
    tokens: list[bytes]


@dataclass
class Proof:
    """A proof whose form is right; nothing in it is believed yet."""

    shown: str
    speaker: str | None
    story: str | None
    kid: str
    signed: bytes
    signature: bytes
    payload: bytes
    disclosures: list[tuple[str, str, bytes]]  # the string, its digest, its JSON
    index: int
    path: list[bytes]
    log: Logged
    translations: list[dict[str, str]]


def read_proof(data: bytes) -> Proof:
    """Step 0: size, JSON, keys, grammars, base64 and limits."""
    s = "form"
    need(len(data) <= MAX_PROOF, s, "the file is too large")
    need(data.endswith(b"\n"), s, "the file does not end with one line end")
    doc = parse(data[:-1], s, "the file")
    need(is_object(doc, KEYS) and doc["onrecord"] == "proof/1", s, "not a proof/1")
    quote, archive = doc["quote"], doc["archive"]
    need(is_object(quote, ("shown", "speaker", "story")) and is_text(quote["shown"]), s, "quote")
    for name in ("speaker", "story"):
        need(quote[name] is None or is_text(quote[name]), s, f"quote.{name}")
    need(is_object(archive, ("index", "path")), s, "archive")
    jwt = _read_jwt(doc["sd_jwt"])
    index = decimal(archive["index"], s, "archive.index")
    path = _hashes(archive["path"], "archive.path")
    shown, speaker, story = quote.values()
    log, translations = _read_logged(doc), _translations(doc["translations"])
    return Proof(shown, speaker, story, *jwt, index, path, log, translations)


def _read_logged(doc: dict[str, Any]) -> Logged:
    place = _read_tlog(doc["tlog_proof"])
    opened = [(to_b64url(sha256(d.encode("ascii"))), j) for d, j in _strings(doc["opened"], 10)]
    return Logged(*place, opened, _tokens(doc["tst"]))


def _strings(value: object, most: int) -> list[tuple[str, bytes]]:
    need(isinstance(value, list), "form", "opened is not a list")
    assert isinstance(value, list)  # noqa: S101
    need(len(value) <= most, "form", "too many opened disclosures")
    return [(d, b64url(d, "form", "an opened disclosure")) for d in value]


def _hashes(value: object, what: str) -> list[bytes]:
    need(isinstance(value, list) and len(value) <= MAX_PATH, "form", f"{what} is no list of hashes")
    assert isinstance(value, list)  # noqa: S101
    return [b64(v, "form", f"a hash of {what}", 32) for v in value]


def _tokens(value: object) -> list[bytes]:
    need(isinstance(value, list) and len(value) <= MAX_TOKENS, "form", "tst is not a short list")
    assert isinstance(value, list)  # noqa: S101
    tokens = [b64(v, "form", "a token") for v in value]
    need(all(len(t) <= MAX_TOKEN for t in tokens), "form", "a token is too large")
    return tokens


def _translations(value: object) -> list[dict[str, str]]:
    good = isinstance(value, list) and len(value) <= MAX_TRANSLATIONS
    need(good, "form", "translations is not a short list")
    assert isinstance(value, list)  # noqa: S101
    for t in value:
        need(is_object(t, ("of", "lang", "by", "text", "key", "sig")), "form", "a translation")
        need(all(is_text(v) for v in t.values()), "form", "a translation holds more than strings")
        b64url(t["of"], "form", "of of a translation", 32)
        b64(t["sig"], "form", "sig of a translation", 64)
        try:
            good = vkey(t["key"]).type == 1
        except ValueError:
            good = False
        need(good, "form", "key of a translation")
    return value


def _read_jwt(text: object) -> tuple[str, bytes, bytes, bytes, list[tuple[str, str, bytes]]]:
    s = "form"
    need(is_text(text) and str(text).endswith("~"), s, "sd_jwt does not end with ~")
    first, *rest = str(text)[:-1].split("~")
    parts = first.split(".")
    need(len(parts) == 3 and len(rest) <= MAX_DISCLOSURES, s, "sd_jwt has a wrong number of parts")
    header = parse(b64url(parts[0], s, "the header"), s, "the header")
    fixed = is_object(header, ("alg", "kid", "typ"))
    need(fixed and (header["alg"], header["typ"]) == ("EdDSA", "onrecord+sd-jwt"), s, "the header")
    kid = header["kid"]
    need(is_text(kid) and re.fullmatch(rf"{NAME}\+[0-9a-f]{{8}}", kid), s, "kid of the header")
    payload = b64url(parts[1], s, "the payload")
    _read_leaf(payload)
    found = [(d, to_b64url(sha256(d.encode())), b64url(d, s, "a disclosure")) for d in rest]
    signed = f"{parts[0]}.{parts[1]}".encode()
    return kid, signed, b64url(parts[2], s, "the signature", 64), payload, found


def _read_leaf(payload: bytes) -> None:
    s = "form"
    need(LEAF.fullmatch(payload.decode("latin-1")), s, "the payload is not a leaf")
    leaf = json.loads(payload)
    for digest in leaf["_sd"]:
        b64url(digest, s, "a digest of the payload", 32)
    b64url(leaf["k"], s, "k of the payload", 16)
    ascending = all(a < b for a, b in zip(leaf["_sd"], leaf["_sd"][1:], strict=False))
    need(ascending, s, "the digests of the payload are not ascending")


def _read_tlog(text: object) -> tuple[bytes, int, list[bytes], Head]:
    s = "form"
    need(is_text(text), s, "tlog_proof is not a string")
    before, found, after = str(text).partition("\n\n")
    need(found, s, "tlog_proof holds no head")
    lines = before.split("\n")
    need(len(lines) >= 3 and lines[0] == "c2sp.org/tlog-proof@v1", s, "tlog_proof: first line")
    need(lines[1].startswith("extra "), s, "tlog_proof: no extra line")
    need(lines[2].startswith("index "), s, "tlog_proof: no index line")
    entry = b64(lines[1][6:], s, "the entry")
    index = decimal(lines[2][6:], s, "the index of the entry")
    return entry, index, _hashes(lines[3:], "the path in the log"), _read_head(after)


def _read_head(text: str) -> Head:
    s = "form"
    body, found, signatures = text.partition("\n\n")
    lines = body.split("\n")
    need(found and len(lines) == 3, s, "the head has not three lines and an empty one")
    need(re.fullmatch(NAME, lines[0]), s, "the origin of the head")
    size, root = decimal(lines[1], s, "the size of the head"), b64(lines[2], s, "the root", 32)
    need(signatures.endswith("\n"), s, "the head does not end with a line end")
    rows = signatures[:-1].split("\n")
    need(len(rows) <= MAX_SIGNATURES, s, "the head has too many signatures")
    found_lines = []
    for row in rows:
        match = re.fullmatch(rf"\u2014 ({NAME}) ([A-Za-z0-9+/=]+)", row)
        need(match, s, "a signature line of the head")
        assert match  # noqa: S101
        data = b64(match[2], s, "a signature of the head")
        need(len(data) > 4, s, "a signature of the head is too short")
        found_lines.append((row, match[1], data))
    return Head(body + "\n", lines[0], size, root, found_lines)


# --- 5. Step 1: the openings ---------------------------------------------------------------

T = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{6})?"
TIME = re.compile(f"{T}|{T}Z|{T}Z/{T}Z")
ATTR = re.compile(
    r'\{"kind":"(message|service)","edited":(true|false),"forwarded":(true|false),'
    r'"via_bot":(true|false),"quoted_reply":(true|false),'
    r'"time_basis":"(utc|offset|zone|local-unknown|ambiguous|none)",'
    r'"time_precision":"(second|minute|day|range|none)","enc":"(utf-8|raw)"\}'
)


def _matches(pattern: str) -> Any:
    return lambda v: isinstance(v, str) and re.fullmatch(pattern, v) is not None


def _maybe(test: Any) -> Any:
    return lambda v: v is None or test(v)


def _some(keys: str) -> Any:
    def test(v: Any) -> bool:
        if not is_object(v, keys.split()) or not all(x is None or is_text(x) for x in v.values()):
            return False
        return any(x is not None for x in v.values())

    return test


def _time(v: Any) -> bool:
    both = is_object(v, ("sent", "edited")) and is_text(v["sent"]) and TIME.fullmatch(v["sent"])
    return bool(both) and (v["edited"] is None or bool(_matches(TIME.pattern)(v["edited"])))


def _media(v: Any) -> bool:
    return isinstance(v, list) and bool(v) and all(
        is_object(m, ("type", "sha256")) and is_text(m["type"]) and HEX(m["sha256"]) for m in v
    )  # fmt: skip


def _src(v: Any) -> bool:
    keys = ("member", "start", "length", "kind", "sha256", "row")
    if not is_object(v, keys) or not all(is_text(v[k]) for k in keys if k != "sha256"):
        return False
    counted = COUNT(v["start"]) and COUNT(v["length"]) and v["kind"] in ("bytes", "row")
    return bool(counted and HEX(v["sha256"]) and HEX(v["row"]) and v["row"])


def _digests(v: Any) -> bool:
    return isinstance(v, list) and all(is_object(x, ("...",)) and _good(x["..."], 32) for x in v)


def _good(value: object, length: int) -> bool:
    try:
        b64url(value, "", "", length)
    except Refused:
        return False
    return True


HEX = _maybe(_matches("[0-9a-f]{64}"))
COUNT = _matches("0|[1-9][0-9]{0,15}")
VALUES: dict[str, Any] = {
    "text": _digests,
    "plain": _maybe(_digests),
    "attr": lambda v: ATTR.fullmatch(canonical(v).decode()) is not None,
    "time": _maybe(_time),
    "day": _maybe(_matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")),
    "seq": COUNT,
    "sender": _maybe(_some("id name")),
    "reply": _maybe(_some("to chat quote")),
    "media": _maybe(_media),
    "src": _src,
    "alias": lambda v: _good(v, 16),
}


@dataclass
class Opened:
    """What the disclosures open to."""

    values: dict[str, Any]
    alias_name: str | None
    field: str  # the field whose words are shown
    parts: list[str | None]  # its segments in order, None where closed
    disclosed: list[str]  # the disclosures of its open segments, in order

    @property
    def attr(self) -> dict[str, Any]:
        """The opened attributes."""
        found = self.values.get("attr")
        return found if isinstance(found, dict) else {}


def open_up(p: Proof) -> Opened:
    """Step 1: every disclosure has its place, each once, with a value of its type."""
    s, values, segments = "openings", {}, {}
    alias: str | None = None
    digests = json.loads(p.payload)["_sd"]
    need(len({d for _, d, _ in p.disclosures}) == len(p.disclosures), s, "a disclosure twice")
    for string, digest, data in p.disclosures:
        value = parse(data, s, "a disclosure")
        good = isinstance(value, list) and len(value) in (2, 3) and _good(value[0], 16)
        need(good, s, "a disclosure is not [salt, name, value] or [salt, value]")
        if len(value) == 2:
            need(is_text(value[1]) and value[1], s, "a segment is not a text")
            segments[digest] = (string, value[1])
            continue
        need(digest in digests, s, "a disclosure is not in the leaf")
        name = value[1]
        if is_text(name) and re.fullmatch("alias-[A-Za-z0-9_-]{11}", name):
            need(alias is None and _good(name[6:], 8), s, "two aliases, or a wrong name of one")
            alias, name = name, "alias"
        need(is_text(name) and name in VALUES and (name != "alias" or alias), s, "unknown name")
        need(name not in values, s, f"{name} is opened twice")
        need(VALUES[name](value[2]), s, f"{name} has a wrong value")
        values[name] = value[2]
    return _words(values, alias, segments, digests)


def _words(
    values: dict[str, Any], alias: str | None, segments: dict[str, tuple[str, str]], sd: list[str]
) -> Opened:
    s = "openings"
    listed = {n: [x["..."] for x in values.get(n) or ()] for n in ("text", "plain")}
    every = [*sd, *listed["text"], *listed["plain"]]
    need(len(set(every)) == len(every), s, "a digest occurs twice")
    for digest in segments:
        need(digest in listed["text"] or digest in listed["plain"], s, "a segment without a text")
    if "text" in values or "plain" in values:
        need("attr" in values, s, "attr must be opened with the words")
    need("text" in values or "plain" in values, s, "no words are opened")
    both = [n for n in ("plain", "text") if any(d in segments for d in listed[n])]
    need(len(both) < 2, s, "segments of text and of plain are open")
    name = both[0] if both else "text"
    if (values.get("attr") or {}).get("enc") == "raw":
        _raw(values, listed["text"], segments)
    parts = [segments[d][1] if d in segments else None for d in listed[name]]
    strings = [segments[d][0] for d in listed[name] if d in segments]
    return Opened(values, alias, name, parts, strings)


def _raw(values: dict[str, Any], digests: list[str], segments: dict[str, tuple[str, str]]) -> None:
    need(values.get("plain") is None, "openings", "raw words have no plain")
    if "text" in values:
        need(len(digests) == 1, "openings", "raw words are one segment")
        for _, text in segments.values():
            b64(text, "openings", "raw words")


# --- 6. Steps 2 to 4: leaf, entry, head ----------------------------------------------------


def rooted(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The root that an RFC 6962 inclusion path leads to; None if its length is wrong."""
    if not 0 <= index < size:
        return None
    node, last, at = leaf, size - 1, 0
    while last:
        if index & 1 or index < last:
            if at == len(path):
                return None
            other, at = path[at], at + 1
            node = sha256(b"\1" + (other + node if index & 1 else node + other))
        index, last = index >> 1, last >> 1
    return node if at == len(path) else None


def _parser(v: Any) -> bool:
    keys = ("name", "version", "sha256", "slices")
    if not is_object(v, keys) or not HEX(v["sha256"]):
        return False
    return is_text(v["name"]) and is_text(v["version"]) and v["slices"] in ("yes", "no")


def _range(v: Any) -> bool:
    time = _maybe(_matches(TIME.pattern))
    return is_object(v, ("first", "last")) and time(v["first"]) and time(v["last"])


SEAL_VALUES: dict[str, Any] = {
    **dict.fromkeys(("case", "bag", "notes", "beacon"), is_text),
    "manifest": HEX,
    "parser": _parser,
    "count": COUNT,
    "range": _range,
    "claimed": _matches(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z"),
    "same_chat": lambda v: _good(v, 16),
}


@dataclass
class Seal:
    """What a seal entry states: the archive's id, root and size, and the opened values."""

    archive: str
    root: bytes
    size: int
    values: dict[str, Any]


def check_leaf(p: Proof) -> Seal:
    """Step 2: the leaf stands under the root of the entry."""
    seal = check_seal(p.log)
    check_path(p.payload, p.index, p.path, seal)
    return seal


def check_path(payload: bytes, index: int, path: Sequence[bytes], seal: Seal) -> None:
    """The leaf with this payload stands in the archive."""
    root = rooted(sha256(b"\0" + payload), index, seal.size, path)
    need(root is not None, "leaf", "the path has a wrong length or the index is too large")
    need(root == seal.root, "leaf", "the leaf is not in the archive")


def check_seal(log: Logged) -> Seal:
    """The entry is a seal, and what is opened of it belongs to it."""
    s = "leaf"
    match = ENTRY.fullmatch(log.entry.decode("latin-1"))
    need(match, s, "the entry is not a seal")
    assert match  # noqa: S101
    sd = json.loads(log.entry)["_sd"]
    for digest in sd:
        b64url(digest, s, "a digest of the entry", 32)
    b64url(match[1], s, "the archive's id", 16)
    need(all(a < b for a, b in zip(sd, sd[1:], strict=False)), s, "the digests are not ascending")
    size = int(match[3])
    need(size & (size - 1) == 0 and size <= 2**53, s, "the size is no power of two")
    seal = Seal(match[1], b64url(match[2], s, "the root", 32), size, {})
    for digest, data in log.opened:
        value = parse(data, s, "an opened disclosure of the entry")
        shape = isinstance(value, list) and len(value) == 3 and _good(value[0], 16)
        need(shape and is_text(value[1]), s, "a disclosure of the entry")
        need(digest in sd and value[1] in SEAL_VALUES, s, "a disclosure is not in the entry")
        need(value[1] not in seal.values, s, f"{value[1]} is opened twice")
        good = value[2] is None or SEAL_VALUES[value[1]](value[2])
        need(good, s, f"{value[1]} of the entry has a wrong value")
        seal.values[value[1]] = value[2]
    return seal


def check_entry(log: Logged) -> None:
    """Step 3: the entry stands in the log of the head."""
    root = rooted(sha256(b"\0" + log.entry), log.index, log.head.size, log.path)
    need(root is not None, "entry", "the path has a wrong length or the index is too large")
    need(root == log.head.root, "entry", "the entry is not in the log")


def check_head(head: Head, trust: Trust) -> list[tuple[int, str]]:
    """Step 4: a pinned desk signed the head. Times and names of pinned witnesses."""
    s, text = "head", head.text.encode()
    first = trust.desk(head.lines[0][1], head.lines[0][2][:4])
    need(any(k.name == head.origin for k in trust.desks), s, "the head is of no pinned desk")
    need(first and first.name == head.origin, s, "the first signature is not the desk's")
    times: list[tuple[int, str]] = []
    seen: set[str] = set()
    for _, name, data in head.lines:
        desk = trust.desk(name, data[:4])
        if desk:
            need(ed25519(desk.key, text, data[4:]), s, "a signature of the head is wrong")
        for label, key in trust.witnesses.items():
            if (key.name, key.id) == (name, data[:4]):
                times.append((_cosigned(key, text, data[4:]), name))
                seen.add(label)
    need(trust.quorum == "none" or trust.met(trust.quorum, seen), s, "the quorum is not met")
    return sorted(times)


def check_opening(p: Proof, trust: Trust) -> None:
    """Step 4: the desk of the head signed this opening of the leaf."""
    name, _, ident = p.kid.rpartition("+")
    key = trust.desk(name, bytes.fromhex(ident))
    known = key is not None and name == p.log.head.origin
    need(known, "head", "kid names no pinned key of the head's desk")
    good = key is not None and ed25519(key.key, p.signed, p.signature)
    need(good, "head", "the desk's signature of the leaf is wrong")


def _cosigned(key: Key, text: bytes, data: bytes) -> int:
    time = int.from_bytes(data[:8], "big")
    need(len(data) == 72 and time < 2**63, "head", "a cosignature has a wrong form")
    message = b"cosignature/v1\ntime %d\n" % time + text
    need(ed25519(key.key, message, data[8:]), "head", "a cosignature is wrong")
    return time


# --- 7. Step 5: time stamps (RFC 3161) -----------------------------------------------------

SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
TST_INFO = bytes.fromhex("2a864886f70d0109100104")
SHA256_OID = bytes.fromhex("608648016503040201")


def _der(data: bytes) -> list[tuple[int, bytes]]:
    """The elements of a run of DER, each (tag, contents); refuses what is not DER."""
    found, at = [], 0
    while at < len(data):
        need(at + 2 <= len(data) and data[at] & 31 != 31, "time", "a token is not DER")
        tag, length, at = data[at], data[at + 1], at + 2
        if length & 128:
            n = length & 127
            need(n <= 3 and at + n <= len(data), "time", "a token is not DER")
            length, at = int.from_bytes(data[at : at + n], "big"), at + n
            need(length >= 128 and length >> 8 * (n - 1), "time", "a token is not DER")
        need(at + length <= len(data), "time", "a token ends too early")
        found.append((tag, data[at : at + length]))
        at += length
    return found


def _inside(elements: list[tuple[int, bytes]], at: int, tag: int) -> bytes:
    need(len(elements) > at and elements[at][0] == tag, "time", "a token is no time stamp")
    return elements[at][1]


def token_time(token: bytes, stamped: bytes) -> str:
    """The time a token states, if its imprint is that of the stamped bytes. No signature check."""
    outer = _der(token)
    need(len(outer) == 1, "time", "a token is followed by something")
    content = _der(_inside(outer, 0, 0x30))
    need(_inside(content, 0, 6) == SIGNED_DATA, "time", "a token is not signed data")
    signed = _der(_inside(_der(_inside(content, 1, 0xA0)), 0, 0x30))
    encap = _der(_inside(signed, 2, 0x30))
    need(_inside(encap, 0, 6) == TST_INFO, "time", "a token holds no time stamp")
    info = _der(_inside(_der(_inside(_der(_inside(encap, 1, 0xA0)), 0, 4)), 0, 0x30))
    imprint = _der(_inside(info, 2, 0x30))
    algorithm = _inside(_der(_inside(imprint, 0, 0x30)), 0, 6)
    need(algorithm == SHA256_OID, "time", "a token's imprint is not SHA-256")
    need(_inside(imprint, 1, 4) == sha256(stamped), "time", "a token stamps something else")
    when = _inside(info, 4, 0x18).decode("latin-1")
    match = re.fullmatch(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d+)?Z", when, re.ASCII)
    need(match, "time", "a token's time cannot be read")
    assert match  # noqa: S101
    return "{}-{}-{}T{}:{}:{}{}Z".format(*match.groups(""))


# --- 8. Step 6: wording (sections 4, 5 and 14) ---------------------------------------------

SPACE = "\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
WHITE = "".join(c for c in map(chr, range(0x3001)) if re.match(f"[{SPACE}]", c))
DELETE = re.compile(
    "[\xad\u061c\u200b\u200e\u200f\u202a-\u202c\u2060-\u2064\u2066-\u206f\ufeff\U000e0000-\U000e007f]"
)
CLOSERS = "\"')\\]}\xbb\u2019\u201d\u203a"
SENTENCE = re.compile(
    f"[.!?\u2026\u061f\u06d4\u0964\u0965]+[{CLOSERS}]*[{SPACE}]+|"
    f"[\u3002\uff01\uff1f]+[{CLOSERS}]*[{SPACE}]*|[\n-\r\x85\u2028\u2029][{SPACE}]*"
)
JOINED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff]"
)
FOLDS = ("invisible characters", "quotation marks", "ellipsis", "spacing", "composed letters")
RESPELL_DELETE = re.compile(
    "[\u0307\u0640\u200c\u200d\u064b-\u065f\u0670\ufe00-\ufe0f\u0591-\u05c7]"
)
RESPELL = str.maketrans(
    "\u0131\u03c2\u06cc\u0649\u06a9", "i\u03c3\u064a\u064a\u0643"
)  # dotless i, final sigma, yeh, kaf


def fold_a(text: str, leave: str = "") -> str:
    """Fold A; ``leave`` names one of FOLDS to leave out, to learn what was needed."""
    if leave != FOLDS[0]:
        text = DELETE.sub("", text)
    if leave != FOLDS[1]:
        text = re.sub("[\xab\xbb\u201c-\u201f\u301d-\u301f]", '"', text)
        text = re.sub("[\u2018-\u201b\u2039\u203a]", "'", text)
    if leave != FOLDS[2]:
        text = text.replace("\u2026", "...")
    if leave != FOLDS[3]:
        text = re.sub(f"[{SPACE}]+", " ", text)
    return text if leave == FOLDS[4] else unicodedata.normalize("NFC", text)


def fold_b(text: str) -> str:
    """Fold B: another spelling of the same words."""
    text = unicodedata.normalize("NFKC", fold_a(text))
    text = "".join(c.lower() for c in text).translate(RESPELL)
    return fold_a(RESPELL_DELETE.sub("", text))


def trim(text: str) -> str:
    """Without spaces at the ends."""
    return text.strip(WHITE)


def is_word(c: str) -> bool:
    """Letters, marks, digits and the low line."""
    return c == "_" or unicodedata.category(c)[0] in "LMN"


def boundary(text: str, at: int) -> bool:
    """True if a quotation may begin or end here."""
    if at in (0, len(text)):
        return True
    a, b = text[at - 1], text[at]
    if unicodedata.category(b)[0] == "M":
        return False
    joined = JOINED.match(a) or JOINED.match(b)
    return not (is_word(a) and is_word(b)) or bool(joined)


def find(part: str, text: str, start: int = 0) -> int:
    """The first place of the part between boundaries, or -1."""
    at = text.find(part, start)
    while at >= 0 and not (boundary(text, at) and boundary(text, at + len(part))):
        at = text.find(part, at + 1)
    return at


@dataclass
class Wording:
    """The class of a printed quotation and what goes with it."""

    cls: str
    remarks: list[str] = field(default_factory=list)
    folds: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    inserted: list[tuple[str, str]] = field(default_factory=list)


def runs_of(parts: Sequence[str | None]) -> list[tuple[int, str]]:
    """The runs of open segments, each with the number of segments before it."""
    found: list[tuple[int, str]] = []
    joined = False
    for number, part in enumerate(parts):
        if part is None:
            joined = False
        elif joined:
            found[-1] = (found[-1][0], found[-1][1] + part)
        else:
            found.append((number, part))
            joined = True
    return found


def classify(  # noqa: PLR0911  (one return a class reads as section 14 does)
    shown: str, parts: Sequence[str | None], name: str, raw: bool
) -> Wording:
    """Step 6: the first class of section 14 that applies."""
    printed, runs = trim(shown), [t for _, t in runs_of(parts)]
    if not any(is_word(c) for c in printed) or not runs:
        return Wording("NOT FOUND")
    if raw:
        return Wording("RAW" if [shown] == runs else "NOT FOUND")
    if name == "text" and None not in parts and shown == runs[0]:
        return Wording("EXACT")
    if any(unicodedata.category(c) == "Cn" for c in printed + "".join(runs)):
        return Wording("NOT FOUND")
    folded = trim(fold_a(printed))
    for run in runs:
        text = fold_a(run)
        at = find(folded, text) if folded else -1
        if at >= 0:
            needed = [f for f in FOLDS if trim(fold_a(printed, f)) not in fold_a(run, f)]
            return Wording("VERBATIM", _remarks(folded, run, at, parts), needed)
    marked = _marked(folded, parts)
    if marked:
        return marked
    respelled = trim(fold_b(printed))
    if any(is_word(c) for c in respelled) and any(find(respelled, fold_b(r)) >= 0 for r in runs):
        return Wording("RESPELLED")
    return Wording("NOT FOUND")


def _remarks(printed: str, run: str, at: int, parts: Sequence[str | None]) -> list[str]:
    text = fold_a(run)
    if None not in parts and trim(text) == printed:
        return ["whole message"]
    ends, last, length = {0}, 0, 0
    for match in SENTENCE.finditer(run):
        length += len(fold_a(run[last : match.end()]))
        last = match.end()
        ends.add(len(text[:length].rstrip(" ")))
    fine = len(text[:at].rstrip(" ")) in ends
    return ["excerpt"] if fine else ["excerpt", "starts mid-sentence"]


def _marked(folded: str, parts: Sequence[str | None]) -> Wording | None:
    """ELIDED or BRACKETED, or None."""
    pieces = re.split(r"(\[[^\[\]]+\])", folded)
    outside, marks = [trim(p) for p in pieces[::2]], pieces[1::2]
    words = [any(is_word(c) for c in p) for p in outside]
    others = [m for m in marks if m != "[...]"]
    if not marks or not any(words) or _doubled(marks, outside):
        return None
    found = _in_order(outside, [(n, fold_a(t)) for n, t in runs_of(parts)])
    if found is None:
        return None
    wording = Wording("BRACKETED" if others else "ELIDED")
    for mark, before, after in zip(marks, found, found[1:], strict=False):
        between = _between(before, after, parts)
        if mark == "[...]":
            wording.left_out.append(between)
        else:
            wording.inserted.append((mark[1:-1], between))
    return wording


def _doubled(marks: list[str], outside: list[str]) -> bool:
    """True if nothing stands between two gap marks."""
    fresh = True
    for mark, before in zip(marks, outside, strict=False):
        fresh = fresh or bool(before)
        if mark == "[...]" and not fresh:
            return True
        fresh = fresh and mark != "[...]"
    return False


Spot = tuple[int, int, int, str]  # run number, start, end, the folded run


def _in_order(pieces: list[str], runs: list[tuple[int, str]]) -> list[Spot | None] | None:
    """Where each piece stands, not overlapping, earliest first; None for an empty piece."""
    spots: list[Spot | None] = []
    run, start = 0, 0
    for piece in pieces:
        if not piece:
            spots.append(None)
            continue
        while run < len(runs) and find(piece, runs[run][1], start) < 0:
            run, start = run + 1, 0
        if run == len(runs):
            return None
        at = find(piece, runs[run][1], start)
        start = at + len(piece)
        spots.append((runs[run][0], at, start, runs[run][1]))
    return spots


def _between(before: Spot | None, after: Spot | None, parts: Sequence[str | None]) -> str:
    """The words a mark stands for, or how many sealed segments."""
    if before and after and before[0] == after[0]:
        return trim(before[3][before[2] : after[1]])
    low, high = (before[0] if before else 0), (after[0] if after else len(parts))
    tail = trim(before[3][before[2] :]) if before else ""
    lead = trim(after[3][: after[1]]) if after else ""
    closed = sum(p is None for p in parts[low:high])
    hidden = f"{closed} sealed segment{'s' * (closed > 1)} not shown" if closed else ""
    return " ".join(x for x in (tail, f"[{hidden}]" if hidden else "", lead) if x)


# --- 9. One proof, a page, a story ---------------------------------------------------------


def check_translations(p: Proof, o: Opened, trust: Trust) -> list[dict[str, str]]:
    """The translations, each with the standing of its key; refuses one that is not bound."""
    of, found = to_b64url(sha256("~".join(o.disclosed).encode())), []
    for t in p.translations:
        need(t["of"] == of, "wording", "a translation is of other words")
        body = canonical([t["of"], t["lang"], t["by"], t["text"]])
        key, signature = vkey(t["key"]), b64(t["sig"], "wording", "sig", 64)
        good = ed25519(key.key, b"onrecord/translation/v1\n" + body, signature)
        need(good, "wording", "the signature of a translation is wrong")
        pinned = "pinned" if key in trust.desks else "unknown"
        found.append({"lang": t["lang"], "by": t["by"], "text": t["text"], "key": pinned})
    return found


def _utc(seconds: int) -> str:
    if seconds > 253402300799:
        return f"second {seconds} since 1970"
    moment = datetime.datetime.fromtimestamp(seconds, datetime.UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def disputed(seen: list[tuple[int, str]]) -> list[str]:
    """The sentence that two names give times over a day apart and none bears the earliest out."""
    others = [time - seen[0][0] for time, name in seen if name != seen[0][1]]
    if not others or min(others) <= 86_400:
        return []
    told = ", ".join(f"{_utc(time)} ({name})" for time, name in seen)
    return [f"The times given for this head are disputed: {told}."]


@dataclass
class Checked:
    """A proof that holds, and what it shows."""

    proof: Proof
    opened: Opened
    seal: Seal
    witnessed: list[tuple[int, str]]
    tokens: list[str]
    wording: Wording
    translations: list[dict[str, str]]

    @property
    def words(self) -> str:
        """The sealed words opened, a mark where segments are closed."""
        out, closed = "", False
        for part in self.opened.parts:
            out += part if part is not None else ("" if closed else "[\u2026]")
            closed = part is None
        return out

    def dated(self) -> str:
        """The message's date, as the export states it."""
        values = self.opened.values
        if values.get("time"):
            return f"a message, dated {values['time']['sent']} in the export"
        if values.get("day"):
            return f"a message, dated {values['day']} in the export"
        if "time" in values:
            return "a message to which the export gives no date"
        return "a message whose date is not shown"

    def sentence(self) -> str:
        """The sentence of section 15."""
        attr, cls = self.opened.attr, self.wording.cls
        how = "in another spelling" if cls == "RESPELLED" else "word for word"
        verb = "carries forwarded words that read" if attr["forwarded"] else "reads"
        reads = f"{verb}, {how}"
        if cls == "RAW":
            reads = "holds bytes that are not valid text, here in base64"
        desk = self.proof.log.head.origin
        since = f"At a time only the desk itself claims, {desk} sealed"
        if self.witnessed:
            time, name = self.witnessed[0]
            since = f"No later than {_utc(time)} (witness {name}), {desk} had sealed"
        out = [f"{since} {self.dated()}, that {reads}: \xab{self.words}\xbb"]
        if self.opened.values.get("alias") and self.proof.speaker is not None:
            out.append(
                "It is attributed there to the same member as the other quotations "
                f"marked {self.proof.speaker} in this story."
            )
        if attr["edited"]:
            out.append("It was edited; its earlier wording is unknown.")
        return " ".join(out + disputed(self.witnessed))

    def segments(self) -> str:
        """How much of the message is shown."""
        n, m = len(self.opened.parts), len(self.opened.disclosed)
        return f"All {n} sealed segments are shown" if n == m else (
            f"{m} of {n} sealed segments are shown"
        )  # fmt: skip

    def as_object(self) -> dict[str, Any]:
        """For --json."""
        w, values = self.wording, dict(self.opened.values)
        for name in ("text", "plain"):
            values.pop(name, None)
        return {
            "result": "ok", "class": w.cls, "remarks": w.remarks, "folds": w.folds,
            "sealed": self.words, "shown": self.proof.shown, "speaker": self.proof.speaker,
            "story": self.proof.story, "segments": self.segments(), "left_out": w.left_out,
            "inserted": [list(i) for i in w.inserted], "opened": values, "seal": self.seal.values,
            "desk": self.proof.log.head.origin, "archive": self.seal.archive,
            "witnesses": [{"name": n, "time": _utc(t)} for t, n in self.witnessed],
            "tokens": [{"claims": t, "signature": "not checked here"} for t in self.tokens],
            "translations": self.translations, "sentence": self.sentence(), "limits": LIMITS,
        }  # fmt: skip


def stamped_bytes(head: Head) -> bytes:
    """What a time stamp is over: the note with the desk's signature alone."""
    return f"{head.text}\n{head.lines[0][0]}\n".encode()


def check_proof(data: bytes, trust: Trust) -> Checked:
    """All steps of section 13 on one proof file; Refused names the first that fails."""
    p = read_proof(data)
    o = open_up(p)
    seal = check_leaf(p)
    check_entry(p.log)
    witnessed = check_head(p.log.head, trust)
    check_opening(p, trust)
    tokens = check_tokens(p.log)
    wording = classify(p.shown, o.parts, o.field, o.attr.get("enc") == "raw")
    need(wording.cls != "NOT FOUND", "wording", "this wording is not in the sealed message")
    return Checked(p, o, seal, witnessed, tokens, wording, check_translations(p, o, trust))


def check_tokens(log: Logged) -> list[str]:
    """Step 5 as far as it goes here: the times that the tokens state."""
    return [token_time(t, stamped_bytes(log.head)) for t in log.tokens]


def check_story(proofs: Sequence[Checked]) -> None:
    """Labels and aliases of one story agree, or the bundle is refused."""
    names: dict[tuple[str, str], str] = {}
    aliases: dict[tuple[str, str, str], str] = {}
    labels: dict[tuple[str, str, str], str] = {}
    for c in proofs:
        story, label, name = c.proof.story, c.proof.speaker, c.opened.alias_name
        if story is None or name is None:
            continue
        same = names.setdefault((story, c.seal.archive), name) == name
        need(same, "bundle", "two alias slots of one archive in one story")
        if label is None:
            continue
        alias = c.opened.values["alias"]
        one = aliases.setdefault((story, c.seal.archive, label), alias) == alias
        need(one, "bundle", f"{label} stands for two members")
        one = labels.setdefault((story, c.seal.archive, alias), label) == label
        need(one, "bundle", f"{label} and another label stand for one member")


COMPARED = (b'{"onrecord":"changed/1",', b'{"onrecord":"missing/1",')
CHANGED = "In one archive the message reads the one, in the other the other; nothing shows why."
MISSING = (
    "The second export lacks the message. Deleted, timed out, left and joined again, "
    "or a doctored export: they all look alike."
)


EXTENDS = b'{"onrecord":"extends/1",'
KEPT = "The later head holds every entry of the earlier one, in its order: nothing was taken out."


def check_extends(data: bytes, trust: Trust) -> str:
    """Section 18: one head of a desk's log extends another, as a sentence."""
    need(len(data) <= MAX_PROOF and data.endswith(b"\n"), "form", "the file's size or end")
    doc = parse(data[:-1], "form", "the file")
    need(is_object(doc, ("onrecord", "before", "after", "path")), "form", "not as required")
    texts = [doc["before"], doc["after"]]
    need(all(isinstance(t, str) for t in texts), "form", "a head is not a string")
    before, after = (_read_head(t) for t in texts)
    path = _hashes(doc["path"], "the path")
    for head in (before, after):
        check_head(head, trust)
    need(before.origin == after.origin, "comparison", "the two heads are of different desks")
    need(extended(before, after, path), "comparison", "the later head does not extend the earlier")
    return KEPT


def extended(old: Head, new: Head, path: Sequence[bytes]) -> bool:
    """RFC 9162 section 2.1.4.2: the tree of the new head begins with that of the old one."""
    if not 0 < old.size < new.size:
        return old.size == new.size > 0 and not path and old.root == new.root
    nodes = [old.root, *path] if old.size & (old.size - 1) == 0 else list(path)
    at, last = old.size - 1, new.size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    if not nodes:
        return False
    was = now = nodes[0]
    for node in nodes[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            was, now = sha256(b"\1" + node + was), sha256(b"\1" + node + now)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            now = sha256(b"\1" + now + node)
        at, last = at >> 1, last >> 1
    return last == 0 and was == old.root and now == new.root


def key_of(payload: bytes) -> bytes:
    """The sorting key of a leaf."""
    return b64url(json.loads(payload)["k"], "form", "k", 16)


def check_comparison(data: bytes, trust: Trust, results: list[Checked | Refused]) -> str:
    """Section 18: what two archives of one chat show together, as a sentence."""
    need(len(data) <= 524_288 and data.endswith(b"\n"), "form", "the file's size or end")
    doc = parse(data[:-1], "form", "the file")
    need(is_object(doc, ("onrecord", "before", "after")), "form", "not a comparison")
    changed, found = doc["onrecord"] == "changed/1", []
    for part in (doc["before"], doc["after"]) if changed else (doc["before"],):
        try:
            found.append(check_proof(canonical(part) + b"\n", trust))
        except Refused as refused:
            results.append(refused)
            raise
        results.append(found[-1])
    if not changed:
        check_missing(found[0], doc["after"], trust)
        return MISSING
    one, other = found
    same = key_of(one.proof.payload) == key_of(other.proof.payload)
    need(same, "comparison", "the two are not of one message")
    need(one.seal.archive != other.seal.archive, "comparison", "the two are of one archive")
    return CHANGED


def check_missing(before: Checked, after: Any, trust: Trust) -> None:
    """The later archive has neighbouring leaves between which the message would stand."""
    keys = ("left", "right", "tlog_proof", "opened", "tst")
    need(is_object(after, keys), "form", "what comes after is not as required")
    left, right = _neighbour(after["left"]), _neighbour(after["right"])
    log = _read_logged(after)
    seal = check_seal(log)
    for leaf in (left, right):
        if leaf:
            check_path(leaf[1], leaf[0], leaf[2], seal)
    check_entry(log)
    check_head(log.head, trust)
    check_tokens(log)
    s, k = "comparison", key_of(before.proof.payload)
    need(seal.values.get("same_chat") == before.seal.archive, s, "not said to be of one chat")
    need(seal.archive != before.seal.archive, s, "the two are of one archive")
    need(left or right, s, "no neighbour is shown")
    low, high = left[0] if left else -1, right[0] if right else seal.size
    need(low + 1 == high, s, "the neighbours are not next to each other")
    need(not left or key_of(left[1]) < k, s, "the message does not stand after the left one")
    need(not right or k < key_of(right[1]), s, "the message does not stand before the right one")


def _neighbour(value: Any) -> tuple[int, bytes, list[bytes]] | None:
    if value is None:
        return None
    need(is_object(value, ("index", "payload", "path")), "form", "a neighbouring leaf")
    index = decimal(value["index"], "form", "the index of a neighbour")
    payload = b64url(value["payload"], "form", "the payload of a neighbour")
    _read_leaf(payload)
    return index, payload, _hashes(value["path"], "the path of a neighbour")


SCRIPT = re.compile(
    r'<script type="application/vnd\.onrecord\.proof\+base64">(.*?)</script>', re.DOTALL
)
TAG = re.compile(
    r"<!--.*?-->|<!(?!--)[^>]*>|</([A-Za-z][A-Za-z0-9:-]*)[^>]*>|<([A-Za-z][A-Za-z0-9:-]*)"
    r"((?:[\t\n\f\r /](?:[^>\"']|\"[^\"]*\"|'[^']*')*)?)>",
    re.DOTALL,
)
MARK = re.compile(
    r"[\t\n\f\r \"'/]data-onrecord-quote[\t\n\f\r ]*=[\t\n\f\r ]*"
    r"(?:\"([^\"]*)\"|'([^']*)'|([^\t\n\f\r \"'>]*))",
    re.IGNORECASE | re.ASCII,
)
ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'", "nbsp": "\xa0"}
VOID = {
    *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta"),
    *("source", "track", "wbr"),
}
RAWTEXT = {"script", "style", "title", "textarea"}
UNREAD = {"xmp", "plaintext", "iframe", "noembed", "noframes"}


def page_proofs(page: str) -> list[bytes]:
    """The proof files a page carries, in order."""
    return [b64(body, "page", "a proof in the page") for body in SCRIPT.findall(page)]


def page_quotes(page: str) -> list[tuple[str, str]]:
    """The marked quotations of a page: (number, text)."""
    open_now: list[list[Any]] = []  # name, depth, number, text so far
    found: list[tuple[str, str]] = []
    for kind, name, text, mark in _page_tokens(page):
        more = not open_now or name not in RAWTEXT
        need(more, "page", "a marked quotation holds more than text")
        for item in open_now:
            item[3] += text
            if kind and name == item[0]:
                item[1] += 1 if kind == "start" else -1
        found += [(i[2], i[3]) for i in open_now if i[1] == 0]
        open_now = [i for i in open_now if i[1]]
        if mark is not None:
            need(name not in VOID | RAWTEXT, "page", "a mark on an element without text")
            open_now.append([name, 1, mark, ""])
    need(not open_now, "page", "a marked quotation has no end")
    return found


def _page_tokens(page: str) -> Iterator[tuple[str, str, str, str | None]]:
    """(kind, name, text before it, mark) of each tag of the page."""
    at, ends = 0, ""
    while True:
        if ends:
            start = re.compile(rf"</{ends}(?=[\t\n\f\r />])", re.I | re.A).search(page, at)
            need(start, "page", f"the page does not close <{ends}>")
            text = ""
        else:
            start = re.compile("<[A-Za-z/!?]").search(page, at)
            text = _unescape(page[at : start.start() if start else len(page)])
        if start is None:
            yield "", "", text, None
            return
        match = TAG.match(page, start.start())
        need(match, "page", "the page holds a tag that cannot be read")
        assert match  # noqa: S101
        odd = match[0].startswith("<!--") and re.search("^<!--(>|->)|--!>", match[0])
        need(not odd, "page", "the page holds an odd comment")
        at = match.end()
        kind = "end" if match[1] else "start" if match[2] else ""
        name = (match[1] or match[2] or "").lower()
        need(name not in UNREAD, "page", f"the page holds <{name}>")
        found = MARK.search(match[3]) if match[2] else None
        mark = next((g for g in found.groups() if g is not None), "") if found else None
        ends = name if kind == "start" and name in RAWTEXT else ""
        yield kind, name, text, mark


def _unescape(text: str) -> str:
    def one(match: re.Match[str]) -> str:
        name = match[1]
        if name in ENTITIES:
            return ENTITIES[name]
        number = re.fullmatch(r"#(?:([0-9]{1,7})|[xX]([0-9A-Fa-f]{1,6}))", name)
        code = (int(number[1]) if number[1] else int(number[2], 16)) if number else 0
        bad = code < 32 and code not in (9, 10) or 127 <= code < 160 or 0xD800 <= code < 0xE000
        return "\0" if bad or code > 0x10FFFF else chr(code)

    return re.sub(r"&(#?[A-Za-z0-9]+);", one, text)


def check_page(page: str, shown: dict[int, str], count: int) -> list[int]:
    """Every marked quotation of the page is the one its proof speaks of; the proofs without one."""
    marked = set()
    for number, text in page_quotes(page):
        index = decimal(number, "page", "data-onrecord-quote")
        need(index < count, "page", f"quotation {number} points to no proof")
        need("\0" not in text, "page", f"quotation {number} holds an unknown character reference")
        same = index not in shown or _one_spaced(text) == _one_spaced(shown[index])
        need(same, "page", f"quotation {number} of the page is not the one proved")
        marked.add(index)
    return [n for n in range(count) if n not in marked]


def _one_spaced(text: str) -> str:
    return re.sub(f"[{SPACE}]+", " ", text).strip(" ")


# --- 10. The command -----------------------------------------------------------------------


def visible(text: str) -> str:
    """For a terminal: overrides and control characters are shown, not obeyed."""
    return re.sub(
        "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202d\u202e]",
        lambda m: f"[U+{ord(m[0]):04X}]",
        text,
    )


def read_files(paths: Sequence[str]) -> tuple[list[bytes], list[str]]:
    """All proofs of the files in order, and the pages among them."""
    proofs: list[bytes] = []
    pages: list[str] = []
    for path in paths:
        data = Path(path).read_bytes()
        if data[:1] == b"{" or b"<" not in data:
            proofs.append(data)
            continue
        try:
            page = data.decode("utf-8")
        except UnicodeDecodeError:
            raise Refused("page", "the page is not UTF-8") from None
        need("\0" not in page, "page", "the page holds U+0000")
        found = page_proofs(page)
        need(found, "page", "the page carries no proof")
        pages.append(page)
        proofs += found
    return proofs, pages


@dataclass
class Outcome:
    """Each proof's result in order; what is wrong with the page or the story, if anything."""

    results: list[Checked | Refused] = field(default_factory=list)
    refused: Refused | None = None
    unmarked: list[int] = field(default_factory=list)  # proofs no quotation of the page points to
    comparison: str = ""


def check_files(paths: Sequence[str], trust: Trust) -> Outcome:
    """Checks all proofs of the files, the page they stand in, and their story."""
    out = Outcome()
    try:
        whole = Path(paths[0]).read_bytes() if len(paths) == 1 else b""
        if whole.startswith(COMPARED):
            out.comparison = check_comparison(whole, trust, out.results)
            return out
        if whole.startswith(EXTENDS):
            out.comparison = check_extends(whole, trust)
            return out
        proofs, pages = read_files(paths)
        for data in proofs:
            try:
                out.results.append(check_proof(data, trust))
            except Refused as refused:
                out.results.append(refused)
        good = {n: c for n, c in enumerate(out.results) if isinstance(c, Checked)}
        for page in pages if len(paths) == 1 else ():
            shown = {n: c.proof.shown for n, c in good.items()}
            out.unmarked = check_page(page, shown, len(proofs))
        check_story(list(good.values()))
    except Refused as refused:
        out.refused = refused
    return out


def as_answer(out: Outcome, trust: Trust) -> dict[str, Any]:
    """Everything for --json: a row a proof, and a summary."""
    rows: list[dict[str, Any]] = []
    for number, r in enumerate(out.results):
        said = r.as_object() if isinstance(r, Checked) else None
        rows.append({"proof": number, **(said or _said(r))})
    bad = [r for r in (*out.results, out.refused) if isinstance(r, Refused)]
    whole: dict[str, Any] = {"result": "refused" if bad else "ok", "proofs": len(rows)}
    if bad:
        whole.update(step=bad[0].step, why=bad[0].why)
    if out.comparison:
        whole["comparison"] = out.comparison
    if out.unmarked:
        whole["unmarked"] = out.unmarked
    if trust.stamps:
        whole["stamps"] = f"{trust.stamps} asked for, not checked here"
    return {"rows": rows, "summary": whole}


def _said(refused: Any) -> dict[str, Any]:
    return {"result": "refused", "step": refused.step, "why": refused.why}


def say(number: int, c: Checked, stamps: str | None) -> None:
    """Prints what one proof shows: the sealed words first."""
    w = c.wording
    print(f"{number + 1}. Sealed words: \xab{visible(c.words)}\xbb")
    print(f"   As printed:   \xab{visible(c.proof.shown)}\xbb")
    notes = w.remarks + ([f"folded: {', '.join(w.folds)}"] if w.folds else [])
    print(f"   Class: {w.cls}{' (' + '; '.join(notes) + ')' if notes else ''}")
    for text in w.left_out:
        print(f"   Left out at a mark: {visible(text) or 'nothing'}")
    for inserted, text in w.inserted:
        print(f"   The desk's own words: [{visible(inserted)}] in place of: {visible(text) or '-'}")
    print(f"   {visible(c.sentence())}\n   {c.segments()}.")
    flags = {"via_bot": "It was sent through a bot.", "quoted_reply": "It also quotes another "
             "message; those words are not the sender's."}  # fmt: skip
    for flag, note in flags.items():
        if c.opened.attr[flag]:
            print(f"   {note}")
    if c.opened.attr["kind"] == "service":
        print("   It is a message of the platform, not of a member.")
    if (c.opened.values.get("sender") or {}).get("name"):
        print(f"   Sender as the export names it: {visible(c.opened.values['sender']['name'])}")
    for t in c.translations:
        print(f"   Translation, never word for word ({visible(t['lang'])}, by {visible(t['by'])}, "
              f"{t['key']} key): {visible(t['text'])}")  # fmt: skip
    for at, when in enumerate(c.tokens):
        say_token(number, at, when, c, stamps)
    print(f"   {LIMITS}")


def say_token(number: int, at: int, when: str, c: Checked, stamps: str | None) -> None:
    """Prints how to check a time stamp, and writes its files if asked to."""
    head, token = f"head-{number}", f"token-{number}-{at}.der"
    print(f"   A time stamp says {when}; its signature is not checked here. With openssl:")
    print(f"     openssl ts -verify -data {head} -in {token} -token_in -CAfile tsa.pem "
          "-untrusted tsa.pem -partial_chain")  # fmt: skip
    if stamps:
        folder = Path(stamps)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / head).write_bytes(stamped_bytes(c.proof.log.head))
        (folder / token).write_bytes(c.proof.log.tokens[at])


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; its exit code."""
    parser = argparse.ArgumentParser(description="Check an onrecord proof or page, offline.")
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--key", action="append", default=[], metavar="VKEY")
    parser.add_argument("--policy", metavar="FILE")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--stamps", metavar="DIR", help="write heads and tokens for openssl here")
    args = parser.parse_args(arguments)
    trust = Trust()
    try:
        for text in args.key:
            trust.add_desk(text)
        if args.policy:
            read_policy(Path(args.policy).read_bytes(), trust)
        if not trust.desks:
            raise Misuse("no desk key: give --key, from a place other than the proof")
        out = check_files(args.files, trust)
    except (Misuse, ValueError, OSError) as e:
        print(f"verify_alone: {e}", file=sys.stderr)
        return 2
    return report(out, trust, args)


def remarks_on(out: Outcome, summary: dict[str, Any]) -> Iterator[str]:
    """What is to be said of the file as a whole."""
    if out.comparison:
        yield out.comparison
    if out.refused and out.refused not in out.results:
        yield f"REFUSED at the step “{out.refused.step}”: {visible(out.refused.why)}"
    for number in out.unmarked:
        yield f"No quotation of the page points to proof {number + 1}."
    if "stamps" in summary:
        yield f"Time stamps: {summary['stamps']}."


def report(out: Outcome, trust: Trust, args: Any) -> int:
    """Prints everything; 0 or 70."""
    answer = as_answer(out, trust)
    summary, n = answer["summary"], len(out.results)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    if args.json:
        summary["unicode"] = unicodedata.unidata_version
        for row in (*answer["rows"], {"summary": summary}):
            print(json.dumps(row, ensure_ascii=False))
        return 0 if summary["result"] == "ok" else 70
    for number, r in enumerate(out.results):
        if isinstance(r, Refused):
            print(f"{number + 1}. REFUSED at the step “{r.step}”: {visible(r.why)}")
        else:
            say(number, r, args.stamps)
    for line in remarks_on(out, summary):
        print(line)
    if summary["result"] == "ok":
        print(f"{n} of {n} proofs hold.")
    print(f"Letters are compared as Unicode {unicodedata.unidata_version} has them.")
    return 0 if summary["result"] == "ok" else 70


if __name__ == "__main__":
    sys.exit(main())
