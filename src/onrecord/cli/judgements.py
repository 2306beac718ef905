"""``onrecord judgements``: what was decided, with history; as a spreadsheet and back."""

import argparse
from pathlib import Path

from onrecord.cli.face import Face
from onrecord.errors import BadOption
from onrecord.model import wire

HELP = "list what persons decided, with history; write a spreadsheet of it, take one in"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("case", type=Path)
    parser.add_argument("about", nargs="?", help="only about this; a beginning will do")
    parser.add_argument("--by", metavar="NAME", help="only this person's")
    parser.add_argument("--out", type=Path, metavar="FILE.csv", help="write a spreadsheet")
    parser.add_argument(
        "--unjudged", action="store_true", help="with --out: also what nobody has judged"
    )
    parser.add_argument(
        "--blind-for", metavar="NAME", help="with --out: a second reader's list, without answers"
    )
    parser.add_argument("--take", type=Path, metavar="FILE.csv", help="take a filled sheet in")


def run(args: argparse.Namespace, face: Face) -> int:
    """One object a judgement, or what a spreadsheet brought."""
    from onrecord.cli.seat import desk_of

    desk = desk_of(args, face)
    if (args.unjudged or args.blind_for) and args.out is None:
        raise BadOption("--unjudged and --blind-for go with --out FILE.csv")
    if args.take is not None:
        taken = desk.import_judgements(args.case, args.take)
        for j in taken.made:
            face.emit(wire.judgement(j))
        face.summary({"taken": len(taken.made), "on_record_before": taken.known})
        face.say(f"{len(taken.made):,} judgements taken in; {taken.known:,} were on record before.")
        return 0
    if args.out is not None:
        rows = desk.export_judgements(
            args.case, args.out, unjudged=args.unjudged, blind_for=args.blind_for
        )
        face.summary({"file": str(args.out), "rows": rows})
        face.say(f"Written: {args.out}, {rows:,} rows, members under pseudonyms")
        return 0
    found = desk.judgements(args.case, args.about, by=args.by)
    for one in found:
        j = one.judgement
        face.emit(
            wire.judgement(j)
            | {"entry": one.entry, "state": one.state, "taken_back_by": one.taken_back_by}
        )
        corrected = "".join(f"; {name}: {value}" for name, value in j.correct)
        back = f" by {one.taken_back_by}" if one.taken_back_by else ""
        face.say(f"{j.at}  {j.about}  {face.bold(j.answer)}  {j.by}  ({one.state}{back}, {j.how})")
        face.say(f"    {j.id}, log entry {one.entry}: {j.why}{corrected}")
    face.summary({"judgements": len(found)})
    if not found:
        face.say("Nothing was judged yet. `onrecord judge CASE s:… yes --by NAME --why REASON`")
    return 0
