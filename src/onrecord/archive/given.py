"""What sealing asks for besides the rows: bytes of slices, digests of attachments."""

import hashlib
from collections.abc import Callable, Iterator
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
        places = list(zip(*(column(batch, n) for n in names), strict=True))
        cuts = []
        for run in _runs(places):
            cuts += _slices(given.slices, run)
    paths = set()
    if batch.column("media").null_count < batch.num_rows:
        rows = column(batch, "media")
        paths = {m["path"] for row in rows for m in row or () if m["present"] and m["path"]}
    return Found(cuts, {path: given.media(path) for path in sorted(paths)})


_Place = tuple[str, int, int, str]
_SPAN = 4 << 20


def _runs(places: list[_Place]) -> Iterator[list[_Place]]:
    """Places in a row of one member that lie close together and in order."""
    run: list[_Place] = []
    end = 0
    for place in places:
        member, start, length, kind = place
        if run and (
            (member, kind) != (run[0][0], run[0][3])
            or not end <= start <= end + 4_096
            or start + length - run[0][1] > _SPAN
        ):
            yield run
            run = []
        run.append(place)
        end = start + length
    if run:
        yield run


def _slices(read: Slices, run: list[_Place]) -> list[str | None]:
    """Digests of the slices of a run, its bytes read once and hashed where they lie."""
    member, first, _, kind = run[0]
    if kind != "bytes":
        # A table row is no run of bytes: what stands at its number is not its record.
        return [None] * len(run)
    end = run[-1][1] + run[-1][2]
    data = read(member, first, end - first)
    if data is None:
        return [None] * len(run)
    sha, view = hashlib.sha256, memoryview(data)
    return [
        sha(view[start - first : start - first + length]).hexdigest() for _, start, length, _ in run
    ]


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
