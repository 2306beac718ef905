"""``onrecord find``: search in any script, shown in the untouched original."""

import argparse
from pathlib import Path

from onrecord.cli.face import Face, isolated

HELP = "search a case; hits are shown in the original text"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("case", type=Path)
    parser.add_argument(
        "query",
        help='words (all of them), "a phrase", OR, NOT, from:, after:, before:, prefix*, word~1',
    )
    parser.add_argument("--limit", type=int, default=20, metavar="N")
    parser.add_argument("--offset", type=int, default=0, metavar="N")
    parser.add_argument("--order", choices=("best", "oldest", "newest"), default="best")


def run(args: argparse.Namespace, face: Face) -> int:
    """One object a hit; the summary holds the query in words and the scope."""
    from onrecord.cli.seat import desk_of

    answer = desk_of(args, face).find(
        args.case, args.query, limit=args.limit, offset=args.offset, order=args.order
    )
    for hit in answer.hits:
        face.emit(hit.as_object())
        who = hit.sender or "—"
        forwarded = "" if hit.voice in ("own", "") else f" ({hit.voice})"
        face.say(f"m:{hit.key[:12]}  {hit.time}  {face.bold(who)}{forwarded}")
        face.say(f"    {isolated(hit.marked(*face.marker()))}")
        face.say(face.dim(f"    {'; '.join(hit.reasons)}"))
    face.summary(answer.summary())
    face.note(answer.in_words)
    if not answer.total:
        face.say(answer.scope)
    else:
        shown = f"{args.offset + 1}-{args.offset + len(answer.hits)} of " if answer.hits else ""
        face.say(f"{shown}{answer.total:,} found. {answer.scope}")
    return 0
