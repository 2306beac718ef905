"""Heads given away and held against the log: what makes a rollback visible.

A head in somebody else's hands (an editor's, a witness's, a published page's) must
be a beginning of the log as it stands. If it is not, entries were taken out.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.archive import extend, note, tree
from onrecord.archive.ring import Ring
from onrecord.desk.case import Case
from onrecord.desk.checker import given_keys
from onrecord.desk.seat import at_hand, open_log, ring_for, ring_of
from onrecord.desk.stamping import policy_of
from onrecord.errors import CannotAccess, CaseAltered, TwoHistories
from onrecord.model.casework import Finding
from onrecord.model.proof import Checkpoint

if TYPE_CHECKING:
    from onrecord.desk.open_desk import OpenDesk


@dataclass(frozen=True, slots=True)
class HeadFile:
    """A signed head as text to give away; with ``since`` the proof that it extends it."""

    size: int
    head: str
    since: int | None = None
    proof: bytes | None = None


def head(desk: "OpenDesk", since: Path | None) -> HeadFile:
    """See ``Desk.head``. Raises TwoHistories if the log does not extend ``since``."""
    log = open_log(desk.folder)
    now = str(log.head)
    if since is None:
        return HeadFile(log.checkpoint.size, now)
    before, said = kept(since, ring_of(desk.folder))
    why = _differs(log.hashes, said)
    if why:
        raise TwoHistories(
            f"The log is not the one this head was signed over: {why}",
            where=str(since),
            advice="keep both: two heads that do not extend each other prove that one was forged "
            "or that the desk was set back to an older copy",
        )
    path = log.consistency(said.size) if said.size else []
    return HeadFile(log.checkpoint.size, now, said.size, extend.make(before, log.head, path))


def kept(path: Path, ring: Ring) -> tuple[note.Note, Checkpoint]:
    """A head from a file. Raises CannotAccess, CaseAltered if no key of the desk signed it."""
    if not path.is_file():
        raise CannotAccess("There is no such file", where=str(path))
    try:
        found = note.parse(path.read_bytes().decode())
        said = note.parse_checkpoint(found.text)
        signed = [note.verify_line(found, k) for k in ring.known if k.name == said.origin]
    except ValueError as bad:
        raise CaseAltered(f"This is not a signed head: {bad}", where=str(path)) from bad
    if not any(signed):
        raise CaseAltered("This head is not signed by the desk of the case", where=str(path))
    return found, said


def _differs(hashes: list[bytes], said: Checkpoint) -> str:
    """Empty if the head is one of a beginning of these entries, else what differs."""
    if said.size > len(hashes):
        return f"it counts {said.size} entries, and the log has {len(hashes)}"
    if tree.root(hashes[: said.size]) != said.root:
        return f"the first {said.size} entries are others"
    return ""


def extends(desk: "OpenDesk", case: Case, path: Path) -> Finding:
    """Whether the desk's log extends a head kept elsewhere, as a finding of a check.

    Raises CannotAccess without such a file: that says nothing of the log.
    """
    name = f"head {path.name}"
    try:
        _, said = kept(path, ring_for(desk, case))
        if not at_hand(desk, case):
            return Finding(name, "unread", "the desk's log is not here to compare it with")
        why = _differs(open_log(desk.folder).hashes, said)
    except CaseAltered as bad:
        return Finding(name, "altered", bad.what)
    if why:
        return Finding(name, "altered", f"the log does not extend it: {why}")
    return Finding(name, "intact", f"the log extends it ({said.size} entries)")


def is_heads(file: Path) -> bool:
    """True if the file says that it is a consistency proof."""
    if not file.is_file():
        return False
    with file.open("rb") as source:
        return source.read(64).startswith(b'{"onrecord":"extends/1"')


def verify_heads(
    desk: "OpenDesk", file: Path, keys: tuple[str, ...], policy: Path | None
) -> extend.Extends:
    """See ``Desk.verify_heads``."""
    if not file.is_file():
        raise CannotAccess("There is no such file", where=str(file))
    return extend.read(file.read_bytes(), policy_of(desk, given_keys(keys), policy))
