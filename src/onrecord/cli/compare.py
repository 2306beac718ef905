"""``onrecord compare``: statements beside reporting that is not the group's."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.cli.face import Face, isolated
from onrecord.model import wire
from onrecord.model.claim import Statement
from onrecord.model.press import Match
from onrecord.model.quantity import duration

if TYPE_CHECKING:
    from onrecord.desk.beside import Beside
    from onrecord.desk.spreading import WhoFirst
    from onrecord.model.press import Lead
    from onrecord.model.when import When

SHOWN = 3
"""Passages and reasons a person is shown of each match."""

NOTHING = "nothing-found"

HELP = "set statements beside independent reporting"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("case", type=Path)
    parser.add_argument("--statement", action="append", default=[], metavar="s:…")
    parser.add_argument(
        "--clocks", metavar="s:…", help="who was first with this one: both times, how certain"
    )
    parser.add_argument(
        "--sources", metavar="s:…", help="which reports on this one are one source, and why"
    )
    parser.add_argument("--outcome", action="append", default=[], metavar="OUTCOME")


def run(args: argparse.Namespace, face: Face) -> int:
    """One object a match: what it rests on, who was first, how many sources."""
    from onrecord.cli.seat import desk_of

    desk = desk_of(args, face)
    if args.clocks is not None:
        return _clocks(desk.who_first(args.case, args.clocks), face)
    if args.sources is not None:
        return _sources(desk.beside(args.case, args.sources), face)
    asked = args.statement or args.outcome
    found, without, scope = 0, 0, ""
    for statement, match in desk.compare(
        args.case, only=tuple(args.statement), outcomes=tuple(args.outcome)
    ):
        found += 1
        face.emit(wire.match(match))
        if asked or match.outcome != NOTHING:
            face.say(told(statement, match, face))
        else:  # hundreds of them would hide the few that a reporter came for
            without, scope = without + 1, match.scope
    face.summary({"matches": found, "status": "proposed"})
    face.say(f"{found:,} statements compared; proposals until a person judges them.")
    if without:
        face.say(f"On {without:,} of them nothing was found in the reporting searched ({scope}).")
        face.say(f"List these: onrecord compare {args.case} --outcome {NOTHING}")
    return 0


def _clocks(found: "WhoFirst", face: Face) -> int:
    """One object: the statement's time, each report's, and the gap both clocks allow."""
    time = found.statement.time
    face.emit(
        {
            "statement": found.statement.id,
            "time": wire.when(time),
            "first": found.first,
            "lead_seconds": _lead(found.gap),
            "reports": [
                {
                    "article": c.article,
                    "outlet": c.outlet,
                    "published": wire.when(c.published),
                    "lead_seconds": _lead(c.lead),
                    "counted": c.counted,
                }
                for c in found.clocks
            ],
        }
    )
    face.say(f"{found.statement.id}  {isolated(found.statement.citation.words)}")
    face.say(f"    chat   {_clock(time)}")
    for c in found.clocks:
        counted = "" if c.counted else "  (not counted)"
        face.say(f"    press  {_clock(c.published)}  {isolated(c.outlet or c.article)}{counted}")
    face.say(f"first: {found.first}{_gap(found.gap)}")
    face.summary({"statement": found.statement.id, "first": found.first, "status": "proposed"})
    return 0


def _sources(found: "Beside", face: Face) -> int:
    """One object a source: its reports, and why they count as one, or not at all."""
    named = {a.id: a.outlet or a.title for a in found.articles}
    face.say(f"{found.statement.id}  {isolated(found.statement.citation.words)}")
    for source in found.sources:
        counts = not source.circular
        face.emit({"articles": list(source.articles), "counts": counts, "note": source.note})
        names = ", ".join(isolated(named[a]) for a in source.articles)
        face.say(f"    {'1' if counts else '0'}  {names}")
        face.say(face.dim(f"       {source.note}"))
    independent = sum(not s.circular for s in found.sources)
    face.summary(
        {"statement": found.statement.id, "independent": independent, "status": "proposed"}
    )
    face.say(f"{independent} independent sources in {len(found.articles)} reports.")
    return 0


def _lead(lead: "Lead | None") -> list[int] | None:
    return None if lead is None else [lead.least, lead.most]


def _clock(w: "When") -> str:
    """A time with its uncertainty: the UTC interval it can mean, and why."""
    said = wire.when(w)
    if said["earliest"] is None:
        return f"{w.text or 'no time'} ({w.basis})"
    if said["earliest"] == said["latest"]:
        return f"{said['earliest']} ({w.basis})"
    return f"{said['earliest']} to {said['latest']} ({w.basis}: {isolated(w.text)})"


def _gap(lead: "Lead | None") -> str:
    if lead is None:
        return ""
    low, high = sorted((abs(lead.least), abs(lead.most)))
    if lead.least <= 0 <= lead.most:
        return f", from {duration(abs(lead.least))} before to {duration(lead.most)} after the chat"
    return f", by {duration(low)}" + ("" if low == high else f" to {duration(high)}")


def told(s: Statement, m: Match, face: Face) -> str:
    """A match for a person."""
    lines = [f"{s.id}  {face.bold(m.outcome)}  {isolated(s.citation.words)}"]
    if m.lead is not None:
        untold = m.lead.least <= 0 <= m.lead.most
        first = "cannot be told" if untold else "the chat" if m.lead.least > 0 else "the press"
        lines.append(f"    first: {first}{_gap(m.lead)}")
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
