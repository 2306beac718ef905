#!/usr/bin/env python3
"""Learns how names are spelt across scripts: ``python tools/learn_names.py DATA``.

DATA holds ``google_ar2en`` (Apache-2.0) and ``wikidata`` (CC0) as published; no
other names are learnt from. Writes ``src/onrecord/lang/pairs/*.json``: for two
scripts, how often which letters of one stand for which of the other, from
expectation maximisation over all ways to cut a pair of names into pieces
(many-to-many alignment: Jiampojamarn, Kondrak and Sherif 2007).
"""

import argparse
import json
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from onrecord.lang.known import FILE
from onrecord.lang.names import alike, bare
from onrecord.model.query import Rung

Pair = tuple[str, str]
# How many letters a piece may have on each side; not both empty.
SHAPES = ((1, 1), (1, 2), (1, 3), (1, 0), (0, 1), (2, 1), (2, 2))
ROUNDS = 8
RARE = 3e-6
# What a pair must be for the list of known spellings: counted so often, so alike.
OFTEN, LIKELY = 2, 0.3


def google(data: Path, part: str) -> list[Pair]:
    """(Arabic, Latin) of one part of the Google set."""
    lines = (data / "google_ar2en" / f"ar2en-{part}.txt").read_text(encoding="utf-8")
    return [(a, b) for a, b in (x.split("\t") for x in lines.split("\n") if "\t" in x)]


def wikidata(data: Path, name: str) -> list[Pair]:
    """(other script, Latin) of one file of the Wikidata set, without its counts."""
    lines = (data / "wikidata" / name).read_text(encoding="utf-8").split("\n")
    rows = (x.split("\t") for x in lines if x.count("\t") >= 1)
    return [(row[1].replace(" ", ""), row[0]) for row in rows]


def folded(pairs: Iterable[Pair]) -> list[Pair]:
    """Pairs as the scorer sees them, each once, without empty or long ones.

    On both rungs: a pool of names keeps ة and ى, an index does not.
    """
    rungs = (Rung.MARKS, Rung.LETTERS)
    found = {(bare(a, r), bare(b)) for a, b in pairs for r in rungs}
    return sorted((a, b) for a, b in found if 0 < len(a) <= 16 and 0 < len(b) <= 18)


def known(data: Path) -> Iterator[str]:
    """Lines of the list of known spellings: a Latin name and its Arabic ones.

    Google's pairs, and Wikidata's that were counted twice or more; none whose letters
    are hardly alike, because both sets hold mistakes (aliases taken for spellings).
    """
    lines = (data / "wikidata" / "wd_arabic_64").read_text(encoding="utf-8").split("\n")
    rows = (x.split("\t") for x in lines if x.count("\t") == 2)
    counted = [(a.replace(" ", ""), b) for b, a, times in rows if int(times) >= OFTEN]
    by_name = defaultdict(set)
    for a, b in google(data, "train") + counted:
        arabic, latin = bare(a), bare(b)
        if arabic and latin and alike(arabic, latin, listed=False).score >= LIKELY:
            by_name[latin].add(arabic)
    for latin, spellings in sorted(by_name.items()):
        yield " ".join((latin, *sorted(spellings)))


def variants(pairs: Iterable[Pair], most: int = 12) -> list[Pair]:
    """Latin spellings of one other-script name, two by two, both ways."""
    by_name = defaultdict(set)
    for other, latin in pairs:
        by_name[other].add(latin)
    return sorted(
        (a, b) for s in by_name.values() if 1 < len(s) <= most for a in s for b in s if a != b
    )


def learn(pairs: list[Pair], rounds: int = ROUNDS) -> dict[Pair, float]:
    """Probability of each piece; pairs that fit badly are left out on the way."""
    table = _start(pairs)
    for number in range(rounds):
        counts: defaultdict[Pair, float] = defaultdict(float)
        kept: list[tuple[float, Pair]] = []
        for pair in pairs:
            total = _expect(pair, table, counts)
            if total > 0:
                kept.append((math.log(total) / (len(pair[0]) + len(pair[1])), pair))
        whole = sum(counts.values())
        table = {p: c / whole for p, c in counts.items() if c / whole > RARE}
        if number in (2, 4):
            kept.sort()
            pairs = [p for _, p in kept[len(kept) // 25 :]]
        print(f"round {number + 1}: {len(pairs):,} pairs, {len(table):,} pieces")
    return table


def _start(pairs: list[Pair]) -> dict[Pair, float]:
    """Pieces as often as their letters stand at like places of a pair."""
    counts: defaultdict[Pair, float] = defaultdict(float)
    for a, b in pairs:
        for i in range(len(a) + 1):
            for m, n in SHAPES:
                middle = (i + m / 2) / len(a) * len(b)
                for j in range(len(b) + 1 - n):
                    if i + m <= len(a) and abs(j + n / 2 - middle) <= 1.5:
                        counts[a[i : i + m], b[j : j + n]] += 1 if (m, n) == (1, 1) else 0.2
    whole = sum(counts.values())
    return {p: c / whole for p, c in counts.items()}


def _expect(pair: Pair, table: dict[Pair, float], counts: defaultdict[Pair, float]) -> float:
    """Add the expected pieces of a pair (forward-backward); its probability."""
    a, b = pair
    ahead = [[0.0] * (len(b) + 1) for _ in range(len(a) + 1)]
    ahead[0][0] = 1.0
    steps: list[tuple[int, int, int, int, Pair, float]] = []
    for i in range(len(a) + 1):
        for j in range(len(b) + 1):
            here = ahead[i][j]
            if here == 0.0:
                continue
            for m, n in SHAPES:
                if i + m <= len(a) and j + n <= len(b):
                    piece = (a[i : i + m], b[j : j + n])
                    p = table.get(piece, 0.0)
                    if p:
                        ahead[i + m][j + n] += here * p
                        steps.append((i, j, i + m, j + n, piece, p))
    total = ahead[-1][-1]
    if total == 0.0:
        return 0.0
    back = [[0.0] * (len(b) + 1) for _ in range(len(a) + 1)]
    back[-1][-1] = 1.0
    for i, j, k, m, piece, p in reversed(steps):
        share = p * back[k][m]
        back[i][j] += share
        counts[piece] += ahead[i][j] * share / total
    return total


def shipped(table: dict[Pair, float]) -> Iterator[tuple[str, str, float]]:
    """Pieces with natural logarithms of their probabilities, most likely first."""
    for (a, b), p in sorted(table.items(), key=lambda item: (-item[1], item[0])):
        yield a, b, round(math.log(p), 2)


def main(argv: list[str] | None = None) -> None:
    """Learn the tables and the list, and write them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--list", action="store_true", help="only the list of known spellings")
    parser.add_argument("--out", type=Path, default=Path("src/onrecord/lang/pairs"))
    args = parser.parse_args(argv)
    if not args.list:
        learn_tables(args)
    (args.out / FILE).write_text("\n".join(known(args.data)) + "\n", encoding="utf-8")


def learn_tables(args: argparse.Namespace) -> None:
    """Learn the tables and write them."""
    arabic = folded(google(args.data, "train") + wikidata(args.data, "wd_arabic_64"))
    russian = folded(wikidata(args.data, "wd_russian_64"))
    jobs = {
        "arab-latn": arabic,
        "cyrl-latn": russian[::2],
        "latn-latn": variants(arabic)[::2],
    }
    args.out.mkdir(exist_ok=True)
    for name, pairs in jobs.items():
        print(f"{name}: {len(pairs):,} pairs")
        rows = list(shipped(learn(pairs)))
        text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
        (args.out / f"{name}.json").write_text(text.replace("],", "],\n") + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
