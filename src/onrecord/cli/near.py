"""``onrecord near``: near-copies in an export or a file of texts."""

import argparse
from pathlib import Path

from onrecord.cli.face import Face
from onrecord.cli.read import ask_of, export_arguments, password_of

HELP = "group near-copies in an export or in JSON lines {id, text}"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("source", type=Path, help="an export, or a .jsonl file")
    parser.add_argument("--threshold", type=float, default=0.7, help="Jaccard, 0 to 1")
    export_arguments(parser)


def run(args: argparse.Namespace, face: Face) -> int:
    """One object a group of two or more."""
    from onrecord.desk.measuring import near_in

    groups = 0
    for ids, texts in near_in(args.source, ask_of(args), password_of(args), args.threshold):
        groups += 1
        face.emit({"group": ids})
        face.say(f"{len(ids)} copies: {', '.join(ids[:8])}{' …' if len(ids) > 8 else ''}")
        face.say(f"    {texts[:200]}")
    face.summary({"groups": groups, "threshold": args.threshold})
    return 0
