"""``onrecord quote-check``: the class of a printed quotation against sealed words."""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

from onrecord.cli.face import Face
from onrecord.errors import BadOption

HELP = "class a printed quotation against the words it quotes, without a case"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("--sealed", metavar="TEXT", help="the original words")
    parser.add_argument("--printed", metavar="TEXT", help="the words as printed")
    parser.add_argument("--sealed-file", type=Path, metavar="FILE")
    parser.add_argument("--printed-file", type=Path, metavar="FILE")
    parser.add_argument(
        "--cases", type=Path, metavar="FILE", help="JSON lines {id, sealed, printed}"
    )


def run(args: argparse.Namespace, face: Face) -> int:
    """One object a pair: class, folds, gaps, difference."""
    from onrecord.model.wording import quote_check
    from onrecord.report.cautions import everything

    cautions = everything()
    counts: dict[str, int] = {}
    for ident, sealed, printed in _pairs(args):
        found = quote_check(sealed, printed, cautions=cautions)
        name = str(found["class"])
        counts[name] = counts.get(name, 0) + 1
        face.emit({"id": ident, **found} if ident is not None else found)
        face.say(f"{name}  {printed}")
        for key in ("notes", "folds", "flags"):
            for note in found.get(key) or ():
                face.say(face.dim(f"    {note}"))
    face.summary({"pairs": sum(counts.values()), "classes": counts})
    return 0


def _pairs(args: argparse.Namespace) -> Iterator[tuple[str | None, str, str]]:
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
    yield None, sealed, printed


def _case(line: bytes, where: str) -> tuple[str | None, str, str]:
    try:
        said = json.loads(line)
        ident = said.get("id")
        return (None if ident is None else str(ident)), str(said["sealed"]), str(said["printed"])
    except (ValueError, KeyError, TypeError, AttributeError) as e:
        raise BadOption(
            "This line is not a JSON object with sealed and printed", where=where
        ) from e


def _text(path: Path) -> str:
    """A file's text, without the final line end an editor adds."""
    text = path.read_bytes().decode("utf-8")
    return text.removesuffix("\n")
