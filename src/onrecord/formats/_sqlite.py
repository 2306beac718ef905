"""A SQLite file of an export, opened so that nothing in it or beside it can change."""

import sqlite3
from collections.abc import Sequence

from onrecord.errors import DamagedContainer, HostileContainer
from onrecord.formats._objects import shown_bytes
from onrecord.formats._tree import FileTree, FolderTree
from onrecord.ports import Tree

MAGIC = b"SQLite format 3\x00"
IN_MEMORY = 256 << 20
"""The largest database taken out of a container: it is held in memory, because a copy
beside the case would lie there unsealed."""

_LONGEST = 32 << 20
_WAL = slice(18, 20)


def connect(tree: Tree, member: str) -> sqlite3.Connection:
    """The database, for reading. Texts come as bytes, so that none is repaired.

    A plain file is opened read-only and immutable: no lock, no journal, no write. Raises
    HostileContainer if a member of a container is too large to be held, and
    sqlite3.Error for what is no database.
    """
    if isinstance(tree, FileTree | FolderTree):
        uri = tree.path(member).resolve().as_uri() + "?mode=ro&immutable=1"
        base = sqlite3.connect(uri, uri=True)
    else:
        base = _held(tree, member)
    base.text_factory = bytes
    base.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
    for setting in ("query_only=ON", "trusted_schema=OFF", "cell_size_check=ON", "mmap_size=0"):
        base.execute(f"PRAGMA {setting}")
    return base


def _held(tree: Tree, member: str) -> sqlite3.Connection:
    size = tree.size(member)
    if size > IN_MEMORY:
        raise HostileContainer(
            "a database inside a container is too large to open in place",
            where=f"{tree.name}, member {member!r}",
            advice="Unpack the container and hand in the folder.",
        )
    with tree.open(member) as stream:
        data = bytearray()
        while more := stream.read(1 << 20):
            data += more
            if len(data) > size:
                raise DamagedContainer("it holds more bytes than its header says", where=member)
    if data[_WAL] == b"\x02\x02":
        data[_WAL] = b"\x01\x01"  # memory has no write-ahead log; the pages are the same
    base = sqlite3.connect(":memory:")
    base.deserialize(bytes(data))
    return base


def columns(base: sqlite3.Connection, table: str) -> list[str] | None:
    """The stored columns of a plain table numbered by ``id``, or None if it is none: a
    view, a virtual table, or a table whose ``id`` is not its row number."""
    kinds = base.execute("SELECT type, sql FROM sqlite_master WHERE name = ?", (table,)).fetchall()
    if len(kinds) != 1 or kinds[0][0] != b"table" or not kinds[0][1]:
        return None
    if kinds[0][1][:20].upper().startswith(b"CREATE VIRTUAL"):
        return None
    said = base.execute(f"PRAGMA table_info({quoted(table)})").fetchall()
    keys = [(name, kind.upper()) for _, name, kind, _, _, key in said if key]
    if keys != [(b"id", b"INTEGER")]:
        return None
    return [name.decode("utf-8", "replace") for _, name, *_ in said]


def quoted(name: str) -> str:
    """A name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def word(value: object) -> str | None:
    """A cell as valid Unicode; None stays None."""
    if isinstance(value, bytes):
        return shown_bytes(value.decode("utf-8", "surrogateescape"))
    return None if value is None else str(value)


def journals(tree: Tree, members: Sequence[str], member: str) -> list[str]:
    """Journals beside the file that hold pages the file itself does not."""
    names = (member + end for end in ("-wal", "-journal"))
    return [name for name in names if name in members and tree.size(name)]
