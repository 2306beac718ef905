"""``onrecord agreement``: how far the readers of a case agree."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.cli.face import Face
from onrecord.model import wire

if TYPE_CHECKING:
    from onrecord.attribute.agreement import Agreement

HELP = "print how far readers agree (kappa, alpha), what is open between them, a method note"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("case", type=Path)


def run(args: argparse.Namespace, face: Face) -> int:
    """One object a pair of readers, an open difference, a settled one."""
    from onrecord.cli.seat import desk_of
    from onrecord.desk.agreeing import note

    found = desk_of(args, face).agreement(args.case)
    for p in found.pairs:
        face.emit(
            {"one": p.one, "other": p.other, "answer": figures(p.answer), "kind": figures(p.kind)}
        )
        face.say(f"{face.bold(f'{p.one} and {p.other}')}, {p.answer.things:,} read by both")
        for name, a in (("answer", p.answer), ("kind", p.kind)):
            kappa = "kappa not defined" if a.kappa is None else f"kappa {a.kappa:.2f}"
            face.say(f"    {name:7} the same {a.observed:.0%}, by chance {a.expected:.0%}, {kappa}")
            for one, other, times in a.differ[:5]:
                face.say(face.dim(f"            {one} / {other}: {times}"))
    for about, those in found.open:
        face.emit({"open": about, "answers": [wire.judgement(j) for j in those]})
        face.say(f"open: {about}")
        for j in those:
            corrected = "".join(f", {n} {v}" for n, v in j.correct)
            face.say(f"    {j.by} ({j.how}): {j.answer}{corrected}: {j.why}")
    for s in found.settled:
        face.emit({"settled": s.about, "answer": s.answer, "by": s.by, "a_reader": s.a_reader})
    face.say(face.bold("For the method note:"))
    face.say(note(found))
    face.summary(
        {
            "readers": list(found.readers),
            "things": found.things,
            "read_twice": found.read_twice,
            "not_independent": found.seen,
            "alpha": found.alpha,
            "alpha_kind": found.alpha_kind,
            "open": len(found.open),
            "settled": len(found.settled),
            "note": note(found),
        }
    )
    return 0


def figures(a: "Agreement") -> dict[str, Any]:
    """Agreement of two readers as ``--json`` prints it."""
    return {
        "things": a.things,
        "observed": a.observed,
        "expected": a.expected,
        "kappa": a.kappa,
        "differ": [list(d) for d in a.differ],
    }
