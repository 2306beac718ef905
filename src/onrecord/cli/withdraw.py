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
    parser.add_argument(
        "--message",
        metavar="M",
        help="withhold and erase one message of it alone, to protect a source (m:KEY, id:ID)",
    )
    parser.add_argument(
        "--whole-file",
        action="store_true",
        help="with --message: where a packed file or database holds it, erase that file too",
    )


def run(args: argparse.Namespace, face: Face) -> int:
    """Logs the withdrawal."""
    from onrecord.cli.seat import desk_of

    if args.message is not None:
        return _message(args, face)
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


def _message(args: argparse.Namespace, face: Face) -> int:
    """One message, and where its words still stand."""
    from onrecord.cli.seat import desk_of

    words = args.message if "/" in args.message else f"{args.number}:{args.message}"
    done = desk_of(args, face).withhold_message(
        args.case, words, why=args.why, by=args.by, whole_file=args.whole_file
    )
    face.summary(
        {
            "number": done.reading,
            "entry": done.entry,
            "record": done.n,
            "same": list(done.same),
            "files": list(done.files),
        }
    )
    face.say(f"Message {done.reading}/{done.n} is withheld and erased: log entry {done.entry}.")
    for place in done.same:
        face.say(f"  the same words, or the same message, still stand in {place}")
    for name in done.files:
        face.say(f"  its words still stand in {name}")
    face.say("Copies, backups and the disk's old blocks are yours to see to.")
    return 0
