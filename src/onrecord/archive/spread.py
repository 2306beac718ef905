"""base64url of many items of one length, in one call each."""

import binascii

from onrecord.archive.salt import SALT

_URL = bytes.maketrans(b"+/", b"-_")
_b2a = binascii.b2a_base64


def spread(data: bytes, width: int, gap: int) -> bytes:
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


def heads(salts: bytes) -> list[bytes]:
    """The first 32 characters of a disclosure as sent, per salt.

    ``["`` and the salt's 22 characters are 24 bytes, eight groups of base64: so a
    disclosure is its head and, beginning on a group of its own, its tail, and
    tails that occur often are encoded once.
    """
    text = spread(salts, SALT, 2)
    count = len(text) // 24
    wide = bytearray(b'["' + bytes(22)) * count
    for j in range(22):
        wide[j + 2 :: 24] = text[j::24]
    every = _b2a(wide, newline=False).translate(_URL)
    return [every[i : i + 32] for i in range(0, len(every), 32)]
