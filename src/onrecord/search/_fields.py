"""The fields of a query and their values."""

from onrecord.errors import BadQuery
from onrecord.lang.language import codes
from onrecord.lang.match import FIELDS, HAS
from onrecord.model.query import Field

_KINDS = ("message", "service")
_VOICES = ("own", "forwarded", "group", "bot")
_VALUES = {"kind": _KINDS, "voice": _VOICES, "has": HAS}
_ALL = (*FIELDS, "date", "after", "before")
_PLURALS = {"forwarded": "forward", "links": "link", "photos": "photo", "edited": "edit"}


def field(name: str, value: str) -> Field:
    """A field and its value. Raises BadQuery for a field or value there is none of."""
    if name not in FIELDS:
        raise BadQuery(
            f"there is no field {name}:",
            advice="fields: " + ", ".join(f + ":" for f in _ALL) + '; or put it in quotes: "a:b"',
        )
    if name in ("has", "kind", "voice", "lang", "domain"):
        value = value.lower()
    if name == "domain":
        value = value.removeprefix("www.").strip(".")
    if name == "export":
        value = value.removeprefix("#")
        if not (value.isascii() and value.isdigit()):
            raise BadQuery(
                f"export: has no value {value!r}", advice="its number, as `onrecord info` prints it"
            )
        value = str(int(value))
    if name == "has":
        value = _PLURALS.get(value, value)
    known = codes() if name == "lang" else _VALUES.get(name)
    if known is not None and value not in known:
        raise BadQuery(f"{name}: has no value {value!r}", advice="one of " + ", ".join(known))
    return Field(name, value)
