"""The desk's keys through their life: who else opens its archives, rotation, drill, paper.

Nothing here prints or logs a key. The paper page and a new escrow identity are
given to the caller, who asked for them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pyrage import IdentityError, x25519

from onrecord.archive import disk, escrow, keys, note
from onrecord.archive.keys import DeskKeys, Identities
from onrecord.archive.ledger import Ledger
from onrecord.desk.case import open_case
from onrecord.desk.key_place import key_at
from onrecord.desk.seat import NEXT, hold_keys, log_of, open_log, ring_of
from onrecord.errors import BadOption, CaseAltered, KeyNotValid, WrongPassphrase

if TYPE_CHECKING:
    from onrecord.desk.open_desk import OpenDesk

_HEAD = "onrecord escrow recipients v1"


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """What everybody may know of a desk's keys.

    ``first`` is what the cases name; ``valid`` the keys that may sign now, ``known``
    all there ever were (verifier keys); ``escrow`` the further age recipients;
    ``published_at`` where the newsroom publishes the public key, '' if nobody said.
    """

    first: str
    valid: tuple[str, ...]
    known: tuple[str, ...]
    escrow: tuple[str, ...]
    published_at: str = ""

    @property
    def present(self) -> str:
        """The key that signs now: what readers and witnesses are told."""
        return self.valid[-1] if self.valid else self.first


@dataclass(frozen=True, slots=True)
class Rewrapped:
    """What a change of keys did: the key that signs now, secrets encrypted anew."""

    key: str
    recipients: tuple[str, ...]
    secrets: int


def facts(desk: "OpenDesk") -> KeyFacts:
    """See ``Desk.key_facts``. Needs no passphrase."""
    ring = ring_of(desk.folder)
    return KeyFacts(
        str(ring.first),
        tuple(str(k) for k in ring.valid),
        tuple(str(k) for k in ring.known),
        escrowed(desk.folder),
        key_at(desk.folder),
    )


def escrowed(folder: Path) -> tuple[str, ...]:
    """The further recipients the desk signed for. Raises CaseAltered for anybody else's list."""
    path = folder / "keys" / "escrow"
    if not path.exists():
        return ()
    try:
        with disk.trouble(path):
            signed = note.parse(path.read_bytes().decode())
        if not any([note.verify_line(signed, k) for k in ring_of(folder).known]):
            raise ValueError("not signed by this desk")
    except ValueError as bad:
        raise CaseAltered(
            f"The list of escrow recipients is not the desk's own: {bad}",
            where=str(path),
            advice="look who could write there; then `onrecord keys escrow` writes it anew",
        ) from bad
    return tuple(signed.text.split("\n")[1:-1])


def recipients(desk: "OpenDesk") -> list[str]:
    """Whom an archive's secrets are encrypted to: the desk, and who holds them in escrow."""
    return [desk.keys.recipient, *escrowed(desk.folder)]


def set_escrow(desk: "OpenDesk", to: Sequence[str], cases: Sequence[Path]) -> Rewrapped:
    """See ``Desk.escrow``."""
    for one in to:
        keys.recipient(one)
    own = desk.keys
    if own.recipient in to or len(set(to)) != len(to):
        raise BadOption("An escrow key is another one than the desk's, each named once")
    text = "".join(f"{line}\n" for line in (_HEAD, *to))
    signed = note.Note(text, (note.sign(text, own.name, own.signing),))
    disk.replace(desk.folder / "keys" / "escrow", str(signed).encode())
    return _rewrapped(desk, cases)


def _rewrapped(desk: "OpenDesk", cases: Sequence[Path]) -> Rewrapped:
    """Encrypts the secrets of these cases to the present recipients."""
    to, count = recipients(desk), 0
    for path in cases:
        case = open_case(path)
        with case.writing():
            log = log_of(desk, case)
            hold_keys(desk, case, log)
            count += escrow.share(case.path / "secrets", desk.keys.identities, to)
    return Rewrapped(str(desk.keys.public), tuple(to), count)


def rotate(desk: "OpenDesk", cases: Sequence[Path], new_passphrase: str) -> Rewrapped:
    """See ``Desk.rotate``. The new key file is on disk before the log speaks of it."""
    old = desk.keys
    with disk.lock(desk.folder / "keys"):
        log = open_log(desk.folder)
        coming = desk.folder / "keys" / NEXT
        new = _coming(coming, new_passphrase, [str(k) for k in log.trusted])
        if new is None:
            made = DeskKeys.make(old.name)
            new = DeskKeys(made.name, made.signing, made.identity, old.identities)
            new.save(coming, new_passphrase)
        held = Ledger(desk.folder / "entries")
        held.settle(log)
        escrow.rotate(log, held, old, new)
        here = desk.folder / "keys" / "desk.age"
        coming.replace(here)
        disk.sync_folder(here.parent)
    desk._use(new)
    if (desk.folder / "keys" / "escrow").exists():  # signed anew: the old key is gone
        return set_escrow(desk, escrowed(desk.folder), cases)
    return _rewrapped(desk, cases)


def _coming(path: Path, passphrase: str, valid: Sequence[str]) -> DeskKeys | None:
    """The key of a rotation that was interrupted after the log had taken it.

    Raises WrongPassphrase rather than leave a key valid that nobody can use.
    """
    if not path.exists():
        return None
    try:
        found = DeskKeys.load(path, passphrase)
    except WrongPassphrase as bad:
        if len(valid) == 1:
            return None  # interrupted before the log spoke of it: a leftover
        raise WrongPassphrase(
            "An interrupted rotation is to be finished first",
            where=str(path),
            advice="give the passphrase that was chosen then",
        ) from bad
    return found if str(found.public) in valid else None


def paper(desk: "OpenDesk") -> str:
    """See ``Desk.paper``."""
    return escrow.paper(desk.keys)


def restore(desk: "OpenDesk", text: str, passphrase: str) -> str:
    """See ``Desk.restore``."""
    found = escrow.from_paper(text)
    if found.public not in ring_of(desk.folder).valid:
        raise KeyNotValid(
            "The page holds a key that does not sign for this desk (any more)",
            where=str(found.public),
            advice="take the page that was printed after the last rotation",
        )
    with disk.trouble(desk.folder / "keys"):
        (desk.folder / "keys").mkdir(mode=0o700, exist_ok=True)
    found.save(desk.folder / "keys" / "desk.age", passphrase)
    desk._use(found)
    return str(found.public)


def identity_in(text: str) -> x25519.Identity:
    """The age identity in the text of a key file (as ``age-keygen`` writes it).

    Raises BadOption; the text is not repeated.
    """
    lines = [line.strip() for line in text.split("\n")]
    found = [line for line in lines if line.startswith("AGE-SECRET-KEY-")]
    try:
        (one,) = found
        return x25519.Identity.from_str(one)
    except (ValueError, IdentityError) as bad:
        raise BadOption(
            "This is not a file with one age identity",
            advice="give the file that age-keygen or `onrecord keys make` wrote",
        ) from bad


def new_identity() -> tuple[str, str]:
    """A key file for who is to hold an archive in escrow, and its recipient."""
    made = x25519.Identity.generate()
    said = str(made.to_public())
    return f"# age identity for onrecord escrow\n# public key: {said}\n{made}\n", said


def identities_of(desk: "OpenDesk", identity: str | None, page: str | None) -> Identities:
    """Whatever a drill is to try: an identity file's, a paper page's, else the desk's."""
    if identity is not None:
        return identity_in(identity)
    return desk.keys.identities if page is None else escrow.from_paper(page).identities
