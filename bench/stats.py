"""Five statistics over a table.

    python bench/stats.py [--messages 1000000] [--times 3]

Messages a sender, messages a day, who forwards from where, who answers whom, five
words by week: DuckDB over the reading's Parquet parts, file scan included, two
threads. Prints wall seconds (median) of each and the peak memory of the process.
"""

import argparse
import resource
import statistics
import sys
import time
from pathlib import Path

import corpora
import measured as m

WORDS = ("الميناء", "порт", "harbour", "القارب", "مساء")
ASKED = {
    "messages a sender": (
        "SELECT sender_id, any_value(sender), count(*) AS n FROM messages "
        "WHERE kind = 'message' GROUP BY 1 ORDER BY 3 DESC LIMIT 50"
    ),
    "messages a day": (
        "SELECT time_first::date AS day, count(*) FROM messages GROUP BY 1 ORDER BY 1"
    ),
    "who forwards from where": (
        "SELECT sender_id, forward_id, forward_name, count(*) FROM messages "
        "WHERE forwarded GROUP BY 1, 2, 3 ORDER BY 4 DESC"
    ),
    "who answers whom": (
        "SELECT a.sender_id, b.sender_id, count(*) FROM messages a JOIN messages b "
        "ON a.chat = b.chat AND a.reply_to = b.id GROUP BY 1, 2 ORDER BY 3 DESC"
    ),
    "five words by week": "SELECT date_trunc('week', time_first) AS week, "
    + ", ".join(f"count(*) FILTER (contains(text, '{w}'))" for w in WORDS)
    + " FROM messages GROUP BY 1 ORDER BY 1",
}


def ask(folder: Path, times: int) -> None:
    """Runs in a process of its own: prints name, seconds."""
    import duckdb

    base = duckdb.connect(":memory:", config={"threads": 2})
    base.execute(f"CREATE VIEW messages AS SELECT * FROM read_parquet('{folder}/*.parquet')")
    for name, sql in ASKED.items():
        took = []
        for _ in range(times):
            began = time.perf_counter()
            base.execute(sql).fetchall()
            took.append(time.perf_counter() - began)
        print(f"{name}\t{statistics.median(took)}")
    print(f"peak\t{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}")


def main() -> None:
    """Makes the table if need be, asks, prints."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--ask", type=Path)
    args = parser.parse_args()
    if args.ask:
        ask(args.ask, args.times)
        return
    folder = table(args.messages)
    done = m.run([sys.executable, __file__, "--ask", folder, "--times", str(args.times)])
    size = sum(p.stat().st_size for p in folder.iterdir()) / 1e6
    print(f"{args.messages:,} messages, {size:,.0f} MB")
    for line in done.out.splitlines():
        name, value = line.split("\t")
        if name == "peak":
            print(f"peak memory {float(value):,.0f} MiB")
            m.keep("stats", args.messages, "peak", peak=float(value))
        else:
            print(f"{name:28} {float(value):6.2f} s")
            m.keep("stats", args.messages, name, wall=float(value))


def table(messages: int) -> Path:
    """The corpus as Parquet parts; made once."""
    folder = corpora.place() / f"table-{messages}"
    if not folder.exists():
        part = folder.with_name(folder.name + ".part")
        m.run(m.ours("jobs.py", "table", corpora.corpus(messages) / "result.json", part, 2))
        part.rename(folder)
    return folder


if __name__ == "__main__":
    main()
