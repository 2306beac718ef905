"""The measure: plain Python over every message, slow and exact.

It keeps records as JSON lines and asks ``lang.match`` of each one. What it
finds is what every other engine must find.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.lang.match import Facts, Matcher
from onrecord.lang.terms import Cutter
from onrecord.model.query import Hit, Mark, Query, Row
from onrecord.ports import Found
from onrecord.store._facts import Record, records
from onrecord.store._show import SHIFT, clock

if TYPE_CHECKING:
    import pyarrow as pa

_FILE = "rows.jsonl"


class Memory:
    """The engine. It holds nothing between calls."""

    name = "memory"

    def build(self, folder: Path, batches: "Iterable[tuple[int, pa.RecordBatch]]") -> None:
        """Keep the records of all batches in ``folder``."""
        cutter = Cutter()
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / _FILE).open("w", encoding="utf-8", newline="\n") as out:
            for reading, batch in batches:
                for record in records(reading, batch):
                    languages = cutter.fields(record.text)[2].split()
                    out.write(json.dumps(_kept(record, languages)) + "\n")

    def search(self, folder: Path, query: Query, *, limit: int, offset: int, order: str) -> Found:
        """Hits by asking every message; ``best`` is narrowest rung, then most marks."""
        matcher = Matcher(query)
        hits: list[tuple[int | None, Hit]] = []
        searched = 0
        for row, facts, when in _read(folder):
            searched += 1
            marks = matcher.marks(row.text, facts)
            if marks is not None:
                hits.append((when, Hit(row.reading, row.n, _score(marks), marks, row)))
        if order == "best":
            hits.sort(key=lambda h: (-h[1].score, h[1].reading, h[1].n))
        else:
            hits.sort(
                key=lambda h: (
                    -1 if h[0] is None else h[0] // 1_000_000 + SHIFT,
                    h[1].reading,
                    h[1].n,
                )
            )
            if order == "newest":
                hits.reverse()
        window = tuple(hit for _, hit in hits[offset : offset + limit])
        return Found(window, len(hits), searched)


def _score(marks: tuple[Mark, ...]) -> float:
    return len(marks) - 1000.0 * max((m.rung for m in marks), default=0)


def _kept(record: Record, languages: list[str]) -> list[object]:
    facts = record.facts
    time = clock(record.shown, record.basis)
    kept = [record.key, time, record.basis, record.text, record.reading, record.n]
    said = (facts.sender, facts.sender_id, facts.chat, facts.kind, facts.id, facts.voice)
    spans = (facts.first, facts.last, record.shown)
    more = (record.reply_to, sorted(facts.domains))
    return [*kept, *said, sorted(facts.has), languages, *spans, *more]


def _read(folder: Path) -> Iterator[tuple[Row, Facts, int | None]]:
    with (folder / _FILE).open("rb") as lines:
        for line in lines:
            (key, time, basis, text, reading, n, sender, sender_id, chat, kind, id_, voice,
             has, languages, first, last, shown, reply_to, domains) = json.loads(line)  # fmt: skip
            row = Row(
                reading, n, key, id_, chat, kind, sender, sender_id, time, basis, voice, text,
                reply_to, tuple(languages), tuple(has),
            )  # fmt: skip
            facts = Facts(
                sender, sender_id, chat, None, kind, id_, voice,
                frozenset(has), frozenset(languages), first, last, frozenset(domains),
                reading,
            )  # fmt: skip
            yield row, facts, shown


ENGINE = Memory()
