"""The text index of a case: derived, thrown away and rebuilt at will."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.desk.case import Case

if TYPE_CHECKING:
    import pyarrow as pa

    from onrecord.desk.service import Progress
    from onrecord.ports import Engine


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

    case.index.parent.mkdir(exist_ok=True)
    engine().build(case.index, counted())
    progress.close()


def ensure_index(case: Case, progress: "Progress") -> None:
    """Builds the index if there is none (it was dropped, or never made)."""
    if not case.index.exists():
        build_index(case, progress)
