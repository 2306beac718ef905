"""Results that are costly to derive: made once for each state of a case, and kept.

They lie in ``CASE/derived``, which may be thrown away at any time. A result's
name carries the state it was made from: what was received, read and withdrawn,
this version, and the rules of the languages. So a stale one is never read, and
no page view computes what the page view before it did. What depends on one reading
alone carries that reading's state: it stands when another one is added.
"""

import hashlib
import os
import shutil
import threading
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from pathlib import Path

from onrecord import __version__
from onrecord.archive import disk
from onrecord.desk.case import Case
from onrecord.desk.holdings import holdings

LAYOUT = 2
"""Raised whenever a derived file is written otherwise between two releases."""
_BUILDING: dict[str, threading.Lock] = {}
_GUARD = threading.Lock()


def state_of(case: Case) -> str:
    """Sixteen hex digits over everything statements and matches are derived from."""
    told = [f"{__version__} {LAYOUT} {rules()}"]
    for h in holdings(case):
        told.append(f"{h.number} {h.kind} {h.manifest} {h.archive} {h.whole} {h.withdrawn}")
    names = case.path / "names.json"
    if names.exists():
        told.append(names.read_text("utf-8"))
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]


@cache
def rules() -> str:
    """A digest of the language files, of the tables and of the code that reads them:
    the rules by which statements are found and set beside reporting."""
    said = hashlib.sha256()
    for package in ("onrecord.lang", "onrecord.attribute", "onrecord.press"):
        for file in sorted(files(package).iterdir(), key=lambda f: f.name):
            if file.name.endswith((".toml", ".csv", ".py")):
                said.update(file.read_bytes())
    return said.hexdigest()


def state_of_reading(case: Case, number: int) -> str:
    """Sixteen hex digits over everything that is derived from one reading alone."""
    said = hashlib.sha256(f"{__version__} {LAYOUT} {rules()}\n".encode())
    said.update((case.reading(number) / "reading.json").read_bytes())
    return said.hexdigest()[:16]


def place_of(case: Case, name: str, state: str | None = None) -> Path:
    """Where a result of this name lies in a state, the case's present one if none is
    given; there or not."""
    return case.path / "derived" / f"{name}-{state or state_of(case)}"


def derived(case: Case, name: str, make: Callable[[Path], None], state: str | None = None) -> Path:
    """The folder of a result: the one that is there, or made now by ``make``.

    Two threads make it once. A result of an earlier state is dropped. Raises
    what ``make`` raises; nothing is then kept.
    """
    place = place_of(case, name, state)
    if place.is_dir():
        return place
    with _GUARD:
        building = _BUILDING.setdefault(str(place), threading.Lock())
    with building:
        if not place.is_dir():
            _make(place, name, make)
    return place


def _make(place: Path, name: str, make: Callable[[Path], None]) -> None:
    part = place.with_name(f"{place.name}.{os.getpid()}-{threading.get_ident()}.part")
    with disk.trouble(place):
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        try:
            make(part)
            for old in place.parent.glob(f"{name}-*"):
                # Another process may be making its own: only finished ones go.
                if old != part and not old.name.endswith(".part"):
                    shutil.rmtree(old, ignore_errors=True)
            if not place.is_dir():
                part.rename(place)
        finally:
            shutil.rmtree(part, ignore_errors=True)
