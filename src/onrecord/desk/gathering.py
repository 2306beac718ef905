"""Gathering: one question put to every case of a collection, the answer as Parquet."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord import clock
from onrecord.desk.collection import Collection, collection_of
from onrecord.desk.given import text_given
from onrecord.errors import BadOption, BadQuery, CaseExists
from onrecord.model.query import Query
from onrecord.search.batch import queries as listed
from onrecord.search.query import parse

if TYPE_CHECKING:
    from onrecord.desk.progress import Progress

WHATS = ("statements", "compare", "near", "find", "statistics")
ENGINES = ("local", "spark")


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was looked at and what came of it: rows by table, each a folder of
    Parquet files below ``out``."""

    out: Path
    cases: int
    readings: int
    messages: int
    rows: dict[str, int]
    seconds: float


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be gathered, with which engine, on which cluster."""

    what: str
    engine: str = "local"
    master: str | None = None
    queries: Path | None = None


def gather(folder: Path, out: Path, wish: Wish, progress: "Progress") -> Gathered:
    """See ``Desk.gather``. ``out`` appears whole or not at all."""
    queries = _asked(wish)
    collection = collection_of(folder)
    if out.exists():
        raise CaseExists(
            "There is already something here",
            where=str(out),
            advice="name a folder that does not exist yet",
        )
    began = clock.seconds()
    staged = out.with_name(out.name + ".part")
    shutil.rmtree(staged, ignore_errors=True)
    staged.mkdir(parents=True)
    try:
        rows = _run(collection, queries, staged, wish, progress)
        staged.rename(out)
    except BaseException:
        shutil.rmtree(staged, ignore_errors=True)
        raise
    return Gathered(
        out,
        len(collection.cases),
        len(collection.readings),
        _messages(collection),
        rows,
        clock.seconds() - began,
    )


def _run(
    collection: Collection,
    queries: list[tuple[str, Query]],
    out: Path,
    wish: Wish,
    progress: "Progress",
) -> dict[str, int]:
    if wish.engine == "spark":
        from onrecord.desk.gather_spark import gather as on_cluster

        return on_cluster(collection, wish.what, queries, out, wish.master)
    from onrecord.desk.gather_local import gather as here

    return here(collection, wish.what, queries, out, progress)


def _asked(wish: Wish) -> list[tuple[str, Query]]:
    for said, known, name in (
        (wish.what, WHATS, "can be gathered"),
        (wish.engine, ENGINES, "is an engine"),
    ):
        if said not in known:
            raise BadOption(f"{said} is nothing that {name}", advice=f"one of {', '.join(known)}")
    if (wish.what == "find") != (wish.queries is not None):
        raise BadOption(
            "A list of queries belongs to `find`, and `find` needs one",
            where=wish.what,
            advice="--queries FILE: CSV, or one query a line",
        )
    if wish.queries is None:
        return []
    found = []
    for row, query in listed(text_given(wish.queries)):
        try:
            found.append((query, parse(query)))
        except BadQuery as refused:
            where = f"{wish.queries}, row {row}: {refused.where}"
            raise BadQuery(refused.what, where=where, advice=refused.advice) from refused
    return found


def _messages(collection: Collection) -> int:
    import pyarrow.parquet as pq

    return sum(int(pq.read_metadata(os.fspath(p.path)).num_rows) for p in collection.parts)
