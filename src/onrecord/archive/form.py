"""Step 0 of checking: a proof file taken apart, by the exact grammar.

Format sections 1, 3 and 12. Every refusal is a ValueError with a reason.
"""

import re
from dataclasses import dataclass
from typing import Any

from onrecord.archive import b64, note
from onrecord.model.proof import Checkpoint

LIMIT = 262_144
MAX_OPENED = 10
MAX_DISCLOSURES = 2_048
MAX_PATH = 64
_MAX_TOKENS = 8
_MAX_TOKEN = 16_384
_MAX_TRANSLATIONS = 8
_DIGEST = "[A-Za-z0-9_-]{43}"
_PAYLOAD = re.compile(
    rf'\{{"_sd":\["({_DIGEST}(?:","{_DIGEST}){{13}})"\],"_sd_alg":"sha-256",'
    r'"k":"([A-Za-z0-9_-]{22})","t":"msg"\}'
)
_KID = re.compile(r"([!-*,-~]{1,128})\+([0-9a-f]{8})")
_TOP = ["onrecord", "quote", "sd_jwt", "archive", "tlog_proof", "opened", "tst", "translations"]
_TRANSLATION = ["of", "lang", "by", "text", "key", "sig"]


@dataclass(frozen=True, slots=True)
class Leaf:
    """The SD-JWT: signed bytes, signature, key's name and id, digests, disclosures."""

    signed: bytes
    signature: bytes
    key_name: str
    key_id: bytes
    payload: bytes
    digests: tuple[str, ...]
    k: str
    disclosures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Logged:
    """The tlog proof: the entry, its index and path, the signed head and its lines."""

    body: bytes
    index: int
    path: tuple[bytes, ...]
    head: note.Note
    said: Checkpoint


@dataclass(frozen=True, slots=True)
class Form:
    """A proof file whose every part is of its grammar; nothing is proved yet."""

    shown: str
    speaker: str | None
    story: str | None
    leaf: Leaf
    index: int
    path: tuple[bytes, ...]
    logged: Logged
    opened: tuple[str, ...]
    tokens: tuple[bytes, ...]
    translations: tuple[dict[str, str], ...]


def read(data: bytes) -> Form:
    """A proof file. Raises ValueError."""
    if len(data) > LIMIT:
        raise ValueError("the file is larger than a proof may be")
    said = data.decode("utf-8")
    if not said.endswith("\n"):
        raise ValueError("the last line end is missing")
    value = b64.loads(said[:-1])
    if not isinstance(value, dict) or list(value) != _TOP or value["onrecord"] != "proof/1":
        raise ValueError("not a proof of version 1")
    quote = fields(value["quote"], ["shown", "speaker", "story"])
    archive = fields(value["archive"], ["index", "path"])
    return Form(
        shown=text(quote["shown"]),
        speaker=None if quote["speaker"] is None else text(quote["speaker"]),
        story=None if quote["story"] is None else text(quote["story"]),
        leaf=_leaf(text(value["sd_jwt"])),
        index=note.decimal(text(archive["index"])),
        path=path(texts(archive["path"], MAX_PATH)),
        logged=logged(value["tlog_proof"]),
        opened=opened(value["opened"]),
        tokens=tokens(value["tst"]),
        translations=_translations(value["translations"]),
    )


def text(value: Any) -> str:
    """The value, if it is a string. Raises ValueError, as all of these do."""
    if not isinstance(value, str):
        raise ValueError("a string is wanted")
    return value


def texts(value: Any, most: int) -> tuple[str, ...]:
    """The strings of a list of at most ``most``."""
    if not isinstance(value, list) or len(value) > most:
        raise ValueError("a list is wanted, and not so long a one")
    return tuple(text(v) for v in value)


def fields(value: Any, keys: list[str]) -> dict[str, Any]:
    """An object with exactly these keys in this order."""
    if not isinstance(value, dict) or list(value) != keys:
        raise ValueError(f"an object with exactly {', '.join(keys)} is wanted")
    return value


def opened(value: Any) -> tuple[str, ...]:
    """The disclosures of a seal entry, as sent."""
    found = texts(value, MAX_OPENED)
    for said in found:
        b64.unurl(said)
    return found


def path(lines: tuple[str, ...]) -> tuple[bytes, ...]:
    """The hashes of a path."""
    return tuple(b64.unstd32(line) for line in lines)


def tokens(value: Any) -> tuple[bytes, ...]:
    """The bytes of the tokens."""
    found = tuple(b64.unstd(t) for t in texts(value, _MAX_TOKENS))
    if any(len(t) > _MAX_TOKEN for t in found):
        raise ValueError("a token is too large")
    return found


def _translations(value: Any) -> tuple[dict[str, str], ...]:
    if not isinstance(value, list) or len(value) > _MAX_TRANSLATIONS:
        raise ValueError("a short list of translations is wanted")
    found = []
    for item in value:
        own = fields(item, _TRANSLATION)
        found.append({k: text(v) for k, v in own.items()})
        if len(b64.unurl(own["of"])) != 32 or len(b64.unstd(own["sig"])) != 64:
            raise ValueError("a translation's digest or signature has another length")
        if note.VerifierKey.parse(own["key"]).kind != note.ED25519:
            raise ValueError("a translator's key is not of type 1")
    return tuple(found)


def payload(data: bytes) -> tuple[tuple[str, ...], str]:
    """The digests and the ``k`` of a leaf payload."""
    body = _PAYLOAD.fullmatch(data.decode("ascii"))
    if body is None:
        raise ValueError("a leaf payload is not of the grammar")
    digests = tuple(body[1].split('","'))
    if any(a >= b for a, b in zip(digests, digests[1:], strict=False)):
        raise ValueError("the leaf's digests are not ascending")
    for digest in (*digests, body[2]):
        b64.unurl(digest)
    return digests, body[2]


def _leaf(said: str) -> Leaf:
    head, *disclosures = said.split("~")
    if len(disclosures) < 1 or disclosures.pop() != "":
        raise ValueError("the SD-JWT does not end as it must")
    if len(disclosures) > MAX_DISCLOSURES:
        raise ValueError("too many disclosures")
    parts = head.split(".")
    if len(parts) != 3:
        raise ValueError("the SD-JWT has not three parts")
    header, body, signature = (b64.unurl(p) for p in parts)
    kid = _kid(header.decode("ascii"))
    if len(signature) != 64:
        raise ValueError("the SD-JWT's signature has another length")
    for said_one in disclosures:
        b64.unurl(said_one)
    digests, k = payload(body)
    signed = f"{parts[0]}.{parts[1]}".encode("ascii")
    key_id = bytes.fromhex(kid[2])
    return Leaf(signed, signature, kid[1], key_id, body, digests, k, tuple(disclosures))


def _kid(header: str) -> re.Match[str]:
    own = fields(b64.loads(header), ["alg", "kid", "typ"])
    kid = _KID.fullmatch(text(own["kid"]))
    if kid is None or own["alg"] != "EdDSA" or own["typ"] != "onrecord+sd-jwt":
        raise ValueError("the SD-JWT's header is not of the grammar")
    return kid


def logged(value: Any) -> Logged:
    """A tlog proof with its extra line."""
    upper, gap, head = text(value).partition("\n\n")
    lines = upper.split("\n")
    if not gap or len(lines) < 3 or lines[0] != "c2sp.org/tlog-proof@v1":
        raise ValueError("not a tlog proof of version 1")
    if not lines[1].startswith("extra ") or not lines[2].startswith("index "):
        raise ValueError("the tlog proof lacks its extra or index line")
    if len(lines) - 3 > MAX_PATH:
        raise ValueError("the path in the log is too long")
    signed = note.parse(head)
    return Logged(
        b64.unstd(lines[1][6:]),
        note.decimal(lines[2][6:]),
        path(tuple(lines[3:])),
        signed,
        note.parse_checkpoint(signed.text),
    )
