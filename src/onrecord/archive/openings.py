"""Step 1 of checking: disclosures against the digests of a leaf (format section 13.1).

Every refusal is a ValueError with a reason.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from onrecord.archive import b64
from onrecord.archive.entry import digest
from onrecord.model.proof import Attr

_ALIAS = re.compile("alias-[A-Za-z0-9_-]{11}")
_ATTR = re.compile(
    r'\{"kind":"(message|service)","edited":(true|false),"forwarded":(true|false),'
    r'"via_bot":(true|false),"quoted_reply":(true|false),'
    r'"time_basis":"(utc|offset|zone|local-unknown|ambiguous|none)",'
    r'"time_precision":"(second|minute|day|range|none)","enc":"(utf-8|raw)"\}'
)
_W = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{6})?"
TIME = re.compile(f"{_W}|{_W}Z|{_W}Z/{_W}Z")
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile("0|[1-9][0-9]{0,15}")
_HEX = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Opened:
    """What a leaf's disclosures open to.

    ``field`` is ``text``, ``plain`` or '' (no words open); ``segments`` has one
    item a sealed segment of it, None if closed; ``shown`` their disclosures.
    """

    values: dict[str, Any]
    attr: Attr | None
    field: str
    segments: tuple[str | None, ...]
    shown: tuple[str, ...]
    alias_name: str | None


def read(digests: Sequence[str], disclosures: Sequence[str]) -> Opened:
    """Checks and opens. Raises ValueError."""
    named, parts = _split(disclosures)
    if len(set(named) | set(parts)) != len(disclosures):
        raise ValueError("a disclosure occurs twice")
    if not set(named) <= set(digests):
        raise ValueError("a disclosure does not belong to the leaf")
    values: dict[str, Any] = {}
    for name, value in named.values():
        _check(name, value)
        if name in values:
            raise ValueError(f"{name} is disclosed twice")
        values[name] = value
    aliases = [n for n in values if n.startswith("alias-")]
    if len(aliases) > 1:
        raise ValueError("more than one alias is open")
    field, segments, shown = _words(digests, values, parts)
    attr = _attr(values)
    if attr is None and (values.get("text") is not None or values.get("plain") is not None):
        raise ValueError("words are open without attr")
    if attr is not None and attr.enc == "raw":
        _raw(values, segments)
    return Opened(values, attr, field, segments, shown, aliases[0] if aliases else None)


_Named = dict[str, tuple[str, Any]]


def _split(disclosures: Sequence[str]) -> tuple[_Named, dict[str, tuple[str, str]]]:
    named: _Named = {}
    parts: dict[str, tuple[str, str]] = {}
    for said in disclosures:
        value = b64.loads(b64.unurl(said).decode("utf-8"))
        if not isinstance(value, list) or len(value) not in (2, 3):
            raise ValueError("not a disclosure")
        if not isinstance(value[0], str) or len(b64.unurl(value[0])) != 16:
            raise ValueError("a salt is not one")
        if len(value) == 3:
            if not isinstance(value[1], str):
                raise ValueError("a disclosure's name is not a string")
            named[digest(said)] = (value[1], value[2])
        elif isinstance(value[1], str) and value[1]:
            parts[digest(said)] = (said, value[1])
        else:
            raise ValueError("a segment is not text")
    return named, parts


def _references(value: Any) -> list[str]:
    """The digests an opened ``text`` or ``plain`` lists. Raises ValueError."""
    if not isinstance(value, list):
        raise ValueError("words are not a list of digests")
    found = []
    for item in value:
        if not isinstance(item, dict) or list(item) != ["..."] or not isinstance(item["..."], str):
            raise ValueError("words are not a list of digests")
        if len(b64.unurl(item["..."])) != 32:
            raise ValueError("a digest has another length")
        found.append(item["..."])
    return found


def _words(
    digests: Sequence[str], values: dict[str, Any], parts: dict[str, tuple[str, str]]
) -> tuple[str, tuple[str | None, ...], tuple[str, ...]]:
    lists = {n: _references(values[n]) for n in ("text", "plain") if values.get(n) is not None}
    every = [*digests, *(d for found in lists.values() for d in found)]
    if len(set(every)) != len(every):
        raise ValueError("a digest is used twice")
    if not set(parts) <= {d for found in lists.values() for d in found}:
        raise ValueError("a segment does not belong to opened words")
    touched = [n for n, found in lists.items() if any(d in parts for d in found)]
    if len(touched) > 1:
        raise ValueError("segments of both text and plain are open")
    field = touched[0] if touched else next(iter(lists), "")
    found = lists.get(field, [])
    segments = tuple(parts[d][1] if d in parts else None for d in found)
    return field, segments, tuple(parts[d][0] for d in found if d in parts)


def _attr(values: dict[str, Any]) -> Attr | None:
    if "attr" not in values:
        return None
    found = _ATTR.fullmatch(b64.dumps(values["attr"]))
    if found is None:
        raise ValueError("attr is not of the grammar")
    kind, edited, forwarded, via_bot, quoted, basis, precision, enc = found.groups()
    return Attr(
        kind,
        edited == "true",
        forwarded == "true",
        via_bot == "true",
        quoted == "true",
        basis,
        precision,
        enc,
    )


def _raw(values: dict[str, Any], segments: tuple[str | None, ...]) -> None:
    if values.get("plain") is not None:
        raise ValueError("raw text has no plain")
    if "text" in values and len(segments) != 1:
        raise ValueError("raw text is one segment")
    for segment in segments:
        if segment is not None:
            b64.unstd(segment)


def _check(name: str, value: Any) -> None:
    """Raises ValueError unless the name is one of the fourteen and its value fits."""
    if _ALIAS.fullmatch(name):
        b64.unurl(name.removeprefix("alias-"))
        if not (isinstance(value, str) and len(b64.unurl(value)) == 16):
            raise ValueError("an alias is not one")
        return
    check = _CHECKS.get(name)
    if check is None:
        raise ValueError("a disclosure has an unknown name")
    if value is None and name in _NULLABLE:
        return
    if not check(value):
        raise ValueError(f"{name} has a value of another type")


def _fields(value: Any, keys: list[str]) -> bool:
    """An object of strings or nulls with exactly these keys, not all null."""
    return (
        isinstance(value, dict)
        and list(value) == keys
        and all(v is None or isinstance(v, str) for v in value.values())
        and any(v is not None for v in value.values())
    )


def _time(value: Any) -> bool:
    if not isinstance(value, dict) or list(value) != ["sent", "edited"]:
        return False
    sent, edited = value["sent"], value["edited"]
    return (
        isinstance(sent, str)
        and TIME.fullmatch(sent) is not None
        and (edited is None or (isinstance(edited, str) and TIME.fullmatch(edited) is not None))
    )


def _media(value: Any) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(m, dict) and list(m) == ["type", "sha256"] for m in value)
        and all(isinstance(m["type"], str) and _hex(m["sha256"]) for m in value)
    )


def _hex(value: Any) -> bool:
    return value is None or (isinstance(value, str) and _HEX.fullmatch(value) is not None)


def _src(value: Any) -> bool:
    keys = ["member", "start", "length", "kind", "sha256", "row"]
    return (
        _fields(value, keys)
        and isinstance(value["member"], str)
        and _matches(_NUMBER, value["start"])
        and _matches(_NUMBER, value["length"])
        and value["kind"] in ("bytes", "row")
        and _hex(value["sha256"])
        and _matches(_HEX, value["row"])
    )


def _matches(pattern: re.Pattern[str], value: Any) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None


_NULLABLE = frozenset(("plain", "time", "day", "sender", "reply", "media"))
_CHECKS = {
    "text": lambda v: isinstance(v, list),
    "plain": lambda v: isinstance(v, list),
    "attr": lambda v: isinstance(v, dict),
    "time": _time,
    "day": lambda v: _matches(_DAY, v),
    "seq": lambda v: _matches(_NUMBER, v),
    "sender": lambda v: _fields(v, ["id", "name"]),
    "reply": lambda v: _fields(v, ["to", "chat", "quote"]),
    "media": _media,
    "src": _src,
}
