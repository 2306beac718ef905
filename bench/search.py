"""Search speed: ours beside SQLite FTS5 and bare Tantivy, in one run.

``python bench/search.py EXPORT [--queries N]`` reads an export (make one of any
size with ``tools/make_sample.py OUT --messages N --only-a``), builds three
indexes in turn and asks each the same questions, warm, top 20 with snippets:

* ``ours``: the whole index, two fields, facts, flat files, sounds of words;
* ``tantivy``: the same words, already cut, in one field, and in the same two
  fields (letters, stems): the floors for building;
* ``fts5``: SQLite FTS5, contentless, the same words, newest first and by rank.

Prints CPU and wall seconds of building and p50 / p95 / p99 of each kind in ms
of CPU of the asking thread (all three ask in it; other work on the machine does not count).
"""

import argparse
import gc
import random
import resource
import sqlite3
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import measured as m
import pyarrow as pa
import tantivy

from onrecord.formats import read_export
from onrecord.lang.terms import Cutter
from onrecord.model.query import Query, Rung
from onrecord.search.query import parse
from onrecord.search.snippet import snippet
from onrecord.store.tantivy_index import ENGINE

SEED = 20_26


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


def questions(letters: list[str], count: int) -> dict[str, list[tuple[str, str]]]:
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


def spread(what: str, times: list[float], size: int) -> None:
    """Print the middle and the tails of some times (seconds) in ms."""
    times = sorted(times)
    p50, p95, p99 = (times[min(len(times) - 1, int(len(times) * p))] for p in (0.5, 0.95, 0.99))
    m.keep("search", size, what, ms=[p50 * 1000, p95 * 1000, p99 * 1000])
    print(f"  {what:28} {p50 * 1000:8.2f} {p95 * 1000:8.2f} {p99 * 1000:8.2f}")


def ask_ours(folder: Path, size: int, kinds: dict[str, list[tuple[str, str]]]) -> None:
    """Ours: parse, search, snippets."""
    with ENGINE.open(folder) as opened:
        for kind, pairs in kinds.items():
            for rung in (
                (Rung.LETTERS, Rung.CLITICS) if kind in ("term", "AND") else (Rung.CLITICS,)
            ):
                times = []
                for ours, _ in [*pairs[:10], *pairs]:
                    began = time.thread_time()
                    query: Query = parse(ours, rung=rung)
                    hits = opened.search(query, limit=20, offset=0, order="best").hits
                    for hit in hits:
                        if hit.row is not None:
                            snippet(hit.row.text, hit.marks)
                    times.append(time.thread_time() - began)
                spread(f"ours {kind} (rung {int(rung)})", times[10:], size)


def ask_fts5(
    base: sqlite3.Connection, texts: list[str], kinds: dict[str, list[tuple[str, str]]]
) -> None:
    """FTS5, by rank and newest first; the text of each hit is looked at."""
    for order in ("rank", "rowid DESC"):
        asked = f"SELECT rowid FROM t WHERE t MATCH ? ORDER BY {order} LIMIT 20"  # noqa: S608
        for kind in ("term", "AND", "phrase", "prefix"):
            times = []
            for _, theirs in kinds[kind]:
                began = time.thread_time()
                for (row,) in base.execute(asked, (theirs,)):
                    snippet(texts[row - 1], ())
                times.append(time.thread_time() - began)
            spread(f"fts5 {kind} by {order}", times, len(texts))


def main() -> None:
    """Build and ask."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("export", type=Path)
    parser.add_argument("--queries", type=int, default=100)
    args = parser.parse_args()
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
        print(f"asking, {args.queries} a kind, warm, top 20 with snippets:   p50      p95      p99")
        ask_ours(room / "ours", len(texts), kinds)
        ask_fts5(bases[0], texts, kinds)
        bases[0].close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MiB (with all texts held for FTS5)")


if __name__ == "__main__":
    main()
