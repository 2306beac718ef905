"""``onrecord reseal``: a reading sealed again, with four fresh alias slots."""

import argparse
from pathlib import Path

from onrecord.cli.face import Face

HELP = "seal a reading again under a new secret: four fresh alias slots for further stories"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("case", type=Path)
    parser.add_argument("number", type=int, help="as `onrecord info` numbers it")


def run(args: argparse.Namespace, face: Face) -> int:
    """Logs the reseal."""
    from onrecord.cli.seat import desk_of

    entry = desk_of(args, face).reseal(args.case, args.number)
    face.summary({"number": args.number, "entry": entry.index})
    face.say(f"#{args.number} is sealed again: log entry {entry.index}. Four more stories can each")
    face.say("give its members pseudonyms of their own. Old proofs stay good; what is proved from")
    face.say("now on dates from this entry.")
    return 0
