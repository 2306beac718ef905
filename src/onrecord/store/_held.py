"""What a page asks of every statement, held in memory once for a derived table.

A page of the board counts all statements several times over. Reading the columns for
that out of the files again, and joining them by name, took most of its time; held here
they are a few dozen bytes a statement. The statements themselves stay in the file.
"""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from onrecord.store._statement_sql import HELD, SPREAD_HELD, view_of
from onrecord.store.match_table import MATCH

_MOST = 3
"""Tables held at once: those of the cases that somebody works at."""
_GUARD = threading.Lock()
_HELD: "OrderedDict[tuple[object, ...], Held]" = OrderedDict()


@dataclass(frozen=True, slots=True)
class Held:
    """A database in memory with the tables ``held`` and ``held_spread`` and the view
    ``derived`` of the file."""

    base: duckdb.DuckDBPyConnection
    folder: Path

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A connection of one's own; what it adds is temporary and nobody else's."""
        return self.base.cursor()


def held(folder: Path, statements: Sequence[Path], matches: Sequence[Path]) -> Held:
    """The table of this folder, made now or held since. One whose folder is gone (its
    case was locked, or changed) is let go."""
    files = [*statements, folder / "contents.parquet", *matches]
    key = tuple((str(file), file.stat().st_mtime_ns) for file in files)
    with _GUARD:
        for gone in [k for k, h in _HELD.items() if not h.folder.is_dir()]:
            del _HELD[gone]
        found = _HELD.get(key)
        if found is None:
            found = _HELD[key] = Held(_made(folder, statements, matches), folder)
            while len(_HELD) > _MOST:
                _HELD.popitem(last=False)
        _HELD.move_to_end(key)
        return found


def _made(
    folder: Path, statements: Sequence[Path], matches: Sequence[Path]
) -> duckdb.DuckDBPyConnection:
    base = duckdb.connect(":memory:", config={"threads": 2})
    base.execute("SET TimeZone = 'UTC'")
    base.execute(view_of("derived", *statements))
    base.execute(view_of("folded", folder / "contents.parquet"))
    if matches:
        base.execute(view_of("matched", *matches))
    else:
        base.register("matched", pa.Table.from_pylist([], MATCH))
    base.execute(HELD)
    base.execute(SPREAD_HELD)
    if not matches:
        base.unregister("matched")
    return base
