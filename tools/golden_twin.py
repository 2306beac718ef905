"""One invented chat as Telegram Desktop writes it twice: JSON and HTML, feature by feature.

Both writers follow ``export_output_json.cpp`` and ``export_output_html.cpp``. What one chat
is in both must read the same in both: tests/formats/test_twins.py.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from golden_html import Page
from golden_samples import Samples

ZONE = timedelta(hours=3)
START = 1_717_225_200
PEOPLE = {11: "Zarkan Tel", 12: "Mirela", 13: "Ilvo", 14: "Ola 🛡", 90: "Harbour watch"}
Message = dict[str, Any]


def _said(*parts: Any) -> list[dict[str, Any]]:
    return [{"type": "plain", "text": p} if isinstance(p, str) else p for p in parts]


def _run(kind: str, text: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "text": text, **more}


def messages() -> list[Message]:
    """The chat: who, when, what; ``html`` and ``json`` where the two need own words."""
    return [
        {"who": 11, "event": "create_group", "json": {"title": "Harbour", "members": ["Mirela"]},
         "html": "Zarkan Tel created group «Harbour» with members Mirela"},
        {"who": 11, "text": _said("Morning.\nTwo lines & <tags> \"quoted\" it's")},
        {"who": 11, "text": _said("joined to the one above")},
        {"who": 12, "text": _said("see ", _run("link", "https://example.org/a?b=1&c=2"), " or ",
                                  _run("text_link", "this page", href="https://example.org/x"),
                                  ", ask ", _run("mention", "@ilvo_k"), " ",
                                  _run("hashtag", "#pier"), " ", _run("bot_command", "/now"), " ",
                                  _run("cashtag", "$TON"), " ", _run("email", "a@example.org"),
                                  " ", _run("phone", "+10005550100")), "reply": 2},
        {"who": 12, "text": _said(_run("bold", "b"), _run("italic", "i"), _run("underline", "u"),
                                  _run("strikethrough", "s"), _run("code", "c\n1"),
                                  _run("pre", "x = 1\ny", language=""),
                                  _run("spoiler", "hidden words"), _run("blockquote", "theirs"))},
        {"who": 13, "text": _said("صباح الخير 🐟 ", _run("custom_emoji", "🐟",
                                  document_id="stickers/fish.webp")), "via": "gif"},
        {"who": 14, "forward": (90, 1_717_000_000), "text": _said("passed on")},
        {"who": 14, "forward": (90, 1_717_000_001), "text": _said("passed on too")},
        {"who": 12, "photo": "photos/photo_1@01-06-2024.jpg", "text": _said("the pier"),
         "reactions": [("👍", 7), ("stickers/fish.webp", 2), ("paid", 3)]},
        {"who": 12, "photo": "photos/photo_2@01-06-2024.jpg", "text": []},
        {"who": 11, "file": "files/plan.pdf", "name": "plan.pdf", "text": []},
        {"who": 11, "voice": "voice_messages/audio_1.ogg", "seconds": 65, "text": []},
        {"who": 13, "video": "video_files/v.mp4", "seconds": 130, "text": _said("look")},
        {"who": 13, "poll": ("Where?", [("Pier", 2, True), ("Gate", 0, False)]), "text": []},
        {"who": 11, "todo": ("Before noon", ["rope", "paint"]), "text": []},
        {"who": 12, "event": "pin_message", "json": {"message_id": 2}, "goto": 2,
         "html": "Mirela pinned {}this message{}"},
        {"who": 11, "event": "delete_group_photo", "json": {},
         "html": "Zarkan Tel removed group photo"},
        {"who": 11, "event": "invite_members", "json": {"members": ["Ilvo", "Ola 🛡"]},
         "html": "Zarkan Tel invited Ilvo and Ola 🛡"},
        {"who": 11, "event": "remove_members", "json": {"members": ["Ilvo"]},
         "html": "Zarkan Tel removed Ilvo"},
        {"who": 11, "event": "edit_group_title", "json": {"title": "Harbour & Co"},
         "html": "Zarkan Tel changed group title to «Harbour & Co»"},
        {"who": 13, "event": "join_group_by_link", "json": {"inviter": "Zarkan Tel"},
         "html": "Ilvo joined group by link from Zarkan Tel"},
        {"who": 13, "event": "join_group_by_request", "json": {},
         "html": "Ilvo joined group by request"},
        {"who": 11, "event": "set_messages_ttl", "json": {"period": 86400},
         "html": "Zarkan Tel has set messages to auto-delete in 24 hours"},
        {"who": 11, "event": "group_call", "json": {"duration": 12},
         "html": "Zarkan Tel started voice chat (12 seconds)"},
        {"who": 12, "event": "topic_created", "json": {"title": "Ropes"},
         "html": "Mirela created topic «Ropes»"},
        {"who": 12, "event": "boost_apply", "json": {"boosts": 2},
         "html": "Mirela boosted the group 2 times"},
        {"who": 11, "event": "no_forwards_toggle", "json": {"new_value": True},
         "html": "Zarkan Tel disabled sharing in this chat"},
        {"who": 12, "event": "todo_completions", "json": {"completed": [1], "incompleted": []},
         "goto": 15, "html": "Mirela marked 1 as done in {}this todo list{}."},
        {"unsupported": True},
        {"who": 90, "text": _said("signed"), "sign": "Ilvo",
         "buttons": [[("Open", "https://example.org/o")], [("Press", "")]]},
        {"who": 11, "text": _said("next day"), "later": 86_400, "reply": 2},
    ]  # fmt: skip


def numbered() -> Iterator[tuple[int, int, Message]]:
    """Id, unix time and message, in order."""
    at = START
    for n, m in enumerate(messages(), 1):
        at += 60 + m.get("later", 0)
        yield n, at, m


def _local(at: int) -> datetime:
    return datetime.fromtimestamp(at, UTC) + ZONE


def as_json() -> bytes:
    """``result.json`` of the chat."""
    made = [_json_message(n, at, m) for n, at, m in numbered()]
    chat = {"name": "Harbour & Co", "type": "private_supergroup", "id": 100, "messages": made}
    return (json.dumps(chat, ensure_ascii=False, indent=1) + "\n").encode()


def _json_message(n: int, at: int, m: Message) -> dict[str, Any]:
    if "unsupported" in m:
        return {"id": n, "type": "unsupported"}
    kind = "service" if "event" in m else "message"
    out: dict[str, Any] = {"id": n, "type": kind, "date": f"{_local(at):%Y-%m-%dT%H:%M:%S}",
                           "date_unixtime": str(at)}  # fmt: skip
    who = {"name": PEOPLE[m["who"]], "id": f"user{m['who']}"}
    if kind == "service":
        out |= {"actor": who["name"], "actor_id": who["id"], "action": m["event"], **m["json"]}
        return out | {"text": "", "text_entities": []}
    out |= {"from": who["name"], "from_id": who["id"]}
    if "sign" in m:
        out["author"] = m["sign"]
    if "forward" in m:
        out |= {"forwarded_from": PEOPLE[m["forward"][0]], "forwarded_from_id": "channel90"}
    if "reply" in m:
        out["reply_to_message_id"] = m["reply"]
    if "via" in m:
        out["via_bot"] = "@" + m["via"]
    out |= _json_media(m)
    parts = m["text"]
    flat = [p["text"] if p["type"] == "plain" else p for p in parts]
    only = len(parts) == 1 and parts[0]["type"] == "plain"
    out["text"] = parts[0]["text"] if only else flat if parts else ""
    out["text_entities"] = parts
    if "buttons" in m:
        out["inline_bot_buttons"] = [
            [{"type": "url" if to else "default", "text": t, "data": to} for t, to in row]
            for row in m["buttons"]
        ]
    if "reactions" in m:
        out["reactions"] = [_json_reaction(e, c) for e, c in m["reactions"]]
    return out


def _json_reaction(emoji: str, count: int) -> dict[str, Any]:
    if emoji == "paid":
        return {"type": "paid", "count": count}
    if "/" in emoji:
        return {"type": "custom_emoji", "count": count, "document_id": emoji}
    return {"type": "emoji", "count": count, "emoji": emoji}


def _json_media(m: Message) -> dict[str, Any]:
    if "photo" in m:
        return {"photo": m["photo"], "photo_file_size": 9, "width": 800, "height": 600}
    if "file" in m:
        return {"file": m["file"], "file_name": m["name"], "file_size": 9,
                "mime_type": "application/pdf"}  # fmt: skip
    if "voice" in m or "video" in m:
        kind = "voice_message" if "voice" in m else "video_file"
        return {"file": m.get("voice", m.get("video")), "file_size": 9, "media_type": kind,
                "mime_type": "audio/ogg", "duration_seconds": m["seconds"]}  # fmt: skip
    if "poll" in m:
        question, answers = m["poll"]
        given = [{"text": t, "voters": v, "chosen": c} for t, v, c in answers]
        total = sum(v for _, v, _ in answers)
        said = {"question": question, "closed": False, "total_voters": total, "answers": given}
        return {"poll": said}
    if "todo" in m:
        title, items = m["todo"]
        listed = [{"text": t, "id": i} for i, t in enumerate(items, 1)]
        rights = {"others_can_append": False, "others_can_complete": True}
        return {"todo_list": {"title": title, **rights, "answers": listed}}
    return {}


def as_html(size: int = 12) -> Samples:
    """The pages of the chat, ``size`` messages each."""
    pages: list[Page] = []
    last_of: list[int] = []
    before: tuple[int, Message] | None = None
    for count, (n, at, m) in enumerate(numbered()):
        if count % size == 0:
            if pages:
                last_of.append(n - 1)
            pages.append(Page("Harbour & Co "))
            before = None
        page, day = pages[-1], _local(at)
        if before is None or _local(before[0]).date() != day.date():
            page.event(-len(pages), f"{day.day} {day:%B %Y}")
        joined = bool(before and _joins(before, (at, m)))
        first = PEOPLE[m["forward"][0]] if "forward" in m else ""
        who = (PEOPLE.get(m.get("who", 0), ""), first)
        page.add(n, f"{day:%d.%m.%Y %H:%M:%S} UTC+03:00", m, who, joined, last_of)
        before = (at, m)
    return {f"messages{'' if i == 0 else i + 1}.html": page.bytes() for i, page in enumerate(pages)}


def _joins(before: tuple[int, Message], now: tuple[int, Message]) -> bool:
    (at, one), (then, two) = before, now
    if "text" not in one or "text" not in two or "forward" in one or "forward" in two:
        return False
    same = one["who"] == two["who"] and one.get("via") == two.get("via")
    return same and then - at <= 900 and _local(at).date() == _local(then).date()


def telegram_twin() -> Samples:
    """Both, under names that do not collide."""
    return {"twin.json": as_json()}


def telegram_twin_pages() -> Samples:
    """The pages, as one export."""
    return {f"twin/{name}": data for name, data in as_html().items()}
