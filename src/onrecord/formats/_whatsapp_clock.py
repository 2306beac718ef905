"""From the head of a WhatsApp line to an interval of UTC, remembered per head."""

import re
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from onrecord.formats._rows import Time
from onrecord.formats._whatsapp_head import Head, day, hour_of, noon, parse
from onrecord.formats._whatsapp_style import Style
from onrecord.formats._when import EAST, wall, written
from onrecord.model.place import Place
from onrecord.model.trouble import Trouble

_SECOND = 1_000_000
_DAY = 86_400 * _SECOND
_MINUTE_LESS = 60 * _SECOND - 1
_MOST = 1 << 16
_NUMBERS = re.compile(r"\d+")


class Clock:
    """Reads heads of one style."""

    def __init__(self, style: Style, zone: ZoneInfo | None) -> None:
        self._style = style
        self._zone = zone
        self._memory: dict[str, Time | None] = {}
        self._days: dict[str, int] = {}
        self._clocks: dict[str, tuple[int, int]] = {}
        words = {noon(w) for w in style.words}
        self._settled = not words <= {"", "?"}
        found = {} if self._settled else style.halves.settled()
        self._halves = found or {}
        self.open = found is None  # 12 hours or 24, and which word is which, is not known
        self.said = self._clock()

    def doubts(self, member: str) -> Iterator[Trouble]:
        """What the file leaves open about all of its times."""
        if len(self._style.orders) > 1:
            orders = ", ".join(self._style.orders)
            note = f"the file does not settle the order of day and month: {orders}"
            yield Trouble("ambiguous-dates", Place(member, 0, 0), note)
        if self.open:
            note = f"what stands beside the clock is not known: {self._style.halves.said}; "
            note += "a time may be twelve hours later than it reads"
            yield Trouble("ambiguous-clock", Place(member, 0, 0), note)

    def _clock(self) -> str:
        if self.open:
            return f"open: {self._style.halves.said}"
        if self._halves:
            told = (f"{word.strip(' ,')} is {half}" for word, half in self._halves.items())
            return f"12 hours, by the order of the messages: {', '.join(told)}"
        return "12 hours" if self._settled else "24 hours"

    def read(self, said: str) -> Time | None:
        """The five time columns of a head, or None if it is none of this file's.

        To the minute where there are no seconds. ``ambiguous``, over every reading,
        where the file leaves the order of day and month or the half of the day open.
        """
        cut = said.find(" ")
        base = self._days.get(said[:cut])
        if base is not None:
            clock = self._clocks.get(said[cut:])
            if clock is not None:
                local = base + clock[0]
                return (said, "local-unknown", local - EAST, base + clock[1], local)
        memory = self._memory
        if said in memory:
            return memory[said]
        head = parse(said)
        time = None if head is None or head.shape != self._style.shape else self._time(said, head)
        if len(memory) < _MOST:
            memory[said] = time
        if time is not None and head is not None:
            self._remember(said, cut, head, time)
        return time

    def _remember(self, said: str, cut: int, head: Head, time: Time) -> None:
        """Keep day and clock apart where one blank parts them and nothing is open:
        then any other day with any other clock is read by adding."""
        local, last = time[4], time[3]
        plain = time[1] == "local-unknown" and said.isascii() and head.shape.startswith("date")
        if not plain or local is None or last is None or len(self._days) >= _MOST:
            return
        if len(_NUMBERS.findall(said[:cut])) != 3 or said[cut + 1 : cut + 2] in ("", " "):
            return
        day = local - local % _DAY
        self._days[said[:cut]] = day
        self._clocks[said[cut:]] = (local - day, last - day)

    def _time(self, said: str, head: Head) -> Time | None:
        said = said.encode("utf-8", "backslashreplace").decode()
        readings: list[tuple[str, int, int, int]] = []
        for order in self._style.orders:
            found = day(head.fields, order)
            if found is None:
                continue
            for hour in self._hours(head):
                second = min(head.second or 0, 59)
                at = datetime(*found.date, hour, head.minute, second)  # noqa: DTZ001
                basis, first, last = written(at, self._zone)
                if found.calendar == "islamic":
                    basis, first, last = (
                        "ambiguous",
                        first - 86_400 * _SECOND,
                        last + 86_400 * _SECOND,
                    )
                readings.append((basis, first, last, wall(at)))
        if not readings:
            return (said, "none", None, None, None)
        precision = 0 if head.second is not None else _MINUTE_LESS
        basis, first, last, local = readings[0]
        if len({r[3] for r in readings}) > 1:
            basis = "ambiguous"
            first, last = min(r[1] for r in readings), max(r[2] for r in readings)
        return (said, basis, first, last + precision, local)

    def _hours(self, head: Head) -> tuple[int, ...]:
        word = self._halves.get(head.words) or noon(head.words)
        if word == "?" and not self._settled and not self.open:
            word = ""  # a word beside a clock that is never about noon in this file
        hour = hour_of(head.hour, word)
        if hour is not None:
            return (hour % 24,)
        return (head.hour % 12, head.hour % 12 + 12)
