"""``onrecord glossary``: one spelling of a name or term through a case's stories."""

import argparse
from pathlib import Path

from onrecord.cli.face import Face, isolated
from onrecord.errors import BadOption

HELP = "list or set how names and terms are spelt; the gate holds drafts and translations to it"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("case", type=Path)
    parser.add_argument(
        "--set", nargs=2, metavar=("ORIGINAL", "SPELLING"), help="as the group, as the page has it"
    )
    parser.add_argument("--lang", default="en", help="the language of the spelling (default: en)")
    parser.add_argument(
        "--not",
        dest="variants",
        action="append",
        default=[],
        metavar="SPELLING",
        help="a wrong one",
    )


def run(args: argparse.Namespace, face: Face) -> int:
    """One object a term."""
    from onrecord.cli.seat import desk_of
    from onrecord.report.glossary import Term

    desk = desk_of(args, face)
    if args.variants and not args.set:
        raise BadOption("--not belongs to a term", advice="give --set ORIGINAL SPELLING too")
    if args.set:
        term = Term(args.set[0], args.lang, args.set[1], tuple(args.variants))
        found = desk.set_term(args.case, term)
    else:
        found = desk.glossary(args.case)
    for one in found:
        face.emit(
            {
                "original": one.original,
                "language": one.language,
                "spelling": one.spelling,
                "not": list(one.variants),
                "note": one.note,
            }
        )
        wrong = f"  (not {', '.join(one.variants)})" if one.variants else ""
        face.say(f"  {isolated(one.original)}  {one.language}: {one.spelling}{wrong}")
    if not found:
        face.say("The glossary is empty: onrecord glossary CASE --set ORIGINAL SPELLING")
    face.summary({"terms": len(found)})
    return 0
