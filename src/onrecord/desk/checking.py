"""Check: every sealed byte hashed again, every root derived again.

The looking is the archive's (:mod:`onrecord.archive.check`); here is what is
looked at, and that the sealed bytes still give the stored rows.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

from onrecord import clock
from onrecord.archive import bag as bags
from onrecord.archive import check as look
from onrecord.archive import entry, keys, record
from onrecord.archive.log import DeskLog
from onrecord.archive.note import VerifierKey
from onrecord.desk.case import Case, open_case
from onrecord.desk.holdings import Holding, holdings, ledger_of
from onrecord.desk.rereading import reread
from onrecord.desk.rows import batches
from onrecord.desk.slices import slices_in
from onrecord.errors import CaseAltered, OnRecordError
from onrecord.model import proof
from onrecord.model.casework import CheckReport, Finding

if TYPE_CHECKING:
    from onrecord.desk.open_desk import OpenDesk


def check(desk: "OpenDesk", path: Path, only_bytes: bool) -> CheckReport:
    """See ``Desk.check``. Reads only; needs the key unless ``only_bytes``."""
    began = clock.seconds()
    case = open_case(path)
    if not only_bytes:
        desk.keys  # noqa: B018  # ask before the long work
    findings = tuple(_findings(desk, case, only_bytes))
    desk.progress.close()
    return CheckReport(findings, not only_bytes, clock.seconds() - began)


def _told(found: proof.Finding, where: str = "") -> Finding:
    return Finding(f"{where}{found.what}", found.state, found.note)


def _findings(desk: "OpenDesk", case: Case, only_bytes: bool) -> Iterator[Finding]:
    yield from _entries(desk, case)
    try:
        held = holdings(case)
    except (CaseAltered, ValueError) as bad:
        yield Finding("entries", "altered", str(bad))
        return
    gone = look.withheld(ledger_of(case))
    for h in held:
        yield from _bytes(desk, case, h, gone)
        if only_bytes or h.withdrawn or h.kind == "news":
            continue
        yield from _derived(desk, case, h)
        if h.whole:
            yield from reread(desk, case, h)
    yield from _judged(case)
    yield from _strays(case, held)


def _entries(desk: "OpenDesk", case: Case) -> Iterator[Finding]:
    """The case's entries, and the desk's own log where it is at hand."""
    key = VerifierKey.parse(case.desk)
    log = None
    if desk.exists():
        for found in look.log(desk.folder / "log", [key]):
            if found.state != "intact" or "heads" not in found.what:
                yield _told(found, "desk ")
        try:
            log = DeskLog.open(desk.folder / "log", [key])
        except OnRecordError:
            log = None  # said above, by name
    for found in look.ledger(ledger_of(case), [key], log):
        yield _told(found)


def _bytes(
    desk: "OpenDesk", case: Case, h: Holding, gone: dict[tuple[str, str | None], int]
) -> Iterator[Finding]:
    """Every file that differs by its own name; a whole bag in one line."""
    seen = 0
    good = True
    folder = case.bag(h.number)
    if not folder.exists() and not h.withdrawn:
        yield Finding(f"bags/{folder.name}", "altered", "the bag is missing")
        return
    for found in look.bags(folder, h.manifest, gone):
        seen += 1
        desk.progress("hashing sealed files", seen, None, "files")
        if found.state != "intact":
            good = False
            yield _told(found, "bags/")
    if good:
        yield Finding(f"bags/{folder.name}", "intact", f"{seen} files as sealed ({h.name})")


def _derived(desk: "OpenDesk", case: Case, h: Holding) -> Iterator[Finding]:
    """Rows to leaves to tree to the logged root."""
    if h.seal is None or h.archive is None:
        yield Finding(
            f"#{h.number}", "unread", "received, not read: `onrecord add CASE` finishes it"
        )
        return
    try:
        secrets = keys.unlock(case.secret(h.archive), desk.keys.identity)
        files = bags.open_bag(case.bag(h.number)).files
    except OnRecordError as bad:
        yield Finding(f"#{h.number}", "altered", f"cannot be derived again: {bad}")
        return
    desk.progress("deriving leaves again", 0, None, "messages")
    try:
        with slices_in(case, h.number) as slices:
            given = record.Sources(slices, lambda path: files.get(f"data/export/{path}"))
            rows = look.Rows(lambda: batches(case.reading(h.number)), secrets, given)
            for found in look.seal(case.seal(h.archive), entry.parse(h.seal.body), rows):
                yield _told(found)
    except (OSError, ValueError, KeyError, OnRecordError) as bad:
        yield Finding(f"readings/{h.number:04d}", "altered", f"cannot be read: {bad}")


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
    for folder in ("bags", "readings"):
        for path in sorted((case.path / folder).iterdir()):
            if path.name not in known:
                yield Finding(
                    f"{folder}/{path.name}", "unread", "unfinished; the next add drops it"
                )
