"""A whole case: seconds, memory and disk of intake, search, proof and check.

    python bench/case.py [--messages 100000] [--peers no]

Each command runs as a process of its own. Beside `add` (bag, read, seal, table, index),
in the same run: SHA-256 of the same bytes, and json + sqlite-utils + full text, which
seals nothing. Memory is the sum over all processes of a command.
"""

import argparse
import json
import shutil
import statistics
import sys
from pathlib import Path

import corpora
import measured as m

MB = 1_000_000
SLOW = 1_000_000  # statements are measured up to here: 180 us of CPU a message
QUERIES = ("الميناء", '"الميناء الليلة"', "harbour OR порт")


def size_of(folder: Path) -> int:
    """Bytes of the files below a folder."""
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())


def main() -> None:
    """Prints one line a step."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--peers", choices=["yes", "no"], default="yes")
    args = parser.parse_args()
    export = corpora.corpus(args.messages)
    folder = corpora.place() / "case"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        measure(folder, export, args.messages)
        if args.peers == "yes" and m.have_peers():
            rival(folder, export, args.messages)
    finally:
        for path in folder.rglob("*"):
            if path.is_file():
                path.chmod(0o600)
        shutil.rmtree(folder)


def rival(folder: Path, export: Path, messages: int) -> None:
    """json + sqlite-utils + FTS over the same file."""
    took = m.run(m.peer("sqlite_utils_fts.py", export / "result.json", folder / "peer.db"))
    said("json + sqlite-utils + FTS", messages, took)


def said(name: str, messages: int, took: m.Took) -> None:
    """Prints a step and keeps it."""
    print(f"{name}: {took.wall:.1f} s wall, {took.cpu:.1f} s CPU, peak {took.peak:,.0f} MB")
    m.keep("case", messages, name, cpu=took.cpu, wall=took.wall, peak=took.peak)


def measure(folder: Path, export: Path, messages: int) -> None:
    """All steps, in order."""
    secret = folder / "secret"
    secret.write_text("bench")
    tool = [sys.executable, "-m", "onrecord"]
    keys = ["--desk", str(folder / "desk"), "--passphrase-file", str(secret)]
    case = folder / "case"
    size = (export / "result.json").stat().st_size
    floor = m.run(m.ours("jobs.py", "sha256", export / "result.json"))
    print(f"{messages:,} messages, {size / MB:,.0f} MB; sha256 of it {floor.cpu:.2f} s CPU")
    m.run([*tool, "new", case, *keys])

    def step(name: str, *argv: object) -> m.Took:
        took = m.run([*tool, *map(str, argv), *keys])
        said(name, messages, took)
        return took

    added = step("add", "add", case, export, "--json")
    counts = json.loads(added.out.split("\n")[0])["counts"]
    print(
        f"  {messages / added.cpu:,.0f} messages a CPU second; in {counts['records']:,} = "
        f"{counts['messages']:,} + {counts['service']:,} + {counts['unreadable']:,}"
    )
    parts = {p.name: size_of(p) for p in case.iterdir() if p.is_dir()}
    rest = sum(parts.values()) - parts["bags"]
    shares = {name: round(size_ / size, 3) for name, size_ in sorted(parts.items())}
    print(f"disk: case without the bag / export = {rest / size:.2f} ({shares})")
    m.keep("case", messages, "disk", ratio=rest / size, parts=shares)
    for query in QUERIES:
        times = [m.run([*tool, "find", case, query, *keys]).wall for _ in range(5)]
        middle = statistics.median(times)
        print(f"find {query}: whole process {middle * 1000:.0f} ms (median of 5)")
        m.keep("case", messages, f"find {query}", wall=middle)
    checked = step("check", "check", case)
    print(f"  check / add, wall: {checked.wall / added.wall:.2f}")
    took = step("check --bytes", "check", case, "--bytes")
    print(f"  {parts['bags'] / took.wall / MB:,.0f} MB/s of bag")
    if messages <= SLOW:
        step("statements", "statements", case, "--json")
    bare = statistics.median(m.run([sys.executable, "-c", "pass"]).cpu for _ in range(9))
    shown = statistics.median(m.run([*tool, "--help"]).cpu for _ in range(9))
    print(f"--help: {shown * 1000:.0f} ms CPU, {shown / bare:.1f}x bare python")
    m.keep("case", messages, "--help", ratio=shown / bare)


if __name__ == "__main__":
    main()
