"""Whether others still date the desk's log: times that contradict each other, and a head
that nobody has dated for a year.

Keys and hash functions age. A head that is stamped again while they hold carries the
older ones over (EVIDENCE, design of 2026, section 3.6); a year is what we ask for.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from onrecord import clock
from onrecord.archive import sentences
from onrecord.desk.stamping import counted, desk_policy, stamps_over
from onrecord.model.casework import Finding

if TYPE_CHECKING:
    from onrecord.archive.log import DeskLog
    from onrecord.desk.open_desk import OpenDesk
    from onrecord.model.proof import Stamp

YEAR = timedelta(days=365)


def notes(desk: "OpenDesk", log: "DeskLog") -> list[str]:
    """What is to be done about the newest head that others dated; nothing where the
    desk's policy names nobody to ask."""
    if not _anybody(desk):
        return []
    size, found = _newest(desk, log)
    return [*_told(size, found), *_due(found)]


def findings(desk: "OpenDesk", log: "DeskLog") -> Iterator[Finding]:
    """Every head whose times are disputed, and whether one is due again."""
    if not _anybody(desk):
        return
    for size in log.heads():
        if _may_have(log, size):
            for note in _told(size, counted(stamps_over(desk, log, size))):
                yield Finding(f"head of {size}", "disputed", note)
    for note in _due(_newest(desk, log)[1]):
        yield Finding("time stamps", "due", note)


def _anybody(desk: "OpenDesk") -> bool:
    known = desk_policy(desk.folder)
    return bool(known.authorities or known.witnesses)


def _newest(desk: "OpenDesk", log: "DeskLog") -> "tuple[int, list[Stamp]]":
    """The largest head that others have dated, and their times over it."""
    for size in reversed(log.heads()):
        if _may_have(log, size) and (found := counted(stamps_over(desk, log, size))):
            return size, found
    return 0, []


def _may_have(log: "DeskLog", size: int) -> bool:
    """Quickly: True if a head bears more than the desk's line and its own authority's token."""
    stored = (log.folder / "stamps" / str(size)).glob("*.tst")
    return len(log.head_at(size).lines) > 1 or any(p.name[:2] != "00" for p in stored)


def _told(size: int, found: "list[Stamp]") -> list[str]:
    return [f"Head of {size} entries. {said}" for said in sentences.disputed(found)]


def _due(found: "list[Stamp]") -> list[str]:
    if not found:
        return ["Nobody outside has dated the log yet: run `onrecord stamp`."]
    last = max(s.at for s in found)
    if last.startswith("second ") or clock.now() - _instant(last) <= YEAR:
        return []
    return [
        f"Others dated the log last on {last[:10]}, over a year ago: `onrecord stamp` has its "
        "head dated again before keys and hashes age."
    ]


def _instant(at: str) -> datetime:
    return datetime.strptime(f"{at}+0000", "%Y-%m-%dT%H:%M:%SZ%z")
