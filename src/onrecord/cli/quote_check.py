"""``onrecord quote-check``: the class of a printed quotation against sealed words."""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.cli.face import Face, isolated
from onrecord.errors import BadOption

if TYPE_CHECKING:
    from onrecord.model.wording import Wording

HELP = "class a printed quotation against the words it quotes, without a case"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("--sealed", metavar="TEXT", help="the original words")
    parser.add_argument("--printed", metavar="TEXT", help="the words as printed")
    parser.add_argument("--sealed-file", type=Path, metavar="FILE")
    parser.add_argument("--printed-file", type=Path, metavar="FILE")
    parser.add_argument(
        "--language", default="", metavar="CODE", help="what the words are in, if you know"
    )
    parser.add_argument(
        "--cases", type=Path, metavar="FILE", help="JSON lines {id, sealed, printed}"
    )


def run(args: argparse.Namespace, face: Face) -> int:
    """One object a pair: class, folds, gaps, difference."""
    from onrecord.model.wording import classify, wire
    from onrecord.report.cautions import for_text

    counts: dict[str, int] = {}
    for ident, sealed, printed, language in _pairs(args):
        found = classify(sealed, printed, cautions=for_text(sealed, language))
        counts[found.cls] = counts.get(found.cls, 0) + 1
        said = wire(found)
        face.emit({"id": ident, **said} if ident is not None else said)
        face.say(f"{found.cls}  {isolated(printed)}")
        for line in _told(found):
            face.say(face.dim(line))
    face.summary({"pairs": sum(counts.values()), "classes": counts})
    return 0


def _told(found: "Wording") -> Iterator[str]:
    """What a person needs to see: folds, what is left out, both texts side by side."""
    from onrecord.report.check import side_by_side

    if found.folds:
        yield f"    set aside: {', '.join(found.folds)}"
    for left in found.left:
        flags = "; ".join(f"{f.kind} {isolated(f.words)}" for f in left.flags)
        mark = f"  <- {flags}: needs a reason" if flags else ""
        yield f"    {left.where}: {isolated(left.words.strip())}{mark}"
    for word in found.inserted:
        yield f"    [{isolated(word.words)}] for {isolated(word.replaces) or 'nothing'}"
    if found.difference is not None:
        yield side_by_side(found.difference)
    yield from (f"    {note}" for note in found.notes)


def _pairs(args: argparse.Namespace) -> Iterator[tuple[str | None, str, str, str]]:
    if args.cases is not None:
        with args.cases.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _case(line, f"{args.cases}, line {number}")
        return
    sealed = args.sealed if args.sealed_file is None else _text(args.sealed_file)
    printed = args.printed if args.printed_file is None else _text(args.printed_file)
    if sealed is None or printed is None:
        raise BadOption(
            "Two texts are needed", advice="give --sealed and --printed (or files), or --cases"
        )
    yield None, sealed, printed, args.language


def _case(line: bytes, where: str) -> tuple[str | None, str, str, str]:
    try:
        said = json.loads(line)
        ident, sealed, printed = said.get("id"), said["sealed"], said["printed"]
        if not (isinstance(sealed, str) and isinstance(printed, str)):
            raise TypeError("both are text")
        return (
            (None if ident is None else str(ident)),
            sealed,
            printed,
            str(said.get("language") or ""),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as e:
        raise BadOption(
            "This line is not a JSON object with sealed and printed", where=where
        ) from e


def _text(path: Path) -> str:
    """A file's text, without the final line end an editor adds."""
    from onrecord.desk.given import text_given

    return text_given(path, "utf-8").removesuffix("\n")
