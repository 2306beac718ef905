"""Messages over time as bars: at most so many, each a stretch of whole days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

MOST = 120
WIDTH, HEIGHT, FOOT = 720, 72, 16


@dataclass(frozen=True, slots=True)
class Bar:
    """Messages from ``first`` to ``last`` (days, inclusive) and where the bar stands."""

    first: str
    last: str
    count: int
    x: float
    width: float
    height: float

    @property
    def says(self) -> str:
        """What the bar shows, in words."""
        days = self.first if self.first == self.last else f"{self.first} to {self.last}"
        return f"{days}: {self.count:,}"


@dataclass(frozen=True, slots=True)
class Histogram:
    """Bars in order, days each of them spans, messages without a date beside them."""

    bars: tuple[Bar, ...]
    days_each: int
    undated: int
    most: int

    @property
    def drawn(self) -> bool:
        """True if there is anything to draw."""
        return bool(self.bars)


def histogram(days: Iterable[tuple[str, int]]) -> Histogram:
    """Bars of (day, messages) pairs; pairs whose day is none are counted as undated."""
    dated: dict[date, int] = {}
    undated = 0
    for text, count in days:
        try:
            day = date.fromisoformat(text)
        except ValueError:
            undated += count
            continue
        dated[day] = dated.get(day, 0) + count
    if not dated:
        return Histogram((), 1, undated, 0)
    first, last = min(dated), max(dated)
    span = (last - first).days + 1
    each = -(-span // MOST)
    counts = [0] * -(-span // each)
    for day, count in dated.items():
        counts[(day - first).days // each] += count
    most = max(counts)
    width = WIDTH / len(counts)
    bars = []
    for i, count in enumerate(counts):
        start = first + timedelta(days=i * each)
        end = min(last, start + timedelta(days=each - 1))
        tall = 0.0 if not count else max(1.5, HEIGHT * count / most)
        bars.append(
            Bar(start.isoformat(), end.isoformat(), count, round(i * width, 2), width, tall)
        )
    return Histogram(tuple(bars), each, undated, most)
