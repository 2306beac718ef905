"""Figures as drawings: where bars stand. Words and colours are the template's."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from onrecord.model.figure import Cell, Figure

WIDTH = 900
LEFT = 150
_MOST_BINS = 120
"""Columns at most: wide enough to be pointed at, few enough for a page that draws at once."""
_LABELS = 9


@dataclass(frozen=True, slots=True)
class Bar:
    """One rectangle; ``layer`` names what it counts, ``says`` is its sentence."""

    x: float
    y: float
    width: float
    height: float
    layer: str
    says: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars on an axis of days; ``rows`` are (label, y) of strips, ``top`` the highest count."""

    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, str], ...]
    rows: tuple[tuple[str, float], ...]
    layers: tuple[str, ...]
    height: int
    top: int
    bin: str
    left: int
    width: int = WIDTH


@dataclass(frozen=True, slots=True)
class Bins:
    """Days put together where they would be too many: day, week or month."""

    name: str
    starts: tuple[date, ...]
    of: Callable[[date], date]


def bins_of(days: Sequence[date], most: int = _MOST_BINS) -> Bins:
    """Days, weeks (from Monday) or months, so that a chart has room for them."""
    first, last = min(days), max(days)
    for name, start, step in (
        ("day", _same, _next_day),
        ("week", _monday, _next_week),
        ("month", _first_of_month, _next_month),
    ):
        starts: list[date] = []
        at = start(first)
        while at <= last and len(starts) <= most:
            starts.append(at)
            at = step(at)
        if len(starts) <= most or name == "month":
            return Bins(name, tuple(starts), start)
    raise AssertionError("a month is the last resort")


def columns(figure: Figure, layers: Sequence[tuple[int, str]], height: int = 150) -> Chart | None:
    """Stacked columns over days: ``layers`` are (column of the figure, what it counts)."""
    days = _days(figure)
    if not days:
        return None
    bins = bins_of(days)
    counts: dict[date, list[int]] = defaultdict(lambda: [0] * len(layers))
    for row in figure.rows:
        if row[0] is not None:
            into = counts[bins.of(date.fromisoformat(str(row[0])))]
            for n, (column, _) in enumerate(layers):
                into[n] += _number(row[column])
    top = max((sum(c) for c in counts.values()), default=1) or 1
    left, step = 44, (WIDTH - 44) / len(bins.starts)
    bars = []
    for at, start in enumerate(bins.starts):
        base = float(height)
        for n, (_, name) in enumerate(layers):
            count = counts[start][n] if start in counts else 0
            tall = count / top * (height - 12)
            base -= tall
            if count:
                says = f"{_span(bins.name, start)}: {count:,} {name}"
                bars.append(_bar(left + at * step, base, step, tall, name, says))
    return Chart(
        tuple(bars), _ticks(bins, left, step), (), tuple(n for _, n in layers), height + 22, top,
        bins.name, left,
    )  # fmt: skip


def strips(figure: Figure, tall: int = 34) -> Chart | None:
    """One strip of columns a kind, all on the same scale, most frequent on top."""
    days = _days(figure)
    if not days:
        return None
    bins = bins_of(days, _MOST_BINS * 2 // 3)
    counts: dict[str, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    for row in figure.rows:
        if row[0] is not None:
            counts[str(row[1])][bins.of(date.fromisoformat(str(row[0])))] += _number(row[2])
    order = sorted(counts, key=lambda kind: -sum(counts[kind].values()))
    top = max(n for kind in counts.values() for n in kind.values())
    step = (WIDTH - LEFT) / len(bins.starts)
    bars, rows = [], []
    for n, kind in enumerate(order):
        base = (n + 1) * tall
        rows.append((kind.replace("-", " "), float(base)))
        for at, start in enumerate(bins.starts):
            count = counts[kind].get(start, 0)
            if count:
                high = max(2.0, count / top * (tall - 8))
                says = f"{_span(bins.name, start)}: {count:,} {kind.replace('-', ' ')}"
                bars.append(_bar(LEFT + at * step, base - high, step, high, kind, says))
    return Chart(
        tuple(bars), _ticks(bins, LEFT, step), tuple(rows), (), len(order) * tall + 22, top,
        bins.name, LEFT,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Range:
    """A bar in a cell of a table, in percent of the cell: from, over."""

    start: float
    width: float


def ranges(figure: Figure) -> list[Range]:
    """For each row its days from first to last, on the scale of the whole figure."""
    days = [date.fromisoformat(str(c)) for row in figure.rows for c in row[4:6] if c]
    if not days:
        return [Range(0, 0) for _ in figure.rows]
    first, whole = min(days), max(1, (max(days) - min(days)).days + 1)
    out = []
    for row in figure.rows:
        if not row[4] or not row[5]:
            out.append(Range(0, 0))
            continue
        begin, end = date.fromisoformat(str(row[4])), date.fromisoformat(str(row[5]))
        start = (begin - first).days / whole * 100
        out.append(
            Range(round(start, 2), max(1.0, round(((end - begin).days + 1) / whole * 100, 2)))
        )
    return out


def shares(figure: Figure, column: int) -> list[float]:
    """For each row its count in percent of the highest."""
    top = max((_number(row[column]) for row in figure.rows), default=0) or 1
    return [round(_number(row[column]) / top * 100, 2) for row in figure.rows]


@dataclass(frozen=True, slots=True)
class Stack:
    """One kind's outcomes as parts of a bar: (outcome, count, start, width) in percent."""

    kind: str
    total: int
    parts: tuple[tuple[str, int, float, float], ...]


def stacks(figure: Figure, order: Sequence[str]) -> list[Stack]:
    """Outcomes of each kind in a fixed order, kinds with most statements first."""
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for kind, outcome, n in figure.rows:
        counts[str(kind)][str(outcome)] = _number(n)
    out = []
    for kind, found in counts.items():
        total, at, parts = sum(found.values()), 0.0, []
        for outcome in order:
            if found.get(outcome):
                width = found[outcome] / total * 100
                parts.append((outcome, found[outcome], round(at, 2), round(width, 2)))
                at += width
        out.append(Stack(kind.replace("-", " "), total, tuple(parts)))
    return sorted(out, key=lambda s: -s.total)


def _number(cell: Cell) -> int:
    return cell if isinstance(cell, int) else 0


def _days(figure: Figure) -> list[date]:
    return [date.fromisoformat(str(row[0])) for row in figure.rows if row[0] is not None]


def _bar(x: float, y: float, step: float, tall: float, layer: str, says: str) -> Bar:
    gap = 1.0 if step > 4 else 0.0
    return Bar(round(x, 2), round(y, 2), round(step - gap, 2), round(tall, 2), layer, says)


def _ticks(bins: Bins, left: float, step: float) -> tuple[tuple[float, str], ...]:
    every = max(1, -(-len(bins.starts) // _LABELS))
    chosen = range(0, len(bins.starts), every)
    return tuple((round(left + n * step, 1), _tick(bins, bins.starts[n])) for n in chosen)


def _tick(bins: Bins, day: date) -> str:
    return f"{day:%b %Y}" if bins.name == "month" else f"{day.day} {day:%b}"


def _span(name: str, day: date) -> str:
    if name == "month":
        return f"{day:%B %Y}"
    return f"{'week of ' if name == 'week' else ''}{day.day} {day:%b %Y}"


def _same(day: date) -> date:
    return day


def _next_day(day: date) -> date:
    return day + timedelta(days=1)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _next_week(day: date) -> date:
    return day + timedelta(days=7)


def _first_of_month(day: date) -> date:
    return day.replace(day=1)


def _next_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=7)).replace(day=1)
