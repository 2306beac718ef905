"""Sealing as docs/archive-format.md sections 2 to 8 state it, with no code of the package."""

import base64
import hashlib
import hmac
import json
import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

Entity = tuple[str, int, int]  # type, start, length, in code points


def b64url(data: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def b64(data: bytes) -> str:
    """Base64 with padding."""
    return base64.b64encode(data).decode()


def sha256(data: bytes) -> bytes:
    """SHA-256."""
    return hashlib.sha256(data).digest()


def mac(key: bytes, data: bytes) -> bytes:
    """HMAC-SHA-256."""
    return hmac.new(key, data, "sha256").digest()


def dumps(value: object) -> str:
    """Canonical JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def disclosure(*parts: object) -> str:
    """The string of a disclosure."""
    return b64url(dumps(list(parts)).encode())


def digest(string: str) -> str:
    """The digest of a disclosure."""
    return b64url(sha256(string.encode("ascii")))


# --- fold A (section 4) ---

SPACE = "\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
INVISIBLE = (
    "\xad\u061c\u200b\u200e-\u200f\u202a-\u202c\u2060-\u2064"
    "\u2066-\u206f\ufeff\U000e0000-\U000e007f"
)


def fold_a(text: str) -> str:
    """Fold A (this maker's words hold nothing newer than Unicode 14)."""
    text = re.sub(f"[{INVISIBLE}]", "", text)
    text = re.sub("[\xab\xbb\u201c-\u201f\u301d-\u301f]", '"', text)
    text = re.sub("[\u2018-\u201b\u2039\u203a]", "'", text)
    text = re.sub(f"[{SPACE}]+", " ", text.replace("\u2026", "..."))
    return unicodedata.normalize("NFC", text)


# --- segments (section 5) ---

_N, _C = "\n-\r\x85\u2028\u2029", "\"')\\]}\xbb\u2019\u201d\u203a"
_D = "[0-9\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\uff10-\uff19]"
_X = SPACE + ",;:!?()\\[\\]{}<>\"'@.\u060c\u061b\u061f\xab\xbb\u201c\u201d"
SENTENCES = re.compile(
    f"[.!?\u2026\u061f\u06d4\u0964\u0965]+[{_C}]*[{SPACE}]+"
    f"|[\u3002\uff01\uff1f]+[{_C}]*[{SPACE}]*|[{_N}][{SPACE}]*"
)
BOTH_EDGES = [
    re.compile(p)
    for p in (
        f'(?:[A-Za-z][A-Za-z0-9+.-]{{1,15}}://|[Ww][Ww][Ww][.])[^{SPACE}<>"]+'
        f'|[A-Za-z0-9-]{{1,63}}(?:[.][A-Za-z0-9-]{{1,63}}){{0,8}}[.][A-Za-z]{{2,24}}/[^{SPACE}<>"]*',
        "[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,255}",
        f"@\u2068[^\u2069\n]{{0,128}}\u2069|@[^{_X}]+(?:[.][^{_X}]+)*",
        f"{_D}(?:[ \xa0.()/-]?{_D}){{4,}}",
        f"{_D}{{1,3}}[.,\u066b]{_D}{{3,}}"
        f"|{_D}{{1,3}}[\xb0\xba][ ]?(?:{_D}{{1,2}}['\u2032\u2019][ ]?"
        f'(?:{_D}{{1,2}}(?:[.,]{_D}{{1,6}})?["\u2033\u201d][ ]?)?)?[NSEWnsew]?',
    )
]
CUTTING = set(
    ["mention", "mention_name", "link", "text_link", "email", "phone", "bank_card", "bot_command"]
)


def cut(text: str, entities: Sequence[Entity] = ()) -> list[str]:
    """The segments of a text."""
    at = {m.end() for m in SENTENCES.finditer(text)}
    for pattern in BOTH_EDGES:
        for m in pattern.finditer(text):
            at |= {m.start(), m.end()}
    for kind, start, length in entities:
        if kind in CUTTING:
            at |= {start, start + length}
    edges = [0, *sorted(p for p in at if 0 < p < len(text)), len(text)]
    return [text[a:b] for a, b in zip(edges, edges[1:], strict=False) if a < b]


def plain_of(segments: Sequence[str]) -> list[str] | None:
    """The segments of the plain text; None where it equals the text."""
    folded = [f for f in map(fold_a, segments) if f]
    return None if "".join(folded) == "".join(segments) else folded


# --- salts, leaf, tree (sections 2, 6, 7, 8) ---

NAMES = ("text", "plain", "attr", "time", "day", "seq", "sender", "reply", "media", "src")


class Keys:
    """The keys of one archive."""

    def __init__(self, archive: bytes, chat: bytes) -> None:
        self.chat = chat
        self.salt, self.alias, self.dummy = (
            mac(archive, b"onrecord/" + x + b"\x01") for x in (b"salt", b"alias", b"dummy")
        )

    def salts(self, n: int, count: int) -> list[str]:
        """The salts of record n, as they stand in disclosures."""
        seed = self.salt + b"onrecord/salt/v1" + n.to_bytes(8, "big")
        stream = hashlib.shake_256(seed).digest(16 * count)
        return [b64url(stream[i : i + 16]) for i in range(0, len(stream), 16)]

    def k(self, ident: str) -> bytes:
        """The sorting key of a record with a platform id."""
        return mac(self.chat, b"msg:" + ident.encode())[:16]

    def alias_name(self, slot: int) -> str:
        """The name of an alias slot's disclosures."""
        return "alias-" + b64url(mac(self.alias, b"label" + bytes([slot]))[:8])

    def alias_of(self, slot: int, sender: dict[str, Any] | None) -> str | None:
        """The alias of a sender."""
        if sender is None:
            return None
        ident = sender["id"]
        member = "name:" + sender["name"] if ident is None else "id:" + ident
        return b64url(mac(self.alias, b"alias" + bytes([slot]) + member.encode())[:16])

    def dummies(self, count: int) -> list[tuple[bytes, bytes]]:
        """(k, leaf payload) of the dummies."""
        found = []
        for i in range(count):
            seed = self.dummy + b"onrecord/dummy/v1" + i.to_bytes(8, "big")
            s = hashlib.shake_256(seed).digest(464)
            digests = [b64url(s[16 + 32 * j : 48 + 32 * j]) for j in range(14)]
            found.append((s[:16], leaf(digests, s[:16])))
        return found


def leaf(digests: Sequence[str], k: bytes) -> bytes:
    """The payload of a leaf."""
    sd = sorted(digests)
    return dumps({"_sd": sd, "_sd_alg": "sha-256", "k": b64url(k), "t": "msg"}).encode()


def tree(hashes: Sequence[bytes]) -> bytes:
    """The RFC 6962 root of leaf hashes."""
    if len(hashes) < 2:
        return hashes[0] if hashes else sha256(b"")
    half = 1 << (len(hashes) - 1).bit_length() - 1
    return sha256(b"\1" + tree(hashes[:half]) + tree(hashes[half:]))


def path(hashes: Sequence[bytes], index: int) -> list[bytes]:
    """The inclusion path of one leaf, from the leaf up."""
    if len(hashes) < 2:
        return []
    half = 1 << (len(hashes) - 1).bit_length() - 1
    if index < half:
        return [*path(hashes[:half], index), tree(hashes[half:])]
    return [*path(hashes[half:], index - half), tree(hashes[:half])]


Change = Callable[[Any], Any]
