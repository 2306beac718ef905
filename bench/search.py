"""Search speed: ours beside SQLite FTS5 and bare Tantivy, in one run.

``python bench/search.py [EXPORT] [--messages N] [--queries N] [--times N]`` reads an
export (the seeded corpus if none is named), builds three indexes in turn and asks each
the same questions, warm, top 20 with snippets:

* ``ours``: the whole index, two fields, facts, flat files, sounds of words;
* ``tantivy``: the same words, already cut, in one field, and in the same two
  fields (letters, stems): the floors for building;
* ``fts5``: SQLite FTS5, contentless, the same words, newest first and by rank.

Prints CPU and wall seconds of building, p50 / p95 / p99 of each kind in ms of CPU of the
asking thread (all three ask in it; other work on the machine does not count) and of the
clock, and what FTS5 takes against ours in each round. ``--case CASE`` asks the index of a
case that is there already, ours alone.
"""

import argparse
import gc
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import corpora
import measured as m
import pyarrow as pa
import pyarrow.parquet as pq
import tantivy

from onrecord.formats import read_export
from onrecord.lang.terms import Cutter
from onrecord.model.query import Rung
from onrecord.search.query import parse
from onrecord.search.snippet import snippet
from onrecord.store._opened import Opened
from onrecord.store.tantivy_index import ENGINE

SEED = 20_26
Kinds = dict[str, list[tuple[str, str]]]


def timed(what: str, job: Callable[[], object]) -> tuple[float, float]:
    """Run a job; print and return its CPU and its wall seconds."""
    gc.collect()
    cpu, wall = time.process_time(), time.perf_counter()
    job()
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    print(f"  {what:28} {cpu:8.2f} CPU s {wall:8.2f} s wall", flush=True)
    return cpu, wall


def bare_tantivy(folder: Path, letters: list[str], stems: list[str] | None = None) -> None:
    """One field of terms, or two, cut before."""
    fields = tantivy.SchemaBuilder()
    fields.add_text_field("letters", tokenizer_name="words", index_option="position")
    fields.add_text_field("stems", tokenizer_name="words", index_option="freq")
    fields.add_unsigned_field("row", fast=True)
    index = tantivy.Index(fields.build(), path=str(folder))
    words = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer("words", words)
    writer = index.writer(128_000_000, 1)
    for row, text in enumerate(letters):
        document = tantivy.Document()
        document.add_text("letters", text)
        if stems is not None:
            document.add_text("stems", stems[row])
        document.add_unsigned("row", row)
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()


def fts5(path: Path, letters: list[str]) -> sqlite3.Connection:
    """A contentless FTS5 table of the same terms."""
    base = sqlite3.connect(path)
    base.execute("CREATE VIRTUAL TABLE t USING fts5(x, content='', tokenize='unicode61')")
    base.execute("INSERT INTO t(t, rank) VALUES('hashsize', 67108864)")
    rows = ((n + 1, text) for n, text in enumerate(letters))
    base.executemany("INSERT INTO t(rowid, x) VALUES(?, ?)", rows)
    base.commit()
    return base


def questions(letters: list[str], count: int) -> Kinds:
    """(our query, FTS5's) by kind, drawn from the texts with a seed."""
    rng = random.Random(SEED)
    found: dict[str, list[tuple[str, str]]] = {
        k: [] for k in ("term", "AND", "phrase", "prefix", "field", "fuzzy", "name")
    }
    while len(found["name"]) < count:
        words = [w for w in rng.choice(letters).split(" ") if w.isalpha() and len(w) > 2]
        if len(words) < 4:
            continue
        at = rng.randrange(len(words) - 1)
        one, two = words[at], words[at + 1]
        found["term"].append((one, f'"{one}"'))
        found["AND"].append((f"{one} {words[0]}", f'"{one}" AND "{words[0]}"'))
        found["phrase"].append((f'"{one} {two}"', f'"{one} {two}"'))
        found["prefix"].append((f"{one[:3]}*", f'"{one[:3]}"*'))
        found["field"].append((f"{one} kind:message after:2016", ""))
        found["fuzzy"].append((f"{one}~1", ""))
        found["name"].append((f"~{one}", ""))
    return found


@dataclass
class Asked:
    """What was asked how often, in seconds: of the thread's CPU and of the clock."""

    cpu: dict[str, list[list[float]]] = field(default_factory=dict)
    wall: dict[str, list[list[float]]] = field(default_factory=dict)

    def time(self, what: str, jobs: Sequence[Callable[[], object]]) -> None:
        """Times a round of questions."""
        cpu, wall = [], []
        for job in jobs:
            began, thread = time.perf_counter(), time.thread_time()
            job()
            cpu.append(time.thread_time() - thread)
            wall.append(time.perf_counter() - began)
        self.cpu.setdefault(what, []).append(cpu)
        self.wall.setdefault(what, []).append(wall)

    def tell(self, size: int) -> None:
        """Prints and keeps the middle and the tails, and FTS5 against ours by the round."""
        print(f"  {'ms of CPU, of the clock':28} p50 / p95 / p99, p50 / p95 / p99")
        for what, rounds in self.cpu.items():
            ms, by_clock = spread(rounds), spread(self.wall[what])
            ours = self.cpu.get(f"ours {what.split()[1]} (rung 3)") if "rank" in what else None
            ratios = ordered(rounds, ours) if ours else None
            more = {"ms_ratios": ratios} if ratios else {}
            m.keep("search", size, what, ms=ms, wall_ms=by_clock, **more)
            shown = [
                " / ".join(f"{x:.2f}" for x in three) for three in (ms, by_clock, ratios or [])
            ]
            print(f"  {what:28} {shown[0]:>24} {shown[1]:>24}  {shown[2]}", flush=True)


def spread(rounds: list[list[float]]) -> list[float]:
    """p50, p95 and p99 of all rounds in ms."""
    times = sorted(x for one in rounds for x in one)
    return [times[min(len(times) - 1, int(len(times) * p))] * 1000 for p in (0.5, 0.95, 0.99)]


def ordered(theirs: list[list[float]], ours: list[list[float]]) -> list[float]:
    """Min, median, max over the rounds of their p95 against ours."""
    each = sorted(spread([t])[1] / spread([o])[1] for t, o in zip(theirs, ours, strict=True))
    return [each[0], statistics.median(each), each[-1]]


def answer(opened: Opened, said: str, rung: Rung) -> None:
    """The first twenty with their snippets."""
    for hit in opened.search(parse(said, rung=rung), limit=20, offset=0, order="best").hits:
        if hit.row is not None:
            snippet(hit.row.text, hit.marks)


def ask_ours(opened: Opened, kinds: Kinds, asked: Asked) -> None:
    """Ours: parse, search, snippets."""
    for kind, pairs in kinds.items():
        both = kind in ("term", "AND")
        for rung in (Rung.LETTERS, Rung.CLITICS) if both else (Rung.CLITICS,):
            jobs = [partial(answer, opened, said, rung) for said, _ in pairs]
            for job in jobs[:10]:
                job()
            asked.time(f"ours {kind} (rung {int(rung)})", jobs)


def ask_fts5(base: sqlite3.Connection, texts: list[str], kinds: Kinds, asked: Asked) -> None:
    """FTS5, by rank and newest first; the text of each hit is looked at."""

    def one(sql: str, theirs: str) -> None:
        for (row,) in base.execute(sql, (theirs,)):
            snippet(texts[row - 1], ())

    for order in ("rank", "rowid DESC"):
        sql = f"SELECT rowid FROM t WHERE t MATCH ? ORDER BY {order} LIMIT 20"  # noqa: S608
        for kind in ("term", "AND", "phrase", "prefix"):
            jobs = [partial(one, sql, theirs) for _, theirs in kinds[kind]]
            asked.time(f"fts5 {kind} by {order}", jobs)


def of_case(case: Path, queries: int, times: int) -> None:
    """Asks the index of a case; its questions are from one of its readings' parts."""
    from onrecord.desk.case import open_case
    from onrecord.desk.rows import parts

    at = open_case(case)
    part = parts(at.reading(1))[0]
    texts = pq.read_table(part, columns=["text"]).column("text").to_pylist()
    kinds = questions(list(Cutter().batch(texts)[0]), queries)
    with ENGINE.open(at.index) as opened:
        print(f"{len(opened):,} messages, {queries} questions a kind, warm, top 20 with snippets")
        asked = Asked()
        for _ in range(times):
            ask_ours(opened, kinds, asked)
        asked.tell(len(opened))
    print(f"peak memory {m.own_peak()} MiB")


def arguments() -> argparse.Namespace:
    """What is asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("export", type=Path, nargs="?")
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=100)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--case", type=Path)
    return parser.parse_args()


def main() -> None:
    """Build and ask."""
    args = arguments()
    if args.case:
        of_case(args.case, args.queries, args.times)
        return
    args.export = args.export or corpora.corpus(args.messages)
    batches = [b for b in read_export(args.export) if isinstance(b, pa.RecordBatch)]
    texts = [t for b in batches for t in b.column("text").to_pylist()]
    size = sum(len(t.encode("utf-8", "surrogatepass")) for t in texts)
    print(f"{len(texts):,} messages, {size / 1e6:.0f} MB of text; building:")
    cutter = Cutter()
    letters: list[str] = []
    stems: list[str] = []

    def cut() -> None:
        for at in range(0, len(texts), 4096):
            made = cutter.batch(texts[at : at + 4096])
            letters.extend(made[0])
            stems.extend(made[1])

    timed("cutting alone", cut)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        room = Path(scratch)
        (room / "bare").mkdir()
        (room / "both").mkdir()
        ours = timed("ours", lambda: ENGINE.build(room / "ours", ((1, b) for b in batches)))
        bare = timed("tantivy, one field", lambda: bare_tantivy(room / "bare", letters))
        both = timed("tantivy, two fields", lambda: bare_tantivy(room / "both", letters, stems))
        bases: list[sqlite3.Connection] = []
        lite = timed("fts5, cut before", lambda: bases.append(fts5(room / "fts5", letters)))
        disk = sum(f.stat().st_size for f in (room / "ours").iterdir())
        floors = (("one field", bare), ("two fields", both), ("fts5", lite))
        m.keep("search", len(texts), "building", cpu=ours[0], wall=ours[1])
        for what, (cpu, wall) in floors:
            m.keep("search", len(texts), f"building: Tantivy or FTS5, {what}", cpu=cpu, wall=wall)
            print(f"  ours / {what}: CPU {ours[0] / cpu:.2f}, wall {ours[1] / wall:.2f}")
        print(f"  disk: ours {disk / 1e6:.0f} MB = {disk / size:.2f} of the text (texts included)")
        kinds = questions(letters, args.queries)
        print(f"asking, {args.queries} a kind, warm, top 20 with snippets, {args.times} rounds")
        asked = Asked()
        with ENGINE.open(room / "ours") as opened:
            for _ in range(args.times):
                ask_ours(opened, kinds, asked)
                ask_fts5(bases[0], texts, kinds, asked)
        asked.tell(len(texts))
        bases[0].close()
    print(f"peak memory {m.own_peak()} MiB (with all texts held for FTS5)")


if __name__ == "__main__":
    main()
