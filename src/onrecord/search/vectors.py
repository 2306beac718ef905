"""Vectors of messages on disk, and which are nearest to one.

``vectors.f16`` holds one vector a row in half precision, ``rows.u32`` the number
of each one's message, ``made.json`` what they were made with. Up to ``EXACT``
vectors every one is compared, block by block, so memory stays flat. Beyond, they
are put into about as many lists as the square root of their number, by the
nearest of as many centres (k-means; the inverted file of Jegou, Douze and Schmid
2011), and only the nearest lists are compared: approximate, and said to be so.
"""

import json
import math
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.errors import NothingYet

if TYPE_CHECKING:
    import numpy as np

EXACT = 1_000_000
_BLOCK = 32_768
_LOOKED_INTO = 16  # one list in so many
_SAMPLE, _ROUNDS, _SEED = 64, 6, 20_26


@dataclass(frozen=True, slots=True)
class Made:
    """What vectors were made with: the model's digest, the index, the counts."""

    model: str
    index: str
    width: int
    count: int
    passed_over: int
    lists: int


def write(
    folder: Path,
    parts: "Iterable[tuple[list[int], np.ndarray[Any, Any]]]",
    made_with: tuple[str, str],
    passed_over: Callable[[], int] = int,
    exact: int = EXACT,
) -> Made:
    """Write (message numbers, vectors) as they come into an empty folder.

    ``made_with`` is the model's digest and the index they belong to;
    ``passed_over`` is asked at the end for how many messages have no vector.
    ``made.json`` is written last.
    """
    import numpy as np

    folder.mkdir(parents=True, exist_ok=True)
    count = width = 0
    with (folder / "vectors.f16").open("wb") as vectors, (folder / "rows.u32").open("wb") as rows:
        for numbers, found in parts:
            width = found.shape[1]
            count += len(numbers)
            vectors.write(found.astype("<f2").tobytes())
            rows.write(np.array(numbers, dtype="<u4").tobytes())
    lists = _into_lists(folder, count, width) if count > exact else 0
    said = Made(*made_with, width, count, passed_over(), lists)
    (folder / "made.json").write_text(json.dumps(asdict(said)), "utf-8")
    return said


def made(folder: Path) -> Made | None:
    """What is there; None if nothing whole is."""
    path = folder / "made.json"
    return Made(**json.loads(path.read_text("utf-8"))) if path.exists() else None


class Vectors:
    """Vectors on disk, read by memory map."""

    def __init__(self, folder: Path) -> None:
        """Raises NothingYet if there are no whole vectors in the folder."""
        import numpy as np

        found = made(folder)
        if found is None:
            raise NothingYet("There are no vectors here yet", where=str(folder))
        self.made = found
        shape = (found.count, found.width)
        whole = found.count > 0
        self._all = (
            np.memmap(folder / "vectors.f16", "<f2", "r", shape=shape) if whole else np.zeros(shape)
        )
        self._rows = np.memmap(folder / "rows.u32", "<u4", "r") if whole else np.zeros(0, "<u4")
        if found.lists:
            self._centres = np.fromfile(folder / "centres.f32", "<f4").reshape(-1, found.width)
            self._bounds = np.fromfile(folder / "bounds.u64", "<u8")

    def nearest(self, asked: "np.ndarray[Any, Any]", limit: int) -> list[tuple[int, float]]:
        """(message number, cosine) of the ``limit`` nearest, nearest first."""
        import numpy as np

        best: list[tuple[float, int]] = []
        for first, last in self._spans(asked):
            for at in range(first, last, _BLOCK):
                end = min(last, at + _BLOCK)
                near = self._all[at:end].astype(np.float32) @ asked
                some = np.argpartition(-near, min(limit, len(near)) - 1)[:limit]
                best += [(float(near[i]), int(self._rows[at + i])) for i in some]
                best = sorted(best, key=lambda b: (-b[0], b[1]))[:limit]
        return [(row, near) for near, row in best]

    def _spans(self, asked: "np.ndarray[Any, Any]") -> list[tuple[int, int]]:
        import numpy as np

        if not self.made.lists:
            return [(0, self.made.count)] if self.made.count else []
        wanted = max(1, self.made.lists // _LOOKED_INTO)
        nearest = np.argsort(-(self._centres @ asked))[:wanted]
        return [(int(self._bounds[i]), int(self._bounds[i + 1])) for i in sorted(nearest)]


def _into_lists(folder: Path, count: int, width: int) -> int:
    """Put the vectors of a folder in order of their lists; how many lists."""
    import numpy as np

    lists = max(2, math.isqrt(count))
    vectors = np.memmap(folder / "vectors.f16", "<f2", "r+", shape=(count, width))
    rows = np.fromfile(folder / "rows.u32", "<u4")
    rng = np.random.default_rng(_SEED)
    picked = rng.choice(count, min(count, lists * _SAMPLE), replace=False)
    sample = vectors[np.sort(picked)].astype(np.float32)
    centres = sample[rng.choice(len(sample), lists, replace=False)]
    for _ in range(_ROUNDS):
        mine = _nearest_centres(sample, centres)
        for i in range(lists):
            if (mine == i).any():
                centres[i] = sample[mine == i].mean(0)
        centres /= np.maximum(np.linalg.norm(centres, axis=1, keepdims=True), 1e-9)
    mine = _nearest_centres(vectors, centres)
    order = np.argsort(mine, kind="stable")
    with (folder / "ordered.part").open("wb") as out:
        for at in range(0, count, _BLOCK):
            out.write(vectors[order[at : at + _BLOCK]].tobytes())
    del vectors
    (folder / "ordered.part").replace(folder / "vectors.f16")
    rows[order].tofile(folder / "rows.u32")
    centres.astype("<f4").tofile(folder / "centres.f32")
    bounds = np.concatenate([[0], np.cumsum(np.bincount(mine, minlength=lists))])
    bounds.astype("<u8").tofile(folder / "bounds.u64")
    return lists


def _nearest_centres(
    vectors: "np.ndarray[Any, Any]", centres: "np.ndarray[Any, Any]"
) -> "np.ndarray[Any, Any]":
    import numpy as np

    found = [
        (vectors[at : at + _BLOCK].astype(np.float32) @ centres.T).argmax(1)
        for at in range(0, len(vectors), _BLOCK)
    ]
    return np.concatenate(found)


def fused(lists: "list[list[int]]", limit: int, k: int = 60) -> list[int]:
    """Several rankings as one: reciprocal rank fusion (Cormack, Clarke and
    Buettcher 2009). Equal scores go by number."""
    scores: dict[int, float] = {}
    for found in lists:
        for rank, item in enumerate(found, 1):
            scores[item] = scores.get(item, 0.0) + 1 / (k + rank)
    return sorted(scores, key=lambda item: (-scores[item], item))[:limit]
