"""``onrecord withdraw``: takes a wrong file back, on record."""

import argparse
from pathlib import Path

from onrecord.cli.face import Face

HELP = "take back something that was added by mistake (logged, never silent)"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("case", type=Path)
    parser.add_argument("number", type=int, help="as `onrecord info` numbers it")
    parser.add_argument("--why", required=True, help="the reason, kept on record")
    parser.add_argument("--by", required=True, metavar="NAME", help="who decides")
    parser.add_argument(
        "--erase", action="store_true", help="also remove the bytes from this case's folder"
    )
    parser.add_argument(
        "--member",
        metavar="FILE",
        help="withhold and erase one file of it alone (a photo, say), to protect a source",
    )


def run(args: argparse.Namespace, face: Face) -> int:
    """Logs the withdrawal."""
    from onrecord.cli.seat import desk_of

    entry = desk_of(args, face).withdraw(
        args.case,
        args.number,
        why=args.why,
        by=args.by,
        erase=args.erase,
        member=args.member,
    )
    face.summary({"number": args.number, "entry": entry, "erased": args.erase})
    if args.member is not None:
        face.say(f"{args.member} of #{args.number} is withheld and erased: log entry {entry}.")
        face.say("Copies, backups and the disk's old blocks are yours to see to.")
        return 0
    face.say(f"#{args.number} is withdrawn: log entry {entry}. It no longer counts anywhere.")
    return 0
