"""Processes beside ours for a large export: some that read and seal, one that indexes.

They begin from nothing (``spawn``), are given what they need through pipes and leave
nothing behind. One that dies is named; what it was working on does not count.
"""

import gc
import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context

from onrecord.errors import WorkerEnded

LARGE = 64_000_000
"""Bytes of an export from which on more processes than ours pay."""


def hands(size: int) -> int:
    """How many processes read and seal an export of that many bytes; 0 if only ours.

    One core is left to the index, which is built meanwhile. The root is the same
    for any number.
    """
    return max((os.cpu_count() or 1) - 1, 1) if size >= LARGE else 0


@contextmanager
def crew(
    count: int,
    where: str,
    begin: Callable[..., None] | None = None,
    given: tuple[object, ...] = (),
) -> Iterator[ProcessPoolExecutor | None]:
    """That many processes, ended afterwards; None for 0. Raises WorkerEnded if one dies.

    ``begin`` is called in each of them with ``given`` before it works.
    """
    if not count:
        yield None
        return
    executor = ProcessPoolExecutor(count, get_context("spawn"), _start, (begin, given))
    try:
        yield executor
    except BrokenProcessPool as bad:
        _end(executor)
        raise WorkerEnded(
            "A process that read or sealed was ended from outside",
            where=where,
            advice="often there was no memory left: close other programs and run the command "
            "again; nothing half done counts as sealed",
        ) from bad
    except BaseException:
        _end(executor)
        raise
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def _end(executor: ProcessPoolExecutor) -> None:
    """Ends what still works. A pool that breaks while it starts a process ends all but
    that one, which then waits for ever to hand over its result, and we for it (seen with
    Python 3.11; ``kill_workers`` is there from 3.14 on)."""
    for process in list((executor._processes or {}).values()):
        process.kill()


def _start(begin: Callable[..., None] | None, given: tuple[object, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is ours to act on
    if begin is not None:
        begin(*given)
        return
    # What was imported stays; reading and sealing make no cycles worth looking for.
    gc.freeze()
    gc.disable()
