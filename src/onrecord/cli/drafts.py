"""``onrecord drafts``: the drafts of a case; save one without losing another's work."""

import argparse
from pathlib import Path

from onrecord.cli.face import Face, isolated
from onrecord.errors import BadOption, DraftConflict

HELP = "list, print and save drafts; another person's changes are merged, never overwritten"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("case", type=Path)
    parser.add_argument("name", nargs="?", help="such as draft.md: print it")
    parser.add_argument("--save", type=Path, metavar="FILE", help="save this text as NAME")
    parser.add_argument("--base", metavar="DIGEST", help="the text FILE was made from")
    parser.add_argument(
        "--ready", action="store_true", help="NAME is ready for the editor, says --by"
    )
    parser.add_argument("--by", default="", metavar="NAME")


def run(args: argparse.Namespace, face: Face) -> int:
    """A list, a text, or a save; a conflict writes FILE.both and ends with its exit code."""
    from onrecord.cli.seat import desk_of

    desk = desk_of(args, face)
    if args.save is not None:
        return _save(args, face)
    if args.ready:
        if not args.name:
            raise BadOption("Which draft is ready?", advice="such as draft.md")
        desk.hand_over(args.case, args.name, by=args.by)
    if args.name:
        draft = desk.read_draft(args.case, args.name)
        face.emit({"name": draft.name, "text": draft.text, "digest": draft.digest})
        face.say(draft.text)
        face.note(f"digest: {draft.digest}")
        face.summary({"digest": draft.digest})
        return 0
    found, ready = desk.drafts(args.case), desk.handed_over(args.case)
    for one in found:
        face.emit(
            {
                "name": one.name,
                "headline": one.headline,
                "bytes": one.bytes,
                "by": one.by,
                "at": one.at,
                "ready": ready.get(one.name),
            }
        )
        last = f"  {one.by}, {one.at}" if one.by else ""
        if one.name in ready:
            state = "ready for the editor" if ready[one.name]["same"] else "ready; changed since"
            last += f"  [{state}: {ready[one.name]['by']}, {ready[one.name]['at']}]"
        face.say(f"{one.name}  {isolated(one.headline)}{last}")
    face.summary({"drafts": len(found)})
    if not found:
        face.say("No draft yet: `onrecord draft CASE` composes one from what was judged.")
    return 0


def _save(args: argparse.Namespace, face: Face) -> int:
    from onrecord.cli.seat import desk_of
    from onrecord.errors import CannotAccess

    if not args.name:
        raise BadOption("--save needs the name of the draft", advice="such as draft.md")
    try:
        text = args.save.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as e:
        raise CannotAccess("The file cannot be read as UTF-8 text", where=str(args.save)) from e
    done = desk_of(args, face).save_draft(args.case, args.name, text, by=args.by, base=args.base)
    if done.fate == "conflict":
        both = args.save.with_name(args.save.name + ".both")
        both.write_text(done.text, "utf-8")
        raise DraftConflict(
            f"{done.theirs} changed the same lines in {done.conflicts} places; nothing was saved",
            where=str(both),
            advice=f"settle the lines marked %% there, then --save it with --base {done.digest}",
        )
    face.summary({"fate": done.fate, "digest": done.digest})
    told = f", merged with what {done.theirs} changed" if done.fate == "merged" else ""
    face.say(f"{args.name}: {done.fate}{told}")
    face.note(f"digest: {done.digest}")
    return 0
