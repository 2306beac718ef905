"""Is it still what was sealed? Three states: intact, altered, withheld.

Every function yields one :class:`Finding` for each object looked at and names
the object that differs; none of them stops at the first difference.
"""

import filecmp
import hashlib
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from onrecord.archive import bagcheck, entry, leaf, note, record, salt
from onrecord.archive.entry import Parsed
from onrecord.archive.ledger import Ledger, check_held
from onrecord.archive.log import DeskLog
from onrecord.archive.ring import Ring
from onrecord.archive.seal import Sealer
from onrecord.archive.sealed import SealFiles
from onrecord.archive.withheld import Gone, digest_without, parted
from onrecord.errors import CaseAltered, NoSuchMessage, OnRecordError
from onrecord.model.proof import Finding

_NAMED = 20
"""So many differing rows are named one by one; the rest is counted."""


NOTHING_GONE = Gone({})
"""Nothing is withheld."""

Keys = Sequence[note.VerifierKey] | Ring
"""Keys that may sign any head, or a ring that says when each might."""


def _at(keys: Keys, size: int) -> Sequence[note.VerifierKey]:
    return keys.at(size) if isinstance(keys, Ring) else keys


def log(folder: Path, trusted: Keys) -> Iterator[Finding]:
    """The desk log: entries, head, and every earlier head (append-only in fact)."""
    try:
        opened = DeskLog.open(folder, trusted.valid if isinstance(trusted, Ring) else trusted)
    except OnRecordError as bad:
        yield Finding(bad.where or str(folder), "altered", bad.what)
        return
    for i, body in enumerate(opened.bodies):
        try:
            entry.parse(body)
        except ValueError as bad:
            yield Finding(f"log entry {i}", "altered", str(bad))
    lines = (folder / "entries.jsonl").read_bytes().count(b"\n") - len(opened.bodies)
    late = f", {lines} more lines that no head acknowledges" if lines else ""
    yield Finding("log/entries.jsonl", "intact", f"{len(opened.bodies)} entries{late}")
    yield Finding("log/checkpoint", "intact", f"size {opened.checkpoint.size}")
    yield from _heads(opened, trusted)


def _heads(opened: DeskLog, trusted: Keys) -> Iterator[Finding]:
    from onrecord.archive import log as logs
    from onrecord.archive import tree

    for size in range(opened.checkpoint.size + 1):
        path = opened.folder / "heads" / str(size)
        name = f"log/heads/{size}"
        if not path.exists():
            continue
        try:
            _, head = logs.read_head(path, _at(trusted, size))
            same = head.size == size and head.root == tree.root(opened.hashes[:size])
        except OnRecordError as bad:
            yield Finding(name, "altered", bad.what)
            continue
        yield Finding(name, "intact" if same else "altered", "" if same else "another history")


def ledger(held: Ledger, trusted: Keys, desk: DeskLog | None = None) -> Iterator[Finding]:
    """A case's entries: their paths, the signatures of their heads, their openings.

    With the desk's log at hand the entries must also be that log's.
    """
    for index in held.indexes():
        name = f"entries/{index:06}.json"
        try:
            one = held.read(index)
            check_held(one)
            _signed(one.head, trusted)
            if desk is not None and desk.bodies[index : index + 1] != [one.entry.body]:
                raise ValueError("the desk's log holds another entry here")
        except (ValueError, OnRecordError) as bad:
            yield Finding(name, "altered", str(bad))
            continue
        yield Finding(name, "intact", one.entry.kind)


def _signed(head: note.Note, trusted: Keys) -> None:
    said = note.parse_checkpoint(head.text)
    by = [k for k in _at(trusted, said.size) if k.name == said.origin]
    if not any(note.verify_line(head, k) for k in by):
        raise ValueError("the head is not signed by this desk's key")


def bags(
    folder: Path,
    manifest: str | None,
    gone: Gone = NOTHING_GONE,
    chosen: bagcheck.Chosen | None = None,
) -> Iterator[Finding]:
    """A bag against its manifest and the logged manifest hash; of its files those
    ``chosen`` takes.

    A *missing* file that a judgement withholds is ``withheld``, and so is one that
    lacks nothing but withheld records; one with other bytes is altered all the same.
    """
    name = folder.name
    whole = gone.files.get((name, None))
    if whole is not None and not folder.exists():
        yield Finding(name, "withheld", f"by log entry {whole}")
        return
    for found in bagcheck.verify(folder, manifest, chosen):
        member = found.what.removeprefix(f"{name}/data/export/")
        by = gone.by(name, member)
        if found.note == "missing" and by is not None:
            yield Finding(found.what, "withheld", f"by log entry {by}")
        elif found.note == "other bytes" and (note := _left(folder, member, gone)):
            yield Finding(found.what, "withheld", note)
        else:
            yield found


def _left(folder: Path, member: str, gone: Gone) -> str:
    """Which entries withhold records of a file, if it is as they left it; else nothing."""
    path = folder / "data" / "export" / member
    if not gone.in_file(folder.name, member) or path.is_symlink():
        return ""
    found = gone.left(folder.name, member, digest_without(path, 0, 0))
    said = ", ".join(map(str, found))
    return f"{len(found)} of its records, by log entry {said}; other bytes as left" if found else ""


@dataclass(frozen=True, slots=True)
class Rows:
    """A reading's rows and what is needed to seal them again.

    ``batches`` may be called twice: the second time only to name what differs.
    ``gone``: numbers of withheld records and their leaves, None where the archive was
    sealed without them; a row that still holds something is sealed like any other.
    """

    batches: Callable[[], Iterable[pa.RecordBatch]]
    secrets: leaf.Secrets
    given: record.Sources = record.Sources()
    gone: Mapping[int, bytes | None] = field(default_factory=dict)

    def parted(self) -> Iterator[tuple[pa.RecordBatch, list[tuple[bytes, pa.RecordBatch]]]]:
        """Rows to be sealed, and the leaves and rows of those that are withheld."""
        for batch in self.batches():
            there, gone = parted(batch, set(self.gone))
            known = [(self.gone[n], row) for n, row in gone]
            yield there, [(made, row) for made, row in known if made is not None]


def seal(folder: Path, sealed: Parsed, rows: Rows | None = None) -> Iterator[Finding]:
    """A seal's files against the root in its entry, and the rows against the files.

    Every node of the tree is computed again. With rows every leaf is, dummies
    included; rows whose leaf is not in the tree are named.
    """
    name = f"seal {sealed.clear['archive']}"
    try:
        files = SealFiles.open(folder)
        _nodes(files, sealed)
    except (OnRecordError, ValueError) as bad:
        yield Finding(name, "altered", str(bad))
        return
    yield Finding(name, "intact", f"{files.size} leaves, root as logged")
    if rows is not None:
        yield from _rows(files, rows, name)


def _nodes(files: SealFiles, sealed: Parsed) -> None:
    """Raises ValueError unless the tree file is a tree of the logged root."""
    if files.size != sealed.size or files.root() != sealed.root:
        raise ValueError("the root is not the logged one")
    with (files.folder / "tree").open("rb") as nodes, (files.folder / "tree").open("rb") as above:
        above.seek(32 * files.size)
        for at in range(0, 32 * (2 * files.size - 2), 1 << 20):
            data = nodes.read(min(1 << 20, 32 * (2 * files.size - 2) - at))
            made = [
                hashlib.sha256(b"\x01" + data[i : i + 64]).digest() for i in range(0, len(data), 64)
            ]
            if above.read(32 * len(made)) != b"".join(made):
                raise ValueError(f"a node differs near byte {at} of the tree file")


def _rows(files: SealFiles, rows: Rows, name: str) -> Iterator[Finding]:
    with tempfile.TemporaryDirectory() as scratch:
        sealer = Sealer(Path(scratch) / "seal", "again", rows.secrets, rows.given)
        try:
            for batch, gone in rows.parted():
                sealer.add(batch)
                for made, row in gone:
                    sealer.recall(made, [row])
        except KeyError as bad:
            yield Finding(f"{name} rows", "altered", f"a chat without a secret: {bad}")
            return
        again = sealer.finish()
        if again.root != files.root():
            yield from _differing(files, rows, name)
        elif not filecmp.cmp(files.folder / "k", Path(scratch) / "seal" / "k", shallow=False):
            yield Finding(f"{name} k", "altered", "the index of the leaves differs")
        else:
            yield Finding(f"{name} rows", "intact", f"{again.records} rows give the logged root")


def _differing(files: SealFiles, rows: Rows, name: str) -> Iterator[Finding]:
    """Names the rows whose leaf is not in the sealed tree, or that are there twice."""
    keys = salt.Subkeys.of(rows.secrets.archive)
    seen: set[int] = set()
    wrong = count = 0
    for batch, gone in rows.parted():
        made = leaf.seal(batch, keys, rows.secrets, rows.given)
        numbers = batch.column("n").to_pylist()
        made += [one for one, _ in gone]
        numbers += [row.column("n")[0].as_py() for _, row in gone]
        count += len(made)
        for one, n in zip(made, numbers, strict=True):
            at = _place(files, one)
            if at is not None and at not in seen:
                seen.add(at)
                continue
            wrong += 1
            if wrong <= _NAMED:
                yield Finding(f"{name} row {n}", "altered", "not what was sealed")
    if wrong > _NAMED:
        yield Finding(name, "altered", f"{wrong - _NAMED} more rows are not what was sealed")
    if not wrong:
        yield Finding(name, "altered", f"sealed records are not among the {count} rows")


def _place(files: SealFiles, one: bytes) -> int | None:
    try:
        return files.index(one[:16], one[16:])
    except NoSuchMessage:
        return None


def against(found: Iterable[Finding]) -> None:
    """Raises CaseAltered naming the first altered object, if there is one."""
    for one in found:
        if one.state == "altered":
            raise CaseAltered(
                "The case is no longer what was sealed.",
                where=f"{one.what}: {one.note}" if one.note else one.what,
                advice="Keep this copy as it is and compare it with another.",
            )
