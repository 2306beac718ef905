"""Sealing against its floor: a bare loop of as many SHA-256 calls, in one run.

    python bench/seal.py [--messages 50000] [--processes 2]

Prints the rate of sealing (leaves, sorting, padding leaves and tree counted),
the rate of a bare loop that hashes as many inputs of the same lengths, and the
ratio of the two; then how long one proof takes to make and to check, and how
fast a bag is hashed. Processor seconds and wall seconds are both given: other
work on the machine shows in the second only.
"""

import argparse
import hashlib
import io
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from onrecord.archive import (
    bag,
    bagcheck,
    keys,
    leaf,
    ledger,
    log,
    policy,
    proof,
    record,
    salt,
    seal,
    verify,
)
from onrecord.archive.sealed import SealFiles
from onrecord.model import schema

WORDS = [
    *("the", "market", "was", "hit", "at", "dawn.", "we", "saw", "nothing!", "القناة", "الرسمية"),
    *("سيتم", "نشر", "الأخبار", "قريبا.", "وقال", "المصدر", "إن", "الطريق", "مغلق؟", "они"),
    *("пришли", "ночью.", "@night_watch", "+90", "555", "010", "2030", "https://wire.example/a"),
]
SECRETS = leaf.Secrets(bytes(range(32)), {"100": bytes(32)})
BATCH = 20_000


def batches(count: int) -> Iterator[pa.RecordBatch]:
    """Seeded messages of about 64 bytes, batch by batch."""
    rng = random.Random(11)
    for first in range(0, count, BATCH):
        rows = [_row(n, rng) for n in range(first, min(first + BATCH, count))]
        yield pa.RecordBatch.from_pylist(rows, schema=schema.MESSAGE)


def _row(n: int, rng: random.Random) -> dict[str, Any]:
    at = 1_700_000_000_000_000 + n * 37_000_000
    row: dict[str, Any] = dict.fromkeys(schema.MESSAGE.names)
    row.update(
        n=n,
        member="result.json",
        start=n * 300,
        length=290,
        place_kind="bytes",
        chat="100",
        id=str(n),
        kind="message",
        sender=f"Handle {n % 400}",
        sender_id=f"user{n % 400}",
        time_text=str(at),
        time_basis="utc",
        time_first=at,
        time_last=at,
        text=" ".join(rng.choice(WORDS) for _ in range(rng.randint(2, 14))),
        forwarded=n % 9 == 0,
        reply_to=str(n - 3) if n % 4 == 0 else None,
    )
    return row


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


def sealing(folder: Path, data: list[pa.RecordBatch], processes: int) -> seal.Sealed:
    """Seals all batches."""
    sealer = seal.Sealer(folder, "A" * 22, SECRETS, None, processes)
    for batch in data:
        sealer.add(batch)
    return sealer.finish()


def one_proof(folder: Path, data: list[pa.RecordBatch], done: seal.Sealed) -> None:
    """Makes and checks proofs of the sealed archive; prints milliseconds."""
    key = keys.DeskKeys.make("example.org/bench", bytes(32))
    desk = log.DeskLog.create(folder / "log", key)
    entry = ledger.Ledger(folder / "entries").record(desk, key, "seal", {}, seal.summary(done))
    files = SealFiles.open(folder / "seal1")
    subkeys = salt.Subkeys.of(SECRETS.archive)
    trust = policy.trusting(key.public)
    made: list[bytes] = []

    def make() -> None:
        for i in range(50):
            row = data[-1].slice(i, 1)
            opening = leaf.open_row(row, subkeys, SECRETS, record.Sources())
            at = files.index(opening.k, opening.leaf)
            logged = proof.Logged(entry.body, 0, tuple(desk.inclusion(0)), desk.head)
            choice = proof.Choice(shown=str(row.column("text")[0].as_py()), slot=0)
            made.append(proof.make(opening, (at, files.path(at)), logged, choice, key))

    wall, _ = timed(make)
    print(f"one proof made      {wall * 20:8.2f} ms   {sum(map(len, made)) // 50:,} bytes")
    wall, _ = timed(lambda: [verify.verify(p, trust) for p in made])
    print(f"one proof checked   {wall * 20:8.2f} ms")


def hashing(folder: Path) -> None:
    """Hashes a 64 MB bag; prints MB/s."""
    bag.create(folder / "bag", [bag.Member("x", None, lambda: io.BytesIO(bytes(64_000_000)))])
    wall, _ = timed(lambda: list(bagcheck.verify(folder / "bag")))
    print(f"bag checked         {64 / wall:8.0f} MB/s   (two digests, as the manifests hold)")


def main() -> int:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--messages", type=int, default=50_000)
    parser.add_argument("--processes", type=int, default=2)
    args = parser.parse_args()
    data = list(batches(args.messages))
    sizes = lengths(data[0].slice(0, 500))
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        done: list[seal.Sealed] = []
        floor = timed(lambda: bare(sizes, args.messages // 500))
        one = timed(lambda: done.append(sealing(folder / "seal1", data, 1)))
        many = timed(lambda: done.append(sealing(folder / "seal2", data, args.processes)))
        n = args.messages
        print(f"{n:,} messages, {done[0].size:,} leaves, {len(sizes) / 500:.1f} hashes a message")
        print(f"bare SHA-256 loop   {floor[0] / n * 1e6:8.2f} us/message   cpu {floor[1]:.2f} s")
        print(f"sealing, 1 process  {one[0] / n * 1e6:8.2f} us/message   cpu {one[1]:.2f} s")
        print(
            f"sealing, {args.processes} processes {many[0] / n * 1e6:7.2f} us/message"
            f"   cpu {many[1]:.2f} s   same root: {done[0].root == done[1].root}"
        )
        print(f"rate against the bare loop (cpu): {floor[1] / one[1]:.0%}")
        one_proof(folder, data, done[0])
        hashing(folder)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"peak memory         {peak:8,} MiB   (the rows themselves are held by this script)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
