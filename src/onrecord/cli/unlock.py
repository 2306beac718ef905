"""``onrecord unlock``: a locked case back into a folder."""

import argparse
from pathlib import Path

from onrecord.cli.face import Face, secret_in

HELP = "bring a locked case back; its file stays where it is"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("box", type=Path, metavar="FILE", help="what `onrecord lock` made")
    parser.add_argument("--out", type=Path, metavar="DIR", help="default: FILE without .age")
    parser.add_argument(
        "--identity", type=Path, metavar="KEY", help="an escrow key file, instead of the desk's key"
    )


def run(args: argparse.Namespace, face: Face) -> int:
    """Unlocks; says what now lies in the clear."""
    from onrecord.cli.seat import desk_of
    from onrecord.desk.locking import DISK, OPEN

    key = None if args.identity is None else secret_in(args.identity, "The key file")
    case = desk_of(args, face).unlock(args.box, args.out, identity=key)
    face.summary({"case": str(case), "box": str(args.box)})
    face.say(f"The case is back in {face.bold(str(case))}. {args.box} stays: a backup as of then,")
    face.say("which the next `onrecord lock` replaces.")
    face.say(face.warn(OPEN))
    face.say(DISK)
    face.say(f"Next: onrecord check {case}")
    return 0
