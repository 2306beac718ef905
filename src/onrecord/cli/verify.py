"""``onrecord verify``: checks a published page or a proof, offline."""

import argparse
import unicodedata
from pathlib import Path

from onrecord.cli.face import Face, isolated

HELP = "check a published page or a proof file, offline"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("file", type=Path, help="a page (html) or a proof (json)")
    parser.add_argument(
        "--key",
        action="append",
        default=[],
        metavar="VKEY",
        help="the desk's public key, from a place you trust (default: this desk's)",
    )
    parser.add_argument("--policy", type=Path, metavar="FILE", help="authorities and witnesses")


def run(args: argparse.Namespace, face: Face) -> int:
    """One object a proof. Exit code 70 if any does not prove what it says."""
    from onrecord.cli.seat import desk_of
    from onrecord.desk.heads import is_heads

    if is_heads(args.file):
        return _heads(args, face)
    checked = desk_of(args, face).verify(args.file, keys=tuple(args.key), policy=args.policy)
    for number, v in enumerate(checked):
        face.emit({"proof": number, **v.as_object()})
        face.say(f"{number + 1}. {face.bold(v.kind)}  {isolated(v.shown)}")
        face.say(f"   {v.sentence}")
        face.say(face.dim(f"   {v.limits}"))
    version = unicodedata.unidata_version
    face.summary({"proofs": len(checked), "file": str(args.file), "unicode": version})
    face.say(f"{len(checked)} of {len(checked)} proofs hold.")
    face.say(face.dim(f"Letters are compared as Unicode {version} has them."))
    return 0


def _heads(args: argparse.Namespace, face: Face) -> int:
    from onrecord.cli.seat import desk_of

    found = desk_of(args, face).verify_heads(args.file, keys=tuple(args.key), policy=args.policy)
    told = {"desk": found.after.origin, "before": found.before.size, "after": found.after.size}
    stamps = [
        {"head": size, "by": s.name, "at": s.at}
        for size, by in (
            (found.before.size, found.before_stamps),
            (found.after.size, found.after_stamps),
        )
        for s in by
    ]
    face.summary({"extends": told, "stamps": stamps})
    face.say(
        f"The log of {told['desk']} with {told['after']} entries extends the one with "
        f"{told['before']}: nothing was taken out or changed in between."
    )
    for s in stamps:
        face.say(f"   head of {s['head']}: witness {s['by']}, {s['at']}")
    return 0
