"""Instants of a record as the strings that are sealed (format section 3).

Times are microseconds since 1970, wall clocks as if they were UTC.
"""

from datetime import date

CERTAIN = frozenset(("utc", "offset", "zone"))
_DAY = 86_400_000_000
_EPOCH = date(1970, 1, 1).toordinal()
_MINUTES = [f"T{m // 60:02}:{m % 60:02}:" for m in range(1440)]
_SECONDS = [f"{s:02}" for s in range(60)]


def instant(at: int, days: dict[int, str] | None = None) -> str:
    """Microseconds since 1970 as ``YYYY-MM-DDTHH:MM:SS[.ffffff]``, no zone.

    ``days`` remembers days already written, for a caller with many instants.
    """
    seconds, micro = divmod(at, 1_000_000)
    number, rest = divmod(seconds, 86_400)
    known = {} if days is None else days
    on = known.get(number)
    if on is None:
        on = known[number] = day_of(number)
    text = on + _MINUTES[rest // 60] + _SECONDS[rest % 60]
    return f"{text}.{micro:06}" if micro else text


def day_of(days: int) -> str:
    """Days since 1970 as ``YYYY-MM-DD``."""
    return date.fromordinal(_EPOCH + days).isoformat()


def precision(first: int | None, last: int | None) -> str:
    """The word for the width of an interval of microseconds."""
    if first is None or last is None:
        return "none"
    width = last - first
    if width < 1_000_000:
        return "second"
    if width < 60_000_000:
        return "minute"
    return "day" if width < _DAY else "range"


Known = tuple[str, int | None, int | None, int | None]
"""basis, first, last, local: what a record knows of its time."""


def sent(at: Known, days: dict[int, str]) -> str | None:
    """T of the format, or None where the record states no time."""
    basis, first, last, local = at
    if basis in CERTAIN and first is not None:
        text = instant(first, days) + "Z"
        if last is not None and last - first >= 1_000_000:
            return f"{text}/{instant(last, days)}Z"
        return text
    return None if local is None else instant(local, days)


def day(at: Known) -> int | None:
    """The day of a record since 1970, or None where it is not settled."""
    basis, first, last, local = at
    if basis in CERTAIN and first is not None:
        if last is not None and last // _DAY != first // _DAY:
            return None
        return first // _DAY
    return None if local is None else local // _DAY


def minute(first: int | None, local: int | None) -> str:
    """The minute that stands in a content-based ``k``."""
    at = first if local is None else local
    return "" if at is None else instant(at)[:16]
