"""``onrecord sign``: an editor signs a draft, on any machine, with an own key."""

import argparse
from pathlib import Path

from onrecord.cli.face import Face

HELP = "sign a draft and the answered checklist into a file for the desk that publishes"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("draft", type=Path)
    parser.add_argument("--by", required=True, metavar="NAME", help="who signs")
    parser.add_argument(
        "--checklist", type=Path, metavar="FILE", help="the answers (TOML), from `checklist --out`"
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help="default: DRAFT.signed.json")


def run(args: argparse.Namespace, face: Face) -> int:
    """Writes the file; the key is that of your own desk, made if there is none."""
    from onrecord.cli.seat import desk_of

    out = args.out or args.draft.with_name(args.draft.name + ".signed.json")
    made = desk_of(args, face).sign(args.draft, args.checklist, by=args.by, out=out)
    face.summary(
        {
            "file": str(out),
            "by": made.by,
            "draft": made.draft,
            "answers": len(made.answers),
            "key": made.key,
        }
    )
    face.say(f"{made.by} signs draft {made.draft[:16]}… with {len(made.answers)} answers: {out}")
    face.say(f"Key: {made.key}\nThe desk publishes with: onrecord publish … --sign-off {out}")
    return 0
