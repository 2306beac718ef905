"""``onrecord voices``: whose words every span of an export's messages is."""

import argparse
from pathlib import Path

from onrecord.cli.face import Face
from onrecord.cli.read import ask_of, export_arguments, password_of

HELP = "say whose words every span of an export's messages is, without a case"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("export", type=Path)
    export_arguments(parser)


def run(args: argparse.Namespace, face: Face) -> int:
    """One object a message: id, key, and its voices as spans of the text."""
    from onrecord.desk.measuring import voices_of_export

    counts: dict[str, int] = {}
    for row in voices_of_export(args.export, ask_of(args), password_of(args)):
        for span in row["voices"]:
            counts[span["kind"]] = counts.get(span["kind"], 0) + 1
        face.emit(row)
        kinds = ", ".join(f"{v['kind']} {v['start']}-{v['end']}" for v in row["voices"])
        face.say(f"{row['id'] or row['key'][:12]}  {kinds}")
    face.summary({"spans": counts})
    return 0
