"""An intake that was interrupted: what of it is whole, so that it can go on from there.

Beside the Parquet parts of a staged reading (``readings/N.part``) stand the leaves of
each and ``progress.json``, which names them with their digests. A part counts once
that file does: it is replaced, synced, after everything it names. The archive's
secrets lie beside it under the desk's key, as those of a finished archive do.

Nothing here is evidence: a part that does not fit its digest, or a journal made with
other bytes, another reader or another release, is thrown away and the intake begins
again. The roots are the same either way.
"""

import hashlib
import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from onrecord import __version__
from onrecord.archive import disk, keys
from onrecord.archive.leaf import LEAF, Secrets
from onrecord.desk.case import Case

PROGRESS, SECRETS = "progress.json", "secrets.age"


@dataclass(frozen=True, slots=True)
class Whole:
    """A part that is whole: its rows, its files and their digests."""

    parquet: str
    leaves: str
    rows: int
    sha256: tuple[str, str]


@dataclass(slots=True)
class Journal:
    """What an intake has finished so far. ``about`` is what it must have been made with."""

    folder: Path
    archive: str
    about: dict[str, Any]
    parts: list[Whole] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """Rows of all whole parts."""
        return sum(p.rows for p in self.parts)

    def note(self, parquet: Path, rows: int, leaves: bytes) -> None:
        """One more part is whole on disk, with these leaves. Raises DiskFull, and
        ValueError if they are not as many as its rows."""
        if len(leaves) != LEAF * rows:
            raise ValueError(f"{len(leaves)} bytes are not the leaves of {rows} rows")
        path = self.folder / f"leaves-{len(self.parts):04d}"
        disk.replace(path, leaves)
        sums = (_sum(parquet), hashlib.sha256(leaves).hexdigest())
        self.parts.append(Whole(parquet.name, path.name, rows, sums))
        said = {
            "archive": self.archive,
            "about": self.about,
            "parts": [[p.parquet, p.leaves, p.rows, *p.sha256] for p in self.parts],
        }
        disk.replace(self.folder / PROGRESS, json.dumps(said, ensure_ascii=False).encode())

    def keep(self, secrets: Secrets, recipients: Sequence[str]) -> None:
        """The archive's secrets, under the desk's key. Call it before the first ``note``."""
        keys.keep(self.folder / SECRETS, secrets, recipients)

    def close(self) -> None:
        """The reading is whole: what stood here for going on goes."""
        for path in [*self.folder.glob("leaves-*"), *self.folder.glob("*.age")]:
            path.unlink()
        (self.folder / PROGRESS).unlink(missing_ok=True)


def about(manifest: str, name: str, version: int, said: dict[str, Any]) -> dict[str, Any]:
    """What a journal must have been made with to be gone on with."""
    return {
        "onrecord": __version__,
        "manifest": manifest,
        "format": name,
        "version": version,
        **said,
    }


def pending(case: Case) -> list[int]:
    """Numbers of staged readings that have a journal."""
    found = (case.path / "readings").glob(f"*.part/{PROGRESS}")
    return sorted(int(p.parent.stem) for p in found if p.parent.stem.isdigit())


def said_of(case: Case, number: int) -> dict[str, Any]:
    """What the journal of a staged reading says it was made with."""
    try:
        said: dict[str, Any] = json.loads((staged(case, number) / PROGRESS).read_bytes())["about"]
    except (OSError, ValueError, KeyError):
        return {}
    return said


def staged(case: Case, number: int) -> Path:
    """The folder of a reading in the making."""
    return case.first_reading(number).with_name(f"{number:04d}.part")


def found(folder: Path, about: dict[str, Any]) -> Journal | None:
    """The journal in a staged reading, its parts verified; None if it does not fit.

    Parts after the last one that is whole are removed.
    """
    try:
        said = json.loads((folder / PROGRESS).read_bytes())
        parts = [Whole(p, v, int(n), (a, b)) for p, v, n, a, b in said["parts"]]
        fits = said["about"] == about and (folder / SECRETS).exists()
        fits = fits and all(
            (_sum(folder / p.parquet), _sum(folder / p.leaves)) == p.sha256 for p in parts
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if not fits:
        return None
    known = {n for p in parts for n in (p.parquet, p.leaves)} | {PROGRESS, SECRETS}
    for path in folder.iterdir():
        if path.name not in known:
            path.unlink()
    return Journal(folder, said["archive"], about, parts)


def drop(case: Case, number: int) -> None:
    """Throws a staged reading away."""
    shutil.rmtree(staged(case, number), ignore_errors=True)


def _sum(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
