"""A stretch of the original text around what was found, with its marks."""

from dataclasses import dataclass, replace

from onrecord.model.query import Mark

ELLIPSIS = "…"
_WIDTH = 160


@dataclass(frozen=True, slots=True)
class Snippet:
    """``text`` is ``original[start:end]`` itself; ``marks`` count within it.

    ``before`` and ``after`` say whether the original goes on.
    """

    text: str
    marks: tuple[Mark, ...]
    start: int
    end: int
    before: bool
    after: bool


def snippet(text: str, marks: tuple[Mark, ...], width: int = _WIDTH) -> Snippet:
    """At most about ``width`` code points around the most marks, cut at spaces.

    Nothing is changed inside: line breaks, marks and invisible characters stay.
    """
    if len(text) <= width:
        return Snippet(text, marks, 0, len(text), False, False)
    start = _best_start(marks, width, len(text))
    end = min(len(text), start + width)
    start, end = _to_spaces(text, start, end, marks)
    inside = [m for m in marks if start <= m.start and m.end <= end]
    moved = tuple(replace(m, start=m.start - start, end=m.end - start) for m in inside)
    return Snippet(text[start:end], moved, start, end, start > 0, end < len(text))


def _best_start(marks: tuple[Mark, ...], width: int, size: int) -> int:
    """Where a window of ``width`` holds most marks, the first of them a third in."""
    if not marks:
        return 0
    held = [sum(1 for m in marks if a.start <= m.start and m.end <= a.start + width) for a in marks]
    first = marks[held.index(max(held))].start
    return max(0, min(first - width // 3, size - width))


def _to_spaces(text: str, start: int, end: int, marks: tuple[Mark, ...]) -> tuple[int, int]:
    first = min((m.start for m in marks if m.start >= start), default=start)
    last = max((m.end for m in marks if m.end <= end), default=end)
    if start > 0:
        space = text.find(" ", start, first)
        start = start if space < 0 else space + 1
    if end < len(text):
        space = text.rfind(" ", max(last, start + 1), end)
        end = end if space < 0 else space
    return start, end


def marked(found: Snippet, before: str, after: str) -> str:
    """The snippet with ``before`` and ``after`` put around each mark."""
    out, at = [], 0
    for mark in sorted(found.marks, key=lambda m: (m.start, -m.end)):
        if mark.start < at:
            continue
        out += [found.text[at : mark.start], before, found.text[mark.start : mark.end], after]
        at = mark.end
    out.append(found.text[at:])
    left, right = ELLIPSIS * found.before, ELLIPSIS * found.after
    return left + "".join(out) + right
