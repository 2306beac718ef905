"""A collection: many cases in one folder, looked at as one.

For that the readings are enough (and ``entries/``, which say what counts): a copy
without ``bags``, ``seals`` and ``secrets`` is a collection too, so that neither the
sealed bytes nor a secret ever has to leave the machine that received the export.
"""

from dataclasses import dataclass
from pathlib import Path

from onrecord.desk.case import MARK, Case, open_case
from onrecord.desk.holdings import readings
from onrecord.desk.rows import parts
from onrecord.errors import NothingYet

_DEEP = 3  # folders below the collection in which a case may lie


@dataclass(frozen=True, slots=True)
class Part:
    """One Parquet file of a chat's reading. ``case`` is its folder's name in the
    collection, ``/`` between parts."""

    case: str
    reading: int
    path: Path


@dataclass(frozen=True, slots=True)
class Collection:
    """The cases of a folder that hold a chat, by name, and the files of their readings."""

    folder: Path
    cases: dict[str, Case]
    parts: tuple[Part, ...]

    @property
    def readings(self) -> list[tuple[str, int]]:
        """(case, reading) in order."""
        return sorted({(p.case, p.reading) for p in self.parts})


def collection_of(folder: Path) -> Collection:
    """The collection in a folder; a case by itself is a collection of one.

    Raises NothingYet if no case with a chat lies there, and what opening a case raises.
    """
    cases: dict[str, Case] = {}
    found: list[Part] = []
    for path in _cases(folder):
        name = path.relative_to(folder).as_posix() if path != folder else folder.resolve().name
        case = open_case(path)
        for number in readings(case, "chat"):
            cases[name] = case
            found.extend(Part(name, number, file) for file in parts(case.reading(number)))
    if not found:
        raise NothingYet(
            "There is no case with a chat in this folder",
            where=str(folder),
            advice="give the folder that holds the cases' folders",
        )
    return Collection(folder, cases, tuple(found))


def _cases(folder: Path) -> list[Path]:
    if (folder / MARK).is_file():
        return [folder]
    depths = ("/".join("*" * n) for n in range(1, _DEEP + 1))
    return sorted(mark.parent for depth in depths for mark in folder.glob(f"{depth}/{MARK}"))
