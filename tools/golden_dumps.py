"""Invented dumps in the shapes of Pyrogram, 4CAT, scrapers, and Messenger's encrypted chats."""

import json
from typing import Any

from golden_samples import Samples


def _pretty(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode()


def _lines(*values: Any) -> bytes:
    return "".join(json.dumps(v, ensure_ascii=False) + "\n" for v in values).encode()


def telegram_dumps() -> Samples:
    """Pyrogram's array, 4CAT's lines, an array under a key of the root."""
    person = {"_": "User", "id": 9, "first_name": "Zarkan", "last_name": "Tel", "username": "zt"}
    chat = {"_": "Chat", "id": -1001, "type": "ChatType.SUPERGROUP", "title": "Harbour"}
    pyrogram = [
        {"_": "Message", "id": 5, "from_user": person, "date": "2024-06-01 12:00:00", "chat": chat,
         "media": "MessageMediaType.PHOTO", "caption": "look here 🐟",
         "caption_entities": [{"_": "MessageEntity", "type": "MessageEntityType.BOLD",
                               "offset": 5, "length": 4}],
         "reactions": {"_": "MessageReactions",
                       "reactions": [{"_": "Reaction", "emoji": "👍", "count": 3}]}},
        {"_": "Message", "id": 6, "from_user": person, "date": "2024-06-01 12:01:00", "chat": chat,
         "service": "MessageServiceType.NEW_CHAT_MEMBERS"},
    ]  # fmt: skip
    fourcat = {
        "_type": "Message", "peer_id": {"_type": "PeerChannel", "channel_id": 77},
        "_chat": {"_type": "Channel", "id": 77, "title": "Kestrel", "username": "kestrel"},
        "_sender": {"_type": "User", "id": 9, "first_name": "Zarkan", "username": "zt"},
        "from_id": {"_type": "PeerUser", "user_id": 9},
    }  # fmt: skip
    inside = [
        {"_": "Message", "id": 1, "date": "2024-06-01T10:00:00+00:00", "message": "one",
         "peer_id": {"_": "PeerChannel", "channel_id": 77}},
        {"_": "MessageEmpty", "id": 2, "peer_id": {"_": "PeerChannel", "channel_id": 77}},
    ]  # fmt: skip
    return {
        "pyrogram.json": _pretty(pyrogram),
        "4cat.ndjson": _lines(
            {**fourcat, "id": 7, "date": 1717236000.0, "message": "words",
             "entities": [{"_type": "MessageEntityBold", "offset": 0, "length": 5}],
             "media": {"_type": "MessageMediaPhoto"}},
            {**fourcat, "id": 8, "date": 1717236060.0, "message": "",
             "action": {"_type": "MessageActionPinMessage"}},
        ),
        "inside.json": _pretty({"channel": "Kestrel", "count": 2, "messages": inside}),
    }  # fmt: skip


def messenger_encrypted() -> Samples:
    """The download of end-to-end encrypted chats."""
    said = {"media": [], "reactions": [], "isUnsent": False, "type": "text"}
    return {
        "Harbour_7.json": _pretty({
            "participants": ["Zarkan", "Mirela"],
            "threadName": "Harbour_7",
            "messages": [
                {**said, "senderName": "Mirela", "text": "صباح الخير ž",
                 "timestamp": 1717236000123, "reactions": [{"actor": "Zarkan", "reaction": "❤"}]},
                {**said, "senderName": "Zarkan", "text": "", "timestamp": 1717236001000,
                 "media": [{"uri": "./media/fish.jpeg"}], "type": "media"},
                {**said, "senderName": "Mirela", "text": "User unsent a message",
                 "timestamp": 1717236002000, "isUnsent": True, "type": "placeholder"},
            ],
        }),
    }  # fmt: skip


def tables() -> Samples:
    """4CAT's table, whose ``author`` is a number and whose time stands twice."""
    return {
        "4cat.csv": (
            b"id,thread_id,chat,author,author_username,author_name,body,reply_to,timestamp,"
            b"unix_timestamp,author_forwarded_from_name\r\n"
            b'7,kestrel,kestrel,9,zt,Zarkan Tel,"hello, you",,2024-06-01 10:00:00,1717236000,\r\n'
            b"8,kestrel,kestrel,9,zt,Zarkan Tel,gone on,7,2024-06-01 10:01:00,1717236060,Watch\r\n"
        )
    }


def records() -> Samples:
    """An array under a key of the root, of no known format."""
    return {
        "inside.json": _pretty({"site": "example.org", "posts": [
            {"id": 1, "text": "one", "author": "Zarkan", "created_at": "2024-06-01T10:00:00Z"},
            {"id": 2, "text": "two", "author": "Mirela", "created_at": "2024-06-01T10:01:00Z"},
        ]}),
    }  # fmt: skip
