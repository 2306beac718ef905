"""``onrecord retract``: takes a published story back, on the page and in the log."""

import argparse
from pathlib import Path

from onrecord.cli.face import Face

HELP = "take a published story back: the log, the page and its proofs say so"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("case", type=Path)
    parser.add_argument("story", help="its name, as `onrecord info` lists it")
    parser.add_argument("--why", required=True, help="printed on the page")
    parser.add_argument("--by", required=True, metavar="NAME")


def run(args: argparse.Namespace, face: Face) -> int:
    """Prints the story's files again with what is said of it."""
    from onrecord.cli.seat import desk_of

    done = desk_of(args, face).retract(args.case, args.story, why=args.why, by=args.by)
    face.summary({"story": done.story, "files": list(done.files), "entry": done.entry})
    face.say(f"Retracted; log entry {done.entry}.")
    for path in done.files:
        face.say(f"  {path}")
    return 0
