"""Kinds and voices of statements on the labelled lines of bench/gold/statements.

    python bench/statements.py [--language en] [--half dev2] [--errors]

Prints precision, recall and F1 for each kind and language, how many lines that
are no statement stayed none, voices, and microseconds a line. The halves
``test``, ``closed2``, ``fresh`` and ``late`` were kept closed while the rules were written; their
errors are never listed.
"""

import argparse
import json
import time
from collections import Counter
from pathlib import Path

import measured as m

from onrecord.attribute.rules import KINDS
from onrecord.attribute.statements import main_kind, of_message
from onrecord.model.chat import Message
from onrecord.model.place import Place
from onrecord.model.when import NEVER

CLOSED = ("test", "closed2", "fresh", "late")
GOLD = Path(__file__).parent / "gold" / "statements"


def message(n: int, text: str) -> Message:
    place = Place("gold", n, 1, "row")
    return Message(n, place, "gold", str(n), "message", "someone", "user1", NEVER, text)


def lines(language: str, half: str) -> list[dict[str, str]]:
    said = (GOLD / f"{language}.{half}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in said.split("\n") if line]


def score(language: str, half: str, errors: bool) -> None:
    right: Counter[str] = Counter()
    said: Counter[str] = Counter()
    gold: Counter[str] = Counter()
    voices = 0
    rows = lines(language, half)
    for n, row in enumerate(rows):
        one = message(n, row["text"])
        kind, voice = main_kind(one)
        want = row["kind"] or "none"
        got = kind or "none"
        gold[want] += 1
        said[got] += 1
        right[want] += want == got
        voices += voice == row["voice"]
        if errors and want != got:
            why = "; ".join(r.rule for s in of_message(one) for r in s.reasons)
            print(f"  {row['id']} {want} <- {got}: {row['text']} [{why}]")
    print(f"{language} {half}, {len(rows)} lines")
    scores = []
    for name in (*KINDS, "none"):
        p = right[name] / said[name] if said[name] else 0.0
        r = right[name] / gold[name] if gold[name] else 0.0
        f = 2 * p * r / (p + r) if p + r else 0.0
        scores.append(f)
        print(f"  {name:24} P {p:.2f}  R {r:.2f}  F1 {f:.2f}  ({gold[name]})")
    all_right = sum(right.values()) / len(rows)
    print(
        f"  mean F1 of the eight kinds {sum(scores[:-1]) / 8:.3f}  lines right {all_right:.3f}",
        end="",
    )
    print(f"  voices right {voices / len(rows):.3f}")
    mean, heard = sum(scores[:-1]) / 8, voices / len(rows)
    what = f"{language} {half}, mean of eight kinds"
    m.keep("statements", len(rows), what, kind="quality", f1=mean, voices=heard)


def speed(language: str, half: str) -> None:
    messages = [message(n, row["text"]) for n, row in enumerate(lines(language, half))]
    for one in messages:
        of_message(one)
    start = time.process_time()
    for _ in range(20):
        for one in messages:
            of_message(one)
    taken = (time.process_time() - start) / (20 * len(messages))
    print(f"  {taken * 1e6:.0f} us of CPU a line")


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--language", choices=("ar", "en", "ru"), action="append")
    ask.add_argument("--errors", action="store_true")
    ask.add_argument("--half", choices=("dev", "test", "dev2", *CLOSED[1:]), default="dev")
    told = ask.parse_args()
    for language in told.language or ("ar", "en", "ru"):
        score(language, told.half, told.errors and told.half not in CLOSED)
        if told.half == "dev":
            speed(language, "dev")


if __name__ == "__main__":
    main()
