"""Rows as plain dictionaries collected into batches: for readers whose records are
costlier to parse than to hold. Never more than one batch of them is alive."""

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from onrecord.formats._columns import BATCH, batch, structs
from onrecord.model.schema import ENTITY, MEDIA, REACTION

Time = tuple[str, str, int | None, int | None, int | None]
_TIME = ("time_text", "time_basis", "time_first", "time_last", "time_local")
_LISTS = {"entities": ENTITY, "reactions": REACTION, "media": MEDIA}
NO_TIME: Time = ("", "none", None, None, None)


class Rows:
    """A batch in the making. ``constants`` are columns with one value for all rows."""

    def __init__(self, first: int, constants: Mapping[str, str]) -> None:
        self.n = first
        self.constants = dict(constants)
        self._rows: list[dict[str, Any]] = []

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def full(self) -> bool:
        """True once there are as many rows as a batch aims at."""
        return len(self._rows) >= BATCH

    def add(self, row: dict[str, Any]) -> None:
        """One row: columns by name, and ``time`` as the five time columns at once."""
        self._rows.append(row)

    def flush(self) -> Iterable[pa.RecordBatch]:
        """The batch, if there are rows; they are forgotten."""
        rows, self._rows = self._rows, []
        if not rows:
            return
        names = {name for row in rows for name in row} - {"time"}
        columns: dict[str, Any] = {n: [row.get(n) for row in rows] for n in names - set(_LISTS)}
        for name in names & set(_LISTS):
            columns[name] = structs([row.get(name) for row in rows], _LISTS[name])
        times = list(zip(*(row.get("time", NO_TIME) for row in rows), strict=True))
        columns |= {name: list(times[i]) for i, name in enumerate(_TIME)}
        if "forwarded" not in columns:
            columns["forwarded"] = [False] * len(rows)
        else:
            columns["forwarded"] = [bool(f) for f in columns["forwarded"]]
        yield batch(self.n, len(rows), {"place_kind": "bytes", **self.constants, **columns})
        self.n += len(rows)
