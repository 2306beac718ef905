"""Near-copies: time, memory and recall, and beside it published MinHash libraries.

    pip install datasketch rensa   # for the comparison; not needed by onrecord
    python bench/near.py [--messages 1000000] [--beside 1000000] [--brute 10000]

Invented words with real-looking frequencies (Zipf 1.07 over 60,000), 5 in 100
messages an exact repetition, 5 in 100 an edited one (word swapped, dropped or
added, elongation, emoji). Recall is counted in pairs: of the pairs that brute
force finds at Jaccard >= 0.7, how many stand in one group.
"""

import argparse
import bisect
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import accumulate, combinations

import measured as m

from onrecord.attribute.near import THRESHOLD, near
from onrecord.attribute.plain import plain

LETTERS = "ابتجحدرسصعفقكلمنهوي"


class Words:
    """Random words, the k-th as frequent as 1 / k**1.07."""

    def __init__(self, seed: int, count: int = 60_000) -> None:
        self.dice = random.Random(seed)
        d = self.dice
        self.words = ["".join(d.choices(LETTERS, k=d.randint(2, 8))) for _ in range(count)]
        self.sums = list(accumulate(1 / k**1.07 for k in range(1, count + 1)))

    def text(self) -> list[str]:
        d, top = self.dice, self.sums[-1]
        n = max(2, int(d.lognormvariate(2.5, 0.6)))
        return [self.words[bisect.bisect(self.sums, d.random() * top)] for _ in range(n)]


def corpus(count: int, seed: int = 7) -> Iterator[tuple[str, str]]:
    """Ids and texts; repetitions are of one of the last 50,000 viral texts."""
    words = Words(seed)
    d = words.dice
    viral: list[list[str]] = [words.text()]
    for n in range(count):
        chance = d.random()
        if chance < 0.05:
            text = d.choice(viral)
        elif chance < 0.10:
            text = edited(list(d.choice(viral)), words)
        else:
            text = words.text()
            if chance > 0.95:
                viral.append(text)
                del viral[:-50_000]
        yield str(n), " ".join(text)


def edited(text: list[str], words: Words) -> list[str]:
    d = words.dice
    at = d.randrange(len(text))
    kind = d.randrange(5)
    if kind == 0:
        text[at] = words.text()[0]
    elif kind == 1 and len(text) > 2:
        del text[at]
    elif kind == 2:
        text.insert(at, words.text()[0])
    elif kind == 3:
        text[at] += text[at][-1] * 4
    else:
        text.append("\U0001f525")
    return text


def features(text: str) -> frozenset[tuple[str, ...]]:
    w = plain(text).split()
    return frozenset({*((a,) for a in w), *zip(w, w[1:], strict=False)})


def brute(items: list[tuple[str, str]]) -> set[tuple[str, str]]:
    """Every pair at Jaccard >= 0.7, by looking at every pair that shares a feature."""
    sets = [(i, features(t)) for i, t in items]
    pairs = set()
    for (i, a), (j, b) in combinations([s for s in sets if s[1]], 2):
        if min(len(a), len(b)) < THRESHOLD * max(len(a), len(b)):
            continue
        both = len(a & b)
        if both >= THRESHOLD * (len(a) + len(b) - both):
            pairs.add((i, j))
    return pairs


def speed(count: int) -> None:
    items = list(corpus(count))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start, cpu = time.perf_counter(), time.process_time()
    groups = near(items)
    wall, cpu = time.perf_counter() - start, time.process_time() - cpu
    said(count, wall, cpu)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    m.keep(
        "near", count, "near-copies, one core", kind="speed", cpu=cpu, wall=wall, peak=peak / 1024
    )
    inside = sum(len(g.ids) for g in groups)
    print(
        f"    groups {len(groups)}  in groups {inside}  every pair verified  "
        f"peak {peak / 1024:.0f} MiB (texts held by this script: {before / 1024:.0f} MiB)"
    )


def said(count: int, wall: float, cpu: float) -> None:
    print(f"    {count:,} messages: wall {wall:.1f} s  CPU {cpu:.1f} s  {count / wall:,.0f}/s")


class Rensa:
    """R-MinHash in Rust, 64 hashes in 16 bands."""

    def __init__(self) -> None:
        from rensa import RMinHashLSH  # type: ignore[import-not-found]

        self.lsh = RMinHashLSH(threshold=THRESHOLD, num_perm=64, num_bands=16)

    def met(self, n: int, words: list[str]) -> list[int]:
        from rensa import RMinHash

        sketch = RMinHash(num_perm=64, seed=1)
        sketch.update(words)
        found: list[int] = self.lsh.query(sketch)
        self.lsh.insert(n, sketch)
        return found


class Datasketch:
    """MinHash LSH in Python and numpy, 64 hashes, bands by its own choice."""

    def __init__(self) -> None:
        from datasketch import MinHashLSH  # type: ignore[import-not-found]

        self.lsh = MinHashLSH(threshold=THRESHOLD, num_perm=64)

    def met(self, n: int, words: list[str]) -> list[int]:
        from datasketch import MinHash

        sketch = MinHash(num_perm=64, seed=1)
        sketch.update_batch([w.encode() for w in words])
        found: list[int] = self.lsh.query(sketch)
        self.lsh.insert(n, sketch)
        return found


LIBRARIES: dict[str, type[Rensa] | type[Datasketch]] = {"rensa": Rensa, "datasketch": Datasketch}


def minhash(name: str, count: int) -> None:
    """The same corpus through a MinHash library; its candidates are not verified."""
    if find_spec(name) is None:
        print("    not installed (`make bench` does it), not compared")
        return
    items = list(corpus(count))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start, cpu = time.perf_counter(), time.process_time()
    library = LIBRARIES[name]()
    flagged = sum(bool(library.met(n, joined(text))) for n, (_, text) in enumerate(items))
    said(count, time.perf_counter() - start, time.process_time() - cpu)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        f"    messages with a candidate {flagged}, none verified  "
        f"peak {peak / 1024:.0f} MiB (texts: {before / 1024:.0f} MiB)"
    )


def joined(text: str) -> list[str]:
    return [" ".join(f) for f in features(text)]


def recall(count: int) -> None:
    """Of the pairs brute force finds, how many each one finds."""
    items = list(corpus(count, seed=11))
    truth = brute(items)
    where = {i: n for n, g in enumerate(near(items)) for i in g.ids}
    found = sum(1 for a, b in truth if a in where and where.get(a) == where.get(b))
    print(f"    brute force: {len(truth)} pairs of {count:,} messages")
    print(f"    onrecord {found} of them, recall {found / len(truth):.4f}")
    what = "recall of pairs at Jaccard 0.7, beside brute force"
    m.keep("near", count, what, kind="quality", recall=found / len(truth))
    for name, library in LIBRARIES.items():
        if find_spec(name) is None:
            continue
        one = library()
        met = {(items[k][0], i) for n, (i, t) in enumerate(items) for k in one.met(n, joined(t))}
        print(
            f"    {name} {len(truth & met)} of them, recall {len(truth & met) / len(truth):.4f}, "
            f"{len(met - truth)} candidates that are none"
        )


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--messages", type=int, default=1_000_000)
    ask.add_argument("--brute", type=int, default=10_000)
    ask.add_argument("--beside", type=int, help="size for the libraries; default: the same")
    ask.add_argument("--only", choices=("onrecord", *LIBRARIES, "recall"), help=argparse.SUPPRESS)
    told = ask.parse_args()
    beside = told.beside or told.messages
    if told.only == "onrecord":
        speed(told.messages)
    elif told.only == "recall":
        recall(told.brute)
    elif told.only:
        minhash(told.only, beside)
    else:
        for name in ("onrecord", *LIBRARIES, "recall"):
            print(name, flush=True)
            # A process of its own: each one's high water of memory is its own. The
            # libraries stand in the peers' environment, which finds onrecord by its path.
            python = sys.executable if name == "onrecord" or not m.have_peers() else str(m.PEERS)
            subprocess.run(
                [python, *sys.argv, "--only", name],
                check=True,
                env={**os.environ, "PYTHONPATH": str(m.ROOT / "src")},
            )


if __name__ == "__main__":
    main()
