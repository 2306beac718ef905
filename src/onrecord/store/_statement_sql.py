"""Columns, views and conditions of the table of statements; values are always bound."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa

from onrecord.model.claim import Statement
from onrecord.model.work import Order, Wanted

_WORD = pa.dictionary(pa.int32(), pa.string())

STATEMENT = pa.schema(
    [
        ("nr", pa.int64()),
        ("id", pa.string()),
        ("reading", pa.int32()),
        ("chat", pa.int32()),
        ("n", pa.int64()),
        ("key", pa.string()),
        ("kind", _WORD),
        ("voice", _WORD),
        ("speaker", _WORD),
        ("speaker_id", _WORD),
        ("since", pa.timestamp("us", tz="UTC")),
        ("day", pa.date32()),
        ("words", pa.string()),
        ("whole", pa.binary()),
    ]
)
CONTENTS = pa.schema([("nr", pa.int64()), ("rank", pa.float64()), ("content", pa.float64())])

# A message that two exports of one chat hold is one message: the fuller export counts.
GROUPED = """
CREATE VIEW every AS
SELECT b.*, coalesce(m.state, 'to-do') AS state, (j.id IS NOT NULL OR k.id IS NOT NULL) AS decided,
       coalesce(o.outcome, '') AS outcome, coalesce(o.independent, 0) AS independent
FROM (SELECT d.*, f.rank, f.content FROM derived d JOIN folded f USING (nr)
      UNION ALL SELECT x.*, g.rank, g.content FROM named x JOIN named_folded g USING (nr)) b
LEFT JOIN moved m ON m.id = b.id LEFT JOIN judged j ON j.id = b.id
LEFT JOIN judged k ON k.id = 'm:' || b.key
LEFT JOIN matched o ON o.id = b.id;
"""
_SPREAD = """
SELECT content, sum(said)::BIGINT AS copies, max(speakers) AS speakers FROM (
  SELECT content, chat, max(said) AS said, max(speakers) AS speakers FROM (
    SELECT content, chat, reading, count(DISTINCT n) AS said,
           count(DISTINCT coalesce(speaker_id, speaker, '')) AS speakers
    FROM every WHERE {} GROUP BY ALL) GROUP BY ALL) GROUP BY ALL
"""
GROUPED += "CREATE VIEW spread AS" + _SPREAD.format("true") + ";"
# Of a few contents only: counting all of many statements for a page of them takes its time.
ROWS = (
    "SELECT nr, whole, copies, speakers, outcome, independent FROM every JOIN ("  # noqa: S608
    + _SPREAD.format("content IN (SELECT unnest(?))")
    + ") USING (content) WHERE nr IN (SELECT unnest(?)) AND content IN (SELECT unnest(?))"
)
# Own words first, for others' cannot be quoted as the member's; then what reporting
# speaks of; then what a story is made of, least of all small talk.
TELLING = (
    "min(CASE voice WHEN 'own' THEN 0 WHEN 'group' THEN 0 ELSE 1 END), "
    "max(CASE WHEN outcome IN ('', 'nothing-found') THEN 0 ELSE 1 END) DESC, "
    "min(CASE kind WHEN 'claim-of-responsibility' THEN 0 WHEN 'denial' THEN 1 "
    "WHEN 'threat' THEN 2 WHEN 'announcement' THEN 3 WHEN 'call-to-action' THEN 4 "
    "WHEN 'assertion' THEN 5 ELSE 6 END), min(rank)"
)


def row_of(number: int, s: Statement, chats: Mapping[int, int]) -> dict[str, Any]:
    """A statement as a row; ``whole`` gives it back exactly."""
    ref, time = s.citation.ref, s.time
    clock = time.earliest if time.certain or time.local is None else time.local
    return {
        "nr": number,
        "id": s.id,
        "reading": ref.reading,
        "chat": chats.get(ref.reading, ref.reading),
        "n": ref.n,
        "key": ref.key,
        "kind": s.kind,
        "voice": s.voice.kind,
        "speaker": s.speaker,
        "speaker_id": s.speaker_id,
        "since": time.earliest,
        "day": None if clock is None else clock.date(),
        "words": s.citation.words,
        "whole": msgspec.json.encode(s),
    }


def condition(wanted: Wanted, without: str = "") -> tuple[str, list[object]]:
    """The filters as SQL with bound values, leaving out the one on ``without``."""
    told, values = ["true"], list[object]()
    for column, chosen in (
        ("state", wanted.states),
        ("kind", wanted.kinds),
        ("voice", wanted.voices),
        ("outcome", wanted.outcomes),
    ):
        if chosen and column != without:
            told.append(f"{column} IN (SELECT unnest(?))")
            values.append([*chosen])
    if wanted.sender is not None:
        told.append("(speaker = ? OR speaker_id = ?)")
        values += [wanted.sender, wanted.sender]
    if wanted.text:
        told.append("contains(lower(words), lower(?))")
        values.append(wanted.text)
    if wanted.message:
        told.append("starts_with(key, ?)")
        values.append(wanted.message)
    if wanted.judged is not None:
        told.append("decided = ?")
        values.append(wanted.judged)
    return " AND ".join(told), values


def order_of(order: Order) -> str:
    """First said first, what is new first, what spread most first, or what tells most.

    ``copies`` is the count of the view ``spread``, which has to be joined for it.
    """
    if order == "telling":
        return TELLING
    if order == "new":
        return "min(rank) DESC"
    if order == "spread":
        return "max(copies) DESC, min(rank)"
    return "min(rank)"


def quoted(file: Path | str) -> str:
    """A file's name as an SQL string."""
    return "'" + str(file).replace("'", "''") + "'"


def files_of(folder: Path, name: str) -> list[Path]:
    """The files of a table that has one a reading, in the order of readings."""
    return sorted(folder.glob(f"{name}-*.parquet"))


def view_of(name: str, *files: Path) -> str:
    """The statement that names Parquet files; a view takes no bound values."""
    listed = ", ".join(map(quoted, files))
    return f"CREATE VIEW {name} AS SELECT * FROM read_parquet([{listed}])"  # noqa: S608
