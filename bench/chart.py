"""Growth as a drawing: seconds, memory and latency against size, both logarithmic."""

from collections.abc import Mapping, Sequence
from math import log10

Line = Sequence[tuple[float, float]]
WIDE, HIGH, LEFT, LOW, TOP, RIGHT = 760, 380, 64, 46, 18, 190
COLOURS = ("#1b6ca8", "#b3541e", "#2e7d4f", "#7a3e9d", "#8a6d00", "#a02c48", "#3d5a80")


def draw(lines: Mapping[str, Line], across: str) -> str:
    """An SVG of the named lines. Points are (size, value), both above zero."""
    every = [point for line in lines.values() for point in line]
    x0, x1 = _span([x for x, _ in every])
    y0, y1 = _span([y for _, y in every])

    def at(x: float, y: float) -> tuple[float, float]:
        right = LEFT + (log10(x) - x0) / (x1 - x0) * (WIDE - LEFT - RIGHT)
        return right, TOP + (y1 - log10(y)) / (y1 - y0) * (HIGH - TOP - LOW)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" role="img" '
        f'aria-label="Growth with the number of messages" font-family="sans-serif" font-size="12">',
        f'<rect width="{WIDE}" height="{HIGH}" fill="#ffffff"/>',
    ]
    for power in range(int(x0), int(x1) + 1):
        x, _ = at(10**power, 10**y0)
        parts.append(_rule(x, TOP, x, HIGH - LOW))
        parts.append(_text(x, HIGH - LOW + 18, f"{10**power:,}", "middle"))
    for power in range(int(y0), int(y1) + 1):
        _, y = at(10**x0, 10**power)
        parts.append(_rule(LEFT, y, WIDE - RIGHT, y))
        parts.append(_text(LEFT - 8, y + 4, f"{10.0**power:g}", "end"))
    parts.append(_text((LEFT + WIDE - RIGHT) / 2, HIGH - 8, across, "middle"))
    for colour, line in zip(COLOURS, lines.values(), strict=False):
        points = [at(x, y) for x, y in sorted(line)]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in points]
    names = sorted(
        zip(COLOURS, lines.items(), strict=False), key=lambda pair: -sorted(pair[1][1])[-1][1]
    )
    last = -99.0
    for colour, (name, line) in names:
        x, y = at(*sorted(line)[-1])
        last = max(y + 4, last + 15)
        parts.append(_text(x + 9, last, name, "start", colour))
    return "\n".join([*parts, "</svg>", ""])


def _span(values: Sequence[float]) -> tuple[float, float]:
    """Whole powers of ten around the values."""
    low, high = log10(min(values)), log10(max(values))
    first, last = low // 1, -(-high // 1)
    return first, max(last, first + 1)


def _rule(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="#dddddd"/>'


def _text(x: float, y: float, said: str, anchor: str, colour: str = "#333333") -> str:
    shown = said.replace("&", "&amp;").replace("<", "&lt;")
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{shown}</text>'
