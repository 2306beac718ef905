"""``onrecord check-draft``: the gate over a draft, without publishing it."""

import argparse
from pathlib import Path

from onrecord.cli.face import Face, isolated
from onrecord.errors import QuotationRefused
from onrecord.model.editing import Look, as_object

HELP = "say what the gate would refuse in a draft, at its place, without publishing"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("case", type=Path)
    parser.add_argument("draft", type=Path)


def run(args: argparse.Namespace, face: Face) -> int:
    """One object a quotation and a reason; the exit code of a refusal if there is one."""
    from onrecord.cli.seat import desk_of
    from onrecord.desk.drafted import text_of

    text, folder = text_of(args.draft), args.draft.parent
    desk = desk_of(args, face)
    found = desk.check_draft(args.case, text, name=args.draft.name, folder=folder)
    said = as_object(found)
    for one in said["quotations"]:
        face.emit({"quotation": one})
    for fault in said["faults"]:
        face.emit({"fault": fault})
    _told(found, face, args.draft.name)
    if found.faults:
        first = found.faults[0]
        raise QuotationRefused(
            f"{len(found.faults)} reasons to refuse; the first: {first.what}",
            where=f"{args.draft.name}, line {first.spot.line}",
            advice=first.remedy,
        )
    face.summary({"passed": found.passed, "quotations": len(found.quotations)})
    return 0


def _told(found: Look, face: Face, name: str) -> None:
    for one in found.quotations:
        place = f"{one.spot.line}:{one.spot.column}"
        mark = "REFUSED" if one.verdict == "refused" else one.verdict
        face.say(f"  {place:>8}  {mark:<9} {one.cls:<10} {one.speaker:<10} {isolated(one.words)}")
        for warning in one.warnings:
            face.say(face.dim(f"            look: {warning}"))
    for fault in found.faults:
        face.say(f"{name}, line {fault.spot.line}, column {fault.spot.column}: {fault.what}")
        face.say(f"    do: {fault.remedy}")
    if found.passed:
        face.say(f"{len(found.quotations)} quotations. Nothing is refused.")
