"""Derived tables that grow: a file a reading, taken over while it would be the same.

A reading never changes. What was made of it stands when another is added, as long as
all it depends on is what it was; so a small export added to a large case costs what
is made of the small one. The next result is built beside the earlier one (``deriving``),
with links to the files they share: a process that dies leaves the earlier one.
"""

import json
import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from onrecord.archive import disk
from onrecord.desk.case import Case
from onrecord.desk.deriving import LAYOUT

_MADE = "made.json"


@dataclass(frozen=True, slots=True)
class Grown:
    """A result's name, and what its files are called before the reading's number."""

    name: str
    files: str


@dataclass(frozen=True, slots=True)
class _Part:
    """A reading's file: all it depends on, the number of its first row, its rows."""

    reading: int
    state: str
    start: int
    count: int


def grow(
    case: Case,
    what: Grown,
    folder: Path,
    wanted: Mapping[int, str],
    make: Callable[[int, int, Path], int],
) -> None:
    """Fills ``folder`` with a file for each reading of ``wanted``, in that order.

    ``wanted`` says what a reading's file depends on, all of it. One that an earlier
    result has, made of the same and with the same rows before it, is taken over; the
    others ``make`` writes (reading, number of its first row, file), and says how many
    rows that are. The folder is then the one that making every file would give.
    """
    known = _known(case, what)
    start, made = 0, list[_Part]()
    for reading, depends in wanted.items():
        state = f"{LAYOUT} {depends}"
        file = folder / f"{what.files}-{reading:04d}.parquet"
        old = known.get((reading, state, start))
        count = _taken_over(old, file)
        if count is None:
            count = make(reading, start, file)
        made.append(_Part(reading, state, start, count))
        start += count
    disk.replace(folder / _MADE, json.dumps([asdict(part) for part in made]).encode())


def _known(case: Case, what: Grown) -> dict[tuple[int, str, int], tuple[Path, int]]:
    """The files of finished results: by reading, dependence and first row."""
    found = {}
    for folder in (case.path / "derived").glob(f"{what.name}-*"):
        try:
            parts = json.loads((folder / _MADE).read_bytes())
            for part in [_Part(**one) for one in parts]:
                file = folder / f"{what.files}-{part.reading:04d}.parquet"
                found[part.reading, part.state, part.start] = file, part.count
        except (OSError, ValueError, TypeError):
            continue  # unfinished, of another version, or dropped as one looks
    return found


def _taken_over(old: tuple[Path, int] | None, file: Path) -> int | None:
    """The rows of a file that stands now under its new name too; None if it is gone."""
    if old is None:
        return None
    try:
        os.link(old[0], file)
    except FileNotFoundError:
        return None
    except OSError:  # a disk without links
        try:
            shutil.copyfile(old[0], file)
        except FileNotFoundError:
            return None
    return old[1]
