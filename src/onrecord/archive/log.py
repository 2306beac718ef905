"""The desk log: append-only, one signed head, kill-safe (format section 10).

``entries.jsonl`` holds one entry a line, ``checkpoint`` the signed head, and
``heads/<size>`` every head there ever was. An entry counts once the head says
so: lines after the head's size were never acknowledged and are dropped by the
next append.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from onrecord.archive import disk, entry, note, tree
from onrecord.archive.keys import DeskKeys
from onrecord.errors import CaseAltered, CaseExists, NotACase
from onrecord.model.proof import Checkpoint


@dataclass(slots=True)
class DeskLog:
    """An open desk log: ``bodies[i]`` are the bytes of entry i, ``head`` its signed note."""

    folder: Path
    head: note.Note
    checkpoint: Checkpoint
    bodies: list[bytes]
    hashes: list[bytes] = field(repr=False)
    trusted: tuple[note.VerifierKey, ...] = ()

    @classmethod
    def create(cls, folder: Path, key: DeskKeys) -> "DeskLog":
        """A new log without entries. Raises CaseExists if there is one."""
        if (folder / "checkpoint").exists():
            raise CaseExists("There is a log here already.", where=str(folder))
        with disk.trouble(folder):
            (folder / "heads").mkdir(parents=True, exist_ok=True)
        with disk.lock(folder):
            disk.replace(folder / "entries.jsonl", b"")
            _write_head(folder, _signed(key, []))
        return cls.open(folder, [key.public])

    @classmethod
    def open(cls, folder: Path, trusted: Sequence[note.VerifierKey]) -> "DeskLog":
        """The log as its head says, checked against a trusted key.

        Raises NotACase, or CaseAltered naming the file that does not fit.
        """
        path = folder / "checkpoint"
        if not path.exists():
            raise NotACase("There is no log here.", where=str(folder))
        with disk.trouble(path):
            head, checkpoint = read_head(path, trusted)
            lines = (folder / "entries.jsonl").read_bytes().split(b"\n")[:-1]
        bodies = lines[: checkpoint.size]
        hashes = [tree.leaf_hash(b) for b in bodies]
        if len(bodies) < checkpoint.size or tree.root(hashes) != checkpoint.root:
            raise CaseAltered(
                "The log's entries are not those its head was signed over.",
                where=str(folder / "entries.jsonl"),
                advice="Restore the desk folder from a backup and compare.",
            )
        return cls(folder, head, checkpoint, bodies, hashes, tuple(trusted))

    def append(self, bodies: Sequence[bytes], key: DeskKeys) -> Checkpoint:
        """Adds entries and signs the new head; the log is then as if opened anew.

        Raises ValueError for bytes that are no entry, CaseBusy if another process
        writes, CaseAltered if the log moved to another history meanwhile.
        """
        for body in bodies:
            entry.parse(body)
        with disk.lock(self.folder):
            now = DeskLog.open(self.folder, [*self.trusted, key.public])
            if now.hashes[: len(self.hashes)] != self.hashes:
                raise CaseAltered("The log is not the one that was opened.", where=str(self.folder))
            _drop_leftovers(self.folder)
            _append(now, bodies)
            hashes = now.hashes + [tree.leaf_hash(b) for b in bodies]
            signed = _signed(key, hashes)
            _write_head(self.folder, signed)
        self.head = signed
        self.checkpoint = note.parse_checkpoint(signed.text)
        self.bodies = now.bodies + list(bodies)
        self.hashes = hashes
        return self.checkpoint

    def inclusion(self, index: int, size: int | None = None) -> list[bytes]:
        """The path of entry ``index`` in the tree of ``size`` (the head's if None)."""
        return tree.inclusion(self.hashes[: self._size(size)], index)

    def consistency(self, old: int, size: int | None = None) -> list[bytes]:
        """The proof that the head of ``size`` extends that of ``old``."""
        return tree.consistency(self.hashes[: self._size(size)], old)

    def head_at(self, size: int) -> note.Note:
        """The signed head of an earlier size, with all lines gathered since."""
        path = self.folder / "heads" / str(size)
        with disk.trouble(path):
            return note.parse(path.read_bytes().decode())

    def heads(self) -> list[int]:
        """Sizes for which there is a signed head, ascending."""
        with disk.trouble(self.folder):
            names = [p.name for p in (self.folder / "heads").iterdir()]
        return sorted(int(n) for n in names if n.isdigit() and int(n) <= self.checkpoint.size)

    def add_lines(self, size: int, lines: Sequence[note.Line]) -> note.Note:
        """Keeps cosignatures beside the head of ``size``."""
        with disk.lock(self.folder):
            more = self.head_at(size).with_lines(lines)
            disk.replace(self.folder / "heads" / str(size), str(more).encode())
            if size == self.checkpoint.size:
                disk.replace(self.folder / "checkpoint", str(more).encode())
                self.head = more
        return more

    def _size(self, size: int | None) -> int:
        return len(self.hashes) if size is None else size


def read_head(path: Path, trusted: Sequence[note.VerifierKey]) -> tuple[note.Note, Checkpoint]:
    """A signed head from a file. Raises CaseAltered if it is not one of a trusted key."""
    try:
        head = note.parse(path.read_bytes().decode())
        checkpoint = note.parse_checkpoint(head.text)
        by = [note.verify_line(head, k) for k in trusted if k.name == checkpoint.origin]
    except ValueError as bad:
        raise CaseAltered(
            f"The signed head cannot be read: {bad}.",
            where=str(path),
            advice="Restore the file from a backup.",
        ) from bad
    if not any(by):
        raise CaseAltered(
            "The head is not signed by this desk's key.",
            where=str(path),
            advice="Check which desk this is, or restore the file from a backup.",
        )
    return head, checkpoint


def _signed(key: DeskKeys, hashes: Sequence[bytes]) -> note.Note:
    head = Checkpoint(key.name, len(hashes), tree.root(hashes))
    text = note.checkpoint_text(head)
    return note.Note(text, (note.sign(text, key.name, key.signing),))


def _append(log: DeskLog, bodies: Sequence[bytes]) -> None:
    """Cuts what was never acknowledged, then adds the new lines and syncs."""
    path = log.folder / "entries.jsonl"
    kept = sum(len(b) + 1 for b in log.bodies)
    with disk.trouble(path):
        fd = os.open(path, os.O_WRONLY | disk.BINARY)
        try:
            os.ftruncate(fd, kept)
            os.lseek(fd, kept, os.SEEK_SET)
            disk.write_all(fd, b"".join(b + b"\n" for b in bodies))
            os.fsync(fd)
        finally:
            os.close(fd)


def _drop_leftovers(folder: Path) -> None:
    """Removes what a kill left half written, beside heads and stamps too. Under the lock
    only, which whoever writes here holds."""
    for part in folder.rglob("*.part"):
        with disk.trouble(part):
            part.unlink(missing_ok=True)


def _write_head(folder: Path, signed: note.Note) -> None:
    size = note.parse_checkpoint(signed.text).size
    disk.replace(folder / "heads" / str(size), str(signed).encode())
    disk.replace(folder / "checkpoint", str(signed).encode())
