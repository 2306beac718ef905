"""``onrecord compare``: statements beside reporting that is not the group's."""

import argparse
from pathlib import Path

from onrecord.cli.face import Face, duration, isolated
from onrecord.model import wire
from onrecord.model.claim import Statement
from onrecord.model.press import Match

SHOWN = 3
"""Passages and reasons a person is shown of each match."""

HELP = "set statements beside independent reporting"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("case", type=Path)
    parser.add_argument("--statement", action="append", default=[], metavar="s:…")
    parser.add_argument("--outcome", action="append", default=[], metavar="OUTCOME")


def run(args: argparse.Namespace, face: Face) -> int:
    """One object a match: what it rests on, who was first, how many sources."""
    from onrecord.cli.seat import desk_of

    desk = desk_of(args, face)
    shown = 0
    for statement, match in desk.compare(
        args.case, only=tuple(args.statement), outcomes=tuple(args.outcome)
    ):
        shown += 1
        face.emit(wire.match(match))
        face.say(told(statement, match, face))
    face.summary({"matches": shown, "status": "proposed"})
    face.say(f"{shown:,} statements compared; proposals until a person judges them.")
    return 0


def told(s: Statement, m: Match, face: Face) -> str:
    """A match for a person."""
    lines = [f"{s.id}  {face.bold(m.outcome)}  {isolated(s.citation.words)}"]
    if m.lead is not None:
        low, high = sorted((abs(m.lead.least), abs(m.lead.most)))
        first = "the chat" if m.lead.least >= 0 else "the press"
        lines.append(f"    first: {first}, by {duration(low)} to {duration(high)}")
    pairs = list(zip(m.passages, m.rests_on, strict=True))
    for passage, rests in pairs[:SHOWN]:
        lines.append(f"    {passage.article}  {isolated(passage.text)}")
        lines.append(face.dim("      rests on: " + "; ".join(f"{b.kind} {b.note}" for b in rests)))
    if len(pairs) > SHOWN:
        lines.append(f"    … and {len(pairs) - SHOWN} more passages (--json shows all)")
    lines.append(f"    independent sources: {m.independent}")
    lines.extend(face.dim(f"      {source}") for source in m.sources)
    lines.append(face.dim(f"    {'; '.join(m.reasons[:SHOWN])}  ({m.scope})"))
    return "\n".join(lines)
