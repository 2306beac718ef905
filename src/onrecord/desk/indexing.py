"""The text index of a case: derived, thrown away and rebuilt at will."""

import errno
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord import __version__
from onrecord.archive import disk
from onrecord.desk.case import Case
from onrecord.errors import CannotAccess, CaseBusy, DiskFull

if TYPE_CHECKING:
    import pyarrow as pa

    from onrecord.desk.progress import Progress
    from onrecord.store.tantivy_index import Tantivy

    _Batches = Iterator[tuple[int, pa.RecordBatch]]


_BUILDING = threading.RLock()
_FULL = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG))

LAYOUT = 6
"""Raised whenever an engine writes something else between two releases."""


def engine() -> "Tantivy":
    """The engine of this desk."""
    from onrecord.store.tantivy_index import ENGINE

    return ENGINE


def build_index(case: Case, progress: "Progress") -> None:
    """Builds the index over all whole readings; one that stands takes in what is new."""
    from onrecord.desk.holdings import readings
    from onrecord.desk.rows import batches

    done = 0

    def counted(numbers: Iterable[int]) -> Iterator[tuple[int, "pa.RecordBatch"]]:
        nonlocal done
        for number in numbers:
            for batch in batches(case.reading(number)):
                yield number, batch
                done += batch.num_rows
                progress("indexing", done, None, "messages")

    with _BUILDING:
        put_in(case, readings(case, "chat"), counted)
        finished(case)
    progress.close()


def put_in(case: Case, numbers: list[int], of: Callable[[Iterable[int]], "_Batches"]) -> None:
    """Indexes readings, given ascending; only those which the index that stands does
    not hold, where they come after all that it holds. Raises DiskFull."""
    case.index.parent.mkdir(exist_ok=True)
    new = _after_those_held(case, numbers)
    with room(case):
        if new is None:
            engine().build(case.index, of(numbers))
        elif new:
            engine().grow(case.index, of(new))


def _after_those_held(case: Case, numbers: list[int]) -> list[int] | None:
    """The readings that are not in the index, if it can grow by them.

    What changes a reading drops the index first. One that holds more than was noted was
    made by a process that died, perhaps of a reading that then never counted.
    """
    if not case.index.exists() or not _made(case).exists():
        return None
    made = _made(case).read_text("utf-8").partition("\n")[0]
    if not made.startswith(_made_with()):
        return None
    noted = set(map(int, made.removeprefix(_made_with()).split()))
    with engine().open(case.index) as opened:
        held = {reading for reading, _, _ in opened.streams()}
    new = [number for number in numbers if number not in noted]
    is_part = held <= noted <= set(numbers)
    return new if held and is_part and max(noted) < min(new, default=1 << 62) else None


def finished(case: Case) -> None:
    """The index that stands holds all that was read: it counts from here on."""
    _note(case, _looks(case), _made_by(case))


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


def _made_by(case: Case) -> str:
    """What an index was made with and of: one of another version, or of other
    readings, is built again."""
    from onrecord.desk.holdings import readings

    told = ((n, case.reading(n).name.removeprefix(f"{n:04d}")) for n in readings(case, "chat"))
    return _made_with() + " ".join(f"{n}{later}" for n, later in told)


def _made_with() -> str:
    return f"onrecord {__version__} {engine().name} {LAYOUT} of "


def _looks(case: Case) -> str:
    """A sign that the entries and readings are those of before, without reading one:
    how many names stand in both folders, and when the last one came or went."""
    folders = [case.path / name for name in ("entries", "readings")]
    return " ".join(f"{f.stat().st_mtime_ns} {sum(1 for _ in f.iterdir())}" for f in folders)


def _note(case: Case, looks: str, made: str) -> None:
    disk.replace(_made(case), f"{made}\n{looks}\n".encode())


def _made(case: Case) -> Path:
    return case.index.with_name("index.made")


def ensure_index(case: Case, progress: "Progress") -> None:
    """Builds the index if there is none, or one of another making.

    Built by one thread at a time; the others wait and find it. While an export is
    being sealed into the case, what was there before goes on being searched.
    """
    if _stands(case):
        return
    with _BUILDING:
        if not _stands(case) and not (case.index.exists() and _written_to(case)):
            build_index(case, progress)


def _stands(case: Case) -> bool:
    if not case.index.exists() or not _made(case).exists():
        return False
    made, _, seen = _made(case).read_text("utf-8").rstrip("\n").partition("\n")
    looks = _looks(case)
    if seen == looks and made.startswith(_made_with()):
        return True
    if made != _made_by(case):
        return False
    with suppress(CannotAccess, DiskFull):  # the next search asks the log again
        _note(case, looks, made)
    return True


def _written_to(case: Case) -> bool:
    """True while somebody writes to the case."""
    try:
        with case.writing():
            return False
    except CaseBusy:
        return True
