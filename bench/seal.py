"""Sealing against its floor: a bare loop of as many SHA-256 calls, in one run.

    python bench/seal.py [--messages 100000] [--processes 2] [--times 1]

Seals the corpus with the compiled helper (if it is there), in pure Python and with
several processes; every root must be the same. Prints the rate against a bare loop
that hashes as many inputs of the same lengths, the share of each step, of the padding
leaves and of the bag's copy; then how long a proof takes to make and to check, and
how fast a bag is hashed. CPU and wall seconds are both given: other work on the
machine shows in the second only.
"""

import argparse
import hashlib
import io
import os
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import corpora
import measured
import pyarrow as pa

from onrecord import compiled
from onrecord.archive import (
    bag,
    bagcheck,
    cutting,
    keys,
    leaf,
    ledger,
    log,
    native,
    policy,
    pool,
    proof,
    record,
    salt,
    seal,
    verify,
)
from onrecord.archive.sealed import SealFiles
from onrecord.formats import read_export

FLOOR = "bare SHA-256 loop"
SECRETS = leaf.Secrets(bytes(range(32)), {})


def rows_of(messages: int) -> list[pa.RecordBatch]:
    """The corpus's rows as the reader gives them."""
    found = [b for b in read_export(corpora.corpus(messages)) if isinstance(b, pa.RecordBatch)]
    for batch in found:
        SECRETS.chats.update(dict.fromkeys(record.column(batch, "chat"), bytes(32)))  # type: ignore[attr-defined]
    return found


def switch(on: bool) -> bool:
    """Uses the compiled helper or leaves it aside; True if it is there."""
    os.environ[compiled.OFF] = "yes" if on else "no"
    native.helper.cache_clear()
    return native.helper() is not None


STEPS: list[tuple[str, Any, str]] = [
    ("columns to Python", record.Columns, "read"),
    ("ids (HMAC)", record, "ids"),
    ("cutting, JSON of words", cutting, "words"),
    ("times", record, "times"),
    ("attr", record, "attrs"),
    ("senders", record, "senders"),
    ("replies", record, "replies"),
    ("media", record, "medias"),
    ("aliases", record, "aliases"),
    ("JSON of the rest", record.Places, "of"),
    ("salts, heads (pure)", leaf, "_salts"),
    ("tails of src (pure)", record.Places, "tails"),
    ("segments, references (pure)", leaf, "_references"),
    ("sorting, leaf hashes (pure)", leaf, "leaves"),
]


def shares(data: list[pa.RecordBatch]) -> None:
    """Prints what each step takes of making the leaves; the rest is what is between."""
    subkeys = salt.Subkeys.of(SECRETS.archive)
    spent: dict[str, float] = {}
    kept = []
    for title, owner, name in STEPS:
        plain = getattr(owner, name)
        kept.append((owner, name, vars(owner)[name]))

        def timing(*given: Any, _plain: Any = plain, _title: str = title) -> Any:
            began = time.process_time()
            made = _plain(*given)
            made = list(made) if hasattr(made, "__next__") else made
            spent[_title] = spent.get(_title, 0.0) + time.process_time() - began
            return made

        setattr(owner, name, staticmethod(timing) if name in ("read", "of") else timing)
    began = time.process_time()
    for batch in data:
        pool.make(batch, subkeys, SECRETS, record.look(batch, record.Sources()))
    whole = time.process_time() - began
    for owner, name, was in kept:
        setattr(owner, name, was)
    count = sum(b.num_rows for b in data)
    for title, seconds in sorted(spent.items(), key=lambda pair: -pair[1]):
        print(f"    {title:28} {seconds / count * 1e6:6.2f} us/message  {seconds / whole:4.0%}")
    rest = whole - sum(spent.values())
    title = "digests and what is between"
    print(f"    {title:28} {rest / count * 1e6:6.2f} us/message  {rest / whole:4.0%}")


def timed(what: Callable[[], object]) -> tuple[float, float]:
    """Wall and processor seconds (children too) of one call."""
    wall, cpu = time.perf_counter(), _cpu()
    what()
    return time.perf_counter() - wall, _cpu() - cpu


def _cpu() -> float:
    own = resource.getrusage(resource.RUSAGE_SELF)
    kids = resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + kids.ru_utime + kids.ru_stime


def lengths(sample: pa.RecordBatch) -> list[int]:
    """Lengths of everything SHA-256 hashes for these rows, from their openings."""
    subkeys = salt.Subkeys.of(SECRETS.archive)
    found = []
    for i in range(sample.num_rows):
        opening = leaf.open_row(sample.slice(i, 1), subkeys, SECRETS, record.Sources())
        found += [len(f) for f in opening.fields]
        found += [len(d) for d, _ in (*opening.text, *(opening.plain or ()))]
        found += [len(opening.payload) + 1, 150, 65]  # leaf, the row's rest, a node
    return found


def bare(sizes: list[int], times: int) -> None:
    """A loop that only hashes."""
    inputs = [bytes(n) for n in sizes]
    sha = hashlib.sha256
    for _ in range(times):
        for data in inputs:
            sha(data).digest()


def _sealed(
    done: list[seal.Sealed], folder: Path, data: list[pa.RecordBatch], processes: int
) -> None:
    done.append(sealing(folder, data, processes))


def sealing(folder: Path, data: list[pa.RecordBatch], processes: int) -> seal.Sealed:
    """Seals all batches."""
    sealer = seal.Sealer(folder, "A" * 22, SECRETS, None, processes)
    for batch in data:
        sealer.add(batch)
    return sealer.finish()


def one_proof(folder: Path, sealed: Path, data: list[pa.RecordBatch], done: seal.Sealed) -> None:
    """Makes and checks proofs of the sealed archive; prints milliseconds."""
    folder.mkdir()
    key = keys.DeskKeys.make("example.org/bench", bytes(32))
    desk = log.DeskLog.create(folder / "log", key)
    entry = ledger.Ledger(folder / "entries").record(desk, key, "seal", {}, seal.summary(done))
    files = SealFiles.open(sealed)
    subkeys = salt.Subkeys.of(SECRETS.archive)
    trust = policy.trusting(key.public)
    made: list[bytes] = []
    # Events, pictures and signs alone hold no word that could be shown.
    every = (b.slice(i, 1) for b in data for i in range(b.num_rows))
    said = list(islice((r for r in every if any(map(str.isalnum, r["text"][0].as_py()))), 50))

    def make() -> None:
        for row in said:
            opening = leaf.open_row(row, subkeys, SECRETS, record.Sources())
            at = files.index(opening.k, opening.leaf)
            logged = proof.Logged(entry.body, 0, tuple(desk.inclusion(0)), desk.head)
            choice = proof.Choice(shown=str(row.column("text")[0].as_py()), slot=0)
            made.append(proof.make(opening, (at, files.path(at)), logged, choice, key))

    wall, _ = timed(make)
    each = 1000 / len(made)
    print(f"one proof made      {wall * each:8.2f} ms   {sum(map(len, made)) // len(made):,} bytes")
    checked, _ = timed(lambda: [verify.verify(p, trust) for p in made])
    print(f"one proof checked   {checked * each:8.2f} ms")
    figures = {"made_ms": wall * each, "checked_ms": checked * each}
    measured.keep("proof", done.records, "made and checked", **figures)


def hashing(folder: Path) -> None:
    """Hashes a 64 MB bag; prints MB/s."""
    bag.create(folder / "bag", [bag.Member("x", None, lambda: io.BytesIO(bytes(64_000_000)))])
    wall, _ = timed(lambda: list(bagcheck.verify(folder / "bag")))
    print(f"bag checked         {64 / wall:8.0f} MB/s   (two digests, as the manifests hold)")


def padding(count: int) -> None:
    """Prints what the padding leaves of that many records take."""
    subkeys = salt.Subkeys.of(SECRETS.archive)
    made = (1 << max(count - 1, 0).bit_length()) - count
    _, cpu = timed(lambda: leaf.dummies(subkeys, min(made, 20_000)))
    each = cpu / max(min(made, 20_000), 1)
    print(f"    padding: {made:,} leaves of {each * 1e6:.2f} us = {each * made:.2f} s")


def copying(export: Path, folder: Path) -> None:
    """Prints what copying and hashing the bag takes."""
    files = [
        bag.file_member(p.relative_to(export).as_posix(), p)
        for p in sorted(export.rglob("*"))
        if p.is_file()
    ]
    size = sum(m.size or 0 for m in files) / 1e6
    wall, cpu = timed(lambda: bag.create(folder / "copied", files))
    print(f"bag copied          {size / wall:8.0f} MB/s   cpu {cpu:.2f} s for {size:,.0f} MB")


def told(found: dict[str, list[tuple[float, float]]], n: int, leaves: int) -> None:
    """Prints each way against the bare loop of its own round, and keeps it."""
    for title, runs in found.items():
        rates = sorted(f[1] / r[1] for f, r in zip(found[FLOOR], runs, strict=True))
        wall, cpu = min(w for w, _ in runs), min(c for _, c in runs)
        middle = statistics.median(rates)
        print(
            f"{title:24} {wall / n * 1e6:8.2f} us/message   cpu {cpu:.2f} s   rate against the "
            f"bare loop (cpu) {rates[0]:.0%} / {middle:.0%} / {rates[-1]:.0%}"
        )
        if title != FLOOR:
            figures = {"cpu": cpu, "wall": wall, "rate": middle, "leaves": leaves}
            measured.keep("seal", n, title, **figures)


def main() -> int:
    """Prints the figures; 1 if two ways gave two roots."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--times", type=int, default=1)
    args = parser.parse_args()
    data = rows_of(args.messages)
    sizes = lengths(data[0].slice(0, 500))
    n = sum(b.num_rows for b in data)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        done: list[seal.Sealed] = []
        many = args.processes
        ways = [("pure Python", False, 1), (f"pure, {many} processes", False, many)]
        if switch(True):
            ways += [("with helper", True, 1), (f"helper, {many} processes", True, many)]
        print(f"{n:,} messages, {len(sizes) / 500:.1f} hashes a message, {args.times} rounds")
        found: dict[str, list[tuple[float, float]]] = {}
        for k in range(args.times):
            found.setdefault(FLOOR, []).append(timed(lambda: bare(sizes, n // 500)))
            for title, on, processes in ways:
                switch(on)
                at = folder / title
                shutil.rmtree(at, ignore_errors=True)
                took = timed(partial(_sealed, done, at, data, processes))
                found.setdefault(title, []).append(took)
                if processes == 1 and k == 0:
                    print(f"  {title}:")
                    shares(data)
                    padding(n)
        told(found, n, done[-1].size)
        if len({d.root for d in done}) != 1:
            print("THE ROOTS DIFFER")
            return 1
        print(f"{len(done)} ways, one root")
        one_proof(folder / "proof", folder / "pure Python", data, done[0])
        copying(corpora.corpus(args.messages), folder)
        hashing(folder)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"peak memory         {peak:8,} MiB   (the rows themselves are held by this script)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
