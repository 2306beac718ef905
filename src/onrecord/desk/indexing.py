"""The text index of a case: derived, thrown away and rebuilt at will."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from onrecord import __version__
from onrecord.desk.case import Case
from onrecord.errors import DiskFull

if TYPE_CHECKING:
    import pyarrow as pa

    from onrecord.desk.progress import Progress
    from onrecord.ports import Engine


_FULL = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG))

LAYOUT = 3
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

    case.index.with_name("index.made").unlink(missing_ok=True)
    case.index.parent.mkdir(exist_ok=True)
    with room(case):
        engine().build(case.index, counted())
    finished(case)
    progress.close()


def finished(case: Case) -> None:
    """The index that stands holds all that was read: it counts from here on."""
    case.index.with_name("index.made").write_text(_made_by(), "utf-8")


@contextmanager
def room(case: Case) -> Iterator[None]:
    """Raises DiskFull where the engine, which is not ours, found no room."""
    try:
        yield
    except (OSError, ValueError) as bad:
        number = bad.errno if isinstance(bad, OSError) else None
        if number not in _FULL and not any(f"os error {n})" in str(bad) for n in _FULL):
            raise
        raise DiskFull(
            "There is no room for the text index; what was sealed is whole",
            where=str(case.index),
            advice="free some space: the next search builds it",
        ) from bad


def _made_by() -> str:
    """What an index was made with: one of another version is built again."""
    return f"onrecord {__version__} {engine().name} {LAYOUT}\n"


def ensure_index(case: Case, progress: "Progress") -> None:
    """Builds the index if there is none, or one of another version's making."""
    made = case.index.with_name("index.made")
    if not case.index.exists() or not made.exists() or made.read_text("utf-8") != _made_by():
        build_index(case, progress)
