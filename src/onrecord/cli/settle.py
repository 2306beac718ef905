"""``onrecord settle``: a named person decides between readers who differ."""

import argparse
from pathlib import Path

from onrecord.cli.face import Face
from onrecord.cli.judge import corrections
from onrecord.model import wire

HELP = "decide between readers who differ; their own answers stay on record"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("case", type=Path)
    parser.add_argument("about", help="as `onrecord agreement CASE` lists it")
    parser.add_argument("answer", choices=("yes", "no", "unsure"))
    parser.add_argument("--by", required=True, metavar="NAME")
    parser.add_argument("--why", required=True, metavar="REASON")
    parser.add_argument("--correct", action="append", default=[], metavar="WHAT=VALUE")
    parser.add_argument("--replaces", metavar="ID", help="an earlier settling taken back by this")


def run(args: argparse.Namespace, face: Face) -> int:
    """Records the decision in the log."""
    from onrecord.cli.seat import desk_of

    made = desk_of(args, face).settle(
        args.case,
        args.about,
        args.answer,
        by=args.by,
        why=args.why,
        correct=corrections(args.correct),
        replaces=args.replaces,
    )
    face.emit(wire.judgement(made))
    face.summary({"judgement": made.id})
    face.say(f"{made.id}: {made.by} settles {made.about}: {made.answer}.")
    return 0
