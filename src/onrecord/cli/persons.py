"""``onrecord persons``: who may sit at the browser desk."""

import argparse
from pathlib import Path

from onrecord.cli.face import Face, secret_in
from onrecord.errors import BadOption

HELP = "list, add or remove the persons of the browser desk; list who looked at what"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("--add", metavar="NAME", help="let a person in, or change who they are")
    parser.add_argument("--role", choices=("reporter", "editor"), default="reporter")
    parser.add_argument(
        "--person-file", type=Path, metavar="FILE", help="the new person's own passphrase"
    )
    parser.add_argument("--remove", metavar="NAME", help="take a person's seat away")
    parser.add_argument(
        "--looks", type=Path, metavar="CASE", help="views of graphic items and exports of a case"
    )


def run(args: argparse.Namespace, face: Face) -> int:
    """One object a person, or a look; the summary counts them."""
    from onrecord.cli.seat import desk_of

    desk = desk_of(args, face)
    if args.looks is not None:
        return _looks(args, face)
    if args.add:
        if args.person_file is None:
            raise BadOption(
                "A new person needs a passphrase of their own",
                where="--person-file",
                advice="write it into a file and name the file, or add them in the browser",
            )
        own = secret_in(args.person_file, "The person's passphrase file")
        desk.add_person(args.add, args.role, own)
    if args.remove:
        desk.remove_person(args.remove)
    found = desk.persons()
    for one in found:
        face.emit({"name": one.name, "role": one.role, "since": one.since})
        face.say(f"{one.name}  {one.role}  since {one.since}")
    if not found:
        face.say("Nobody yet. `onrecord desk` lets the first person in, in the browser.")
    face.summary({"persons": len(found)})
    return 0


def _looks(args: argparse.Namespace, face: Face) -> int:
    from onrecord.cli.seat import desk_of

    count = broken = 0
    for look in desk_of(args, face).looked(args.looks):
        count, broken = count + 1, broken + (not look.whole)
        face.emit(
            {
                "at": look.at,
                "who": look.who,
                "what": look.what,
                "which": look.which,
                "why": look.why,
                "whole": look.whole,
            }
        )
        mark = "" if look.whole else face.warn("  THE LINE BEFORE WAS CHANGED OR TAKEN OUT")
        face.say(f"{look.at}  {look.who}  {look.what}  {look.which}  {look.why}{mark}")
    face.summary({"looks": count, "broken": broken})
    return 0
