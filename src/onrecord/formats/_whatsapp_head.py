"""The date and time before a WhatsApp line, in any locale, digits and calendar."""

import re
from datetime import datetime
from typing import NamedTuple

from onrecord.formats._calendars import from_jalali, from_tabular_islamic
from onrecord.formats._whatsapp_words import AM, ERAS, NEITHER, NOON, PM

MARKS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c\ufeff"
DROP = {ord(c): None for c in MARKS} | {0xA0: " ", 0x202F: " ", 0x2009: " ", 0x60C: ","}
_D = (
    r"(?P<a>\d{1,4}|[A-Z]\d{1,2}|(?:令和|平成|昭和)\d{1,2})\s?[./\-–年년]\s?(?P<b>\d{1,2})\s?[./\-–月월]\s?"
    r"(?P<c>\d{1,4}|[A-Z]\d{1,2}|(?:令和|平成|昭和)\d{1,2})(?:日|일|年)?"
)
_T = r"(?P<h>\d{1,2})(?:[:.٫]|\s?h\s?)(?P<m>\d\d)(?:[:.٫](?P<s>\d\d))?"
_FIRST_DATE = re.compile(_D + r"(?P<mid>[^\d\[\]]{1,32}?)" + _T + r"(?P<tail>[^\d\[\]]{0,20})")
_FIRST_TIME = re.compile(_T + r"(?P<tail>[^\d\[\]]{1,24}?)" + _D + r"(?P<mid>[^\d\[\]]{0,12})")
_LETTERS = r"[^\s\d_.,:;()\[\]/-]+"  # combining vowel signs are part of a word
_WORD = re.compile(rf"{_LETTERS}(?:[ .'’״\u200c]+{_LETTERS})*")


class Head(NamedTuple):
    """The parts of a head: three fields of a date whose order is not yet settled,
    words around the clock, and the clock. ``shape`` tells styles apart."""

    fields: tuple[str, str, str]
    words: str
    hour: int
    minute: int
    second: int | None
    shape: str


def parse(said: str) -> Head | None:
    """A head without its brackets or dash, or None if it is none."""
    if not said.isascii():
        said = said.translate(DROP)
    said = said.strip(" ")
    found = _FIRST_DATE.fullmatch(said)
    order = "date"
    if found is None:
        found = _FIRST_TIME.fullmatch(said)
        order = "time"
        if found is None:
            return None
    a, b, c, hour, minute, second = found.group("a", "b", "c", "h", "m", "s")
    if int(hour) > 24 or int(minute) > 59 or (second is not None and int(second) > 60):
        return None
    words = f"{found['mid']} {found['tail']}" if not _bare(found) else ""
    shape = order + ("-seconds" if second is not None else "")
    return Head(
        (a, b, c), words, int(hour), int(minute), None if second is None else int(second), shape
    )


def _bare(found: re.Match[str]) -> bool:
    return found["mid"] in (", ", " ", "") and not found["tail"]


def noon(words: str) -> str:
    """``am``, ``pm``, ``noon``, empty if no word speaks of it, ``?`` if one may."""
    if not words:
        return ""
    plain = words.lower().replace(".", " ").replace("’", "'").replace("µ", "μ")
    for word in _words(plain):
        if word in AM:
            return "am"
        if word in PM:
            return "pm"
        if word in NOON:
            return "noon"
    left = [w for w in _words(plain) if w not in NEITHER and w not in _CALENDAR]
    return "?" if left else ""


_CALENDAR = frozenset(["be", "พ ศ", "ad", "ap", "ah", "ه", "هـ", "ش", "ه ش", "ce", "г", "р"])


def _words(plain: str) -> list[str]:
    found = [" ".join(w.split()) for w in _WORD.findall(plain)]
    return found + [part for w in found for part in w.split() if " " in w]


class Day(NamedTuple):
    """A day of the common calendar, the other it may be, and the calendar it was in."""

    date: tuple[int, int, int]
    calendar: str


def day(fields: tuple[str, str, str], order: str) -> Day | None:
    """The fields read in ``dmy``, ``mdy`` or ``ymd``; None if that is no day."""
    said = fields[order.index("y")]
    month, dom = _number(fields[order.index("m")]), _number(fields[order.index("d")])
    year, calendar = _year(said)
    if dom is None or month is None or year is None or (len(said) == 3 and said.isdecimal()):
        return None
    if calendar == "persian":
        return _checked(from_jalali(year, month, dom), calendar)
    if calendar == "islamic":
        return _checked(from_tabular_islamic(year, month, dom), calendar)
    return _checked((year, month, dom), calendar)


def _year(said: str) -> tuple[int | None, str]:
    """A year's number in its calendar, the common one where adding settles it."""
    year = _number(said)
    if year is None:
        letters = said.rstrip("0123456789")
        era = ERAS.get(letters)
        return (None if era is None else int(said[len(letters) :]) + era), "japanese"
    if len(said) <= 2:
        # Thai phones write 66 for 2566; 2052 and later are not written by anybody yet.
        return (year + 2000, "gregorian") if year < 52 else (year + 1957, "buddhist")
    if 2400 <= year < 2700:
        return year - 543, "buddhist"
    if 1340 <= year <= 1415:
        return year, "persian"
    return year, "islamic" if 1416 <= year <= 1500 else "gregorian"


def _checked(date: tuple[int, int, int] | None, calendar: str) -> Day | None:
    """The day if there is one, in years in which there was a WhatsApp."""
    if date is None or not 2009 <= date[0] <= 2099:
        return None
    try:
        datetime(*date)  # noqa: DTZ001 - only asks whether there is such a day
    except ValueError:
        return None
    return Day(date, calendar)


def _number(field: str) -> int | None:
    return int(field) if field.isdecimal() else None


def hour_of(hour: int, word: str) -> int | None:
    """The hour of a 24-hour clock, or None if the word does not settle it."""
    if word in ("", "am") and hour == 24:
        return 0
    if word == "" or hour > 12 or hour == 0:
        return hour
    if word == "?":
        return None
    if word == "noon":
        return hour if hour >= 10 else hour + 12
    return hour % 12 + (12 if word == "pm" else 0)
