"""``onrecord judge``: a named person decides about a statement or a match."""

import argparse
from pathlib import Path

from onrecord.cli.face import Face
from onrecord.errors import BadOption
from onrecord.model import wire

HELP = "decide, as a named person with a reason, about a statement or a match"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("case", type=Path)
    parser.add_argument(
        "about", help="s:… (a statement), s:…+a:… (a match), m:… (a message), p:A=B (two people)"
    )
    parser.add_argument("answer", choices=("yes", "no", "unsure"))
    parser.add_argument("--by", required=True, metavar="NAME")
    parser.add_argument("--why", required=True)
    parser.add_argument(
        "--correct",
        action="append",
        default=[],
        metavar="WHAT=VALUE",
        help="kind=denial, voice=quoted, speaker=…, span=0-42, translation=…, outcome=…, hide=…",
    )
    parser.add_argument("--replaces", metavar="ID", help="an earlier judgement taken back by this")


def run(args: argparse.Namespace, face: Face) -> int:
    """Records the judgement in the log."""
    from onrecord.cli.seat import desk_of

    judgement = desk_of(args, face).judge(
        args.case,
        args.about,
        args.answer,
        by=args.by,
        why=args.why,
        correct=corrections(args.correct),
        replaces=args.replaces,
    )
    face.emit(wire.judgement(judgement))
    face.summary({"judgement": judgement.id})
    face.say(f"{judgement.id}: {judgement.by} says {judgement.answer} about {judgement.about}.")
    return 0


def corrections(said: list[str]) -> tuple[tuple[str, str], ...]:
    """``WHAT=VALUE`` words as pairs. Raises BadOption."""
    correct = []
    for pair in said:
        what, equals, value = pair.partition("=")
        if not equals:
            raise BadOption(f"--correct {pair} lacks an equals sign", advice="write kind=denial")
        correct.append((what, value))
    return tuple(correct)
