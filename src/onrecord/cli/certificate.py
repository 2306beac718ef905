"""``onrecord certificate``: the draft of a certification for court."""

import argparse
from pathlib import Path

from onrecord.cli.face import Face
from onrecord.errors import CannotAccess

HELP = "the draft of a certification (US FRE 902(14)) of a sealed export; checks everything first"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("case", type=Path)
    parser.add_argument("number", type=int, help="as `onrecord info` numbers it")
    parser.add_argument("--out", type=Path, metavar="FILE", help="a file that does not exist yet")


def run(args: argparse.Namespace, face: Face) -> int:
    """Prints the draft, or writes it."""
    from onrecord.cli.seat import desk_of

    if args.out is not None and args.out.exists():
        raise CannotAccess("There is something already", where=str(args.out), advice="a new name")
    text = desk_of(args, face).certificate(args.case, args.number)
    if args.out is not None:
        args.out.write_text(text, "utf-8")
        face.say(f"A draft is in {args.out}: for a lawyer to read and a person to sign.")
    else:
        face.say(text.rstrip("\n"))
    face.summary({"number": args.number, "certificate": text})
    return 0
