"""A whole case into one age package and back: for the time nobody works on it."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.archive import lockbox
from onrecord.desk.case import FOLDERS, MARK, drop_derived, open_case
from onrecord.desk.escrowing import identities_of, recipients
from onrecord.errors import BadOption, CaseExists, NotACase

if TYPE_CHECKING:
    from onrecord.desk.open_desk import OpenDesk

SUFFIX = ".age"
OPEN = (
    "While a case is open, its messages lie unencrypted on this disk: the sealed export, the "
    "readings, tables and index, drafts."
)
DISK = (
    "What was removed can often be read back from the disk (flash keeps old blocks; so do "
    "snapshots, backups and swap). Only encryption of the whole disk with a strong passphrase, "
    "swap and hibernation included (LUKS, FileVault, BitLocker), protects it, and only while "
    "the machine is off."
)


@dataclass(frozen=True, slots=True)
class Locked:
    """A locked case: its file, its bytes, who can open it (age recipients)."""

    box: Path
    bytes: int
    recipients: tuple[str, ...]


def lock(desk: "OpenDesk", path: Path, box: Path | None) -> Locked:
    """See ``Desk.lock``. What a kill left half removed is removed."""
    from onrecord.desk.intake import sit

    box = box or path.with_name(path.name + SUFFIX)
    if path.resolve() in (box.resolve(), *box.resolve().parents):
        raise BadOption("A case cannot be locked into itself", where=str(box))
    own, to = desk.keys.identities, recipients(desk)
    leftover = lockbox.going(path)
    if not path.exists() and box.exists() and leftover.exists():
        lockbox.contents(box, own)  # the whole box opens: what is left of the plain copy may go
        lockbox.drop(leftover)
        return Locked(box, box.stat().st_size, tuple(to))
    case = open_case(path)
    done = 0

    def left_out(name: str) -> bool:
        nonlocal done
        done += 1
        desk.progress("locking", done, None, "files")
        return name in {".lock", "derived"} or name.startswith("derived/")

    with case.writing():
        sit(desk, case)
        drop_derived(case)
        size = lockbox.lock(path, box, to, own, left_out)
        lockbox.remove_plain(path, box, own, left_out)
    desk.progress.close()
    return Locked(box, size, tuple(to))


def unlock(desk: "OpenDesk", box: Path, path: Path | None, identity: str | None) -> Path:
    """See ``Desk.unlock``."""
    if path is None:
        if box.suffix != SUFFIX:
            raise BadOption("Where to?", where=str(box), advice="give --out DIR")
        path = box.with_suffix("")
    if path.exists():
        raise CaseExists(
            "There is already something here", where=str(path), advice="give another --out DIR"
        )
    lockbox.unlock(box, path, identities_of(desk, identity, None))
    if not (path / MARK).is_file():
        lockbox.drop(path)
        raise NotACase("The package holds no onrecord case", where=str(box))
    for name in FOLDERS:
        (path / name).mkdir(exist_ok=True)
    return path
