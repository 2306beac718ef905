"""``onrecord publish``: the gate, the page, the proofs."""

import argparse
from pathlib import Path

from onrecord.cli.face import Face, isolated
from onrecord.model.quantity import amount

HELP = "check every quotation of a draft and write the page with its proofs"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("case", type=Path)
    parser.add_argument("draft", type=Path)
    parser.add_argument("--out", type=Path, metavar="DIR", help="default: CASE/stories/STORY")
    parser.add_argument("--signed-by", default="", metavar="NAME", help="the editor who signs")
    parser.add_argument(
        "--sign-off",
        dest="signed",
        action="append",
        type=Path,
        default=[],
        metavar="FILE",
        help="what an editor signed elsewhere (`onrecord sign`); may be given twice",
    )
    parser.add_argument(
        "--as",
        dest="formats",
        action="append",
        default=[],
        metavar="FORMAT",
        help="html (default), pdf, docx, markdown, ninjs, newsml-g2, claimreview, json, or all",
    )
    parser.add_argument(
        "--correction",
        default="",
        metavar="TEXT",
        help="published before with another text: what was wrong, as it is printed",
    )
    parser.add_argument(
        "--never-handed-out",
        action="store_true",
        help="published before with another text that nobody has",
    )
    parser.add_argument(
        "--checklist", type=Path, metavar="FILE", help="an editor's answers to the harm gate (TOML)"
    )


def run(args: argparse.Namespace, face: Face) -> int:
    """One object a quotation; refuses the whole build for one that is wrong."""
    from onrecord.cli.seat import desk_of

    done = desk_of(args, face).publish(
        args.case,
        args.draft,
        args.out,
        by=args.signed_by,
        formats=tuple(args.formats),
        checklist=args.checklist,
        signed=tuple(args.signed),
        correction=args.correction,
        never_out=args.never_handed_out,
    )
    for label, kind, words in done.quotations:
        face.emit({"speaker": label, "class": kind, "words": words})
        face.say(f"  {kind:<10} {label:<20} {isolated(words)}")
    face.summary(
        {
            "story": done.story,
            "files": list(done.files),
            "proofs": done.proofs,
            "proof_bytes": done.proof_bytes,
            "checker": done.checker,
            "checker_sha256": done.checker_sha256,
            "entry": done.entry,
            "warnings": list(done.warnings),
        }
    )
    face.say(
        f"{len(done.quotations)} quotations passed; {done.proofs} proofs, "
        f"{amount(done.proof_bytes // max(1, done.proofs), 'bytes')} each on average."
    )
    for warning in done.warnings:
        face.say(face.warn(f"  look: {warning}"))
    for path in done.files:
        face.say(f"  {path}")
    face.say(f"Checker (hand it out separately): {done.checker}\n  sha256 {done.checker_sha256}")
    return 0
