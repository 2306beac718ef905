"""One message of Telegram's HTML as a row."""

import json
import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from onrecord.formats._html_service import event
from onrecord.formats._html_text import plain, read
from onrecord.formats._rows import NO_TIME, Time
from onrecord.formats._when import one, wall, written

_ID = re.compile(r'^<div class="message (default|service)([^"]*)" id="message(-?\d+)">')
_DATE = re.compile(r'<div class="pull_right date details" title="([^"]*)">')
_STAMP = re.compile(
    r"^(\d\d)\.(\d\d)\.(\d{4}) (\d\d:\d\d:\d\d)(?: UTC([+-]\d\d:\d\d))?(?: ([+-]\d\d:?\d\d))?$"
)
_FROM = re.compile(r'<div class="from_name">\n(.*?)\n *</div>', re.DOTALL)
_VIA = re.compile(r"^(.*) via (@\w+)$", re.DOTALL)
_FORWARDED = '<div class="forwarded body">'
_SPAN = re.compile(r'<span class="date details" title="([^"]*)">.*?</span>', re.DOTALL)
_REPLY = re.compile(r'<div class="reply_to details">\n(.*?)\n *</div>', re.DOTALL)
_GO_TO = re.compile(r"(?:GoToMessage\(|#go_to_message)(\d+)")
_TEXT = re.compile(r'<div class="text">\n(.*?)\n *</div>', re.DOTALL)
_SIGNATURE = re.compile(r'<div class="signature details">\n(.*?)\n *</div>', re.DOTALL)
_REACTION = re.compile(
    r'<span class="reaction(?: [^"]*)?">(.*?)(?=<span class="reaction(?: [^"]*)?">|\Z)', re.DOTALL
)
_EMOJI = re.compile(r'<span class="emoji">\s*(.*?)\s*</span>', re.DOTALL)
_COUNT = re.compile(r'<span class="count">\s*(\d+)\s*</span>')
_EVENT = re.compile(r'<div class="body details">\n(.*?)\n *</div>', re.DOTALL)
_WRAP = re.compile(
    r'<a class="(photo|video_file|animated|sticker)_wrap[^"]*"\s+href="([^"]*)"', re.DOTALL
)
_GENERIC = re.compile(
    r'<(a|div) class="media clearfix pull_left (?:block_link )?(media_[a-z_]+)[^"]*"'
    r'(?: href="([^"]*)")?>(.*)',
    re.DOTALL,
)
_FIELD = r'<div class="{}">\n(.*?)\n *</div>'
_TITLE = re.compile(_FIELD.format("title bold"), re.DOTALL)
_ABOUT = re.compile(_FIELD.format("description"), re.DOTALL)
_STATUS = re.compile(_FIELD.format("status details"), re.DOTALL)
_QUESTION = re.compile(_FIELD.format("question bold"), re.DOTALL)
_ANSWER = re.compile(_FIELD.format("answer"), re.DOTALL)
_TOTAL = re.compile(r'<div class="total details\s*">\n(.*?)\n *</div>', re.DOTALL)
_VOTES = re.compile(r' <span class="details">(\d+) votes?(, chosen vote)?</span>$')
_CLOCK = re.compile(r"^(?:(\d+):)?(\d+):(\d\d)")
_WRAPS = {"photo": "photo", "video_file": "video", "animated": "animation", "sticker": "sticker"}
_TITLES = {
    "Sticker": "sticker",
    "Photo": "photo",
    "Animation": "animation",
    "Video file": "video",
    "Video message": "video-note",
    "Self-destructing photo": "photo",
    "Self-destructing video": "video",
}
_CLASSES = {
    "media_photo": "photo",
    "media_video": "video",
    "media_voice_message": "voice",
    "media_audio_file": "audio",
    "media_file": "document",
    "media_contact": "contact-card",
}

Present = Callable[[str], bool]


@dataclass(slots=True)
class Carried:
    """What a joined message takes over from the one before it on the page."""

    sender: str | None = None
    via: str | None = None
    forward: tuple[str | None, str | None] | None = None
    day: str | None = None


def message(
    source: str, carried: Carried, folder: str, present: Present, zone: ZoneInfo | None
) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """The row, and (kind, name) of whatever in it we do not know."""
    head = _ID.match(source)
    row: dict[str, Any] = {"id": head[3] if head else None}
    if head and head[1] == "service":
        carried.sender = carried.via = carried.forward = None
        return row | _service(source) | {"time": _day(carried.day, zone)}, []
    strange: list[tuple[str, str]] = []
    row["kind"] = "message"
    date = _DATE.search(source)
    row["time"] = when(date[1], zone) if date else NO_TIME
    if date and row["time"][1] == "none":
        strange.append(("bad-time", date[1]))
    head_part, _, forwarded = source.partition(_FORWARDED)
    _sender(row, head_part, carried)
    _forward(row, forwarded, carried, zone)
    _reply(row, source)
    text = _TEXT.search(source)
    shown = read(text[1] if text else "")
    row |= {"text": shown.text, "entities": shown.runs}
    if shown.raw is not None:
        row |= {"text_raw": shown.raw, "enc": "x-escape"}
    strange += [("unknown-markup", tag) for tag in shown.strange]
    signature = _SIGNATURE.search(source)
    row["signature"] = plain(signature[1]) if signature else None
    row["reactions"] = _reactions(source)
    before = source[: text.start()] if text else source
    strange += _media(row, before, folder, present)
    return row, strange


def when(text: str, zone: ZoneInfo | None) -> Time:
    """A title's time: ``23.03.2022 02:12:10``, since 2022 with ``UTC+03:00``."""
    match = _STAMP.match(text)
    if match is None:
        return (text, "none", None, None, None)
    day, month, year, clock, offset, other = match.groups()
    iso = f"{year}-{month}-{day}T{clock}{offset or other or ''}"
    _, *rest = one(iso, None, zone)
    return (text, *rest)  # type: ignore[return-value]


def separator(source: str) -> str | None:
    """The day a page announces between messages, as written."""
    said = _EVENT.search(source)
    return plain(said[1]) if said else None


def _day(said: str | None, zone: ZoneInfo | None) -> Time:
    """The whole of the day last announced: an event states no time of its own."""
    day = None if said is None else _parsed_day(said)
    if day is None or said is None:
        return NO_TIME
    basis, first, _ = written(day, zone)
    last = written(day + timedelta(days=1), zone)[2] - 1
    return (said, basis, first, last, wall(day))


def _parsed_day(said: str) -> datetime | None:
    day, _, rest = said.partition(" ")
    month, _, year = rest.partition(" ")
    if month not in _MONTHS or not (day.isdecimal() and year.isdecimal()):
        return None
    try:
        return datetime(int(year[:4]), _MONTHS.index(month) + 1, int(day[:2]))  # noqa: DTZ001
    except ValueError:
        return None


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def _service(source: str) -> dict[str, Any]:
    said = _EVENT.search(source)
    shown = plain(said[1]) if said else ""
    action, actor = event(shown)
    payload: dict[str, Any] = {"shown": shown}
    target = _GO_TO.search(said[1]) if said else None
    if target:
        payload["message_id"] = int(target[1])
    return {
        "kind": "service",
        "text": "",
        "action": action,
        "sender": actor,
        "payload": json.dumps(payload, ensure_ascii=False),
    }


def _sender(row: dict[str, Any], head: str, carried: Carried) -> None:
    name = _FROM.search(head)
    if name:
        said = plain(name[1])
        via = _VIA.match(said)
        # The writer joins first and last name with a space even if one is empty.
        carried.sender = (via[1] if via else said).rstrip(" ")
        carried.via = via[2] if via else None
    row |= {"sender": carried.sender, "via_bot": carried.via}


def _forward(row: dict[str, Any], part: str, carried: Carried, zone: ZoneInfo | None) -> None:
    if not part:
        carried.forward = None
        return
    name = _FROM.search(part)
    if name:
        date = _SPAN.search(name[1])
        said = plain(_SPAN.sub("", name[1]))
        via = _VIA.match(said)
        if via:
            carried.via = row["via_bot"] = via[2]
        carried.forward = ((via[1] if via else said).rstrip(" "), date[1] if date else None)
    row["forwarded"] = True
    if carried.forward:
        row["forward_name"], stamp = carried.forward
        if stamp is not None and name:
            at = when(stamp, zone)
            row["forward_time_text"] = stamp
            row["forward_time"] = at[2] if at[2] == at[3] else None


def _reply(row: dict[str, Any], source: str) -> None:
    reply = _REPLY.search(source)
    if reply is None:
        return
    target = _GO_TO.search(reply[1])
    if target:
        row["reply_to"] = target[1]
    else:
        row["reply_chat"] = "another chat"


def _reactions(source: str) -> list[tuple[str, int]] | None:
    at = source.find('<span class="reactions">')
    if at < 0:
        return None
    found = []
    for body in _REACTION.findall(source, at):
        emoji, count = _EMOJI.search(body), _COUNT.search(body)
        number = int(count[1][:9]) if count else max(1, body.count('class="userpic '))
        found.append((plain(emoji[1]).strip() if emoji else "", number))
    return found


def _media(
    row: dict[str, Any], source: str, folder: str, present: Present
) -> list[tuple[str, str]]:
    """Fill ``media`` and ``payload``; name what is unknown."""
    if '<div class="media_wrap clearfix">' not in source:
        return []
    wrap = _WRAP.search(source)
    if wrap:
        row["media"] = [_file(_WRAPS[wrap[1]], wrap[2], folder, present, None)]
        return []
    if '<div class="media_poll">' in source:
        row["payload"] = json.dumps({"poll": _poll(source)}, ensure_ascii=False)
        return []
    generic = _GENERIC.search(source)
    if generic is None:
        body = plain(source[source.index('<div class="media_wrap clearfix">') :])
        row["payload"] = json.dumps({"media": " ".join(body.split())}, ensure_ascii=False)
        return [("unknown-markup", "media")]
    fields = {
        "class": generic[2],
        "title": _plain_field(_TITLE, generic[4]),
        "description": _plain_field(_ABOUT, generic[4]),
        "status": _plain_field(_STATUS, generic[4]),
        "href": generic[3],
    }
    row["payload"] = json.dumps(
        {"media": {k: v for k, v in fields.items() if v}}, ensure_ascii=False
    )
    if generic[2] == "media_call":
        row |= {"kind": "service", "action": "phone_call"}
        return []
    kind = _TITLES.get(fields["title"] or "", _CLASSES.get(generic[2], ""))
    if generic[2] not in ("media_photo", "media_video"):
        kind = _CLASSES.get(generic[2], "")
    if kind and (generic[3] or kind != "contact-card"):
        row["media"] = [_file(kind, generic[3], folder, present, fields)]
    known = generic[2] in _CLASSES or generic[2].removeprefix("media_") in _OTHER
    return [] if known else [("unknown-markup", generic[2])]


_OTHER = ("location", "live_location", "venue", "game", "invoice")


def _plain_field(pattern: re.Pattern[str], source: str) -> str | None:
    found = pattern.search(source)
    return plain(found[1]) if found else None


def _file(
    kind: str, href: str | None, folder: str, present: Present, fields: dict[str, Any] | None
) -> tuple[Any, ...]:
    path = None
    if href:
        # hrefs are relative to the export's root from a page two folders down
        path = posixpath.normpath(posixpath.join(folder, unquote(plain(href))))
    clock = _CLOCK.match((fields or {}).get("status") or "")
    seconds = None
    if clock and kind in ("voice", "video", "video-note", "audio"):
        hours, minutes, rest = (int(part[:6]) if part else 0 for part in clock.groups())
        seconds = hours * 3600 + minutes * 60 + rest
    name = (fields or {}).get("title") if kind == "document" else None
    return (kind, path, path is not None and present(path), None, None, name, None, None, seconds)


def _poll(source: str) -> dict[str, Any]:
    answers = []
    for body in _ANSWER.findall(source):
        votes = _VOTES.search(body)
        text = plain(_VOTES.sub("", body)).removeprefix("- ")
        chosen = bool(votes and votes[2])
        answers.append({"text": text, "voters": int(votes[1]) if votes else 0, "chosen": chosen})
    total = re.match(r"(\d+)", _plain_field(_TOTAL, source) or "")
    return {
        "question": _plain_field(_QUESTION, source),
        "closed": "Final results" in source,
        "total_voters": int(total[1]) if total else 0,
        "answers": answers,
    }
