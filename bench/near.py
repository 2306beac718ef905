"""Near-copies: time, memory and recall, and beside it a published MinHash library.

    python bench/near.py [--messages 1000000] [--brute 10000]

Invented words with real-looking frequencies (Zipf 1.07 over 60,000), 5 in 100
messages an exact repetition, 5 in 100 an edited one (word swapped, dropped or
added, elongation, emoji). Recall is counted in pairs: of the pairs that brute
force finds at Jaccard >= 0.7, how many stand in one group.
"""

import argparse
import bisect
import random
import resource
import time
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import accumulate, combinations

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


def recall(count: int) -> None:
    items = list(corpus(count, seed=11))
    groups = near(items)
    where = {i: n for n, g in enumerate(groups) for i in g.ids}
    truth = brute(items)
    found = sum(1 for a, b in truth if a in where and where.get(a) == where.get(b))
    print(f"pairs by brute force {len(truth)}  found {found}  recall {found / len(truth):.4f}")


def speed(count: int) -> None:
    items = list(corpus(count))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start, cpu = time.perf_counter(), time.process_time()
    groups = near(items)
    wall, cpu = time.perf_counter() - start, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    inside = sum(len(g.ids) for g in groups)
    print(
        f"messages {count}  groups {len(groups)}  in groups {inside}  wall {wall:.1f} s  "
        f"CPU {cpu:.1f} s  {count / wall:,.0f}/s  peak {peak / 1024:.0f} MiB "
        f"(texts held by this script: {before / 1024:.0f} MiB)"
    )


def minhash(count: int) -> None:
    """The same corpus through rensa (R-MinHash, 64 hashes, 16 bands), if installed."""
    if find_spec("rensa") is None:
        print("rensa: not installed (pip install rensa), not compared")
        return
    from rensa import RMinHash, RMinHashLSH  # type: ignore[import-not-found]

    items = list(corpus(count))
    start, cpu = time.perf_counter(), time.process_time()
    lsh = RMinHashLSH(threshold=THRESHOLD, num_perm=64, num_bands=16)
    flagged = 0
    for n, (_, text) in enumerate(items):
        sketch = RMinHash(num_perm=64, seed=1)
        sketch.update([" ".join(f) for f in features(text)])
        flagged += bool(lsh.query(sketch))
        lsh.insert(n, sketch)
    wall, cpu = time.perf_counter() - start, time.process_time() - cpu
    print(
        f"rensa: wall {wall:.1f} s  CPU {cpu:.1f} s  {count / wall:,.0f}/s  "
        f"with a candidate {flagged}, unverified"
    )


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--messages", type=int, default=1_000_000)
    ask.add_argument("--brute", type=int, default=10_000)
    ask.add_argument("--beside", type=int, default=100_000)
    told = ask.parse_args()
    speed(told.messages)
    speed(told.beside)
    minhash(told.beside)
    if told.brute:
        recall(told.brute)


if __name__ == "__main__":
    main()
