"""``onrecord info``: what is in a case and how whole it is."""

import argparse
from pathlib import Path

from onrecord.cli.add import as_object
from onrecord.cli.face import Face, amount

HELP = "say what is in a case and how whole it is"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("case", type=Path)


def run(args: argparse.Namespace, face: Face) -> int:
    """One object a received thing; the summary describes the case."""
    from onrecord.cli.seat import desk_of

    facts = desk_of(args, face).info(args.case)
    face.say(f"{face.bold(facts.name)}  {facts.path}  made {facts.made} (this machine's clock)")
    for r in facts.received:
        face.emit(as_object(r))
        gone = f"  WITHDRAWN: {r.withdrawn}" if r.withdrawn else ""
        face.say(f"#{r.number} {r.kind}  {r.name}  {r.format}  {amount(r.bytes, 'bytes')}{gone}")
        c = r.counts
        if r.kind == "chat":
            for chat in r.chats:
                face.say(f"   {chat.name or chat.id}  ({chat.platform}, {chat.kind})")
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
