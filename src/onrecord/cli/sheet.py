"""``onrecord sheet``: a draft's quotations out to a translator's spreadsheet, and back in."""

import argparse
from pathlib import Path

from onrecord.cli.face import Face
from onrecord.errors import BadOption

HELP = "write a translator's spreadsheet (CSV) of a draft, or take a filled one in"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("draft", type=Path)
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the sheet")
    parser.add_argument("--take", type=Path, metavar="FILE", help="take a filled sheet in")


def run(args: argparse.Namespace, face: Face) -> int:
    """One of the two; the draft changes only with ``--take``."""
    from onrecord.cli.seat import desk_of

    if (args.out is None) == (args.take is None):
        raise BadOption("Write a sheet or take one in", advice="give --out FILE or --take FILE")
    desk = desk_of(args, face)
    if args.out is not None:
        count = desk.write_sheet(args.draft, args.out)
        face.summary({"sheet": str(args.out), "rows": count})
        face.say(f"{count} quotations for the translator: {args.out}")
        return 0
    taken = desk.fill_from_sheet(args.draft, args.take)
    face.summary({"draft": str(args.draft), "taken": taken})
    face.say(f"{taken} signed translations are in the draft now: {args.draft}")
    return 0
