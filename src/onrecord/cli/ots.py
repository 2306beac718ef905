"""``onrecord ots``: the desk's head in OpenTimestamps calendars. This leaves the machine."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.cli.face import Face

if TYPE_CHECKING:
    from onrecord.desk.anchoring import Anchor

HELP = "anchor the desk's head with OpenTimestamps calendars (an extra); complete and check it"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("--size", type=int, help="an earlier head, by its number of entries")
    parser.add_argument("--offline", action="store_true", help="ask nobody, only look")
    parser.add_argument(
        "--headers",
        type=Path,
        metavar="FILE",
        help="block headers you trust, 80 bytes each from height 0, to check against",
    )
    parser.add_argument(
        "--out", type=Path, metavar="DIR", help="also write the head and its .ots file there"
    )


def run(args: argparse.Namespace, face: Face) -> int:
    """One object a block, promise or refusal."""
    from onrecord.cli.seat import desk_of

    desk = desk_of(args, face)
    done = desk.anchor(args.size, ask=not args.offline, headers=args.headers, out=args.out)
    for one in done:
        face.say(f"Head of {one.size} entries:")
        _told(one, face)
    asked = any(one.asked for one in done)
    files = [name for one in done for name in one.files]
    face.summary({"sizes": [one.size for one in done], "asked": asked, "files": files})
    if not asked and not args.offline:
        face.say(
            f"No calendar is named, so nobody was asked. Write {desk.folder / 'calendars'}, one "
            "address a line, for instance https://alice.btc.calendar.opentimestamps.org"
        )
    if any(one.found.blocks for one in done):
        face.say(
            "A block's time is its miner's clock (up to two hours off). Compare its name above"
        )
        face.say("with one you get elsewhere: whoever wrote the file of headers can lie in it.")
    return 0


def _told(one: "Anchor", face: Face) -> None:
    for b in one.found.blocks:
        said = {"block": b.height, "at": b.at, "id": b.id, "followers": b.followers}
        face.emit({"head": one.size, **said})
        face.say(f"  {b.at}  block {b.height} {b.id} ({b.followers} headers on top of it here)")
    for height in one.found.unseen:
        face.emit({"head": one.size, "block": height, "unseen": True})
        face.say(f"  block {height}: not looked up; give --headers FILE")
    for uri in one.found.promised:
        face.emit({"head": one.size, "calendar": uri, "promised": True})
        face.say(f"  promised by {uri}: run `onrecord ots` again in some hours")
    for who, why in (*one.found.refused, *one.pending):
        face.emit({"head": one.size, "by": who, "pending": why})
        face.say(face.warn(f"  nothing from {who}: {why}"))
    for name in one.files:
        face.say(f"  written: {name}")
    if not (one.found.blocks or one.found.unseen or one.found.promised or one.found.refused):
        face.say("  nothing is stored")
