"""A case's share of the desk log: its entries, what they open to, and their paths.

Each ``<index>.json`` holds an entry, its disclosures, its inclusion path and the
signed head the path leads to, so that a case can be checked without its desk.
An entry is written as pending before the log is touched, and becomes the
case's when the log's head holds it; a kill in between is mended by ``settle``.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from onrecord.archive import b64, disk, entry, note, tree
from onrecord.archive.keys import DeskKeys
from onrecord.archive.log import DeskLog
from onrecord.errors import CaseAltered, NoSuchThing
from onrecord.model.proof import Entry, EntryKind


@dataclass(frozen=True, slots=True)
class Held:
    """An entry as a case holds it: with a path to one signed head."""

    entry: Entry
    path: tuple[bytes, ...]
    head: note.Note


@dataclass(frozen=True, slots=True)
class Ledger:
    """The entries of one case, in a folder of that case."""

    folder: Path

    def record(
        self,
        log: DeskLog,
        key: DeskKeys,
        kind: EntryKind,
        values: Mapping[str, object],
        clear: Mapping[str, object] | None = None,
    ) -> Entry:
        """Appends an entry to the log and keeps what it opens to.

        Raises ValueError for values the kind does not have, CaseBusy, DiskFull;
        the log is then as it was.
        """
        body, disclosures = entry.make(kind, values, clear)
        with disk.trouble(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
        pending = self.folder / f"pending-{hashlib.sha256(body).hexdigest()}.json"
        disk.replace(pending, _text(None, body, disclosures, (), None))
        log.append([body], key)
        return self._keep(log, len(log.bodies) - 1, pending, disclosures)

    def _keep(self, log: DeskLog, index: int, pending: Path, disclosures: tuple[str, ...]) -> Entry:
        body = log.bodies[index]
        path = tuple(log.inclusion(index))
        disk.replace(self._file(index), _text(index, body, disclosures, path, log.head))
        with disk.trouble(pending):
            pending.unlink()
        return _entry(index, body, disclosures)

    def settle(self, log: DeskLog) -> int:
        """Finishes or drops what a kill left pending; returns how many were finished."""
        done = 0
        for pending in sorted(self.folder.glob("pending-*.json")):
            _, body, disclosures, _, _ = _read(pending)
            if body in log.bodies:
                self._keep(log, log.bodies.index(body), pending, disclosures)
                done += 1
            else:
                with disk.trouble(pending):
                    pending.unlink()
        for part in self.folder.glob("*.part"):
            with disk.trouble(part):
                part.unlink()
        return done

    def take(self, log: DeskLog, index: int, disclosures: tuple[str, ...] = ()) -> None:
        """Keeps an entry of the desk's own (a key) with its path to the head that first held it."""
        with disk.trouble(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
        path = tuple(log.inclusion(index, index + 1))
        said = _text(index, log.bodies[index], disclosures, path, log.head_at(index + 1))
        disk.replace(self._file(index), said)

    def indexes(self) -> list[int]:
        """Log indexes of the case's entries, ascending."""
        return sorted(int(p.stem) for p in self.folder.glob("[0-9]*.json"))

    def entries(self) -> Iterator[Entry]:
        """The case's entries in the order of the log."""
        return (self.held(i).entry for i in self.indexes())

    def held(self, index: int) -> Held:
        """One entry with its path. Raises NoSuchThing or CaseAltered.

        Remembered while its file stays the same one; who verifies takes ``read``.
        """
        file = self._file(index)
        try:
            found = file.stat()
        except FileNotFoundError as gone:
            raise NoSuchThing("The case has no such log entry.", where=str(file)) from gone
        return _held(file, index, found.st_ino, found.st_mtime_ns, found.st_ctime_ns, found.st_size)

    def read(self, index: int) -> Held:
        """The same from the bytes as they stand now."""
        file = self._file(index)
        if not file.exists():
            raise NoSuchThing("The case has no such log entry.", where=str(file))
        return _parsed(file, index)

    def _file(self, index: int) -> Path:
        return self.folder / f"{index:06}.json"


@lru_cache(maxsize=1 << 15)
def _held(file: Path, index: int, *state: int) -> Held:
    """An entry's file in the state its inode tells: read again once that is another.

    Every question to a case goes over all its entries, and a desk's judgements are
    thousands of them.
    """
    return _parsed(file, index)


def _parsed(file: Path, index: int) -> Held:
    said, body, disclosures, path, head = _read(file)
    if said != index or head is None:
        raise CaseAltered("The file is not that of this entry.", where=str(file))
    return Held(_entry(index, body, disclosures), path, head)


def check_held(held: Held) -> None:
    """Raises ValueError unless the entry's path leads to its head's root."""
    head = note.parse_checkpoint(held.head.text)
    leaf = tree.leaf_hash(held.entry.body)
    if tree.root_from_path(leaf, held.entry.index, head.size, held.path) != head.root:
        raise ValueError("the path does not lead to the head")


def _entry(index: int, body: bytes, disclosures: tuple[str, ...]) -> Entry:
    parsed = entry.parse(body)
    return Entry(index, parsed.kind, body, disclosures, entry.opened(parsed, disclosures))


_Read = tuple[int | None, bytes, tuple[str, ...], tuple[bytes, ...], note.Note | None]


def _text(
    index: int | None,
    body: bytes,
    disclosures: tuple[str, ...],
    path: tuple[bytes, ...],
    head: note.Note | None,
) -> bytes:
    value = {
        "index": None if index is None else str(index),
        "body": body.decode("ascii"),
        "disclosures": list(disclosures),
        "path": [b64.std(p) for p in path],
        "head": None if head is None else str(head),
    }
    return b64.dumps(value).encode() + b"\n"


def _read(file: Path) -> _Read:
    with disk.trouble(file):
        data = file.read_bytes()
    try:
        if not data.endswith(b"\n"):
            raise ValueError("the last line end is missing")
        value = b64.loads(data[:-1].decode("utf-8"))
        if list(value) != ["index", "body", "disclosures", "path", "head"]:
            raise ValueError("other fields")
        return (
            None if value["index"] is None else note.decimal(value["index"]),
            value["body"].encode("ascii"),
            tuple(value["disclosures"]),
            tuple(b64.unstd32(p) for p in value["path"]),
            None if value["head"] is None else note.parse(value["head"]),
        )
    except (ValueError, TypeError, AttributeError) as bad:
        raise CaseAltered(
            f"A log entry of the case cannot be read: {bad}.",
            where=str(file),
            advice="Restore the file from a backup, or take it from the desk's log.",
        ) from bad
