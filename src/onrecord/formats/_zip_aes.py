"""Members of a zip encrypted the WinZip way (AE-1, AE-2), decrypted while they are read.

From WinZip's "AES Encryption Information" (version 1.04): a salt and two bytes that tell
a wrong password stand before the data, ten bytes of HMAC-SHA1 behind it; the key comes
from PBKDF2 with a thousand rounds; AES runs in counter mode with a counter that grows
from its first byte.
"""

import hashlib
import hmac
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers import CipherContext

METHOD = 99
_EXTRA = 0x9901
_ROUNDS = 1_000
_MAC = 10
_BLOCK = 1 << 16
_STORED, _DEFLATED = 0, 8


class Sealed(NamedTuple):
    """What a member's extra field says: version 1 or 2, bytes of the key, and how the
    data was packed before it was encrypted."""

    version: int
    key: int
    method: int


def sealed(info: zipfile.ZipInfo) -> Sealed | None:
    """How a member is encrypted; None if not so, or in a way we do not know."""
    said = field(info.extra, _EXTRA)
    if info.compress_type != METHOD or said is None or len(said) != 7 or said[2:4] != b"AE":
        return None
    version, _, strength, method = struct.unpack("<H2sBH", said)
    if version not in (1, 2) or strength not in (1, 2, 3) or method not in (_STORED, _DEFLATED):
        return None
    return Sealed(version, 8 * (strength + 1), method)


def field(extra: bytes, wanted: int) -> bytes | None:
    """The data of an extra field of a zip's directory, or None."""
    while len(extra) >= 4:
        kind, size = struct.unpack("<HH", extra[:4])
        if kind == wanted:
            return extra[4 : 4 + size]
        extra = extra[4 + size :]
    return None


class AesMember:
    """A member's plain bytes. Reading raises zipfile.BadZipFile if the seal at its end, or
    the checksum of an AE-1 member, does not agree; RuntimeError for a wrong password."""

    def __init__(
        self, source: BinaryIO, info: zipfile.ZipInfo, how: Sealed, password: bytes
    ) -> None:
        self._source = source
        self._info = info
        self._how = how
        salt_size = how.key // 2
        source.seek(info.header_offset)
        head = source.read(30)
        if len(head) != 30 or head[:4] != b"PK\x03\x04":
            raise zipfile.BadZipFile("the member's own header is not where it should be")
        at = info.header_offset + 30 + sum(struct.unpack("<HH", head[26:30]))
        source.seek(at)
        salt, check = source.read(salt_size), source.read(2)
        made = hashlib.pbkdf2_hmac("sha1", password, salt, _ROUNDS, 2 * how.key + 2)
        if made[-2:] != check:
            raise RuntimeError("Bad password")
        self._at = at + salt_size + 2
        self._left = info.compress_size - salt_size - 2 - _MAC
        if self._left < 0:
            raise zipfile.BadZipFile("the member is too short to be encrypted")
        self._mac = hmac.new(made[how.key : 2 * how.key], digestmod="sha1")
        self._cipher = _ecb(made[: how.key])
        self._counter = 1
        self._unpack = zlib.decompressobj(-15) if how.method == _DEFLATED else None
        self._sum = 0
        self._ready = b""
        self._ended = False
        self._closed = False

    def read(self, size: int = -1) -> bytes:
        """Up to ``size`` plain bytes; empty at the end."""
        want = size if size >= 0 else 1 << 62
        parts: list[bytes] = []
        while want > 0:
            if not self._ready:
                self._ready = self._more(min(want, 1 << 20))
                if not self._ready:
                    break
            part, self._ready = self._ready[:want], self._ready[want:]
            parts.append(part)
            want -= len(part)
        return b"".join(parts)

    def _more(self, most: int) -> bytes:
        """The next plain bytes, at most about as many as asked for."""
        while not self._ended:
            if self._unpack is not None and self._unpack.unconsumed_tail:
                data = self._unpack.decompress(self._unpack.unconsumed_tail, most)
            else:
                sealed = self._sealed()
                if not sealed:
                    return self._end()
                plain = self._plain(sealed)
                data = plain if self._unpack is None else self._unpack.decompress(plain, most)
            if data:
                self._sum = zlib.crc32(data, self._sum)
                return data
        return b""

    def _end(self) -> bytes:
        """Check the seal; whatever the unpacker still holds."""
        self._ended = True
        self._source.seek(self._at)
        if not hmac.compare_digest(self._source.read(_MAC), self._mac.digest()[:_MAC]):
            raise zipfile.BadZipFile("the seal at its end does not agree: it was changed")
        data = b"" if self._unpack is None else self._unpack.flush()
        self._sum = zlib.crc32(data, self._sum)
        if self._how.version == 1 and self._sum != self._info.CRC:
            raise zipfile.BadZipFile("the checksum does not agree")
        return data

    def _sealed(self) -> bytes:
        self._source.seek(self._at)
        data = self._source.read(min(self._left, _BLOCK))
        if not data and self._left:
            raise zipfile.BadZipFile("the container ends inside it")
        self._at += len(data)
        self._left -= len(data)
        self._mac.update(data)
        return data

    def _plain(self, data: bytes) -> bytes:
        """Counter mode. Only the member's last block is not a whole number of ciphers."""
        count = -(-len(data) // 16)
        counters = b"".join(
            n.to_bytes(16, "little") for n in range(self._counter, self._counter + count)
        )
        self._counter += count
        stream = self._cipher.update(counters)[: len(data)]
        mixed = int.from_bytes(data, "little") ^ int.from_bytes(stream, "little")
        return mixed.to_bytes(len(data), "little")

    def close(self) -> None:
        """Nothing to release: the container's file stays open."""
        self._closed = True

    @property
    def closed(self) -> bool:
        """True once closed."""
        return self._closed


def _ecb(key: bytes) -> "CipherContext":
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    # Single blocks of a counter are encrypted and mixed in: this is counter mode, whose
    # own class counts from the last byte, and WinZip's from the first.
    return Cipher(algorithms.AES(key), modes.ECB()).encryptor()  # noqa: S305
