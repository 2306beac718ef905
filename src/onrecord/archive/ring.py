"""Which keys speak for a desk, and when: the first one, and those its log vouches for.

A desk's first key is what the world knows. ``key`` entries add and revoke others
(format section 9). An entry counts if the head that first holds it is over the
entries before it and is signed by a key that was valid then.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from onrecord.archive import disk, entry, note, tree
from onrecord.archive.ledger import Held, Ledger, check_held
from onrecord.archive.note import VerifierKey

_KEY = b'"t":"key","v":1}'


@dataclass(frozen=True, slots=True)
class Change:
    """One ``key`` entry that counts: where it stands, what it does to which key."""

    index: int
    adds: bool
    key: VerifierKey


@dataclass(frozen=True, slots=True)
class Ring:
    """The keys of a desk through its log."""

    first: VerifierKey
    changes: tuple[Change, ...] = ()

    @property
    def known(self) -> tuple[VerifierKey, ...]:
        """Every key that was ever valid, revoked ones too, oldest first."""
        added = [c.key for c in self.changes if c.adds]
        return tuple(dict.fromkeys([self.first, *added]))

    @property
    def valid(self) -> tuple[VerifierKey, ...]:
        """The keys that may sign from here on."""
        return self._after(len(self.changes))

    def at(self, size: int) -> tuple[VerifierKey, ...]:
        """The keys that may have signed the head of ``size`` entries: those valid
        before its last entry."""
        return self._after(sum(c.index < size - 1 for c in self.changes))

    def _after(self, count: int) -> tuple[VerifierKey, ...]:
        valid = [self.first]
        for change in self.changes[:count]:
            valid = [k for k in valid if k != change.key]
            if change.adds:
                valid.append(change.key)
        return tuple(valid)

    def then(self, index: int, body: bytes, head: note.Note) -> "Ring":
        """The ring after a key entry, if ``head`` (of ``index`` + 1 entries, its root
        checked by the caller) is signed by a key valid before; else the same ring."""
        try:
            parsed = entry.parse(body)
            said = note.parse_checkpoint(head.text)
            signed = [note.verify_line(head, k) for k in self.valid if k.name == said.origin]
            key = VerifierKey.parse(parsed.clear["key"])
        except ValueError:
            return self  # `check` names what is damaged; here it vouches for nothing
        if said.size != index + 1 or key.name != self.first.name or not any(signed):
            return self
        change = Change(index, parsed.clear["action"] == "add", key)
        return Ring(self.first, (*self.changes, change))


def of_log(folder: Path, first: VerifierKey) -> Ring:
    """The ring of a desk's log folder. Reads the entries; hashes only if there are changes.

    Entries past the size that the checkpoint states are left out: a kill between an
    entry's head and the checkpoint leaves one that was never acknowledged.
    """
    path = folder / "entries.jsonl"
    with disk.trouble(path):
        bodies = path.read_bytes().split(b"\n")[:-1] if path.exists() else []
    bodies = bodies[: _acknowledged(folder)]
    ring = Ring(first)
    where = [i for i, body in enumerate(bodies) if body.endswith(_KEY)]
    hashes = [tree.leaf_hash(b) for b in bodies] if where else []
    for i in where:
        head = _head(folder, i + 1, hashes)
        if head is not None:
            ring = ring.then(i, bodies[i], head)
    return ring


def _acknowledged(folder: Path) -> int:
    """The size the checkpoint states, signed or not; 0 if it states none."""
    path = folder / "checkpoint"
    if not path.exists():
        return 0
    with disk.trouble(path):
        data = path.read_bytes()
    try:
        return note.parse_checkpoint(note.parse(data.decode()).text).size
    except ValueError:
        return 0  # `DeskLog.open` names the damaged file


def _head(folder: Path, size: int, hashes: Sequence[bytes]) -> note.Note | None:
    """The head of that size, if there is one and its root is that of the entries."""
    path = folder / "heads" / str(size)
    if not path.exists():
        return None
    with disk.trouble(path):
        text = path.read_bytes()
    try:
        head = note.parse(text.decode())
        same = note.parse_checkpoint(head.text).root == tree.root(hashes[:size])
    except ValueError:
        return None  # as above
    return head if same else None


def of_entries(held: Iterable[Held], first: VerifierKey) -> Ring:
    """The ring as a case's own copies of the key entries show it, in the log's order."""
    ring = Ring(first)
    for one in held:
        if one.entry.kind != "key":
            continue
        try:
            check_held(one)
        except ValueError:
            continue  # as above
        ring = ring.then(one.entry.index, one.entry.body, one.head)
    return ring


def of_ledger(ledger: Ledger, first: VerifierKey) -> Ring:
    """As :func:`of_entries`, from a case's folder of entries.

    Raises CaseAltered for a file that cannot be read.
    """
    return of_entries((ledger.read(i) for i in ledger.indexes()), first)
