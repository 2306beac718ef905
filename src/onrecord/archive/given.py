"""What sealing asks for besides the rows: bytes of slices, digests of attachments."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

Slices = Callable[[str, int, int], bytes | None]
"""Bytes of an export member: (member, start, length); None if they cannot be had."""
MediaDigest = Callable[[str], str | None]
"""Hex SHA-256 of an attached file by its path in the export; None if absent."""


def no_media(_: str) -> str | None:
    """The digest of an attachment that is not in the bag."""
    return None


@dataclass(frozen=True, slots=True)
class Sources:
    """Where digests that are not in the rows come from; both optional."""

    slices: Slices | None = None
    media: MediaDigest = no_media


@dataclass(frozen=True, slots=True)
class Found:
    """What :class:`Sources` gave for one batch: can go to another process.

    ``cuts`` has the hex digest of each row's slice, or is None if no slices are
    sealed; ``files`` maps paths of attachments to their digests.
    """

    cuts: list[str | None] | None
    files: dict[str, str | None]


def look(batch: pa.RecordBatch, given: Sources) -> Found:
    """Asks the sources for everything a batch needs."""
    cuts: list[str | None] | None = None
    if given.slices is not None:
        names = ("member", "start", "length", "place_kind")
        places = zip(*(column(batch, n) for n in names), strict=True)
        # A table row is no run of bytes: what stands at its number is not its record.
        cuts = [
            _slice(given.slices(member, start, length)) if kind == "bytes" else None
            for member, start, length, kind in places
        ]
    paths = set()
    if batch.column("media").null_count < batch.num_rows:
        rows = column(batch, "media")
        paths = {m["path"] for row in rows for m in row or () if m["present"] and m["path"]}
    return Found(cuts, {path: given.media(path) for path in sorted(paths)})


def _slice(data: bytes | None) -> str | None:
    return None if data is None else hashlib.sha256(data).hexdigest()


def column(batch: pa.RecordBatch, name: str) -> list[Any]:
    """A column's values; dictionary columns decoded once per distinct value."""
    array = batch.column(name)
    if pa.types.is_dictionary(array.type):
        words = array.dictionary.to_pylist()
        return [None if i is None else words[i] for i in array.indices.to_pylist()]
    if pa.types.is_timestamp(array.type):
        found: list[Any] = array.cast(pa.int64()).to_pylist()
        return found
    values: list[Any] = array.to_pylist()
    return values
