"""The ways ``onrecord find`` can be asked, and what goes with which."""

import argparse

from onrecord.errors import BadOption

# Ways to ask, of which one is taken; what else each of them reads.
_WAYS = ("query", "saved", "queries", "question", "questions", "meaning")
_READ = {
    "ladder": ("query", "saved", "queries"),
    "order": ("query", "saved", "queries"),
    "offset": ("query", "saved"),
    "facets": ("query", "saved"),
    "context": ("query", "saved"),
    "explain": ("query", "saved"),
    "save": ("query",),
    "out": ("queries",),
    "model": ("meaning",),
    "meaning_only": ("meaning",),
}


def one_way(args: argparse.Namespace) -> None:
    """Raises BadOption where something that was typed would not be heeded."""
    ways = [way for way in _WAYS if getattr(args, way) is not None]
    if len(ways) != 1:
        raise BadOption(
            "There are several things to look for" if ways else "There is nothing to look for",
            where=", ".join(way if way == "query" else f"--{way}" for way in ways),
            advice="give one of: a query, --saved, --queries, --question, --questions, --meaning",
        )
    if args.context < 0:
        raise BadOption("Context is a number of messages from 0", where=str(args.context))
    for option, where in _READ.items():
        if getattr(args, option) not in (None, 0, False) and ways[0] not in where:
            raise BadOption(
                f"--{option.replace('_', '-')} does nothing with --{ways[0]}".replace(
                    "--query", "a query"
                ),
                advice="leave it out",
            )
