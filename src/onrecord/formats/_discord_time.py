"""When a message of DiscordChatExporter's HTML was sent.

The page shows a wall clock in the exporting person's language. The message's id states the
instant: Discord numbers messages by milliseconds since 2015, shifted by 22 bits (Discord's
developer documentation, "Snowflakes").
"""

import re
from collections.abc import Iterator
from datetime import datetime, tzinfo
from functools import lru_cache

from onrecord.formats._rows import NO_TIME, Time
from onrecord.formats._when import wall, written

_EPOCH = 1_420_070_400_000
_LOW = 1 << 40
_DAY = 15 * 3_600 * 1_000_000
_MINUTE = 59_999_999
_LONGEST = 200
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_CLOCK = re.compile(r"(\d{1,2})[:.](\d\d)(?::(\d\d))?\s*([AaPp])?\.?[Mm]?\.?\s*$")
_NAMED = re.compile(r"(\d{1,2})[-. ]+([A-Za-z]{3,9})\.?[-, ]+(\d{2,4})\b")
_NAMED_FIRST = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})\b")
_NUMBERS = re.compile(r"(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})\b")


def instant(number: str | None) -> int | None:
    """Microseconds since 1970 that a message's id states; None if it is too small."""
    value = int(number or 0)
    if not _LOW < value < 1 << 63:
        return None
    return ((value >> 22) + _EPOCH) * 1_000


def when(shown: str, number: str | None, zone: tzinfo | None, order: str | None) -> Time:
    """The time shown; the instant by the id, if the id can be one and the two agree."""
    stamp = instant(number)
    readings = clocks(shown, order)
    if stamp is not None:
        near = [r for r in readings if abs(wall(r) - stamp) < _DAY]
        if near or not readings:
            return (shown, "utc", stamp, stamp, wall(near[0]) if near else None)
    if not readings:
        return NO_TIME if not shown else (shown, "none", None, None, None)
    spans = [written(r, zone) for r in readings]
    basis = spans[0][0] if len(spans) == 1 else "ambiguous"
    more = 0 if readings[0].second else _MINUTE
    return (shown, basis, min(s[1] for s in spans), max(s[2] for s in spans) + more,
            wall(readings[0]))  # fmt: skip


def disagree(shown: str, number: str | None, order: str | None) -> bool:
    """True if no reading of the clock lies within a day of what the id states."""
    stamp = instant(number)
    readings = clocks(shown, order)
    return stamp is not None and bool(readings) and all(
        abs(wall(r) - stamp) >= _DAY for r in readings
    )  # fmt: skip


@lru_cache(maxsize=1_024)
def clocks(shown: str, order: str | None) -> tuple[datetime, ...]:
    """What a wall clock can mean: several readings where day and month can change places."""
    return tuple(_clocks(shown, order))


def _clocks(shown: str, order: str | None) -> Iterator[datetime]:
    clock = _CLOCK.search(shown) if len(shown) < _LONGEST else None
    if clock is None:
        return
    hour, minute, second = int(clock[1]), int(clock[2]), int(clock[3] or 0)
    if clock[4]:
        hour = hour % 12 + (12 if clock[4] in "pP" else 0)
    seen = set()
    for year, month, day in _days(shown[: clock.start()] + " ", order):
        try:
            found = datetime(year, month, day, hour, minute, second)  # noqa: DTZ001
        except ValueError:
            continue
        if found not in seen:
            seen.add(found)
            yield found


def _days(said: str, order: str | None) -> Iterator[tuple[int, int, int]]:
    named = _NAMED.search(said)
    if named and named[2][:3].lower() in _MONTHS:
        yield _year(named[3]), _MONTHS.index(named[2][:3].lower()) + 1, int(named[1])
        return
    named = _NAMED_FIRST.search(said)
    if named and named[1][:3].lower() in _MONTHS:
        yield int(named[3]), _MONTHS.index(named[1][:3].lower()) + 1, int(named[2])
        return
    match = _NUMBERS.search(said)
    if match is None:
        return
    a, b, c = match[1], match[3], match[4]
    if len(a) == 4:
        yield int(a), int(b), int(c)
        return
    if order in (None, "dmy"):
        yield _year(c), int(b), int(a)
    if order in (None, "mdy") and match[2] != ".":
        yield _year(c), int(a), int(b)


def _year(said: str) -> int:
    return int(said) + (2_000 if len(said) == 2 else 0)
