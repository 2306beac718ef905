"""``onrecord check``: hashes and derives everything again."""

import argparse
from pathlib import Path

from onrecord.cli.face import Face
from onrecord.errors import CaseAltered
from onrecord.model.quantity import duration

# Things there are many of: named one by one only where they differ.
NAMES = {"entries/": "log entries of this case", "judgement ": "judgements"}
MANY = tuple(NAMES)
HELP = "hash and derive everything in a case again, and say what differs"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("case", type=Path)
    parser.add_argument(
        "--bytes", action="store_true", help="only the sealed bytes; needs no passphrase"
    )
    parser.add_argument(
        "--subset", metavar="N/T", help="the n-th of t parts of the files and readings"
    )
    parser.add_argument(
        "--head", type=Path, metavar="FILE", help="a head kept elsewhere, which the log must extend"
    )


def run(args: argparse.Namespace, face: Face) -> int:
    """One object a finding. Exit code 71 if anything is altered."""
    from onrecord.cli.seat import desk_of

    report = desk_of(args, face).check(
        args.case, only_bytes=args.bytes, subset=args.subset, head=args.head
    )
    for f in report.findings:
        face.emit({"object": f.object, "state": f.state, "note": f.note})
        mark = {"intact": "  ok      ", "altered": "  ALTERED ", "withheld": "  withheld"}
        line = f"{mark.get(f.state, '  ' + f.state)}  {f.object}  {f.note}"
        if f.state == "altered":
            face.say(face.warn(line))
        elif not (f.state == "intact" and f.object.startswith(MANY)):
            face.say(line)
    for what in MANY:
        whole = sum(f.state == "intact" and f.object.startswith(what) for f in report.findings)
        if whole:
            face.say(f"  ok        {whole} {NAMES[what]}")
    counted = {s: sum(f.state == s for f in report.findings) for s in ("intact", "altered")}
    face.summary({**counted, "deep": report.deep, "whole": report.whole})
    if not report.whole:
        bad = [f for f in report.findings if f.state == "altered"]
        raise CaseAltered(
            f"{len(bad)} of {len(report.findings)} objects are not what was sealed",
            where="; ".join(f"{f.object}: {f.note}" for f in bad[:5]),
            advice="do not publish from this case; compare it with another copy",
        )
    deep = "; the roots were derived again" if report.deep else " (bytes only; no root derived)"
    if args.subset is not None:
        deep = f" as far as part {args.subset} goes"
    face.say(
        face.bold(f"Everything is as it was sealed{deep}.")
        + f" {len(report.findings)} objects in {duration(report.seconds)}."
    )
    return 0
