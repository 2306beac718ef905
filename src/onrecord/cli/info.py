"""``onrecord info``: what is in a case and how whole it is."""

import argparse
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.cli.add import as_object
from onrecord.cli.face import Face
from onrecord.model.quantity import amount

if TYPE_CHECKING:
    from onrecord.desk import Desk
    from onrecord.desk.timeline import Event

HELP = "say what is in a case and how whole it is"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("case", type=Path)
    parser.add_argument(
        "--complete", action="store_true", help="the completeness certificate of each export"
    )
    parser.add_argument("--log", action="store_true", help="what happened to it, from its log")


def run(args: argparse.Namespace, face: Face) -> int:
    """One object a received thing; the summary describes the case."""
    from onrecord.cli.seat import desk_of

    desk = desk_of(args, face)
    facts = desk.info(args.case)
    face.say(f"{face.bold(facts.name)}  {facts.path}  made {facts.made} (this machine's clock)")
    for r in facts.received:
        face.emit(as_object(r))
        gone = f"  WITHDRAWN: {r.withdrawn}" if r.withdrawn else ""
        face.say(f"#{r.number} {r.kind}  {r.name}  {r.format}  {amount(r.bytes, 'bytes')}{gone}")
        for name, value in r.custody.said().items():
            face.say(f"   {name.replace('_', ' ')}: {value}")
        c = r.counts
        if r.kind == "chat":
            for chat in r.chats:
                kind = f"{chat.platform}, {chat.kind}".rstrip(", ")
                face.say(f"   {chat.name or chat.id}  ({kind})")
            face.say(
                f"   {c.messages:,} messages, {c.service:,} service, {c.unreadable:,} unreadable,"
                f" {c.troubles:,} troubles;  root {r.root}"
            )
        else:
            face.say(f"   {c.messages:,} articles, {c.troubles:,} troubles")
    if not facts.received:
        face.say("Nothing has been added yet: onrecord add CASE EXPORT")
    if facts.head is not None:
        face.say(f"Log head: {facts.head.size} entries, root {facts.head.root}")
        for name, at in facts.head.stamps:
            face.say(f"   time stamp: {at} by {name}")
    face.say(f"{facts.judgements} judgements, {len(facts.stories)} stories")
    _more(args, desk, face)
    for note in facts.notes:
        face.say(face.warn(note))
    face.summary(
        {
            "case": facts.path,
            "name": facts.name,
            "made": facts.made,
            "received": len(facts.received),
            "judgements": facts.judgements,
            "stories": list(facts.stories),
            "head": None
            if facts.head is None
            else {
                "size": facts.head.size,
                "root": facts.head.root,
                "desk": facts.head.desk,
                "stamps": [{"by": n, "at": t} for n, t in facts.head.stamps],
            },
            "notes": list(facts.notes),
        }
    )
    return 0


def _more(args: argparse.Namespace, desk: "Desk", face: Face) -> None:
    """What was asked for beside the facts."""
    if args.complete:
        _certificates(args.case, face)
    if args.log:
        _log(desk.timeline(args.case), face)


def _log(events: "Iterator[Event]", face: Face) -> None:
    """What happened to the case, a line an entry."""
    for event in events:
        face.emit({"event": asdict(event)})
        who = f"  by {event.by}" if event.by else ""
        face.say(f"   {event.index:>5}  {event.claimed}  {event.says}{who}")


def _certificates(case: Path, face: Face) -> None:
    from onrecord.desk.completeness import as_object, certificates

    for c in certificates(case):
        face.emit(as_object(c))
        face.say(f"{face.bold('Completeness')} of #{c.reading} {c.name or c.chat}")
        face.say(f"   {c.records:,} records from {c.first or '?'} to {c.last or '?'}")
        tool = ", ".join(f"{k}: {v}" for k, v in c.tool)
        face.say(f"   {tool or 'the export does not say which tool and version made it'}")
        if c.ids is not None:
            face.say(
                f"   numbers {c.ids[0]:,} to {c.ids[1]:,}; {c.missing:,} missing in "
                f"{c.gap_count:,} gaps. {c.gaps_mean}"
            )
        else:
            face.say(f"   {c.gaps_mean}")
        for kind, there, absent in c.media:
            face.say(f"   {kind}: {there:,} here, {absent:,} not")
        for sign in c.signs:
            face.say(face.warn(f"   {sign}"))
        face.say(face.dim("   This stays in the case: published, it can tell who exported."))
