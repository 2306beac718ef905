"""``onrecord match``: statements set beside passages, from files."""

import argparse
from pathlib import Path

from onrecord.cli.face import Face

HELP = "rank passages for statements, both as JSON lines, without a case"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("statements", type=Path, help="JSON lines {id, text, date?, lang?}")
    parser.add_argument("passages", type=Path, help="JSON lines {id, text, date?, lang?}")


def run(args: argparse.Namespace, face: Face) -> int:
    """One object a statement: id, ranked passages with scores and reasons, outcome."""
    from onrecord.desk.measuring import match_rows

    count = 0
    for row in match_rows(args.statements, args.passages):
        count += 1
        face.emit(row)
        best = row["ranked"][0]["id"] if row["ranked"] else "nothing"
        face.say(f"{row['id']}  {row['outcome']}  {best}")
    face.summary({"statements": count})
    return 0
