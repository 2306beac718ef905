"""The readings of one received thing: the first, and those made of the same bytes later.

A later one lies in ``readings/N-ID`` and is sealed by the ``reseal`` entry of archive
ID; it counts once that entry is in the case. A reseal without rows of its own is over
the rows of the one before it. No reading is ever changed by a later one: what was
proved from it can still be opened further.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from onrecord.archive.ledger import Ledger
from onrecord.desk.case import Case
from onrecord.desk.holdings import clear
from onrecord.model.proof import Entry


@dataclass(frozen=True, slots=True)
class Reading:
    """The rows of one reading and the seals over them, oldest first."""

    folder: Path
    seals: tuple[Entry, ...]

    @property
    def archives(self) -> tuple[str, ...]:
        """Ids of the archives that were sealed over these rows."""
        return tuple(str(clear(e)["archive"]) for e in self.seals)


def folder_of(case: Case, number: int, archive: str) -> Path:
    """Where the rows of a later reading lie, which an archive is to seal."""
    first = case.first_reading(number)
    return first.with_name(f"{first.name}-{archive}")


def every(case: Case, number: int) -> list[Reading]:
    """The readings of a thing in the order of the log; the last one counts.

    The first has no seals where nothing was sealed yet.
    """
    bag = f"{number:04d}"
    folder = case.first_reading(number)
    out: list[Reading] = []
    seals: list[Entry] = []
    for entry in Ledger(case.path / "entries").entries():
        if entry.kind not in ("seal", "reseal") or entry.get("bag") != bag:
            continue
        own = folder_of(case, number, str(clear(entry)["archive"]))
        if own.is_dir():
            out.append(Reading(folder, tuple(seals)))
            folder, seals = own, []
        seals.append(entry)
    return [*out, Reading(folder, tuple(seals))]


_TOLD = re.compile(r"(?:^|\n)read again by .*; names [0-9a-f]{64}$")
"""What the notes of a reseal end with whose rows were read again (``read_again``)."""


def of_its_own(seal: Entry) -> bool:
    """True for a reseal whose rows were read again, by what its entry says of them."""
    return seal.kind == "reseal" and _TOLD.search(str(seal.get("notes"))) is not None


def context_of(seal: Entry) -> str | None:
    """What a seal's notes say of the context, without what they say of another reading."""
    notes = seal.get("notes")
    return _TOLD.sub("", notes) or None if isinstance(notes, str) else None


def sealed_by(case: Case, number: int, entry: int) -> tuple[Entry, Path] | None:
    """The seal of a log entry and the rows it is over; None if it is none of this thing."""
    for made in every(case, number):
        for seal in made.seals:
            if seal.index == entry:
                return seal, made.folder
    return None


def last(case: Case, number: int) -> Path:
    """The folder of the reading that counts."""
    found = sorted(case.first_reading(number).parent.glob(f"{number:04d}-*"))
    names = tuple(p.name for p in found if p.suffix != ".part")
    known = _LAST.get(_key(case, number))
    if known is not None and known[0] == names:
        return known[1]
    made = every(case, number)
    folder = made[-1].folder
    if len(names) == len(made) - 1:  # all are on record: it stays so until one more is made
        _LAST[_key(case, number)] = names, folder
    return folder


_LAST: dict[str, tuple[tuple[str, ...], Path]] = {}


def _key(case: Case, number: int) -> str:
    return f"{case.path.absolute()} {number}"
