"""The desk folder: its key, its log, and new cases at it."""

import json
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.archive import disk
from onrecord.archive.keys import DeskKeys
from onrecord.archive.log import DeskLog
from onrecord.archive.note import VerifierKey
from onrecord.desk.case import Case, create
from onrecord.errors import CaseExists, NewerFormat, NotACase, WrongPassphrase

if TYPE_CHECKING:
    from onrecord.desk.open_desk import OpenDesk

FORMAT = 1


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


def unlocked(folder: Path, passphrase: Callable[[bool], str]) -> DeskKeys:
    """The desk's keys. Raises NotACase, WrongPassphrase, NoPassphrase."""
    known = public_key(folder)
    keys = DeskKeys.load(folder / "keys" / "desk.age", passphrase(False))
    if keys.public != known:
        raise WrongPassphrase(
            "The key file is not the one of this desk",
            where=str(folder / "keys" / "desk.age"),
            advice="restore the desk folder from a backup",
        )
    return keys


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
    return create(path, name or path.name, str(key))


def log_of(desk: "OpenDesk", case: Case) -> DeskLog:
    """The desk's log. Raises NotACase if the case belongs to another desk."""
    key = public_key(desk.folder)
    if str(key) != case.desk:
        raise NotACase(
            "This case belongs to another desk",
            where=f"{case.path}: {case.desk}",
            advice="give that desk's folder with --desk",
        )
    return DeskLog.open(desk.folder / "log", [key])
