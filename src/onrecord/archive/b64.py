"""Canonical base64, with and without padding, and canonical JSON.

Decoding refuses anything that does not encode back to the same characters
(RFC 4648 section 3.5): unused bits set, wrong padding, white space, the other
alphabet. Every refusal is a ValueError.
"""

import base64
import binascii
import json
from typing import Any

_URL = bytes.maketrans(b"+/", b"-_")


def url(data: bytes) -> str:
    """base64url without padding."""
    return url_bytes(data).decode("ascii")


def url_bytes(data: bytes) -> bytes:
    """base64url without padding, as ASCII bytes."""
    return binascii.b2a_base64(data, newline=False).translate(_URL, b"=")


def unurl(text: str) -> bytes:
    """Bytes of a canonical base64url string. Raises ValueError."""
    data = _decode(text.translate(_FROM_URL) + "=" * (-len(text) % 4))
    if url(data) != text:
        raise ValueError("base64url is not canonical")
    return data


_FROM_URL = {ord("-"): "+", ord("_"): "/", ord("+"): " ", ord("/"): " "}


def std(data: bytes) -> str:
    """base64 with padding."""
    return base64.b64encode(data).decode("ascii")


def unstd(text: str) -> bytes:
    """Bytes of a canonical padded base64 string. Raises ValueError."""
    data = _decode(text)
    if std(data) != text:
        raise ValueError("base64 is not canonical")
    return data


def _decode(text: str) -> bytes:
    try:
        return base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError) as bad:
        raise ValueError("not base64") from bad


def unstd32(text: str) -> bytes:
    """Exactly 32 bytes from padded base64. Raises ValueError."""
    data = unstd(text)
    if len(data) != 32:
        raise ValueError("not 32 bytes of base64")
    return data


def dumps(value: object) -> str:
    """Canonical JSON of a value whose objects are already in the order wanted."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def loads(text: str) -> Any:
    """The value of canonical JSON. Raises ValueError if it is not canonical.

    Refuses duplicate keys, white space, other escapes, lone surrogates, NaN:
    whatever does not serialise to the same characters again.
    """
    try:
        value = json.loads(text, parse_constant=_refuse)
        same = dumps(value) == text
        text.encode("utf-8")
    except (RecursionError, UnicodeEncodeError) as bad:
        raise ValueError("not canonical JSON") from bad
    if not same:
        raise ValueError("JSON is not canonical")
    return value


def _refuse(word: str) -> None:
    """NaN and the infinities: not JSON, yet ``json.loads`` takes them."""
    raise ValueError(f"{word} is not JSON")
