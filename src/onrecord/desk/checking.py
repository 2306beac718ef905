"""Check: every sealed byte hashed again, every root derived again."""

import hashlib
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

from onrecord import clock
from onrecord.archive import bag as bags
from onrecord.archive import keys, record
from onrecord.archive.b64 import url
from onrecord.archive.leaf import Secrets
from onrecord.archive.ledger import check_held
from onrecord.archive.log import DeskLog
from onrecord.archive.note import VerifierKey, verify_line
from onrecord.archive.seal import Sealer
from onrecord.archive.sealed import SealFiles
from onrecord.desk.case import Case, open_case
from onrecord.desk.holdings import Holding, clear, holdings, ledger_of
from onrecord.desk.reading import tree_of
from onrecord.desk.rereading import reread
from onrecord.desk.rows import batches
from onrecord.desk.slices import slices_of
from onrecord.errors import CaseAltered, OnRecordError
from onrecord.model.casework import CheckReport, Finding

if TYPE_CHECKING:
    from onrecord.desk.service import Desk


def check(desk: "Desk", path: Path, only_bytes: bool) -> CheckReport:
    """See ``Desk.check``. Reads only; needs the key unless ``only_bytes``."""
    began = clock.seconds()
    case = open_case(path)
    findings = list(_findings(desk, case, only_bytes))
    desk.progress.close()
    return CheckReport(tuple(findings), not only_bytes, clock.seconds() - began)


def _findings(desk: "Desk", case: Case, only_bytes: bool) -> Iterator[Finding]:
    try:
        held = holdings(case)
    except CaseAltered as bad:
        yield Finding(bad.where or "entries", "altered", bad.what)
        return
    yield from _entries(desk, case)
    for h in held:
        yield from _bytes(desk, case, h)
        if only_bytes or h.withdrawn or h.kind == "news":
            continue
        yield from _derived(desk, case, h)
    yield from _judged(case)
    yield from _strays(case, held)


def _entries(desk: "Desk", case: Case) -> Iterator[Finding]:
    """Paths and head signatures of the case's entries; the desk's log if it is here."""
    ledger = ledger_of(case)
    key = VerifierKey.parse(case.desk)
    log = None
    if desk.exists():
        try:
            log = DeskLog.open(desk.folder / "log", [key])
        except OnRecordError as bad:
            yield Finding("desk log", "altered", str(bad))
    for index in ledger.indexes():
        name = f"log entry {index}"
        try:
            one = ledger.held(index)
            check_held(one)
            if verify_line(one.head, key) is None:
                raise ValueError("its head is not signed by the desk's key")
        except (ValueError, CaseAltered) as bad:
            yield Finding(name, "altered", str(bad))
            continue
        if log is not None and (index >= len(log.bodies) or log.bodies[index] != one.entry.body):
            yield Finding(name, "altered", "the desk's log holds another entry, or a shorter log")
            continue
        yield Finding(name, "intact", one.entry.kind)


def _bytes(desk: "Desk", case: Case, h: Holding) -> Iterator[Finding]:
    name = f"#{h.number} bag"
    if not case.bag(h.number).exists():
        if h.withdrawn:
            yield Finding(name, "withheld", f"bytes erased: {h.withdrawn}")
        else:
            yield Finding(name, "altered", "the bag is missing")
        return
    seen = 0
    wrong = []
    for f in bags.verify(case.bag(h.number), h.manifest):
        seen += 1
        desk.progress("hashing sealed files", seen, None, "files")
        if f.state != "intact":
            wrong.append(f)
    for f in wrong:
        yield Finding(f"bags/{f.what}", "altered", f.note)
    if not wrong:
        yield Finding(name, "intact", f"{seen} files as sealed")


def _derived(desk: "Desk", case: Case, h: Holding) -> Iterator[Finding]:
    """Rows to leaves to root, against the logged root; sealed bytes to rows."""
    name = f"#{h.number} reading"
    if h.seal is None or h.archive is None:
        yield Finding(name, "unread", "received, not read: `onrecord add CASE` finishes it")
        return
    try:
        secrets = keys.unlock(case.secret(h.archive), desk.keys.identity)
        root = derive_root(desk, case, h, secrets)
    except (OnRecordError, OSError, ValueError, KeyError) as bad:
        yield Finding(name, "altered", f"cannot be derived again: {bad}")
        return
    logged = clear(h.seal)["root"]
    if root != logged:
        yield Finding(name, "altered", "its rows do not give the sealed root")
    else:
        yield Finding(name, "intact", f"root derived again: {root}")
    yield _seal_files(case, h, str(logged))
    yield from reread(desk, case, h)


def derive_root(desk: "Desk", case: Case, h: Holding, secrets: Secrets) -> str:
    """The root (base64url) of a reading's rows under an archive's secrets."""
    files = bags.open_bag(case.bag(h.number)).files
    given = record.Sources(
        slices_of(tree_of(case, h.number)), lambda p: files.get(f"data/export/{p}")
    )
    with tempfile.TemporaryDirectory() as folder:
        sealer = Sealer(Path(folder) / "seal", str(h.archive), secrets, given)
        done = 0
        for batch in batches(case.reading(h.number)):
            sealer.add(batch)
            done += batch.num_rows
            desk.progress("deriving leaves again", done, None, "messages")
        return url(sealer.finish().root)


def _seal_files(case: Case, h: Holding, logged: str) -> Finding:
    """The stored tree: every node is the hash of its children, up to the root."""
    name = f"#{h.number} tree"
    try:
        files = SealFiles.open(case.seal(str(h.archive)))
        if url(_root_of(files)) != logged or url(files.root()) != logged:
            return Finding(name, "altered", "the stored tree does not give the sealed root")
    except OnRecordError as bad:
        return Finding(name, "altered", str(bad))
    return Finding(name, "intact", f"{files.size:,} leaves")


def _root_of(files: SealFiles) -> bytes:
    """The root over the stored leaves, every stored node compared on the way."""
    with (files.folder / "tree").open("rb") as f:
        level = f.read(32 * files.size)
        while len(level) > 32:
            above = b"".join(
                hashlib.sha256(b"\x01" + level[i : i + 64]).digest()
                for i in range(0, len(level), 64)
            )
            if f.read(len(above)) != above:
                raise CaseAltered("A node of the stored tree is not the hash of its children")
            level = above
    return level


def _judged(case: Case) -> Iterator[Finding]:
    """The text of every judgement against its digest in the log."""
    for entry in ledger_of(case).entries():
        if entry.kind != "judged":
            continue
        for item in cast("list[dict[str, str]]", entry.get("judgements") or []):
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
