"""``onrecord show``: one message with what stands around it."""

import argparse
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.cli.face import Face, isolated
from onrecord.errors import BadOption
from onrecord.model import wire
from onrecord.model.chat import Message

if TYPE_CHECKING:
    from onrecord.desk import Desk

HELP = "show a message, its context, whose words it is, its original record"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("case", type=Path)
    parser.add_argument("message", help="m:KEY (six digits or more) or id:ID")
    parser.add_argument("--around", type=int, default=2, metavar="N", help="messages of context")
    parser.add_argument(
        "--attachment", type=int, metavar="I", help="write its attachment I (from 0) to --out"
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help="a file that does not exist yet")
    parser.add_argument("--raw", action="store_true", help="the original record, from the bag")


def run(args: argparse.Namespace, face: Face) -> int:
    """One object a message, in order; the summary names the one asked for."""
    from onrecord.cli.seat import desk_of
    from onrecord.lang.sentences import sentences

    desk = desk_of(args, face)
    seen = desk.show(args.case, args.message, around=args.around, raw=args.raw)
    for m in seen.messages:
        face.emit(wire.message(m))
        mark = "▶" if m.n == seen.message.n else " "
        face.say(f"{mark} {line(m)}")
    for v in seen.voices:
        span = seen.message.text[v.start : v.end]
        whose = "own words" if v.kind == "own" else v.kind + (f" of {v.of}" if v.of else "")
        face.say(face.dim(f"    {whose}: {isolated(span)}"))
    if seen.raw is not None:
        face.say(seen.raw)
    told = sentences(seen.message.text)
    if len({s.language for s in told}) > 1:
        for s in told:
            words = " ".join(seen.message.text[s.start : s.end].split())
            face.say(face.dim(f"    {s.language}: {isolated(words)}"))
    if args.attachment is not None:
        _write(desk, args, seen.message, face)
    face.summary(
        {
            "message": str(seen.message.key),
            "languages": [{"span": [s.start, s.end], "language": s.language} for s in told],
            "voices": [wire.voice(v) for v in seen.voices],
            **({"raw": seen.raw} if seen.raw is not None else {}),
        }
    )
    return 0


def _write(desk: "Desk", args: argparse.Namespace, message: Message, face: Face) -> None:
    """One attachment to a file, noted in the case's list of views first."""
    if args.out is None or args.out.exists():
        raise BadOption("Name a file that does not exist yet", where="--out")
    found = desk.attachment(args.case, message.reading, message.n, args.attachment)
    which = f"{message.reading}/{message.n}/{args.attachment}"
    desk.note_look(args.case, who="the command line", what="export", which=which, why="")
    with found.stream, args.out.open("xb") as out:
        shutil.copyfileobj(found.stream, out)
    face.say(f"{found.media.type} written to {args.out}")


def line(m: Message) -> str:
    """A message on one line."""
    words = m.text.replace("\n", " ⏎ ")
    if not words:
        words = f"[{m.action or ', '.join(x.type for x in m.media)}]"
    forward = f" (forwarded from {m.forward.name or 'hidden'})" if m.forward else ""
    extra = " (edited)" if m.edited else ""
    when = m.time.rfc3339() or m.time.text
    who = m.sender or "—"
    return f"m:{m.key[:12]}  {when}  {isolated(who)}{forward}{extra}: {isolated(words)}"
