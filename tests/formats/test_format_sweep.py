"""Long: every golden export changed at random, five hundred times; five seconds each at most."""

import random
import shutil
import signal
from pathlib import Path
from types import FrameType

import pytest

from onrecord.errors import OnRecordError
from onrecord.formats import by_name, open_tree, pick
from onrecord.model.chat import Chat
from onrecord.model.schema import rows
from onrecord.model.trouble import Trouble
from onrecord.ports import Ask, Tree

GOLDEN = Path(__file__).parents[1] / "golden" / "formats"
EXPORTS = sorted(
    p
    for folder in GOLDEN.iterdir()
    for p in folder.iterdir()
    if p.suffix != ".expected" and p.name != "README.md"
)
ROUNDS = 500
PIECES = (
    b'"', b"{", b"}", b"[", b"]", b"\\", b"\\u", b"\\x", b"\n", b"\r\n", b"\x00", b"\xff", b"<div",
    b"</div>", b"<", b"&#", b"null", b"-1", b"1e999", b"9" * 400, "\u2028".encode(),
    "\u202e".encode(), b"\xed\xa0\x80", b"\\ud83d", b"0000", b"[" * 3_000, b"<b>" * 3_000,
)  # fmt: skip


def mutant(data: bytes, rng: random.Random) -> bytes:
    """The bytes with one to eight changes."""
    out = bytearray(data)
    for _ in range(rng.randrange(1, 9)):
        at = rng.randrange(len(out) + 1)
        match rng.randrange(5):
            case 0:
                out[at : at + 1] = bytes([rng.randrange(256)])
            case 1:
                del out[at : at + rng.randrange(1, 400)]
            case 2:
                out[at:at] = rng.choice(PIECES)
            case 3:
                out[at:at] = out[at : at + rng.randrange(2_000)]
            case _:
                other = rng.randrange(len(out) + 1)
                out[at : at + 60] = out[other : other + 60]
    return bytes(out)


def whole(tree: Tree, name: str) -> None:
    """Read it all with the format of this name, and with whatever claims it."""
    for reader in {name, None}:
        try:
            found = by_name(name) if reader else pick(tree)[0]
            for part in found.read(tree, Ask()):
                if not isinstance(part, Chat | Trouble):
                    list(rows(part))
        except OnRecordError:
            continue


def too_long(number: int, frame: FrameType | None) -> None:
    """Five seconds are over."""
    raise AssertionError("longer than five seconds")


@pytest.mark.sweep
@pytest.mark.parametrize("path", EXPORTS, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_no_change_raises_or_hangs(path: Path, tmp_path: Path) -> None:
    rng = random.Random(f"sweep {path.name}")
    target = tmp_path / path.name
    before = signal.signal(signal.SIGALRM, too_long)
    try:
        for _ in range(ROUNDS):
            if path.is_dir():
                shutil.copytree(path, target, dirs_exist_ok=True)
                files = sorted(p for p in path.rglob("*") if p.is_file())
                chosen = rng.choice(files)
                (target / chosen.relative_to(path)).write_bytes(mutant(chosen.read_bytes(), rng))
            else:
                target.write_bytes(mutant(path.read_bytes(), rng))
            signal.setitimer(signal.ITIMER_REAL, 5)
            try:
                whole(open_tree(target), path.parent.name)
            except OnRecordError:
                continue
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
    finally:
        signal.signal(signal.SIGALRM, before)
