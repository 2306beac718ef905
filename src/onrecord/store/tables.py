"""Tables over the readings: DuckDB views on their Parquet files.

Nothing is copied and nothing is written: a view is a name for files. For
counting and for reading single messages; searching is the index's business.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

import duckdb

from onrecord.errors import AmbiguousReference, NoSuchMessage
from onrecord.model.chat import Message
from onrecord.model.cite import Ref
from onrecord.model.place import Place

if TYPE_CHECKING:
    import pyarrow as pa

_PLACE = "reading, n, member, start, length, place_kind"


@dataclass(frozen=True, slots=True)
class Sender:
    """A sender as written, with what they sent (service messages not counted).

    ``first`` and ``last`` are RFC 3339 in UTC, of messages whose time is certain.
    """

    reading: int
    name: str | None
    id: str | None
    messages: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Day:
    """Messages of one day: ``day`` as ``YYYY-MM-DD``, in UTC where certain, else
    as the wall clock showed; None for messages without a time."""

    day: str | None
    messages: int


class Tables:
    """Views over the Parquet files of readings, by reading number.

    Open it with a ``with`` statement; one thread at a time.
    """

    def __init__(self, readings: Mapping[int, Sequence[Path]]) -> None:
        self._base = duckdb.connect(":memory:", config={"threads": 2})
        self._base.execute("SET TimeZone = 'UTC'")
        parts = [_select(number, files) for number, files in readings.items() if files]
        self._empty = not parts
        if parts:
            self._base.execute("CREATE VIEW messages AS " + " UNION ALL ".join(parts))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._base.close()

    def _ask(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        if self._empty:
            return []
        found: list[tuple[object, ...]] = self._base.execute(sql, list(values)).fetchall()
        return found

    def senders(self) -> list[Sender]:
        """Every sender of every reading, most messages first."""
        found = self._ask(
            "SELECT reading, sender, sender_id, count(*), "
            "strftime(min(time_first), '%Y-%m-%dT%H:%M:%SZ'), "
            "strftime(max(time_first), '%Y-%m-%dT%H:%M:%SZ') "
            "FROM messages WHERE kind = 'message' GROUP BY ALL "
            "ORDER BY 4 DESC, 1, 2 NULLS LAST, 3 NULLS LAST"
        )
        return [Sender(*row) for row in found]  # type: ignore[arg-type]

    def days(self) -> list[Day]:
        """Messages a day, in the order of days; those without a time last."""
        found = self._ask(
            "SELECT strftime(coalesce(timezone('UTC', time_first), time_local), '%Y-%m-%d') AS day,"
            " count(*) FROM messages WHERE kind = 'message' GROUP BY 1 ORDER BY 1 NULLS LAST"
        )
        return [Day(*row) for row in found]  # type: ignore[arg-type]

    def count(self) -> int:
        """All rows, service messages included."""
        found = self._ask("SELECT count(*) FROM messages")
        return int(str(found[0][0])) if found else 0

    def by_n(self, reading: int, n: int) -> Message:
        """One message by its place in a reading. Raises NoSuchMessage."""
        return self._one("reading = ? AND n = ?", (reading, n), f"reading {reading}, row {n}")

    def by_id(self, id_: str, chat: str | None = None) -> Message:
        """One message by the platform's id, in ``chat`` if given.

        Raises NoSuchMessage, or AmbiguousReference if several chats or readings
        have the id.
        """
        if chat is None:
            return self._one("id = ?", (id_,), f"id {id_}")
        return self._one("id = ? AND chat = ?", (id_, chat), f"id {id_} in chat {chat}")

    def by_key(self, key: str) -> Message:
        """One message by our key or the beginning of it (6 hex digits or more).

        Keys are derived from places, not stored, so this reads the place
        columns of all readings. Raises NoSuchMessage, AmbiguousReference.
        """
        wanted = key.removeprefix("m:").lower()
        found = [ref for ref in self.refs() if ref.key.startswith(wanted)] if wanted else []
        if not found:
            raise NoSuchMessage("no message has this key", where=key)
        if len(found) > 1:
            raise AmbiguousReference(
                f"{len(found)} messages have keys that begin so",
                where=key,
                advice="give more of the key: " + ", ".join(r.key[:16] for r in found[:3]),
            )
        return self.by_n(found[0].reading, found[0].n)

    def refs(self) -> Iterator[Ref]:
        """Reading, row and key of every message, in order."""
        for reading, n, *place in self._ask(f"SELECT {_PLACE} FROM messages ORDER BY 1, 2"):  # noqa: S608
            yield Ref(int(str(reading)), int(str(n)), Place(*place).key)  # type: ignore[arg-type]

    def context(self, reading: int, n: int, before: int, after: int) -> list[Message]:
        """The message, ``before`` before and ``after`` after it in its chat."""
        chat = self.by_n(reading, n).chat
        asked = "reading = ? AND chat = ? AND n {} ? ORDER BY n {} LIMIT ?"
        back = self._rows(asked.format("<", "DESC"), reading, chat, n, before)
        ahead = self._rows(asked.format(">=", "ASC"), reading, chat, n, after + 1)
        return [*reversed(back), *ahead]

    def thread(self, reading: int, n: int) -> list[Message]:
        """What the message answers, up to the first, and all that answers those.

        In the export's order. Replies to messages the export lacks end there.
        """
        if self._empty:
            raise NoSuchMessage("no message stands there", where=f"reading {reading}, row {n}")
        start = self.by_n(reading, n)
        scope = "reading = ? AND chat = ?"
        found = self._ask(
            f"WITH RECURSIVE up(id, reply_to) AS ("  # noqa: S608
            f" SELECT id, reply_to FROM messages WHERE {scope} AND n = ?"
            f" UNION SELECT m.id, m.reply_to FROM messages m JOIN up ON m.id = up.reply_to"
            f" WHERE m.reading = ? AND m.chat = ?),"
            f" down(id) AS (SELECT id FROM up UNION SELECT m.id FROM messages m"
            f" JOIN down ON m.reply_to = down.id WHERE m.reading = ? AND m.chat = ?)"
            f" SELECT DISTINCT m.n FROM messages m JOIN down USING (id) WHERE {scope} ORDER BY 1",
            *(reading, start.chat, n), *(reading, start.chat) * 3,
        )  # fmt: skip
        numbers = [int(str(row[0])) for row in found] or [n]
        marks = ", ".join("?" * len(numbers))
        return self._rows(f"reading = ? AND n IN ({marks}) ORDER BY n", reading, *numbers)

    def _one(self, where: str, values: tuple[object, ...], said: str) -> Message:
        found = self._rows(where + " LIMIT 2", *values)
        if not found:
            raise NoSuchMessage("no message stands there", where=said)
        if len(found) > 1:
            raise AmbiguousReference(
                "several messages answer to this", where=said, advice="name its chat or its key"
            )
        return found[0]

    def _rows(self, where: str, *values: object) -> list[Message]:
        from onrecord.model.schema import MESSAGE, rows  # noqa: PLC0415 - loads pyarrow

        if self._empty:
            return []
        asked = f"SELECT * FROM messages WHERE {where}"  # noqa: S608 - values are bound
        table: pa.Table = self._base.sql(asked, params=list(values)).to_arrow_table()
        numbers = table.column("reading").to_pylist()
        plain = table.drop_columns(["reading"]).cast(MESSAGE).combine_chunks()
        every = [m for batch in plain.to_batches() for m in rows(batch)]
        return [_of(message, number) for message, number in zip(every, numbers, strict=True)]


def _of(message: Message, reading: int) -> Message:
    from dataclasses import replace  # noqa: PLC0415

    return replace(message, reading=reading)


def _select(number: int, files: Sequence[Path]) -> str:
    names = ", ".join("'" + str(f).replace("'", "''") + "'" for f in files)
    return f"SELECT *, {int(number)} AS reading FROM read_parquet([{names}])"  # noqa: S608
