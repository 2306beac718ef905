"""``onrecord draft``: a first version of the story, for a person to rewrite."""

import argparse
from pathlib import Path

from onrecord.cli.face import Face

HELP = "compose a first draft from judged statements and matches"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("case", type=Path)
    parser.add_argument("--out", type=Path, metavar="FILE", help="default: CASE/stories/draft.md")
    parser.add_argument("--by", default="", metavar="NAME", help="the byline")
    parser.add_argument(
        "--language",
        default="",
        metavar="CODE",
        help="of the story, such as ar; default: that of the draft already there, else en",
    )


def run(args: argparse.Namespace, face: Face) -> int:
    """Writes the draft; what the writer changed since is kept."""
    from onrecord.cli.seat import desk_of

    made = desk_of(args, face).draft(args.case, args.out, by=args.by, language=args.language)
    face.summary(
        {
            "draft": made.path,
            "quotations": made.quotations,
            "untranslated": made.untranslated,
            "model_directory": made.models,
            "conflicts": made.conflicts,
        }
    )
    face.say(f"Draft with {made.quotations} quotations: {made.path}")
    if made.untranslated:
        face.say(
            f"{made.untranslated} translation slots are empty: fill them by hand and name the "
            f"translator.\n(Local engines go into {made.models}: `onrecord translate` lists them.)"
        )
    drafted = made.quotations - made.untranslated
    if drafted:
        face.say(f"{drafted} slots need no translation or hold a machine's draft: read and sign.")
    if made.conflicts:
        face.say(face.warn(f"{made.conflicts} places differ from your text: both are shown there."))
    face.say(f"Next: edit it, then onrecord publish {args.case} {made.path}")
    return 0
