"""Five statistics over a table.

    python bench/stats.py [--messages 1000000] [--times 3] [--peers no]

Messages a sender, messages a day, who forwards from where, who answers whom, five
words by week: DuckDB over the reading's Parquet parts, file scan included, two
threads; and pandas over the same files, round after round, a fresh process each. Prints
wall seconds (min, median, max), CPU seconds, the ratio of each round and peak memory.
"""

import argparse
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
        "SELECT a.sender_id, b.sender_id, count(*) FROM "
        "(SELECT * FROM messages WHERE reply_to IS NOT NULL) a JOIN messages b "
        "ON a.chat = b.chat AND a.reply_to = b.id GROUP BY 1, 2 ORDER BY 3 DESC"
    ),
    # Weeks of UTC: a calendar of zones is four times as slow.
    "five words by week": "SELECT date_trunc('week', timezone('UTC', time_first)) AS week, "
    + ", ".join(f"count(*) FILTER (contains(text, '{w}'))" for w in WORDS)
    + " FROM messages GROUP BY 1 ORDER BY 1",
}


def ask(folder: Path) -> None:
    """Runs in a process of its own: prints name, wall and CPU seconds."""
    import duckdb

    base = duckdb.connect(":memory:", config={"threads": 2})
    base.execute(f"CREATE VIEW messages AS SELECT * FROM read_parquet('{folder}/*.parquet')")
    for name, sql in ASKED.items():
        began, cpu = time.perf_counter(), time.process_time()
        base.execute(sql).fetchall()
        print(f"{name}\t{time.perf_counter() - began}\t{time.process_time() - cpu}")
    print(f"peak\t{m.own_peak()}\t0")


def main() -> None:
    """Makes the table if need be, asks, prints."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--peers", choices=["yes", "no"], default="yes")
    parser.add_argument("--ask", type=Path)
    args = parser.parse_args()
    if args.ask:
        ask(args.ask)
        return
    folder = table(args.messages)
    size = sum(p.stat().st_size for p in folder.iterdir()) / 1e6
    print(f"{args.messages:,} messages, {size:,.0f} MB of Parquet; rounds of {args.times}")
    jobs: dict[str, m.Argv] = {"": [sys.executable, __file__, "--ask", folder]}
    if args.peers == "yes" and m.have_peers():
        jobs[", pandas"] = m.peer("pandas_stats.py", folder, *WORDS)
    rounds = [
        {name: figures(m.run(argv)) for name, argv in jobs.items()} for _ in range(args.times)
    ]
    print(f"{'':36} {'CPU s':>8} {'wall s':>8}   min / median / max; against DuckDB, wall")
    for name in ASKED:
        for which in jobs:
            told(args.messages, name, which, rounds)
    for which in jobs:
        peak = max(r[which]["peak"][0] for r in rounds)
        print(f"peak memory{which} {peak:,.0f} MiB")
        m.keep("stats", args.messages, f"peak{which}", peak=peak)


def figures(took: m.Took) -> dict[str, tuple[float, float]]:
    """Wall and CPU seconds by name; the peak among them."""
    lines = (line.split("\t") for line in took.out.splitlines())
    return {name: (float(wall), float(cpu)) for name, wall, cpu in lines}


def told(
    messages: int, name: str, which: str, rounds: list[dict[str, dict[str, tuple[float, float]]]]
) -> None:
    """Prints and keeps one statistic of one engine."""
    wall = sorted(r[which][name][0] for r in rounds)
    cpu = statistics.median(r[which][name][1] for r in rounds)
    against = sorted(r[which][name][0] / r[""][name][0] for r in rounds)
    ratios = [against[0], statistics.median(against), against[-1]]
    spread = [wall[0], statistics.median(wall), wall[-1]]
    said = " / ".join(f"{x:.2f}" for x in spread), " / ".join(f"{x:.1f}" for x in ratios)
    print(f"{name + which:36} {cpu:8.2f} {spread[1]:8.2f}   {said[0]}; {said[1]}")
    m.keep(
        "stats", messages, name + which, cpu=cpu, wall=spread[1], wall_ratios=ratios, base="DuckDB"
    )


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
