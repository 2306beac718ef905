"""Where the runs of a quotation stand in one sealed text, in order.

Works on folded texts; offsets are the folded text's. Runs are cut at word
boundaries only. Between two runs a gap mark may hold any words, inserted words
stand for what lies in one sentence, and no mark means nothing may lie there.
"""

from collections.abc import Callable, Sequence

from onrecord.model.boundary import inside_word
from onrecord.model.brackets import Mark, Pattern

Span = tuple[int, int]
Crosses = Callable[[int, int], bool]
_MOST = 120  # places of one run looked at; a refusal is the safe side


def places(text: str, run: str, *, loose_left: bool, loose_right: bool) -> list[Span]:
    """Every place of ``run`` in ``text`` whose ends do not cut a word; a loose
    end may, because a bracket glued to it stands for the rest of the word."""
    found: list[Span] = []
    at = text.find(run)
    while at >= 0 and len(found) < _MOST:
        end = at + len(run)
        left = loose_left or not inside_word(text, at)
        if left and (loose_right or not inside_word(text, end)):
            found.append((at, end))
        at = text.find(run, at + 1)
    return found


def align(text: str, pattern: Pattern, crosses: Crosses) -> list[tuple[Span, ...]]:
    """The ways the runs stand in ``text``, best first; empty if they do not.

    One run: all its places. Several: the one way that leaves out least and
    marks no gap where nothing is missing, earliest first.
    """
    glued = [any(m.glued for m in marks) for marks in pattern.marks]
    spots = [
        places(text, run, loose_left=glued[i], loose_right=glued[i + 1])
        for i, run in enumerate(pattern.runs)
    ]
    if not all(spots):
        return []
    if len(spots) == 1:
        return [(spot,) for spot in spots[0]]
    return _cheapest(text, spots, pattern.marks[1:-1], crosses)


_Way = tuple[tuple[int, int], tuple[Span, ...]]


def _cheapest(
    text: str, spots: Sequence[list[Span]], joints: Sequence[tuple[Mark, ...]], crosses: Crosses
) -> list[tuple[Span, ...]]:
    ways: list[_Way] = [((0, 0), (spot,)) for spot in spots[0]]
    for following, marks in zip(spots[1:], joints, strict=True):
        ways = [w for spot in following if (w := _join(text, ways, spot, marks, crosses))]
    return [min(ways, key=lambda w: (w[0], w[1]))[1]] if ways else []


def _join(
    text: str, ways: list[_Way], spot: Span, marks: tuple[Mark, ...], crosses: Crosses
) -> _Way | None:
    best: _Way | None = None
    for (vacant, length), spans in reversed(ways):
        end = spans[-1][1]
        if end > spot[0] or not _fits(text, end, spot[0], marks, crosses):
            continue
        between = text[end : spot[0]].strip(" ")
        cost = (
            vacant + (not between and any(m.words is None for m in marks)),
            length + len(between),
        )
        if best is None or cost < best[0]:
            best = (cost, (*spans, spot))
    return best


def _fits(text: str, start: int, end: int, marks: tuple[Mark, ...], crosses: Crosses) -> bool:
    between = text[start:end]
    if any(m.glued for m in marks):  # stands for the rest of one word
        return " " not in between.strip(" ")
    if any(m.words is None for m in marks):
        return True
    return not crosses(start, end)
