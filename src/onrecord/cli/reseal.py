"""``onrecord reseal``: a reading sealed again, with four fresh alias slots."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.cli.face import Face
from onrecord.cli.read import ask_of, export_arguments, password_of
from onrecord.cli.reread import as_object, say
from onrecord.errors import BadOption

if TYPE_CHECKING:
    from onrecord.model.reread import Resealed

HELP = "seal a reading again under a new secret: four fresh alias slots for further stories"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("case", type=Path)
    parser.add_argument("number", type=int, help="as `onrecord info` numbers it")
    parser.add_argument(
        "--reread",
        action="store_true",
        help="read the sealed bytes again first, with the reader that is installed "
        "(`onrecord reread` shows what comes of it)",
    )
    again = parser.add_argument_group("with --reread; what is not said stays as it was")
    again.add_argument("--partial", action="store_true", help="accept that it ends too early")
    export_arguments(again)


def run(args: argparse.Namespace, face: Face) -> int:
    """Logs the reseal."""
    from onrecord.cli.seat import desk_of

    desk, ask = desk_of(args, face), ask_of(args)
    if args.reread:
        made = desk.reseal_reread(
            args.case, args.number, ask=ask, password=password_of(args), partial=args.partial
        )
        return _told(args.number, made, face)
    if any((ask.zone, ask.date_order, ask.columns, ask.format)):
        raise BadOption(
            "What is said of an export changes nothing without reading it again",
            advice="add --reread",
        )
    entry = desk.reseal(args.case, args.number)
    face.summary({"number": args.number, "entry": entry.index})
    _slots(args.number, entry.index, face)
    return 0


def _slots(number: int, entry: int, face: Face) -> None:
    face.say(f"#{number} is sealed again: log entry {entry}. Four more stories can each")
    face.say("give its members pseudonyms of their own. Old proofs stay good; what is proved from")
    face.say("now on dates from this entry.")


def _told(number: int, made: "Resealed", face: Face) -> int:
    face.summary(
        {
            "number": number,
            "entry": made.entry,
            **as_object(made.differences),
            "renamed": made.renamed,
            "unplaced": list(made.unplaced),
            "reworded": list(made.reworded),
        }
    )
    say(made.differences, face)
    if made.renamed:
        face.say(f"{made.renamed} judged things have new names; what was decided stays with them.")
    for what in made.reworded:
        face.say(face.warn(f"  {what} was judged and reads otherwise now: look at it again"))
    for what in made.unplaced:
        face.say(face.warn(f"  {what} has no place in this reading; its judgement stays on record"))
    _slots(number, made.entry, face)
    face.say(
        f"The earlier reading stays: `onrecord reread CASE {number} --earlier` lists what changed."
    )
    return 0
