"""``onrecord lock``: a whole case into one encrypted file."""

import argparse
from pathlib import Path

from onrecord.cli.face import Face
from onrecord.model.quantity import amount

HELP = "put a whole case into one encrypted file and remove the plain copy"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("case", type=Path)
    parser.add_argument("--out", type=Path, metavar="FILE", help="default: CASE.age beside it")


def run(args: argparse.Namespace, face: Face) -> int:
    """Locks, verifies, removes; then says what a disk may still hold."""
    from onrecord.cli.seat import desk_of
    from onrecord.desk.locking import DISK, OPEN

    done = desk_of(args, face).lock(args.case, args.out)
    face.summary({"box": str(done.box), "bytes": done.bytes, "recipients": list(done.recipients)})
    face.say(f"{args.case} is now in {face.bold(str(done.box))}, {amount(done.bytes, 'bytes')}.")
    face.say("It was opened again and every file compared; then the plain copy was removed, with")
    face.say("its tables and index.")
    others = len(done.recipients) - 1
    face.say(
        f"The desk's key opens it{f', and {others} escrow keys' if others else ' and no other'}."
    )
    face.say(f"{OPEN} {DISK}")
    return 0
