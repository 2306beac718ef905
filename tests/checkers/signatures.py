"""Ed25519 at its edges: what every checker must hold or refuse (RFC 8032, strictly)."""

import hashlib

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
Row = tuple[bytes, bytes, bytes, bool]


def rows() -> list[Row]:
    """(key, message, signature, holds)."""
    found: list[Row] = []
    for number in range(4):
        private = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"%d" % number).digest())
        key = private.public_key().public_bytes_raw()
        message = b"m" * number
        good = private.sign(message)
        high = int.from_bytes(good[32:], "little") + L
        found += [
            (key, message, good, True),
            (key, message + b"x", good, False),
            (key, message, good[:32] + high.to_bytes(32, "little"), False),
            (key, message, good[:32] + L.to_bytes(32, "little"), False),
            (key, message, good[:32] + bytes(32), False),
            (key, message, bytes(32) + good[32:], False),
            (key, message, good[:-1], False),
            (key, message, good + b"\0", False),
            (key[:31] + bytes([key[31] ^ 0x80]), message, good, False),
        ]
    # The neutral element as a key: 8 h A is nothing, so R = s B with s = 0 would hold.
    one, minus = (1).to_bytes(32, "little"), (P - 1).to_bytes(32, "little")
    found += [
        (one, b"m", one + bytes(32), True),
        (one, b"m", one + L.to_bytes(32, "little"), False),  # S is L, which is as good as 0
        (minus, b"", one + bytes(32), _even(minus, one)),
        (_with_sign(one), b"m", one + bytes(32), False),  # x is 0, and its sign is 1
        (_with_sign(minus), b"m", one + bytes(32), False),
        ((P + 1).to_bytes(32, "little"), b"m", one + bytes(32), False),  # y is not reduced
        (P.to_bytes(32, "little"), b"m", one + bytes(32), False),
        (one, b"m", (P + 1).to_bytes(32, "little") + bytes(32), False),
        ((2).to_bytes(32, "little"), b"m", one + bytes(32), False),  # no x belongs to it
    ]
    return found


def _with_sign(key: bytes) -> bytes:
    return key[:31] + bytes([key[31] | 0x80])


def _even(key: bytes, r: bytes) -> bool:
    """True if the hash is even: then a key of order two drops out."""
    return hashlib.sha512(r + key).digest()[0] % 2 == 0
