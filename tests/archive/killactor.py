"""One intake at the level of this room, made to be killed at any system call and run again.

Run as: python killactor.py FOLDER. Every step first looks whether it is done, as the
desk's own steps do.
"""

import io
import sys
from pathlib import Path

from tests.archive.archivecase import SECRETS, make_key, messages

from onrecord.archive import bag, ledger, log, seal
from onrecord.model.proof import Entry

ROWS = 12


def members() -> list[bag.Member]:
    """What is put into the bag."""
    return [
        bag.Member("result.json", None, lambda: io.BytesIO(b'{"name": "invented"}')),
        bag.Member("photos/a.jpg", None, lambda: io.BytesIO(b"jpg")),
    ]


def act(folder: Path) -> seal.Sealed | None:
    """Receives, seals and publishes, from wherever the last run stopped."""
    key = make_key()
    desk = log.DeskLog.open(folder / "log", [key.public])
    held = ledger.Ledger(folder / "case" / "entries")
    held.settle(desk)
    if not (folder / "case" / "bags" / "0001").exists():
        bag.create(folder / "case" / "bags" / "0001", members(), acquisition=b"{}")
    made = bag.open_bag(folder / "case" / "bags" / "0001")
    if not _has(held, "received"):
        held.record(desk, key, "received", {"manifest": made.manifest})
    done = None
    if not _has(held, "seal"):
        done = _seal(folder / "case" / "seal")
        held.record(desk, key, "seal", {"manifest": made.manifest}, seal.summary(done))
    if not _has(held, "published"):
        held.record(desk, key, "published", {"story": "s"})
    return done


def _seal(folder: Path) -> seal.Sealed:
    for path in (folder / "k", folder / "tree"):
        path.unlink(missing_ok=True)
    if folder.exists():
        folder.rmdir()
    sealer = seal.Sealer(folder, "A" * 22, SECRETS)
    sealer.add(messages(ROWS))
    return sealer.finish()


def _has(held: ledger.Ledger, kind: str) -> Entry | None:
    return next((e for e in held.entries() if e.kind == kind), None)


if __name__ == "__main__":
    act(Path(sys.argv[1]))
