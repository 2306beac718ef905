"""Near-copies: time, memory and recall, and beside it published MinHash libraries.

    python bench/near.py [--messages 1000000] [--times 1] [--beside 1000000] [--brute 10000]

Invented words with real-looking frequencies (Zipf 1.07 over 60,000), 5 in 100
messages an exact repetition, 5 in 100 an edited one (word swapped, dropped or
added, elongation, emoji). Recall is counted in pairs: of the pairs that brute
force finds at Jaccard >= 0.7, how many stand in one group.
"""

import argparse
import bisect
import json
import os
import random
import statistics
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


def speed(count: int) -> dict[str, float]:
    items = list(corpus(count))
    before = m.own_peak()
    start, cpu = time.perf_counter(), time.process_time()
    groups = near(items)
    wall, cpu = time.perf_counter() - start, time.process_time() - cpu
    inside = sum(len(g.ids) for g in groups)
    print(f"    groups {len(groups)}  in groups {inside}  every pair verified")
    return {"wall": wall, "cpu": cpu, "peak": m.own_peak(), "texts": before}


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


def minhash(name: str, count: int) -> dict[str, float]:
    """The same corpus through a MinHash library; its candidates are not verified."""
    items = list(corpus(count))
    before = m.own_peak()
    start, cpu = time.perf_counter(), time.process_time()
    library = LIBRARIES[name]()
    flagged = sum(bool(library.met(n, joined(text))) for n, (_, text) in enumerate(items))
    wall, cpu = time.perf_counter() - start, time.process_time() - cpu
    print(f"    messages with a candidate {flagged}, none verified")
    return {"wall": wall, "cpu": cpu, "peak": m.own_peak(), "texts": before}


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
        what = f"{name}: recall of pairs, candidates only"
        m.keep("near", count, what, kind="quality", recall=len(truth & met) / len(truth))
        print(
            f"    {name} {len(truth & met)} of them, recall {len(truth & met) / len(truth):.4f}, "
            f"{len(met - truth)} candidates that are none"
        )


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--messages", type=int, default=1_000_000)
    ask.add_argument("--times", type=int, default=1)
    ask.add_argument("--brute", type=int, default=10_000)
    ask.add_argument("--beside", type=int, help="size for the libraries; default: the same")
    ask.add_argument("--only", choices=("onrecord", *LIBRARIES, "recall"), help=argparse.SUPPRESS)
    told = ask.parse_args()
    beside = told.beside or told.messages
    if told.only == "recall":
        recall(told.brute)
    elif told.only:
        once = speed(told.messages) if told.only == "onrecord" else minhash(told.only, beside)
        print(json.dumps(once))
    else:
        rounds(told, beside)
        print("recall", flush=True)
        subprocess.run(child("recall"), check=True, env=ENVIRONMENT)


ENVIRONMENT = {**os.environ, "PYTHONPATH": str(m.ROOT / "src")}


def child(name: str) -> list[str]:
    """A process of its own: each one's high water of memory is its own. The libraries
    stand in the peers' environment, which finds onrecord by its path."""
    python = sys.executable if name == "onrecord" or not m.have_peers() else str(m.PEERS)
    return [python, *sys.argv, "--only", name]


def rounds(told: argparse.Namespace, beside: int) -> None:
    """Ours and the libraries in turn; prints and keeps CPU a message against ours."""
    names = ["onrecord", *(LIBRARIES if m.have_peers() else ())]
    if len(names) == 1:
        print("no libraries installed (`make bench` does it), nothing compared")
    sizes = {name: told.messages if name == "onrecord" else beside for name in names}
    found: dict[str, list[dict[str, float]]] = {name: [] for name in names}
    for _ in range(told.times):
        for name in names:
            done = subprocess.run(
                child(name), check=True, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True
            )
            *said, last = done.stdout.splitlines()
            print("\n".join([name, *said]), flush=True)
            found[name].append(json.loads(last))
    for name, runs in found.items():
        each = [
            (r["cpu"] / sizes[name]) / (o["cpu"] / told.messages)
            for r, o in zip(runs, found["onrecord"], strict=True)
        ]
        best = min(runs, key=lambda r: r["cpu"])
        ratios = [min(each), statistics.median(each), max(each)]
        print(
            f"{name:12} {sizes[name]:,} messages: {best['cpu']:.2f} CPU s, {best['wall']:.2f} s "
            f"wall, peak {best['peak']:.0f} MiB ({best['texts']:.0f} before), "
            f"{sizes[name] / best['cpu']:,.0f} a CPU second; CPU a message against ours "
            + " / ".join(f"{x:.2f}" for x in ratios)
        )
        m.keep(
            "near", sizes[name], name, kind="speed", cpu=best["cpu"], wall=best["wall"],
            peak=best["peak"], per_cpu_second=sizes[name] / best["cpu"], ratios=ratios,
            base="onrecord, a message",
        )  # fmt: skip


if __name__ == "__main__":
    main()
