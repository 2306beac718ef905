"""Aligns two readings of one chat, message by message, by joins on their Parquet.

Identity is the platform's id where both have ids, else the content: the minute
on the wall clock, the words, and how often they occur in that minute, after a
constant difference of the two clocks has been taken out. Nothing is merged.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

import duckdb

from onrecord.model.fold import fold_a
from onrecord.model.witness import Alignment, Pair, PairState

By = Literal["id", "content"]

_MOST = 100_000
"""So many differing pairs are named one by one; the counts are always whole."""

_SIDE = """
CREATE TEMP TABLE {name} AS
SELECT n, id, kind::VARCHAR AS kind, text,
       epoch(coalesce(time_first, time_local::TIMESTAMPTZ))::BIGINT AS moment,
       epoch(coalesce(time_local, time_first::TIMESTAMP))::BIGINT AS wall,
       list_aggregate(list_transform(coalesce(media, []), lambda m: coalesce(m.type, '')),
                      'string_agg', ' ') AS media
FROM read_parquet({files})
WHERE chat = {chat} OR {chat} IS NULL
"""


def align(
    a: Sequence[Path], b: Sequence[Path], chats: tuple[str | None, str | None] = (None, None)
) -> Alignment:
    """The alignment of two readings (their Parquet parts).

    ``chats`` names the chat in each where a reading holds several. Memory is
    the engine's, which spills to disk; a million rows a side take seconds.
    """
    base = duckdb.connect(":memory:", config={"threads": 2, "memory_limit": "512MB"})
    try:
        base.execute("SET TimeZone = 'UTC'")
        for name, files, chat in (("a", a, chats[0]), ("b", b, chats[1])):
            listed = "[" + ", ".join(_quoted(str(f)) for f in files) + "]"
            which = "NULL" if chat is None else _quoted(chat)
            base.execute(_SIDE.format(name=name, files=listed, chat=which))
        by: By = "id" if _have_ids(base) else "content"
        shift = 0 if by == "id" else _shift(base)
        _key(base, by, shift)
        return _aligned(base, by, shift)
    finally:
        base.close()


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _one(base: duckdb.DuckDBPyConnection, sql: str) -> tuple[object, ...]:
    row: tuple[object, ...] | None = base.execute(sql).fetchone()
    return row or ()


def _have_ids(base: duckdb.DuckDBPyConnection) -> bool:
    """True if every message of both has an id, and some ids are in both."""
    missing = _one(
        base,
        "SELECT (SELECT count(*) FROM a WHERE id IS NULL)"
        " + (SELECT count(*) FROM b WHERE id IS NULL)",
    )[0]
    shared = _one(base, "SELECT count(*) FROM (SELECT id FROM a INTERSECT SELECT id FROM b)")[0]
    return missing == 0 and bool(shared)


def _shift(base: duckdb.DuckDBPyConnection) -> int:
    """Seconds B's wall clock shows more: the commonest difference among long
    texts that occur once in each; 0 if there is none."""
    found = _one(
        base,
        """
        WITH ua AS (SELECT text, min(wall) AS wall FROM a WHERE length(text) >= 20
                    GROUP BY text HAVING count(*) = 1),
             ub AS (SELECT text, min(wall) AS wall FROM b WHERE length(text) >= 20
                    GROUP BY text HAVING count(*) = 1)
        SELECT ((ub.wall - ua.wall) / 900)::BIGINT * 900 AS d
        FROM ua JOIN ub USING (text) WHERE ua.wall IS NOT NULL AND ub.wall IS NOT NULL
        GROUP BY d ORDER BY count(*) DESC, abs(d) LIMIT 1
        """,
    )
    return int(str(found[0])) if found else 0


def _key(base: duckdb.DuckDBPyConnection, by: str, shift: int) -> None:
    """Gives every row the key it is joined on."""
    for name, less in (("a", 0), ("b", shift)):
        if by == "id":
            key = "id || '/' || row_number() OVER (PARTITION BY id ORDER BY n)"
        else:
            minute = f"((wall - {less}) // 60)"
            key = (
                f"{minute} || '/' || md5(text) || '/' || "
                f"row_number() OVER (PARTITION BY {minute}, text ORDER BY n)"
            )
        base.execute(f"CREATE TEMP TABLE k{name} AS SELECT *, {key} AS key FROM {name}")  # noqa: S608


_JOINED = """
CREATE TEMP TABLE pairs AS
SELECT ka.n AS na, kb.n AS nb, ka.text AS ta, kb.text AS tb,
       coalesce(ka.moment, kb.moment) AS moment, ka.moment AS at_a, kb.moment AS at_b,
       ka.media IS DISTINCT FROM kb.media AS media
FROM ka FULL OUTER JOIN kb ON ka.key = kb.key
"""


def _aligned(base: duckdb.DuckDBPyConnection, by: By, shift: int) -> Alignment:
    base.execute(_JOINED)
    first, last = _one(
        base,
        "SELECT greatest((SELECT min(moment) FROM a), (SELECT min(moment) FROM b)),"
        " least((SELECT max(moment) FROM a), (SELECT max(moment) FROM b))",
    )
    counts: dict[PairState, int] = {"same": 0}
    counts["same"] = int(
        str(
            _one(
                base,
                "SELECT count(*) FROM pairs"
                " WHERE na IS NOT NULL AND nb IS NOT NULL AND ta = tb AND NOT media",
            )[0]
        )
    )
    outside = _outside(base)
    differing: list[Pair] = []
    for pair in _differing(base, by):
        counts[pair.state] = counts.get(pair.state, 0) + 1
        if pair.state != "same-words" and len(differing) < _MOST:
            differing.append(pair)
    span = (_stamp(base, first), _stamp(base, last))
    return Alignment(tuple(sorted(counts.items())), tuple(differing), by, span, outside, shift)


def _outside(base: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    """Messages of each that lie before or after what the other covers at all."""
    found = _one(
        base,
        """
        SELECT (SELECT count(*) FROM pairs WHERE nb IS NULL AND
                  (at_a < (SELECT min(moment) FROM b) OR at_a > (SELECT max(moment) FROM b))),
               (SELECT count(*) FROM pairs WHERE na IS NULL AND
                  (at_b < (SELECT min(moment) FROM a) OR at_b > (SELECT max(moment) FROM a)))
        """,
    )
    return int(str(found[0])), int(str(found[1]))


def _differing(base: duckdb.DuckDBPyConnection, by: By) -> Iterator[Pair]:
    """Every pair that is not the same, in the order of time."""
    result = base.execute(
        "SELECT na, nb, ta, tb FROM pairs WHERE na IS NULL OR nb IS NULL"
        " OR ta <> tb OR media ORDER BY moment, na, nb"
    )
    while rows := result.fetchmany(10_000):
        for na, nb, ta, tb in rows:
            yield Pair(_state(na, nb, ta, tb), na, nb, by, ta, tb)


def _state(na: int | None, nb: int | None, ta: str | None, tb: str | None) -> PairState:
    if nb is None:
        return "only-a"
    if na is None:
        return "only-b"
    if ta == tb:
        return "different-media"
    same = fold_a(ta or "").strip() == fold_a(tb or "").strip()
    return "same-words" if same else "different-text"


def _stamp(base: duckdb.DuckDBPyConnection, seconds: object) -> str:
    if seconds is None:
        return ""
    sql = f"SELECT strftime(to_timestamp({int(str(seconds))}), '%Y-%m-%dT%H:%M:%SZ')"  # noqa: S608
    return str(_one(base, sql)[0])
