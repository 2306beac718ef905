"""Plain text as agencies and newsrooms keep it: title, byline, date, body."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import replace

from onrecord.model.place import Place
from onrecord.model.press import Article
from onrecord.model.trouble import Trouble
from onrecord.press._article import Parts, build
from onrecord.press._coded import decode
from onrecord.press._geonames import is_dump
from onrecord.press._when import instant

_OTHER = re.compile(rb"\A\s*(?:[{\[<]|%PDF|WARC/|(?:From|Received|Return-Path|Message-ID): )")
_BYLINE = re.compile(r"(?:By|بقلم|كتب|Автор:?|Von)\s+(?P<who>[^\n]{2,80})\Z")
_ROLE = re.compile(
    r"staff|reporter|correspondent|writer|editor|desk|مراسل|корреспондент", re.IGNORECASE
)
_FIELD = re.compile(
    r"(?P<name>Outlet|Source|Publication|Published|Date|Updated|Modified|Byline|Author|Agency"
    r"|Place|URL|Link|Language|Title|Headline|الوكالة|التاريخ|المصدر|Издание|Дата)"
    r"\s*:\s*(?P<value>[^\n]{1,300})\Z",
    re.IGNORECASE,
)
_FIELDS = {
    "outlet": "outlet", "source": "outlet", "publication": "outlet", "المصدر": "outlet",
    "издание": "outlet", "published": "published", "date": "published", "التاريخ": "published",
    "дата": "published", "updated": "modified", "modified": "modified", "byline": "byline",
    "author": "byline", "agency": "agency", "الوكالة": "agency", "place": "place_line",
    "url": "url", "link": "url", "language": "language", "title": "title", "headline": "title",
}  # fmt: skip


class PlainText:
    """A text file: the first line is the title."""

    name = "plain"
    version = 1
    title = "Plain text"

    def sniff(self, member: str, head: bytes) -> bool:
        """Ends in .txt or .text, holds no NUL byte and is no other format's text.

        UTF-16 is known by its mark.
        """
        if not member.lower().endswith((".txt", ".text")):
            return False
        if is_dump(head):
            return False  # a gazetteer
        wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        return wide or (b"\0" not in head and _OTHER.match(head) is None)

    def read(self, member: str, data: bytes) -> Iterator[Article | Trouble]:
        """One article: title, then lines like ``By ...`` and a date, then the body."""
        place = Place(member, 0, len(data))
        text, doubt = _decoded(data)
        if doubt:
            yield Trouble("bad-utf8", place, doubt, "loss")
        yield from build(place, data, parts(text))


def parts(text: str) -> Parts:
    """Title, byline, date and body of a plain text; the body is untouched.

    Two layouts are known: title first, or outlet first and the title alone on a
    line after a head of date and byline.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    said: dict[str, str] = {}
    at = _skip(lines, 0)
    if at < len(lines) and not _header(lines[at], said):
        said["title"] = lines[at].strip()
    at += 1
    while (at := _skip(lines, at)) < len(lines) and _header(lines[at], said):
        at += 1
    alone = at + 1 < len(lines) and not lines[at + 1].strip()
    if at < len(lines) and ("title" not in said or (alone and _is_title(lines[at], said))):
        if "title" in said:
            said.setdefault("outlet", said["title"])
        said["title"] = lines[at].strip()
        at += 1
    return _made(said, "\n".join(lines[at:]).strip())


def _is_title(line: str, said: dict[str, str]) -> bool:
    """A short line without a full stop, under a head with a date and a short first line."""
    line = line.strip()
    short = len(line.split()) <= 20 and not line.endswith((".", "؟", "。"))
    return short and "published" in said and len(said["title"].split()) <= 5


def _made(said: dict[str, str], body: str) -> Parts:
    when = instant(said.pop("published", None))
    changed = instant(said.pop("modified", None))
    who, _, where = said.get("byline", "").rpartition(", ")
    if who and len(where.split()) <= 3 and not _ROLE.search(where):
        said["byline"] = who
        said.setdefault("place_line", where)
    title = said.pop("title", "")
    return replace(Parts(title=title, body=body), published=when, modified=changed, **said)


def _skip(lines: list[str], at: int) -> int:
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at


def _header(line: str, said: dict[str, str]) -> bool:
    """True if a line above the body is a field, a byline or a date; it is kept."""
    line = line.strip()
    field = _FIELD.match(line)
    if field is not None:
        said.setdefault(_FIELDS[field["name"].lower()], field["value"].strip())
        return True
    byline = _BYLINE.match(line)
    if byline is not None and len(line.split()) <= 10:
        said.setdefault("byline", byline["who"].strip())
        return True
    if "published" not in said and len(line) <= 48:
        if instant(line).basis == "none":
            return False
        said["published"] = line
        return True
    return False


def _decoded(data: bytes) -> tuple[str, str]:
    """(text, doubt): UTF-16 only by its mark; nothing else is guessed."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return decode(data)
    try:
        return data.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        text = data.decode("utf-8-sig", "backslashreplace")
        return text, "bytes that are not UTF-8 are shown as \\xNN"


PRESS_FORMAT = PlainText()
