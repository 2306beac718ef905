"""OpenTimestamps over the desk's heads: nobody, us included, could have dated them back.

Calendars stand in the desk's ``calendars`` file, one address a line, and are asked by
``onrecord ots`` alone.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.archive import calendars, disk, token
from onrecord.archive.calendars import Anchored
from onrecord.archive.log import DeskLog
from onrecord.desk.seat import open_log
from onrecord.errors import BadOption, NoSuchThing

if TYPE_CHECKING:
    from onrecord.desk.open_desk import OpenDesk


@dataclass(frozen=True, slots=True)
class Anchor:
    """A head by its size, what dates it, who was asked now and gave nothing (and why),
    and the files written for the ``ots`` program."""

    size: int
    found: Anchored
    pending: tuple[tuple[str, str], ...]
    asked: bool
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wish:
    """Which head (None: the present one, and every one that has a file), whether
    calendars are asked, block headers to look into, and where to put files for ``ots``."""

    size: int | None = None
    ask: bool = True
    headers: Path | None = None
    out: Path | None = None


def anchor(desk: "OpenDesk", wish: Wish) -> list[Anchor]:
    """See ``Desk.anchor``."""
    log = open_log(desk.folder)
    if wish.size is not None and wish.size not in log.heads():
        raise NoSuchThing("There is no head of this size", where=str(wish.size))
    if wish.headers is not None and not wish.headers.is_file():
        raise BadOption("There is no such file of block headers", where=str(wish.headers))
    urls = calendars_of(desk.folder) if wish.ask else []
    here = {log.checkpoint.size, *calendars.anchored(log)} if wish.size is None else {wish.size}
    return [_one(log, size, urls, wish) for size in sorted(here)]


def _one(log: DeskLog, size: int, urls: list[str], wish: Wish) -> Anchor:
    pending: list[tuple[str, str]] = []
    if urls:
        ask = calendars.upgrade if calendars.stored(log, size).exists() else calendars.submit
        pending = ask(log, size, urls)
    found = calendars.look(log, size, wish.headers)
    files = () if wish.out is None else _written(log, size, wish.out)
    return Anchor(size, found, tuple(pending), bool(urls), files)


def _written(log: DeskLog, size: int, out: Path) -> tuple[str, ...]:
    """The stamped bytes and the file beside them, as ``ots verify`` takes them."""
    stored = calendars.stored(log, size)
    if not stored.exists():
        return ()
    with disk.trouble(out):
        out.mkdir(parents=True, exist_ok=True)
    made = {
        out / f"head-{size}": token.stamped_bytes(log.head_at(size)),
        out / f"head-{size}.ots": stored.read_bytes(),
    }
    for path, data in made.items():
        disk.replace(path, data)
    return tuple(map(str, made))


def calendars_of(folder: Path) -> list[str]:
    """The addresses in the desk's ``calendars`` file; none without it. Raises BadOption."""
    path = folder / "calendars"
    if not path.exists():
        return []
    lines = (line.strip() for line in path.read_text("utf-8").split("\n"))
    found = [line for line in lines if line and not line.startswith("#")]
    for line in found:
        if not line.startswith(("https://", "http://")) or " " in line:
            raise BadOption("A calendar is one https address a line", where=f"{path}: {line}")
    return found
