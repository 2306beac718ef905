"""Files, polls and the like in a message of Telegram's HTML."""

import json
import posixpath
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from onrecord.formats._html_poll import giveaway, poll
from onrecord.formats._html_text import plain

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
_LENGTH = re.compile(_FIELD.format("video_duration"), re.DOTALL)
_CLOCK = re.compile(r"^(?:(\d+):)?(\d+):(\d\d)")
_SIZE = re.compile(r"^(\d{1,6})[x×](\d{1,6})(?:$|, )")
_BUTTON_ROW = re.compile(r'<td class="bot_button_row">(.*?)\n *</td>', re.DOTALL)
_BUTTON = re.compile(r'<div class="bot_button">\s*<a([^\n]*)>\s*<div>\s*(.*?)\s*</div>', re.DOTALL)
_ATTRIBUTE = re.compile(r'(href|onclick)="([^"]*)"')
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
_OTHER = ("location", "live_location", "venue", "game", "invoice")

Present = Callable[[str], bool]


def media(row: dict[str, Any], source: str, folder: str, present: Present) -> list[tuple[str, str]]:
    """Fill ``media`` and ``payload`` from a message with a media wrap; name what is
    unknown."""
    wrap = _WRAP.search(source)
    if wrap:
        length = _plain_field(_LENGTH, source) if wrap[1] == "video_file" else None
        fields = {"status": length} if length else None
        row["media"] = [_file(_WRAPS[wrap[1]], wrap[2], folder, present, fields)]
        return []
    if '<div class="media_poll">' in source:
        row["payload"] = _json(poll(source))
        return []
    if '<div class="media_giveaway">' in source:
        row["payload"] = _json(giveaway(source))
        return []
    generic = _GENERIC.search(source)
    if generic is None:
        body = plain(source[source.index('<div class="media_wrap clearfix">') :])
        row["payload"] = _json({"media": " ".join(body.split())})
        return [("unknown-markup", "media")]
    return _generic(row, generic, folder, present)


def _generic(
    row: dict[str, Any], generic: re.Match[str], folder: str, present: Present
) -> list[tuple[str, str]]:
    fields = {
        "class": generic[2],
        "title": _plain_field(_TITLE, generic[4]),
        "description": _plain_field(_ABOUT, generic[4]),
        "status": _plain_field(_STATUS, generic[4]),
        "href": generic[3],
    }
    row["payload"] = _json({"media": {k: v for k, v in fields.items() if v}})
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


def buttons(row: dict[str, Any], source: str) -> None:
    """Keep a bot's buttons in the payload: rows of words and what a press does."""
    found = []
    for line in _BUTTON_ROW.findall(source):
        pressed = []
        for attributes, words in _BUTTON.findall(line):
            said = {k: plain(v) for k, v in _ATTRIBUTE.findall(attributes) if v}
            pressed.append({"text": words, **said})
        found.append(pressed)
    before = json.loads(row["payload"]) if row.get("payload") else {}
    row["payload"] = _json({**before, "inline_bot_buttons": found})


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


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
    status = (fields or {}).get("status") or ""
    clock, size = _CLOCK.match(status), _SIZE.match(status)
    seconds = None
    if clock and kind in ("voice", "video", "video-note", "audio"):
        hours, minutes, rest = (int(part[:6]) if part else 0 for part in clock.groups())
        seconds = hours * 3600 + minutes * 60 + rest
    name = (fields or {}).get("title") if kind == "document" else None
    wide, high = (int(size[1]), int(size[2])) if size and kind == "photo" else (None, None)
    here = path is not None and present(path)
    return (kind, path, here, None, None, name, wide, high, seconds)
