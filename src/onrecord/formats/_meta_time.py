"""When a message of Meta's HTML was sent: a wall clock in the downloading person's language.

``Feb 16, 2018 10:17pm``, ``9 de octubre de 2025, 8:09:15 a. m.``, ``5월 31, 2026 7:57 오전``:
names of months stand in ``months.toml``, words for the half of the day in ``whatsapp.toml``.
"""

import re
import tomllib
from collections.abc import Iterator
from datetime import datetime, tzinfo
from functools import lru_cache
from importlib.resources import files

from onrecord.formats._rows import NO_TIME, Time
from onrecord.formats._whatsapp_head import DROP, hour_of, noon
from onrecord.formats._when import EAST, WEST, wall, written

_SAID = tomllib.loads(files("onrecord.formats").joinpath("months.toml").read_text("utf-8"))
MONTHS: dict[str, int] = {w: int(m) for m, said in _SAID["months"].items() for w in said}
CROATIAN: dict[str, int] = _SAID["croatian"]

_MINUTE = 59_999_999
_SECOND = 1_000_000
_MOST = 1 << 14
_PM = ("pm", "PM")
_SIMPLE = re.compile(
    r"([^\d:]{0,24}\d{1,2},? (?:[^\W\d]{3,12}\.? )?\d{4},?) "
    r"(\d{1,2}):([0-5]\d)(?::([0-5]\d))? ?(am|pm|AM|PM)?$",
    re.ASCII,
)
"""A day with a year, and a clock whose half of the day, if any, stands behind it."""
_LONGEST = 120
_SHORTEST = 3
"""Letters that a shortened name of a month has at least."""
_CLOCK = re.compile(r"(?<!\d)(\d{1,2})([:.٫]| ?h ?)(\d\d)(?:[:.٫](\d\d))?(?!\d)")
_SIGNED = (
    re.compile(r"(\d{1,2}) ?[월月]"),
    re.compile(r"(?:tháng|thg)\.? ?(\d{1,2})\b", re.IGNORECASE),
)
_NUMBERS = re.compile(r"(\d{1,4})[.]? ?([./-]) ?(\d{1,2})[.]? ?[./-] ?(\d{1,4})")
_WORD = re.compile(
    r"[^\W\d_]+(?:[\u0300-\u036f\u0900-\u0dff\u0e30-\u0e4e\u1000-\u109f]+[^\W\d_]*)*"
)
_INNER_DOT = re.compile(r"(?<=[^\W\d_])\.(?=[^\W\d_])")
_DIGITS = re.compile(r"\d+")


class MetaClock:
    """Reads clocks; a day met before is not read again: then only the hours are added."""

    def __init__(self, zone: tzinfo | None, order: str | None) -> None:
        self._zone = zone
        self._order = order
        self._days: dict[str, int | None] = {}

    def read(self, shown: str) -> Time:
        """As :func:`when`."""
        simple = _SIMPLE.match(shown) if self._zone is None else None
        if simple is None:
            return when(shown, self._zone, self._order)
        day = simple[1]
        base = self._days.get(day, -1)
        if base == -1:
            base = self._day(day)
        hour = int(simple[2])
        if base is None or not (1 <= hour <= 12 if simple[5] else hour < 24):
            return when(shown, self._zone, self._order)
        if simple[5]:
            hour = hour % 12 + (12 if simple[5] in _PM else 0)
        local = base + (hour * 3_600 + int(simple[3]) * 60 + int(simple[4] or 0)) * _SECOND
        last = local + WEST + (0 if simple[4] else _MINUTE)
        return (shown, "local-unknown", local - EAST, last, local)

    def _day(self, day: str) -> int | None:
        """The wall clock of a day's beginning; None if its words leave it open."""
        days = _days(f"{day} | ", self._order)
        try:
            base = wall(datetime(*days[0])) if len(days) == 1 else None  # noqa: DTZ001
        except (ValueError, IndexError):
            base = None
        if len(self._days) < _MOST:
            self._days[day] = base
        return base


def when(shown: str, zone: tzinfo | None, order: str | None) -> Time:
    """The interval of UTC that a clock can mean; every reading where it is ambiguous."""
    if not shown:
        return NO_TIME
    readings = list(clocks(shown, order))
    if not readings:
        return (shown, "none", None, None, None)
    spans = [written(at, zone) for at, _ in readings]
    basis = spans[0][0] if len(spans) == 1 else "ambiguous"
    more = 0 if readings[0][1] else _MINUTE
    return (shown, basis, min(s[1] for s in spans), max(s[2] for s in spans) + more,
            wall(readings[0][0]))  # fmt: skip


def clocks(shown: str, order: str | None) -> Iterator[tuple[datetime, bool]]:
    """Each reading of the clock, likeliest first, and whether it has seconds."""
    said = shown.translate(DROP) if len(shown) < _LONGEST else ""
    found = list(_CLOCK.finditer(said))
    clock = next((c for c in reversed(found) if c[2] == ":"), found[-1] if found else None)
    if clock is None or int(clock[3]) > 59 or int(clock[1]) > 24:
        return
    before, after = said[: clock.start()], said[clock.end() :]
    seen = set()
    for year, month, day in _days(f"{before} | {after}", order):
        for hour in _hours(int(clock[1]), before, after):
            try:
                at = datetime(year, month, day, hour % 24, int(clock[3]),  # noqa: DTZ001
                              min(int(clock[4] or 0), 59))  # fmt: skip
            except ValueError:
                continue
            if at not in seen:
                seen.add(at)
                yield at, clock[4] is not None


def _hours(hour: int, before: str, after: str) -> tuple[int, ...]:
    """The hour; both halves of the day if a word beside the clock does not say which."""
    word = noon(_DIGITS.split(after, maxsplit=1)[0])
    if word == "":  # 오후 7:57, 下午7:57; words in Latin before a clock say "at"
        left = _DIGITS.split(before)[-1]
        word = "" if left.isascii() else noon(left).replace("?", "")
    settled = hour_of(hour, word)
    return (hour % 12, hour % 12 + 12) if settled is None else (settled,)


@lru_cache(maxsize=4_096)
def _days(said: str, order: str | None) -> tuple[tuple[int, int, int], ...]:
    """Year, month, day of each reading of a date."""
    for pattern in _SIGNED:
        signed = pattern.search(said)
        if signed:
            rest = said[: signed.start()] + " " + said[signed.end() :]
            return tuple(_around(rest, [int(signed[1])]))
    named = _named(said)
    if named:
        return tuple(_around(said, named))
    match = _NUMBERS.search(said)
    return tuple(_numbers(match, order)) if match else ()


def _named(said: str) -> list[int]:
    """The months that a word of a date is the name of, or the beginning of a name."""
    words = _WORD.findall(_INNER_DOT.sub("", said.lower().replace("’", "").replace("'", "")))
    pairs = [f"{a} {b}" for a, b in zip(words, words[1:], strict=False)]
    for word in pairs + words:
        if word in MONTHS:
            return _croatian(said, word)
        if word in CROATIAN:
            return [CROATIAN[word]]
    for word in (w for w in words if len(w) >= _SHORTEST):
        begun = {m for name, m in MONTHS.items() if name.startswith(word)}
        if len(begun) == 1:
            return list(begun)
    return []


def _croatian(said: str, word: str) -> list[int]:
    """Croatian puts a dot behind the year; who puts the day first without one is not."""
    other = CROATIAN.get(word)
    if other is None:
        return [MONTHS[word]]
    if re.search(r"\d{4}\.", said):
        return [other]
    day_first = re.match(r"\s*\d{1,2} ", said)
    return [MONTHS[word]] if day_first else [MONTHS[word], other]


def _around(said: str, months: list[int]) -> Iterator[tuple[int, int, int]]:
    """A date whose month is known: its year is the number of four digits."""
    numbers = _DIGITS.findall(said)
    long = [n for n in numbers if len(n) == 4]
    short = [n for n in numbers if len(n) <= 2]
    if not long and len(short) > 1:
        long, short = [short[-1]], short[:-1]
    if long and short:
        for month in months:
            yield _year(long[0]), month, int(short[0])


def _numbers(match: re.Match[str], order: str | None) -> Iterator[tuple[int, int, int]]:
    a, b, c = match[1], match[3], match[4]
    if len(a) == 4:
        yield _year(a), int(b), int(c)
        return
    if order in (None, "dmy"):
        yield _year(c), int(b), int(a)
    if order in (None, "mdy") and match[2] != ".":
        yield _year(c), int(a), int(b)


def _year(said: str) -> int:
    """The common year: two digits are of this century, Thai years count from the Buddha."""
    year = int(said)
    if len(said) == 2:
        return year + 2_000
    return year - 543 if 2_400 <= year < 2_700 else year
