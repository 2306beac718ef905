"""One message of Telegram's HTML as a row.

The exporter puts every tag on a line of its own and what stands in it on one line
between; so a field is found by its tag and ends with its line.
"""

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from onrecord.formats._html_media import Present, buttons, media
from onrecord.formats._html_reactions import reactions
from onrecord.formats._html_service import UNSUPPORTED, event
from onrecord.formats._html_text import plain, read
from onrecord.formats._html_time import PageClock
from onrecord.formats._rows import NO_TIME

_VIA = re.compile(r"^(.*) via (@\w+)$", re.DOTALL)
_GO_TO = re.compile(r"(?:GoToMessage\(|#go_to_message)(\d+)")
# Since 2020 the forwarded message's time is a title; before it is what the span shows.
_SPAN = re.compile(
    r'<span class="(?:date )?details"(?: title="([^"]*)")?>\s*(.*?)\s*</span>', re.DOTALL
)
_CLOSE = re.compile(r"\n *</div>")
_FORWARDED = '<div class="forwarded body">'
_SERVICE = '<div class="message service'
_TITLE = 'date details" title="'
_NAME = '<div class="from_name">\n'
_REPLY = '<div class="reply_to details">\n'
_TEXT = '<div class="text">\n'
_SIGNATURE = '<div class="signature details">\n'
_EVENT = '<div class="body details">\n'
_ID = 'id="message'

Strange = list[tuple[str, str]]
Range = tuple[int, int]
"""Begin and length in the page."""


@dataclass(slots=True)
class Carried:
    """What a joined message takes over from those before it on the page, and where that
    is written."""

    sender: str | None = None
    via: str | None = None
    forward: tuple[str | None, str | None] | None = None
    day: str | None = None
    sender_at: Range | None = None
    via_at: Range | None = None
    forward_at: Range | None = None
    day_at: Range | None = None


def field(source: str, tag: str, start: int = 0) -> str | None:
    """What stands between a tag and its end, without the line breaks around it."""
    at = source.find(tag, start)
    if at < 0:
        return None
    at += len(tag)
    end = source.find("\n", at)
    if end < 0 or not source[end + 1 : end + 40].lstrip(" ").startswith("</div>"):
        found = _CLOSE.search(source, at - 1)
        end = found.start() if found else len(source)
    return source[at : max(at, end)]


def taken_over(payload: str | None, ranges: set[Range | None], here: Range) -> str | None:
    """The payload with the places of what a record does not say itself."""
    found = sorted(r for r in ranges if r is not None and r != here)
    if not found:
        return payload
    said = '"taken_over": ' + json.dumps(found)
    return f"{payload[:-1]}, {said}}}" if payload else f"{{{said}}}"


def message(
    source: str, carried: Carried, folder: str, present: Present, clock: PageClock, here: Range
) -> tuple[dict[str, Any], Strange]:
    """The row of the record that stands ``here``, and (kind, name) of whatever in it we do
    not know."""
    number = source.find(_ID) + len(_ID)
    row: dict[str, Any] = {"id": source[number : source.find('"', number)]}
    if source.startswith(_SERVICE):
        carried.sender = carried.via = carried.forward = None
        carried.sender_at = carried.via_at = carried.forward_at = None
        row["time"] = clock.day(carried.day)
        told = _service(row, source)
        row["payload"] = taken_over(row.get("payload"), {carried.day_at}, here)
        return row, told
    strange: Strange = []
    row["kind"] = "message"
    at = source.find(_TITLE) + len(_TITLE)
    date = source[at : source.find('"', at)] if at >= len(_TITLE) else ""
    row["time"] = clock.read(date) if date else NO_TIME
    if date and row["time"][1] == "none":
        strange.append(("bad-time", date))
    head, _, forwarded = source.partition(_FORWARDED)
    _sender(row, head, carried, here)
    ranges = {carried.sender_at, carried.via_at}
    if forwarded or carried.forward:
        _forward(row, forwarded, carried, clock, here)
        ranges.add(carried.forward_at)
    if "reply_to details" in source:
        _reply(row, source)
    begin = source.find(_TEXT)
    strange += _text(row, source, begin)
    before = source[:begin] if begin >= 0 else source
    if '<div class="media_wrap clearfix">' in before:
        strange += media(row, before, folder, present)
    _below(row, source, max(begin, 0))
    if ranges != {here}:
        row["payload"] = taken_over(row.get("payload"), ranges, here)
    return row, strange


def _text(row: dict[str, Any], source: str, begin: int) -> Strange:
    shown = read((field(source, _TEXT, begin) or "") if begin >= 0 else "")
    row["text"], row["entities"] = shown.text, shown.runs
    if shown.raw is not None:
        row |= {"text_raw": shown.raw, "enc": "x-escape"}
    return [("unknown-markup", tag) for tag in shown.strange]


def _below(row: dict[str, Any], source: str, begin: int) -> None:
    """What stands under a text: signature, reactions, a bot's buttons."""
    if "signature details" in source:
        signature = field(source, _SIGNATURE)
        row["signature"] = None if signature is None else plain(signature)
    if '<span class="reactions">' in source:
        row["reactions"] = reactions(source)
    if "bot_buttons_table" in source:
        buttons(row, source[begin:])


def separator(source: str) -> str | None:
    """The day a page announces between messages, as written."""
    said = field(source, _EVENT)
    return None if said is None else plain(said)


def _service(row: dict[str, Any], source: str) -> Strange:
    said = field(source, _EVENT) or ""
    shown = plain(said)
    if shown.startswith(UNSUPPORTED):
        media = [("unsupported", None, False, *[None] * 6)]
        row |= {"kind": "message", "text": "", "media": media}
        return [("unsupported-message", "left out by the app itself")]
    action, actor, known = event(shown)
    payload: dict[str, Any] = {"shown": shown}
    target = _GO_TO.search(said)
    if target:
        payload["message_id"] = int(target[1][:20])
    row |= {
        "kind": "service",
        "text": "",
        "action": action,
        "sender": actor,
        "payload": json.dumps(payload, ensure_ascii=False),
    }
    return [] if known else [("unknown-action", "a sentence about an event that we do not know")]


def _sender(row: dict[str, Any], head: str, carried: Carried, here: Range) -> None:
    name = field(head, _NAME)
    if name is not None:
        carried.sender, carried.via = _person(name)
        carried.sender_at, carried.via_at = here, None
    row["sender"], row["via_bot"] = carried.sender, carried.via


@lru_cache(maxsize=1024)
def _person(said: str) -> tuple[str, str | None]:
    """A name, and the bot it wrote by. The exporter joins first and last name with a
    space even if one is empty: a blank at the end is the exporter's."""
    name = plain(said)
    via = _VIA.match(name) if " via @" in name else None
    return (via[1] if via else name).rstrip(" "), via[2] if via else None


def _forward(
    row: dict[str, Any], part: str, carried: Carried, clock: PageClock, here: Range
) -> None:
    if not part:
        carried.forward = carried.forward_at = None
        return
    name = field(part, _NAME)
    if name is not None:
        date = _SPAN.search(name)
        said, via = _person(_SPAN.sub("", name))
        if via:
            carried.via = row["via_bot"] = via
            carried.via_at = here
        stamp = None if date is None else plain(date[1] or date[2])
        carried.forward, carried.forward_at = (said, stamp), here
    row["forwarded"] = True
    if carried.forward:
        row["forward_name"], stamp = carried.forward
        if stamp is not None and name is not None:
            at = clock.read(stamp)
            row["forward_time_text"] = stamp
            row["forward_time"] = at[2] if at[2] == at[3] else None


def _reply(row: dict[str, Any], source: str) -> None:
    reply = field(source, _REPLY)
    if reply is None:
        return
    target = _GO_TO.search(reply)
    if target:
        row["reply_to"] = target[1]
    else:
        row["reply_chat"] = "another chat"
