"""Processes beside ours for a large export: some that read and seal, one that indexes.

They begin from nothing (``spawn``), are given what they need through pipes and leave
nothing behind. One that dies is named; what it was working on does not count.
"""

import gc
import os
import signal
from collections.abc import Iterator
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
def crew(count: int, where: str) -> Iterator[ProcessPoolExecutor | None]:
    """That many processes, ended afterwards; None for 0. Raises WorkerEnded if one dies."""
    if not count:
        yield None
        return
    executor = ProcessPoolExecutor(count, get_context("spawn"), _quiet)
    try:
        yield executor
    except BrokenProcessPool as bad:
        raise WorkerEnded(
            "A process that read or sealed was ended from outside",
            where=where,
            advice="often there was no memory left: close other programs and run the command "
            "again; nothing half done counts as sealed",
        ) from bad
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def _quiet() -> None:
    """What was imported stays; reading and sealing make no cycles worth looking for.
    An interrupt is ours to act on."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()
    gc.disable()
