"""Processes beside ours for a large export: some that read and seal, one that indexes.

They begin from nothing (``spawn``), are given what they need through pipes and leave
nothing behind. One that dies is named; what it was working on does not count.
"""

import gc
import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from threading import Lock
from typing import ParamSpec, TypeVar

from onrecord.desk.sparing import spare_memory
from onrecord.errors import WorkerEnded
from onrecord.unneeded import without

P = ParamSpec("P")
T = TypeVar("T")

LARGE = 64_000_000
"""Bytes of an export from which on more processes than ours pay."""


def hands(size: int) -> int:
    """How many processes read and seal an export of that many bytes; 0 if only ours.

    One core is left to the index, which is built meanwhile. The root is the same
    for any number.
    """
    return max((os.cpu_count() or 1) - 1, 1) if size >= LARGE else 0


class Crew(Executor):
    """Processes that work for us, each behind a pool of its own.

    A pool of several starts them as work comes in; if one dies while another is being
    started, Python 3.11 can wait for ever for the new one. A pool of one starts once.
    """

    def __init__(self, count: int, begin: Callable[..., None] | None, given: tuple[object, ...]):
        self._pools = [
            ProcessPoolExecutor(1, get_context("spawn"), _start, (begin, given))
            for _ in range(count)
        ]
        self._waiting = [0] * count
        self._counting = Lock()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Work for the process that has least to do."""
        with self._counting:
            least = min(range(len(self._pools)), key=self._waiting.__getitem__)
            self._waiting[least] += 1
        future = self._pools[least].submit(fn, *args, **kwargs)
        future.add_done_callback(lambda _: self._less(least))
        return future

    def _less(self, number: int) -> None:
        with self._counting:
            self._waiting[number] -= 1

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Ends all of them once they have done what they have begun."""
        for pool in self._pools:
            pool.shutdown(wait=wait, cancel_futures=cancel_futures)


@contextmanager
def crew(
    count: int,
    where: str,
    begin: Callable[..., None] | None = None,
    given: tuple[object, ...] = (),
) -> Iterator[Crew | None]:
    """That many processes, ended afterwards; None for 0. Raises WorkerEnded if one dies.

    ``begin`` is called in each of them with ``given`` before it works.
    """
    if not count:
        yield None
        return
    executor = Crew(count, begin, given)
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


def _start(begin: Callable[..., None] | None, given: tuple[object, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is ours to act on
    without("pandas", *(() if begin else ("numpy",)))
    if begin is not None:
        begin(*given)
        return
    spare_memory()
    # What was imported stays; reading and sealing make no cycles worth looking for.
    gc.freeze()
    gc.disable()
