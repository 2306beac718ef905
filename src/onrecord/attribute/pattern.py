"""Patterns over words, and the one small machine that runs them.

A pattern is words with one space between them::

    we|they            one of these words       burn*  *йте   begins so, ends so
    @attack            a word of this list      #         a number
    [really]           may stand or not         !not      a word that is none of these
    ..   ..3           up to 5 (3) words        ...       the same, over sentence ends
    ^  $               sentence begins, ends    { … }     keep these words as the name
    a b // c d ; @e    a b, unless c d or a word of @e stands in the same sentence

Words are compared folded (:func:`onrecord.lang.fold.fold`, rung 2). Of the
signs only ``? ! : .`` and emoji are words; the others are not seen.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from onrecord.lang.fold import fold
from onrecord.model.query import Rung

_GAP = 5
Kind = Literal["word", "maybe", "not", "gap", "far", "start", "end", "open", "close"]


@dataclass(frozen=True, slots=True)
class Step:
    """One element of a pattern; ``atoms`` are what a word may be, ``most`` a gap's width."""

    kind: Kind
    atoms: frozenset[str] = frozenset()
    most: int = 0


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern; of ``needs`` and of each of ``also`` one must stand in the text."""

    said: str
    steps: tuple[Step, ...]
    needs: frozenset[str]
    also: tuple[frozenset[str], ...] = ()
    unless: "tuple[Pattern, ...]" = ()


class Found(NamedTuple):
    """Words ``[first, last)`` of a token row; ``name`` is the kept run, if any."""

    first: int
    last: int
    name: tuple[int, int] | None = None


class Row:
    """The words of a text with what each may be, ready for patterns.

    ``atoms[i]`` are the lists and spellings word ``i`` belongs to,
    ``sentence[i]`` the number of its sentence.
    """

    __slots__ = ("atoms", "sentence")

    def __init__(self, atoms: Sequence[frozenset[str]], sentence: Sequence[int]) -> None:
        self.atoms = atoms
        self.sentence = sentence

    def standing(self, wanted: frozenset[str]) -> list[int]:
        """The places of the words that are one of ``wanted``, in order."""
        apart = wanted.isdisjoint
        return [at for at, those in enumerate(self.atoms) if not apart(those)]

    def begins(self, at: int) -> bool:
        """True if word ``at`` is the first of its sentence."""
        return at == 0 or at >= len(self.atoms) or self.sentence[at] != self.sentence[at - 1]

    def ends(self, at: int) -> bool:
        """True if only signs follow in the sentence."""
        here = self.sentence[at - 1] if at else 0
        while at < len(self.atoms) and self.sentence[at] == here:
            if "SIGN" not in self.atoms[at]:
                return False
            at += 1
        return True


def compile_pattern(said: str) -> Pattern:
    """Compiles one line. Raises ValueError if it is not one."""
    main, _, unless = said.partition("//")
    steps = tuple(_step(word) for word in main.split())
    wanted = [s.atoms for s in steps if s.kind == "word"]
    if not wanted or not all(wanted):
        raise ValueError(f"a pattern needs at least one word: {said!r}")
    needs = max(wanted, key=lambda atoms: (min(map(_weight, atoms)), -len(atoms)))
    also = tuple(a for a in wanted if a != needs and "@any" not in a)
    others = tuple(compile_pattern(p) for p in unless.split(";") if p.strip())
    return Pattern(main.strip(), steps, needs, also, others)


def _weight(atom: str) -> int:
    """How telling an atom is: spelled-out words before lists before signs."""
    return 0 if atom in "?!:.#" or atom == "@any" else 1 if atom[0] == "@" else 2


_MARKS: dict[str, Step] = {
    "^": Step("start"),
    "$": Step("end"),
    "{": Step("open"),
    "}": Step("close"),
}


def _step(word: str) -> Step:
    if word in _MARKS:
        return _MARKS[word]
    if word.startswith("..."):
        return Step("far", most=int(word[3:] or _GAP * 2))
    if word.startswith(".."):
        return Step("gap", most=int(word[2:] or _GAP))
    if word[0] == "[" and word[-1] == "]":
        return Step("maybe", alternatives(word[1:-1]))
    if word[0] == "!" and len(word) > 1:
        return Step("not", alternatives(word[1:]))
    return Step("word", alternatives(word))


def alternatives(word: str) -> frozenset[str]:
    """``a|b*|@c`` as atoms, folded as texts are."""
    return frozenset(w if w[0] == "@" else fold(w, Rung.LETTERS) for w in word.split("|") if w)


def find(pattern: Pattern, row: Row) -> list[Found]:
    """Where the pattern stands, leftmost first, not overlapping itself."""
    out: list[Found] = []
    steps = pattern.steps
    begun = steps[0].kind == "word"  # then a start is known to fit it
    if begun and len(steps) == 1:
        found = [Found(at, at + 1) for at in row.standing(steps[0].atoms)]
        return [f for f in found if not _spoilt(pattern, row, f.first)] if pattern.unless else found
    at = 0
    for start in _starts(steps, row):
        if start < at:
            continue
        hit = (
            _match(steps, 1, row, start + 1, None) if begun else _match(steps, 0, row, start, None)
        )
        if hit is not None and not _spoilt(pattern, row, start):
            name = None if hit[1] is None else hit[1]
            out.append(Found(start, hit[0], name))
            at = max(hit[0], start + 1)
    return out


def _spoilt(pattern: Pattern, row: Row, start: int) -> bool:
    here = row.sentence[start]
    return any(
        row.sentence[f.first] == here
        for other in pattern.unless
        if not all(map(other.needs.isdisjoint, row.atoms))
        for f in find(other, row)
    )


def _starts(steps: Sequence[Step], row: Row) -> Iterable[int]:
    first = steps[0]
    if first.kind == "word":
        return row.standing(first.atoms)
    if first.kind == "start":
        return [at for at in range(len(row.atoms)) if row.begins(at)]
    return range(len(row.atoms))


_Name = tuple[int, int] | None
_Hit = tuple[int, _Name]


def _match(steps: Sequence[Step], i: int, row: Row, at: int, name: _Name) -> _Hit | None:
    """The end of the match from word ``at`` on, or None; gaps as short as possible."""
    while i < len(steps):
        step = steps[i]
        if step.kind in ("gap", "far"):
            return _leap(steps, i, row, at, name)
        if step.kind == "maybe":
            with_it = _match(steps, i + 1, row, at + 1, name) if _fits(step, row, at) else None
            if with_it is not None:
                return with_it
        elif step.kind in ("word", "not"):
            if not _fits(step, row, at) or not _joined(steps, i, row, at):
                return None
            at += 1
        elif step.kind == "open":
            name = (at, at)
        elif step.kind == "close":
            name = (name[0] if name else at, at)
        elif not (row.begins(at) if step.kind == "start" else row.ends(at)):
            return None
        i += 1
    return at, name


def _fits(step: Step, row: Row, at: int) -> bool:
    if at >= len(row.atoms):
        return False
    return step.atoms.isdisjoint(row.atoms[at]) == (step.kind == "not")


def _joined(steps: Sequence[Step], i: int, row: Row, at: int) -> bool:
    """True unless a sentence ends between two neighbouring words of the pattern."""
    before = i - 1
    while before >= 0 and steps[before].kind in ("open", "close", "maybe"):
        before -= 1
    if before < 0 or steps[before].kind in ("start", "far", "gap"):
        return True
    return row.sentence[at] == row.sentence[at - 1]


def _leap(steps: Sequence[Step], i: int, row: Row, at: int, name: _Name) -> _Hit | None:
    step = steps[i]
    here = row.sentence[at] if at < len(row.atoms) else -1
    if step.kind == "gap" and at and at < len(row.atoms) and row.sentence[at - 1] != here:
        return None
    for skip in range(step.most + 1):
        to = at + skip
        if to > len(row.atoms):
            return None
        if step.kind == "gap" and to < len(row.atoms) and row.sentence[to] != here:
            return _match(steps, i + 1, row, to, name) if steps[i + 1 :] == (Step("end"),) else None
        hit = _match(steps, i + 1, row, to, name)
        if hit is not None:
            return hit
    return None
