"""More invented exports: the other formats. See golden_samples.py."""

import json
from typing import Any

Samples = dict[str, bytes]

_DEFAULT = """
     <div class="message default clearfix{joined}" id="message{n}">

{pic}      <div class="body">

       <div class="pull_right date details" title="{date}">
{clock}
       </div>
{name}
{more}
       <div class="text">
{text}
       </div>

      </div>

     </div>
"""
_NAME = '\n       <div class="from_name">\n{}\n       </div>\n'


def _html(n: int, who: str, text: str, date: str, more: str = "") -> str:
    name = _NAME.format(who) if who else ""
    joined = "" if who else " joined"
    clock = date[11:16]
    return _DEFAULT.format(
        n=n, joined=joined, pic="", date=date, clock=clock, name=name, text=text, more=more
    )


def _html_event(n: int, text: str) -> str:
    return (
        f'\n     <div class="message service" id="message{n}">\n\n'
        f'      <div class="body details">\n{text}\n      </div>\n\n     </div>\n'
    )


def telegram_html() -> Samples:
    """Two pages of one chat."""
    head = (
        '<!DOCTYPE html>\n<html>\n\n <head>\n\n  <meta charset="utf-8"/>\n<title>Exported Data'
        "</title>\n </head>\n\n <body>\n\n  "
        '<div class="page_wrap">\n\n   <div class="page_header">\n\n    <div class="content">\n\n'
        '     <div class="text bold">\nHarbour &amp; Co \n     </div>\n\n    </div>\n\n'
        "   </div>\n\n"
        '   <div class="page_body chat_page">\n\n    <div class="history">\n'
    )
    foot = "\n    </div>\n\n   </div>\n\n  </div>\n\n </body>\n\n</html>\n"
    reply = (
        '       <div class="reply_to details">\nIn reply to <a href="#go_to_message2" '
        'onclick="return GoToMessage(2)">this message</a>\n       </div>\n'
    )
    photo = (
        '       <div class="media_wrap clearfix">\n\n        <a class="photo_wrap clearfix '
        'pull_left" href="photos/photo_1.jpg">\n\n         <img class="photo" '
        'src="photos/photo_1_thumb.jpg"/>\n\n        </a>\n\n       </div>\n'
    )
    reactions = (
        '       <span class="reactions">\n\n        <span class="reaction">\n\n         '
        '<span class="emoji">\n👍\n         </span>\n\n         <span class="count">\n7\n'
        "         </span>\n\n        </span>\n\n       </span>\n"
    )
    one = (
        _html_event(-1, "1 June 2024")
        + _html_event(1, "Zarkan created group &laquo;Harbour&raquo; with members Mirela")
        + _html(2, "Zarkan", "Read <strong>this</strong><br>&quot;now&quot; &amp; then",
                "01.06.2024 10:00:00 UTC+03:00")
        + _html(3, "", "joined", "01.06.2024 10:01:00 UTC+03:00")
        + _html(4, "Mirela via @gif", '<a href="https://example.org/">https://example.org/</a> or '
                '<a href="https://example.org/x">here</a>', "01.06.2024 10:02:00 UTC+03:00", reply)
    )  # fmt: skip
    two = _html(5, "Mirela", "a picture", "01.06.2024 10:03:00 UTC+03:00", photo + reactions)
    return {
        "pages/messages.html": (head + one + foot).encode(),
        "pages/messages2.html": (head + two + foot).encode(),
    }


def _line(*values: Any) -> bytes:
    return b"".join(json.dumps(v, ensure_ascii=False).encode() + b"\n" for v in values)


def _pretty(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n"


def discord() -> Samples:
    """One channel."""
    author = {"id": "11", "name": "zarkan", "nickname": "Zarkan", "isBot": False}
    base: dict[str, Any] = {"timestamp": "2024-06-01T10:00:00.123+00:00", "timestampEdited": None,
            "author": author, "attachments": [], "embeds": [], "reactions": []}  # fmt: skip
    emoji = {"id": "", "name": "👍", "isAnimated": False}
    file = {"id": "1", "url": "https://cdn.example.org/a.png", "fileName": "a.png",
            "fileSizeBytes": 12}  # fmt: skip
    return {
        "channel.json": _pretty({
            "guild": {"id": "1", "name": "Harbour"},
            "channel": {"id": "2", "type": "GuildTextChat", "name": "general"},
            "dateRange": {"after": None, "before": None},
            "messages": [
                {"id": "1001", "type": "Default", **base, "content": "hello"},
                {"id": "1002", "type": "Reply", **base, "content": "hello back",
                 "reference": {"messageId": "1001", "channelId": "2"}, "attachments": [file],
                 "reactions": [{"emoji": emoji, "count": 3}]},
                {"id": "1003", "type": "GuildMemberJoin", **base, "content": "joined"},
                {"id": "1004", "type": "Default", **base, "content": "odd", "aura": "blue"},
            ],
            "messageCount": 4,
        }),
    }  # fmt: skip


def messenger() -> Samples:
    """Names and words in Meta's Latin-1."""
    scrambled = "مرحبا".encode().decode("latin-1")
    return {
        "inbox/harbour_1/message_1.json": _pretty({
            "participants": [{"name": "Zarkan"}, {"name": "Mirela"}],
            "messages": [
                {"sender_name": "Mirela", "timestamp_ms": 1717236000123, "content": scrambled,
                 "reactions": [{"reaction": "\u00f0\u009f\u0091\u008d", "actor": "Zarkan"}]},
                {"sender_name": "Zarkan", "timestamp_ms": 1717236000000,
                 "photos": [{"uri": "inbox/harbour_1/photos/1.jpg", "creation_timestamp": 1}]},
            ],
            "title": "Harbour",
            "thread_path": "inbox/harbour_1",
        }),
    }  # fmt: skip


def matrix() -> Samples:
    """A room."""
    base = {"origin_server_ts": 1717236000123, "room_id": "!r:example.org"}
    reply = {"msgtype": "m.text", "body": "yes",
             "m.relates_to": {"m.in_reply_to": {"event_id": "$1"}}}  # fmt: skip
    return {
        "export.json": _pretty({
            "room_name": "Harbour", "room_creator": "@z:example.org", "topic": "",
            "export_date": "01/06/2024", "exported_by": "Zarkan",
            "messages": [
                {"type": "m.room.message", "sender": "@z:example.org", "event_id": "$1", **base,
                 "content": {"msgtype": "m.text", "body": "hello"}},
                {"type": "m.room.message", "sender": "@m:example.org", "event_id": "$2", **base,
                 "content": reply},
                {"type": "m.room.member", "sender": "@m:example.org", "event_id": "$3", **base,
                 "state_key": "@m:example.org", "content": {"membership": "join"}},
            ],
        }),
    }  # fmt: skip


def slack() -> Samples:
    """One channel, one day."""
    return {
        "export/users.json": _pretty([{"id": "U1", "name": "z", "real_name": "Zarkan"}]),
        "export/channels.json": _pretty([{"id": "C1", "name": "general", "created": 1}]),
        "export/general/2024-06-01.json": _pretty([
            {"type": "message", "user": "U1", "ts": "1717236000.000100", "text": "hi <@U2>"},
            {"type": "message", "user": "U2", "ts": "1717236060.000200", "text": "hello",
             "thread_ts": "1717236000.000100", "reactions": [{"name": "fish", "count": 1}]},
            {"type": "message", "subtype": "channel_join", "user": "U2",
             "ts": "1717236061.000000", "text": "<@U2> has joined the channel"},
        ]),
    }  # fmt: skip


def signal_backup() -> Samples:
    """Frames of a plaintext export."""
    said = {"text": {"body": "hello 🐟 you", "bodyRanges": [
        {"start": 9, "length": 3, "style": "BOLD"}]},
        "reactions": [{"emoji": "👍", "authorId": "2", "sentTimestamp": "1"}]}  # fmt: skip
    item = {"chatId": "9", "authorId": "3", "dateSent": "1717236000123", "incoming": {}}
    return {
        "main.jsonl": _line(
            {"version": "1", "backupTimeMs": "1717236000000"},
            {"account": {"givenName": "Zarkan"}},
            {"recipient": {"id": "3", "contact": {"profileGivenName": "Mirela"}}},
            {"recipient": {"id": "7", "group": {"snapshot": {"title": {"title": "Harbour"}}}}},
            {"chat": {"id": "9", "recipientId": "7"}},
            {"chatItem": {**item, "standardMessage": said}},
            {"chatItem": {**item, "dateSent": "1717236001000", "updateMessage": {"simple": {}}}},
        ),
    }


def telegram_api() -> Samples:
    """A scraper's array and Telethon's lines."""
    return {
        "scraped.json": _pretty([
            {"message_id": 2, "sender_id": -100, "text": "**bold** news", "channel": "Kestrel",
             "date": "2024-06-01T10:00:00+00:00", "category": "news"},
            {"message_id": 1, "sender_id": -100, "text": "older", "channel": "Kestrel",
             "date": "2024-06-01T09:00:00+00:00", "category": "other"},
        ]),
        "telethon.jsonl": _line(
            {"_": "Message", "id": 5, "date": "2024-06-01T10:00:00+00:00", "message": "a 🐟 b",
             "peer_id": {"_": "PeerChannel", "channel_id": 77},
             "from_id": {"_": "PeerUser", "user_id": 9},
             "entities": [{"_": "MessageEntityBold", "offset": 5, "length": 1}],
             "fwd_from": {"_": "MessageFwdHeader", "from_name": "Somebody",
                          "date": "2024-05-31T10:00:00+00:00"},
             "reply_to": {"reply_to_msg_id": 4}},
            {"_": "MessageService", "id": 6, "date": "2024-06-01T10:05:00+00:00",
             "peer_id": {"_": "PeerChannel", "channel_id": 77},
             "action": {"_": "MessageActionPinMessage"}},
        ),
    }  # fmt: skip


def jsonlines() -> Samples:
    """Records of no known format."""
    return {
        "records.jsonl": _line(
            {"id": 1, "text": "one", "author": "Zarkan", "created_at": "2024-06-01T10:00:00Z"},
            {"id": 2, "text": "two\u2028still two", "author": "Mirela", "created_at": 1717236000},
        )
        + b"not json\n",
    }


def tables() -> Samples:
    """A table with a cell of two lines."""
    return {
        "table.csv": b'id,author,date,body\n1,Zarkan,2024-06-01 10:00:00,"one, ""quoted""\nline"\n'
        b"2,Mirela,2024-06-01 10:01:00,two\n3,short\n",
    }
