"""``onrecord overview``: what the case counts, as tables and CSV."""

import argparse
from pathlib import Path

from onrecord.cli.face import Face, isolated
from onrecord.errors import BadOption
from onrecord.model.figure import Figure

HELP = "messages and kinds over time, first occurrences, what spread most, coverage by press"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("case", type=Path)
    parser.add_argument("--figure", action="append", default=[], metavar="NAME")
    parser.add_argument("--out", type=Path, metavar="FOLDER", help="a .csv file for each figure")
    parser.add_argument("--rows", type=int, default=12, metavar="N", help="rows shown of each")


def run(args: argparse.Namespace, face: Face) -> int:
    """One object a row; with ``--out`` files, and the rows only there."""
    from onrecord.cli.seat import desk_of
    from onrecord.desk.overview import as_csv

    if args.rows < 0:
        raise BadOption("--rows is a number from 0 on")
    figures = desk_of(args, face).overview(args.case, figures=tuple(args.figure))
    written = []
    if args.out is not None:
        args.out.mkdir(parents=True, exist_ok=True)
        for figure in figures:
            file = args.out / f"{figure.name}.csv"
            file.write_bytes(as_csv(figure))
            written.append(str(file))
            face.say(f"Written: {file}")
    else:
        for figure in figures:
            for row in figure.rows:
                face.emit({"figure": figure.name, **dict(zip(figure.columns, row, strict=True))})
            _table(figure, face, args.rows)
    counts = {figure.name: len(figure.rows) for figure in figures}
    face.summary({"figures": counts, "files": written})
    return 0


def _table(figure: Figure, face: Face, most: int) -> None:
    face.say(face.bold(f"{figure.title}  ({figure.name})"))
    face.say(face.dim(figure.counted))
    face.say("  " + "  ".join(figure.columns))
    for row in figure.rows[:most]:
        face.say("  " + "  ".join("—" if c is None else isolated(str(c)) for c in row))
    if len(figure.rows) > most:
        face.say(face.dim(f"  … {len(figure.rows) - most:,} more; --out FOLDER writes all"))
    face.say()
