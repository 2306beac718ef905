"""``onrecord statements``: who says what, in whose words, and why we think so."""

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.cli.face import Face, isolated
from onrecord.errors import BadOption
from onrecord.model import wire
from onrecord.model.claim import Statement
from onrecord.model.quantity import duration

if TYPE_CHECKING:
    from onrecord.attribute.fresh import Content
    from onrecord.desk.ranking import Ranking

OTHERS = 5
"""Later occurrences of a content a person is shown."""

HELP = "list what members assert, deny, threaten, claim, call for or announce"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("case", type=Path)
    parser.add_argument("--kind", action="append", default=[], metavar="KIND")
    parser.add_argument("--voice", action="append", default=[], metavar="VOICE")
    parser.add_argument("--lang", action="append", default=[], metavar="CODE")
    parser.add_argument("--from", dest="sender", metavar="NAME")
    parser.add_argument("--after", metavar="DATE")
    parser.add_argument("--before", metavar="DATE")
    parser.add_argument(
        "--new", action="store_true", help="what is new first, near-copies folded into one"
    )
    parser.add_argument("--copies-of", metavar="s:…", help="every occurrence of what it says")
    parser.add_argument(
        "--ranked",
        nargs="?",
        const="",
        metavar="TEXT",
        help="in a local model's order: near TEXT in meaning, or most like its kind (a guess)",
    )
    parser.add_argument(
        "--model", type=Path, metavar="DIR", help="the model's folder (default: in the desk)"
    )
    parser.add_argument("--limit", type=int, metavar="N")


def run(args: argparse.Namespace, face: Face) -> int:
    """One object a statement: proposals, each with its reasons."""
    from onrecord.cli.seat import desk_of

    desk = desk_of(args, face)
    asked: dict[str, Any] = {
        "kinds": tuple(args.kind),
        "voices": tuple(args.voice),
        "sender": args.sender,
        "after": args.after,
        "before": args.before,
        "limit": args.limit,
        "languages": tuple(args.lang),
    }
    if args.copies_of is not None:
        return _contents([desk.copies(args.case, args.copies_of)], face)
    if args.ranked is not None:
        return _ranked(
            desk.ranked_statements(args.case, *_ask(args), model=args.model, **asked), face
        )
    if args.new:
        return _contents(desk.contents(args.case, **asked), face)
    shown = 0
    for s in desk.statements(args.case, **asked):
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


def _ask(args: argparse.Namespace) -> tuple[str | None]:
    if args.new:
        raise BadOption("--new and --ranked are two orders", advice="give one of them")
    return (args.ranked or None,)


def _ranked(found: "Ranking", face: Face) -> int:
    """The statements in the model's order; the mark first and last."""
    face.say(found.mark)
    for one, placed in zip(found.as_objects(), found.placed, strict=True):
        face.emit(one)
        score = "unranked" if placed.score is None else f"{placed.score:.2f}"
        face.say(f"{told(placed.statement, face)}\n    {face.dim('machine order: ' + score)}")
    order = {"by": "model", "model": found.model, "digest": found.digest, "measure": found.by}
    face.summary(
        {
            "statements": len(found.placed),
            "status": "proposed",
            "order": {**order, "unread": found.unread, "status": "machine"},
        }
    )
    return 0


def _contents(found: "Iterable[Content]", face: Face) -> int:
    """One object a content: its first occurrence with the others listed."""
    shown = 0
    for content in found:
        shown += 1
        face.emit(as_object(content))
        face.say(told(content.first, face))
        if len(content.statements) > 1:
            face.say(f"    {_spread(content)}:")
            for s in content.statements[1 : 1 + OTHERS]:
                when = s.time.rfc3339() or s.time.text
                face.say(face.dim(f"      {s.id}  {when}  {s.voice.kind}  {s.speaker or '—'}"))
            if len(content.statements) > 1 + OTHERS:
                face.say(face.dim(f"      … and {len(content.statements) - 1 - OTHERS} more"))
    face.summary({"contents": shown, "status": "proposed"})
    if not shown:
        face.say("No statement fits. Rules look for assertions, denials, threats, claims, calls.")
    return 0


def _spread(content: "Content") -> str:
    """How often a content was said: a message of a chat once, however many exports hold it."""
    many, exports = content.messages, {s.citation.ref.reading for s in content.statements}
    held = f", in {len(exports)} exports" * (len(exports) > 1)
    if many == 1:
        return f"in one message{held}"
    by = f"{content.speakers} sender{'s' * (content.speakers != 1)} or sources"
    lasted = content.lasted
    within = "" if lasted is None else f", within {duration(lasted.total_seconds())}"
    return f"in {many:,} messages by {by}{within}{held}"


def as_object(content: "Content") -> dict[str, Any]:
    """A content as ``--json`` prints it: its first statement and every occurrence."""
    lasted = content.lasted
    return wire.statement(content.first) | {
        "occurrences": [
            {
                "id": s.id,
                "message": str(s.citation.ref),
                "time": s.time.rfc3339(),
                "voice": s.voice.kind,
                "speaker": s.speaker,
                "speaker_id": s.speaker_id,
                "words": s.citation.words,
            }
            for s in content.statements
        ],
        "messages": content.messages,
        "speakers": content.speakers,
        "lasted_seconds": None if lasted is None else int(lasted.total_seconds()),
    }


def told(s: Statement, face: Face) -> str:
    """A statement for a person: words first, then whose, then why."""
    voice = "own words" if s.voice.kind == "own" else f"NOT own words: {s.voice.kind}"
    if s.voice.of and s.voice.kind != "own":
        voice += f" of {isolated(s.voice.of)}"
    briefs = [(r.brief.removeprefix(f"{s.kind}: "), r.words) for r in s.reasons]
    why = "; ".join(f"{brief} “{isolated(words)}”" if words else brief for brief, words in briefs)
    when = s.time.rfc3339() or s.time.text
    hedges = "".join(f"\n    but: {r.brief} “{isolated(r.words)}”" for r in s.hedges)
    return (
        f"{s.id}  {face.bold(s.kind)}  {isolated(s.speaker or '—')}  {when}  "
        f"({voice})\n    {isolated(s.citation.words)}\n    {face.dim('why: ' + why)}{hedges}"
    )
