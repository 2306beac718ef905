"""The text index built by a process of its own while parts are still being sealed.

It reads earlier readings and then each part as soon as that is whole on disk. What
it makes counts only once the seal does: the caller then calls :meth:`Follower.join`.
"""

import gc
import signal
from collections.abc import Iterable, Iterator
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.desk.case import Case
from onrecord.desk.holdings import readings
from onrecord.desk.indexing import finished, put_in
from onrecord.desk.sparing import spare_memory
from onrecord.errors import DiskFull, OnRecordError, WorkerEnded
from onrecord.unneeded import without

if TYPE_CHECKING:
    import pyarrow as pa

    from onrecord.desk.progress import Progress

_EVERY = 50_000


class Follower:
    """An index on its way. Not to be used after ``join`` or ``stop``."""

    def __init__(self, case: Case, number: int) -> None:
        spawn = get_context("spawn")
        self._case = case
        self._pipe, theirs = spawn.Pipe()
        self._process = spawn.Process(target=_follow, args=(case, number, theirs), daemon=True)
        self._process.start()
        theirs.close()

    def part(self, path: Path) -> None:
        """One more part is whole. A follower that has ended is found out by ``join``."""
        self._tell(path.name)

    def _tell(self, word: str | None) -> None:
        try:
            self._pipe.send(word)
        except OSError:
            return  # it has ended: join says why

    def join(self, progress: "Progress") -> None:
        """All parts were told: waits until the index stands.

        Raises DiskFull without room for it, WorkerEnded if the process died.
        """
        self._tell(None)
        try:
            said: object = 0
            while isinstance(said, int):
                said = self._pipe.recv()
                if isinstance(said, int):
                    progress("indexing", said, None, "messages")
        except (EOFError, OSError) as bad:
            raise WorkerEnded(
                "The process that made the text index was ended; what was sealed is whole",
                where=str(self._case.index),
                advice="the next search builds the index",
            ) from bad
        finally:
            progress.close()
            self.stop()
        if isinstance(said, OnRecordError):
            raise said
        finished(self._case)

    def stop(self) -> None:
        """Ends the process, whatever it is doing."""
        self._process.terminate()
        self._process.join()
        self._pipe.close()


def _follow(case: Case, number: int, pipe: Connection) -> None:
    """Runs in the process; an interrupt is its parent's to act on."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    without("pandas", "numpy")
    spare_memory()
    gc.freeze()
    gc.disable()  # columns of plain values make no cycles
    done = 0

    def every(numbers: Iterable[int]) -> Iterator[tuple[int, "pa.RecordBatch"]]:
        nonlocal done
        for one, batch in _batches(case, numbers, number, pipe):
            yield one, batch
            if done // _EVERY != (done + batch.num_rows) // _EVERY:
                pipe.send(done)
            done += batch.num_rows

    try:
        put_in(case, [*(n for n in readings(case, "chat") if n != number), number], every)
        pipe.send("made")
    except DiskFull as full:
        pipe.send(full)
    except (EOFError, OSError):
        return  # whoever wanted the index is gone; what was begun is swept


def _batches(
    case: Case, numbers: Iterable[int], number: int, pipe: Connection
) -> "Iterator[tuple[int, pa.RecordBatch]]":
    """Earlier readings, then the parts of this one as they are told."""
    # Loaded here, with Arrow: the process says first what it does without.
    from onrecord.desk.rows import batches, part_batches

    for one in numbers:
        if one != number:
            for batch in batches(case.reading(one)):
                yield one, batch
    while (name := pipe.recv()) is not None:
        for batch in part_batches(case, number, name):
            yield number, batch
