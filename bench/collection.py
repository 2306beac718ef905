"""A collection of cases gathered in this process and on Spark, in one run.

    python bench/collection.py [--messages 20000] [--cases 4] [--master local-cluster[2,1,1024]]

One case is sealed and copied: readings and log entries only, as one would copy
them to a cluster. Prints wall and CPU seconds (ours and of all that we started)
and messages a second of each engine, and the ratio.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from onrecord import Desk
from onrecord.store._cluster import session

ROOT = Path(__file__).parents[1]
LEFT = ("bags", "secrets", "seals", "derived", "stories")
SPELLINGS = 200


def cases(folder: Path, messages: int, many: int) -> Path:
    """A folder of ``many`` copies of a case of ``messages``."""
    sample = folder / "sample"
    make = [sys.executable, str(ROOT / "tools" / "make_sample.py"), str(sample)]
    subprocess.run(
        [*make, "--messages", str(messages), "--only-a"], check=True, capture_output=True
    )
    desk = Desk(folder / "desk", "bench")
    desk.new(folder / "case")
    desk.add(folder / "case", sample / "witness-a")
    for n in range(many):
        shutil.copytree(
            folder / "case", folder / "all" / f"{n:03d}", ignore=shutil.ignore_patterns(*LEFT)
        )
    return folder / "all"


def queries(folder: Path) -> Path:
    """Spellings as an investigator lists them: words, names, phrases, fields."""
    words = ("الميناء", "harbour", "порт", "~Almuslawi", '"لواء المد"', "from:abu", "attack*")
    lines = [
        f"{words[n % len(words)]} -{n}" if n >= len(words) else words[n] for n in range(SPELLINGS)
    ]
    path = folder / "queries.csv"
    path.write_text("\n".join(lines), "utf-8")
    return path


def spent(
    desk: Desk, folder: Path, what: str, out: Path, **more: object
) -> tuple[float, float, int]:
    """Wall and CPU seconds and messages of one gathering."""
    before, began = os.times(), time.perf_counter()
    made = desk.gather(folder, what, out, **more)  # type: ignore[arg-type]
    wall, after = time.perf_counter() - began, os.times()
    return wall, sum(after[:4]) - sum(before[:4]), made.messages


def main() -> None:
    """One line a task."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--messages", type=int, default=20_000)
    parser.add_argument("--cases", type=int, default=4)
    parser.add_argument("--master", default="local-cluster[2,1,1024]")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        base = Path(scratch)
        folder, listed = cases(base, args.messages, args.cases), queries(base)
        desk = Desk(base / "desk", "bench")
        began = time.perf_counter()
        with session(args.master):
            print(f"{args.master} starts in {time.perf_counter() - began:.1f} s")
            for what in ("statements", "find", "near", "statistics"):
                more = {"queries": listed} if what == "find" else {}
                here, cpu, many = spent(desk, folder, what, base / f"{what}-here", **more)
                there, _, _ = spent(
                    desk, folder, what, base / f"{what}-there", engine="spark", **more
                )
                print(
                    f"{what}: {many:,} messages; here {here:.1f} s ({cpu:.1f} CPU, "
                    f"{many / here:,.0f}/s), Spark {there:.1f} s ({many / there:,.0f}/s), "
                    f"here/Spark {here / there:.2f}"
                )


if __name__ == "__main__":
    main()
