"""The desk folder: its key, its log, and new cases at it."""

import json
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.archive import disk, ring
from onrecord.archive.keys import DeskKeys
from onrecord.archive.ledger import Ledger
from onrecord.archive.log import DeskLog
from onrecord.archive.note import VerifierKey
from onrecord.archive.ring import Ring
from onrecord.desk.case import Case, create
from onrecord.desk.known import remember
from onrecord.errors import CaseExists, KeyNotValid, NewerFormat, NotACase, WrongPassphrase

if TYPE_CHECKING:
    from onrecord.desk.open_desk import OpenDesk

FORMAT = 1
NEXT = "next.age"
"""A new key on its way into the place of the old one."""


def public_key(folder: Path) -> VerifierKey:
    """The verifier key of the desk in a folder. Raises NotACase, NewerFormat."""
    path = folder / "desk.json"
    if not path.is_file():
        raise NotACase(
            "There is no desk here", where=str(folder), advice="`onrecord new CASE` makes one"
        )
    try:
        facts = json.loads(path.read_bytes())
        version, key = int(facts["format"]), VerifierKey.parse(str(facts["key"]))
    except (ValueError, KeyError, TypeError) as e:
        raise NotACase("The desk's description cannot be read", where=str(path)) from e
    if version > FORMAT:
        raise NewerFormat(
            f"This desk has format {version}; this onrecord knows up to {FORMAT}",
            where=str(folder),
            advice="install a newer onrecord; nothing was changed",
        )
    return key


def ring_of(folder: Path) -> Ring:
    """The desk's keys through its log. Raises NotACase, NewerFormat."""
    return ring.of_log(folder / "log", public_key(folder))


def open_log(folder: Path) -> DeskLog:
    """The desk's log, its head signed by a key that is valid now. Raises CaseAltered."""
    return DeskLog.open(folder / "log", ring_of(folder).valid)


def unlocked(folder: Path, passphrase: Callable[[bool], str]) -> DeskKeys:
    """The desk's keys. Raises NotACase, WrongPassphrase, NoPassphrase, KeyNotValid where
    the key file is not there.

    A key that a rotation left half way is put into its place if the log holds it.
    """
    valid = ring_of(folder).valid
    said = passphrase(False)
    here, coming = folder / "keys" / "desk.age", folder / "keys" / NEXT
    if not here.is_file() and not coming.exists():
        raise KeyNotValid(
            "The desk's key file is not there",
            where=str(here),
            advice="put it back from a backup, or the key from its paper page: onrecord keys "
            "restore --paper FILE; with an escrow key: onrecord keys drill, onrecord unlock",
        )
    try:
        keys = DeskKeys.load(here, said)
    except WrongPassphrase:
        keys = None  # perhaps the new key's own passphrase: tried below
        if not coming.exists():
            raise
    if keys is not None and keys.public in valid:
        return keys
    if coming.exists():
        keys = DeskKeys.load(coming, said)
        if keys.public in valid:
            coming.replace(here)
            disk.sync_folder(here.parent)
            return keys
    raise WrongPassphrase(
        "The key file is not the one of this desk, or its key was revoked",
        where=str(here),
        advice="restore the desk folder from a backup, or the key from paper: "
        "onrecord keys restore",
    )


def make_desk(folder: Path, passphrase: Callable[[bool], str]) -> DeskKeys:
    """A new desk: key under a passphrase, empty log; whole or not there.

    Raises CaseExists if something else is in the folder.
    """
    if folder.exists() and any(folder.iterdir()):
        raise CaseExists("There is something else where the desk would be", where=str(folder))
    # The name is public in every proof: random, so that it says nothing of the machine.
    keys = DeskKeys.make(f"desk-{secrets.token_hex(4)}")
    said = passphrase(True)
    part = folder.with_name(folder.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    (part / "keys").mkdir(parents=True)
    keys.save(part / "keys" / "desk.age", said)
    DeskLog.create(part / "log", keys)
    facts = {"format": FORMAT, "key": str(keys.public)}
    disk.replace(part / "desk.json", json.dumps(facts).encode() + b"\n")
    part.rename(folder)
    disk.sync_folder(folder.parent)
    return keys


def new_case(desk: "OpenDesk", path: Path, name: str | None) -> Case:
    """An empty case at the desk; makes the desk if there is none."""
    key = public_key(desk.folder) if desk.exists() else desk.make().public
    made = create(path, name or path.name, str(key))
    remember(desk.folder, path)
    return made


def log_of(desk: "OpenDesk", case: Case) -> DeskLog:
    """The desk's log. Raises NotACase if the case belongs to another desk."""
    key = public_key(desk.folder)
    if str(key) != case.desk:
        raise NotACase(
            "This case belongs to another desk",
            where=f"{case.path}: {case.desk}",
            advice="give that desk's folder with --desk",
        )
    return open_log(desk.folder)


def at_hand(desk: "OpenDesk", case: Case) -> bool:
    """True if the desk is the one the case belongs to."""
    return desk.exists() and str(public_key(desk.folder)) == case.desk


def ring_for(desk: "OpenDesk", case: Case) -> Ring:
    """The keys of the case's desk: by its log where that is at hand, else by the
    case's own copies of the key entries."""
    if at_hand(desk, case):
        return ring_of(desk.folder)
    return ring.of_ledger(Ledger(case.path / "entries"), VerifierKey.parse(case.desk))


def hold_keys(desk: "OpenDesk", case: Case, log: DeskLog) -> None:
    """Gives the case its copies of the desk's key entries, so that it checks alone."""
    own, mine = Ledger(desk.folder / "entries"), Ledger(case.path / "entries")
    have = set(mine.indexes())
    for change in ring_of(desk.folder).changes:
        if change.index not in have:
            known = change.index in own.indexes()
            said = own.held(change.index).entry.disclosures if known else ()
            mine.take(log, change.index, said)
