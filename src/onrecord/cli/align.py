"""``onrecord align``: two or more exports of one chat, message by message."""

import argparse
from pathlib import Path

from onrecord.cli.face import Face, isolated
from onrecord.cli.read import ask_of, export_arguments
from onrecord.errors import BadOption
from onrecord.model.witness import Pair

HELP = "set two or more exports of one chat side by side, message by message"
LIMITS = (
    "A message that one export lacks was deleted, expired, never delivered, or taken out: "
    "the exports alone do not say which."
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument(
        "things", nargs="+", metavar="A B", help="exports, or a case and its numbers"
    )
    parser.add_argument("--limit", type=int, default=50, help="differences shown to a person")
    parser.add_argument(
        "--proofs",
        type=Path,
        metavar="DIR",
        help="for a case and two numbers: a proof of each changed or missing message",
    )
    export_arguments(parser)


def run(args: argparse.Namespace, face: Face) -> int:
    """One object a difference; then one a pair of witnesses, with the counts."""
    from onrecord.desk.aligning import align

    done = 0
    for one in align(args.things, ask_of(args)):
        done += 1
        r = one.result
        counts = dict(r.counts)
        face.say(f"{face.bold(one.a)} beside {face.bold(one.b)}, identity by {r.by}")
        for number, pair in enumerate(r.differing):
            face.emit({"a": one.a, "b": one.b, **as_object(pair)})
            if number < args.limit:
                face.say(f"  {told(pair)}")
        if len(r.differing) > args.limit:
            face.say(f"  … and {len(r.differing) - args.limit:,} more (--limit, --json)")
        face.emit(
            {
                "a": one.a,
                "b": one.b,
                "by": r.by,
                "counts": counts,
                "overlap": list(r.overlap),
                "outside": list(r.outside),
                "clock_shift_seconds": r.shift,
            }
        )
        face.say("  " + ", ".join(f"{n:,} {state}" for state, n in r.counts))
        face.say(
            f"  {one.a} has {r.outside[0]:,} and {one.b} has {r.outside[1]:,} messages outside "
            "the time the other covers"
        )
        face.say(face.dim(f"  {LIMITS}"))
    if args.proofs is not None:
        _prove(args, face)
    face.summary({"alignments": done, "limits": LIMITS})
    return 0


def _prove(args: argparse.Namespace, face: Face) -> None:
    from onrecord.cli.seat import desk_of

    if len(args.things) != 3:
        raise BadOption("--proofs needs a case and two numbers", advice="onrecord align CASE 1 2")
    case, a, b = args.things
    for path in desk_of(args, face).prove_differences(case, int(a), int(b), args.proofs):
        face.emit({"proof": str(path)})
        face.say(f"  {path}")


def as_object(pair: Pair) -> dict[str, object]:
    """A difference as ``--json`` prints it."""
    return {
        "state": pair.state,
        "n_a": pair.a,
        "n_b": pair.b,
        "by": pair.by,
        "text_a": pair.text_a,
        "text_b": pair.text_b,
    }


def told(pair: Pair) -> str:
    """A difference on one line, or two where both have words."""
    if pair.state == "only-a":
        return f"only the first:  {_line(pair.text_a)}"
    if pair.state == "only-b":
        return f"only the second: {_line(pair.text_b)}"
    return f"{pair.state}:\n    first:  {_line(pair.text_a)}\n    second: {_line(pair.text_b)}"


def _line(text: str | None) -> str:
    return isolated((text or "[no words]").replace("\n", " ⏎ "))
