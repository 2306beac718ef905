"""``onrecord open-context``: whole messages around one, for a court that asks."""

import argparse
from pathlib import Path

from onrecord.cli.exhibit import told
from onrecord.cli.face import Face

HELP = "open a message and those around it whole, with proofs, for a court; logged, encrypted"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("case", type=Path)
    parser.add_argument("message", help="m:… as `onrecord find` names it")
    parser.add_argument("--around", type=int, default=10, metavar="N", help="before and after it")
    parser.add_argument("--for", dest="name", required=True, metavar="NAME", help="who opens it")
    parser.add_argument("--to", dest="key", required=True, metavar="age1…", help="their age key")
    parser.add_argument(
        "--seal",
        type=int,
        metavar="ENTRY",
        help="the log entry of the seal to open under (default: that of the last story quoting it)",
    )
    parser.add_argument("--why", required=True)
    parser.add_argument("--by", required=True, metavar="NAME")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")


def run(args: argparse.Namespace, face: Face) -> int:
    """The proofs lead to the root the published ones lead to."""
    from onrecord.cli.seat import desk_of
    from onrecord.desk.exhibiting import Asked, Recipient

    asked = Asked(args.message, args.around, args.why, args.by, args.seal)
    to = Recipient(args.name, args.key, args.out)
    made = desk_of(args, face).open_context(args.case, asked, to)
    told(made, face, args.name)
    return 0
