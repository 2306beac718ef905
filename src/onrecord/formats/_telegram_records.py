"""A Telegram record from its bytes: strictly, then with what we do not know set
apart, then at the second attempt of :mod:`_repair`."""

from typing import Any

import msgspec

from onrecord.formats import _repair
from onrecord.formats._quick import Quick, quick
from onrecord.formats._telegram_fields import (
    ACTIONS,
    MESSAGE_KEYS,
    PLAIN,
    SERVICE_KEYS,
    STRICT,
    Record,
    Service,
    Unsupported,
    Written,
)
from onrecord.formats._telegram_pending import Odd
from onrecord.formats._telegram_rows import text_of

_FAULTS = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
_KEYS = {"Written": MESSAGE_KEYS, "Service": SERVICE_KEYS, "Unsupported": frozenset({"id"})}
_TYPES: dict[str, type[Any]] = {"service": Service, "unsupported": Unsupported}


def strictly(data: bytes) -> list[Any] | None:
    """The records of a JSON array whose every field we know, or None."""
    try:
        return STRICT.decode(data)
    except _FAULTS:
        return None


def quickly(data: bytes, base: int, between: bytes) -> tuple[Quick, list[Any]] | None:
    """Columns of a block's plain messages and the records it leaves, typed; None without
    the compiled helper, or if one of those left is not a record whose every field we know."""
    made = quick(data, base, between)
    if made is None:
        return None
    rows: list[Any] = []
    for start, length in zip(made.starts, made.lengths, strict=True):
        one = strictly(b"[" + data[start - base : start - base + length] + b"]")
        if one is None or len(one) != 1:
            return None
        rows += one
    return made, rows


def record(data: bytes) -> tuple[Record, Odd, dict[str, Any] | None, tuple[str, ...]] | None:
    """One record however odd: typed, what was odd about it, its own fields if it is
    an event, and the stable kinds of what was met. None if it cannot be read."""
    reasons: tuple[str, ...] = ()
    raw: Any = None
    try:
        value = PLAIN.decode(data)
    except _FAULTS:
        repaired = _repair.read(data)
        if repaired is None:
            return None
        value, raw, reasons = repaired.value, repaired.raw, repaired.reasons
    if not isinstance(value, dict):
        return None
    typed, unknown = _typed(value)
    odd = Odd(unknown)
    if raw is not None:
        _raw_text(odd, typed, raw, reasons)
    return typed, odd, value if type(typed) is Service else None, reasons


def _typed(value: dict[str, Any]) -> tuple[Record, dict[str, Any]]:
    """The record and the fields that do not fit it."""
    kind = value.get("type")
    target = _TYPES.get(kind, Written) if isinstance(kind, str) else Written
    keys = _KEYS[target.__name__]
    unknown = {k: v for k, v in value.items() if k not in keys and k != "type"}
    if kind not in ("message", *_TYPES) and "type" in value:
        unknown["type"] = kind
    tagged = {"type": target.__struct_config__.tag}
    rest = {k: v for k, v in value.items() if k in keys and k != "type"}
    made = _converted({**tagged, **rest}, target)
    if made is None:
        fits = {k: v for k, v in rest.items() if _converted({**tagged, k: v}, target) is not None}
        unknown.update({k: v for k, v in rest.items() if k not in fits})
        made = _converted({**tagged, **fits}, target)
    return made if made is not None else Written(), unknown


def _converted(value: dict[str, Any], target: type[Any]) -> Any:
    try:
        return msgspec.convert(value, target)
    except (msgspec.ValidationError, RecursionError, ValueError):
        return None


def unknown_event(value: dict[str, Any]) -> tuple[str | None, list[str]]:
    """The action if we do not know it, and the fields that none we know has."""
    action = value.get("action")
    strange = action if isinstance(action, str) and action not in ACTIONS else None
    return strange, [k for k in value if k not in SERVICE_KEYS]


def _raw_text(odd: Odd, typed: Any, raw: Any, reasons: tuple[str, ...]) -> None:
    """Keep the text's own bytes if the text is shown with escapes."""
    parts = raw.get("text", raw.get("text_entities")) if isinstance(raw, dict) else None
    bad = "bad-utf8" in reasons
    own = _repair.raw_bytes(_joined(parts), bad)
    if type(typed) is not Unsupported and own != text_of(typed)[0].encode("utf-8"):
        odd.text_raw = own
        odd.enc = next(iter(reasons), None)


def _joined(parts: Any) -> str:
    if isinstance(parts, str):
        return parts
    if not isinstance(parts, list):
        return ""
    return "".join(
        p if isinstance(p, str) else p["text"]
        for p in parts
        if isinstance(p, str) or (isinstance(p, dict) and isinstance(p.get("text"), str))
    )
