"""``onrecord gather``: one question put to every case of a folder."""

import argparse
from pathlib import Path

from onrecord.cli.face import Face

HELP = "put one question to every case of a folder; on a cluster if there is one"
WHAT = ("statements", "compare", "near", "find", "statistics")


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("folder", type=Path, help="a folder of cases, or a case")
    parser.add_argument("what", choices=WHAT)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="a new folder")
    parser.add_argument("--queries", type=Path, metavar="FILE", help="for find: CSV or one a line")
    parser.add_argument("--engine", choices=("local", "spark"), default="local")
    parser.add_argument(
        "--master", metavar="URL", help="the Spark cluster (default: ONRECORD_SPARK or local[*])"
    )


def run(args: argparse.Namespace, face: Face) -> int:
    """Rows by table."""
    from onrecord.cli.seat import desk_of

    made = desk_of(args, face).gather(
        args.folder,
        args.what,
        args.out,
        engine=args.engine,
        master=args.master,
        queries=args.queries,
    )
    for table, rows in made.rows.items():
        face.emit({"table": table, "rows": rows, "folder": str(made.out / table)})
        face.say(f"{rows:>12,} rows  {made.out / table}")
    face.summary(
        {
            "cases": made.cases,
            "readings": made.readings,
            "messages": made.messages,
            "seconds": round(made.seconds, 2),
        }
    )
    face.say(
        f"of {made.messages:,} messages in {made.readings:,} readings of {made.cases:,} cases, "
        f"in {made.seconds:.1f} s. Senders stand there as in the exports: keep it as you keep them."
    )
    return 0
