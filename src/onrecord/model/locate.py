"""Finds a printed quotation in one sealed text and says what surrounds it."""

from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.model import boundary, caution
from onrecord.model.alignment import Crosses, Span, align
from onrecord.model.brackets import Mark, Pattern, patterns
from onrecord.model.caution import Cautions, Flag
from onrecord.model.foldmap import Folded
from onrecord.model.verdict import Class, Inserted, Left, Wording


@dataclass(frozen=True, slots=True)
class View:
    """Both texts under one fold, and the sealed one as it is."""

    sealed: str
    fold: Folded
    printed: str
    cautions: Cautions

    def crosses(self) -> Crosses:
        """Whether a run of the folded text goes over the end of a sentence."""
        marks = boundary.ends(self.sealed)

        def crossing(start: int, end: int) -> bool:
            while start < end and self.fold.text[start] == " ":
                start += 1
            while end > start and self.fold.text[end - 1] == " ":
                end -= 1
            return boundary.crosses(marks, *self.fold.original(start, end))

        return crossing


def may_hold(printed: str, sealed: str) -> bool:
    """False only if no reading of the folded quotation can be in the folded text.

    A few substring searches that spare the map where nothing will be found.
    """
    return any(all(run in sealed for run in p.runs) for p in patterns(printed))


def best(view: View) -> Wording | None:
    """The reading of the quotation that is plainest and leaves out least."""
    for pattern in patterns(view.printed):
        ways = list(_ways(view, pattern))
        if not ways:
            continue
        flags = caution.find(view.sealed, view.cautions)
        found = [_wording(view, pattern, way, flags) for way in ways]
        return min(found, key=lambda w: (len(w.flags), w.starts_mid_sentence, w.spans))
    return None


def _ways(view: View, pattern: Pattern) -> Iterator[tuple[Span, ...]]:
    """A lone full stop is in every message; it quotes nothing. Nor do two gap
    marks side by side mark anything that one does not."""
    twice = any(sum(m.words is None for m in marks) > 1 for marks in pattern.marks)
    if not twice and any(_has_words(run) for run in pattern.runs):
        yield from align(view.fold.text, pattern, view.crosses())


def _wording(
    view: View, pattern: Pattern, way: tuple[Span, ...], flags: tuple[Flag, ...]
) -> Wording:
    spans = tuple(view.fold.original(a, b) for a, b in way)
    first, last = spans[0][0], spans[-1][1]
    low, high = boundary.sentence(view.sealed, first, last)
    words = tuple(_brackets(view, spans, pattern, flags))
    left = tuple(_left_out(view.sealed, spans, pattern, words, flags))
    gapped = any(m.words is None for marks in pattern.marks for m in marks)
    cls: Class = "BRACKETED" if words else "ELIDED" if gapped else "VERBATIM"
    return Wording(
        cls,
        whole=len(way) == 1 and way[0] == (0, len(view.fold.text)),
        starts_mid_sentence=_has_words(view.sealed[low : _begin(words, first)]),
        ends_mid_sentence=_has_words(view.sealed[_finish(words, last) : high]),
        spans=spans,
        left=left,
        inserted=words,
    )


def _begin(words: tuple[Inserted, ...], first: int) -> int:
    """Where what the quotation accounts for begins, a leading bracket included."""
    return min((w.start for w in words if w.end <= first), default=first)


def _finish(words: tuple[Inserted, ...], last: int) -> int:
    return max((w.end for w in words if w.start >= last), default=last)


def _has_words(text: str) -> bool:
    return any(boundary.is_word(c) for c in text)


def _over(flags: tuple[Flag, ...], start: int, end: int) -> tuple[Flag, ...]:
    return tuple(f for f in flags if f.start < end and f.end > start)


def _left_out(
    sealed: str,
    spans: tuple[Span, ...],
    pattern: Pattern,
    words: tuple[Inserted, ...],
    flags: tuple[Flag, ...],
) -> Iterator[Left]:
    """What the quotation leaves out and no bracket stands for."""
    first, last = spans[0][0], spans[-1][1]
    low, high = _reach(sealed, first, last, flags)
    before, after = _begin(words, first), _finish(words, last)
    if _has_words(sealed[low:before]):
        found = _over(flags, low, before)
        yield Left("beginning", low, before, sealed[low:before], _gap(pattern.marks[0]), found)
    for (_, start), (end, _), marks in zip(spans, spans[1:], pattern.marks[1:], strict=False):
        if _gap(marks):
            yield Left("gap", start, end, sealed[start:end], True, _over(flags, start, end))
    if _has_words(sealed[after:high]):
        found = _over(flags, after, high)
        yield Left("end", after, high, sealed[after:high], _gap(pattern.marks[-1]), found)


def _gap(marks: tuple[Mark, ...]) -> bool:
    return any(m.words is None for m in marks)


def _reach(sealed: str, first: int, last: int, flags: tuple[Flag, ...]) -> Span:
    """The sentence around the quotation, and a caution word that ends the line
    before it ("not⏎fallen")."""
    low, high = boundary.soft_sentence(sealed, first, last)
    for flag in reversed(flags):
        between = sealed[flag.end : low]
        if flag.end <= low and "\n" in between and not between.strip():
            low = flag.start
    return low, high


def _brackets(
    view: View, spans: tuple[Span, ...], pattern: Pattern, flags: tuple[Flag, ...]
) -> Iterator[Inserted]:
    low, high = boundary.sentence(view.sealed, spans[0][0], spans[-1][1])
    edges = [low, *(end for _, end in spans)]
    starts = [*(start for start, _ in spans), high]
    for marks, start, end in zip(pattern.marks, edges, starts, strict=True):
        at_end = end == high and start == spans[-1][1]
        for i, mark in enumerate(m for m in marks if m.words is not None):
            spot = start if at_end else end
            place = (spot, spot)
            if i == 0 and not _gap(marks):
                place = _replaced(view.sealed, start, end, mark)
            yield _inserted(view, mark, place, flags)


def _replaced(sealed: str, start: int, end: int, mark: Mark) -> Span:
    """The sealed words a bracket stands for, trimmed; part of a word if glued."""
    if mark.glued:
        return _part_of_word(sealed, start, end)
    while start < end and not boundary.is_word(sealed[start]):
        start += 1
    while end > start and not boundary.is_word(sealed[end - 1]):
        end -= 1
    return start, end


def _part_of_word(sealed: str, start: int, end: int) -> Span:
    if start < end and boundary.inside_word(sealed, end):
        at = end
        while at > start and boundary.inside_word(sealed, at):
            at -= 1
        return at, end
    at = start
    while at < end and boundary.inside_word(sealed, at):
        at += 1
    return start, at


def _inserted(view: View, mark: Mark, place: Span, flags: tuple[Flag, ...]) -> Inserted:
    words = mark.words or ""
    replaces = view.sealed[place[0] : place[1]]
    found = (*_over(flags, *place), *caution.find(words, view.cautions))
    if mark.glued and words.casefold() != replaces.casefold():
        found = (*found, Flag("inside-a-word", words, *place))
    return Inserted(words, replaces, place[0], place[1], found)
