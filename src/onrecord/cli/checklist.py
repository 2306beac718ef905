"""``onrecord checklist``: the harm gate's questions, with what the tool counted."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.cli.face import Face, isolated, secret_in
from onrecord.errors import BadOption

if TYPE_CHECKING:
    from onrecord.model.since import Since

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
    parser.add_argument(
        "--confirm",
        default="",
        metavar="NAME",
        help="an editor who read what changed: answers given for an earlier text still stand",
    )
    parser.add_argument("--person-file", type=Path, metavar="FILE", help="holds that passphrase")


def run(args: argparse.Namespace, face: Face) -> int:
    """One object an item; with ``--out`` a TOML file with a place for each answer."""
    from onrecord.cli.seat import desk_of
    from onrecord.desk.drafted import text_of
    from onrecord.desk.harming import answers_in, as_objects

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
    if args.confirm and there is None:
        raise BadOption("There are no answers to confirm", where="--out", advice="name their file")
    desk, text, folder = desk_of(args, face), text_of(args.draft), args.draft.resolve().parent
    given = answers_in(there)
    before = desk.checklist(args.case, text, folder=folder, answers=given)
    ours = folder == (args.case / "stories").resolve()  # then the desk knows who saved it
    name = args.draft.name if ours else ""
    since = desk.changes_since(args.case, text, before, name=name, folder=folder)
    items = desk.checklist(
        args.case, text, folder=folder, answers=given, second=second, confirm=args.confirm
    )
    for one in as_objects(items):
        face.emit(one)
    for item in items:
        face.say(f"  {item.state:<9} {item.key:<15} {item.question}")
        for line in (item.told, f"{item.given.text} ({item.given.by})" if item.given.text else ""):
            if line:
                face.say(face.dim(f"{'':28}{line}"))
    _tell(since, face)
    if args.out is not None:
        desk.keep_answers(args.case, text, items, args.out, folder=folder)
        face.say(f"Answer in {args.out}, then: onrecord publish … --checklist {args.out}")
    stale = [i.key for i in items if i.stale]
    file = None if args.out is None else str(args.out)
    face.summary({"items": len(items), "file": file, "for_another_text": stale})
    return 0


def _tell(since: "list[Since]", face: Face) -> None:
    """What changed since each answer that was given for another text."""
    for one in since:
        who = "; since saved by " + ", ".join(
            f"{by or 'another program'}, {at}" for by, at in one.saved
        )
        face.say(
            face.warn(
                f"  {', '.join(one.keys)}: answered by {', '.join(one.by)} for "
                f"{'an earlier text' if one.text_of else 'a text that is not named'}"
                f"{who if one.saved else ''}"
            )
        )
        if not one.known:
            face.say("    That text is not kept here; read the whole draft before confirming.")
        for pieces in one.changes:
            for sign, left_out in (("-", "in"), ("+", "out")):
                words = "".join(words for kind, words in pieces if kind != left_out)
                if any(kind not in ("same", left_out) for kind, _ in pieces):
                    face.say(f"    {sign} {isolated(' '.join(words.split()))}")
