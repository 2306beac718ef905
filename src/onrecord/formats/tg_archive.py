"""tg-archive's SQLite (``data.sqlite``): the tables ``messages``, ``users`` and ``media``.

Written from that tool's ``db.py`` and ``sync.py``; see docs/reference/formats/tg-archive.md.
A record is a row: its place is the table's row number, which is the message's id.
"""

import json
import posixpath
import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import TYPE_CHECKING, Any

from onrecord.formats import _objects as objects
from onrecord.formats import _sqlite as sqlite
from onrecord.formats._api_message import code_points
from onrecord.formats._media import Beside, kind_of
from onrecord.formats._rows import NO_TIME, Rows, Time
from onrecord.formats._tally import Tally
from onrecord.formats._when import one
from onrecord.model.chat import Chat
from onrecord.model.place import Place
from onrecord.model.trouble import Trouble
from onrecord.ports import Ask, Sniffed, Tree

if TYPE_CHECKING:
    import pyarrow as pa

_SUFFIXES = (".sqlite", ".sqlite3", ".db")
_HEAD = 64 << 10
_MESSAGES = ("id", "type", "date", "edit_date", "content", "entities", "reply_to", "user_id",
             "media_id")  # fmt: skip
_TABLES = {
    "users": ("username", "first_name", "last_name", "tags", "avatar"),
    "media": ("type", "url", "title", "description", "thumb"),
}
_SCHEMA = [re.compile(rb"CREATE TABLE\s+[\"'`\[]?" + t + rb"\b", re.IGNORECASE)
           for t in (b"messages", b"users", b"media")]  # fmt: skip
_ENTITIES = {"Strike": "strikethrough", "TextUrl": "text_link", "Url": "link",
             "MentionName": "mention_name", "BotCommand": "bot_command"}  # fmt: skip
_EVENTS = ("user_joined", "user_left")
Cells = dict[str, Any]


class TgArchive:
    """The reader of tg-archive's database."""

    name = "tg-archive"
    version = 1
    title = "tg-archive, SQLite"

    def sniff(self, tree: Tree) -> Sniffed | None:
        """A claim on SQLite files whose first page defines tg-archive's tables."""
        members = tree.members()
        named = [m for m in members if m.lower().endswith(_SUFFIXES) or len(members) == 1]
        found = tuple(m for m in named if _is_archive(tree, m))
        return Sniffed(found, "SQLite with tg-archive's tables") if found else None

    def read(self, tree: Tree, ask: Ask) -> "Iterator[pa.RecordBatch | Chat | Trouble]":
        """Batches, a chat a database, troubles, in the order of the ids."""
        sniffed = self.sniff(tree)
        first = 0
        for member in sniffed.members if sniffed else ():
            reading = _Reading(tree, member, first)
            yield from reading.parts()
            first = reading.rows.n


def _is_archive(tree: Tree, member: str) -> bool:
    head = objects.head(tree, member, 16)
    if head != sqlite.MAGIC:
        return False
    head = objects.head(tree, member, _HEAD)
    return all(table.search(head) for table in _SCHEMA) and b"reply_to" in head


class _Reading:
    """One database."""

    def __init__(self, tree: Tree, member: str, first: int) -> None:
        self._tree = tree
        self._member = member
        known = frozenset(tree.members())
        folder = posixpath.dirname(member)
        self._beside = Beside(posixpath.join(folder, "media") if folder else "media", known)
        constants = {"member": member, "chat": member, "place_kind": "row"}
        self.rows = Rows(first, constants)
        self._tally = Tally()
        self._last = 0

    def parts(self) -> "Iterator[pa.RecordBatch | Chat | Trouble]":
        """The chat and every row of ``messages``."""
        base = posixpath.basename(self._member).rpartition(".")[0]
        yield Chat(self._member, base, "", "telegram", (("export", "tg-archive"),))
        for name in sqlite.journals(self._tree, self._tree.members(), self._member):
            note = "a journal lies beside the database; what only it holds is not read"
            yield Trouble("unread-journal", Place(name, 0, self._tree.size(name)), note, "loss")
        try:
            with closing(sqlite.connect(self._tree, self._member)) as database:
                for cells in _select(database):
                    yield from self._row(cells)
                    if self.rows.full:
                        yield from self.rows.flush()
        except (sqlite3.Error, _NoTableError) as e:
            place = Place(self._member, self._last + 1, 1, "row")
            yield Trouble("broken-structure", place, f"not read from here on: {e}", "fatal")
        yield from self.rows.flush()
        yield from self._tally.troubles()

    def _row(self, cells: Cells) -> Iterator[Trouble]:
        number = cells["id"]
        if number <= self._last and self._last:
            raise _NoTableError("the rows of the table run backwards")
        if number <= 0:
            place = Place(self._member, 0, 1, "row")
            yield Trouble("unreadable-record", place, f"a message numbered {number}", "loss")
            return
        self._last = number
        place = Place(self._member, number, 1, "row")
        row, notes = _made(cells, self._beside)
        if row.get("text_raw") is not None:
            yield Trouble("bad-utf8", place, objects.REASONS["bad-utf8"])
        for kind, what in notes:
            self._tally.count(kind, what, place)
        self.rows.add({"start": number, "length": 1, **row})


class _NoTableError(Exception):
    """The database does not hold what its first page promises."""


def _select(database: sqlite3.Connection) -> Iterator[Cells]:
    """The rows, each with its user's and its medium's cells as ``users.…``, ``media.…``."""
    own = sqlite.columns(database, "messages")
    if own is None or "content" not in own:
        raise _NoTableError("messages is no table numbered by id")
    names = list(own)
    what = [f"m.{sqlite.quoted(name)}" for name in own]
    joins = ""
    for table, key in (("users", "user_id"), ("media", "media_id")):
        there = sqlite.columns(database, table)
        if there is None or key not in own:
            continue
        joins += f" LEFT JOIN {table} ON {table}.id = m.{key}"
        names += [f"{table}.{name}" for name in _TABLES[table] if name in there]
        what += [f"{table}.{name}" for name in _TABLES[table] if name in there]
    # Every name in it is ours, or quoted as SQL quotes names.
    query = f"SELECT {', '.join(what)} FROM messages m{joins} ORDER BY m.id"  # noqa: S608
    for cells in database.execute(query):
        yield dict(zip(names, cells, strict=True))


def _made(cells: Cells, beside: Beside) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """The row, and what is to be counted about it."""
    notes: list[tuple[str, str]] = []
    kind = sqlite.word(cells.get("type")) or "message"
    if kind != "message" and kind not in _EVENTS:
        notes.append(("unknown-action", kind))
    row: dict[str, Any] = {
        "id": str(cells["id"]),
        "kind": "message" if kind == "message" else "service",
        "action": None if kind == "message" else kind,
        "time": _time(cells.get("date"), notes),
        "reply_to": sqlite.word(cells.get("reply_to")),
        **_text(cells.get("content")),
        **_sender(cells),
    }
    payload = {k: sqlite.word(cells.get(k)) for k in ("edit_date", "users.username", "users.tags")}
    if row.get("text_raw") is None:
        row["entities"] = _entities(cells.get("entities"), row["text"], notes)
    if row.get("entities") is None:
        payload["entities"] = sqlite.word(cells.get("entities"))
    row["media"] = _media(cells, beside, payload)
    row["payload"] = objects.payload(payload, *payload)
    strange = {k: sqlite.word(v) for k, v in cells.items() if "." not in k and k not in _MESSAGES}
    if strange:
        row["unknown"] = objects.compact(strange)
        notes += [("unknown-field", name) for name in strange]
    return row, notes


def _text(content: object) -> dict[str, Any]:
    text = sqlite.word(content) or ""
    if isinstance(content, bytes) and content != text.encode("utf-8"):
        return {"text": text, "text_raw": content, "enc": "bad-utf8"}
    return {"text": text}


def _sender(cells: Cells) -> dict[str, str | None]:
    """The name shown. Only a person has a first name; a channel's number stays bare."""
    first, last = (sqlite.word(cells.get(f"users.{k}")) for k in ("first_name", "last_name"))
    name = " ".join(part for part in (first, last) if part)
    number = sqlite.word(cells.get("user_id"))
    return {
        "sender": name or sqlite.word(cells.get("users.username")),
        "sender_id": f"user{number}" if first and number else number,
    }


def _time(said: object, notes: list[tuple[str, str]]) -> Time:
    """A stamp. The tool writes UTC without saying so; newer ones may write an offset."""
    text = sqlite.word(said)
    if not text:
        return NO_TIME
    _, basis, first, last, local = one(text, None, None)
    if basis == "local-unknown":
        _, _, first, last, local = one(text + "+00:00", None, None)
        basis = "utc" if first is not None else "none"
    if basis == "none":
        notes.append(("bad-time", text))
        return (text, "none", None, None, None)
    return (text, basis, first, last, local)


def _entities(
    said: object, text: str, notes: list[tuple[str, str]]
) -> list[tuple[str, int, int, str | None]] | None:
    """Formatted runs: kind to offsets in UTF-16 units. None if they cannot be read."""
    if not said:
        return []
    found: list[tuple[str, int, int, str | None]] = []
    index = code_points(text)
    try:
        for kind, runs in json.loads(sqlite.word(said) or "").items():
            for run in runs:
                start, size = run["o"], run["l"]
                if not (objects.is_count(start) and objects.is_count(size)):
                    raise ValueError("an offset is no number")
                begin, end = index[start], index[start + size]
                value = next((run[k] for k in ("url", "user_id", "language") if run.get(k)), None)
                word = _ENTITIES.get(kind, kind.lower())
                found.append((word, begin, end - begin, objects.word(value)))
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
        notes.append(("unknown-markup", "entities"))
        return None
    return sorted(found, key=lambda run: (run[1], -run[2]))


def _media(cells: Cells, beside: Beside, payload: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Files as media; polls and pages into the payload."""
    given = {k: sqlite.word(cells.get(f"media.{k}")) for k in _TABLES["media"]}
    kind = given.pop("type")
    if kind is None:
        if cells.get("media_id") is not None:
            payload["media_id"] = sqlite.word(cells["media_id"])
        return []
    if kind in ("webpage", "poll"):
        payload[kind] = _poll(given) if kind == "poll" else {k: v for k, v in given.items() if v}
        return []
    sort = kind_of(given["url"] or given["title"]) if kind == "photo" else kind
    return [beside.media(sort, given["url"], name=given["title"])]


def _poll(given: Mapping[str, str | None]) -> dict[str, Any]:
    """Question and answers; answers that are no JSON stay as they are written."""
    said = given["description"] or ""
    try:
        return {"question": given["title"], "answers": json.loads(said)}
    except (ValueError, RecursionError):
        return {"question": given["title"], "answers": said}


FORMAT = TgArchive()
