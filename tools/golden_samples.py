"""Small exports of invented groups, one or more for every format we read.

Nothing in them is anybody's: names, places and words are made up. Written by
``make golden`` into tests/golden/formats, with what the reader makes of each beside it.
"""

import json
from typing import Any

Samples = dict[str, bytes]


def dumped(value: object, indent: int | None = 1) -> bytes:
    """JSON as Telegram Desktop lays it out: one blank a level."""
    return json.dumps(value, ensure_ascii=False, indent=indent).encode()


def _said(n: int, who: str, text: Any, **more: Any) -> dict[str, Any]:
    stamp = 1_717_200_000 + n * 97
    plain = [{"type": "plain", "text": text}] if isinstance(text, str) and text else []
    entities = plain if isinstance(text, str) else [
        {"type": "plain", "text": p} if isinstance(p, str) else p for p in text
    ]  # fmt: skip
    clock = f"2024-06-01T0{3 + n // 38}:{(n * 97 // 60) % 60:02d}:{n * 97 % 60:02d}"
    return {
        "id": 100 + n,
        "type": "message",
        "date": clock,
        "date_unixtime": str(stamp),
        **{k: v for k, v in more.items() if k in ("edited", "edited_unixtime")},
        "from": who,
        "from_id": f"user{sum(who.encode())}",
        **{k: v for k, v in more.items() if k not in ("edited", "edited_unixtime")},
        "text": text,
        "text_entities": entities,
    }


def _event(n: int, who: str, action: str, **more: Any) -> dict[str, Any]:
    base = _said(n, who, "")
    return {
        **{k: base[k] for k in ("id", "date", "date_unixtime")},
        "type": "service",
        "actor": who,
        "actor_id": base["from_id"],
        "action": action,
        **more,
        "text": "",
        "text_entities": [],
    }


_POLL = {
    "question": "أين نلتقي؟",
    "closed": False,
    "total_voters": 3,
    "answers": [
        {"text": "الجسر القديم", "voters": 2, "chosen": True},
        {"text": "المحطة", "voters": 1, "chosen": False},
    ],
}
_LEFT_OUT = "(File not included. Change data exporting settings to download.)"

SINGLE = {
    "name": "حي الميناء 🐟",
    "type": "private_supergroup",
    "id": 1_900_000_001,
    "messages": [
        _event(0, "Zarkan", "create_group", title="حي الميناء", members=["Zarkan", "Ilvo Terrain"]),
        _said(1, "Zarkan", "صباح الخير يا جماعة"),
        _said(2, "Ilvo Terrain", ["Read ", {"type": "bold", "text": "this"}, " 🐟 ",
              {"type": "text_link", "text": "page", "href": "https://example.org/a?b=1"}]),
        _said(3, "Zarkan", "line one\nline two\u2028still two", reply_to_message_id=102),
        _said(4, "Ilvo Terrain", "edited", edited="2024-06-01T04:00:00",
              edited_unixtime="1717203600"),
        _said(5, "Mirela", "copied words", forwarded_from="Radio Kestrel",
              forwarded_from_id="channel77"),
        _said(6, "Mirela", "from someone hidden", forwarded_from="Somebody"),
        _said(7, "Mirela", "from a deleted account", forwarded_from=None),
        _said(8, "Zarkan", "", photo="photos/photo_1@01-06-2024_03-12-56.jpg",
              photo_file_size=12_345, width=800, height=600),
        _said(9, "Zarkan", "caption", file=_LEFT_OUT, file_name="plan.pdf", file_size=999,
              mime_type="application/pdf"),
        _said(10, "Ilvo Terrain", "", file="voice_messages/audio_1.ogg", media_type="voice_message",
              mime_type="audio/ogg", duration_seconds=4),
        _said(11, "Ilvo Terrain", "", file="stickers/fish.webp", thumbnail="stickers/fish_t.jpg",
              media_type="sticker", sticker_emoji="🐟", width=512, height=512),
        _said(12, "Mirela", "", poll=_POLL),
        _said(13, "Mirela", "", location_information={"latitude": 12.5, "longitude": -3.25}),
        {**_said(14, "Zarkan", "liked"), "reactions": [
            {"type": "emoji", "count": 2, "emoji": "👍"},
            {"type": "custom_emoji", "count": 1, "document_id": "5368324170671202286"},
        ]},
        _said(15, "Zarkan", ["ask ", {"type": "mention_name", "text": "Mirela", "user_id": 42},
              " or ", {"type": "mention", "text": "@kestrel_radio"}], via_bot="@gif"),
        _said(16, "Mirela", "signed", author="M. Editor"),
        {"id": 117, "type": "unsupported"},
        _event(18, "Zarkan", "pin_message", message_id=101),
        _event(19, "Zarkan", "remove_members", members=["Ilvo Terrain"]),
    ],
}  # fmt: skip

ACCOUNT = {
    "about": "Here is the data you requested.",
    "personal_information": {"user_id": 5, "first_name": "Zarkan", "phone_number": "+000"},
    "contacts": {"about": "…", "list": [{"user_id": 7, "first_name": "Mirela"}]},
    "chats": {
        "about": "…",
        "list": [
            {"name": "Mirela", "type": "personal_chat", "id": 7, "messages": [
                _said(1, "Mirela", "hello"), _said(2, "Zarkan", "hello yourself")]},
            {"type": "saved_messages", "id": 5, "messages": [_said(3, "Zarkan", "note")]},
            {"name": "Empty", "type": "private_group", "id": 9, "messages": []},
        ],
    },
    "left_chats": {
        "about": "…",
        "list": [{"name": "Gone", "type": "private_channel", "id": 11, "messages": [
            _event(4, "Gone", "create_channel", title="Gone")]}],
    },
}  # fmt: skip


def telegram_json() -> Samples:
    """One chat, an account, and records that a strict parser refuses."""
    one = dumped(SINGLE)
    small = dumped({**SINGLE, "messages": [_said(n, "Zarkan", f"word {n}") for n in range(7)]})
    odd = small.replace(b'"word 1"', rb'"bell \x07 and \\x41"')
    odd = odd.replace(b'"word 2"', rb'"half \ud83d end"').replace(b'"word 3"', b'"byte \xff end"')
    odd = odd.replace(b'"id": 104,', b'"id": 104,\n   "hologram": {"depth": 3},')
    odd = odd.replace(b'"text": "word 5"', b'"text": "another word"', 1)
    return {
        "single.json": one,
        "account.json": dumped(ACCOUNT),
        "odd.json": odd,
        "minified.json": dumped(json.loads(one), None),
        "truncated.json": one[: len(one) * 3 // 5],
        "crlf.json": small.replace(b"\n", b"\r\n"),
    }


def whatsapp() -> Samples:
    """Android and iOS, several languages, digits and calendars."""
    lines = (
        "24/05/2024, 09:05 - Messages and calls are end-to-end encrypted. Tap to learn more.",
        "24/05/2024, 09:05 - Zarkan created group \"Harbour\"",
        "24/05/2024, 09:06 - Mirela: good morning",
        "second line",
        "24/05/2024, 09:07 - +00 000 0000 01: IMG-20240524-WA0001.jpg (file attached)",
        "24/05/2024, 23:59 - Zarkan: <Media omitted>",
        "24/05/2024, 23:59 - Zarkan: <View once voice message omitted>",
        "25/05/2024, 00:00 - Mirela: a time in it: 24/05 at 10:00 - fine",
    )  # fmt: skip
    ios = (
        "[3/18/24, 2:56:01 PM] Harbour: \u200eMessages and calls are end-to-end encrypted.",
        "[3/18/24, 2:57:30 PM] Mirela: hello 🐟\u2028same line",
        "\u200e[3/19/24, 9:00:00 AM] Zarkan: \u200e<attached: 00000001-PHOTO-2024-03-19.jpg>",
        "\u200e[3/19/24, 9:01:00 AM] Zarkan: \u200eimage omitted",
        "[3/19/24, 9:02:10 AM] Mirela: fixed \u200e<This message was edited>",
        "[3/19/24, 9:03:10 AM] \u200eZarkan changed the group description",
    )
    arabic = (
        "\u200f18\u200f/3\u200f/2024، 2:56 م - الرسائل والمكالمات مشفرة تمامًا بين الطرفين.",
        "\u200f18\u200f/3\u200f/2024، 2:57 م - مريلا: أهلا وسهلا",
        "\u200f19\u200f/3\u200f/2024، 9:00 ص - زركان: <تم استبعاد الوسائط>",
    )
    old = (
        "3/24/14, 1:59:59 PM: Zarkan created group \u201cHarbour\u201d",
        "3/24/14, 2:00:10 PM: Mirela: good morning, harbour",
        "second line: with a colon",
        "3/24/14, 2:01:00 PM: Zarkan: <image omitted>",
        "3/24/14, 2:02:00 PM: Mirela: a time in it: 3/24 at 10:00 - fine",
    )
    persian = ("[۱۴۰۳/۳/۵, ۱۴:۰۵:۰۱] Mirela: سلام", "[۱۴۰۳/۳/۶, ۰۹:۰۰:۰۰] Zarkan: درود")
    return {
        "android.txt": "\n".join(lines).encode() + b"\n",
        "ios2014.txt": "\n".join(old).encode() + b"\n",
        "ios.txt": "\r\n".join(ios).encode() + b"\r\n",
        "arabic.txt": "\n".join(arabic).encode() + b"\n",
        "persian.txt": "\r\n".join(persian).encode() + b"\r\n",
        "unsettled.txt": b"1/2/24, 10:00 - A: one\n1/3/24, 10:00 - B: two\n",
        "bad-bytes.txt": b"24/05/2024, 09:06 - Mirela: b\xffd\n24/05/2024, 09:07 - Mirela: good\n",
    }
