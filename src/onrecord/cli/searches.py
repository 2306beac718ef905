"""``onrecord searches``: the searches a case keeps, run again or forgotten."""

import argparse
from pathlib import Path

from onrecord.cli.face import Face, isolated

HELP = "list the searches a case keeps; run them all again; forget one"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("case", type=Path)
    parser.add_argument(
        "--run", action="store_true", dest="again", help="and how much each finds now"
    )
    parser.add_argument("--remove", metavar="NAME", help="forget this search")


def run(args: argparse.Namespace, face: Face) -> int:
    """One object a search: {name, query, ladder, order, understood_as, scope?}."""
    from onrecord.cli.seat import desk_of

    desk = desk_of(args, face)
    if args.remove is not None:
        gone = desk.forget_search(args.case, args.remove)
        face.emit(gone.as_object(args.remove))
        face.say(f"Forgotten: {isolated(args.remove)}  {isolated(gone.query)}")
        face.summary({"forgotten": args.remove})
        return 0
    found = desk.saved_searches(args.case)
    for name, search in found.items():
        said = search.as_object(name)
        face.say(f"{face.bold(isolated(name))}  {isolated(search.query)}")
        if args.again:
            answer = desk.find(
                args.case, search.query, limit=0, order=search.order, ladder=search.ladder
            )
            said |= {"found": answer.total, "scope": answer.scope}
            face.say(f"    {answer.scope}")
        face.emit(said)
    if not found:
        face.say("No search is kept. Keep one: onrecord find CASE QUERY --save NAME")
    else:
        face.say("See one: onrecord find CASE --saved NAME")
    face.summary({"searches": len(found)})
    return 0
