"""Counts over readings and derived statements, by DuckDB on their Parquet files.

A message that two exports of one chat hold is one message: of a day, the fuller
export counts. Days are the finest grain.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import duckdb

from onrecord.store._statement_sql import files_of, quoted, view_of
from onrecord.store.match_table import MATCHES
from onrecord.store.statement_table import STATEMENTS

Rows = list[tuple[Any, ...]]
_DAY = "CAST(coalesce(timezone('UTC', time_first), time_local) AS DATE)"

_SPREAD = """
WITH folded AS (SELECT s.*, c.rank, c.content FROM statements s JOIN contents c USING (nr)),
counted AS (
  SELECT content, sum(said)::BIGINT AS said, max(speakers) AS speakers,
         min(since) AS since, max(till) AS till
  FROM (SELECT content, chat, max(said) AS said, max(speakers) AS speakers,
               min(since) AS since, max(till) AS till
        FROM (SELECT content, chat, reading, count(DISTINCT n) AS said,
                     count(DISTINCT coalesce(speaker_id, speaker, '')) AS speakers,
                     min(day) AS since, max(day) AS till
              FROM folded GROUP BY ALL)
        GROUP BY ALL)
  GROUP BY ALL HAVING said >= ?)
SELECT f.id, f.kind, f.voice, f.words, CAST(d.since AS VARCHAR), CAST(d.till AS VARCHAR),
       d.said, d.speakers
FROM counted d JOIN folded f ON f.rank = d.content
"""
SPREAD_FIRST = _SPREAD + "ORDER BY rank LIMIT ?"
SPREAD_MOST = _SPREAD + "ORDER BY said DESC, rank LIMIT ?"
NOVELTY = """
SELECT CAST(day AS VARCHAR), sum(new)::BIGINT, (sum(said) - sum(new))::BIGINT FROM (
  SELECT day, content, chat, max(said) AS said, max(new) AS new
  FROM (SELECT day, content, chat, reading, count(DISTINCT n) AS said,
               max(CASE WHEN rank = content THEN 1 ELSE 0 END) AS new
        FROM statements JOIN contents USING (nr) GROUP BY ALL)
  GROUP BY ALL)
GROUP BY ALL ORDER BY 1 NULLS LAST
"""


class Counting:
    """Views over Parquet files, and the questions asked of them; use ``with``."""

    def __init__(
        self,
        readings: Mapping[int, tuple[int, Sequence[Path]]],
        statements: Path,
        matches: Path | None = None,
    ) -> None:
        """``readings`` gives each reading the number of its chat and its parts."""
        self._base = duckdb.connect(":memory:", config={"threads": 2})
        self._base.execute("SET TimeZone = 'UTC'")
        parts = [
            f"SELECT {int(number)} AS reading, {int(chat)} AS chat, kind, {_DAY} AS day, forwarded "  # noqa: S608
            f"FROM read_parquet([{', '.join(map(quoted, files))}])"
            for number, (chat, files) in readings.items()
            if files
        ]
        self._base.execute("CREATE VIEW messages AS " + " UNION ALL ".join(parts))
        self._base.execute(view_of("statements", *files_of(statements, STATEMENTS)))
        self._base.execute(view_of("contents", statements / "contents.parquet"))
        if matches is not None:
            self._base.execute(view_of("matches", *files_of(matches, MATCHES)))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._base.close()

    def days(self) -> Rows:
        """(day, messages, forwards, service messages); those without a time last."""
        return self._base.execute(
            "SELECT CAST(day AS VARCHAR), sum(m)::BIGINT, sum(f)::BIGINT, sum(s)::BIGINT FROM ("
            " SELECT day, chat, max(m) AS m, max(f) AS f, max(s) AS s FROM ("
            "  SELECT day, chat, reading, count(*) FILTER (kind = 'message') AS m,"
            "  count(*) FILTER (kind = 'message' AND forwarded) AS f,"
            "  count(*) FILTER (kind <> 'message') AS s FROM messages GROUP BY ALL)"
            " GROUP BY ALL) GROUP BY ALL ORDER BY 1 NULLS LAST"
        ).fetchall()

    def kinds(self) -> Rows:
        """(day, kind, statements)."""
        return self._base.execute(
            "SELECT CAST(day AS VARCHAR), kind, sum(n)::BIGINT FROM ("
            " SELECT day, kind, chat, max(n) AS n FROM ("
            "  SELECT day, kind, chat, reading, count(*) AS n FROM statements GROUP BY ALL)"
            " GROUP BY ALL) GROUP BY ALL ORDER BY 1 NULLS LAST, 2"
        ).fetchall()

    def contents(self, order: str, least: int, most: int) -> Rows:
        """(statement, kind, voice, words, first day, last day, messages, speakers) of
        contents said at least ``least`` times; ``order`` is ``first`` or ``spread``."""
        return self._base.execute(
            SPREAD_FIRST if order == "first" else SPREAD_MOST, [least, most]
        ).fetchall()

    def novelty(self) -> Rows:
        """(day, contents first said that day, messages that say one again)."""
        return self._base.execute(NOVELTY).fetchall()

    def outcomes(self) -> Rows:
        """(kind, outcome, statements)."""
        return self._base.execute(
            "SELECT s.kind, m.outcome, count(*) FROM statements s JOIN matches m USING (id)"
            " GROUP BY ALL ORDER BY 1, 2"
        ).fetchall()

    def bearing(self) -> Rows:
        """(article, outcome, statements it has to do with)."""
        return self._base.execute(
            "SELECT article, outcome, count(*) FROM (SELECT unnest(articles) AS article, outcome"
            " FROM matches WHERE outcome <> 'nothing-found') GROUP BY ALL ORDER BY 1, 2"
        ).fetchall()
