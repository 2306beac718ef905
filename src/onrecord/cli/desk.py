"""``onrecord desk``: the whole job in the browser, on this machine only."""

import argparse
import sys
import webbrowser
from pathlib import Path

from onrecord.cli.face import Face

HELP = "open the desk in the browser, on this machine only"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("case", type=Path, nargs="?", help="the case to begin with")
    parser.add_argument("--port", type=int, default=0, help="where to listen (default: a free one)")
    parser.add_argument(
        "--open", action="store_true", help="open the browser too (on a terminal only)"
    )
    parser.add_argument(
        "--cases", action="store_true", help="list the cases this desk knows, and end"
    )


def run(args: argparse.Namespace, face: Face) -> int:
    """Prints the address, serves until stopped."""
    from onrecord.cli.seat import desk_of
    from onrecord.desk import Desk
    from onrecord.web import serve
    from onrecord.web.site import Site, locked

    desk = desk_of(args, face)
    if args.cases:
        for path in desk.cases():
            face.emit({"case": str(path)})
            face.say(str(path))
        face.summary({"cases": len(desk.cases())})
        return 0
    site = Site(desk.folder, Desk(desk.folder, locked))
    if args.passphrase_file is not None:
        site.unlock(face.passphrase(args.passphrase_file, new=not desk.exists()))
    first = "" if args.case is None else f"&case={site.show(args.case)}"

    def ready(address: str) -> None:
        face.emit({"address": address + first})
        face.say(f"The desk is open: {face.bold(address + first)}")
        face.say("It answers this machine only. Ctrl-C closes it.")
        face.out.flush()
        if args.open and sys.stdout.isatty():
            webbrowser.open(address + first)

    serve.run(site, args.port, ready)
    face.summary({"closed": True})
    return 0
