"""Intake: sealed first, read second, every step on record or undone.

The order, and what a kill leaves after each step:

1. the bytes go into ``bags/N``, hashed as they are written: *nothing*;
2. rows, leaves and tree are made from the bag, in staging folders: *nothing*;
3. the bag's ``received`` entry is logged: *received, not read*;
4. rows, leaves and tree are in place and the ``seal`` entry is logged: *read*.

What is in no entry is dropped by the next command that writes, but for a large
export whose first parts are whole (``journal``): ``resume`` goes on with it, and
takes a thing from *received* to *read*.
"""

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord import clock
from onrecord.archive import bag as bags
from onrecord.desk.blanking import erase_withheld
from onrecord.desk.case import Case, drop_derived, open_case, sweep_leftovers
from onrecord.desk.following import Follower
from onrecord.desk.holdings import (
    Holding,
    acquisition,
    ask_of,
    holding,
    holdings,
    judged_names,
    ledger_of,
)
from onrecord.desk.indexing import build_index
from onrecord.desk.journal import drop, pending, said_of
from onrecord.desk.news import read_news
from onrecord.desk.reading import confirmed, opened, picked
from onrecord.desk.receiving import bag_up, undo, unprotect
from onrecord.desk.sealing import received_of, seal_reading
from onrecord.desk.seat import hold_keys, log_of
from onrecord.desk.sitting import Bagged, Handed, Sitting, Wanted
from onrecord.desk.stamping import stamp_head
from onrecord.errors import DiskFull, WorkerEnded
from onrecord.model.casework import Received

if TYPE_CHECKING:
    from onrecord.desk.open_desk import OpenDesk


def sit(desk: "OpenDesk", case: Case) -> Sitting:
    """Ready to write: pending entries settled, leftovers dropped. Hold the case
    while you do."""
    log = log_of(desk, case)
    ledger_of(case).settle(log)
    sweep_leftovers(case)
    hold_keys(desk, case, log)
    _drop_orphans(case)
    erase_withheld(case)
    return Sitting(desk, case, log)


def _drop_orphans(case: Case) -> None:
    """Bags, readings, seals and judgements whose entry never came into the log."""
    held = holdings(case)
    begun = _begun(case)
    for number in set(pending(case)) - set(begun):
        drop(case, number)
    kept = {f"{h.number:04d}" for h in held} | {f"{n:04d}" for n in begun}
    read = {f"{h.number:04d}" for h in held if h.seal is not None or h.kind == "news"}
    seals = {str(h.archive) for h in held if h.archive}
    seals |= _all_seals(case, kept)
    read |= {f"{bag}-{archive}" for bag in read for archive in seals}
    for folder, names in (("bags", kept), ("readings", read), ("seals", seals)):
        for path in (case.path / folder).iterdir():
            if path.name not in names and path.suffix != ".part":
                unprotect(path)
                shutil.rmtree(path)
    for path in (case.path / "secrets").glob("*.age"):
        if path.stem not in seals:
            path.unlink()
    judged = judged_names(case)
    for path in (case.path / "judgements").glob("*.json"):
        if f"j:{path.stem}" not in judged:
            path.unlink()


def _begun(case: Case) -> list[int]:
    """Numbers of intakes that were interrupted and can go on: their bag is whole, not
    read, and no entry says otherwise."""
    held = {h.number: h for h in holdings(case)}
    return [
        n for n in pending(case) if case.bag(n).exists() and (n not in held or _left(case, held[n]))
    ]


def _all_seals(case: Case, bags: set[str]) -> set[str]:
    """Archive ids of all seals over these bags, replaced ones too."""
    return {
        str(json.loads(e.body)["archive"])
        for e in ledger_of(case).entries()
        if e.kind in ("seal", "reseal") and e.get("bag") in bags
    }


def add(desk: "OpenDesk", path: Path, export: Path, handed: Handed) -> Received:
    """Seals one export and its reading; see ``Desk.add``."""
    began = clock.seconds()
    case = open_case(path)
    tree = opened(export, handed.password)
    fmt, _ = picked(tree, handed.ask)
    confirmed(fmt, tree, handed.ask, export)
    with case.writing():
        desk.keys  # noqa: B018  # ask for the passphrase before gigabytes are copied
        at = sit(desk, case)
        bagged = bag_up(at, export, handed.ask, handed.custody)
        wanted = Wanted(
            bagged, fmt.name, handed.ask, handed.password, handed.partial, handed.same_chat
        )
        try:
            follower = seal_reading(at, wanted)
        except BaseException:
            if bagged.number not in pending(case):
                undo(case, bagged.number)
            raise
        stamp_head(at)
        _index_if_it_fits(at, follower)
        return received_of(case, holding(case, bagged.number), clock.seconds() - began)


def _index_if_it_fits(at: Sitting, follower: Follower | None = None) -> None:
    """The text index, the follower's if there is one; without room for it, or if its
    process died, what was sealed still counts, and the next search builds it or says
    why it cannot."""
    try:
        if follower is None:
            build_index(at.case, at.desk.progress)
        else:
            follower.join(at.desk.progress)
    except (DiskFull, WorkerEnded):
        drop_derived(at.case)


def resume(desk: "OpenDesk", path: Path, password: str | None) -> list[Received]:
    """Reads what was received and never read; see ``Desk.resume``."""
    case = open_case(path)
    unsettled = any((case.path / "entries").glob("pending-*.json"))  # the log may hold it
    if not unsettled and not _begun(case) and not [h for h in holdings(case) if _left(case, h)]:
        return []
    done = []
    with case.writing():
        at = sit(desk, case)
        logged = {h.number for h in holdings(case)}
        done += [_go_on(at, n, password, logged=n in logged) for n in _begun(case)]
        for h in [h for h in holdings(case) if _left(case, h)]:
            began = clock.seconds()
            bag = bags.open_bag(case.bag(h.number))
            bagged = Bagged(h.number, bag, len(bag.members()), bag.size, "", logged=True)
            if h.kind == "news":
                read_news(at, bagged)
            else:
                wanted = Wanted(bagged, None, ask_of(case, h.number), password, True)
                _index_if_it_fits(at, seal_reading(at, wanted))
            stamp_head(at)
            done.append(received_of(case, holding(case, h.number), clock.seconds() - began))
        if not case.index.exists():
            _index_if_it_fits(at)
    return done


def _go_on(at: Sitting, number: int, password: str | None, *, logged: bool) -> Received:
    """An interrupted intake from its last whole part on."""
    began = clock.seconds()
    case, said = at.case, said_of(at.case, number)
    bag = bags.open_bag(case.bag(number))
    what = [p for p in bag.files if p.startswith("data/export/")]
    size = sum((bag.folder / p).stat().st_size for p in what)
    made = str(acquisition(case, number)["claimed"])
    bagged = Bagged(number, bag, len(what), size, made, logged)
    wanted = Wanted(
        bagged,
        said.get("format"),
        ask_of(case, number),
        password,
        bool(said.get("partial")),
        said.get("same_chat"),
    )
    follower = seal_reading(at, wanted)
    stamp_head(at)
    _index_if_it_fits(at, follower)
    return received_of(case, holding(case, number), clock.seconds() - began)


def _left(case: Case, h: Holding) -> bool:
    """True if it was received and never read."""
    return not h.whole and not h.withdrawn and case.bag(h.number).exists()
