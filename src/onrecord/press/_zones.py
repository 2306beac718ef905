"""Zones and halves of the day as words: what a clock in the news is read by.

Only names that mean one thing. IST, AST, CST outside a mail and the like do not,
and stay unknown: the interval then spans every zone.
"""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_PLACES = {
    "et": "America/New_York", "est": "America/New_York", "edt": "America/New_York",
    "pt": "America/Los_Angeles", "pst": "America/Los_Angeles", "pdt": "America/Los_Angeles",
    "msk": "Europe/Moscow", "мск": "Europe/Moscow", "московскому": "Europe/Moscow",
    "cet": "Europe/Paris", "cest": "Europe/Paris", "mez": "Europe/Berlin",
    "mesz": "Europe/Berlin", "eet": "Europe/Athens", "eest": "Europe/Athens",
    "trt": "Europe/Istanbul", "مكة": "Asia/Riyadh", "السعودية": "Asia/Riyadh",
    "بغداد": "Asia/Baghdad", "القاهرة": "Africa/Cairo", "دمشق": "Asia/Damascus",
    "بيروت": "Asia/Beirut", "utc": "UTC", "gmt": "UTC", "غرينتش": "UTC", "جرينتش": "UTC",
    "غرينيتش": "UTC", "гринвичу": "UTC",
}  # fmt: skip
# What a name of winter or summer time says; outside its season it is not believed.
_FIXED = {"est": -5, "edt": -4, "pst": -8, "pdt": -7, "cet": 1, "cest": 2, "mez": 1, "mesz": 2}
_FIXED |= {"eet": 2, "eest": 3}
_WORD = re.compile(r"[^\W\d_]+")
_PM = re.compile(r"p\.?m\.?|م(?:ساءً?|ساءا)?|ظهر[اً]*|بعد الظهر", re.IGNORECASE)
HALVES = r"a\.?m\.?|p\.?m\.?|صباح[اًا]*|ص|مساء[اًا]*|م|ظهر[اًا]*|بعد الظهر"


def to_24(hour: int, half: str) -> int:
    """The hour of a twelve-hour clock; an hour above 12 is one of 24 whatever is said."""
    if not half or hour > 12:
        return hour
    return hour % 12 + (12 if _PM.match(half) else 0)


def offset(said: str, at: datetime) -> str | None:
    """``+HH:MM`` of the first zone named in words at a local time; None if none is.

    A zone the system has no rules for is none, and so is a winter name in summer
    (CET in July): whoever wrote it may have meant either.
    """
    for word in _WORD.findall(said.casefold()):
        name = word if word in _PLACES else word.removeprefix("ب").removeprefix("ت")
        if name not in _PLACES:
            continue
        try:
            away = at.replace(tzinfo=ZoneInfo(_PLACES[name])).utcoffset()
        except (ZoneInfoNotFoundError, OverflowError):
            return None
        stated = timedelta(hours=_FIXED[name]) if name in _FIXED else away
        return None if away is None or away != stated else _written(away)
    return None


def _written(away: timedelta) -> str:
    minutes = int(away.total_seconds()) // 60
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
