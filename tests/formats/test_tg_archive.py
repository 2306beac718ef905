"""tg-archive's database: what is refused, what lies beside it, what a container changes."""

import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from onrecord.formats import by_name, open_tree, read_export
from onrecord.model.chat import Chat, Message
from onrecord.model.schema import rows
from onrecord.model.trouble import Trouble

SAMPLE = Path(__file__).parents[1] / "golden" / "formats" / "tg-archive" / "data.sqlite"


def parts(path: Path) -> list[Any]:
    """All parts, messages as values."""
    found: list[Any] = []
    for part in read_export(path):
        found += [part] if isinstance(part, Chat | Trouble) else rows(part)
    return found


def messages(path: Path) -> list[Message]:
    """The messages alone."""
    return [p for p in parts(path) if isinstance(p, Message)]


def changed(folder: Path, *statements: str) -> Path:
    """The sample after some SQL."""
    path = folder / "data.sqlite"
    path.write_bytes(SAMPLE.read_bytes())
    with closing(sqlite3.connect(path)) as base:
        for statement in statements:
            base.execute(statement)
        base.commit()
    return path


def test_a_zip_reads_as_the_file_does(tmp_path: Path) -> None:
    outer = tmp_path / "group.zip"
    with zipfile.ZipFile(outer, "w") as archive:
        archive.write(SAMPLE, "data.sqlite")
        archive.writestr("media/4.jpg", b"x")
    before = sorted(tmp_path.iterdir())
    plain, zipped = messages(SAMPLE), messages(outer)
    assert [m.text for m in zipped] == [m.text for m in plain]
    assert [m.key for m in zipped] == [m.key for m in plain]
    assert zipped[3].media[0].present
    assert sorted(tmp_path.iterdir()) == before


def test_write_ahead_mode_reads_and_what_lies_beside_is_named(tmp_path: Path) -> None:
    path = changed(tmp_path, "PRAGMA journal_mode=WAL", "UPDATE users SET tags = 'x'")
    assert path.read_bytes()[18:20] == b"\x02\x02"
    assert len(messages(path)) == 7
    (tmp_path / "data.sqlite-wal").write_bytes(b"pages")
    (tmp_path / "data.sqlite-shm").unlink(missing_ok=True)
    kinds = {p.kind: p for p in parts(tmp_path) if isinstance(p, Trouble)}
    assert kinds["unread-journal"].weight == "loss"
    outer = tmp_path / "group.zip"
    with zipfile.ZipFile(outer, "w") as archive:
        archive.write(path, "data.sqlite")
    assert len(messages(outer)) == 7


@pytest.mark.parametrize(
    "statements",
    [
        (
            "DROP TABLE messages",
            "CREATE VIEW messages AS SELECT 1 AS id, 'CREATE TABLE messages' AS reply_to",
        ),
        ("DROP TABLE messages", "CREATE TABLE messages (id TEXT PRIMARY KEY, content, reply_to)"),
        ("DROP TABLE messages", "CREATE TABLE messages (id INTEGER PRIMARY KEY, reply_to)"),
    ],
)
def test_another_table_in_its_place_is_refused(statements: tuple[str, ...], tmp_path: Path) -> None:
    path = changed(tmp_path, *statements)
    found = [p for p in parts(path) if isinstance(p, Trouble)]
    assert [p.weight for p in found] == ["fatal"]


def test_numbers_below_one_and_strange_columns_are_named(tmp_path: Path) -> None:
    path = changed(
        tmp_path,
        "INSERT INTO messages (id, type, date) VALUES (-5, 'message', 'soon')",
        "INSERT INTO messages (id, type, date) VALUES (10, 'hologram', 'soon')",
        'UPDATE messages SET entities = \'{"Bold": [{"o": 90, "l": 9}]}\' WHERE id = 4',
        "ALTER TABLE messages ADD COLUMN aura TEXT DEFAULT 'blue'",
    )
    found = parts(path)
    kinds = {p.kind for p in found if isinstance(p, Trouble)}
    assert kinds >= {"unreadable-record", "unknown-action", "bad-time", "unknown-markup"}
    assert "unknown-field" in kinds
    last = [p for p in found if isinstance(p, Message)][-1]
    assert (last.kind, last.action, last.time.text, last.time.basis) == (
        "service",
        "hologram",
        "soon",
        "none",
    )
    assert last.unknown == '{"aura":"blue"}'


def test_a_broken_page_is_fatal_and_the_rest_is_there(tmp_path: Path) -> None:
    path = changed(
        tmp_path,
        "WITH RECURSIVE c(n) AS (SELECT 100 UNION ALL SELECT n + 1 FROM c WHERE n < 3000)"
        " INSERT INTO messages (id, type, date, content)"
        " SELECT n, 'message', '2024-06-01 10:00:00', 'word ' || n FROM c",
    )
    data = bytearray(path.read_bytes())
    data[-8_192:-4_096] = b"\xff" * 4_096
    path.write_bytes(bytes(data))
    found = parts(path)
    assert [p.kind for p in found if isinstance(p, Trouble) and p.weight == "fatal"] == [
        "broken-structure"
    ]
    assert len([p for p in found if isinstance(p, Message)]) > 1_000


def test_other_databases_are_not_claimed(tmp_path: Path) -> None:
    path = tmp_path / "notes.sqlite"
    with closing(sqlite3.connect(path)) as base:
        base.execute("CREATE TABLE messages (id INTEGER PRIMARY KEY, body TEXT)")
        base.commit()
    assert by_name("tg-archive").sniff(open_tree(SAMPLE)) is not None
    assert by_name("tg-archive").sniff(open_tree(path)) is None
