"""A small export put into a large index, against building the index again.

    python bench/growing.py [--messages 100000] [--more 200] [--times 1]

The seeded corpus is indexed; then, in rounds, as many messages as ``--more`` says are put
in as a second reading, once by growing the index and once by building it of both. CPU and
wall seconds, and whether both then find as much.
"""

import argparse
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import corpora
import measured as m
import pyarrow as pa

from onrecord.formats import read_export
from onrecord.model.query import Rung, Words
from onrecord.store.tantivy_index import ENGINE
from search import timed


def main() -> None:
    """Prints each round and keeps the best of each."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--more", type=int, default=200)
    parser.add_argument("--times", type=int, default=1)
    args = parser.parse_args()
    export = corpora.corpus(args.messages)
    many = [b for b in read_export(export) if isinstance(b, pa.RecordBatch)]
    few = many[0].slice(0, args.more)
    size = sum(b.num_rows for b in many)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        first, grown, built = (Path(scratch) / name for name in ("first", "grown", "built"))
        timed("the index that stands", lambda: ENGINE.build(first, ((1, b) for b in many)))
        took: dict[str, list[tuple[float, float]]] = {"grown": [], "built": []}
        for _ in range(args.times):
            shutil.rmtree(grown, ignore_errors=True)
            shutil.copytree(first, grown)
            jobs: dict[str, Callable[[], object]] = {
                "grown": lambda: ENGINE.grow(grown, iter([(2, few)])),
                "built": lambda: ENGINE.build(built, [*((1, b) for b in many), (2, few)]),
            }
            for what, job in jobs.items():
                took[what].append(timed(f"{args.more} more, {what}", job))
            word = Words("الميناء", Rung.CLITICS)
            found = {
                ENGINE.search(f, word, limit=0, offset=0, order="best") for f in (grown, built)
            }
            if len(found) != 1:
                raise SystemExit(f"THEY DIFFER: {found}")
    ratio = min(cpu for cpu, _ in took["grown"]) / min(cpu for cpu, _ in took["built"])
    print(f"  grown / built: {ratio:.3f} of the CPU")
    for what, runs in took.items():
        cpu, wall = min(runs)
        m.keep("growing", size, f"{args.more} more, {what}", cpu=cpu, wall=wall, base="built")


if __name__ == "__main__":
    main()
