"""``onrecord names``: names in a pool that may be the one asked for, in any script."""

import argparse
from pathlib import Path

from onrecord.cli.face import Face, isolated
from onrecord.errors import BadOption

HELP = "find names like a name in a list, across scripts, without a case"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("query", nargs="*", help="one name each; put it in quotes")
    parser.add_argument("--queries", type=Path, metavar="FILE", help="one name a line")
    parser.add_argument("--pool", type=Path, required=True, metavar="FILE", help="one name a line")
    parser.add_argument("--limit", type=int, default=5, metavar="N")
    parser.add_argument("--threshold", type=float, metavar="0..1")


def run(args: argparse.Namespace, face: Face) -> int:
    """One object a query: {query, matches: [{name, score, reasons}]}."""
    from onrecord.desk.measuring import names_in

    queries = [*args.query, *(_lines(args.queries) if args.queries else [])]
    if not queries:
        raise BadOption("No name was asked for", advice="give names, or --queries FILE")
    found = 0
    for query, matches in names_in(_lines(args.pool), queries, args.limit, args.threshold):
        found += bool(matches)
        face.emit(
            {
                "query": query,
                "matches": [
                    {"name": m.name, "score": round(m.score, 4), "reasons": list(m.reasons)}
                    for m in matches
                ],
            }
        )
        face.say(face.bold(isolated(query)) + ("" if matches else "  nobody"))
        for m in matches:
            face.say(f"  {m.score:.2f}  {isolated(m.name)}  {face.dim('; '.join(m.reasons))}")
    face.summary({"queries": len(queries), "with_matches": found})
    return 0


def _lines(path: Path) -> list[str]:
    from onrecord.desk.given import text_given

    return [line.rstrip("\r") for line in text_given(path).split("\n") if line.strip()]
