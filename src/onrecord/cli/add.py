"""``onrecord add``: seals exports or news and reads them."""

import argparse
from functools import partial
from pathlib import Path

from onrecord.cli.face import Face
from onrecord.cli.read import ask_of, export_arguments, password_of
from onrecord.errors import AlreadySealed, WrongZipPassword
from onrecord.model import wire
from onrecord.model.casework import Custody, Received
from onrecord.model.quantity import amount, duration

HELP = "seal exports (or news, with --news) into a case and read them"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("case", type=Path)
    parser.add_argument("exports", type=Path, nargs="*", help="files, folders, zips or tars")
    parser.add_argument("--news", type=Path, action="append", default=[], metavar="DIR")
    parser.add_argument(
        "--partial", action="store_true", help="accept an export that ends too early"
    )
    parser.add_argument(
        "--same-chat",
        type=int,
        metavar="N",
        help="this is another export of the chat in #N, whatever it calls itself",
    )
    export_arguments(parser)
    custody = parser.add_argument_group(
        "how it came to you (kept in the sealed bag; never say who handed it over)"
    )
    custody.add_argument("--received-by", default="", metavar="NAME", help="who of your desk")
    custody.add_argument("--received-on", default="", metavar="DATE")
    custody.add_argument("--method", default="", metavar="TEXT", help="how it was exported")
    custody.add_argument("--device", default="", metavar="TEXT", help="app, version, kind of phone")
    custody.add_argument("--context", default="", metavar="TEXT")
    custody.add_argument(
        "--beacon",
        default="",
        metavar="VALUE",
        help="a public value nobody knew before (a drand round, a block's hash): not sealed before",
    )


def run(args: argparse.Namespace, face: Face) -> int:
    """Seals and reads each; the first refusal stops and leaves the rest alone."""
    from onrecord.cli.seat import desk_of

    desk = desk_of(args, face)
    done = []
    for received in desk.resume(args.case, password=password_of(args)):
        done.append(_told(received, face))
    add = partial(
        desk.add,
        args.case,
        ask=ask_of(args),
        partial=args.partial,
        custody=custody_of(args),
        same_chat=args.same_chat,
    )
    for path in args.exports:
        try:
            received = add(path, password=password_of(args))
        except WrongZipPassword as refused:
            received = add(path, password=face.zip_password(path, refused))
        except AlreadySealed as refused:
            if not any(refused.where.startswith(f"#{r.number} ") for r in done):
                raise
            continue  # it is the one that was interrupted, and whole now
        done.append(_told(received, face))
    for path in args.news:
        done.append(_told(desk.add_news(args.case, path, custody=custody_of(args)), face))
    face.summary({"received": len(done), "numbers": [r.number for r in done]})
    if not done:
        face.say("Nothing was named to add, and nothing was left unfinished.")
    return 0


def custody_of(args: argparse.Namespace) -> Custody:
    """What was said of how the export came to the desk."""
    words = ("received_by", "received_on", "method", "device", "context", "beacon")
    return Custody(*(getattr(args, name) for name in words))


EMPTY = (
    "  there is no message in it: it is sealed all the same. If messages were to be there, "
    "export the chat again and choose them."
)
_NAMED = 6  # other files named under a kind of trouble


def _told(r: Received, face: Face) -> Received:
    face.emit(as_object(r))
    name = face.bold(f"#{r.number} {r.name}")
    face.say(f"{name}  {r.format}, {r.files} files, {amount(r.bytes, 'bytes')}")
    c = r.counts
    if r.kind == "chat":
        face.say(
            f"  in {c.records:,} = {c.messages:,} messages + {c.service:,} service"
            f" + {c.unreadable:,} unreadable;  {c.troubles:,} troubles"
        )
        if not c.records:
            face.say(face.warn(EMPTY))
        face.say(f"  root {r.root}")
    else:
        face.say(f"  {c.messages:,} articles;  {c.troubles:,} troubles")
    for kind, count in c.by_kind:
        those = [t for t in r.troubles if t.kind == kind]
        where = f", first at {those[0].place}: {those[0].note}" if those else ""
        face.say(face.warn(f"  trouble {kind} x{count}{where}"))
        others = list(dict.fromkeys(t.place.member for t in those))[1:]
        if others:
            more = f" and {len(others) - _NAMED} more" if len(others) > _NAMED else ""
            face.say(face.warn(f"    also in {', '.join(others[:_NAMED])}{more}"))
    face.say(f"  sealed as log entry {r.entry} in {duration(r.seconds)}")
    return r


def as_object(r: Received) -> dict[str, object]:
    """A received thing as ``--json`` prints it."""
    return {
        **wire.received(r),
        "format_version": r.format_version,
        "troubles": [wire.trouble(t) for t in r.troubles],
    }
