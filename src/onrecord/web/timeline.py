"""A line of time with each clock's doubt drawn to scale: where things stand on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from onrecord.model.when import When

WIDTH, LEFT, RIGHT, ROW, TOP = 860, 190, 24, 26, 8
_STEPS = (60, 300, 600, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 2 * 86400, 7 * 86400)
_MOST_TICKS = 7
_THINNEST = 3.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One clock: from ``x`` over ``width``, as wide as its doubt (three pixels at least)."""

    name: str
    chat: bool
    counted: bool
    x: float
    width: float
    y: int
    says: str
    says_at_end: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A drawn line of time; ``untimed`` are names whose time is not known."""

    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, str], ...]
    height: int
    untimed: tuple[str, ...]
    width: int = WIDTH
    left: int = LEFT


def line_of(rows: Sequence[tuple[str, When, bool, bool]]) -> Line:
    """A line over (name, time, is it the chat, does it count) rows, in their order."""
    timed = [r for r in rows if r[1].earliest is not None and r[1].latest is not None]
    untimed = tuple(r[0] for r in rows if r not in timed)
    if not timed:
        return Line((), (), 0, untimed)
    first = min(_at(r[1].earliest) for r in timed)
    last = max(_at(r[1].latest) for r in timed)
    room = max((last - first) * 0.04, 60.0)
    low, high = first - room, last + room
    scale = (WIDTH - LEFT - RIGHT) / (high - low)
    bars = []
    for n, (name, when, chat, counted) in enumerate(timed):
        begin, end = _at(when.earliest), _at(when.latest)
        x = LEFT + (begin - low) * scale
        width = max((end - begin) * scale, _THINNEST)
        bars.append(
            Bar(
                name, chat, counted, round(x, 1), round(width, 1), TOP + n * ROW, _says(when),
                x + width > WIDTH - 230,
            )
        )  # fmt: skip
    ticks = [(round(LEFT + (t - low) * scale, 1), words) for t, words in _ticks(low, high)]
    return Line(tuple(bars), tuple(ticks), TOP + len(timed) * ROW + 24, untimed)


def _at(when: datetime | None) -> float:
    return 0.0 if when is None else when.timestamp()


def _ticks(low: float, high: float) -> list[tuple[float, str]]:
    step = next((s for s in _STEPS if (high - low) / s <= _MOST_TICKS), 30 * 86400)
    begin = datetime.fromtimestamp(low, UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    out = []
    at = begin
    while at.timestamp() <= high:
        if at.timestamp() >= low:
            words = f"{at:%H:%M}" if step < 86400 and at.hour + at.minute else f"{at.day} {at:%b}"
            out.append((at.timestamp(), words))
        at += timedelta(seconds=step)
    return out


def _says(when: When) -> str:
    """The time with its doubt written out."""
    if when.earliest is None or when.latest is None:
        return when.text
    doubt = (when.latest - when.earliest).total_seconds()
    middle = when.earliest + (when.latest - when.earliest) / 2
    said = f"{middle.day} {middle:%b, %H:%M}"
    if doubt < 2:
        return f"{said} UTC"
    half = round(doubt / 2)
    if half >= 43200 - 1:
        return f"{when.earliest.day} {when.earliest:%b}, give or take half a day"
    words = f"{half} s" if half < 90 else f"{round(half / 60)} min" if half < 5400 else (
        f"{round(half / 3600)} h"
    )  # fmt: skip
    return f"{said} UTC, give or take {words}"
