"""Subkeys, ids and salts: everything derived from the two secrets of an archive.

HKDF-Expand is RFC 5869, SHAKE-256 is FIPS 202 (docs/archive-format.md, sections
2 and 6). Nothing here is random.
"""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onrecord.archive import b64

SLOTS = 4
FIELDS = 14
SALT = 16
_INNER = bytes(b ^ 0x36 for b in range(256))
_OUTER = bytes(b ^ 0x5C for b in range(256))
_SALT_TAG = b"onrecord/salt/v1"
_DUMMY_TAG = b"onrecord/dummy/v1"


@dataclass(frozen=True, slots=True, repr=False)
class Secrets:
    """What sealing needs: the archive's secret and one secret per chat id."""

    archive: bytes
    chats: Mapping[str, bytes]


def expand(secret: bytes, info: bytes) -> bytes:
    """HKDF-Expand with SHA-256 to 32 bytes."""
    return hmac.digest(secret, info + b"\x01", "sha256")


@dataclass(frozen=True, slots=True, weakref_slot=True, repr=False)
class Subkeys:
    """The three subkeys of ``K_archive``. Never printed."""

    salt: bytes
    alias: bytes
    dummy: bytes

    @classmethod
    def of(cls, k_archive: bytes) -> "Subkeys":
        """From the archive's 32-byte secret. Raises ValueError for another length."""
        if len(k_archive) != 32:
            raise ValueError("an archive secret has 32 bytes")
        return cls(
            expand(k_archive, b"onrecord/salt"),
            expand(k_archive, b"onrecord/alias"),
            expand(k_archive, b"onrecord/dummy"),
        )

    def labels(self) -> tuple[str, ...]:
        """The names of the alias disclosures, slot 0 to 3."""
        return tuple(
            "alias-" + b64.url(hmac.digest(self.alias, b"label" + bytes([j]), "sha256")[:8])
            for j in range(SLOTS)
        )

    def aliases(self, member: str) -> tuple[str, ...]:
        """The alias values of a member (``id:…`` or ``name:…``), slot 0 to 3."""
        said = member.encode("utf-8")
        return tuple(
            b64.url(hmac.digest(self.alias, b"alias" + bytes([j]) + said, "sha256")[:16])
            for j in range(SLOTS)
        )


def stream(k_salt: bytes, number: int, count: int) -> bytes:
    """``count`` salts of 16 bytes for record ``number``, in the order of section 6."""
    seed = k_salt + _SALT_TAG + number.to_bytes(8, "big")
    return hashlib.shake_256(seed).digest(SALT * count)


def dummy(k_dummy: bytes, number: int) -> tuple[bytes, list[bytes]]:
    """``k`` and the fourteen digests of dummy ``number``."""
    seed = k_dummy + _DUMMY_TAG + number.to_bytes(8, "big")
    squeezed = hashlib.shake_256(seed).digest(16 + 32 * FIELDS)
    return squeezed[:16], [squeezed[i : i + 32] for i in range(16, 16 + 32 * FIELDS, 32)]


def k_by_id(k_chat: bytes, platform_id: str) -> bytes:
    """``k`` of a record that has the platform's id: 16 bytes."""
    return hmac.digest(k_chat, b"msg:" + platform_id.encode("utf-8"), "sha256")[:16]


def ks_by_ids(k_chat: bytes, ids: Sequence[str]) -> list[bytes]:
    """``k`` of many records of one chat. HMAC by its two hashes (RFC 2104): the key is
    padded once, and no context is made for each."""
    sha = hashlib.sha256
    block = k_chat.ljust(64, b"\0")
    inner = block.translate(_INNER) + b"msg:"
    outer = block.translate(_OUTER)
    return [sha(outer + sha(inner + one.encode("utf-8")).digest()).digest()[:16] for one in ids]


def k_by_content(k_chat: bytes, minute: str, sender: str, folded: str) -> bytes:
    """``k`` of a record without an id: 16 bytes."""
    said = b64.dumps([minute, sender, folded]).encode("utf-8")
    return hmac.digest(k_chat, b"content:" + said, "sha256")[:16]
