"""Check: every sealed byte hashed again, every root derived again.

The looking is the archive's (:mod:`onrecord.archive.check`); here is what is
looked at, and that the sealed bytes still give the stored rows.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from onrecord import clock
from onrecord.archive import bag as bags
from onrecord.archive import check as look
from onrecord.archive import entry, keys, record
from onrecord.archive.keys import Identities
from onrecord.archive.log import DeskLog
from onrecord.archive.withheld import ACTION, Gone, records
from onrecord.desk import dating, readings
from onrecord.desk.binding import checked
from onrecord.desk.case import Case, open_case
from onrecord.desk.heads import extends
from onrecord.desk.holdings import Holding, clear, holdings, ledger_of
from onrecord.desk.rereading import reread
from onrecord.desk.rows import batches, by_rows
from onrecord.desk.seat import at_hand, open_log, ring_for
from onrecord.desk.slices import slices_in
from onrecord.errors import BadOption, CaseAltered, OnRecordError
from onrecord.model import proof
from onrecord.model.casework import CheckReport, Finding

if TYPE_CHECKING:
    from onrecord.desk.open_desk import OpenDesk


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is looked at, and against what.

    ``only_bytes``: hashes, nothing derived. ``subset`` (n, t): of the files and
    readings the n-th of t parts; all t together are the whole. ``head``: a head
    kept elsewhere, which the log must extend. ``opener``: what opens the archives'
    secrets, if not the desk's key.
    """

    only_bytes: bool = False
    subset: tuple[int, int] | None = None
    head: Path | None = None
    opener: Identities | None = None

    def takes(self, digest: str) -> bool:
        """True for a file of this digest (hex)."""
        return self.subset is None or int(digest[:8], 16) % self.subset[1] == self.subset[0] - 1

    def reads(self, number: int) -> bool:
        """True for the reading of this number."""
        return self.subset is None or number % self.subset[1] == self.subset[0] - 1


def extent(only_bytes: bool = False, subset: str | None = None, head: Path | None = None) -> Extent:
    """What a person asked for; ``subset`` is ``n/t``. Raises BadOption."""
    if subset is None:
        return Extent(only_bytes, None, head)
    n, slash, t = subset.partition("/")
    if not (slash and n.isdecimal() and t.isdecimal() and 1 <= int(n) <= int(t) <= 10_000):
        raise BadOption(
            "A part of a check is n/t, the n-th of t parts", where=subset, advice="e.g. 3/7"
        )
    return Extent(only_bytes, (int(n), int(t)), head)


def check(desk: "OpenDesk", path: Path, asked: Extent) -> CheckReport:
    """See ``Desk.check``. Reads only; needs the key unless only bytes are asked for."""
    began = clock.seconds()
    case = open_case(path)
    if not asked.only_bytes and asked.opener is None:
        asked = replace(asked, opener=desk.keys.identities)  # asked before the long work
    findings = tuple(_findings(desk, case, asked))
    desk.progress.close()
    return CheckReport(findings, not asked.only_bytes, clock.seconds() - began)


def _told(found: proof.Finding, where: str = "") -> Finding:
    return Finding(f"{where}{found.what}", found.state, found.note)


def _findings(desk: "OpenDesk", case: Case, asked: Extent) -> Iterator[Finding]:
    yield from _entries(desk, case)
    if asked.head is not None:
        yield extends(desk, case, asked.head)
    try:
        held = holdings(case)
    except (CaseAltered, ValueError) as bad:
        yield Finding("entries", "altered", str(bad))
        return
    gone = Gone.of(ledger_of(case))
    for h in held:
        yield from _bytes(desk, case, h, gone, asked)
        if asked.opener is None or h.withdrawn or h.kind == "news" or not asked.reads(h.number):
            continue
        yield from _derived(desk, case, h, asked.opener, gone)
        if h.whole:
            yield from reread(desk, case, h)
    yield from _judged(case)
    yield from _strays(case, held)


def _entries(desk: "OpenDesk", case: Case) -> Iterator[Finding]:
    """The case's entries, and the desk's own log where it is at hand."""
    known = ring_for(desk, case)
    log = None
    if not at_hand(desk, case):
        note = "the desk of this case is not here: only the case's own copies are checked"
        yield Finding("desk log", "unread", note)
    else:
        for found in look.log(desk.folder / "log", known):
            if found.state != "intact" or "heads" not in found.what:
                yield _told(found, "desk ")
        yield from _times(desk)
        try:
            log = DeskLog.open(desk.folder / "log", known.valid)
        except OnRecordError:
            log = None  # said above, by name
    for found in look.ledger(ledger_of(case), known, log):
        yield _told(found)


def _times(desk: "OpenDesk") -> Iterator[Finding]:
    try:
        yield from dating.findings(desk, open_log(desk.folder))
    except OnRecordError as bad:
        yield Finding("time stamps", "unread", str(bad))


def _bytes(
    desk: "OpenDesk",
    case: Case,
    h: Holding,
    gone: Gone,
    asked: Extent,
) -> Iterator[Finding]:
    """Every file that differs by its own name; a whole bag in one line."""
    seen = 0
    good = True
    folder = case.bag(h.number)
    if not folder.exists() and not h.withdrawn:
        yield Finding(f"bags/{folder.name}", "altered", "the bag is missing")
        return
    for found in look.bags(folder, h.manifest, gone, asked.takes):
        seen += 1
        desk.progress("hashing sealed files", seen, None, "files")
        if found.state != "intact":
            good = False
            yield _told(found, "bags/")
    if good:
        yield Finding(f"bags/{folder.name}", "intact", f"{seen} files as sealed ({h.name})")


def _derived(
    desk: "OpenDesk", case: Case, h: Holding, opener: Identities, gone: Gone
) -> Iterator[Finding]:
    """Rows to leaves to tree to the logged root, of every seal over every reading."""
    if h.seal is None:
        yield Finding(
            f"#{h.number}", "unread", "received, not read: `onrecord add CASE` finishes it"
        )
        return
    for made in readings.every(case, h.number):
        if (bound := checked(made)) is not None:
            yield bound
        for sealed in made.seals:
            try:
                yield from _root(desk, case, (h.number, made.folder, sealed), opener, gone)
            except (OSError, ValueError, KeyError, OnRecordError) as bad:
                name = f"readings/{made.folder.name}"
                yield Finding(name, "altered", f"cannot be derived again: {bad}")
    yield from _without(case, h)


def _root(
    desk: "OpenDesk",
    case: Case,
    what: tuple[int, Path, proof.Entry],
    opener: Identities,
    gone: Gone,
) -> Iterator[Finding]:
    """The rows of one reading against one seal over them."""
    number, folder, sealed = what
    archive = str(clear(sealed)["archive"])
    secrets = keys.unlock(case.secret(archive), opener)
    files = bags.open_bag(case.bag(number)).files
    desk.progress("deriving leaves again", 0, None, "messages")
    with slices_in(case, number) as slices:
        given = record.Sources(slices, lambda path: files.get(f"data/export/{path}"))
        lost = gone.rows(f"{number:04d}", archive)
        rows = look.Rows(lambda: batches(folder), secrets, given, lost)
        for found in look.seal(case.seal(archive), entry.parse(sealed.body), rows):
            yield _told(found)


def _without(case: Case, h: Holding) -> Iterator[Finding]:
    """Withheld records of the reading that counts, each by its number."""
    counted = set(readings.every(case, h.number)[-1].archives)
    found = records(ledger_of(case), f"{h.number:04d}")
    by = {r.n: r.entry for r in found if r.payloads.keys() & counted}
    there = by_rows(case, h.number, by)
    for n in sorted(by):
        if n in there and there[n].action == ACTION:
            yield Finding(f"#{h.number} record {n}", "withheld", f"by log entry {by[n]}")


def _judged(case: Case) -> Iterator[Finding]:
    """The text of every judgement against its digest in the log."""
    for one in ledger_of(case).entries():
        if one.kind != "judged":
            continue
        for item in cast("list[dict[str, str]]", one.get("judgements") or []):
            path = case.path / "judgements" / f"{item['id'][2:]}.json"
            name = f"judgement {item['id']}"
            if not path.is_file():
                yield Finding(name, "altered", "missing")
            elif hashlib.sha256(path.read_bytes()).hexdigest() != item["sha256"]:
                yield Finding(name, "altered", "other bytes")
            else:
                yield Finding(name, "intact", "")


def _strays(case: Case, held: list[Holding]) -> Iterator[Finding]:
    """What lies in the case and is in no entry: left by an interrupted command."""
    known = {f"{h.number:04d}" for h in held}
    known |= {made.folder.name for h in held for made in readings.every(case, h.number)}
    for folder in ("bags", "readings"):
        for path in sorted((case.path / folder).iterdir()):
            if path.name not in known:
                yield Finding(
                    f"{folder}/{path.name}", "unread", "unfinished; the next add drops it"
                )
