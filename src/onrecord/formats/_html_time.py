"""Times as Telegram's pages write them, each day worked out once."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from onrecord.formats._rows import NO_TIME, Time
from onrecord.formats._when import one, wall, written

_STAMP = re.compile(
    r"^(\d\d)\.(\d\d)\.(\d{4}) (\d\d:\d\d:\d\d)(?: UTC([+-]\d\d:\d\d))?(?: ([+-]\d\d:?\d\d))?$"
)
_SECOND = 1_000_000
_MOST = 1 << 14
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip

_Day = tuple[str, int, int, int]


class PageClock:
    """Reads ``23.03.2022 02:12:10``, since 2022 with ``UTC+03:00`` behind it.

    Without an offset the instant is as uncertain as an unknown zone makes it, unless a
    person named the zone.
    """

    def __init__(self, zone: ZoneInfo | None) -> None:
        self._zone = zone
        self._days: dict[tuple[str, str], _Day | None] = {}
        self._announced: tuple[str, Time] = ("", NO_TIME)

    def read(self, text: str) -> Time:
        """The five time columns; basis ``none`` for what is no time."""
        clock = text[11:19]
        if self._zone is None or len(text) > 19:
            hour, minute, second = clock[:2], clock[3:5], clock[6:]
            plain = (hour + minute + second).isdecimal() and clock[2::3] == "::"
            if plain and text[10:11] == " " and hour < "24" and minute < "60" and second < "60":
                day = self._day(text[:10], text[19:])
                if day is not None:
                    basis, first, last, local = day
                    more = (int(hour) * 3600 + int(minute) * 60 + int(second)) * _SECOND
                    return (text, basis, first + more, last + more, local + more)
        return self._slowly(text)

    def _day(self, said: str, offset: str) -> _Day | None:
        """Basis, earliest, latest and wall clock of a day's midnight, remembered."""
        key = (said, offset)
        if key not in self._days:
            if len(self._days) >= _MOST:
                self._days.clear()
            _, basis, first, last, local = self._slowly(f"{said} 00:00:00{offset}")
            sure = (basis == "offset" and bool(offset)) or basis == "local-unknown"
            if sure and first is not None and last is not None and local is not None:
                self._days[key] = (basis, first, last, local)
            else:
                self._days[key] = None
        return self._days[key]

    def _slowly(self, text: str) -> Time:
        match = _STAMP.match(text)
        if match is None:
            return (text, "none", None, None, None)
        day, month, year, clock, offset, other = match.groups()
        iso = f"{year}-{month}-{day}T{clock}{offset or other or ''}"
        _, *rest = one(iso, None, self._zone)
        return (text, *rest)  # type: ignore[return-value]

    def day(self, said: str | None) -> Time:
        """The whole of the day last announced: an event states no time of its own."""
        if said is None:
            return NO_TIME
        if said != self._announced[0]:
            self._announced = (said, self._whole(said))
        return self._announced[1]

    def _whole(self, said: str) -> Time:
        day = _parsed(said)
        if day is None:
            return NO_TIME
        basis, first, _ = written(day, self._zone)
        last = written(day + timedelta(days=1), self._zone)[2] - 1
        return (said, basis, first, last, wall(day))


def _parsed(said: str) -> datetime | None:
    day, _, rest = said.partition(" ")
    month, _, year = rest.partition(" ")
    if month not in _MONTHS or not (day.isdecimal() and year.isdecimal()):
        return None
    try:
        return datetime(int(year[:4]), _MONTHS.index(month) + 1, int(day[:2]))  # noqa: DTZ001
    except ValueError:
        return None
