"""The case folder: what lies where in it, and the rule of the staging folders.

::

    CASE/onrecord.toml      what this is, format version, the desk it belongs to
    CASE/bags/0001/         sealed bytes (BagIt), one folder per thing received
    CASE/readings/0001/     the rows a parser made of them (Parquet), leaves, tree
    CASE/received/0001.json the openings of the log entries that belong to it
    CASE/log/               entries and head this case needs to be checked alone
    CASE/keys/              archive secrets, age-encrypted
    CASE/judgements/        what named persons decided
    CASE/stories/           published pages and their proofs
    CASE/derived/           index and caches; thrown away and rebuilt at will

A name ending in ``.part`` is unfinished work: nothing counts until it has been
renamed, and leftovers are dropped by the next command that writes.
"""

import json
import os
import shutil
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord import clock
from onrecord.errors import CaseBusy, CaseExists, NewerFormat, NoSuchThing, NotACase

FORMAT = 1
MARK = "onrecord.toml"
FOLDERS = ("bags", "readings", "received", "log", "keys", "judgements", "stories", "derived")


@dataclass(frozen=True, slots=True)
class Case:
    """An opened case: its folder, its name, the verifier key of its desk."""

    path: Path
    name: str
    made: str
    desk: str

    def numbers(self) -> list[int]:
        """Numbers of everything received, in order, withdrawn ones too."""
        return sorted(int(p.stem) for p in (self.path / "received").glob("[0-9]*.json"))

    def bag(self, number: int) -> Path:
        """The bag of a received thing."""
        return self.path / "bags" / f"{number:04d}"

    def reading(self, number: int) -> Path:
        """The reading of a received thing."""
        return self.path / "readings" / f"{number:04d}"

    def record_path(self, number: int) -> Path:
        """Where the openings of its log entries lie."""
        return self.path / "received" / f"{number:04d}.json"

    def record(self, number: int) -> dict[str, Any]:
        """What was written down when it was received. Raises NoSuchThing."""
        path = self.record_path(number)
        if not path.exists():
            raise NoSuchThing(
                f"Nothing was received as number {number}",
                where=str(self.path),
                advice="`onrecord info CASE` lists what there is",
            )
        value: dict[str, Any] = json.loads(path.read_text("utf-8"))
        return value

    def readings(self, kind: str) -> list[int]:
        """Numbers of whole, not withdrawn readings of a kind (``chat``, ``news``)."""
        out = []
        for number in self.numbers():
            record = self.record(number)
            if (
                record["kind"] == kind
                and not record.get("withdrawn")
                and (self.reading(number) / "reading.json").exists()
            ):
                out.append(number)
        return out

    def facts(self, number: int) -> dict[str, Any]:
        """What a reading says of itself: format, counts, chats, root."""
        value: dict[str, Any] = json.loads(
            (self.reading(number) / "reading.json").read_text("utf-8")
        )
        return value

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Holds the case against other writers. Raises CaseBusy."""
        with held(self.path / ".lock"):
            yield


@contextmanager
def held(path: Path) -> Iterator[None]:
    """An exclusive lock that dies with its process. Raises CaseBusy."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _lock(handle, path)
        yield
    finally:
        os.close(handle)


def _lock(handle: int, path: Path) -> None:
    busy = CaseBusy(
        "Another onrecord is writing here",
        where=str(path.parent),
        advice="wait until it is done, then run the command again",
    )
    if os.name == "nt":
        import msvcrt  # noqa: PLC0415  # exists on Windows only

        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        except OSError as e:
            raise busy from e
        return
    import fcntl  # noqa: PLC0415  # exists elsewhere only

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as e:
        raise busy from e


def create(path: Path, name: str, desk: str) -> Case:
    """A new, empty case. Raises CaseExists if anything is there already."""
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise CaseExists(
            "There is already something here",
            where=str(path),
            advice="choose a folder that does not exist yet",
        )
    made = clock.stamp()
    for folder in FOLDERS:
        (path / folder).mkdir(parents=True, exist_ok=True)
    text = (
        "# An onrecord case. docs/archive-format.md says how to check it without onrecord.\n"
        f"format = {FORMAT}\n"
        f"name = {json.dumps(name, ensure_ascii=False)}\n"
        f'made = "{made}"  # this machine\'s clock\n'
        f'desk = "{desk}"\n'
    )
    write_whole(path / MARK, text.encode())
    return Case(path, name, made, desk)


def open_case(path: Path) -> Case:
    """The case in a folder. Raises NotACase or NewerFormat."""
    mark = path / MARK
    if not mark.is_file():
        raise NotACase(
            "This is not an onrecord case",
            where=str(path),
            advice="give the folder made by `onrecord new CASE`",
        )
    try:
        facts = tomllib.loads(mark.read_text("utf-8"))
        version = int(facts["format"])
        case = Case(path, str(facts["name"]), str(facts["made"]), str(facts["desk"]))
    except (tomllib.TOMLDecodeError, KeyError, ValueError, UnicodeDecodeError) as e:
        raise NotACase(
            "The case's own description cannot be read",
            where=str(mark),
            advice="restore onrecord.toml from a copy; the sealed bytes are not concerned",
        ) from e
    if version > FORMAT:
        raise NewerFormat(
            f"This case has format {version}; this onrecord knows up to {FORMAT}",
            where=str(path),
            advice="install a newer onrecord; nothing was changed",
        )
    return case


def sweep_leftovers(case: Case) -> None:
    """Drops unfinished work of an interrupted command; call it while writing."""
    for folder in ("bags", "readings", "derived", "stories"):
        for path in (case.path / folder).glob("*.part"):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()


def write_whole(path: Path, data: bytes) -> None:
    """``data`` at ``path``, or what was there before: never half of it."""
    part = path.with_name(path.name + ".part")
    with part.open("wb") as f:
        f.write(data)
        f.flush()
        os.fsync(f.fileno())
    part.replace(path)
    sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """Makes a rename in ``path`` last (no-op where folders cannot be opened)."""
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
