"""Files, polls and the like in a message of Telegram's HTML."""

import json
import posixpath
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

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


def media(row: dict[str, Any], source: str, folder: str, present: Present) -> list[tuple[str, str]]:
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
