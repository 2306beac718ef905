"""One message of Telegram's HTML as a row."""

import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from onrecord.formats._html_media import Present, media
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
    if "signature details" in source:
        signature = _SIGNATURE.search(source)
        row["signature"] = plain(signature[1]) if signature else None
    row["reactions"] = _reactions(source)
    before = source[: text.start()] if text else source
    strange += media(row, before, folder, present)
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
    name = _FROM.search(head) if "from_name" in head else None
    if name:
        said = plain(name[1])
        via = _VIA.match(said) if " via @" in said else None
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
    reply = _REPLY.search(source) if "reply_to details" in source else None
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
