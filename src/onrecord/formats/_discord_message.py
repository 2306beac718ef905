"""One message of DiscordChatExporter's HTML as a row."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from onrecord.formats import _objects as objects
from onrecord.formats._discord_time import disagree, when
from onrecord.formats._discord_words import attributes, flat, inside, words
from onrecord.formats._html_text import plain
from onrecord.formats._media import Beside, kind_of


class _Tag:
    """A tag whose class begins with one of these, quotes or not. Looking for the words first is
    cheaper than looking at every tag."""

    __slots__ = ("_classes", "pattern")

    def __init__(self, name: str, *classes: str) -> None:
        these = "|".join(classes)
        self.pattern = re.compile(rf'<({name})\b(?=[^<>]*\bclass="?(?:{these})(?=["\s>]))[^<>]*>')
        self._classes = classes

    def search(self, source: str, at: int = 0, end: int | None = None) -> re.Match[str] | None:
        """The first such tag."""
        end, best = len(source) if end is None else end, None
        for one in self._classes:
            found = source.find(one, at, end)
            while found >= 0:
                begin = source.rfind("<", max(at, found - _FAR), found)
                match = self.pattern.match(source, begin, end) if begin >= 0 else None
                if match:
                    best = match if best is None or match.start() < best.start() else best
                    break
                found = source.find(one, found + len(one), end)
        return best


_FAR = 2_000
"""No class stands further behind its tag's beginning than this."""
_AUTHOR = _Tag(
    "span", "chatlog__author", "chatlog__author-name", "chatlog__system-notification-author"
)
_STAMP = _Tag("span|div", "chatlog__timestamp", "chatlog__short-timestamp",
              "chatlog__system-notification-timestamp")  # fmt: skip
_BOT = _Tag("span", "chatlog__author-tag", "chatlog__bot-label", "chatlog__bot-tag")
_CONTENT = _Tag("span|div", "chatlog__markdown-preserve", "preserve-whitespace", "markdown",
                "chatlog__content")  # fmt: skip
_EDITED = _Tag("span", "chatlog__edited-timestamp")
_REPLY = _Tag("div", "chatlog__reply", "chatlog__reference")
_FILE = _Tag("div", "chatlog__attachment")
_EMBED = _Tag("div", "chatlog__embed")
_STICKER = _Tag("div", "chatlog__sticker")
_REACTION = _Tag("div", "chatlog__reaction")
_COUNT = _Tag("span", "chatlog__reaction-count")
_NOTICE = _Tag("span", "chatlog__system-notification-content")
_ASIDE = (_FILE, _EMBED, _STICKER, _Tag("div", "chatlog__reactions"))
_TARGET = re.compile(r"(?:scrollToMessage\(event, ?'|#chatlog__message-container-)(\d{1,20})")
_LINKED = re.compile(r"<(?:a|img|source)\b[^<>]*>")
_NAMED = re.compile(r"^(?:Image|Video|Audio|Attachment): (.*) \([^()]*\)$", re.DOTALL)
_ACTIONS = (
    ("joined the server", "GuildMemberJoin"),
    ("pinned", "ChannelPinnedMessage"),
    ("started a thread", "ThreadCreated"),
    ("started a call", "Call"),
    ("changed the channel name", "ChannelNameChange"),
    ("changed the channel icon", "ChannelIconChange"),
    ("added", "RecipientAdd"),
    ("removed", "RecipientRemove"),
    ("left the group", "RecipientRemove"),
)


Range = tuple[int, int]
"""Begin and length in the page."""


@dataclass(slots=True)
class Carried:
    """What the first message of a group, or its head, says for those after it, and where."""

    sender: str | None = None
    sender_id: str | None = None
    account: str | None = None
    bot: bool = False
    stamp: str = ""
    author_at: Range | None = None
    stamp_at: Range | None = None


def head(source: str, carried: Carried, here: Range) -> None:
    """Take over author and time from a piece of markup, where it has them."""
    author = _AUTHOR.search(source)
    if author:
        said = attributes(author[0])
        carried.sender = flat(inside(source, author.end(), author[1])[0])
        carried.sender_id, carried.account = said.get("data-user-id"), said.get("title")
        carried.bot = _BOT.search(source) is not None
        carried.author_at = here
    stamp = _STAMP.search(source)
    if stamp:
        title = attributes(stamp[0]).get("title")
        carried.stamp_at = here
        carried.stamp = title or flat(inside(source, stamp.end(), stamp[1])[0])


def left_over(gap: str) -> str:
    """Words between two messages that are neither author nor time."""
    for pattern in (_AUTHOR, _STAMP, _BOT):
        found = pattern.search(gap)
        if found:
            gap = gap[: found.start()] + gap[inside(gap, found.end(), found[1])[1] :]
    return flat(gap)


def message(
    source: str,
    number: str,
    carried: Carried,
    beside: Beside,
    clock: tuple[ZoneInfo | None, str | None],
    here: Range,
) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """The row of the record that stands ``here``, and what is to be counted about it. ``clock``:
    the zone and the order of day and month that a person named."""
    content = _CONTENT.search(source)
    reply = _block(_REPLY, source[: content.start()] if content else source)
    before, text, after = _parts(source, reply)
    notice = _NOTICE.search(source)
    head(before, carried, here)
    notes: list[tuple[str, str]] = []
    zone, order = clock
    row: dict[str, Any] = {
        "id": number,
        "kind": "service" if notice else "message",
        "sender": carried.sender,
        "sender_id": carried.sender_id,
        "time": when(carried.stamp, number, zone, order),
    }
    if row["time"][1] == "none" and carried.stamp:
        notes.append(("bad-time", carried.stamp))
    if disagree(carried.stamp, number, order):
        notes.append(("two-times", "the clock shown and the instant in the id disagree"))
    payload: dict[str, Any] = {"account": carried.account}
    if carried.bot:
        payload["bot"] = True
    if "--pinned" in source[: source.find(">") + 1]:
        payload["pinned"] = True
    if notice:
        row |= _event(inside(source, notice.end(), notice[1])[0], payload)
    else:
        notes += _said(row, text, reply, payload)
        _rest(row, after, beside, payload)
    ranges = {carried.author_at, carried.stamp_at} - {here, None}
    payload["taken_over"] = sorted(r for r in ranges if r is not None)
    row["payload"] = objects.payload(payload, *payload)
    return row, notes


def _parts(source: str, reply: str) -> tuple[str, str, str]:
    """Before the text (without the message answered), the text, and what follows it."""
    source = source.replace(reply, "", 1) if reply else source
    aside = min((m.start() for p in _ASIDE if (m := p.search(source))), default=len(source))
    content = _CONTENT.search(source, 0, aside)
    while content:  # the innermost of the wrappers holds the text alone
        deeper = re.compile(r"\s*").match(source, content.end())
        inner = _CONTENT.pattern.match(source, deeper.end()) if deeper else None
        if inner is None:
            break
        content = inner
    if content is None:
        return source, "", source
    text, end = inside(source, content.end(), content[1])
    return source[: content.start()], text, source[end:]


def _said(
    row: dict[str, Any], text: str, reply: str, payload: dict[str, Any]
) -> list[tuple[str, str]]:
    """Text, runs, edit and answer into the row."""
    edited = _EDITED.search(text)
    if edited:
        row["edited_text"] = attributes(edited[0]).get("title")
        text = text[: edited.start()].rstrip()
    shown = words(text)
    row |= {"text": shown.text, "entities": shown.runs}
    if shown.raw is not None:
        row |= {"text_raw": shown.raw, "enc": "x-escape"}
    target = _TARGET.search(reply)
    if target:
        row["reply_to"] = target[1]
    elif reply:
        payload["reply"] = flat(reply)
    return [("unknown-markup", tag) for tag in shown.strange]


def _rest(row: dict[str, Any], after: str, beside: Beside, payload: dict[str, Any]) -> None:
    """What stands under the text: files, previews, stickers, reactions."""
    edited = _EDITED.search(after)
    if edited and "edited_text" not in row:
        row["edited_text"] = attributes(edited[0]).get("title")
    media = [_file(block, beside) for block in _blocks(_FILE, after)]
    for block in _blocks(_STICKER, after):
        tag = _LINKED.search(block)
        name = attributes(block[: block.find(">") + 1]).get("title")
        media.append(
            _medium("sticker", attributes(tag[0]).get("src") if tag else None, name, beside)
        )
    row["media"] = media
    row["reactions"] = [_reaction(block) for block in _blocks(_REACTION, after)]
    payload["embeds"] = [said for block in _blocks(_EMBED, after) if (said := flat(block))]


def _blocks(pattern: _Tag, source: str) -> list[str]:
    found, at = [], 0
    while tag := pattern.search(source, at):
        at = inside(source, tag.end(), tag[1])[1]
        found.append(source[tag.start() : at])
    return found


def _block(pattern: _Tag, source: str) -> str:
    return next(iter(_blocks(pattern, source)), "") if pattern.search(source) else ""


def _file(block: str, beside: Beside) -> tuple[Any, ...]:
    url = name = None
    for tag in _LINKED.finditer(block):
        said = attributes(tag[0])
        url = url or said.get("href") or said.get("src")
        named = _NAMED.match(said.get("title", ""))
        name = name or (named[1] if named else None)
    if name is None:
        shown = re.search(r"<a\b[^<>]*>([^<]*)</a>", block)
        name = flat(shown[1]) if shown else None
        named = _NAMED.match(name or "")
        name = named[1] if named else name
    return _medium(kind_of(name or url), url, name or None, beside)


def _medium(kind: str, url: str | None, name: str | None, beside: Beside) -> tuple[Any, ...]:
    if url and "://" not in url:
        url = unquote(url)
    return beside.media(kind, url, name=name)


def _reaction(block: str) -> tuple[str, int]:
    image = re.search(r"<img\b[^<>]*>", block)
    count = _COUNT.search(block)
    digits = flat(inside(block, count.end(), count[1])[0]) if count else ""
    emoji = attributes(image[0]).get("alt", "") if image else ""
    return (emoji, int(digits[:9]) if digits.isascii() and digits.isdigit() else 1)


def _event(source: str, payload: dict[str, Any]) -> dict[str, Any]:
    shown = flat(source)
    target = _TARGET.search(source)
    payload |= {"shown": shown, "message_id": target[1] if target else None}
    action = next((kind for said, kind in _ACTIONS if shown.startswith(said)), "unknown")
    return {"text": "", "action": action}


def channel(source: str) -> tuple[list[str], str]:
    """The lines above the messages, and what stands in the title."""
    entries = [flat(inside(source, m.end(), "div")[0])
               for m in _Tag("div", "preamble__entry").pattern.finditer(source)]  # fmt: skip
    title = re.search(r"<title>([^<]*)</title>", source)
    return entries, plain(title[1]).strip() if title else ""
