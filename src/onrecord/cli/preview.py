"""``onrecord preview``: the page of a draft as it would look, without proofs."""

import argparse
from pathlib import Path

from onrecord.cli.face import Face

HELP = "write the page of a draft to look at: no proofs, refused quotations marked"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("case", type=Path)
    parser.add_argument("draft", type=Path)
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="an HTML file")


def run(args: argparse.Namespace, face: Face) -> int:
    """Writes the preview; nothing is published or logged."""
    from onrecord.cli.seat import desk_of
    from onrecord.desk.drafted import text_of

    page = desk_of(args, face).preview(
        args.case, text_of(args.draft), folder=args.draft.resolve().parent
    )
    args.out.write_text(page, "utf-8")
    face.summary({"preview": str(args.out)})
    face.say(f"Preview, not published: {args.out}")
    return 0
