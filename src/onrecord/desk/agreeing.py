"""How far a case's readers agree, what is open between them, what was settled."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.attribute.agreement import Agreement, cohen, krippendorff
from onrecord.desk.boarding import statements_of
from onrecord.desk.case import open_case
from onrecord.desk.judging import judgements, reader
from onrecord.desk.second_reading import differing
from onrecord.model.judgement import Judgement

if TYPE_CHECKING:
    from onrecord.desk.open_desk import OpenDesk


@dataclass(frozen=True, slots=True)
class Pair:
    """Two readers over what both read independently: of the answer, and of the kind."""

    one: str
    other: str
    answer: Agreement
    kind: Agreement


@dataclass(frozen=True, slots=True)
class Settled:
    """What was decided between readers, by whom; ``a_reader`` if it was one of them."""

    about: str
    answer: str
    by: str
    why: str
    a_reader: bool


@dataclass(frozen=True, slots=True)
class Agreed:
    """The figures of a case. Only independent answers count in them: the first
    about a thing, and those given blind; ``seen`` others could see what had been
    decided. ``alpha`` and ``alpha_kind`` are Krippendorff's (None: nothing to
    compare, or one answer throughout). ``open`` are things whose readers differ.
    """

    readers: tuple[str, ...]
    things: int
    read_twice: int
    seen: int
    pairs: tuple[Pair, ...]
    alpha: float | None
    alpha_kind: float | None
    open: tuple[tuple[str, tuple[Judgement, ...]], ...]
    settled: tuple[Settled, ...]


def agreement(desk: "OpenDesk", path: Path) -> Agreed:
    """See ``Desk.agreement``."""
    case = open_case(path)
    found = [j for j in judgements(case) if j.about[:2] in ("s:", "m:", "p:")]
    needed = {j.about for j in found}
    kinds = {i: s.kind for i, s in statements_of(case, needed, desk.progress).items()}
    return figures(found, kinds)


def figures(found: list[Judgement], kinds: Mapping[str, str]) -> Agreed:
    """Agreement over judgements in the order of the log; ``kinds`` as proposed by id."""
    free = independent(found)
    names = {reader(j.by): j.by for j in reversed(found)}
    things = [list(those.values()) for those in free.values()]
    given = {(j.about, reader(j.by)) for j in found if j.how != "settling"}
    pairs = []
    for one, other in combinations(sorted(names), 2):
        both = [(t[one], t[other]) for t in free.values() if one in t and other in t]
        if both:
            pairs.append(
                Pair(
                    names[one],
                    names[other],
                    cohen((a.answer, b.answer) for a, b in both),
                    cohen((kind_of(a, kinds), kind_of(b, kinds)) for a, b in both),
                )
            )
    return Agreed(
        readers=tuple(names[n] for n in sorted({r for those in free.values() for r in those})),
        things=len(free),
        read_twice=sum(len(those) > 1 for those in things),
        seen=len(given - {(about, r) for about, those in free.items() for r in those}),
        pairs=tuple(pairs),
        alpha=krippendorff([j.answer for j in those] for those in things),
        alpha_kind=krippendorff([kind_of(j, kinds) for j in those] for those in things),
        open=tuple((about, tuple(those)) for about, those in sorted(differing(found).items())),
        settled=tuple(_settled(found)),
    )


def _standing(found: Iterable[Judgement]) -> list[Judgement]:
    found = list(found)
    replaced = {j.replaces for j in found if j.replaces}
    return [j for j in found if j.id not in replaced]


def independent(found: Iterable[Judgement]) -> dict[str, dict[str, Judgement]]:
    """By thing and reader the answer that no other reader's can have moved.

    An open answer counts while nobody else has judged the thing; the later of
    one reader's such answers counts.
    """
    out: dict[str, dict[str, Judgement]] = {}
    touched: dict[str, set[str]] = {}
    for j in found:
        if j.how == "settling":
            touched.setdefault(j.about, set()).add("")
            continue
        me = reader(j.by)
        others = touched.setdefault(j.about, set()) - {me}
        if j.how == "blind" or not others:
            out.setdefault(j.about, {})[me] = j
        touched[j.about].add(me)
    return out


def kind_of(judgement: Judgement, kinds: Mapping[str, str]) -> str:
    """The kind a reader saw: as corrected, as proposed, or the *no* or *unsure*."""
    if judgement.answer != "yes":
        return judgement.answer
    said = dict(judgement.correct)
    proposed = kinds.get(judgement.about, "as proposed")
    return said.get("kind") or said.get("outcome") or proposed


def _settled(found: list[Judgement]) -> Iterable[Settled]:
    readers: dict[str, set[str]] = {}
    for j in found:
        if j.how != "settling":
            readers.setdefault(j.about, set()).add(reader(j.by))
    for j in _standing(found):
        if j.how == "settling":
            own = reader(j.by) in readers.get(j.about, set())
            yield Settled(j.about, j.answer, j.by, j.why, own)


def note(found: Agreed) -> str:
    """The paragraph for a story's method note: figures, their limits, what is open."""
    if not found.pairs:
        return (
            f"{found.things:,} statements and matches were judged; none was read by a second "
            "reader who had not seen the first one's answer, so there is no figure of agreement."
        )
    lines = [
        f"{found.things:,} statements and matches were judged by named readers; "
        f"{found.read_twice:,} of them were read by a second reader to whom the first "
        "one's answer was not shown."
    ]
    for n, p in enumerate(found.pairs, 1):
        who = "The two readers" if len(found.pairs) == 1 else f"Pair {n} of readers"
        lines.append(
            f"{who} gave the same answer in {p.answer.observed:.0%} of {p.answer.things:,} "
            f"(Cohen’s kappa {_figure(p.answer.kappa)}), the same kind in "
            f"{p.kind.observed:.0%} (kappa {_figure(p.kind.kappa)})."
        )
    lines.append(
        f"Krippendorff’s alpha over all readers: {_figure(found.alpha)} for the answer, "
        f"{_figure(found.alpha_kind)} for the kind."
    )
    if found.settled:
        own = sum(s.a_reader for s in found.settled)
        lines.append(
            f"{len(found.settled):,} differences were settled by a named person"
            + (
                f", {own:,} of them by one of the readers."
                if own
                else " who was no reader of them."
            )
        )
    lines.append(
        f"{len(found.open):,} differences are open." if found.open else "No difference is open."
    )
    if found.seen:
        lines.append(
            f"{found.seen:,} further answers, given where an earlier one could be seen, "
            "are not in these figures."
        )
    return " ".join(lines)


def _figure(value: float | None) -> str:
    return "not defined: one answer throughout" if value is None else f"{value:.2f}"
