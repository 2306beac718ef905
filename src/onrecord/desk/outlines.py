"""Outlines of the pictures of a case's exports: drawn once a reading, and kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from onrecord.archive import bag as bags
from onrecord.archive import disk
from onrecord.desk.case import Case
from onrecord.desk.deriving import derived, state_of_reading
from onrecord.desk.holdings import readings
from onrecord.desk.likeness import Outline, Unreadable, outline

FILE = "outlines.msgpack"
_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".gif")


@dataclass(frozen=True, slots=True)
class Seen:
    """One picture of an export. ``height`` 0: its bytes could not be read as one."""

    member: str
    width: int
    height: int
    grey: bytes


_DECODER = msgspec.msgpack.Decoder(tuple[Seen, ...])


def drawn(case: Case) -> tuple[Path, ...]:
    """The folders that hold the outlines of the case's exports as they stand."""

    def one(number: int) -> Path:
        def make(folder: Path) -> None:
            made = tuple(_drawn(member, path) for member, path in _pictures(case, number))
            disk.replace(folder / FILE, msgspec.msgpack.encode(made))

        return derived(case, f"outlines-{number:04d}", make, state_of_reading(case, number))

    return tuple(map(one, readings(case, "chat")))


def outlines(folders: tuple[Path, ...]) -> tuple[Seen, ...]:
    """Every picture of a case's exports, those that cannot be read among them."""
    return tuple(s for f in folders for s in _DECODER.decode((f / FILE).read_bytes()))


def pictures(case: Case) -> Iterator[tuple[int, str, Path]]:
    """(export, its member, file) of each picture, by the name it has."""
    for number in readings(case, "chat"):
        for member, path in _pictures(case, number):
            yield number, member, path


def _pictures(case: Case, number: int) -> Iterator[tuple[str, Path]]:
    folder = case.bag(number)
    for name in bags.open_bag(folder).files:
        if name.lower().endswith(_SUFFIXES):
            yield name.removeprefix("data/export/"), folder / name


def _drawn(member: str, path: Path) -> Seen:
    try:
        one = outline(path.read_bytes())
    except (Unreadable, OSError):
        return Seen(member, 0, 0, b"")
    return Seen(member, one.width, one.height, one.data)


def as_outline(seen: Seen) -> Outline:
    """The picture's outline, to be compared."""
    return Outline(seen.width, seen.height, seen.grey)
