"""A desk key file that opens at once: the age format with little scrypt work.

A desk's own file costs a second to open, on purpose. Tests that run forty
commands against one desk write the same key again with a work factor of 2^1
(age-encryption.org/v1, the scrypt recipient), so that every command still
reads its passphrase and opens its key the ordinary way.
"""

import base64
import hashlib
import hmac
import os
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pyrage import passphrase as age

CHUNK = 64 * 1024


def make_quick(file: Path, passphrase: str) -> None:
    """Writes an age file again under the same passphrase, quick to open."""
    plain: bytes = age.decrypt(file.read_bytes(), passphrase)
    file.write_bytes(sealed(plain, passphrase))


def sealed(plain: bytes, passphrase: str, work: int = 1) -> bytes:
    """``plain`` (at most one chunk) as an age file; scrypt N is two to the ``work``."""
    assert len(plain) <= CHUNK
    file_key, salt, nonce = os.urandom(16), os.urandom(16), os.urandom(16)
    wrap = hashlib.scrypt(
        passphrase.encode(),
        salt=b"age-encryption.org/v1/scrypt" + salt,
        n=1 << work,
        r=8,
        p=1,
        dklen=32,
    )
    body = ChaCha20Poly1305(wrap).encrypt(bytes(12), file_key, None)
    head = f"age-encryption.org/v1\n-> scrypt {_b64(salt)} {work}\n{_b64(body)}\n---".encode()
    mac = hmac.digest(_derived(file_key, b"", b"header"), head, "sha256")
    payload = ChaCha20Poly1305(_derived(file_key, nonce, b"payload"))
    only_chunk = bytes(11) + b"\x01"
    return head + f" {_b64(mac)}\n".encode() + nonce + payload.encrypt(only_chunk, plain, None)


def _derived(key: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt, info).derive(key)


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode().rstrip("=")
