"""``onrecord exhibit``: the lawyer's bundle of a story, encrypted to a named recipient."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.cli.face import Face

if TYPE_CHECKING:
    from onrecord.desk.exhibiting import Bundle

HELP = "write a story's messages, whole days and proofs for a lawyer, encrypted to one key"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("case", type=Path)
    parser.add_argument("story", help="a published story")
    parser.add_argument("--for", dest="name", required=True, metavar="NAME", help="who opens it")
    parser.add_argument("--to", dest="key", required=True, metavar="age1…", help="their age key")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")


def run(args: argparse.Namespace, face: Face) -> int:
    """Unredacted, and written encrypted only."""
    from onrecord.cli.seat import desk_of
    from onrecord.desk.exhibiting import Recipient

    to = Recipient(args.name, args.key, args.out)
    made = desk_of(args, face).exhibit(args.case, args.story, to)
    told(made, face, args.name)
    return 0


def told(made: "Bundle", face: Face, name: str) -> None:
    """What is in the file, and what its holder does."""
    face.summary(
        {
            "file": made.path,
            "messages": made.messages,
            "proofs": made.proofs,
            "sha256": made.sha256,
        }
    )
    face.say(f"{made.messages} messages, {made.proofs} proofs, for {name} alone: {made.path}")
    face.say("  age --decrypt -i KEY FILE | tar x   then: bagit.py --validate exhibit/")
    face.say(face.warn("  Unredacted. Not for publication."))
