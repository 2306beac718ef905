"""Where a message stands by its key, at once in a case of any size.

A key is a hash of the place (``model.place``), so nothing stored leads back from
it. For a large reading a table is derived once: the first eight bytes of every
key in order, and beside them the rows. It is looked up by bisection, mapped, and
thrown away with all that is derived. A few keys may share eight bytes or fewer
typed digits: whoever asks compares the whole key.
"""

import hashlib
import mmap
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from onrecord.archive import disk
from onrecord.desk.case import Case
from onrecord.desk.deriving import derived, state_of_reading
from onrecord.desk.rows import batches

SMALL = 20_000
"""Records up to which every key is made anew: as quick as a table."""
_DIGITS = 16
_COLUMNS = ["member", "start", "length", "place_kind", "n"]


def rows_of(case: Case, number: int, beginning: str) -> list[int]:
    """Rows of a reading whose key may begin so: all that do, hardly one more."""
    typed = beginning[:_DIGITS]
    try:
        low, high = int(typed.ljust(_DIGITS, "0"), 16), int(typed.ljust(_DIGITS, "f"), 16)
    except ValueError:
        return []
    if case.facts(number)["counts"]["records"] <= SMALL:
        return [n for head, n in _heads(case, number) if low <= head <= high]
    folder = derived(
        case,
        f"keys-{number:04d}",
        lambda part: _write(case, number, part),
        state_of_reading(case, number),
    )
    with disk.trouble(folder), (folder / "heads").open("rb") as file:
        if not file.seek(0, 2):
            return []
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
            heads = memoryview(mapped).cast("Q")
            first = bisect_left(heads, low)
            last = bisect_left(heads, high + 1) if high < (1 << 64) - 1 else len(heads)
            heads.release()
    with (folder / "rows").open("rb") as file:
        file.seek(8 * first)
        found = array("Q")
        found.frombytes(file.read(8 * (last - first)))
    return found.tolist()


def _heads(case: Case, number: int) -> Iterator[tuple[int, int]]:
    """The first eight bytes of every key as a number, and its row; as ``Place.key``."""
    sha, whole = hashlib.sha256, int.from_bytes
    for batch in batches(case.reading(number), _COLUMNS):
        columns = (batch.column(name).to_pylist() for name in _COLUMNS)
        for member, start, length, kind, n in zip(*columns, strict=True):
            said = f"{member}\n{start}\n{length}\n{kind}".encode("utf-8", "surrogatepass")
            yield whole(sha(said).digest()[:8]), n


def _write(case: Case, number: int, part: Path) -> None:
    heads, rows = array("Q"), array("Q")
    for head, n in _heads(case, number):
        heads.append(head)
        rows.append(n)
    made = pa.array(memoryview(heads), pa.uint64()) if heads else pa.array([], pa.uint64())
    order = pc.sort_indices(made)
    for name, values in (("heads", made), ("rows", pa.array(memoryview(rows), pa.uint64()))):
        taken = values.take(order)
        (part / name).write_bytes(memoryview(taken.buffers()[1])[: 8 * len(taken)])
