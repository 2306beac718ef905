"""Statements as a table: derived once from the readings, counted by DuckDB.

Parquet files: ``statements``, one a reading, numbered in the order of the walk, and
``contents`` with each one's rank in time and the rank of the first near-copy of its
content. All are disposable. What people did since (states, judgements, statements they named) is
handed in when the table is opened, and is never written here.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import duckdb
import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from onrecord.model.claim import Statement
from onrecord.model.work import Counts, Wanted
from onrecord.store._held import held
from onrecord.store._statement_sql import (
    CONTENTS,
    SINCE,
    STATEMENT,
    condition,
    files_of,
    narrowed,
    order_of,
    row_of,
)
from onrecord.store.match_table import MATCHES

BATCH = 8192
STATEMENTS = "statements"
GROUP = 512
"""Rows of a group of the file: a page reads the groups its statements stand in."""
_DECODER = msgspec.json.Decoder(Statement)


def write(file: Path, found: Iterable[Statement], chats: Mapping[int, int], start: int = 0) -> int:
    """Writes the statements of a file, the first numbered ``start``; how many. ``chats``
    gives each reading the number of the first reading of the same chat. Memory: one batch."""
    count = start
    with pq.ParquetWriter(file, STATEMENT, compression="zstd") as out:
        batch: list[dict[str, Any]] = []
        for statement in found:
            batch.append(row_of(count, statement, chats))
            count += 1
            if len(batch) >= BATCH:
                out.write_table(pa.Table.from_pylist(batch, STATEMENT), row_group_size=GROUP)
                batch = []
        out.write_table(pa.Table.from_pylist(batch, STATEMENT), row_group_size=GROUP)
    return count - start


def in_order(folder: Path) -> Iterator[tuple[int, str]]:
    """(number, words) of every statement, first said first."""
    with duckdb.connect(":memory:", config={"threads": 2}) as base:
        base.execute(
            "SELECT nr, words FROM read_parquet(?) ORDER BY since NULLS LAST, reading, n, nr",
            [[str(file) for file in files_of(folder, STATEMENTS)]],
        )
        while rows := base.fetchmany(BATCH):
            yield from rows


def write_contents(folder: Path, order: Sequence[int], first: Sequence[int]) -> None:
    """``order[rank]`` is a statement's number, ``first[rank]`` the rank of the first
    statement of its content."""
    ranks = pa.array(range(len(order)), pa.float64())
    table = pa.table([pa.array(order, pa.int64()), ranks, pa.array(first, pa.float64())], CONTENTS)
    pq.write_table(table, folder / "contents.parquet", compression="zstd")


@dataclass(frozen=True, slots=True)
class Row:
    """A representative statement of a content, with the content's spread."""

    statement: Statement
    copies: int
    speakers: int
    outcome: str
    independent: int


@dataclass(frozen=True, slots=True)
class Since:
    """What people did since the table was derived: state by statement id, names
    (``s:…``, ``m:…``) of what they judged, statements they named where no rule
    proposed one."""

    states: Mapping[str, str]
    judged: frozenset[str]
    named: tuple[Statement, ...] = ()


class StatementTable:
    """The two files and what people did since. One thread at a time; use ``with``."""

    def __init__(self, folder: Path, since: Since, matches: Path | None = None) -> None:
        compared = [] if matches is None else files_of(matches, MATCHES)
        self._base = held(folder, files_of(folder, STATEMENTS), compared).cursor()
        moved = pa.table(
            {"id": pa.array(since.states.keys(), pa.string()),
             "state": pa.array(since.states.values(), pa.string())}
        )  # fmt: skip
        self._base.register("moved", moved)
        self._base.register("judged", pa.table({"id": pa.array(since.judged, pa.string())}))
        # Statements that persons named stand among the others by their time.
        rows = [row_of(-1 - i, s, {}) for i, s in enumerate(since.named)]
        self._base.register("named", pa.Table.from_pylist(rows, STATEMENT))
        self._base.execute(SINCE)
        self._narrow: dict[tuple[object, ...], str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._base.close()

    def _of(self, wanted: Wanted) -> str:
        """The table of what the filters leave that no count leaves out, made once."""
        key = (wanted.sender, wanted.text, wanted.message, wanted.judged)
        if key not in self._narrow:
            name = f"narrow_{len(self._narrow)}"
            where, values = narrowed(wanted)
            self._base.execute(
                f"CREATE TEMP TABLE {name} AS SELECT nr, kind, voice, rank, content, outcome,"  # noqa: S608
                f" state FROM every WHERE {where}",
                values,
            )
            self._narrow[key] = name
        return self._narrow[key]

    def ask(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows a query over the views gives."""
        found: list[tuple[Any, ...]] = self._base.execute(sql, list(values)).fetchall()
        return found

    def count(self) -> int:
        """All statements, near-copies and those that persons named too."""
        return int(self.ask("SELECT count(*) FROM every")[0][0])

    def total(self, wanted: Wanted) -> int:
        """Contents that pass."""
        where, values = condition(wanted)
        sql = f"SELECT count(DISTINCT content) FROM {self._of(wanted)} WHERE {where}"  # noqa: S608
        return int(self.ask(sql, *values)[0][0])

    def spread(self, wanted: Wanted, column: str) -> Counts:
        """Contents by ``state``, ``kind``, ``voice`` or ``outcome``, most first, under
        the other filters."""
        where, values = condition(wanted, without=column)
        sql = (
            f"SELECT {column}, count(DISTINCT content) FROM {self._of(wanted)} "  # noqa: S608
            f"WHERE {where} GROUP BY 1 ORDER BY 2 DESC, 1"
        )
        return tuple((str(name), int(n)) for name, n in self.ask(sql, *values))

    def page(self, wanted: Wanted) -> list[Row]:
        """A window of contents, each by its first statement that passes."""
        where, values = condition(wanted)
        among = self._of(wanted)
        spread = f"{among} JOIN spread USING (content)" if wanted.order == "spread" else among
        chosen = self.ask(
            f"SELECT content, arg_min(nr, rank) FROM {spread} WHERE {where} "  # noqa: S608
            f"GROUP BY content ORDER BY {order_of(wanted.order)} LIMIT ? OFFSET ?",
            *values, wanted.limit, wanted.offset,
        )  # fmt: skip
        return self._rows([int(at) for _, at in chosen])

    def named(self, ids: Sequence[str]) -> list[Row]:
        """The statements of these names, in that order; unknown ones left out."""
        found = dict(self.ask("SELECT id, nr FROM every WHERE id IN (SELECT unnest(?))", [*ids]))
        return self._rows([int(found[i]) for i in ids if i in found])

    def called(self, ids: Collection[str]) -> dict[str, Statement]:
        """The derived statements of these names; unknown ones left out."""
        found = self.ask("SELECT id, nr FROM held WHERE id IN (SELECT unnest(?))", [*ids])
        there = self._whole([nr for _, nr in found])
        return {ident: there[nr] for ident, nr in found}

    def copies(self, ident: str) -> list[Statement]:
        """All statements of the same content, first said first; empty if none is so named."""
        ranked = self.ask(
            "SELECT nr FROM every WHERE content = (SELECT content FROM every WHERE id = ?)"
            " ORDER BY rank",
            ident,
        )
        there = self._whole([nr for (nr,) in ranked])
        return [there[nr] for (nr,) in ranked]

    def at_keys(self, keys: Iterable[str]) -> list[Statement]:
        """Statements of messages with these keys."""
        found = self.ask("SELECT nr FROM held WHERE key IN (SELECT unnest(?)) ORDER BY nr", [*keys])
        there = self._whole([nr for (nr,) in found])
        return [there[nr] for (nr,) in found]

    def all(self) -> Iterator[Statement]:
        """Every statement that was derived, in the order of the walk; those that persons
        named are not among them."""
        cursor = self._base.cursor()
        cursor.execute("SELECT whole FROM derived ORDER BY nr")
        while rows := cursor.fetchmany(BATCH):
            for (whole,) in rows:
                yield _DECODER.decode(whole)

    def _whole(self, ats: Collection[int]) -> dict[int, Statement]:
        """The statements of these numbers, decoded. The numbers stand in the query: bound
        ones would not tell the file which of its groups need not be read."""
        if not ats:
            return {}
        numbers = ", ".join(str(int(at)) for at in sorted(ats))
        found = self.ask(
            f"SELECT nr, whole FROM derived WHERE nr IN ({numbers})"  # noqa: S608 - whole numbers
            f" UNION ALL SELECT nr, whole FROM named WHERE nr IN ({numbers})"
        )
        return {nr: _DECODER.decode(whole) for nr, whole in found}

    def _rows(self, ats: Sequence[int]) -> list[Row]:
        found = self.ask(
            "SELECT nr, copies, speakers, outcome, independent FROM every JOIN spread"
            " USING (content) WHERE nr IN (SELECT unnest(?))",
            [*ats],
        )
        there = self._whole(ats)
        by_at = {
            at: Row(there[at], int(c), int(s), outcome, int(i)) for at, c, s, outcome, i in found
        }
        return [by_at[at] for at in ats]
