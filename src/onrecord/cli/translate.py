"""``onrecord translate``: machine drafts by local engines, marked until a person signs."""

import argparse
from pathlib import Path

from onrecord.cli.face import Face
from onrecord.cli.seat import desk_of

HELP = "fill a draft's empty translation slots by local engines; or list the engines"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("draft", type=Path, nargs="?", help="without it: which engines there are")
    parser.add_argument("--to", metavar="LANG", help="default: the draft's language")


def run(args: argparse.Namespace, face: Face) -> int:
    """One object an engine; with a draft, how many slots were filled."""
    desk = desk_of(args, face)
    found = desk.translators()
    for one in found:
        face.emit({"from": one.source, "to": one.target, "kind": one.kind, "path": str(one.path)})
    if args.draft is None:
        _listed(face, found, desk.folder / "translators")
        face.summary({"engines": len(found)})
        return 0
    done = desk.translate(args.draft, to=args.to)
    face.summary(
        {
            "draft": done.path,
            "filled": done.filled,
            "tools": list(done.tools),
            "missing": list(done.missing),
        }
    )
    face.say(f"{done.filled} slots hold a machine's draft now, marked as one: {done.path}")
    for tool in done.tools:
        face.say(face.dim(f"  by {tool}"))
    for pair in done.missing:
        face.say(face.warn(f"  no engine for {pair}"))
    face.say("None of them is published before a person has read and signed it.")
    return 0


def _listed(face: Face, found: tuple, folder: Path) -> None:  # type: ignore[type-arg]
    for one in found:
        face.say(f"  {one.source} → {one.target}  {one.kind:<12} {one.path}")
    if not found:
        face.say(
            f"No translation engine is installed. Put one into {folder}:\n"
            "  ar-en/           a CTranslate2 model directory with its SentencePiece model\n"
            "  NAME.argosmodel  an Argos package\n"
            "  ar-en.toml       url and model of a server on this machine (OpenAI's HTTP form)"
        )
