"""Matching: MAP@5 on fact-checks beside plain BM25, and stance on headline pairs.

    ONRECORD_DATA=FOLDER python bench/match.py [--dates]

``claims/checkthat2a`` (tweets, each with the fact-check it belongs to; passage =
title and claim): mean average precision at 5 of ``onrecord.press.rows`` and of
BM25 (k1 = 1.2, b = 0.75) over lower-cased words, in the same run. ``claims/ans``
(Arabic headline pairs): F1 of agree and disagree. Nothing here is fitted by the
run; which split thresholds were looked at on is said in docs/reference/quality.
"""

import argparse
import csv
import json
import os
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

import measured as m

from onrecord.press._bm25 import Bm25
from onrecord.press.rows import Rows, _line
from onrecord.press.stance import stance

NAMES = {"agrees": "agree", "disagrees": "disagree"}


def average_precision(found: Iterable[str], wanted: set[str], depth: int = 5) -> float:
    """AP@depth of one query."""
    hits, total = 0, 0.0
    for rank, name in enumerate(found, start=1):
        if rank > depth:
            break
        if name in wanted:
            hits += 1
            total += hits / rank
    return total / min(len(wanted), depth)


def wanted(path: Path) -> dict[str, set[str]]:
    """Relevant claims by query."""
    found: dict[str, set[str]] = defaultdict(set)
    for line in path.read_text("utf-8").split("\n"):
        if line.strip():
            query, _, claim, _ = line.split()
            found[query].add(claim)
    return found


def fact_checks(folder: Path, dates: bool) -> None:
    """MAP@5 on both splits, ours and the floor."""
    with (folder / "vclaims.jsonl").open(encoding="utf-8") as file:
        claims = [json.loads(line) for line in file]
    texts = [f"{c['title']} {c['vclaim']}" for c in claims]
    rows = [
        {"id": c["vclaim_id"], "text": t, **({"date": c["date"]} if dates else {})}
        for c, t in zip(claims, texts, strict=True)
    ]
    tsv = (folder / "training_data/CT2022-Task2A-EN-Train-Dev_Queries.tsv").read_text("utf-8")
    queries = dict(line.split("\t", 1) for line in tsv.split("\n") if line.strip())
    ours = Rows([_line(row, "passage") for row in rows])
    floor = Bm25(re.findall(r"\w+", text.lower()) for text in texts)

    def rank_ours(text: str) -> list[int]:
        return [n for _, n in ours.rank(_line({"id": "q", "text": text}, "statement"))[:5]]

    def rank_floor(text: str) -> list[int]:
        scored = floor.scores(re.findall(r"\w+", text.lower()))
        return sorted(scored, key=lambda n: (-scored[n], n))[:5]

    for split in ("Train", "Dev"):
        gold = wanted(folder / f"training_data/CT2022-Task2A-EN-{split}_QRELs.tsv")
        for name, rank in (("bm25", rank_floor), ("onrecord", rank_ours)):
            begun = time.monotonic()
            score = mean_ap(gold, queries, rank, [c["vclaim_id"] for c in claims])
            took = time.monotonic() - begun
            print(f"checkthat2a {split} {name}: MAP@5 {score:.4f} ({len(gold)}, {took:.0f} s)")
            what = f"checkthat2a {split}, {name}"
            m.keep("match", len(gold), what, kind="quality", map5=score, wall=took)


def mean_ap(
    gold: dict[str, set[str]],
    queries: dict[str, str],
    rank: Callable[[str], list[int]],
    names: list[str],
) -> float:
    """Mean AP@5 over the queries that have a relevant claim."""
    total = sum(
        average_precision((names[n] for n in rank(queries[query])), claims)
        for query, claims in gold.items()
    )
    return total / len(gold)


def headlines(folder: Path) -> None:
    """F1 by class and the mean of agree and disagree, on both splits."""
    for split in ("train", "dev"):
        with (folder / "stance" / f"{split}.csv").open(encoding="utf-8", newline="") as file:
            pairs = list(csv.DictReader(file))
        counts = Counter(
            (p["stance"], NAMES.get(stance(p["s1"], p["s2"]).stance, "other")) for p in pairs
        )
        scores = {kind: f1(counts, kind) for kind in ("agree", "disagree", "other")}
        mean = (scores["agree"] + scores["disagree"]) / 2
        told = " ".join(f"{kind} {score:.3f}" for kind, score in scores.items())
        print(f"ans {split}: {told}; agree/disagree macro {mean:.3f} ({len(pairs)})")
        what = f"ans {split}, agree and disagree, no model"
        m.keep("match", len(pairs), what, kind="quality", f1=mean)


def f1(counts: Counter[tuple[str, str]], kind: str) -> float:
    """F1 of one class from (gold, said) counts."""
    true = counts[kind, kind]
    said = sum(n for (_, s), n in counts.items() if s == kind)
    gold = sum(n for (g, _), n in counts.items() if g == kind)
    return 2 * true / (said + gold) if said + gold else 0.0


def main() -> int:
    """Run both; exit 2 without the data."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dates", action="store_true", help="give the passages their dates")
    options = parser.parse_args()
    data = os.environ.get("ONRECORD_DATA")
    if not data:
        print("needs ONRECORD_DATA, a folder of real sample files", file=sys.stderr)
        return 2
    headlines(Path(data) / "claims" / "ans")
    fact_checks(Path(data) / "claims" / "checkthat2a", options.dates)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
