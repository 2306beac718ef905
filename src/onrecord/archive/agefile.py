"""Writes small age files under a passphrase, with a stated cost.

The format is age v1 (C2SP ``age``), so that pyrage, age and rage open them.
Their own writers choose the cost by the machine's speed, which on a fast one
takes a gibibyte of memory for a second; here it is fixed and bounded.
"""

import base64
import hashlib
import hmac
import os

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

LOG_N = 17
"""scrypt with N = 2^17, r = 8, p = 1: 128 MiB and about half a second (OWASP's floor)."""

_CHUNK = 64 * 1024
_LABEL = b"age-encryption.org/v1/scrypt"


def encrypt(plain: bytes, passphrase: str, log_n: int = LOG_N) -> bytes:
    """An age file of ``plain`` that only the passphrase opens.

    Raises ValueError for more than one chunk (64 KiB): this is for keys.
    """
    if len(plain) > _CHUNK:
        raise ValueError("an age file of this writer holds at most 64 KiB")
    salt, file_key = os.urandom(16), os.urandom(16)
    wrap = hashlib.scrypt(
        passphrase.encode(),
        salt=_LABEL + salt,
        n=1 << log_n,
        r=8,
        p=1,
        dklen=32,
        maxmem=(1 << log_n) * 1024 + (1 << 20),
    )
    body = ChaCha20Poly1305(wrap).encrypt(bytes(12), file_key, None)
    header = (f"age-encryption.org/v1\n-> scrypt {_b64(salt)} {log_n}\n{_b64(body)}\n---").encode()
    mac = hmac.digest(_derived(file_key, b"", b"header"), header, "sha256")
    nonce = os.urandom(16)
    payload = ChaCha20Poly1305(_derived(file_key, nonce, b"payload")).encrypt(
        bytes(11) + b"\x01", plain, None
    )
    return header + b" " + _b64(mac).encode() + b"\n" + nonce + payload


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode().rstrip("=")


def _derived(key: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt or None, info).derive(key)
