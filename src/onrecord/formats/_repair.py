"""One JSON record that a strict parser refuses: read it, and say what was wrong.

Nothing is repaired in the evidence. What cannot be Unicode is *shown* as an
escape (``\\x1B``, ``\\ud83d``, ``\\xff``); the bytes stay beside it.
"""

import json
import re
from dataclasses import dataclass
from typing import Any

_X_ESCAPE = re.compile(rb"\\(\\|x[0-9A-Fa-f]{2})")
_ODD = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x1f]")
_KEPT = "\n\r\t"


@dataclass(frozen=True, slots=True)
class Repaired:
    """A record read at the second attempt.

    ``value`` has every string shown with escapes, ``raw`` the same with the
    original code units, ``reasons`` the stable kinds of what was met.
    """

    value: Any
    raw: Any
    reasons: tuple[str, ...]


def read(data: bytes) -> Repaired | None:
    """The record, or None if it is damaged beyond that. Never raises."""
    reasons: list[str] = []
    plain = _unescaped(data)
    if plain != data:
        reasons.append("x-escape")
    try:
        text = plain.decode("utf-8")
    except UnicodeDecodeError:
        text = plain.decode("utf-8", "surrogateescape")
        reasons.append("bad-utf8")
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError):
        try:
            raw = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            return None
        reasons.append("raw-control")
    bad_bytes, escapes = "bad-utf8" in reasons, "x-escape" in reasons
    try:
        value = _shown(raw, bad_bytes, escapes)
    except RecursionError:
        return None
    if not bad_bytes and _any_odd(raw):
        reasons.append("lone-surrogate")
    return Repaired(value, raw, tuple(reasons))


def _unescaped(data: bytes) -> bytes:
    """``\\xHH``, which is not JSON, as ``\\u00HH``, which is."""

    def change(match: re.Match[bytes]) -> bytes:
        found = match[1]
        if found == b"\\":
            return match[0]
        return b"\\u00" + found[1:]

    return _X_ESCAPE.sub(change, data) if b"\\x" in data else data


def show(text: str, bad_bytes: bool, escapes: bool) -> str:
    """The text with what is not Unicode, or was escaped the wrong way, as escapes."""
    if _ODD.search(text):
        text = _ODD.sub(lambda m: _odd(m[0], bad_bytes), text)
    if escapes and _CONTROL.search(text):
        text = _CONTROL.sub(lambda m: m[0] if m[0] in _KEPT else f"\\x{ord(m[0]):02X}", text)
    return text


def _odd(char: str, bad_bytes: bool) -> str:
    code = ord(char)
    if bad_bytes and 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code & 0xFF:02x}"
    return f"\\u{code:04x}"


def raw_bytes(text: str, bad_bytes: bool) -> bytes:
    """The text's own bytes: bad bytes as they stood, surrogates as three bytes each."""
    if not bad_bytes:
        return text.encode("utf-8", "surrogatepass")
    return b"".join(
        bytes([ord(c) & 0xFF]) if 0xDC80 <= ord(c) <= 0xDCFF else c.encode("utf-8", "surrogatepass")
        for c in text
    )


def _shown(value: Any, bad_bytes: bool, escapes: bool) -> Any:
    if isinstance(value, str):
        return show(value, bad_bytes, escapes)
    if isinstance(value, list):
        return [_shown(v, bad_bytes, escapes) for v in value]
    if isinstance(value, dict):
        return {
            show(k, bad_bytes, escapes): _shown(v, bad_bytes, escapes) for k, v in value.items()
        }
    return value


def _any_odd(value: Any) -> bool:
    if isinstance(value, str):
        return bool(_ODD.search(value))
    if isinstance(value, list):
        return any(_any_odd(v) for v in value)
    if isinstance(value, dict):
        return any(_any_odd(k) or _any_odd(v) for k, v in value.items())
    return False


def shown(value: Any) -> Any:
    """The value with every half surrogate in its strings shown as an escape."""
    return _shown(value, False, False)
