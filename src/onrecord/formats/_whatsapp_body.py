"""What stands after a WhatsApp head: whose line it is, files, the app's own remarks."""

import posixpath
import re
from collections.abc import Callable
from typing import Any

from onrecord.formats._whatsapp_head import MARKS
from onrecord.formats._whatsapp_words import DELETED, EDITED, NOTICES, OMITTED, ONCE, SUFFIXES

_PHONE = re.compile(r"^[+＋]?[\d\s()\-\u00a0\u202f.]{6,24}$")
_ANDROID = re.compile(r"^[\u200e\u200f]?(?P<name>[^\n/\\<>|:]{1,200}\.\w{2,5}) \([^()\n]{4,40}\)$")
_IOS = re.compile(r"<[^<>:\n]{3,40}: ?(?P<name>[^<>\n]{1,200}\.\w{2,5})>")
_LEFT_OUT = re.compile(r"^[\u200e\u200f]?<[^<>\n\d]{4,60}>$")
_REMARK = re.compile(r"[\u200e\u200f]?<[^<>\n]{6,60}>$")
_DIGITS = re.compile(r"\d")
_LONGEST_NAME = 100
_LONGEST_NOTE = 60
_LONGEST_ONCE = 200
_ONCE_BEGINS = frozenset("<" + MARKS)
_STOPS = ".。।۔ "
_AROUND = MARKS + _STOPS + "\r\n🚫"
BEGINS = frozenset({phrase[0] for phrase in DELETED} | set(MARKS) | {"🚫"})
"""The first letters of what stands in place of a deleted message."""

Entity = tuple[str, int, int, str | None]
Present = Callable[[str], bool]
About = tuple[list[tuple[Any, ...]] | None, list[Entity] | None]


def split(rest: str, known: dict[str, str | None], brackets: bool) -> tuple[str | None, str]:
    """Sender and text; None for a line that the app wrote about the group.

    ``known`` are the senders met so far, each with the telephone number it is written
    as, if it is one; a new one is added.
    """
    if brackets and rest[:1] in ("\u200e", "\u200f"):
        return None, rest
    at = rest.find(": ")
    if at > 0:
        name = rest[:at]
        if name in known:
            return name, rest[at + 2 :]
        if at <= _LONGEST_NAME and not any(c in name for c in '"“”„«»「」『』《》\n'):
            if len(known) < 100_000:
                known[name] = phone(name)
            return name, rest[at + 2 :]
    at = rest.find(":")
    if at > 0 and rest[:at] in known:
        return rest[:at], rest[at + 1 :]
    if at == len(rest) - 1 and 0 < at <= 60 and '"' not in rest:
        return rest[:at], ""
    return None, rest


def notice(text: str) -> bool:
    """True for words that only the app says, under whatever name they stand."""
    plain = text.lstrip(MARKS)
    return plain is not text and any(words in text for words in NOTICES)


def phone(sender: str) -> str | None:
    """``+`` and digits if the sender is written as a telephone number."""
    plain = sender.strip(MARKS)
    if not _PHONE.match(plain):
        return None
    digits = "".join(str(int(c)) for c in plain if c.isdecimal())
    return ("+" if plain[:1] in "+＋" else "") + digits


def about(text: str, folder: str, present: Present) -> About:
    """Files the text names or says were left out, and runs the app wrote."""
    first, _, _ = text.partition("\n")
    first = first.removesuffix("\r")
    named = _ANDROID.match(first)
    if named and _plausible(named["name"], folder, present):
        return [_media(named["name"], folder, present)], [("app_note", 0, len(first), None)]
    found = _IOS.search(text)
    if found and (found.start() > 0 and text[found.start() - 1] in MARKS):
        start = found.start() - 1
        note: list[Entity] = [("app_note", start, found.end() - start, None)]
        return [_media(found["name"], folder, present)], note
    if once(text):
        kind = "voice" if "voice" in text.lower() else "media"
        return [_absent(kind)], [("app_note", 0, len(text), None)]
    if _LEFT_OUT.match(first) and not _DIGITS.search(first):
        return [_absent("media")], [("app_note", 0, len(first), None)]
    for mark in ("\u200e", "\u200f"):
        start = text.rfind(mark)
        if start >= 0:
            words = text[start + 1 :].rstrip("\r\n")
            if words in OMITTED:
                note = [("app_note", start, len(text) - start, None)]
                return [_absent(OMITTED[words])], note
    return None, _remarks(text, len(first))


def _remarks(text: str, first: int) -> list[Entity] | None:
    """The run the app wrote in a text without a file: a remark at its end, or, where the
    text begins with a direction mark as iOS's own words do, the first line."""
    remark = _REMARK.search(text)
    if remark and (remark[0][0] in MARKS or edited(text)):
        return [("app_note", remark.start(), len(remark[0]), None)]
    return [("app_note", 0, first, None)] if text and text[0] in MARKS else None


def deleted(text: str) -> bool:
    """True for the words that stand in place of a deleted message, in any language."""
    return len(text) < _LONGEST_NOTE and text.strip(_AROUND) in DELETED


def edited(text: str) -> str | None:
    """The app's remark that a message was changed, as written, without its brackets."""
    at = text.rfind("<")
    if at < 0 or text[-1:] != ">":
        return None
    said = text[at + 1 : -1]
    return said if said.rstrip(_STOPS) in EDITED else None


def once(text: str) -> bool:
    """True for what stands in place of a message that could be seen once: the app's words
    between angle brackets, or behind a direction mark."""
    if len(text) > _LONGEST_ONCE or text[:1] not in _ONCE_BEGINS:
        return False
    said = text.lower()
    return any(words in said for words in ONCE)


def told(sender: str, text: str) -> bool:
    """True where the app tells under a member's name what that member did."""
    return text.lstrip(MARKS).startswith(sender + " ")


def _plausible(name: str, folder: str, present: Present) -> bool:
    """True for a file that came along or that is called as WhatsApp calls files."""
    own = re.match(r"^(?:IMG|VID|PTT|AUD|STK|DOC|GIF)-\d{8}-WA\d{4}", name)
    kind = name.rpartition(".")[2].lower() in SUFFIXES
    return bool(own) or kind or present(posixpath.join(folder, name))


def _media(name: str, folder: str, present: Present) -> tuple[Any, ...]:
    path = posixpath.join(folder, name)
    kind = SUFFIXES.get(name.rpartition(".")[2].lower(), "document")
    if name.startswith("PTT-"):
        kind = "voice"
    return (kind, path, present(path), None, None, name, None, None, None)


def _absent(kind: str) -> tuple[Any, ...]:
    return (kind, None, False, None, None, None, None, None, None)
