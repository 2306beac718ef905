"""Matches as a table: one row a statement that was set beside the press."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from onrecord.model.press import Match
from onrecord.store._statement_sql import files_of

BATCH = 4096
MATCHES = "matches"
_WORD = pa.dictionary(pa.int32(), pa.string())
MATCH = pa.schema(
    [
        ("id", pa.string()),
        ("outcome", _WORD),
        ("independent", pa.int32()),
        ("articles", pa.list_(pa.string())),
        ("whole", pa.binary()),
    ]
)
_DECODER = msgspec.json.Decoder(Match)


def write_matches(file: Path, found: Iterable[Match]) -> int:
    """Writes the matches of a file in the order given; how many. Memory: one batch."""
    count = 0
    with pq.ParquetWriter(file, MATCH, compression="zstd") as out:
        batch: list[dict[str, Any]] = []
        for match in found:
            batch.append(_row(match))
            count += 1
            if len(batch) >= BATCH:
                out.write_table(pa.Table.from_pylist(batch, MATCH))
                batch = []
        out.write_table(pa.Table.from_pylist(batch, MATCH))
    return count


def _row(m: Match) -> dict[str, Any]:
    return {
        "id": m.statement,
        "outcome": m.outcome,
        "independent": m.independent,
        "articles": list(dict.fromkeys(p.article for p in m.passages)),
        "whole": msgspec.json.encode(m),
    }


def decoded(whole: bytes) -> Match:
    """The match a row's ``whole`` holds."""
    return _DECODER.decode(whole)


def read_matches(folder: Path, ids: Iterable[str]) -> Iterator[Match]:
    """The matches of these statements that the table holds."""
    wanted = pa.array(list(ids), pa.string())
    import pyarrow.compute as pc

    chosen = pc.field("id").isin(wanted)
    for file in files_of(folder, MATCHES):
        table = pq.read_table(file, columns=["whole"], filters=chosen)
        for whole in table.column("whole").to_pylist():
            yield _DECODER.decode(whole)


def every_match(folder: Path) -> Iterator[Match]:
    """All matches, reading by reading, in the order they were written. Memory: one batch."""
    for file in files_of(folder, MATCHES):
        with pq.ParquetFile(file) as table:
            for batch in table.iter_batches(BATCH, columns=["whole"]):
                yield from map(_DECODER.decode, batch.column(0).to_pylist())
