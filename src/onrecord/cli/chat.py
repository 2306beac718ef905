"""``onrecord chat``: the chats of a case, and any window of one, in the original."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.cli.face import Face, isolated

if TYPE_CHECKING:
    from onrecord.model.query import Row

HELP = "list the chats of a case; read one from any place, message or date; a thread"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("case", type=Path)
    parser.add_argument("chat", nargs="?", help="its id, or words of its title")
    parser.add_argument("--reading", type=int, metavar="N", help="only of this thing received")
    parser.add_argument(
        "--offset", type=int, default=0, metavar="N", help="from this place, from 0"
    )
    parser.add_argument("--limit", type=int, default=50, metavar="N")
    parser.add_argument("--message", metavar="REF", help="from m:KEY, id:ID or READING/N on")
    parser.add_argument("--date", metavar="DATE", help="from the first message of a day on")
    parser.add_argument("--before", type=int, default=0, metavar="N", help="and N before it")
    parser.add_argument("--thread", metavar="REF", help="what a message answers, and its answers")


def run(args: argparse.Namespace, face: Face) -> int:
    """One object a chat, or a message with its place in the chat."""
    from onrecord.cli.seat import desk_of

    desk = desk_of(args, face)
    if args.thread is not None:
        found = desk.thread(args.case, args.thread)
        for role, rows in (("above", found.above), ("this", (found.row,)), ("below", found.below)):
            for row in rows:
                _told(row, face, {"role": role}, "▶" if role == "this" else " ")
        face.summary({"above": len(found.above), "below": len(found.below)})
        return 0
    if args.chat is None and args.message is None and args.date is None and args.reading is None:
        return _chats(args, face)
    page = desk.read_chat(
        args.case,
        args.chat,
        reading=args.reading,
        offset=args.offset,
        limit=args.limit,
        message=args.message,
        date=args.date,
        before=args.before,
    )
    for at, row in enumerate(page.rows, page.offset):
        _told(row, face, {"at": at}, "▶" if args.message and at == page.at else " ")
    facts = {"reading": page.reading, "chat": page.chat, "title": page.title}
    face.summary({**facts, "offset": page.offset, "total": page.total, "at": page.at})
    last = page.offset + len(page.rows)
    shown = f"{page.offset + 1:,} to {last:,}" if page.rows else "none"
    face.say(f"{isolated(page.title or page.chat)}: {shown} of {page.total:,} messages")
    return 0


def _chats(args: argparse.Namespace, face: Face) -> int:
    from onrecord.cli.seat import desk_of
    from onrecord.desk.leafing import as_object

    found = desk_of(args, face).chats(args.case)
    for one in found:
        face.emit(as_object(one))
        face.say(
            f"#{one.reading}  {face.bold(isolated(one.title or '—'))}  {one.kind}  {one.chat}  "
            f"{one.messages:,} messages, {one.first or 'time unknown'} to "
            f"{one.last or 'time unknown'}"
        )
    face.summary({"chats": len(found), "messages": sum(one.messages for one in found)})
    return 0


def _told(row: "Row", face: Face, more: dict[str, Any], mark: str) -> None:
    from onrecord.cli.find import aloud
    from onrecord.desk.finding import row_object

    face.emit({**more, **row_object(row)})
    words = row.text.replace("\n", " ⏎ ") or f"[{', '.join(row.has) or row.kind}]"
    voice = "" if row.voice == "own" else f" ({row.voice})"
    who = isolated(row.sender or "—") + aloud(row.sender)
    face.say(
        f"{mark} m:{row.key[:12]}  {row.time or 'time unknown'}  {who}{voice}: {isolated(words)}"
    )
