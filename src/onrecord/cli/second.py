"""``onrecord second``: a second reader judges without seeing the first one's answer."""

import argparse
from pathlib import Path

from onrecord.cli.face import Face, isolated
from onrecord.cli.judge import corrections
from onrecord.cli.statements import told
from onrecord.errors import BadOption
from onrecord.model import wire

HELP = "read as a second person what others judged, without seeing their answers"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("case", type=Path)
    parser.add_argument("about", nargs="?", help="what you answer about; without it: the list")
    parser.add_argument("answer", nargs="?", choices=("yes", "no", "unsure"))
    parser.add_argument("--by", required=True, metavar="NAME")
    parser.add_argument("--why", default="", metavar="REASON")
    parser.add_argument("--correct", action="append", default=[], metavar="WHAT=VALUE")
    parser.add_argument(
        "--share", type=float, default=1.0, metavar="0.2", help="of the list, drawn by --seed"
    )
    parser.add_argument("--seed", default="", metavar="WORD")


def run(args: argparse.Namespace, face: Face) -> int:
    """The list of what is to be read, or the record of one blind answer."""
    from onrecord.cli.seat import desk_of

    desk = desk_of(args, face)
    if args.about is not None:
        if args.answer is None:
            raise BadOption("An answer is missing", advice="write yes, no or unsure behind it")
        made = desk.read_blind(
            args.case,
            args.about,
            args.answer,
            by=args.by,
            why=args.why,
            correct=corrections(args.correct),
        )
        face.emit(wire.judgement(made))
        face.summary({"judgement": made.id})
        face.say(f"{made.id}: {made.by} says {made.answer} about {made.about}, read blind.")
        return 0
    shown = 0
    for one in desk.to_read(args.case, by=args.by, share=args.share, seed=args.seed):
        shown += 1
        face.emit(
            {
                "about": one.about,
                "statement": None if one.statement is None else wire.statement(one.statement),
                "message": None if one.message is None else wire.message(one.message),
            }
        )
        if one.statement is not None:
            face.say(f"{one.about}\n{told(one.statement, face)}")
        else:
            face.say(f"{one.about}\n    {isolated(one.message.text) if one.message else '—'}")
    face.summary({"to_read": shown})
    face.say(
        f"{shown:,} to read; nobody's answer is shown. Answer one: "
        "onrecord second CASE s:… yes --by NAME --why REASON"
        if shown
        else f"Nothing that others judged is left for {args.by}."
    )
    return 0
