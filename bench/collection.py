"""A collection of cases gathered in this process and on Spark, round by round.

    python bench/collection.py [--messages 5000] [--cases 4] [--what statements ...]
                               [--master 'local-cluster[2,1,1024]'] [--times 1]

Every case is of its own seed and has its news; a copy of it holds readings and log entries
only, as one would copy it to a cluster. Each task is a process of its own, what it starts
counted: CPU and wall seconds, peak memory over all its processes, messages a second, the
ratio, and whether both engines gave the same rows. Starting Spark is inside its figures.
"""

import argparse
import csv
import json
import random
import shutil
import sys
from importlib.resources import files
from pathlib import Path

import corpora
import measured as m
import pyarrow.parquet as pq

from onrecord.lang.cut import words

ROOT = Path(__file__).parents[1]
LEFT = ("bags", "secrets", "seals", "derived", "stories")
SPELLINGS = 200
WHATS = ("statistics", "find", "near", "statements", "compare")
CLUSTER = "local-cluster[2,1,1024]"


def cases(messages: int, many: int) -> Path:
    """A folder of that many cases of so many messages each; made once."""
    folder = corpora.place() / f"collection-{many}-{messages}"
    if folder.exists():
        return folder
    part = folder.with_name(folder.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    for n in range(many):
        made = part.with_name("one")
        corpora.emptied(made)
        made.mkdir(parents=True)
        (made / "secret").write_text("bench")
        sample = made / "sample"
        keys = ["--desk", str(made / "desk"), "--passphrase-file", str(made / "secret")]
        make = [sys.executable, str(ROOT / "tools" / "make_sample.py"), str(sample)]
        m.run([*make, "--messages", str(messages), "--seed", str(corpora.SEED + n)])
        tool = [sys.executable, "-m", "onrecord"]
        m.run([*tool, "new", made / "case", *keys])
        news = ["--news", str(sample / "wire")]
        m.run([*tool, "add", made / "case", sample / "witness-a", *news, *keys])
        shutil.copytree(made / "case", part / f"{n:03d}", ignore=shutil.ignore_patterns(*LEFT))
        corpora.emptied(made)
    part.rename(folder)
    return folder


def queries(folder: Path) -> Path:
    """Two hundred different ones, as an investigator lists them: spellings of names, words,
    phrases and beginnings that stand in the collection, words misspelt, fields, what is not."""
    dice = random.Random(corpora.SEED)
    said = files("onrecord.lang").joinpath("pairs/arab-latn.known.txt").read_text("utf-8")
    known = [word for line in dice.sample(said.splitlines(), 30) for word in line.split()[:2]]
    part = sorted(folder.glob("*/readings/0001/part-*.parquet"))[0]
    texts = pq.read_table(part, columns=["text"]).column("text").to_pylist()
    cut = [found for text in texts if len(found := words(text)) > 1]
    there = dice.sample(sorted({word for one in cut for word in one if len(word) > 3}), 70)
    pairs = [" ".join(one[:2]) for one in dice.sample(cut, 20)]
    lines = [
        *dict.fromkeys(f"~{word}" for word in [*known, *(w for w in there[:60] if w.isalpha())]),
        *there,
        *(f'"{pair}"' for pair in pairs),
        *(f"{word[:4]}*" for word in there[:15]),
        *(f"{word}~1" for word in there[15:30]),
        *("from:abu", "has:forward", "lang:ru", "voice:forwarded harbour", "قارب -has:media"),
        *(f"{one} OR {other}" for one, other in zip(there[30:40], there[40:50], strict=True)),
        *(f"{one} -{other}" for one, other in zip(known[:10], there[50:60], strict=True)),
    ]
    path = corpora.place() / "queries.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([line] for line in lines[:60] + lines[-(SPELLINGS - 60) :])
    return path


def gathered(
    folder: Path, what: str, out: Path, *more: object
) -> tuple[m.Took, dict[str, tuple[int, int]]]:
    """One gathering as a process; what it took, and its rows by table."""
    shutil.rmtree(out, ignore_errors=True)
    argv = ["gather", folder, what, "--out", out, "--json", *more]
    took = m.run([sys.executable, "-m", "onrecord", *map(str, argv)])
    told = [json.loads(line) for line in took.out.splitlines()]
    found = {one["table"]: told_apart(out / one["table"]) for one in told if "table" in one}
    shutil.rmtree(out)
    return took, found


def told_apart(table: Path) -> tuple[int, int]:
    """How many rows a table has, and a number that is another one if a row is: the sum of
    the rows' hashes, whatever their order."""
    count, total = 0, 0
    for path in table.glob("*.parquet"):
        with pq.ParquetFile(path) as file:
            names = sorted(file.schema_arrow.names)
            for batch in file.iter_batches():
                columns = (batch.column(name).to_pylist() for name in names)
                total += sum(map(hash, zip(*columns, strict=True)))
                count += batch.num_rows
    return count, total % (1 << 64)


def task(folder: Path, what: str, args: argparse.Namespace) -> None:
    """Both engines in rounds; prints and keeps a row each."""
    size = args.messages * args.cases
    more = ["--queries", queries(folder)] if what == "find" else []
    engines: dict[str, list[object]] = {
        "here": [],
        args.master: ["--engine", "spark", "--master", args.master],
    }
    found: dict[str, list[m.Took]] = {name: [] for name in engines}
    rows: dict[str, dict[str, tuple[int, int]]] = {}
    for _ in range(args.times):
        for name, chosen in engines.items():
            out = corpora.place() / "gathered"
            took, rows[name] = gathered(folder, what, out, *more, *chosen)
            found[name].append(took)
    m.compared("collection", size, {f"{what}, {name}": runs for name, runs in found.items()})
    for name, runs in found.items():
        best = min(runs, key=lambda r: r.wall)
        counts = {table: count for table, (count, _) in rows[name].items()}
        print(f"  {name}: {size / best.wall:,.0f} messages a second, {counts}")
    if rows["here"] != rows[args.master]:
        raise SystemExit(f"{what}: THE ENGINES DIFFER")


def main() -> None:
    """One table a task."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--messages", type=int, default=5_000, help="of each case")
    parser.add_argument("--cases", type=int, default=4)
    parser.add_argument("--what", nargs="+", choices=WHATS, default=WHATS)
    parser.add_argument("--master", default=CLUSTER)
    parser.add_argument("--times", type=int, default=1)
    args = parser.parse_args()
    if shutil.which("java") is None:
        print("skipped: no Java on PATH")
        return
    folder = cases(args.messages, args.cases)
    print(f"{args.cases} cases of {args.messages:,} messages")
    for what in args.what:
        task(folder, what, args)


if __name__ == "__main__":
    main()
