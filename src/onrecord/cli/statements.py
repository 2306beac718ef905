"""``onrecord statements``: who says what, in whose words, and why we think so."""

import argparse
from pathlib import Path

from onrecord.cli.face import Face, isolated
from onrecord.model import wire
from onrecord.model.claim import Statement

HELP = "list what members assert, deny, threaten, claim, call for or announce"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("case", type=Path)
    parser.add_argument("--kind", action="append", default=[], metavar="KIND")
    parser.add_argument("--voice", action="append", default=[], metavar="VOICE")
    parser.add_argument("--from", dest="sender", metavar="NAME")
    parser.add_argument("--after", metavar="DATE")
    parser.add_argument("--before", metavar="DATE")
    parser.add_argument("--new", action="store_true", help="what is new first, copies folded")
    parser.add_argument("--limit", type=int, metavar="N")


def run(args: argparse.Namespace, face: Face) -> int:
    """One object a statement: proposals, each with its reasons."""
    from onrecord.cli.seat import desk_of

    desk = desk_of(args, face)
    shown = 0
    for s in desk.statements(
        args.case,
        kinds=tuple(args.kind),
        voices=tuple(args.voice),
        sender=args.sender,
        after=args.after,
        before=args.before,
        new=args.new,
        limit=args.limit,
    ):
        shown += 1
        face.emit(wire.statement(s))
        face.say(told(s, face))
    face.summary({"statements": shown, "status": "proposed"})
    face.say(
        f"{shown:,} statements, proposed by rules. A person decides: onrecord judge CASE s:… yes"
        if shown
        else "No statement fits. Rules look for assertions, denials, threats, claims, calls."
    )
    return 0


def told(s: Statement, face: Face) -> str:
    """A statement for a person: words first, then whose, then why."""
    voice = "own words" if s.voice.kind == "own" else f"NOT own words: {s.voice.kind}"
    if s.voice.of and s.voice.kind != "own":
        voice += f" of {isolated(s.voice.of)}"
    why = "; ".join(f"{r.rule} “{isolated(r.words)}”" if r.words else r.rule for r in s.reasons)
    when = s.time.rfc3339() or s.time.text
    hedges = "".join(f"\n    but: {r.rule} “{isolated(r.words)}”" for r in s.hedges)
    return (
        f"{s.id}  {face.bold(s.kind)}  {isolated(s.speaker or '—')}  {when}  "
        f"({voice})\n    {isolated(s.citation.words)}\n    {face.dim('why: ' + why)}{hedges}"
    )
