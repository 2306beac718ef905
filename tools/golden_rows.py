"""Invented exports that are databases. See golden_samples.py."""

import json
import sqlite3

from golden_samples import Samples

_TABLES = """
CREATE TABLE messages (
    id INTEGER NOT NULL PRIMARY KEY, type TEXT NOT NULL, date TIMESTAMP NOT NULL,
    edit_date TIMESTAMP, content TEXT, entities JSON, reply_to INTEGER, user_id INTEGER,
    media_id INTEGER
);
CREATE TABLE users (
    id INTEGER NOT NULL PRIMARY KEY, username TEXT, first_name TEXT, last_name TEXT,
    tags TEXT, avatar TEXT
);
CREATE TABLE media (
    id INTEGER NOT NULL PRIMARY KEY, type TEXT, url TEXT, title TEXT, description TEXT,
    thumb TEXT
);
"""
_USERS = [
    (7, "zarkan", "Zarkan", None, "", None),
    (8, "8", "Mirela", "Oduvan", "bot", None),
    (77, "kestrel_radio", None, None, "", None),
]
_MEDIA = [
    (4, "photo", "4.jpg", "photo_2024.jpg", None, "thumb_4.jpg"),
    (5, "poll", None, "أين نلتقي؟", json.dumps([{"label": "bridge", "count": 2}]), None),
    (6, "webpage", "https://example.org/", "A page", "Words of a page", None),
]
_RUNS = json.dumps({"Bold": [{"o": 8, "l": 4}], "TextUrl": [
    {"o": 0, "l": 4, "url": "https://example.org/a"}]})  # fmt: skip
_MESSAGES = [
    (1, "user_joined", "2024-06-01 10:00:00", None, None, None, None, 7, None),
    (2, "message", "2024-06-01 10:01:00", None, "صباح الخير يا جماعة", None, None, 7, None),
    (3, "message", "2024-06-01 10:02:00", "2024-06-01 10:05:00", "Read 🐟 this\nnow", _RUNS, 2, 8,
     None),
    (4, "message", "2024-06-01 10:03:00", None, "a picture", None, None, 8, 4),
    (5, "message", "2024-06-01 10:04:00", None, "", None, None, 77, 5),
    (6, "message", "2024-06-01 10:04:30", None, "see this page", None, None, 77, 6),
    (9, "message", "2024-06-01 10:06:00+00:00", None, b"b\xffd", None, None, 99, None),
]  # fmt: skip


def tg_archive() -> Samples:
    """A group's database: joined, formatted, answered, with a picture, a poll and a page."""
    base = sqlite3.connect(":memory:")
    base.executescript(_TABLES)
    base.executemany("INSERT INTO users VALUES (?,?,?,?,?,?)", _USERS)
    base.executemany("INSERT INTO media VALUES (?,?,?,?,?,?)", _MEDIA)
    base.executemany("INSERT INTO messages VALUES (?,?,?,?,?,?,?,?,?)", _MESSAGES)
    base.execute("UPDATE messages SET content = CAST(content AS TEXT)")
    base.commit()
    data = bytearray(base.serialize())
    base.close()
    data[92:100] = bytes(8)  # who wrote it last, and with which version of SQLite
    data[24:28] = bytes(4)
    return {"data.sqlite": bytes(data)}
