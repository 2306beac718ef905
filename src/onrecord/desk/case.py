"""The case folder: what lies where in it, and the rule of the staging folders.

::

    CASE/onrecord.toml      what this is, format version, the desk it belongs to
    CASE/bags/0001/         sealed bytes (BagIt), one folder per thing received
    CASE/readings/0001/     the rows a parser made of them (Parquet), its facts
    CASE/readings/0001-ID/  the rows of a later reading of the same bytes, sealed as ID
    CASE/seals/ID/          leaves and tree of a sealed reading
    CASE/entries/           the case's log entries, what they open to, their paths
    CASE/secrets/           archive secrets, age-encrypted
    CASE/judgements/        what named persons decided
    CASE/stories/           drafts, published pages and their proofs
    CASE/team/              who is at what, earlier texts of drafts; no evidence
    CASE/derived/           index and caches; thrown away and rebuilt at will

A name ending in ``.part`` is unfinished work: nothing counts until it has been
renamed and its entry is in the log. Leftovers are dropped by the next command
that writes.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord import clock
from onrecord.archive import disk
from onrecord.errors import CaseExists, NewerFormat, NotACase

FORMAT = 1
MARK = "onrecord.toml"
FOLDERS = ("bags", "readings", "seals", "entries", "secrets", "judgements", "stories", "derived")
_DAY = 86_400
# Compiled where they are asked of: a search starts without the second one.
_FACT = r'(\w+) = (\d|[1-9]\d+|"[^"\\]*")(?: +#.*)?'
_OF_A_STATE = (
    r"(statements|people|keys|outlines)-\d{4,}-[0-9a-f]{16}|(board|matches|figures)-[0-9a-f]{16}"
)


@dataclass(frozen=True, slots=True)
class Case:
    """An opened case: its folder, its name, the verifier key of its desk."""

    path: Path
    name: str
    made: str
    desk: str

    def bag(self, number: int) -> Path:
        """The bag of a received thing."""
        return self.path / "bags" / f"{number:04d}"

    def reading(self, number: int) -> Path:
        """The reading of a received thing that counts: the last one on record."""
        first = self.first_reading(number)
        if not any(first.parent.glob(f"{first.name}-*")):
            return first
        from onrecord.desk.readings import last

        return last(self, number)

    def first_reading(self, number: int) -> Path:
        """The reading made when the thing was received."""
        return self.path / "readings" / f"{number:04d}"

    def seal(self, archive: str) -> Path:
        """The seal of an archive."""
        return self.path / "seals" / archive

    def secret(self, archive: str) -> Path:
        """The encrypted secrets of an archive."""
        return self.path / "secrets" / f"{archive}.age"

    @property
    def index(self) -> Path:
        """The text index."""
        return self.path / "derived" / "index"

    def facts(self, number: int) -> dict[str, Any]:
        """What a reading says of itself: format, counts, chats, troubles."""
        value: dict[str, Any] = json.loads(
            (self.reading(number) / "reading.json").read_text("utf-8")
        )
        return value

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Holds the case against other writers. Raises CaseBusy."""
        with disk.lock(self.path):
            yield


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
    disk.replace(path / MARK, text.encode())
    return Case(path, name, made, desk)


def open_case(path: Path) -> Case:
    """The case in a folder. Raises NotACase or NewerFormat."""
    mark = path / MARK
    if not mark.is_file():
        box = path.with_name(f"{path.name}.age")
        if not path.exists() and box.is_file():
            raise NotACase("This case is locked", where=str(box), advice=f"onrecord unlock {box}")
        raise NotACase(
            "This is not an onrecord case",
            where=str(path),
            advice="give the folder made by `onrecord new CASE`; what an export holds is shown by "
            "`onrecord read EXPORT`, without a case",
        )
    try:
        facts = _facts(mark.read_text("utf-8"))
        version = int(facts["format"])
        case = Case(path, str(facts["name"]), str(facts["made"]), str(facts["desk"]))
    except (KeyError, ValueError) as e:
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


def _facts(text: str) -> dict[str, Any]:
    """What ``tomllib.loads`` says of a case's description: a description as ``create``
    writes it is read without it, which is a twentieth of what a search takes to start."""
    lines = [line for line in text.split("\n") if line and line[0] != "#"]
    found = {said[1]: said[2] for line in lines if (said := re.fullmatch(_FACT, line, re.ASCII))}
    if len(found) == len(lines) and text.replace("\n", "").isprintable():
        return {key: json.loads(value) for key, value in found.items()}
    import tomllib

    return tomllib.loads(text)


def sweep_leftovers(case: Case) -> None:
    """Drops unfinished work of an interrupted command; call it while writing.

    A staged reading with a journal stays: its intake can go on. So does what was
    written in ``derived`` within a day: another thread or process may be making it.
    """
    import shutil

    for folder in FOLDERS:
        for path in (case.path / folder).glob("*.part"):
            if (path / "progress.json").is_file() or (folder == "derived" and _fresh(path)):
                continue
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()


def _fresh(path: Path) -> bool:
    """True if something in it was written within a day, or goes away as one looks."""
    try:
        newest = max(p.stat().st_mtime for p in (path, *path.rglob("*")))
    except FileNotFoundError:
        return True
    return clock.now().timestamp() - newest < _DAY


def drop_derived(case: Case) -> None:
    """Throws away what can be rebuilt; call it before the readings change."""
    import shutil

    shutil.rmtree(case.path / "derived", ignore_errors=True)
    (case.path / "derived").mkdir(exist_ok=True)


def drop_what_cannot_grow(case: Case) -> None:
    """Before a reading is added: the text index says itself of what it was made, and
    goes on answering until the new one stands. What carries the state it was made from
    in its name stays: it still holds for its reading, or the next one grows out of it
    (``growing``), or somebody is still making it."""
    import shutil

    kept = {"index", "index.made"}
    for path in (case.path / "derived").iterdir():
        if path.name in kept or path.suffix == ".part" or re.fullmatch(_OF_A_STATE, path.name):
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
