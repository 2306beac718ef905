"""Retrieval quality: paragraph R@1 of ``find --question`` beside a plain BM25 floor.

``python bench/retrieval.py [DATA] [--most N]``: DATA (or ONRECORD_DATA/search) holds ``arcd`` and ``xquad_r``
(SQuAD-shaped JSON). The floor is BM25 over lower-cased runs of letters, marks
included; both answer the same questions in the same run. Prints a row each.
"""

import argparse
import hashlib
import json
import math
import re
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path

import measured
import pyarrow as pa

from onrecord.model.schema import MESSAGE
from onrecord.search.question import ask
from onrecord.store.tantivy_index import ENGINE

SETS = {
    "arcd": "arcd/arcd-train.json",
    "xquad_r en": "xquad_r/en.json",
    "xquad_r ru": "xquad_r/ru.json",
    "xquad_r tr": "xquad_r/tr.json",
}


def load(path: Path) -> tuple[list[str], list[tuple[str, int]]]:
    """Paragraphs, and (question, number of its paragraph)."""
    numbers: dict[str, int] = {}
    asked = []
    for article in json.loads(path.read_text(encoding="utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            number = numbers.setdefault(paragraph["context"], len(numbers))
            asked += [(qa["question"], number) for qa in paragraph["qas"]]
    return list(numbers), asked


class Floor:
    """BM25 (k1 1.2, b 0.75) over plain words."""

    def __init__(self, texts: list[str]) -> None:
        docs = [Counter(self.words(t)) for t in texts]
        self.sizes = [sum(d.values()) for d in docs]
        self.usual = sum(self.sizes) / len(docs)
        self.have: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for i, doc in enumerate(docs):
            for word, count in doc.items():
                self.have[word].append((i, count))

    @staticmethod
    def words(text: str) -> list[str]:
        """Lower-cased words; combining marks stay with them."""
        return re.findall(r"[\w\u0610-\u061a\u064b-\u065f\u0670]+", text.lower())

    def best(self, question: str) -> int:
        """The number of the best paragraph; -1 if none shares a word."""
        scores: dict[int, float] = defaultdict(float)
        for word in self.words(question):
            have = self.have.get(word, [])
            rare = math.log(1 + (len(self.sizes) - len(have) + 0.5) / (len(have) + 0.5))
            for i, count in have:
                norm = 1.2 * (0.25 + 0.75 * self.sizes[i] / self.usual)
                scores[i] += rare * count * 2.2 / (count + norm)
        return max(scores, key=lambda i: (scores[i], -i), default=-1)


def rows(texts: list[str]) -> pa.RecordBatch:
    """The paragraphs as messages."""
    made = [
        {"n": n, "member": "p", "start": n, "length": 1, "place_kind": "row", "chat": "p",
         "kind": "message", "time_text": "", "time_basis": "none", "text": t, "forwarded": False}
        for n, t in enumerate(texts)
    ]  # fmt: skip
    return pa.RecordBatch.from_pylist(made, schema=MESSAGE)


def main() -> None:
    """Measure each set that is there."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("data", type=Path, nargs="?", default=measured.data("search"))
    parser.add_argument("--most", type=int, default=None, help="questions a set")
    args = parser.parse_args()
    print(f"{'set':12} {'texts':>6} {'asked':>6} {'floor':>7} {'R@1':>7} {'ms/q':>6}  digest")
    for name, member in SETS.items():
        path = args.data / member
        if not path.exists():
            continue
        texts, asked = load(path)
        asked = asked[: args.most]
        floor = Floor(texts)
        low = sum(floor.best(q) == k for q, k in asked) / len(asked)
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as base:
            folder = Path(base) / "index"
            ENGINE.build(folder, [(1, rows(texts))])
            began = time.perf_counter()
            tops = [ask(ENGINE, folder, q, limit=1) for q, _ in asked]
            each = (time.perf_counter() - began) / len(asked) * 1000
        right = sum(bool(t) and t[0].n == k for t, (_, k) in zip(tops, asked, strict=True))
        digest = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
        print(
            f"{name:12} {len(texts):>6} {len(asked):>6} {low:>7.4f} "
            f"{right / len(asked):>7.4f} {each:>6.1f}  {digest}"
        )
        if args.most is None:
            measured.quality(
                "search",
                len(asked),
                f"paragraph that answers a question, {name}",
                {"R@1": right / len(asked)},
                wanted={"R@1": 0.72 if name == "arcd" else low},
                floor={"R@1": low},
                command="bench/retrieval.py",
                digest=digest,
            )


if __name__ == "__main__":
    main()
