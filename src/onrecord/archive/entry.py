"""Entries of the desk log: exact bytes, strict reading (format section 9)."""

import hashlib
import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from onrecord.archive import b64, note
from onrecord.model.proof import EntryKind

NAMES: Mapping[str, tuple[str, ...]] = {
    "received": (
        "case",
        "bag",
        "manifest",
        "acquisition",
        "what",
        "files",
        "bytes",
        "claimed",
    ),
    "seal": (
        "case",
        "bag",
        "manifest",
        "parser",
        "count",
        "range",
        "claimed",
        "notes",
        "same_chat",
        "beacon",
    ),
    "judged": ("case", "judgements", "claimed"),
    "published": ("case", "story", "page", "proofs", "slots", "claimed"),
    "retracted": ("case", "of", "why", "by", "claimed"),
    "withheld": ("case", "what", "why", "by", "claimed"),
    "key": ("claimed",),
}
NAMES = {**NAMES, "reseal": NAMES["seal"]}
_BASIS = "platform-id|content|mixed"
_CLEAR: Mapping[str, str] = {
    "seal": '"archive":"(?P<archive>[A-Za-z0-9_-]{22})","root":"(?P<root>[A-Za-z0-9_-]{43})",'
    f'"size":(?P<size>[1-9][0-9]{{0,15}}),"k_basis":"(?P<k_basis>{_BASIS})",',
    "key": '"action":"(?P<action>add|revoke)","key":"(?P<key>[!-~]{1,256})",',
}


def _pattern(kind: str) -> re.Pattern[str]:
    digest = '"[A-Za-z0-9_-]{43}"'
    more = len(NAMES[kind]) - 1
    clear = _CLEAR.get("seal" if kind == "reseal" else kind, "")
    return re.compile(
        rf'\{{"_sd":\[(?P<sd>{digest}(?:,{digest}){{{more}}})\],"_sd_alg":"sha-256",'
        rf'{clear}"t":"{kind}","v":1\}}'
    )


_PATTERNS = {kind: _pattern(kind) for kind in NAMES}
_KIND = re.compile('"t":"([a-z]{1,16})","v":1}$')


@dataclass(frozen=True, slots=True)
class Parsed:
    """An entry taken apart: kind, digests, and its clear fields as text."""

    kind: EntryKind
    digests: tuple[str, ...]
    clear: Mapping[str, str]

    @property
    def root(self) -> bytes:
        """A seal's archive root, 32 bytes."""
        return b64.unurl(self.clear["root"])

    @property
    def size(self) -> int:
        """A seal's number of leaves, a power of two."""
        return int(self.clear["size"])


def parse(body: bytes) -> Parsed:
    """An entry. Raises ValueError unless its bytes are exactly of the grammar."""
    try:
        text = body.decode("ascii")
    except UnicodeDecodeError as bad:
        raise ValueError("an entry is ASCII") from bad
    kind = _KIND.search(text)
    if kind is None or kind[1] not in _PATTERNS:
        raise ValueError("not an entry of this version")
    found = _PATTERNS[kind[1]].fullmatch(text)
    if found is None:
        raise ValueError(f"not an entry of kind {kind[1]}")
    clear = found.groupdict()
    digests = tuple(d[1:-1] for d in clear.pop("sd").split(","))
    parsed = Parsed(cast(EntryKind, kind[1]), digests, clear)
    _check(parsed)
    return parsed


def _check(entry: Parsed) -> None:
    if any(a >= b for a, b in zip(entry.digests, entry.digests[1:], strict=False)):
        raise ValueError("an entry's digests are not ascending")
    for digest in entry.digests:
        b64.unurl(digest)
    if entry.kind in ("seal", "reseal"):
        b64.unurl(entry.clear["archive"])
        b64.unurl(entry.clear["root"])
        if entry.size & (entry.size - 1) or entry.size > 1 << 53:
            raise ValueError("an archive's size is a power of two")
    if entry.kind == "key":
        note.VerifierKey.parse(entry.clear["key"])


def digest(disclosure: str) -> str:
    """The digest of a disclosure: 43 characters."""
    return b64.url(hashlib.sha256(disclosure.encode("ascii")).digest())


def make(
    kind: EntryKind,
    values: Mapping[str, object],
    clear: Mapping[str, object] | None = None,
    fresh: Callable[[int], bytes] = os.urandom,
) -> tuple[bytes, tuple[str, ...]]:
    """An entry's bytes and its disclosures, in the order of names.

    A list under ``judgements`` is sealed item by item. Names that are missing are
    sealed as null. ``fresh`` makes salts; only test vectors give another than the
    system's. Raises ValueError for a name the kind does not have.
    """
    if unknown := set(values) - set(NAMES[kind]):
        raise ValueError(f"{kind} has no {sorted(unknown)}")
    items: list[str] = []
    made = []
    for name in NAMES[kind]:
        value = values.get(name)
        if name == "judgements" and value is not None:
            items = [_disclosure(fresh(16), item) for item in cast(Sequence[Any], value)]
            value = [{"...": digest(d)} for d in items]
        made.append(_disclosure(fresh(16), name, value))
    body = b64.dumps(
        {
            "_sd": sorted(digest(d) for d in made),
            "_sd_alg": "sha-256",
            **(clear or {}),
            "t": kind,
            "v": 1,
        }
    ).encode("ascii")
    parse(body)
    return body, (*made, *items)


def _disclosure(salt: bytes, *parts: object) -> str:
    return b64.url(b64.dumps([b64.url(salt), *parts]).encode())


def opened(entry: Parsed, disclosures: Sequence[str]) -> tuple[tuple[str, object], ...]:
    """Names and values of an entry's disclosures.

    Raises ValueError if one is not canonical, occurs twice or is not of the entry.
    """
    allowed = set(entry.digests)
    found: list[tuple[str, object]] = []
    items = []
    for said in disclosures:
        parts = b64.loads(b64.unurl(said).decode("utf-8"))
        if not _is_disclosure(parts):
            raise ValueError("not a disclosure")
        if len(parts) == 2:
            items.append((digest(said), parts[1]))
            continue
        if digest(said) not in allowed:
            raise ValueError("a disclosure does not belong to the entry")
        allowed.discard(digest(said))
        found.append((str(parts[1]), parts[2]))
    if not {n for n, _ in found} <= set(NAMES[entry.kind]):
        raise ValueError("a disclosure has an unknown name")
    if len({n for n, _ in found}) != len(found):
        raise ValueError("a name is disclosed twice")
    return tuple(_items(found, items))


def _is_disclosure(parts: object) -> bool:
    if not isinstance(parts, list) or len(parts) not in (2, 3):
        return False
    return isinstance(parts[0], str) and len(b64.unurl(parts[0])) == 16


def _items(
    found: list[tuple[str, object]], items: list[tuple[str, object]]
) -> list[tuple[str, object]]:
    """The judgements put in place of their digests."""
    values = dict(items)
    if len(values) != len(items):
        raise ValueError("an item is disclosed twice")
    result: list[tuple[str, object]] = []
    for name, value in found:
        if name == "judgements" and isinstance(value, list):
            wanted = [v.get("...") if isinstance(v, dict) else None for v in value]
            result.append((name, [values.pop(d) for d in wanted if d in values]))
        else:
            result.append((name, value))
    if values:
        raise ValueError("an item does not belong to the entry")
    return result
