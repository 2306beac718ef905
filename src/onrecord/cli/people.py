"""``onrecord people``: the members of a chat, and who may be one person."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.cli.face import Face, isolated
from onrecord.cli.find import aloud
from onrecord.errors import BadOption

if TYPE_CHECKING:
    from onrecord.attribute.people import Member
    from onrecord.desk.peopling import Peopled

HELP = "list the members of a chat; same-person proposals for you to judge"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("case", type=Path)
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help=".csv table or .gexf graph, under pseudonyms"
    )
    parser.add_argument(
        "--links", action="store_true", help="the .csv holds who answers and forwards whom"
    )
    parser.add_argument("--raw", action="store_true", help="names in FILE; needs --by and --why")
    parser.add_argument("--by", default="", metavar="NAME")
    parser.add_argument("--why", default="", metavar="REASON", help="kept on record")


def run(args: argparse.Namespace, face: Face) -> int:
    """One object a member and a proposal; nothing reaches outside the export."""
    from onrecord.cli.seat import desk_of

    desk = desk_of(args, face)
    if args.raw and not (args.out and args.by and args.why):
        raise BadOption("--raw needs --out, --by and --why", advice="the reason goes on record")
    if args.out is not None:
        raw = (args.by, args.why) if args.raw else None
        written = desk.export_people(args.case, args.out, raw=raw, links=args.links)
        face.summary({"file": str(written), "raw": args.raw})
        face.say(f"Written: {written} ({'with names' if args.raw else 'under pseudonyms'})")
        return 0
    found = desk.people(args.case)
    for one in found:
        _told(one, face)
    face.summary(
        {
            "chats": len(found),
            "people": sum(len(one.people.members) for one in found),
            "proposals": sum(len(one.same) for one in found),
            "status": "proposed",
        }
    )
    return 0


def _told(one: "Peopled", face: Face) -> None:
    face.say(face.bold(f"#{one.reading} {one.name or one.chat}"))
    for member in one.people.members.values():
        face.emit({"reading": one.reading, "chat": one.chat, **as_object(member)})
        names = ", ".join(isolated(n) + aloud(n) for n in member.names)
        face.say(
            f"  {names}  ({member.kind}, {member.key})  {member.messages:,} messages, "
            f"{member.forwards:,} forwards, {member.replies:,} replies"
        )
    for pair in one.same:
        about = f"p:{pair.one}={pair.other}"
        face.emit(
            {
                "reading": one.reading,
                "about": about,
                "speaks_for": list(pair.speaks_for),
                "speaks_against": list(pair.speaks_against),
                "status": "proposed",
            }
        )
        face.say(f"  may be one person: {about}")
        face.say(face.dim(f"    for: {'; '.join(pair.speaks_for)}"))
        if pair.speaks_against:
            face.say(face.dim(f"    against: {'; '.join(pair.speaks_against)}"))


def as_object(member: "Member") -> dict[str, Any]:
    """A member as ``--json`` prints it: days, never hours."""
    from onrecord.desk.finding import latin

    first, last = member.days
    return {
        "key": member.key,
        "kind": member.kind,
        "names": [
            {
                "name": a.name,
                "latin": latin(a.name),
                "times": a.times,
                "first": str(a.first or ""),
                "last": str(a.last or ""),
            }
            for a in member.names.values()
        ],
        "messages": member.messages,
        "forwards": member.forwards,
        "replies": member.replies,
        "media": member.media,
        "first_day": str(first or ""),
        "last_day": str(last or ""),
        "events": [{"what": e.what, "day": str(e.day or ""), "by": e.by} for e in member.events],
    }
