"""A whole case: seconds, memory and disk of intake, search, proof and check.

    python bench/case.py [--messages 100000] [--times 1] [--peers no] [--statements no] [--keep FOLDER]

Each command runs as a process of its own. Beside `add` (bag, read, seal, table, index),
in the same run: SHA-256 of the same bytes, and json + sqlite-utils + full text, which
seals nothing. Memory is the sum over all processes of a command. ``--keep`` leaves the case,
its desk (``desk``) and its passphrase (``secret``) in a folder, for ``bench/desk.py``.
"""

import argparse
import json
import statistics
import sys
from pathlib import Path

import corpora
import measured as m

MB = 1_000_000
SLOW = 1_000_000  # statements are measured up to here: 180 us of CPU a message
RIVAL = "json + sqlite-utils + FTS"
QUERIES = ("الميناء", '"الميناء الليلة"', "harbour OR порт")


def size_of(folder: Path) -> int:
    """Bytes of the files below a folder."""
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())


def main() -> None:
    """Prints one line a step."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--peers", choices=["yes", "no"], default="yes")
    parser.add_argument("--statements", choices=["yes", "no"], default="yes")
    parser.add_argument("--keep", type=Path)
    args = parser.parse_args()
    folder = corpora.place() / "case"
    corpora.emptied(folder)
    folder.mkdir(parents=True)
    try:
        bench = Bench(folder, args.messages)
        bench.rounds(args.times, beside=args.peers == "yes" and m.have_peers())
        bench.disk()
        bench.found()
        bench.checked()
        if args.statements == "yes" and args.messages <= SLOW:
            bench.step("statements", "statements", bench.case, "--json")
        bench.helped()
    finally:
        if args.keep is not None:
            folder.rename(args.keep)
        corpora.emptied(folder)


class Bench:
    """The steps over one corpus, in order."""

    def __init__(self, folder: Path, messages: int) -> None:
        self.folder, self.messages = folder, messages
        self.export = corpora.corpus(messages)
        secret = folder / "secret"
        secret.write_text("bench")
        self.case = folder / "case"
        self.tool = [sys.executable, "-m", "onrecord"]
        self.keys = ["--desk", str(folder / "desk"), "--passphrase-file", str(secret)]
        self.added = m.Took(0, 0, 0, "")

    def run(self, *argv: object) -> m.Took:
        """One command of ours."""
        return m.run([*self.tool, *map(str, argv), *self.keys])

    def step(self, name: str, *argv: object) -> m.Took:
        """One command, printed and kept."""
        took = self.run(*argv)
        print(f"{name}: {took.wall:.1f} s wall, {took.cpu:.1f} s CPU, peak {took.peak:,.0f} MB")
        m.keep("case", self.messages, name, cpu=took.cpu, wall=took.wall, peak=took.peak)
        return took

    def rounds(self, times: int, *, beside: bool) -> None:
        """Intake, SHA-256 of the same bytes and the peer, round after round."""
        file = self.export / "result.json"
        print(f"{self.messages:,} messages, {file.stat().st_size / MB:,.0f} MB")
        others = {"sha256": m.ours("jobs.py", "sha256", file)}
        if beside:
            others[RIVAL] = m.peer("sqlite_utils_fts.py", file, self.folder / "peer.db")
        found: dict[str, list[m.Took]] = {}
        for _ in range(times):
            corpora.emptied(self.case)
            self.run("new", self.case)
            self.added = self.run("add", self.case, self.export, "--json")
            found.setdefault("add", []).append(self.added)
            for name, argv in others.items():
                found.setdefault(name, []).append(m.run(argv))
                (self.folder / "peer.db").unlink(missing_ok=True)
        m.compared("case", self.messages, found)
        print(f"  peak by process: {' + '.join(map(str, self.added.each))} MB")
        counts = json.loads(self.added.out.split("\n")[0])["counts"]
        print(
            f"  {self.messages / self.added.cpu:,.0f} messages a CPU second; "
            f"in {counts['records']:,} = {counts['messages']:,} + {counts['service']:,} + "
            f"{counts['unreadable']:,}"
        )

    def disk(self) -> None:
        """What the case holds against the export."""
        size = (self.export / "result.json").stat().st_size
        parts = {p.name: size_of(p) for p in self.case.iterdir() if p.is_dir()}
        rest = sum(parts.values()) - parts["bags"]
        shares = {name: round(size_ / size, 3) for name, size_ in sorted(parts.items())}
        print(f"disk: case without the bag / export = {rest / size:.2f} ({shares})")
        m.keep("case", self.messages, "disk", ratio=rest / size, parts=shares)

    def found(self) -> None:
        """Searching, as whole processes."""
        for query in QUERIES:
            took = [self.run("find", self.case, query) for _ in range(5)]
            wall = statistics.median(t.wall for t in took)
            cpu = statistics.median(t.cpu for t in took)
            print(
                f"find {query}: whole process {wall * 1000:.0f} ms, CPU {cpu * 1000:.0f} ms "
                f"(medians of 5), {min(t.wall for t in took) * 1000:.0f} ms at best"
            )
            m.keep("case", self.messages, f"find {query}", wall=wall, cpu=cpu)

    def checked(self) -> None:
        """The case checked, without and with its bags."""
        took = self.step("check", "check", self.case)
        print(f"  check / add, wall: {took.wall / self.added.wall:.2f}")
        took = self.step("check --bytes", "check", self.case, "--bytes")
        print(f"  {size_of(self.case / 'bags') / took.wall / MB:,.0f} MB/s of bag")

    def helped(self) -> None:
        """``--help`` beside a bare interpreter."""
        bare = [m.run([sys.executable, "-c", "pass"]).cpu for _ in range(9)]
        shown = [m.run([*self.tool, "--help"]).cpu for _ in range(9)]
        ratio = statistics.median(shown) / statistics.median(bare)
        print(f"--help: {statistics.median(shown) * 1000:.0f} ms CPU, {ratio:.1f}x bare python")
        m.keep("case", self.messages, "--help", ratio=ratio, cpu=statistics.median(shown))


if __name__ == "__main__":
    main()
