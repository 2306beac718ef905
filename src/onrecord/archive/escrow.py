"""Losing a key must not lose an archive: further recipients, rotation, a drill, paper.

A desk's first key is what the world knows; later ones are vouched for by ``key``
entries that a valid key signed before (format section 9).
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from pyrage import IdentityError, x25519

from onrecord import clock
from onrecord.archive import entry, keys, note, tree
from onrecord.archive.keys import DeskKeys
from onrecord.archive.log import DeskLog
from onrecord.errors import OnRecordError, WrongPassphrase
from onrecord.model.proof import Finding


def share(folder: Path, identity: x25519.Identity, recipients: Sequence[str]) -> int:
    """Encrypts every secrets file of a folder anew to these recipients; how many.

    Each file is replaced whole. Raises WrongPassphrase before the first is touched.
    """
    files = sorted(folder.glob("*.age"))
    opened = [keys.unlock(path, identity) for path in files]
    for path, secrets in zip(files, opened, strict=True):
        keys.keep(path, secrets, recipients)
    return len(files)


def drill(folder: Path, identity: x25519.Identity) -> Iterator[Finding]:
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


def rotate(log: DeskLog, old: DeskKeys, new: DeskKeys) -> None:
    """Puts a new key in the place of an old one: the old vouches, the new revokes.

    Both entries are in the log; heads from here on are signed by the new key.
    Raises ValueError for keys of two desks.
    """
    if old.name != new.name:
        raise ValueError("a desk keeps its name")
    at = {"claimed": clock.stamp()}
    added, _ = entry.make("key", at, {"action": "add", "key": str(new.public)})
    revoked, _ = entry.make("key", at, {"action": "revoke", "key": str(old.public)})
    log.append([added], old)
    log.trusted = (*log.trusted, new.public)
    log.append([revoked], new)


def ring(folder: Path, first: note.VerifierKey) -> tuple[note.VerifierKey, ...]:
    """All keys a log's entries vouch for, from the first one on, revoked ones too.

    A key counts if the head that first holds its entry is signed by a key that
    was valid then, and that head is of the entries before it.
    """
    bodies = (folder / "entries.jsonl").read_bytes().split(b"\n")[:-1]
    hashes = [tree.leaf_hash(b) for b in bodies]
    known, valid = [first], [first]
    for i, body in enumerate(bodies):
        parsed = entry.parse(body)
        if parsed.kind != "key" or not _signed(folder, i + 1, hashes, valid):
            continue
        key = note.VerifierKey.parse(parsed.clear["key"])
        if parsed.clear["action"] == "add":
            known.append(key)
            valid.append(key)
        else:
            valid = [k for k in valid if k != key]
    return tuple(known)


def _signed(
    folder: Path, size: int, hashes: Sequence[bytes], valid: Sequence[note.VerifierKey]
) -> bool:
    path = folder / "heads" / str(size)
    if not path.exists():
        return False
    head = note.parse(path.read_bytes().decode())
    said = note.parse_checkpoint(head.text)
    if said.size != size or said.root != tree.root(hashes[:size]):
        return False
    return any(note.verify_line(head, key) is not None for key in valid)
