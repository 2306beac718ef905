"""Who looked at what: views of graphic items and exports, line by line.

``looks/views.jsonl`` in the case folder; every line carries the SHA-256 of the line
before it, so that a line taken out or changed shows. It is kept by this machine
for its own people and is not part of the sealed log: it proves nothing outside.
"""

import hashlib
import json
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from onrecord import clock
from onrecord.archive import disk
from onrecord.desk.appending import append_lines
from onrecord.desk.case import open_case
from onrecord.errors import CaseBusy

FOLDER, FILE = "looks", "views.jsonl"
_PATIENCE, _PAUSE = 40, 0.05
_START = "0" * 64


@dataclass(frozen=True, slots=True)
class Look:
    """One view or export: when (this machine's clock), who, what, which, why.

    ``whole`` is False where the chain of lines is broken before this one.
    """

    at: str
    who: str
    what: str
    which: str
    why: str
    whole: bool = True


def looked(path: Path) -> Iterator[Look]:
    """Every line of the case's list, oldest first."""
    file = open_case(path).path / FOLDER / FILE
    if not file.exists():
        return
    before = _START
    with file.open("rb") as lines:
        for line in lines:
            earlier, before = before, hashlib.sha256(line.rstrip(b"\n")).hexdigest()
            try:
                said = json.loads(line)
                whole = said["before"] == earlier
                look = Look(
                    said["at"], said["who"], said["what"], said["which"], said["why"], whole
                )
            except (ValueError, KeyError, TypeError):
                continue  # what a killed writer left half; the chain goes on over it
            yield look


def note_look(path: Path, who: str, what: str, which: str, why: str) -> None:
    """Adds a line before anything is shown. Raises CaseBusy, CannotAccess."""
    folder = open_case(path).path / FOLDER
    folder.mkdir(exist_ok=True)
    file = folder / FILE
    with _alone(folder), disk.trouble(file):
        said = {
            "at": clock.stamp(),
            "who": who,
            "what": what,
            "which": which,
            "why": why,
            "before": _last(file),
        }
        append_lines(file, json.dumps(said, ensure_ascii=False).encode() + b"\n")


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """The folder's lock, waited for a moment: a line takes a millisecond."""
    with ExitStack() as held:
        for left in range(_PATIENCE, -1, -1):
            try:
                held.enter_context(disk.lock(folder))
                break
            except CaseBusy:
                if left == 0:
                    raise
                time.sleep(_PAUSE)
        yield


def _last(file: Path) -> str:
    """The digest of the last line."""
    if not file.exists() or file.stat().st_size == 0:
        return _START
    with file.open("rb") as held:
        block, size = b"", held.seek(0, 2)
        while size > 0 and block.rstrip(b"\n").count(b"\n") == 0:
            step = min(size, 1 << 14)
            size -= step
            held.seek(size)
            block = held.read(step) + block
    return hashlib.sha256(block.rstrip(b"\n").rsplit(b"\n", 1)[-1]).hexdigest()
