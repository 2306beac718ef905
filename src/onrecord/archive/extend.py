"""That one head of a desk's log extends another: nothing was taken out (format section 18).

Who keeps a head - an editor, a lawyer, a reader of a published page - can ask for
this file and needs nothing else of the log.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.archive import b64, form, note, tree, verify
from onrecord.archive.policy import Policy
from onrecord.model.proof import Checkpoint, Stamp

LIMIT = 262_144
_KEYS = ["onrecord", "before", "after", "path"]


@dataclass(frozen=True, slots=True)
class Extends:
    """Two heads of one log, the later over all entries of the earlier."""

    before: Checkpoint
    after: Checkpoint
    before_stamps: tuple[Stamp, ...]
    after_stamps: tuple[Stamp, ...]


def make(before: note.Note, after: note.Note, path: Sequence[bytes]) -> bytes:
    """The file. Nothing is checked here."""
    value = {
        "onrecord": "extends/1",
        "before": str(before),
        "after": str(after),
        "path": [b64.std(p) for p in path],
    }
    return b64.dumps(value).encode() + b"\n"


def read(data: bytes, policy: Policy) -> Extends:
    """What such a file shows. Raises ProofRefused, nothing else."""
    with verify.step(0):
        heads, path = _form(data)
    with verify.step(3):
        (_, old), (_, new) = heads
        if old.origin != new.origin:
            raise ValueError("the two heads are of different desks")
        tree.check_consistency(old.size, old.root, new.size, new.root, path)
    with verify.step(4):
        stamps = [verify.head_signed(head, said, policy) for head, said in heads]
    return Extends(old, new, stamps[0], stamps[1])


def _form(data: bytes) -> tuple[list[tuple[note.Note, Checkpoint]], tuple[bytes, ...]]:
    if len(data) > LIMIT or not data.endswith(b"\n"):
        raise ValueError("too large, or the last line end is missing")
    value = form.fields(b64.loads(data[:-1].decode("utf-8")), _KEYS)
    if value["onrecord"] != "extends/1":
        raise ValueError("not a consistency proof of version 1")
    notes = [note.parse(form.text(value[name])) for name in ("before", "after")]
    heads = [(n, note.parse_checkpoint(n.text)) for n in notes]
    return heads, form.path(form.texts(value["path"], form.MAX_PATH))
