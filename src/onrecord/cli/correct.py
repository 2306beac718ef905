"""``onrecord correct``: adds a correction to a published story."""

import argparse
from pathlib import Path

from onrecord.cli.face import Face

HELP = "add a dated correction to a published story; with --draft its text changes too"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("case", type=Path)
    parser.add_argument("story", help="its name, as `onrecord info` lists it")
    parser.add_argument("--text", required=True, help="what was wrong, as it is printed")
    parser.add_argument("--draft", type=Path, metavar="FILE", help="the corrected draft")
    parser.add_argument(
        "--checklist", type=Path, metavar="FILE", help="an editor's answers for the corrected draft"
    )
    parser.add_argument("--by", required=True, metavar="NAME")


def run(args: argparse.Namespace, face: Face) -> int:
    """Prints the story's files again with what is said of it."""
    from onrecord.cli.seat import desk_of

    done = desk_of(args, face).correct(
        args.case,
        args.story,
        text=args.text,
        by=args.by,
        draft=args.draft,
        checklist=args.checklist,
    )
    face.summary({"story": done.story, "files": list(done.files), "entry": done.entry})
    face.say(f"Corrected; log entry {done.entry}.")
    for path in done.files:
        face.say(f"  {path}")
    return 0
