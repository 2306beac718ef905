"""What messages answer, many at once: for pages that show a stretch of a chat."""

from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.desk.case import open_case
from onrecord.desk.indexing import ensure_index
from onrecord.model.query import Row

if TYPE_CHECKING:
    from onrecord.desk.open_desk import OpenDesk


def answered(desk: "OpenDesk", path: Path, reading: int, numbers: list[int]) -> dict[int, Row]:
    """For each of these messages the one it answers, where the export has it."""
    if not numbers:
        return {}
    from onrecord.store.tantivy_index import ENGINE

    case = open_case(path)
    ensure_index(case, desk.progress)
    out: dict[int, Row] = {}
    with ENGINE.open(case.index) as opened:
        for n in numbers:
            above, _ = opened.thread(reading, n, 1)
            if above:
                out[n] = above[-1]
    return out
