"""``onrecord checklist``: the harm gate's questions, with what the tool counted."""

import argparse
from pathlib import Path

from onrecord.cli.face import Face, secret_in
from onrecord.errors import BadOption

HELP = "the questions a named editor answers before publishing, with what was counted"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("case", type=Path)
    parser.add_argument("draft", type=Path)
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="write a file to answer in; answers in it stay"
    )
    parser.add_argument(
        "--second", metavar="NAME", help="an editor of this desk puts a passphrase to their answers"
    )
    parser.add_argument("--person-file", type=Path, metavar="FILE", help="holds that passphrase")


def run(args: argparse.Namespace, face: Face) -> int:
    """One object an item; with ``--out`` a TOML file with a place for each answer."""
    from onrecord.cli.seat import desk_of
    from onrecord.desk.drafted import text_of
    from onrecord.desk.harming import answers_in, as_objects, sheet

    second = None
    if args.second:
        if args.person_file is None:
            raise BadOption(
                "A second editor puts a passphrase of their own to it",
                where="--person-file",
                advice="write it into a file and name the file, or answer in the browser",
            )
        second = (args.second, secret_in(args.person_file, "The person's passphrase file"))
    there = args.out if args.out is not None and args.out.exists() else None
    items = desk_of(args, face).checklist(
        args.case,
        text_of(args.draft),
        folder=args.draft.resolve().parent,
        answers=answers_in(there),
        second=second,
    )
    for one in as_objects(items):
        face.emit(one)
    for item in items:
        face.say(f"  {item.state:<9} {item.key:<15} {item.question}")
        for line in (item.told, f"{item.answer} ({item.by})" if item.answer else ""):
            if line:
                face.say(face.dim(f"{'':28}{line}"))
    if args.out is not None:
        args.out.write_text(sheet(items), "utf-8")
        face.say(f"Answer in {args.out}, then: onrecord publish … --checklist {args.out}")
    face.summary({"items": len(items), "file": None if args.out is None else str(args.out)})
    return 0
