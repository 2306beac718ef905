"""``onrecord witness``: a witness of other people's desks, for another organisation to run."""

import argparse
from pathlib import Path

from onrecord.cli.face import Face
from onrecord.errors import BadOption

HELP = "be a witness for other desks: sign their heads, refuse forks (C2SP tlog-witness)"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument(
        "what", choices=("new", "serve"), help="new: make the key; serve: answer until Ctrl-C"
    )
    parser.add_argument("folder", type=Path, metavar="DIR", help="the witness's own folder")
    parser.add_argument("--name", help="new: the witness's public name, such as example.org/w1")
    parser.add_argument(
        "--log",
        action="append",
        default=[],
        metavar="VKEY",
        help="serve: the key of a desk to witness; kept",
    )
    parser.add_argument("--host", default="127.0.0.1", help="default: this machine alone")
    parser.add_argument("--port", type=int, default=7311, help="default: 7311; 0: any that is free")


def run(args: argparse.Namespace, face: Face) -> int:
    """Makes a witness, or serves until it is stopped."""
    return _new(args, face) if args.what == "new" else _serve(args, face)


def _new(args: argparse.Namespace, face: Face) -> int:
    from onrecord.desk.witnessing import make_witness

    if not args.name:
        raise BadOption("A witness needs a public name", advice="give --name example.org/w1")
    key = make_witness(args.folder, args.name, face.passphrase(args.passphrase_file, new=True))
    face.summary({"key": key, "folder": str(args.folder)})
    face.say("Give this line to the desks you witness (they add your URL):")
    face.say(f"witness {args.name.rsplit('/', 1)[-1]} {key} https://...")
    face.say("They give you their desk's key (`onrecord keys`). Then:")
    face.say(f"onrecord witness serve {args.folder} --log 'THEIR KEY'")
    return 0


def _serve(args: argparse.Namespace, face: Face) -> int:
    from onrecord.desk.witnessing import ready

    said = face.passphrase(args.passphrase_file)
    one = ready(args.folder, said, args.log, (args.host, args.port))
    face.emit({"url": one.url, "key": one.key, "logs": list(one.logs)})
    face.say(f"Witness {one.key}")
    desks = f"{len(one.logs)} desk{'s' if len(one.logs) != 1 else ''}"
    face.say(f"answers at {one.url} for {desks}. Put it behind a server that speaks")
    face.say("HTTPS. It learns when a desk grows and by how many entries, and nothing else.")
    face.out.flush()
    try:
        one.server.serve_forever(0.2)
    except KeyboardInterrupt:
        pass  # how a person ends it
    finally:
        one.server.server_close()
    face.summary({"url": one.url})
    return 0
