"""Statements the rules propose for a reading: derived once, kept, read back.

What is kept lies in ``derived/`` and is thrown away with it; its name says which
rules, reading and press it was derived from, so that it is never out of date.
Large readings are derived by several processes, batch by batch, in order.
"""

import hashlib
import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pyarrow as pa

from onrecord import __version__
from onrecord.attribute.gate import by_id, rows_worth
from onrecord.attribute.statements import of_message
from onrecord.attribute.voices import Around, voices
from onrecord.desk.case import Case
from onrecord.desk.crew import crew
from onrecord.desk.deriving import rules
from onrecord.desk.holdings import readings
from onrecord.desk.rows import batches
from onrecord.desk.whose import around_of
from onrecord.errors import NoSuchThing
from onrecord.model.claim import Statement
from onrecord.model.schema import rows

if TYPE_CHECKING:
    from onrecord.desk.progress import Progress

SEVERAL = 30_000
"""Messages from which on several processes are worth starting."""
_DECODER = msgspec.msgpack.Decoder(list[Statement])
_LENGTH = 4
_PART = 4096  # messages a process is given at once


def every(case: Case, numbers: list[int], progress: "Progress") -> Iterator[Statement]:
    """Every statement the rules propose, reading by reading, in the export's order."""
    for number in numbers:
        kept = (
            case.path / "derived" / f"statements-{number:04d}-{state_of_statements(case, number)}"
        )
        if kept.exists():
            yield from _read_back(kept)
        else:
            yield from _derived(case, number, kept, progress)
    progress.close()


def unknown(path: Path, ident: str) -> NoSuchThing:
    """The refusal of a statement nobody knows."""
    return NoSuchThing(
        f"No statement is called {ident}",
        where=str(path),
        advice="`onrecord statements CASE` lists them",
    )


def state_of_statements(case: Case, number: int) -> str:
    """A digest of all that the statements of a reading depend on."""
    said = hashlib.sha256(f"{__version__}\n{rules()}\n".encode())
    for one in [number, *readings(case, "news")]:
        said.update((case.reading(one) / "reading.json").read_bytes())
    return said.hexdigest()[:16]


def _read_back(kept: Path) -> Iterator[Statement]:
    with pa.OSFile(str(kept)) as raw, pa.CompressedInputStream(raw, "zstd") as stream:
        while head := stream.read(_LENGTH):
            yield from _DECODER.decode(stream.read(int.from_bytes(head, "little")))


def _derived(case: Case, number: int, kept: Path, progress: "Progress") -> Iterator[Statement]:
    """Derives, and keeps what was derived if it was asked for to the end."""
    done, total = 0, case.facts(number)["counts"]["messages"]
    blocks = _by_processes if total >= SEVERAL and _processes() > 1 else _alone
    with _Keeping(kept) as keeping:
        for size, block in blocks(case, number):
            keeping.add(block)
            yield from _DECODER.decode(block)
            done += size
            progress("looking for statements", done, total, "messages")
        keeping.whole()


class _Keeping:
    """A file of blocks that counts once it is whole.

    Where it cannot be written (a case on a read-only disk, a full one) nothing is
    kept and nothing is lost: it is derived again next time.
    """

    def __init__(self, kept: Path) -> None:
        self._kept = kept
        self._part = kept.with_name(f"{kept.name}.{os.getpid()}.part")
        self._out: pa.CompressedOutputStream | None = None

    def __enter__(self) -> "_Keeping":
        if os.access(self._kept.parent, os.W_OK):
            self._try(lambda: pa.CompressedOutputStream(pa.OSFile(str(self._part), "wb"), "zstd"))
        return self

    def _try(self, make: Callable[[], pa.CompressedOutputStream]) -> None:
        try:
            self._out = make()
        except OSError:
            self._drop()

    def add(self, block: bytes) -> None:
        """One more block."""
        out = self._out
        if out is not None:
            self._try(lambda: (out.write(len(block).to_bytes(_LENGTH, "little") + block), out)[1])

    def whole(self) -> None:
        """There are no more: what was kept of the reading before goes, this stands."""
        if self._out is None:
            return
        try:
            self._out.close()
            reading = self._kept.name.rpartition("-")[0]
            self._part.replace(self._kept)
            for old in self._kept.parent.glob(f"{reading}-*"):
                if old != self._kept and old.suffix != ".part":
                    old.unlink(missing_ok=True)
        except OSError:
            self._drop()

    def _drop(self) -> None:
        self._out = None
        with suppress(OSError):  # a leftover is dropped by the next command that writes
            self._part.unlink(missing_ok=True)

    def __exit__(self, *_: object) -> None:
        self._drop()


def _alone(case: Case, number: int) -> Iterator[tuple[int, bytes]]:
    around = around_of(case, number)
    for batch in batches(case.reading(number)):
        yield batch.num_rows, _statements(batch, number, around)


def _statements(batch: pa.RecordBatch, number: int, around: Around) -> bytes:
    found = [
        statement
        for left in rows_worth(batch, by_id(around.replied))
        for message in rows(left, number)
        for statement in of_message(message, voices(message, around))
    ]
    return msgspec.msgpack.encode(found)


def _processes() -> int:
    return min(os.cpu_count() or 1, 8)


_around: list[Around] = []


def _begin(around: Around) -> None:
    """What a worker process knows of the whole reading."""
    _around[:] = [around]


def _one(batch: pa.RecordBatch, number: int) -> bytes:
    return _statements(batch, number, _around[0])


def _by_processes(case: Case, number: int) -> Iterator[tuple[int, bytes]]:
    """The same blocks in the same order, a few batches ahead."""
    waiting: deque[tuple[int, Future[bytes]]] = deque()
    with crew(_processes(), str(case.path), _begin, (around_of(case, number),)) as pool:
        if pool is None:
            raise ValueError("a count of processes is at least one")
        for batch in batches(case.reading(number)):
            for part in _parts(batch):
                waiting.append((part.num_rows, pool.submit(_one, part, number)))
                while len(waiting) > 2 * _processes():
                    size, block = waiting.popleft()
                    yield size, block.result()
        for size, block in waiting:
            yield size, block.result()


def _parts(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """Smaller batches; copied, or each would take the whole one along through the pipe."""
    for start in range(0, batch.num_rows, _PART):
        part = batch.slice(start, _PART)
        columns = [pa.concat_arrays([column]) for column in part.columns]
        yield pa.RecordBatch.from_arrays(columns, schema=part.schema)
