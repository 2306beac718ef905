"""How one WhatsApp file writes its heads: found by looking at the file, then said."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from onrecord.formats._lines import blocks
from onrecord.formats._whatsapp_halves import Halves
from onrecord.formats._whatsapp_head import MARKS, Head, day, parse

ORDERS = ("dmy", "mdy", "ymd")
_LONGEST_HEAD = 64
_ENOUGH = 20_000
_COLON = re.compile(
    r"[\u200e\u200f]?(\d{1,4}[./-]\d{1,2}[./-]\d{1,4},? \d{1,2}[:.]\d\d[:.]\d\d"
    r"(?:[ \u202f]?[^\d:\n]{1,14})?): "
)


@dataclass(slots=True)
class Style:
    """What the lines of a file agree on.

    ``brackets``: iOS puts the head in them; until 2016 it put a ``colon`` behind.
    ``shape``: see ``Head``. ``order`` of the date's fields; ``orders`` holds more than
    one if the file does not settle it and nobody said.
    """

    brackets: bool
    shape: str
    orders: tuple[str, ...]
    words: Counter[str] = field(default_factory=Counter)
    colon: bool = False
    halves: Halves = field(default_factory=Halves)

    @property
    def made_by(self) -> str:
        """The system whose app writes heads like these."""
        return "ios" if self.brackets else "ios, until 2016" if self.colon else "android"

    @property
    def order(self) -> str:
        """The likeliest order."""
        return self.orders[0]


def split_colon(line: str, brackets: bool = False) -> tuple[str, str] | None:
    """Head and rest of a line as iOS wrote them until 2016: ``3/24/14, 1:59:59 PM: Ada: …``."""
    if not line[:1].isdecimal() and line[:1] not in MARKS:
        return None
    match = _COLON.match(line)
    return (match[1], line[match.end() :]) if match else None


def split(line: str, brackets: bool) -> tuple[str, str] | None:
    """Head and rest of a line, or None if it has no head in this style."""
    start = 0
    while start < len(line) and line[start] in MARKS:
        start += 1
    if brackets:
        if line[start : start + 1] != "[":
            return None
        end = line.find("]", start, start + _LONGEST_HEAD)
        if end < 0:
            return None
        rest = line[end + 1 :]
        return line[start + 1 : end], rest.removeprefix(" ")
    end = line.find(" - ", start, start + _LONGEST_HEAD)
    if end < 0:
        end = line.find(" – ", start, start + _LONGEST_HEAD)
    if end < 0 or not line[start : start + 1].isdecimal():
        return None
    return line[start:end], line[end + 3 :]


def head_of(line: str, style: Style) -> tuple[Head, str] | None:
    """The head and the rest if the line begins a message in this file's style."""
    parts = split(line, style.brackets)
    if parts is None:
        return None
    head = parse(parts[0])
    if head is None or head.shape != style.shape:
        return None
    return head, parts[1]


def lines_of(stream: BinaryIO) -> Iterator[str]:
    """The beginnings of a stream's lines, decoded only to be looked at."""
    for _, lines, _ in blocks(stream):
        for line in lines:
            yield line[:512].decode("utf-8", "replace").rstrip("\r")


def learn(stream: BinaryIO, asked: str | None) -> Style | None:
    """The style of a file, or None if it has no line with a head.

    Looks at as many lines as it takes to settle the order of day and month.
    """
    seen: Counter[tuple[str, str]] = Counter()
    votes: dict[str, Votes] = {}
    for line in lines_of(stream):
        found = _any_head(line)
        if found is None:
            continue
        mark, head = found
        seen[mark, head.shape] += 1
        own = votes.setdefault(mark, Votes())
        own.take(head)
        if own.heads >= _ENOUGH and len(own.left()) == 1:
            break
    if not seen:
        return None
    (mark, shape), _ = seen.most_common(1)[0]
    orders = (asked,) if asked in ORDERS else votes[mark].verdict()
    return Style(mark == "[", shape, orders, votes[mark].words, mark == ":", votes[mark].halves)


def _any_head(line: str) -> tuple[str, Head] | None:
    """How a line's head is marked (``[``, ``-`` or ``:``), and the head."""
    for mark in ("[", "-", ":"):
        parts = split_colon(line) if mark == ":" else split(line, mark == "[")
        if parts is not None:
            head = parse(parts[0])
            if head is not None:
                return mark, head
    return None


class Votes:
    """Which orders of day, month and year a file's heads allow, and how often each
    would make time run backwards."""

    def __init__(self) -> None:
        self.heads = 0
        self._short = False
        self.words: Counter[str] = Counter()
        self.halves = Halves()
        self._valid: Counter[str] = Counter()
        self._back: Counter[str] = Counter()
        self._last: dict[str, tuple[int, int, int]] = {}
        self._seen: tuple[str, str, str] | None = None

    def take(self, head: Head) -> None:
        """One head more. Repeated days say nothing new."""
        self.heads += 1
        self.words[head.words] += 1
        self.halves.take(head)
        if head.fields == self._seen:
            for order in ORDERS:
                self._valid[order] += order in self._last
            return
        self._seen = head.fields
        self._short = len(head.fields[0]) <= 2
        for order in ORDERS:
            found = day(head.fields, order)
            if found is None:
                self._last.pop(order, None)
                continue
            self._valid[order] += 1
            if found.date < self._last.get(order, (0, 0, 0)):
                self._back[order] += 1
            self._last[order] = found.date

    def left(self) -> list[str]:
        """Orders that fit (nearly) every head, those that break time least first."""
        most = max(self._valid.values(), default=0)
        fit = [o for o in ORDERS if self._valid[o] >= most * 0.995 and self._valid[o]]
        return sorted(fit, key=lambda o: (self._back[o], ORDERS.index(o)))

    def verdict(self) -> tuple[str, ...]:
        """One order if the file settles it, several if it does not, the likeliest first."""
        fit = self.left() or ["dmy"]
        fewest = self._back[fit[0]]
        equal = [o for o in fit if self._back[o] < fewest + 2 + fewest // 2]
        if len(equal) > 1 and self._short and "ymd" in equal:
            equal.remove("ymd")  # no locale writes 24/07/22 for July 2024
        return tuple(equal)
