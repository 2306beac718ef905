"""Leaves made by other processes, a bounded number of batches ahead."""

import os
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from multiprocessing import get_context

import pyarrow as pa

from onrecord.archive import leaf, record, salt

_CHUNK = 4_000
AHEAD = os.cpu_count() or 1
"""Batches given to processes that are not ours before their leaves are asked for."""


def make(
    batch: pa.RecordBatch, keys: salt.Subkeys, secrets: leaf.Secrets, found: record.Found
) -> bytes:
    """The leaves of a batch (48 bytes a row), chunk by chunk."""
    made = []
    for start in range(0, batch.num_rows, _CHUNK):
        cuts = None if found.cuts is None else found.cuts[start : start + _CHUNK]
        part = record.Found(cuts, found.files)
        made.append(leaf.seal_found(batch.slice(start, _CHUNK), keys, secrets, part))
    return b"".join(made)


class Pool:
    """Some processes that make leaves. Secrets go to them through pipes only."""

    def __init__(self, processes: int | Executor) -> None:
        self._own = isinstance(processes, int)
        self._executor = (
            ProcessPoolExecutor(processes, mp_context=get_context("spawn"))
            if isinstance(processes, int)
            else processes
        )
        self._ahead = 2 * processes if isinstance(processes, int) else AHEAD
        self._waiting: deque[Future[bytes]] = deque()

    def give(
        self,
        batch: pa.RecordBatch,
        keys: salt.Subkeys,
        secrets: leaf.Secrets,
        found: record.Found,
    ) -> Iterator[bytes]:
        """Takes a batch; gives back leaves of earlier ones once enough wait.

        Raises what making them raised.
        """
        self._waiting.append(self._executor.submit(make, batch, keys, secrets, found))
        while len(self._waiting) > self._ahead:
            yield self._waiting.popleft().result()

    def rest(self) -> Iterator[bytes]:
        """The leaves still outstanding."""
        while self._waiting:
            yield self._waiting.popleft().result()

    def close(self) -> None:
        """Ends the processes if they are ours; what they have not begun is dropped."""
        for future in self._waiting:
            future.cancel()
        self._waiting.clear()
        if self._own:
            self._executor.shutdown(wait=True, cancel_futures=True)
