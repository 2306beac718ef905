"""Losing a key must not lose an archive: further recipients, rotation, a drill, paper.

A desk's first key is what the world knows; later ones are vouched for by ``key``
entries that a valid key signed before (format section 9).
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from pyrage import IdentityError, x25519

from onrecord import clock
from onrecord.archive import keys, note
from onrecord.archive.keys import DeskKeys, Identities
from onrecord.archive.ledger import Ledger
from onrecord.archive.log import DeskLog
from onrecord.errors import OnRecordError, WrongPassphrase
from onrecord.model.proof import Finding


def share(folder: Path, identity: Identities, recipients: Sequence[str]) -> int:
    """Encrypts every secrets file of a folder anew to these recipients; how many.

    Each file is replaced whole. Raises WrongPassphrase before the first is touched.
    """
    files = sorted(folder.glob("*.age"))
    opened = [keys.unlock(path, identity) for path in files]
    for path, secrets in zip(files, opened, strict=True):
        keys.keep(path, secrets, recipients)
    return len(files)


def drill(folder: Path, identity: Identities) -> Iterator[Finding]:
    """Tries an escrow key on every secrets file: what it opens is *intact*.

    A restore is proved only when ``check`` with these secrets gives the logged root.
    """
    for path in sorted(folder.glob("*.age")):
        try:
            secrets = keys.unlock(path, identity)
        except OnRecordError as bad:
            yield Finding(path.name, "altered", bad.what)
            continue
        yield Finding(path.name, "intact", f"opens; {len(secrets.chats)} chats")


def paper(key: DeskKeys) -> str:
    """A page to print and lock away: both private keys of a desk, and what they are.

    Only ever shown or written where a person asked for it.
    """
    seed = key.signing.private_bytes_raw().hex().upper()
    groups = " ".join(seed[i : i + 4] for i in range(0, len(seed), 4))
    return (
        f"Keys of the desk {key.name}. Whoever has this page can sign as the desk\n"
        "and open its archives. Keep it where nobody finds it by chance.\n\n"
        f"public key     {key.public}\n"
        f"signing seed   {groups}\n"
        f"age identity   {key.identity}\n"
    )


def from_paper(text: str) -> DeskKeys:
    """The keys a printed page holds. Raises WrongPassphrase if it was copied wrongly."""
    lines = dict(line.split("   ", 1) for line in text.split("\n") if "   " in line)
    try:
        public = note.VerifierKey.parse(lines["public key"].strip())
        seed = bytes.fromhex(lines["signing seed"])
        identity = x25519.Identity.from_str(lines["age identity"].strip())
    except (KeyError, ValueError, IdentityError) as bad:
        raise WrongPassphrase("The page is not copied rightly.", advice="Compare it.") from bad
    key = DeskKeys(public.name, DeskKeys.make(public.name, seed).signing, identity)
    if key.public != public:
        raise WrongPassphrase("The seed is not that of the public key.", advice="Compare it.")
    return key


def rotate(log: DeskLog, held: Ledger, old: DeskKeys, new: DeskKeys) -> None:
    """Puts a new key in the place of an old one: the old vouches, the new revokes.

    Both entries are in the log and, with what they open to, in ``held``; heads from
    here on are signed by the new key. What an interrupted rotation has done already
    is not done again. Raises ValueError for keys of two desks.
    """
    if old.name != new.name:
        raise ValueError("a desk keeps its name")
    at = {"claimed": clock.stamp()}
    if new.public not in log.trusted:
        held.record(log, old, "key", at, {"action": "add", "key": str(new.public)})
        log.trusted = (*log.trusted, new.public)
    held.record(log, new, "key", at, {"action": "revoke", "key": str(old.public)})
    log.trusted = tuple(k for k in log.trusted if k != old.public)
