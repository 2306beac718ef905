"""Times as news writes them, with how certain they are."""

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from onrecord.model.when import NEVER, When
from onrecord.press._months import month, one_name
from onrecord.press._zones import HALVES, offset, to_24

# A wall clock without a zone can stand anywhere on Earth: UTC+14 to UTC-12.
EAST = timedelta(hours=14)
WEST = timedelta(hours=12)

_ISO = re.compile(
    r"(\d{4})[-/]?(\d{2})[-/]?(\d{2})"
    r"(?:[T ]\s*(\d{2}):?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?)?"
    r"\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?$",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    rf"(?<!\d)(\d{{1,2}})[:.](\d{{2}})(?::(\d{{2}}))?(?:\s*({HALVES})(?!\w))?", re.IGNORECASE
)
_ZONE = re.compile(r"(?:\b(GMT|UTC|Z)\b)?\s*([+-]\d{1,2}(?::?\d{2})?)?$", re.IGNORECASE)
_NUMERIC = re.compile(r"(\d{1,2})([/.\-])(\d{1,2})\2(\d{4})")
_CTIME = re.compile(r"[A-Za-z]{3}\s+([A-Za-z]{3})\s+(\d{1,2})\s+([\d:]+)\s+(\d{4})$")
_EAST_ASIA = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\.?\s+(?:of\s+)?([^\W\d_]+)\.?,?\s+(\d{4})")
_MONTH_DAY = re.compile(r"([^\W\d_]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")


def instant(text: str | None) -> When:
    """A time as written, with the UTC interval it can mean; NEVER if there is none.

    RFC 3339, ISO 8601 basic and extended, RFC 5322, and written dates, zones named
    in words too where the name means one. Without a
    zone the interval spans every zone; ``03/04/2025`` spans both readings.
    """
    said = (text or "").strip()
    if not said:
        return NEVER
    plain = one_name(_western(said))
    for attempt in (_iso, _mail, _written):
        when = attempt(said, plain)
        if when is not None:
            return when
    return When(said, "none")


def _western(text: str) -> str:
    return "".join(str(int(c)) if c.isdecimal() and not c.isascii() else c for c in text)


def _zone(name: str | None) -> timezone | None:
    if not name:
        return None
    if name.upper() in ("Z", "UTC", "GMT"):
        return UTC
    digits = name[1:].replace(":", "")
    hours, minutes = int(digits[:2]), int(digits[2:] or 0)
    away = timedelta(hours=hours, minutes=minutes)
    if away >= timedelta(hours=24):
        return None
    return timezone(-away if name[0] == "-" else away)


def _iso(said: str, plain: str) -> When | None:
    found = _ISO.match(plain)
    if found is None:
        return None
    year, mon, day, hour, minute, second, zone = found.groups()
    try:
        local = datetime(  # noqa: DTZ001 - the zone is settled in _span
            int(year), int(mon), int(day), int(hour or 0), int(minute or 0), int(second or 0)
        )
    except ValueError:
        return None
    width = timedelta(0) if second else timedelta(seconds=59)
    if not hour:
        width = timedelta(days=1, seconds=-1)
    return _span(said, local, width, zone)


def _span(said: str, local: datetime, width: timedelta, zone: str | None) -> When:
    known = _zone(zone)
    try:
        if known is not None:
            first = local.replace(tzinfo=known).astimezone(UTC)
            basis = "utc" if known is UTC else "offset"
            return When(said, "utc" if basis == "utc" else "offset", first, first + width, local)
        first = local.replace(tzinfo=UTC)
        return When(said, "local-unknown", first - EAST, first + width + WEST, local)
    except OverflowError:
        return When(said, "none")


def _mail(said: str, plain: str) -> When | None:
    if not re.match(
        r"(?:[A-Za-z]{3},\s*)?\d{1,2} [A-Za-z]{3} \d{2,4} [\d:]+ (?:[+-]\d{4}|[A-Z])", plain
    ):
        return None
    try:
        at = parsedate_to_datetime(plain)
    except ValueError:
        return None
    if at.tzinfo is None:
        return _span(said, at, timedelta(0), None)
    first = at.astimezone(UTC)
    basis = "utc" if at.utcoffset() == timedelta(0) else "offset"
    local = at.replace(tzinfo=None)
    return When(said, "utc" if basis == "utc" else "offset", first, first, local)


def _written(said: str, plain: str) -> When | None:
    plain = _CTIME.sub(r"\2 \1 \4 \3", _EAST_ASIA.sub(r"\3.\2.\1", plain))
    numeric = _NUMERIC.search(plain)
    if numeric is not None:
        return _either(said, plain, numeric)
    for pattern, order in ((_DAY_MONTH, (0, 1)), (_MONTH_DAY, (1, 0))):
        found = pattern.search(plain)
        named = month(found.group(order[1] + 1)) if found else None
        if found is None or named is None:
            continue
        day = (int(found.group(3)), named, int(found.group(order[0] + 1)))
        rest = plain[: found.start()] + " " + plain[found.end() :]
        return _on(said, day, rest)
    return None


def _either(said: str, plain: str, numeric: re.Match[str]) -> When | None:
    one, other, year = int(numeric.group(1)), int(numeric.group(3)), int(numeric.group(4))
    rest = plain[: numeric.start()] + " " + plain[numeric.end() :]
    days = [(year, other, one), (year, one, other)]
    if numeric.group(2) == ".":  # 03.04.2025 is day.month wherever dots are written
        days = days[:1]
    options = [when for day in days if (when := _on(said, day, rest)) is not None]
    if len(options) == 2 and options[0] != options[1]:
        first, last = (w for w in sorted(options, key=lambda w: str(w.earliest)))
        return When(said, "ambiguous", first.earliest, last.latest)
    return options[0] if options else None


def _on(said: str, day: tuple[int, int, int], rest: str) -> When | None:
    clock = _CLOCK.search(rest)
    hour, minute, second, width = 0, 0, 0, timedelta(days=1, seconds=-1)
    zone = None
    if clock is not None:
        hour, minute, second = int(clock[1]), int(clock[2]), int(clock[3] or 0)
        hour = to_24(hour, clock[4] or "")
        width = timedelta(0) if clock[3] else timedelta(seconds=59)
    try:
        local = datetime(*day, hour, minute, second)  # noqa: DTZ001 - zone settled in _span
    except ValueError:
        return None
    if clock is not None:
        after = rest[clock.end() :].strip(" ,.()|–")
        zone = _named_zone(_ZONE.search(after)) or offset(after, local)
    return _span(said, local, width, zone)


def _named_zone(after: re.Match[str] | None) -> str | None:
    if after is None or not after.group(0):
        return None
    offset = after.group(2)
    if offset is None:
        return "UTC" if after.group(1) else None
    digits = offset[1:].replace(":", "")
    hours, minutes = (digits, "00") if len(digits) <= 2 else (digits[:-2], digits[-2:])
    return f"{offset[0]}{int(hours):02d}:{minutes}"
