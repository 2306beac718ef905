"""``onrecord new``: a case, and the desk it belongs to if there is none yet."""

import argparse
from pathlib import Path

from onrecord.cli.face import Face

HELP = "make an empty case (and the desk, if there is none yet)"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("case", type=Path, help="a folder that does not exist yet")
    parser.add_argument("--name", help="what the case is called (default: the folder's name)")


def run(args: argparse.Namespace, face: Face) -> int:
    """Makes the case."""
    from onrecord.cli.seat import desk_of

    desk = desk_of(args, face)
    made = not desk.exists()
    case = desk.new(args.case, args.name)
    face.summary({"case": str(case.path), "name": case.name, "desk": case.desk, "new_desk": made})
    if made:
        face.say(f"A desk was made in {desk.folder}.")
        face.say("Its key is under your passphrase: nobody can restore it if you lose both.")
    face.say(f"Case {face.bold(case.name)} is ready in {case.path}.")
    face.say(f"Next: onrecord add {case.path} EXPORT")
    return 0
