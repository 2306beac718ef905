"""Apache Spark as an engine: every message of every part asked, on many machines.

No index: what it holds is the rows themselves, as Parquet, and what it finds is
what :class:`onrecord.lang.match.Matcher` finds of each. Slow for one question
over one case; for hundreds of questions over thousands of cases the same cost.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.model.query import Hit, Mark, Query, Row, Rung
from onrecord.ports import Found
from onrecord.store._cluster import frame_of, session
from onrecord.store._show import SHIFT, clock
from onrecord.store.batchwise import Found as Answered
from onrecord.store.batchwise import asked

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame

_HIT = "reading int, n long, score double, time long, row string, marks string"


class Spark:
    """The engine. Raises NoEngine where Spark or Java is missing.

    ``distributed``: it takes seconds to start, so tests ask it few, large things.
    """

    name = "spark"
    distributed = True

    def build(self, folder: Path, batches: "Iterable[tuple[int, pa.RecordBatch]]") -> None:
        """Keep the rows of all batches in ``folder``, a file a reading."""
        import pyarrow.parquet as pq

        folder.mkdir(parents=True, exist_ok=True)
        writers: dict[int, pq.ParquetWriter] = {}
        try:
            for reading, batch in batches:
                if reading not in writers:
                    path = folder / f"{reading:06d}.parquet"
                    writers[reading] = pq.ParquetWriter(path, batch.schema)
                writers[reading].write_batch(batch)
        finally:
            for writer in writers.values():
                writer.close()

    def search(self, folder: Path, query: Query, *, limit: int, offset: int, order: str) -> Found:
        """Hits by asking every row; ``best`` is narrowest rung, then most marks."""
        files = [("", int(path.stem), path) for path in sorted(folder.glob("*.parquet"))]
        if not files:
            return Found((), 0, 0)
        with session() as spark:
            frame = frame_of(spark, files)
            found = frame.mapInArrow(_finder(query), _HIT).persist()
            try:
                down = order == "newest"
                first = _way("score", True) if order == "best" else _way("time", down)
                ranked = found.orderBy(first, _way("reading", down), _way("n", down))
                total = found.count()
                window = ranked.offset(offset).limit(limit)
                hits = tuple(_hit(row) for row in _rows(window))
                return Found(hits, total, frame.count())
            finally:
                found.unpersist()


def _way(name: str, down: bool) -> Any:
    from pyspark.sql.functions import col

    return col(name).desc() if down else col(name).asc()


def _rows(frame: "DataFrame") -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = frame.toArrow().to_pylist()
    return rows


def _finder(query: Query) -> Any:
    """The function every worker runs over its batches."""

    def find(batches: "Iterator[pa.RecordBatch]") -> "Iterator[pa.RecordBatch]":
        import pyarrow as pa

        from onrecord.store.parts import by_reading

        schema = pa.schema(
            [
                ("reading", pa.int32()),
                ("n", pa.int64()),
                ("score", pa.float64()),
                ("time", pa.int64()),
                ("row", pa.string()),
                ("marks", pa.string()),
            ]
        )
        for batch in batches:
            made = []
            for _, reading, part in by_reading(batch):
                for found in asked(part, reading, [query]):
                    made.append(_kept(found))
            yield pa.RecordBatch.from_pylist(made, schema=schema)

    return find


def _kept(found: Answered) -> dict[str, Any]:
    record, marks = found.record, found.marks
    f = record.facts
    row = (
        record.reading, record.n, record.key, f.id, f.chat, f.kind, f.sender, f.sender_id,
        clock(record.shown, record.basis), record.basis, f.voice, record.text, record.reply_to,
        found.languages, sorted(f.has),
    )  # fmt: skip
    return {
        "reading": record.reading,
        "n": record.n,
        "score": len(marks) - 1000.0 * max((m.rung for m in marks), default=0),
        "time": -1 if record.shown is None else record.shown // 1_000_000 + SHIFT,
        "row": json.dumps(row),
        "marks": json.dumps([(m.start, m.end, int(m.rung), m.why) for m in marks]),
    }


def _hit(row: dict[str, Any]) -> Hit:
    marks = tuple(Mark(s, e, Rung(rung), why) for s, e, rung, why in json.loads(row["marks"]))
    *plain, languages, has = json.loads(row["row"])
    values = [*plain, tuple(languages), tuple(has)]
    return Hit(row["reading"], row["n"], row["score"], marks, Row(*values))


ENGINE = Spark()
