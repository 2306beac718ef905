"""``onrecord head``: the signed head of the desk's log, to give away."""

import argparse
from pathlib import Path

from onrecord.cli.face import Face
from onrecord.errors import BadOption, CannotAccess

HELP = "the signed head of the desk's log, for others to keep; that it extends an earlier one"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the head there")
    parser.add_argument("--since", type=Path, metavar="FILE", help="a head given away before")
    parser.add_argument(
        "--proof", type=Path, metavar="FILE", help="with --since: write the consistency proof there"
    )


def run(args: argparse.Namespace, face: Face) -> int:
    """Prints the head; exit code 72 if the log does not extend the earlier one."""
    from onrecord.cli.seat import desk_of

    if args.proof is not None and args.since is None:
        raise BadOption("A consistency proof is between two heads", advice="give --since FILE")
    found = desk_of(args, face).head(args.since)
    if args.out is not None:
        _new(args.out, found.head.encode())
    if args.proof is not None and found.proof is not None:
        _new(args.proof, found.proof)
    face.summary({"size": found.size, "head": found.head, "since": found.since})
    face.say(found.head.rstrip("\n"))
    if found.since is not None:
        face.say(f"The log of {found.size} entries extends that head of {found.since} entries.")
    else:
        face.say(
            face.dim(
                "Give this to your editor or lawyer: onrecord check CASE --head FILE finds with it "
                "whether entries were taken out."
            )
        )
    return 0


def _new(path: Path, data: bytes) -> None:
    if path.exists():
        raise CannotAccess("There is something already", where=str(path), advice="name a new file")
    path.write_bytes(data)
