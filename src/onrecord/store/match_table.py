"""Matches as a table: one row a statement that was set beside the press."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from onrecord.model.press import Match

BATCH = 4096
FILE = "matches.parquet"
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


def write_matches(folder: Path, found: Iterable[Match]) -> None:
    """Writes the matches in the order given. Memory: one batch."""
    with pq.ParquetWriter(folder / FILE, MATCH, compression="zstd") as out:
        batch: list[dict[str, Any]] = []
        for match in found:
            batch.append(_row(match))
            if len(batch) >= BATCH:
                out.write_table(pa.Table.from_pylist(batch, MATCH))
                batch = []
        out.write_table(pa.Table.from_pylist(batch, MATCH))


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
    table = pq.read_table(folder / FILE, columns=["whole"], filters=chosen)
    for whole in table.column("whole").to_pylist():
        yield _DECODER.decode(whole)
