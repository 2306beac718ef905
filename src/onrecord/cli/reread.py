"""``onrecord reread``: what the installed reader makes of sealed bytes otherwise."""

import argparse
from dataclasses import asdict
from pathlib import Path

from onrecord.cli.face import Face
from onrecord.cli.read import ask_of, export_arguments, password_of
from onrecord.model.reread import Change, Differences

HELP = "read sealed bytes again and say what is otherwise than in the reading; writes nothing"
_SHOWN = 20


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("case", type=Path)
    parser.add_argument("number", type=int, help="as `onrecord info` numbers it")
    parser.add_argument(
        "--earlier",
        action="store_true",
        help="read nothing: set the last reading beside the one before it",
    )
    parser.add_argument(
        "--all", action="store_true", help=f"name all records, not the first {_SHOWN}"
    )
    export_arguments(parser)


def run(args: argparse.Namespace, face: Face) -> int:
    """One object a record that differs; the summary counts them."""
    from onrecord.cli.seat import desk_of

    shown = 0
    found = desk_of(args, face).reread(
        args.case,
        args.number,
        ask=ask_of(args),
        password=password_of(args),
        earlier=args.earlier,
    )
    for one in found:
        if isinstance(one, Differences):
            face.summary({"number": args.number, **as_object(one)})
            if shown > _SHOWN and not args.all:
                face.say(f"  and {shown - _SHOWN} more: --all names them")
            say(one, face)
            if not one.none and not args.earlier:
                face.say(
                    "Nothing was written. `onrecord reseal CASE N --reread` seals this reading."
                )
        else:
            shown += 1
            face.emit(asdict(one))
            if args.all or shown <= _SHOWN:
                face.say(_line(one))
    return 0


def _line(one: Change) -> str:
    ref = one.after or one.before
    row = f"row {ref.n}  {ref}" if ref else ""
    was = f", was {one.before}" if one.what == "moved" else ""
    fields = f": {', '.join(one.fields)}" if one.fields else ""
    return f"  {one.what:<8}{row}{was}{fields}"


def as_object(one: Differences) -> dict[str, object]:
    """Differences as ``--json`` prints them."""
    said = asdict(one)
    said["fields"] = dict(one.fields)
    return said


def say(one: Differences, face: Face) -> None:
    """Two readings in numbers."""
    before, after = one.readers
    was, now = one.asked
    face.say(f"before: {before}; {was}")
    face.say(f"now:    {after}; {now if now != was else 'the same said'}")
    face.say(
        f"{one.same:,} records alike, {one.changed:,} changed, {one.moved:,} cut at another "
        f"place, {one.gone:,} gone, {one.new:,} new"
    )
    for name, count in one.fields:
        face.say(f"   {name}: {count:,} records")
    a, b = one.before, one.after
    for what in ("messages", "service", "unreadable", "troubles"):
        was, now = getattr(a, what), getattr(b, what)
        if was != now:
            face.say(f"   {what}: {was:,} before, {now:,} now")
