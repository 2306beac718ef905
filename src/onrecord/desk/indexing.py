"""The text index of a case: derived, thrown away and rebuilt at will."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord import __version__
from onrecord.desk.case import Case

if TYPE_CHECKING:
    import pyarrow as pa

    from onrecord.desk.service import Progress
    from onrecord.ports import Engine


LAYOUT = 1
"""Raised whenever an engine writes something else between two releases."""


def engine() -> "Engine":
    """The engine of this desk."""
    from onrecord.store.tantivy_index import ENGINE

    return ENGINE


def build_index(case: Case, progress: "Progress") -> None:
    """Builds the index over all whole readings."""
    from onrecord.desk.rows import case_batches

    done = 0

    def counted() -> Iterator[tuple[int, "pa.RecordBatch"]]:
        nonlocal done
        for number, batch in case_batches(case):
            yield number, batch
            done += batch.num_rows
            progress("indexing", done, None, "messages")

    made = case.index.with_name("index.made")
    made.unlink(missing_ok=True)
    case.index.parent.mkdir(exist_ok=True)
    engine().build(case.index, counted())
    made.write_text(_made_by(), "utf-8")
    progress.close()


def _made_by() -> str:
    """What an index was made with: one of another version is built again."""
    return f"onrecord {__version__} {engine().name} {LAYOUT}\n"


def ensure_index(case: Case, progress: "Progress") -> None:
    """Builds the index if there is none, or one of another version's making."""
    made = case.index.with_name("index.made")
    if not case.index.exists() or not made.exists() or made.read_text("utf-8") != _made_by():
        build_index(case, progress)
