"""What holds for every format: nothing lost, nothing twice, the same again, no crash."""

import random
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from onrecord.errors import OnRecordError
from onrecord.formats import by_name, open_tree
from onrecord.formats._tree import FileTree
from onrecord.model.chat import Chat, Message
from onrecord.model.schema import MESSAGE, rows
from onrecord.model.trouble import Trouble
from onrecord.ports import Ask

GOLDEN = Path(__file__).parents[1] / "golden" / "formats"
FILES = sorted(
    p
    for folder in GOLDEN.iterdir()
    for p in folder.iterdir()
    if p.is_file() and p.suffix != ".expected" and p.name != "README.md"
)
NAMES = [f"{p.parent.name}/{p.name}" for p in FILES]
IN_ROWS = {"tg-archive"}
"""Formats whose records are rows of a table."""
# Formats whose rows take something over from the lines before them, and what.
CARRIED = {
    "telegram-html": {"sender", "time", "payload"},
    "discord-html": {"sender", "sender_id", "time", "payload"},
}


def read(path: Path, ask: Ask | None = None, name: str = "") -> list[Any]:
    """All parts, messages as values."""
    found: list[Any] = []
    reader = by_name(name or path.parent.name)
    for part in reader.read(open_tree(path), ask or Ask()):
        if isinstance(part, Chat | Trouble):
            found.append(part)
        else:
            assert part.schema == MESSAGE
            found += rows(part)
    return found


def taken(parts: list[Any]) -> list[tuple[int, int]]:
    """Ranges of records, or their rows, readable or not, in the order of the file."""
    lost = [p.place for p in parts if isinstance(p, Trouble) and p.weight != "note"]
    own = [p.place for p in parts if isinstance(p, Message)]
    return sorted((p.start, p.length) for p in own + lost if p.length)


def without(path: Path, gone: list[int]) -> bytes:
    """The database without these messages, and without the space they took."""
    with closing(sqlite3.connect(":memory:")) as base:
        base.deserialize(path.read_bytes())
        base.executemany("DELETE FROM messages WHERE rowid = ?", [(n,) for n in gone])
        base.commit()
        base.execute("VACUUM")
        return base.serialize()


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_ranges_lie_apart_and_inside_the_file(path: Path) -> None:
    end = 0
    for start, length in taken(read(path)):
        assert start >= end
        end = start + length
    assert end <= path.stat().st_size


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_what_is_no_record_holds_no_words(path: Path) -> None:
    """Records, Troubles and structure tile the file: blank the records, and no text of
    any message is left in what remains."""
    parts = read(path)
    data = bytearray(path.read_bytes())
    if path.parent.name in IN_ROWS:
        data = bytearray(without(path, [n for n, _ in taken(parts)]))
    for start, length in taken(parts) if path.parent.name not in IN_ROWS else ():
        data[start : start + length] = b" " * length
    left = bytes(data).decode("utf-8", "replace")
    for part in parts:
        if isinstance(part, Message) and len(part.text) > 8:
            assert part.text.split("\n")[0] not in left


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_numbers_run_and_keys_differ(path: Path) -> None:
    messages = [p for p in read(path) if isinstance(p, Message)]
    assert [m.n for m in messages] == list(range(len(messages)))
    assert len({m.key for m in messages}) == len(messages)


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_the_same_bytes_give_the_same_parts(path: Path) -> None:
    assert read(path) == read(path)


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_a_record_reads_the_same_from_its_own_range(path: Path, tmp_path: Path) -> None:
    parts = read(path)
    messages = [p for p in parts if isinstance(p, Message)]
    chats = [p for p in parts if isinstance(p, Chat)]
    if path.name == "account.json" or len({m.chat for m in messages}) > 1:
        pytest.skip("several chats in one file")
    ranges = taken(parts)
    data = path.read_bytes()
    before = data[: ranges[0][0]]
    if path.parent.name == "signal-backup":  # names stand in frames before the messages
        before = data[: messages[0].place.start]
    after = b"" if path.name.startswith("truncated") else data[ranges[-1][0] + ranges[-1][1] :]
    order = dict(chats[0].notes).get("date order", "dmy/mdy")
    ask = Ask(date_order=order if "/" not in order else None)
    for message in messages:
        alone = tmp_path / path.name
        own = data[message.place.start : message.place.start + message.place.length]
        if path.parent.name in IN_ROWS:
            others = [m.place.start for m in messages if m != message]
            alone.write_bytes(without(path, others))
        else:
            alone.write_bytes(before + own + after)
        again = [p for p in read(alone, ask, path.parent.name) if isinstance(p, Message)]
        assert len(again) == 1, own
        for field in (f for f in Message.__slots__ if f not in ("n", "place")):
            if field not in CARRIED.get(path.parent.name, ()):
                assert getattr(again[0], field) == getattr(message, field), field


def survives(path: Path, name: str) -> None:
    """Reading ends, and only ever in a way a person can act on."""
    reader = by_name(name)
    tree = FileTree(path)
    try:
        reader.sniff(tree)
        for part in reader.read(tree, Ask()):
            if not isinstance(part, Chat | Trouble):
                list(rows(part))
    except OnRecordError:
        pass


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_no_mutation_raises(path: Path, tmp_path: Path) -> None:
    rng = random.Random(path.name)
    data = path.read_bytes()
    target = tmp_path / path.name
    for _ in range(60):
        mutant = bytearray(data)
        for _ in range(rng.randrange(1, 6)):
            at = rng.randrange(len(mutant))
            kind = rng.randrange(4)
            if kind == 0:
                mutant[at] = rng.randrange(256)
            elif kind == 1:
                del mutant[at : at + rng.randrange(1, 40)]
            elif kind == 2:
                mutant[at:at] = rng.choice([b'"', b"{", b"}", b"]", b"\\", b"\n", b"\x00", b"\xff"])
            else:
                mutant[at:at] = mutant[at : at + rng.randrange(200)]
            mutant = mutant or bytearray(b" ")
        target.write_bytes(bytes(mutant))
        survives(target, path.parent.name)


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_no_truncation_raises(path: Path, tmp_path: Path) -> None:
    data = path.read_bytes()
    target = tmp_path / path.name
    for size in range(0, len(data), max(1, len(data) // 60)):
        target.write_bytes(data[:size])
        survives(target, path.parent.name)


def test_a_carriage_return_in_a_header_is_no_table(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(b"id,te\rxt,date\n1,2,3\n")
    assert by_name("csv").sniff(FileTree(path)) is None
