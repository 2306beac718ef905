"""Bytes into a bag, and the bag's entry in the log."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

from onrecord import __version__, clock
from onrecord.archive import bag as bags
from onrecord.archive import disk
from onrecord.desk.case import Case
from onrecord.desk.holdings import Holding, holdings, ledger_of, said_of
from onrecord.desk.journal import pending
from onrecord.desk.sitting import Bagged, Sitting
from onrecord.errors import AlreadySealed, CannotAccess
from onrecord.model.casework import NOTHING_SAID, Custody
from onrecord.ports import Ask


def bag_up(at: Sitting, source: Path, ask: Ask, custody: Custody = NOTHING_SAID) -> Bagged:
    """Copies the bytes into a new bag. Raises AlreadySealed, DiskFull; then the
    bag is gone again."""
    case, desk = at.case, at.desk
    held = holdings(case)
    number = max([h.number for h in held] + pending(case), default=0) + 1
    files = list(_files(source))
    total = sum(m.size or 0 for m in files)
    # The reading, leaves, tree and index come to about as much again.
    disk.need(case.path, total * 2)
    done = 0

    def watch(_: str, block: bytes) -> None:
        nonlocal done
        done += len(block)
        desk.progress("sealing the bytes", done, total, "bytes")

    made = clock.stamp()
    record = {
        "onrecord": "acquisition/1",
        "name": source.name,
        "single": source.name if source.is_file() else None,
        "claimed": made,
        "tool": f"onrecord {__version__}",
        "custody": custody.said(),
        "ask": said_of(ask),
    }
    text = json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True).encode()
    bag = bags.create(case.bag(number), files, acquisition=text, watch=watch)
    desk.progress.close()
    twin = _twin(case, held, bag)
    if twin is not None:
        discard(case.bag(number))
        raise AlreadySealed(
            "These bytes are already sealed in this case",
            where=f"#{twin.number} {twin.name}",
            advice="nothing was added; `onrecord info CASE` shows it",
        )
    return Bagged(number, bag, len(files), total, made)


def log_received(at: Sitting, bagged: Bagged, what: str) -> None:
    """The ``received`` entry of a bag: from here on it is on record."""
    values = {
        "case": at.case.name,
        "bag": f"{bagged.number:04d}",
        "manifest": bagged.bag.manifest,
        "acquisition": bagged.bag.files["data/acquisition.json"],
        "what": what,
        "files": str(bagged.files),
        "bytes": str(bagged.bytes),
        "claimed": bagged.made,
    }
    ledger_of(at.case).record(at.log, at.desk.keys, "received", values)


def _files(source: Path) -> Iterator[bags.Member]:
    """Every plain file handed in, by its name inside."""
    if source.is_file():
        yield bags.file_member(source.name, source)
        return
    found = [p for p in sorted(source.rglob("*")) if p.is_file()]
    if not found:
        raise CannotAccess("There is no file in this folder", where=str(source))
    for p in found:
        yield bags.file_member(p.relative_to(source).as_posix(), p)


def _payload(bag: bags.Bag) -> list[str]:
    """Digests of what was handed in, without our own custody record."""
    return sorted(d for p, d in bag.files.items() if p.startswith("data/export/"))


def _twin(case: Case, held: list[Holding], bag: bags.Bag) -> Holding | None:
    """The thing that holds the same bytes already, if there is one."""
    mine = _payload(bag)
    for h in held:
        folder = case.bag(h.number)
        if not h.withdrawn and folder.exists() and _payload(bags.open_bag(folder)) == mine:
            return h
    return None


def undo(case: Case, number: int) -> None:
    """After a failure or an interrupt: removes a bag that no entry speaks of.

    An entry may be on its way to the log; then the bag stays, and the next
    sitting, which settles the entry first, decides.
    """
    on_the_way = any((case.path / "entries").glob("pending-*.json"))
    if not on_the_way and number not in {h.number for h in holdings(case)}:
        discard(case.bag(number))


def discard(folder: Path) -> None:
    """Removes a bag that is not on record."""
    unprotect(folder)
    shutil.rmtree(folder)


def unprotect(path: Path) -> None:
    """Sealed files are read-only; this is for removing them."""
    for found in path.rglob("*"):
        if found.is_file():
            found.chmod(0o600)
