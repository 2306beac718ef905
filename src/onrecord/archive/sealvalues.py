"""The values of a seal entry's disclosures, by their grammar (format section 9)."""

import re
from collections.abc import Callable
from typing import Any

from onrecord.archive import b64
from onrecord.archive.openings import TIME

_HEX = re.compile("[0-9a-f]{64}")
_COUNT = re.compile("0|[1-9][0-9]{0,15}")
_CLAIMED = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")


def check(name: str, value: Any) -> None:
    """Raises ValueError unless the value is null or of the name's grammar."""
    if value is not None and not _CHECKS[name](value):
        raise ValueError(f"{name} has a value of another type")


def _matches(pattern: re.Pattern[str]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _archive(value: Any) -> bool:
    return isinstance(value, str) and len(b64.unurl(value)) == 16


def _parser(value: Any) -> bool:
    if not isinstance(value, dict) or list(value) != ["name", "version", "sha256", "slices"]:
        return False
    digest = value["sha256"]
    return (
        _text(value["name"])
        and _text(value["version"])
        and (digest is None or _matches(_HEX)(digest))
        and value["slices"] in ("yes", "no")
    )


def _range(value: Any) -> bool:
    if not isinstance(value, dict) or list(value) != ["first", "last"]:
        return False
    return all(v is None or _matches(TIME)(v) for v in value.values())


_CHECKS: dict[str, Callable[[Any], bool]] = {
    "case": _text,
    "bag": _text,
    "notes": _text,
    "beacon": _text,
    "manifest": _matches(_HEX),
    "parser": _parser,
    "count": _matches(_COUNT),
    "range": _range,
    "claimed": _matches(_CLAIMED),
    "same_chat": _archive,
}
