"""``onrecord board``: how far the work at each statement is, and who did what."""

import argparse
from pathlib import Path

from onrecord.cli.face import Face, isolated
from onrecord.errors import BadOption
from onrecord.model import wire
from onrecord.model.work import ORDERS, STATES, Card, Deed, Wanted

HELP = "statements with the state of the work, near-copies folded; change states; who did what"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("case", type=Path)
    parser.add_argument("statement", nargs="*", help="s:…: one is shown, with --to all are moved")
    parser.add_argument("--state", action="append", default=[], choices=STATES)
    parser.add_argument("--kind", action="append", default=[], metavar="KIND")
    parser.add_argument("--voice", action="append", default=[], metavar="VOICE")
    parser.add_argument("--outcome", action="append", default=[], metavar="OUTCOME")
    parser.add_argument("--from", dest="sender", metavar="NAME")
    parser.add_argument("--words", default="", metavar="TEXT", help="words as they stand in it")
    parser.add_argument("--message", default="", metavar="KEY", help="the beginning of its key")
    parser.add_argument("--judged", choices=("yes", "no"), help="by anybody, or by nobody yet")
    parser.add_argument("--order", choices=ORDERS, default="time")
    parser.add_argument("--limit", type=int, default=20, metavar="N")
    parser.add_argument("--offset", type=int, default=0, metavar="N")
    parser.add_argument("--to", choices=STATES, help="move the statements; needs --by and --why")
    parser.add_argument("--by", default="", metavar="NAME")
    parser.add_argument("--why", default="", metavar="REASON")
    parser.add_argument("--feed", action="store_true", help="who did what, newest first")


def run(args: argparse.Namespace, face: Face) -> int:
    """Cards, one card with its history, a change of state, or the feed."""
    from onrecord.cli.seat import desk_of

    desk = desk_of(args, face)
    if args.feed:
        deeds = desk.feed(args.case, limit=args.limit)
        for deed in deeds:
            face.emit(as_object(deed))
            face.say(f"{deed.at}  {sentence(deed)}")
        face.summary({"deeds": len(deeds)})
        return 0
    if args.to:
        if not args.statement:
            raise BadOption("--to needs statements", advice="name them: s:…")
        made = desk.move(args.case, tuple(args.statement), args.to, by=args.by, why=args.why)
        for move in made:
            face.emit({"about": move.about, "state": move.state, "by": move.by, "at": move.at})
        face.summary({"moved": len(made), "state": args.to})
        face.say(f"{len(made)} statements, near-copies with them, are now: {args.to}.")
        return 0
    if args.statement:
        for ident in args.statement:
            card, copies = desk.card(args.case, ident)
            _told(card, face)
            _history(card, face)
            for copy in copies:
                if copy.id != ident:
                    face.say(f"    also: {copy.id}  {isolated(copy.speaker or '—')}")
        face.summary({"cards": len(args.statement)})
        return 0
    return _board(args, face)


def _board(args: argparse.Namespace, face: Face) -> int:
    from onrecord.cli.seat import desk_of

    wanted = Wanted(
        states=tuple(args.state),
        kinds=tuple(args.kind),
        voices=tuple(args.voice),
        outcomes=tuple(args.outcome),
        sender=args.sender,
        text=args.words,
        message=args.message.removeprefix("m:"),
        judged=None if args.judged is None else args.judged == "yes",
        order=args.order,
        limit=args.limit,
        offset=args.offset,
    )
    board = desk_of(args, face).board(args.case, wanted)
    for card in board.cards:
        _told(card, face)
    face.summary(
        {
            "total": board.total,
            "statements": board.statements,
            "states": dict(board.states),
            "kinds": dict(board.kinds),
            "voices": dict(board.voices),
            "outcomes": dict(board.outcomes),
            "lost": board.lost,
        }
    )
    states = ", ".join(f"{name} {count:,}" for name, count in board.states if count)
    face.say(f"{board.total:,} of {board.statements:,} statements, copies folded. {states}")
    if board.lost:
        face.say(face.warn(f"{board.lost} lines of the journal cannot be read"))
    return 0


def _told(card: Card, face: Face) -> None:
    from onrecord.cli.statements import told

    face.emit(
        {
            **wire.statement(card.statement),
            "state": card.state,
            "copies": card.copies,
            "speakers": card.speakers,
            "outcome": card.outcome or None,
            "judgements": [wire.judgement(j) for j in card.judged],
        }
    )
    judged = "".join(f"\n    judged: {j.answer}, {j.by}: {j.why}" for j in card.judged)
    spread = f", {card.copies} messages say it" if card.copies > 1 else ""
    face.say(f"[{card.state}{spread}] {told(card.statement, face)}{judged}")


def _history(card: Card, face: Face) -> None:
    for move in card.moves:
        face.emit({"about": move.about, "state": move.state, "by": move.by, "why": move.why})
        face.say(f"    {move.at}  {move.by}: {move.state}, “{isolated(move.why)}”")


def as_object(deed: Deed) -> dict[str, object]:
    """A deed as ``--json`` prints it; ``entry`` is None for what the log does not hold."""
    return {
        "what": deed.what,
        "about": deed.about,
        "more": deed.more,
        "by": deed.by,
        "note": deed.note,
        "why": deed.why,
        "at": deed.at,
        "entry": deed.entry,
    }


def sentence(deed: Deed) -> str:
    """A deed as a person says it."""
    who = deed.by or "somebody who was not named"
    about = deed.about + (f" and {deed.more} more" if deed.more else "")
    done = {
        "moved": f"{who} moved {about} to {deed.note}",
        "judged": f"{who} said {deed.note} about {about}",
        "received": f"{who} added {isolated(deed.note)} as {about}",
        "withdrawn": f"{who} withdrew {about}",
        "published": f"{who} published {about}",
        "retracted": f"{who} retracted {about}",
    }[deed.what]
    return f"{done}: “{isolated(deed.why)}”" if deed.why else done
