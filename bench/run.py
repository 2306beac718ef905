"""Runs the measuring commands one after the other; each appends to the history.

    python bench/run.py [--all] [--only SCRIPT] [--write]

The short set (100,000 messages) takes under ten minutes on a quiet machine; ``--all``
takes the large sizes too. ``--write`` makes docs/reference/performance.md, its chart and
the README's table anew from the history, and docs/reference/quality.md and quality-rows.md too. Commands that
need real files (ONRECORD_DATA) are named as skipped without it.
"""

import argparse
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Measure:
    """One command of this folder, with its short (None: not in the short set) and its large
    arguments."""

    title: str
    page: str
    script: str
    short: tuple[str, ...] | None = ()
    large: tuple[tuple[str, ...], ...] = ()
    data: bool = False


def sized(*sizes: int, more: tuple[str, ...] = ()) -> tuple[tuple[str, ...], ...]:
    """Arguments for several sizes."""
    return tuple(("--messages", str(n), *more) for n in sizes)


SMALL = ("--messages", "100000")
ONCE, THRICE = ("--times", "1"), ("--times", "3")
LARGE, HUGE = 1_000_000, 5_000_000
MEASURES = (
    Measure(
        "Reading Telegram JSON",
        "performance",
        "intake.py",
        SMALL,
        (*sized(LARGE, more=ONCE), *sized(HUGE, more=(*ONCE, "--peers", "no"))),
    ),
    Measure("Sealing", "performance", "seal.py", (*SMALL, *THRICE), sized(LARGE)),
    Measure("Checkers", "performance", "checkers.py"),
    Measure(
        "A whole case",
        "performance",
        "case.py",
        (*SMALL, *THRICE),
        (*sized(10_000, LARGE), *sized(HUGE, more=("--peers", "no"))),
    ),
    Measure(
        "Five statistics",
        "performance",
        "stats.py",
        SMALL,
        (*sized(LARGE), *sized(HUGE, more=("--peers", "no"))),
    ),
    Measure(
        "Near-copies",
        "performance",
        "near.py",
        ("--messages", "30000", *THRICE, "--brute", "3000"),
        sized(LARGE, more=("--beside", "100000")),
    ),
    Measure("Every reader", "performance", "readers.py", ("--size", "8"), (("--size", "1024"),)),
    Measure("Two exports side by side", "performance", "align.py", SMALL, sized(LARGE)),
    Measure("Search", "performance", "search.py", SMALL, sized(LARGE)),
    Measure(
        "The desk's pages",
        "performance",
        "desk.py",
        (*SMALL, "--visits", "20", "--axe", "no"),
        sized(LARGE),
    ),
    Measure("A draft while it is written", "performance", "drafts.py"),
    Measure(
        "A collection, here and on Spark",
        "performance",
        "collection.py",
        None,
        (("--messages", "25000", "--what", "statistics", "near", "statements", "compare"),),
    ),
    Measure("Statements on labelled lines, dev halves", "quality", "statements.py"),
    Measure("Finding the paragraph that answers", "quality", "retrieval.py", data=True),
    Measure("Names across scripts", "quality", "names.py", data=True),
    Measure("The recall law", "quality", "recall.py"),
    Measure("Quotations in news", "quality", "quotes.py", data=True),
    Measure("Matching and stance", "quality", "match.py", data=True),
)


def main() -> int:
    """Runs them; 1 if one of them failed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--only", help="a script's name")
    args = parser.parse_args()
    failed = 0
    for m in MEASURES:
        if args.only and m.script != args.only or not (ROOT / "bench" / m.script).exists():
            continue
        short = () if m.short is None else (m.short,)
        for more in (*short, *(m.large if args.all else ())):
            failed |= run(m, more)
    if args.write:
        for words in (["report.py"], ["quality.py"], ["quality_page.py"], ["sizing.py", "--write"]):
            page = [str(ROOT / "bench" / words[0]), *words[1:]]
            subprocess.run([sys.executable, *page], check=True)
    return failed


def run(m: Measure, more: tuple[str, ...]) -> int:
    """Runs a command and prints what it prints; 1 if it failed."""
    typed = f"python bench/{m.script} {' '.join(more)}".strip().replace(f"{ROOT}/", "")
    print(f"== {m.title}: {typed}", flush=True)
    if m.data and not os.environ.get("ONRECORD_DATA"):
        print("skipped: needs ONRECORD_DATA", flush=True)
        return 0
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, str(ROOT / "bench" / m.script), *more],
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    print(done.stdout, flush=True)
    print(f"({time.monotonic() - began:.0f} s)\n", flush=True)
    return int(done.returncode != 0)


if __name__ == "__main__":
    sys.exit(main())
