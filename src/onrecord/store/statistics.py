"""Statistics of many readings as SQL that two engines understand alike.

Over a view ``messages``: the message columns, ``folder`` (of the case) and
``reading``. ``{naive}`` is the engine's word for a time without zone. Nothing here
looks at the hours at which a person is awake.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.store._statement_sql import quoted

if TYPE_CHECKING:
    import pyarrow as pa

STATISTICS = {
    "senders": """
        SELECT folder, reading, sender, sender_id, count(*) AS messages
        FROM messages WHERE kind = 'message'
        GROUP BY folder, reading, sender, sender_id""",
    "days": """
        SELECT folder, reading, CAST(CAST(coalesce(CAST(time_first AS {naive}), time_local) AS DATE)
          AS VARCHAR(10)) AS day, count(*) AS messages
        FROM messages WHERE kind = 'message' GROUP BY 1, 2, 3""",
    "forwards": """
        SELECT folder, reading, forward_name, forward_id, count(*) AS messages
        FROM messages WHERE forwarded GROUP BY folder, reading, forward_name, forward_id""",
    "replies": """
        SELECT a.folder, a.reading, a.sender AS answers, b.sender AS answered, count(*) AS messages
        FROM messages a JOIN messages b ON a.folder = b.folder AND a.reading = b.reading
          AND a.chat = b.chat AND a.reply_to = b.id
        GROUP BY 1, 2, 3, 4""",
    "chats": """
        SELECT folder, reading, chat, count(*) AS messages,
          sum(CASE WHEN forwarded THEN 1 ELSE 0 END) AS forwarded,
          sum(CASE WHEN reply_to IS NOT NULL THEN 1 ELSE 0 END) AS replies,
          sum(CASE WHEN edited_text IS NOT NULL THEN 1 ELSE 0 END) AS edited
        FROM messages GROUP BY folder, reading, chat""",
}


def by_duckdb(
    files: Sequence[tuple[str, int, Path]], sql: Mapping[str, str]
) -> "dict[str, pa.Table]":
    """Each statistic's table, by DuckDB in this process."""
    import duckdb

    with duckdb.connect(":memory:", config={"threads": 2}) as base:
        base.execute("SET TimeZone = 'UTC'")
        base.execute("CREATE VIEW messages AS " + " UNION ALL ".join(map(_select, files)))
        return {
            name: base.sql(text.format(naive="TIMESTAMP")).to_arrow_table()
            for name, text in sql.items()
        }


def _select(file: tuple[str, int, Path]) -> str:
    folder, reading, path = file
    return (
        f"SELECT *, {quoted(folder)} AS folder, {int(reading)} AS reading "  # noqa: S608
        f"FROM read_parquet({quoted(path)})"
    )
