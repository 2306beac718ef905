"""Two exports of one chat: what changed, and what the second lacks (format section 18).

Both archives share the chat's secret, so the same message has the same ``k``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from onrecord.archive import b64, entry, form, note, proof, tree, verify
from onrecord.archive.policy import Policy
from onrecord.archive.proof import Logged
from onrecord.archive.sealed import SealFiles
from onrecord.errors import BadOption, ProofRefused
from onrecord.model.proof import Checkpoint, Stamp, Verified

LIMIT = 524_288


@dataclass(frozen=True, slots=True)
class Changed:
    """One message as it stood in two archives of one chat."""

    before: Verified
    after: Verified


@dataclass(frozen=True, slots=True)
class Missing:
    """A message of one archive that a later export of the same chat lacks.

    Deleted, timed out, left and joined again, or a doctored export: they all
    look alike. ``archive`` is the later one, ``head`` and ``stamps`` date it.
    """

    before: Verified
    archive: str
    head: Checkpoint
    stamps: tuple[Stamp, ...]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A leaf shown closed: index, payload, path."""

    index: int
    payload: bytes
    path: tuple[bytes, ...]


def changed(before: bytes, after: bytes) -> bytes:
    """Two proof files as one. Nothing is checked here."""
    value = {"onrecord": "changed/1", "before": _load(before), "after": _load(after)}
    return b64.dumps(value).encode() + b"\n"


def missing(before: bytes, sides: Sequence[Neighbour | None], logged: Logged) -> bytes:
    """A proof file and the two leaves of the later archive that would stand around it."""
    left, right = (None if s is None else _side(s) for s in sides)
    after = {
        "left": left,
        "right": right,
        "tlog_proof": proof.tlog_proof(logged),
        "opened": list(logged.opened),
        "tst": [b64.std(t) for t in logged.tokens],
    }
    value = {"onrecord": "missing/1", "before": _load(before), "after": after}
    return b64.dumps(value).encode() + b"\n"


def bracket(files: SealFiles, k: bytes) -> tuple[int | None, int | None]:
    """Indexes of the leaves around a ``k`` the archive lacks.

    Raises BadOption if the archive has it.
    """
    at, there = files.bracket(k)
    if there:
        raise BadOption(
            "The later archive has this message.",
            where=str(files.folder),
            advice="Make a proof of what changed instead.",
        )
    return (at - 1 if at else None), (at if at < files.size else None)


def _side(side: Neighbour) -> dict[str, object]:
    return {
        "index": str(side.index),
        "payload": b64.url(side.payload),
        "path": [b64.std(p) for p in side.path],
    }


def _load(data: bytes) -> Any:
    return b64.loads(data.decode()[:-1])


def read(data: bytes, policy: Policy) -> Changed | Missing:
    """What a changed or missing proof shows. Raises ProofRefused, nothing else."""
    with verify.step(0):
        kind, before, after = _parts(data)
    first = verify.verify(before, policy)
    if kind == "missing/1":
        return _missing(first, after, policy)
    second = verify.verify(_again(after), policy)
    with verify.step(2):
        if first.k != second.k:
            raise ValueError("the two messages are not the same one")
        if first.archive == second.archive:
            raise ValueError("both are of one archive")
    return Changed(first, second)


def _parts(data: bytes) -> tuple[str, bytes, Any]:
    if len(data) > LIMIT or not data.endswith(b"\n"):
        raise ValueError("too large, or the last line end is missing")
    value = b64.loads(data[:-1].decode("utf-8"))
    if not isinstance(value, dict) or list(value) != ["onrecord", "before", "after"]:
        raise ValueError("not a comparison of version 1")
    if value["onrecord"] not in ("changed/1", "missing/1"):
        raise ValueError("not a comparison of version 1")
    return value["onrecord"], _again(value["before"]), value["after"]


def _again(value: Any) -> bytes:
    return b64.dumps(value).encode("utf-8") + b"\n"


@dataclass(frozen=True, slots=True)
class _After:
    """The later half of a missing proof, its form checked."""

    left: tuple[Neighbour, bytes] | None
    right: tuple[Neighbour, bytes] | None
    logged: form.Logged
    opened: tuple[str, ...]
    tokens: tuple[bytes, ...]


def _after(value: Any) -> _After:
    own = form.fields(value, ["left", "right", "tlog_proof", "opened", "tst"])
    made = _After(
        _neighbour(own["left"]),
        _neighbour(own["right"]),
        form.logged(own["tlog_proof"]),
        form.opened(own["opened"]),
        form.tokens(own["tst"]),
    )
    if made.left is None and made.right is None:
        raise ValueError("no neighbour is shown")
    return made


def _neighbour(value: Any) -> tuple[Neighbour, bytes] | None:
    if value is None:
        return None
    own = form.fields(value, ["index", "payload", "path"])
    payload = b64.unurl(form.text(own["payload"]))
    k = b64.unurl(form.payload(payload)[1])
    path = form.path(form.texts(own["path"], form.MAX_PATH))
    return Neighbour(note.decimal(form.text(own["index"])), payload, path), k


def _missing(first: Verified, value: Any, policy: Policy) -> Missing:
    with verify.step(0):
        after = _after(value)
    with verify.step(2):
        sealed = entry.parse(after.logged.body)
        if sealed.kind not in ("seal", "reseal"):
            raise ValueError("the entry is no seal")
        opened = dict(verify.seal_opened(sealed, after.opened))
        if opened.get("same_chat") != first.archive or sealed.clear["archive"] == first.archive:
            raise ValueError("the later archive is not said to be of the same chat")
        _around(after, sealed, b64.unurl(first.k))
    with verify.step(3):
        head = verify.entry_in_head(after.logged)
    with verify.step(4):
        witnessed = verify.head_signed(after.logged.head, head, policy)
    with verify.step(5):
        stamps = verify.times(after.logged.head, after.tokens, policy)
    return Missing(first, sealed.clear["archive"], head, (*stamps, *witnessed))


def _around(after: _After, sealed: entry.Parsed, k: bytes) -> None:
    """Raises ValueError unless the neighbours are of the archive and leave no room for k."""
    for side in (after.left, after.right):
        if side is None:
            continue
        own = side[0]
        leaf = tree.leaf_hash(own.payload)
        if tree.root_from_path(leaf, own.index, sealed.size, own.path) != sealed.root:
            raise ValueError("a neighbour is not in the later archive")
    last = -1 if after.left is None else after.left[0].index
    next_one = sealed.size if after.right is None else after.right[0].index
    if last + 1 != next_one:
        raise ValueError("the neighbours are not next to each other")
    if after.left is not None and not after.left[1] < k:
        raise ValueError("the left neighbour does not come before the message")
    if after.right is not None and not k < after.right[1]:
        raise ValueError("the right neighbour does not come after the message")


__all__ = [
    "Changed",
    "Missing",
    "Neighbour",
    "ProofRefused",
    "bracket",
    "changed",
    "missing",
    "read",
]
