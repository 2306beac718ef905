"""``onrecord read``: an export's messages and troubles, without a case."""

import argparse
from pathlib import Path

from onrecord.cli.face import Face, secret_in
from onrecord.errors import BadOption
from onrecord.model import wire
from onrecord.model.chat import Chat, Message
from onrecord.ports import Ask

HELP = "print an export's messages and troubles without making a case"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("export", type=Path, help="a file, folder, zip or tar")
    export_arguments(parser)


def export_arguments(parser: argparse._ActionsContainer) -> None:
    """What a person can say about an export; shared with ``add``."""
    parser.add_argument("--zone", metavar="IANA", help="the zone its clock stood in, if not stated")
    parser.add_argument("--date-order", choices=("dmy", "mdy", "ymd"), help="if it is ambiguous")
    parser.add_argument(
        "--format", metavar="NAME", help="the reader to use where more than one fits"
    )
    parser.add_argument("--zip-password-file", type=Path, metavar="FILE")
    parser.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="OURS=THEIRS",
        help="for tables and plain JSON: which column is which (text=Body); confirms the rest",
    )


def run(args: argparse.Namespace, face: Face) -> int:
    """One object a message or trouble; the last one counts them."""
    from onrecord.desk import reading  # noqa: PLC0415  # heavy

    seen: dict[str, int] = {"message": 0, "service": 0, "chat": 0, "trouble": 0}
    unreadable = 0
    for part in reading.read(args.export, ask_of(args), password_of(args)):
        if isinstance(part, Message):
            seen[part.kind] += 1
            face.emit(wire.message(part))
            face.say(_line(part))
        elif isinstance(part, Chat):
            seen["chat"] += 1
            face.emit({"chat": wire.chat(part)})
            what = ", ".join(word for word in (part.platform, part.kind) if word)
            face.say(face.bold(f"— {part.name or part.id} ({what})"))
        else:
            seen["trouble"] += 1
            unreadable += part.kind == "unreadable-record"
            face.emit({"trouble": wire.trouble(part)})
            face.say(face.warn(f"  trouble: {part.kind} at {part.place}: {part.note}"))
    told = reading.name_of(args.export, password_of(args), ask_of(args))
    face.summary(
        {
            **told,
            "messages": seen["message"],
            "service": seen["service"],
            "unreadable": unreadable,
            "records": seen["message"] + seen["service"] + unreadable,
            "chats": seen["chat"],
            "troubles": seen["trouble"],
        }
    )
    face.say(
        f"{seen['message']:,} messages, {seen['service']:,} service, {unreadable:,} unreadable, "
        f"{seen['trouble']:,} troubles ({told['format']})"
    )
    return 0


def _line(m: Message) -> str:
    who = m.sender or "—"
    words = m.text.replace("\n", " ⏎ ") or f"[{m.action or (m.media[0].type if m.media else '')}]"
    forwarded = " (forwarded)" if m.forward else ""
    return f"{m.time.rfc3339() or m.time.text}  {who}{forwarded}: {words}"


def ask_of(args: argparse.Namespace) -> Ask:
    """What the person said about the export, as an Ask."""
    columns = []
    for pair in args.column:
        ours, equals, theirs = pair.partition("=")
        if not equals:
            raise BadOption(f"--column {pair} lacks an equals sign", advice="write text=Body")
        columns.append((ours, theirs))
    return Ask(args.zone, args.date_order, tuple(columns), args.format)


def password_of(args: argparse.Namespace) -> str | None:
    """The zip's password, from its file."""
    if args.zip_password_file is None:
        return None
    return secret_in(args.zip_password_file, "The file with the zip's password")
