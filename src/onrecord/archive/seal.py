"""Sealing a reading: batches in, a sorted and padded tree out.

Leaves are dealt into 256 buckets by the first byte of ``k`` and spill to the
staging folder, so memory stays bounded; the same rows and keys give the same
root, whatever the sizes of batches.
"""

import hashlib
import os
import shutil
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa

from onrecord.archive import b64, disk, leaf, native, pool, record, salt
from onrecord.errors import CaseExists
from onrecord.model import schema

_SPILL = 8 << 20  # bytes of leaves held; as Python objects they take twice that
_CHUNK = 2_000
_sha = hashlib.sha256


@dataclass(frozen=True, slots=True)
class Sealed:
    """What a seal says: archive id, root (32 bytes), leaves (2^d), records, ids' basis,
    first and last instant (µs since 1970, None without times)."""

    archive: str
    root: bytes
    size: int
    records: int
    k_basis: str
    first: int | None
    last: int | None


class Sealer:
    """Takes batches one by one; ``finish`` writes the tree and gives the root.

    ``processes`` more than one (or an executor, which stays open) make the leaves
    elsewhere; the root is the same.
    ``folder`` (where the seal will stand) must not exist; work happens in
    ``<folder>.part`` beside it. Not to be used after ``finish`` or ``abandon``.
    """

    def __init__(
        self,
        folder: Path,
        archive: str,
        secrets: leaf.Secrets,
        given: record.Sources | None = None,
        processes: int | Executor = 1,
    ) -> None:
        if folder.exists():
            raise CaseExists("There is a seal here already.", where=str(folder))
        self._folder = folder
        self._part = folder.with_name(folder.name + ".part")
        self._archive = archive
        self._secrets = secrets
        self._given = given or record.Sources()
        self._keys = salt.Subkeys.of(secrets.archive)
        self._buckets: list[list[bytes]] = [[] for _ in range(256)]
        self._held = 0
        self._watched = False
        self._made: list[bytes] = []
        self._taken = 0
        self._marks: deque[tuple[int, Callable[[bytes], None]]] = deque()
        self._records = 0
        self._with_id = 0
        self._first: int | None = None
        self._last: int | None = None
        with disk.trouble(folder):
            shutil.rmtree(self._part, ignore_errors=True)
            self._part.mkdir(parents=True)
        self._pool = None if processes in (0, 1) else pool.Pool(processes)

    def add(self, batch: pa.RecordBatch) -> None:
        """Seals the rows of a batch. Raises KeyError if a chat has no secret.

        With more than one process leaves may be made later; what making them
        raises is then raised by a later ``add`` or by ``finish``.
        """
        found = record.look(batch, self._given)
        chats = {c: self._secrets.chats[c] for c in set(record.column(batch, "chat"))}
        secrets = leaf.Secrets(self._secrets.archive, chats)
        if self._pool is None:
            self._take(pool.make(batch, self._keys, secrets, found))
        else:
            for made in self._pool.give(batch, self._keys, secrets, found):
                self._take(made)
        self._count(batch)

    def _count(self, batch: pa.RecordBatch) -> None:
        self._records += batch.num_rows
        self._with_id += batch.num_rows - batch.column("id").null_count
        self._span(batch)

    def mark(self, told: Callable[[bytes], None]) -> None:
        """Once all rows added so far have leaves, ``told`` is given those made since the
        mark before. Call ``watch`` first."""
        self._marks.append((self._records, told))
        self._settle()

    def watch(self) -> None:
        """Keeps leaves for the marks that will come. Call it before the first ``add``."""
        self._watched = True

    def recall(self, made: bytes, rows: Iterable[pa.RecordBatch]) -> None:
        """Takes the leaves of rows that were sealed before an interruption, in place of
        ``add``; of the rows only ids and times are looked at."""
        for batch in rows:
            self._count(batch)
        self._deal(made)
        self._taken += len(made) // leaf.LEAF

    def _settle(self) -> None:
        while self._marks and self._taken >= self._marks[0][0]:
            _, told = self._marks.popleft()
            made, self._made = b"".join(self._made), []
            told(made)

    def _span(self, batch: pa.RecordBatch) -> None:
        import pyarrow.compute as pc

        for name in ("time_first", "time_last"):
            found = pc.min_max(batch.column(name)).as_py()
            for at in (found["min"], found["max"]):
                if at is None:
                    continue
                micro = schema.microseconds(at)
                self._first = micro if self._first is None else min(self._first, micro)
                self._last = micro if self._last is None else max(self._last, micro)

    def _take(self, made: bytes) -> None:
        """Leaves of the next rows."""
        if self._watched:
            self._made.append(made)
        self._taken += len(made) // leaf.LEAF
        self._deal(made)
        self._settle()

    def _deal(self, made: bytes) -> None:
        """Deals leaves of 48 bytes into their buckets."""
        buckets = self._buckets
        for at in range(0, len(made), leaf.LEAF):
            buckets[made[at]].append(made[at : at + leaf.LEAF])
        self._held += len(made) // leaf.LEAF
        if self._held * leaf.LEAF >= _SPILL:
            self._spill()

    def _spill(self) -> None:
        with disk.trouble(self._folder):
            for i, bucket in enumerate(self._buckets):
                if bucket:
                    with (self._part / f"b{i:02x}").open("ab") as out:
                        out.write(b"".join(bucket))
                    bucket.clear()
        self._held = 0

    def finish(self) -> Sealed:
        """Pads, sorts, builds the tree, syncs and renames. Raises DiskFull."""
        size = 1 << max(self._records - 1, 0).bit_length()
        try:
            for made in () if self._pool is None else self._pool.rest():
                self._take(made)
            for first in range(0, size - self._records, _CHUNK):
                count = min(_CHUNK, size - self._records - first)
                self._deal(leaf.dummies(self._keys, count, first))
            with disk.trouble(self._folder):
                disk.need(self._part, size * 112)
                root = self._write(size)
                self._part.rename(self._folder)
                disk.sync_folder(self._folder.parent)
        except BaseException:
            self.abandon()
            raise
        self._close()
        return Sealed(
            self._archive, root, size, self._records, self._basis(), self._first, self._last
        )

    def abandon(self) -> None:
        """Removes what was staged and ends the processes."""
        self._close()
        shutil.rmtree(self._part, ignore_errors=True)

    def _close(self) -> None:
        if self._pool is not None:
            self._pool.close()
            self._pool = None

    def _basis(self) -> str:
        if self._with_id == self._records:
            return "platform-id"
        return "mixed" if self._with_id else "content"

    def _sorted(self) -> Iterator[list[bytes]]:
        for i, bucket in enumerate(self._buckets):
            path = self._part / f"b{i:02x}"
            if path.exists():
                data = path.read_bytes()
                bucket += [data[j : j + leaf.LEAF] for j in range(0, len(data), leaf.LEAF)]
                path.unlink()
            bucket.sort()
            yield bucket
            bucket.clear()

    def _write(self, size: int) -> bytes:
        with (self._part / "k").open("wb") as ids, (self._part / "tree").open("w+b") as nodes:
            for bucket in self._sorted():
                ids.write(b"".join([one[:16] for one in bucket]))
                nodes.write(b"".join([one[16:] for one in bucket]))
            root = build_levels(nodes, size)
            for out in (ids, nodes):
                out.flush()
                os.fsync(out.fileno())
        disk.sync_folder(self._part)
        return root


def build_levels(nodes: BinaryIO, size: int) -> bytes:
    """Appends all levels above the leaves to the tree file; returns the root.

    The file is open for reading and writing and holds ``size`` leaf hashes of 32
    bytes from its start.
    """
    start, count = 0, size
    while count > 1:
        for at in range(0, 32 * count, 1 << 20):
            nodes.seek(start + at)
            data = nodes.read(min(1 << 20, 32 * count - at))
            nodes.seek(0, os.SEEK_END)
            nodes.write(_level(data))
        start += 32 * count
        count //= 2
    nodes.seek(start)
    return nodes.read(32)


def _level(data: bytes) -> bytes:
    """The nodes above pairs of hashes."""
    helper = native.helper()
    if helper is not None:
        made: bytes = helper.nodes(data)
        return made
    return b"".join([_sha(b"\x01" + data[i : i + 64]).digest() for i in range(0, len(data), 64)])


def summary(sealed: Sealed) -> dict[str, object]:
    """The clear fields of a seal's entry, in their order."""
    return {
        "archive": sealed.archive,
        "root": b64.url(sealed.root),
        "size": sealed.size,
        "k_basis": sealed.k_basis,
    }
