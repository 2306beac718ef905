"""The chain of custody of a received thing, and a certificate draft over it.

Both are derived from the log and the sealed custody record; what the desk's own
clock says is marked as a claim, what others dated as theirs.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

from onrecord.archive import certificate, entry, note, sentences, stamp
from onrecord.desk import readings
from onrecord.desk.case import Case, open_case
from onrecord.desk.checking import Extent, check
from onrecord.desk.holdings import Holding, acquisition, holding, ledger_of
from onrecord.desk.seat import at_hand, open_log
from onrecord.desk.stamping import counted, dating_policy, stamps_over
from onrecord.errors import NothingYet
from onrecord.model.proof import Entry, Finding, Stamp

if TYPE_CHECKING:
    from onrecord.archive.log import DeskLog
    from onrecord.desk.open_desk import OpenDesk


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened: the log entry, what it was, who and why where said.

    ``claimed`` is the desk's own clock. ``dated``: no later than this, by others
    than the desk (None if nobody); ``by`` names who. ``apart``: the two times are more
    than an hour apart, or those of others contradict each other, in words; else empty.
    """

    entry: int
    kind: str
    what: str
    claimed: str
    dated: str | None
    by: str
    apart: str = ""


_HOUR = 3600


def apart(claimed: str, dated: str | None) -> str:
    """What a claimed time and one of others say of each other, if it is over an hour."""
    try:
        ours = datetime.strptime(f"{claimed}+0000", "%Y-%m-%dT%H:%M:%SZ%z")
        theirs = datetime.strptime(f"{dated}+0000", "%Y-%m-%dT%H:%M:%SZ%z")
    except ValueError:
        return ""
    seconds = int((theirs - ours).total_seconds())
    if abs(seconds) <= _HOUR:
        return ""
    hours = f"{abs(seconds) // _HOUR:,} h"
    if seconds < 0:
        return f"this desk's clock was wrong: others saw it {hours} before the time it claims"
    return f"dated {hours} after the time this desk claims"


@dataclass(frozen=True, slots=True)
class Chain:
    """Everything on record of one received thing, in the order of the log.

    ``said`` are the fields of its sealed custody record, as they were given.
    """

    number: int
    name: str
    manifest: str
    files: int
    bytes: int
    said: tuple[tuple[str, str], ...]
    steps: tuple[Step, ...]


def chain(desk: "OpenDesk", path: Path, number: int) -> Chain:
    """See ``Desk.custody``."""
    case = open_case(path)
    held = holding(case, number)
    log = open_log(desk.folder) if at_hand(desk, case) else None
    steps = [
        _step(desk, log, one) for one in ledger_of(case).entries() if _concerns(one, held, case)
    ]
    return Chain(
        number,
        held.name,
        held.manifest,
        int(str(held.received.get("files"))),
        int(str(held.received.get("bytes"))),
        tuple(_said(case, number)),
        tuple(steps),
    )


def _said(case: Case, number: int) -> list[tuple[str, str]]:
    how = acquisition(case, number)
    found = [(n.replace("_", " "), str(v)) for n, v in (how.get("custody") or {}).items()]
    return [*found, *((n, str(how[n])) for n in ("name", "claimed", "tool") if how.get(n))]


def _concerns(one: Entry, held: Holding, case: Case) -> bool:
    bag = f"{held.number:04d}"
    if one.kind in ("received", "seal", "reseal"):
        return one.get("bag") == bag
    if one.kind == "withheld":
        return any(item["bag"] == bag for item in cast("list[dict[str, str]]", one.get("what")))
    if one.kind == "published":
        slots = one.get("slots")
        return isinstance(slots, dict) and held.archive in slots
    return one.kind == "key"


READ_AGAIN = "read again, and sealed under a new archive secret"
_WHAT = {
    "received": "received and hashed byte for byte",
    "seal": "read, and every record sealed",
    "reseal": "sealed again under a new archive secret",
    "withheld": "withdrawn or withheld",
    "published": "quoted in a story",
    "key": "the desk's key changed",
}


def _step(desk: "OpenDesk", log: "DeskLog | None", one: Entry) -> Step:
    words = [READ_AGAIN if readings.of_its_own(one) else _WHAT[one.kind]]
    words += [f"{n}: {one.get(n)}" for n in ("story", "by", "why") if one.get(n)]
    found = [] if log is None else _dated(desk, log, one.index)
    first = min(found, key=lambda s: s.at, default=None)
    claimed = str(one.get("claimed") or "not said")
    dated = None if first is None else first.at
    return Step(
        one.index,
        one.kind,
        "; ".join(words),
        claimed,
        dated,
        "" if first is None else f"{first.name} ({first.trust})",
        "; ".join(filter(None, (apart(claimed, dated), *sentences.disputed(found)))),
    )


def _dated(desk: "OpenDesk", log: "DeskLog", index: int) -> list[Stamp]:
    """The times of others over the head that dates an entry best."""
    size = stamp.best_head(log, index, dating_policy(desk))
    return counted(stamps_over(desk, log, size)) if size > index else []


def certify(desk: "OpenDesk", path: Path, number: int) -> str:
    """See ``Desk.certificate``. Checks the whole case first, and says what it found."""
    case = open_case(path)
    held = holding(case, number)
    if held.seal is None:
        raise NothingYet(f"#{number} has not been read and sealed", where=str(case.path))
    report = check(desk, path, Extent(opener=desk.keys.identities))
    log = open_log(desk.folder)
    size = stamp.best_head(log, held.seal.index, dating_policy(desk))
    exhibit = certificate.Exhibit(
        case=case.name,
        bag=f"{number:04d} ({held.name})",
        manifest=held.manifest,
        files=int(str(held.received.get("files"))),
        bytes=int(str(held.received.get("bytes"))),
        seal=entry.parse(held.seal.body),
        entry=held.seal.index,
        head=note.parse_checkpoint(log.head_at(size).text),
        stamps=tuple(counted(stamps_over(desk, log, size))),
        custody=tuple(_said(case, number)) or (("nothing", "was said"),),
    )
    findings = [
        Finding(f.object, "altered" if f.state == "unread" else f.state, f.note)
        for f in report.findings
        if f.state != "disputed" and f.state != "due"  # noqa: PLR1714  # with the stamps
    ]
    commands = [
        f"onrecord check {case.name}",
        f"sha256sum -c manifest-sha256.txt (in bags/{number:04d})",
        f"bagit.py --validate bags/{number:04d}",
    ]
    return certificate.draft(exhibit, findings, commands[:1]) + (
        "\nAnybody can repeat without onrecord: " + "; ".join(commands[1:]) + ".\n"
    )
