"""A message of Telegram's API, as Telethon, Pyrogram or a scraper spells it, as a row."""

import posixpath
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from onrecord.formats import _objects as objects
from onrecord.formats._media import Beside, kind_of
from onrecord.formats._rows import NO_TIME, Time
from onrecord.formats._when import one
from onrecord.model.chat import Chat

_PEERS = (("user_id", "user"), ("chat_id", "chat"), ("channel_id", "channel"))
_ENTITIES = {
    "MessageEntityBold": "bold",
    "MessageEntityItalic": "italic",
    "MessageEntityUnderline": "underline",
    "MessageEntityStrike": "strikethrough",
    "MessageEntityCode": "code",
    "MessageEntityPre": "pre",
    "MessageEntityUrl": "link",
    "MessageEntityTextUrl": "text_link",
    "MessageEntityMention": "mention",
    "MessageEntityMentionName": "mention_name",
    "MessageEntityHashtag": "hashtag",
    "MessageEntityCashtag": "cashtag",
    "MessageEntityBotCommand": "bot_command",
    "MessageEntityEmail": "email",
    "MessageEntityPhone": "phone",
    "MessageEntityBlockquote": "blockquote",
    "MessageEntitySpoiler": "spoiler",
    "MessageEntityCustomEmoji": "custom_emoji",
    "MessageEntityBankCard": "bank_card",
}
_MEDIA = {
    "MessageMediaPhoto": "photo",
    "photo": "photo",
    "video": "video",
    "voice": "voice",
    "audio": "audio",
    "sticker": "sticker",
    "animation": "animation",
    "video_note": "video-note",
    "document": "document",
}
_KEYS = """
_ _type id message_id date message text raw_text content caption entities caption_entities
from_id sender_id post_author edit_date reply_to reply_to_msg_id reply_to_message_id
"""
_MAPPED = frozenset(_KEYS.split())
_EDIT = frozenset(["edit_date"])


def row(
    value: dict[str, Any], member: str, known: frozenset[str], zone: ZoneInfo | None
) -> dict[str, Any]:
    """The row. Raises TypeError or KeyError for what is no message."""
    number = value["id"] if "id" in value else value["message_id"]
    if not isinstance(number, int | str) or isinstance(number, bool):
        raise TypeError("the id is neither number nor string")
    kind = _first(value, "_", "_type")
    said = _first(value, "message", "text", "raw_text", "content")
    runs = value.get("entities")
    if said is None and value.get("caption") is not None:  # Pyrogram: words under a file
        said, runs = value["caption"], value.get("caption_entities")
    text = objects.text(said)
    action = value.get("action") or value.get("service")
    if kind == "MessageEmpty":  # the API's answer for what is deleted or out of reach
        action = {"_": kind}
    event = kind == "MessageService" or bool(action)
    made: dict[str, Any] = {
        "id": str(number),
        "kind": "service" if event else "message",
        "action": _name(action) if event else None,
        "sender": _sender(value),
        "sender_id": _peer(_first(value, "from_id", "sender_id", "from_user")),
        "time": _time(value.get("date"), zone),
        "text": text,
        "entities": _entities(runs, text),
        "signature": objects.word(value.get("post_author")),
        "via_bot": _peer(value.get("via_bot_id") or value.get("via_bot")),
        "reactions": _reactions(value.get("reactions")),
        "media": _media(value, member, known),
        "payload": objects.payload(value, *(k for k in value if k not in _MAPPED)),
        "of": _chat(value, member),
    }
    _reply(made, value)
    _forward(made, value, zone)
    edited = value.get("edit_date")
    if edited and made["reactions"]:  # the stamp may be a reaction's: it proves no edit
        made["payload"] = objects.payload(value, *(k for k in value if k not in _MAPPED - _EDIT))
    elif edited:
        at = _time(edited, zone)
        made["edited_text"], made["edited"] = at[0], at[2] if at[1] != "local-unknown" else None
    return made


def _first(value: Mapping[str, Any], *keys: str) -> Any:
    return next((value[k] for k in keys if value.get(k) is not None), None)


def _time(said: Any, zone: ZoneInfo | None) -> Time:
    if isinstance(said, bool) or said is None:
        return NO_TIME
    if isinstance(said, int):
        return one(None, said, None)
    if isinstance(said, float):
        return one(None, int(said), None)
    return one(objects.text(said), None, zone)


def _peer(said: Any) -> str | None:
    """A peer's id with its kind before it, as Telegram Desktop writes them."""
    if isinstance(said, dict):
        for key, kind in _PEERS:
            if said.get(key) is not None:
                return f"{kind}{said[key]}"
        return objects.word(said.get("id"))
    return objects.word(said)


def _sender(value: Mapping[str, Any]) -> str | None:
    person = _first(value, "from_user", "sender", "_sender", "sender_chat")
    if isinstance(person, dict):
        names = (person.get("first_name"), person.get("last_name"))
        whole = " ".join(str(n) for n in names if n)
        return whole or objects.word(_first(person, "title", "username"))
    said = _first(value, "sender_name", "author", "from_name")
    if said is None and isinstance(person, str):
        return person
    if said is None and isinstance(value.get("channel"), str):
        return str(value["channel"])
    return objects.word(said)


def _chat(value: Mapping[str, Any], member: str) -> Chat:
    notes = (("export", "api dump"),)
    for key in ("chat", "channel", "peer_id", "_chat", "chat_id"):
        said = value.get(key)
        if isinstance(said, dict):
            beside = value.get("_chat")
            told = beside if isinstance(beside, dict) else said
            name = objects.word(_first(told, "title", "username", "first_name")) or ""
            kind = objects.word(said.get("type")) or ""
            kind = kind.rpartition(".")[2].lower()
            return Chat(_peer(said) or member, name, kind, "telegram", notes)
        if isinstance(said, str | int) and not isinstance(said, bool):
            return Chat(
                str(said), str(said) if isinstance(said, str) else "", "", "telegram", notes
            )
    base = posixpath.basename(member).rpartition(".")[0]
    return Chat(member, base, "", "telegram", notes)


def _name(action: Any) -> str:
    if isinstance(action, dict):
        return str(_first(action, "_", "_type") or "unknown")
    return str(action) if isinstance(action, str) else "unknown"


def _entities(given: Any, text: str) -> list[tuple[str, int, int, str | None]] | None:
    if not isinstance(given, list) or not given:
        return None
    index = code_points(text)
    found = []
    for e in given:
        if not isinstance(e, dict):
            continue
        start, length = e.get("offset"), e.get("length", 0)
        if not objects.is_count(start) or not objects.is_count(length):
            continue
        if start + length >= len(index):
            continue
        kind = objects.word(_kind_of_run(e)) or "unknown"
        value = objects.word(_first(e, "url", "user_id", "document_id", "language"))
        begin = index[start]
        kind = _ENTITIES.get(kind, kind.rpartition(".")[2].lower())
        found.append((kind, begin, index[start + length] - begin, value))
    return found


def _kind_of_run(e: Mapping[str, Any]) -> Any:
    """Telethon names the kind under ``_``, 4CAT under ``_type``; Pyrogram under ``type``,
    where ``_`` says no more than that it is a run."""
    said = _first(e, "_", "_type")
    return e.get("type") if said in (None, "MessageEntity") else said


def code_points(text: str) -> list[int]:
    """The code point at every UTF-16 offset, the end included."""
    index: list[int] = []
    for i, c in enumerate(text):
        index += [i, i] if c > "\uffff" else [i]
    return [*index, len(text)]


def _reply(made: dict[str, Any], value: Mapping[str, Any]) -> None:
    reply = value.get("reply_to")
    if isinstance(reply, dict):
        made["reply_to"] = objects.word(reply.get("reply_to_msg_id"))
        made["reply_chat"] = _peer(reply.get("reply_to_peer_id"))
        made["quote"] = objects.word(reply.get("quote_text"))
        return
    said = _first(value, "reply_to_msg_id", "reply_to_message_id")
    if said is None and not isinstance(reply, list):
        said = reply
    made["reply_to"] = objects.word(said)


def _forward(made: dict[str, Any], value: Mapping[str, Any], zone: ZoneInfo | None) -> None:
    forward = _first(value, "fwd_from", "forward_origin")
    if forward is None and not any(k.startswith("forward_") and value[k] for k in value):
        return
    if isinstance(forward, dict):
        name = objects.word(_first(forward, "from_name", "post_author", "sender_user_name"))
        peer, at = _peer(forward.get("from_id")), _time(forward.get("date"), zone)
    else:
        who = _first(value, "forward_from", "forward_from_chat")
        if who is None and value.get("forward_sender_name") is None:
            return
        person = who if isinstance(who, dict) else {}
        name = _sender({"from_user": person}) or objects.word(value.get("forward_sender_name"))
        peer, at = _peer(who), _time(value.get("forward_date"), zone)
    made |= {"forwarded": True, "forward_name": name, "forward_id": peer}
    if at[0]:
        made["forward_time_text"] = at[0]
        made["forward_time"] = at[2] if at[2] == at[3] else None


def _reactions(given: Any) -> list[tuple[str, int]]:
    results = given.get("results", given.get("reactions")) if isinstance(given, dict) else given
    found = []
    for r in results if isinstance(results, list) else ():
        said = r.get("reaction", r.get("emoji")) if isinstance(r, dict) else None
        if isinstance(said, dict):
            said = _first(said, "emoticon", "document_id", "_", "_type")
        count = r.get("count") if isinstance(r, dict) else None
        if said is not None and objects.is_count(count):
            found.append((str(said), count))
    return found


def _media(
    value: Mapping[str, Any], member: str, known: frozenset[str]
) -> list[tuple[Any, ...]] | None:
    said = value.get("media")
    if not said:
        return None
    beside = Beside(posixpath.dirname(member), known)
    if isinstance(said, str):
        return [beside.media(_MEDIA.get(said.rpartition(".")[2].lower(), kind_of(said)), None)]
    if not isinstance(said, dict):
        return None
    document = said.get("document")
    if isinstance(document, dict):
        mime = objects.word(document.get("mime_type"))
        name = next((a["file_name"] for a in document.get("attributes") or ()
                     if isinstance(a, dict) and a.get("file_name")), None)  # fmt: skip
        kind, size = kind_of(objects.word(name), mime), document.get("size")
        return [beside.media(kind, None, size=size, mime=mime, name=objects.word(name))]
    kind = _MEDIA.get(str(_first(said, "_", "_type")), "")
    return [beside.media(kind, objects.word(said.get("path")))] if kind else None
