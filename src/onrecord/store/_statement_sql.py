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

HELD = """
CREATE TABLE held AS
SELECT d.nr, d.id, d.reading, d.chat, d.n, d.key, d.kind::VARCHAR AS kind,
       d.voice::VARCHAR AS voice, d.speaker::VARCHAR AS speaker,
       d.speaker_id::VARCHAR AS speaker_id, d.since, f.rank, f.content,
       coalesce(o.outcome::VARCHAR, '') AS outcome, coalesce(o.independent, 0) AS independent
FROM derived d JOIN folded f USING (nr) LEFT JOIN matched o ON o.id = d.id
ORDER BY d.nr
"""
# A message that two exports of one chat hold is one message: the fuller export counts.
_SPREAD = """
SELECT content, sum(said)::BIGINT AS copies, max(speakers) AS speakers FROM (
  SELECT content, chat, max(said) AS said, max(speakers) AS speakers FROM (
    SELECT content, chat, reading, count(DISTINCT n) AS said,
           count(DISTINCT coalesce(speaker_id, speaker, '')) AS speakers
    FROM {} GROUP BY ALL) GROUP BY ALL) GROUP BY ALL
"""
SPREAD_HELD = "CREATE TABLE held_spread AS" + _SPREAD.format("held")
# What people did since; the names of ``moved`` and ``judged`` become numbers once.
SINCE = """
CREATE TEMP TABLE moved_at AS SELECT h.nr, m.state FROM held h JOIN moved m USING (id);
CREATE TEMP TABLE judged_at AS SELECT nr FROM held
  WHERE id IN (SELECT id FROM judged) OR key IN (SELECT id[3:] FROM judged WHERE id[:2] = 'm:');
CREATE TEMP TABLE named_at AS
SELECT x.*, coalesce(m.state, 'to-do') AS state,
       (x.id IN (SELECT id FROM judged) OR 'm:' || x.key IN (SELECT id FROM judged)) AS decided
FROM (SELECT x.nr, x.id, x.reading, x.chat, x.n, x.key, x.kind::VARCHAR AS kind,
             x.voice::VARCHAR AS voice, x.speaker::VARCHAR AS speaker,
             x.speaker_id::VARCHAR AS speaker_id, x.since, r.rank, r.rank AS content,
             '' AS outcome, 0 AS independent
      FROM named x JOIN (
        SELECT x.nr, coalesce((SELECT max(h.rank) FROM held h WHERE h.since <= x.since), -1)
               + 0.5 + x.nr / 1e6 AS rank FROM named x) r USING (nr)) x
LEFT JOIN moved m ON m.id = x.id;
CREATE TEMP VIEW every AS
SELECT h.*, coalesce(m.state, 'to-do') AS state, j.nr IS NOT NULL AS decided FROM held h
LEFT JOIN moved_at m ON m.nr = h.nr LEFT JOIN judged_at j ON j.nr = h.nr
UNION ALL SELECT * FROM named_at;
CREATE TEMP VIEW spread AS
SELECT * FROM held_spread UNION ALL
""" + _SPREAD.format("named_at")  # noqa: S608 - no value in it
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


def narrowed(wanted: Wanted) -> tuple[str, list[object]]:
    """The filters that no count leaves out, as SQL with bound values."""
    told, values = ["true"], list[object]()
    if wanted.sender is not None:
        told.append("(speaker = ? OR speaker_id = ?)")
        values += [wanted.sender, wanted.sender]
    if wanted.text:
        found = "SELECT nr FROM {} WHERE contains(lower(words), lower(?))"
        told.append(f"nr IN ({found.format('derived')} UNION ALL {found.format('named')})")
        values += [wanted.text, wanted.text]
    if wanted.message:
        told.append("starts_with(key, ?)")
        values.append(wanted.message)
    if wanted.judged is not None:
        told.append("decided = ?")
        values.append(wanted.judged)
    return " AND ".join(told), values


def condition(wanted: Wanted, without: str = "") -> tuple[str, list[object]]:
    """The filters that are counted over, leaving out the one on ``without``."""
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
