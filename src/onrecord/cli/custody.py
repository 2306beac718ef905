"""``onrecord custody``: what is on record of a received thing."""

import argparse
from pathlib import Path

from onrecord.cli.face import Face
from onrecord.model.quantity import amount

HELP = "the chain of custody of a received thing: every step on record, and who dates it"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("case", type=Path)
    parser.add_argument("number", type=int, help="as `onrecord info` numbers it")


def run(args: argparse.Namespace, face: Face) -> int:
    """One object a step."""
    from onrecord.cli.seat import desk_of

    found = desk_of(args, face).custody(args.case, args.number)
    face.say(face.bold(f"#{found.number} {found.name}"))
    face.say(f"  {found.files} files, {amount(found.bytes, 'bytes')}, manifest {found.manifest}")
    for name, value in found.said:
        face.say(f"  {name}: {value}")
    for s in found.steps:
        face.emit(
            {
                "entry": s.entry,
                "kind": s.kind,
                "what": s.what,
                "claimed": s.claimed,
                "dated": s.dated,
                "by": s.by,
                "apart": s.apart,
            }
        )
        dated = f"no later than {s.dated} by {s.by}" if s.dated else "dated by nobody else"
        face.say(f"  {s.entry:>5}  {s.claimed} (this desk's clock)  {s.what}  [{dated}]")
        if s.apart:
            face.say(face.warn(f"         {s.apart}"))
    face.summary({"number": found.number, "manifest": found.manifest, "custody": dict(found.said)})
    return 0
