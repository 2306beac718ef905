"""Names across scripts: P@1, hit@5 and near-miss precision beside a floor.

``python bench/names.py [DATA] [--most N]``: DATA (or ONRECORD_DATA/names) holds ``google_ar2en``. Queries
are the Arabic names of its evaluation part, the pool its Latin names and some of
the training part's, at least 3,000 together. The floor is a consonant skeleton
with edit distance. Near misses: an Arabic name beside a Latin name that differs
by one letter from its own and is nobody's spelling of it in the set (some of
them are good spellings all the same: the precision printed is a lower bound).
"""

import argparse
import hashlib
import random
import time
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from pathlib import Path

import measured
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from onrecord.lang.known import spellings
from onrecord.lang.likeness import THRESHOLD, compare
from onrecord.lang.name_parts import parts
from onrecord.lang.names import bare, latin
from onrecord.search.names import Pool

SEED, POOL = 5, 3_100
Pairs = list[tuple[str, str]]


def load(data: Path, part: str) -> Pairs:
    """(Arabic, Latin) of one part."""
    text = (data / "google_ar2en" / f"ar2en-{part}.txt").read_text(encoding="utf-8")
    return [(a, b) for a, b in (x.split("\t") for x in text.split("\n") if "\t" in x)]


def skeleton(name: str) -> str:
    """Latin consonants, doubled ones once: the floor's key."""
    plain = [c for c in latin(bare(name)) if c not in "aeiouyw'"]
    return "".join(c for i, c in enumerate(plain) if i == 0 or c != plain[i - 1])


def floor(query: str, pool: dict[str, str]) -> list[str]:
    """Five nearest by edit distance of skeletons, then of Latin letters."""
    mine, whole = skeleton(query), latin(bare(query))
    near = sorted(
        pool,
        key=lambda n: (Levenshtein.distance(mine, pool[n]), Levenshtein.distance(whole, n), n),
    )
    return near[:5]


def near_misses(pairs: Pairs, every: Pairs, rng: random.Random) -> Pairs:
    """An Arabic name and a Latin one a letter from its own, of different people."""
    of_latin, of_arabic = defaultdict(set), defaultdict(set)
    for a, b in every:
        of_latin[b].add(a)
        of_arabic[a].add(b)
    names, found = sorted(of_latin), []
    for a, b in pairs:
        near = [
            n for n in names
            if n not in of_arabic[a] and not of_latin[n] & of_latin[b]
            and Levenshtein.distance(n, b, score_cutoff=1) == 1
        ]  # fmt: skip
        if near:
            found.append((a, rng.choice(near)))
    return found


def _unlisted(pairs: Pairs, scores: list[float]) -> list[float]:
    """The scores of the spellings that the list of known ones does not hold."""
    kept = zip(pairs, scores, strict=True)
    return [s for (a, b), s in kept if bare(a) not in spellings(bare(b))]


def apart(
    keep: Callable[..., None],
    ours: tuple[list[float], list[float]],
    unlisted: list[float],
    pairs: tuple[Pairs, Pairs],
) -> None:
    """Keep how well names a letter apart are told apart, beside the floor's best."""
    near = [[fuzz.ratio(skeleton(latin(bare(a))), skeleton(b)) for a, b in some] for some in pairs]
    line = sorted(near[0])[len(near[0]) // 10]
    both = {}
    for what, yes, no, least in (
        ("ours", *ours, THRESHOLD),
        ("unlisted", unlisted, ours[1], THRESHOLD),
        ("floor", near[0], near[1], line),
    ):
        recall, passed = (sum(s >= least for s in side) / len(side) for side in (yes, no))
        both[what] = {"precision": recall / (recall + passed), "recall": recall}
    what = f"names one letter apart, default threshold {THRESHOLD}"
    wanted = {"precision": 0.95, "recall": 0.90}
    keep(len(pairs[0]), what, both["ours"], wanted=wanted, floor=both["floor"])
    keep(len(unlisted), f"{what}, spellings that no list knows", both["unlisted"], wanted=wanted)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("data", type=Path, nargs="?", default=measured.data("names"))
    parser.add_argument("--most", type=int, default=10_000, help="queries")
    args = parser.parse_args()
    rng = random.Random(SEED)
    asked, others = load(args.data, "eval"), load(args.data, "train")
    right = defaultdict(set)
    for a, b in asked + others:
        right[a].add(b)
    names = {b for _, b in asked}
    for _, b in rng.sample(others, len(others)):
        if len(names) >= POOL:
            break
        names.add(b)
    pool, keys = Pool(sorted(names)), {n: skeleton(n) for n in sorted(names)}
    every = sorted({a for a, _ in asked})
    queries = rng.sample(every, min(args.most, len(every)))
    began = time.perf_counter()
    ours = [[m.name for m in pool.find(q, limit=5, threshold=0.0)] for q in queries]
    each = (time.perf_counter() - began) / len(queries) * 1000
    low = [floor(q, keys) for q in queries]
    print(f"pool {len(names):,}, {len(queries)} queries, {each:.1f} ms a query")
    at: dict[str, dict[str, float]] = {}
    for what, found in (("ours", ours), ("floor", low)):
        first = sum(f[:1] != [] and f[0] in right[q] for q, f in zip(queries, found, strict=True))
        five = sum(bool(set(f) & right[q]) for q, f in zip(queries, found, strict=True))
        at[what] = {"P@1": first / len(queries), "hit@5": five / len(queries)}
        print(f"  {what:6} P@1 {first / len(queries):.4f}  hit@5 {five / len(queries):.4f}")
    digest = hashlib.sha256(
        (args.data / "google_ar2en" / "ar2en-eval.txt").read_bytes()
    ).hexdigest()[:12]
    keep = partial(measured.quality, "search", command="bench/names.py", digest=digest)
    keep(
        len(queries),
        f"Arabic name to Latin in a pool of {len(names):,}",
        at["ours"],
        wanted={"P@1": 0.97, "hit@5": 0.99},
        floor=at["floor"],
    )
    some = rng.sample(asked, min(args.most * 2, len(asked)))
    wrong = near_misses(some, asked + others, rng)
    yes = [compare(parts(a), parts(b)).score for a, b in some]
    no = [compare(parts(a), parts(b)).score for a, b in wrong]
    print(f"{len(yes)} spellings, {len(no)} near misses; default threshold {THRESHOLD}:")
    for line in sorted({0.5, 0.6, 0.7, 0.8, 0.9, THRESHOLD}):
        recall, passed = (
            sum(s >= line for s in yes) / len(yes),
            sum(s >= line for s in no) / len(no),
        )
        print(f"  at {line:.2f} recall {recall:.3f} precision {recall / (recall + passed):.3f}")
    print(f"digest {digest}")
    apart(keep, (yes, no), _unlisted(some, yes), (some, wrong))


if __name__ == "__main__":
    main()
