"""Quotations in news and novels: F1 on exact character spans.

    ONRECORD_DATA=FOLDER python bench/quotes.py

polnear dev (first annotator by file name; discontinuous spans count part by part),
German dev (content also by type, and by characters), riqua (tokens joined with
spaces; direct speech = content that begins with a quotation mark). The rules are
written by hand; the dev parts were read while writing them, riqua train was not.
"""

import json
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import measured as m

from onrecord.model.press import Quotation
from onrecord.press.quotes import quotations

Spans = set[tuple[int, int]]
Gold = dict[str, Spans]
ROLES = ("source", "cue", "content")


def said(found: list[Quotation]) -> Gold:
    """Our spans by role; ``direct`` are contents of that type."""
    return {
        "source": {q.source for q in found if q.source},
        "cue": {q.cue for q in found if q.cue},
        "content": {q.content for q in found},
        "direct": {q.content for q in found if q.type == "direct"},
    }


def polnear(folder: Path) -> Iterator[tuple[str, Gold]]:
    """Text and gold of each article, first annotator only."""
    seen: set[str] = set()
    for path in sorted((folder / "attributions").glob("*.ann")):
        name = path.stem.rpartition("_")[0]
        if name in seen:
            continue
        seen.add(name)
        text = (folder / "text" / f"{name}.txt").read_bytes().decode("utf-8")
        yield text, _brat(path.read_bytes().decode("utf-8"), text)


def _brat(raw: str, text: str) -> Gold:
    marks: dict[str, tuple[str, list[tuple[int, int]]]] = {}
    used: set[str] = set()
    for line in raw.split("\n"):
        parts = line.rstrip("\r").split("\t")
        if parts[0].startswith("T"):
            kind, _, spans = parts[1].partition(" ")
            pairs = [span.split() for span in spans.split(";")]
            marks[parts[0]] = (kind.lower(), [(int(a), int(b)) for a, b in pairs])
        elif parts[0].startswith("E"):
            used.update(part.partition(":")[2] for part in parts[1].split())
    gold: Gold = {role: set() for role in ROLES}
    for name, (kind, spans_of) in marks.items():
        if kind in gold and name in used:
            gold[kind].update((a, b) for a, b in spans_of if text[a:b].strip())
    return gold


def riqua(path: Path) -> Iterator[tuple[str, Gold]]:
    """Text and gold of each passage of BIO labels."""
    for line in path.read_text("utf-8").split("\n"):
        if not line.strip():
            continue
        row = json.loads(line)
        text, spans = _joined(row["tokens"])
        gold: Gold = {role: set() for role in (*ROLES, "direct")}
        for kind, first, last in _bio(row["labels"]):
            span = (spans[first][0], spans[last][1])
            gold[kind].add(span)
            if kind == "content" and text[span[0]] in "“‘":
                gold["direct"].add(span)
        yield text, gold


def _joined(tokens: list[str]) -> tuple[str, list[tuple[int, int]]]:
    text, spans = "", []
    for token in tokens:
        token = {"``": "“", "''": "”"}.get(token, token)
        text += " " if text else ""
        spans.append((len(text), len(text) + len(token)))
        text += token
    return text, spans


def _bio(labels: list[str]) -> Iterator[tuple[str, int, int]]:
    at = 0
    while at < len(labels):
        if not labels[at].startswith("B-"):
            at += 1
            continue
        kind, end = labels[at][2:], at
        while end + 1 < len(labels) and labels[end + 1] == f"I-{kind}":
            end += 1
        yield kind, at, end
        at = end + 1


def german(folder: Path) -> Iterator[tuple[str, Gold, dict[tuple[int, int], str]]]:
    """Text, gold and the type of each content span."""
    names = {"quote": "content", "speaker": "source", "cue": "cue"}
    for path in sorted(folder.glob("*.json")):
        row = json.loads(path.read_text("utf-8"))
        gold: Gold = {role: set() for role in ROLES}
        types: dict[tuple[int, int], str] = {}
        for one in row["annotations"]:
            for name, role in names.items():
                spans = {(s["charBegin"], s["charEnd"]) for s in one[name]["spans"]}
                gold[role] |= spans
                if name == "quote":
                    types |= dict.fromkeys(spans, one["type"])
        yield row["originalText"], gold, types


def told(name: str, counts: dict[str, list[int]]) -> None:
    """One line a role: precision, recall, F1, how many."""
    for role, (both, ours, gold) in counts.items():
        scores = both / max(1, ours), both / max(1, gold), 2 * both / max(1, ours + gold)
        print(f"{name} {role}: P {scores[0]:.3f} R {scores[1]:.3f} F1 {scores[2]:.3f} ({gold})")
        p, r, f1 = scores
        m.keep("quotes", gold, f"{name}, {role}", kind="quality", precision=p, recall=r, f1=f1)


def measure(name: str, texts: Iterator[tuple[str, Gold]]) -> None:
    """F1 by role over all texts, in English."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for text, gold in texts:
        ours = said(quotations(text, "en"))
        for role, spans in gold.items():
            _add(counts[role], ours[role], spans)
    told(name, counts)


def _add(row: list[int], ours: Spans, gold: Spans) -> None:
    row[0] += len(ours & gold)
    row[1] += len(ours)
    row[2] += len(gold)


def measure_german(folder: Path) -> None:
    """F1 by role, recall of content by type, F1 over characters of content."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    found, every = Counter[str](), Counter[str]()
    for text, gold, types in german(folder):
        ours = said(quotations(text, "de"))
        for role, spans in gold.items():
            _add(counts[role], ours[role], spans)
        chars = [
            {c for s in spans for c in range(*s)} for spans in (ours["content"], gold["content"])
        ]
        row = counts["characters of content"]
        row[0] += len(chars[0] & chars[1])
        row[1] += len(chars[0])
        row[2] += len(chars[1])
        every.update(types.values())
        found.update(kind for span, kind in types.items() if span in ours["content"])
    told("german dev", counts)
    for kind, n in every.most_common():
        print(f"german dev content of type {kind}: recall {found[kind] / n:.3f} ({n})")
        m.keep("quotes", n, f"german dev, {kind}", kind="quality", recall=found[kind] / n)


def main() -> int:
    """Run all three; exit 2 without the data."""
    data = os.environ.get("ONRECORD_DATA")
    if not data:
        print("needs ONRECORD_DATA, a folder of real sample files", file=sys.stderr)
        return 2
    folder = Path(data) / "quotes"
    measure("polnear dev", polnear(folder / "polnear" / "dev"))
    for part in ("valid", "train"):
        measure(f"riqua {part}", riqua(folder / "riqua" / f"{part}.txt"))
    measure_german(folder / "german" / "dev")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
