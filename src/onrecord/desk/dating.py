"""Whether others still date the desk's log: times that contradict each other, a head that
nobody has dated for a year, a present head that witnesses have not cosigned.

Keys and hash functions age. A head that is stamped again while they hold carries the
older ones over (EVIDENCE, design of 2026, section 3.6); a year is what we ask for.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from onrecord import clock
from onrecord.archive import sentences, stamp
from onrecord.desk.stamping import YEAR, counted, desk_policy, stamps_over
from onrecord.model.casework import Finding

if TYPE_CHECKING:
    from onrecord.archive.log import DeskLog
    from onrecord.desk.open_desk import OpenDesk
    from onrecord.model.proof import Stamp


def notes(desk: "OpenDesk", log: "DeskLog") -> list[str]:
    """What is to be done about the newest head that others dated; nothing where the
    desk's policy names nobody to ask."""
    if not _anybody(desk):
        return []
    size, found = _newest(desk, log)
    return [*_told(size, found), *(note for _, note in _due(desk, log, found))]


def findings(desk: "OpenDesk", log: "DeskLog") -> Iterator[Finding]:
    """Every head whose times are disputed, and whether one is due again."""
    if not _anybody(desk):
        return
    for size in log.heads():
        if _may_have(log, size):
            for note in _told(size, counted(stamps_over(desk, log, size))):
                yield Finding(f"head of {size}", "disputed", note)
    for what, note in _due(desk, log, _newest(desk, log)[1]):
        yield Finding(what, "due", note)


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


def _due(desk: "OpenDesk", log: "DeskLog", found: "list[Stamp]") -> Iterator[tuple[str, str]]:
    """What (time stamps, cosignatures) is due, and why."""
    if not found:
        yield "time stamps", "Nobody outside has dated the log yet: run `onrecord stamp`."
        return
    last = max(s.at for s in found)
    if _old(last):
        yield (
            "time stamps",
            f"Others dated the log last on {last[:10]}, over a year ago: `onrecord stamp` has "
            "its head dated again before keys and hashes age.",
        )
    elif said := _missing(desk, log):
        yield "cosignatures", said


def _missing(desk: "OpenDesk", log: "DeskLog") -> str:
    """Which of the policy's witnesses have not cosigned the present head, or not for a year.

    A witness vouches that a log was never set back up to the head it signed, and no
    further (tlog-cosignature): what came later, or happened since, is not in its word.
    """
    policy, size = desk_policy(desk.folder), log.checkpoint.size
    if not policy.witnesses:
        return ""
    by: dict[str, str] = {}
    for s in stamp.cosigned(log.head_at(size), policy):
        by[s.name] = max(s.at, by.get(s.name, ""))
    names = [name for name, _, _ in policy.witnesses]
    lacking = [f"not by {_list(n for n in names if n not in by)}"] if set(names) - set(by) else []
    old = sorted(n for n, at in by.items() if _old(at))
    lacking += [f"over a year ago by {_list(old)}"] if old else []
    if not lacking:
        return ""
    fresh = [n for n in names if n in by and n not in old]
    parts = ([f"cosigned by {_list(fresh)}"] if fresh else []) + lacking
    if not fresh:
        parts[0] = (
            parts[0]
            .replace("not by", "not cosigned by")
            .replace("over a year ago", "cosigned over a year ago")
        )
    enough = "" if policy.quorum == "none" else _enough(policy.met(by))
    return (
        f"The present head, of {size} entries, is {', '.join(parts)}{enough}: "
        "`onrecord stamp` asks who is missing."
    )


def _enough(met: bool) -> str:
    return " (the policy's quorum is met)" if met else " (the policy asks for more)"


def _list(names: Iterable[str]) -> str:
    return " and ".join(names)


def _old(at: str) -> bool:
    return not at.startswith("second ") and clock.now() - _instant(at) > YEAR


def _instant(at: str) -> datetime:
    return datetime.strptime(f"{at}+0000", "%Y-%m-%dT%H:%M:%SZ%z")
