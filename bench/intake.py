"""Reading Telegram JSON: against its floor, and read + hash + table against the peers.

    python bench/intake.py [--messages 100000] [--times 3] [--peers no]

``floor`` reads once in blocks, hashes and parses each block's records into typed
structs, nothing kept. ``reader`` makes every column of the schema. ``table`` reads,
hashes and writes every column to Parquet parts, with one process and with two.
Peers: chat-miner (time, author, text), pandas.read_json, json + json_normalize +
Parquet, DuckDB's read_json to Parquet. None of them hashes or keeps places.
"""

import argparse
import shutil
import statistics

import corpora
import measured as m


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--peers", choices=["yes", "no"], default="yes")
    args = parser.parse_args()
    export = corpora.corpus(args.messages)
    path = export / "result.json"
    out = corpora.place() / "out"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    size = path.stat().st_size / 1e6
    print(f"{args.messages:,} messages, {size:,.0f} MB\n\nreader against floor")
    jobs = {name: m.ours("jobs.py", name, path) for name in ("floor", "read", "sha256")}
    m.side_by_side("reader", args.messages, jobs, times=args.times, base="floor")
    print("\nread + hash + table against peers")
    jobs = {
        "table": m.ours("jobs.py", "table", path, out / "one"),
        "table, 2 processes": m.ours("jobs.py", "table", path, out / "two", 2),
        "sha256": m.ours("jobs.py", "sha256", path),
    }
    if args.peers == "yes" and m.have_peers():
        jobs |= {
            "chat-miner": m.peer("chatminer_read.py", path),
            "pandas.read_json": m.peer("pandas_read.py", path),
            "json + pandas + Parquet": m.peer("pandas_parquet.py", path, out / "p.parquet"),
            "DuckDB read_json to Parquet": m.peer("duckdb_read.py", path, out / "d.parquet"),
        }
    found = m.side_by_side("table", args.messages, jobs, times=args.times)
    hashed = found["sha256"]
    for name in ("table", "table, 2 processes"):
        each = sorted(r.wall / h.wall for r, h in zip(found[name], hashed, strict=True))
        three = [each[0], statistics.median(each), each[-1]]
        said = " / ".join(f"{x:.1f}" for x in three)
        print(f"{name}, by the clock against sha256 (whole processes): {said}")
        m.keep("table", args.messages, f"{name}, by the clock", wall_ratios=three, base="sha256")
    print(f"{size / min(r.wall for r in found['table, 2 processes']):,.0f} MB/s in 2 processes")
    shutil.rmtree(out)


if __name__ == "__main__":
    main()
