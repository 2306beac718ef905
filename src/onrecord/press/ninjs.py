"""IPTC ninjs 1, 2 and 3: news in JSON (https://iptc.org/std/ninjs/)."""

import json
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from onrecord.model.place import Place
from onrecord.model.press import Article
from onrecord.model.trouble import Trouble
from onrecord.press._article import Parts, build
from onrecord.press._markup import html_text
from onrecord.press._when import instant

_MARKS = (
    b'"versioncreated"', b'"versionCreated"', b'"headlines"', b'"bodies"', b'"body_text"',
    b'"body_xhtml"', b'"ninjs"', b'"firstcreated"', b'"firstCreated"', b'"pubstatus"',
    b'"pubStatus"', b'"descriptions"',
)  # fmt: skip

_CHANGED = ("versionCreated", "versioncreated")

Item = Mapping[str, object]


class Ninjs:
    """News in JSON, any version; also a JSON array of items."""

    name = "ninjs"
    version = 1
    title = "IPTC ninjs (news in JSON)"

    def sniff(self, member: str, head: bytes) -> bool:
        """A JSON object or array that has ``uri`` and a word of the ninjs schema."""
        start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
        if start not in (b"{", b"["):
            return False
        return b'"uri"' in head and any(mark in head for mark in _MARKS)

    def read(self, member: str, data: bytes) -> Iterator[Article | Trouble]:
        """One article an item with text; items without text are Troubles."""
        place = Place(member, 0, len(data))
        try:
            loaded = json.loads(data.decode("utf-8-sig"))
        except (UnicodeDecodeError, json.JSONDecodeError) as error:
            yield Trouble("not-json", place, f"the file is not JSON: {error}", "fatal")
            return
        except RecursionError:
            yield Trouble("not-json", place, "JSON nested too deep to read", "fatal")
            return
        items = loaded if isinstance(loaded, list) else [loaded]
        for row, item in enumerate(items):
            here = place if len(items) == 1 else Place(member, row, 1, "row")
            if isinstance(item, dict) and isinstance(item.get("uri"), str):
                yield from _nested(member, here, data, item)
            else:
                note = "not a ninjs item: no object with a uri"
                yield Trouble("unreadable-record", here, note, "loss")


def _nested(member: str, here: Place, data: bytes, item: Item) -> Iterator[Article | Trouble]:
    """The item, and the texts that come inside it; of a mere package only those."""
    inside = [entry for entry in _inner(item) if entry.get("type") == "text" and _body(entry)]
    if _body(item) or not inside:
        yield from build(here, data, parts(item))
    for row, entry in enumerate(inside):
        spot = Place(f"{member}#{entry.get('uri') or row}", here.start, here.length, here.kind)
        yield from build(spot, data, parts(entry))


def _inner(item: Item) -> list[Item]:
    said = item.get("associations")
    entries = said.values() if isinstance(said, dict) else said if isinstance(said, list) else ()
    return [entry for entry in entries if isinstance(entry, dict)]


def parts(item: Item) -> Parts:
    """What a ninjs item says of itself, whichever version wrote it."""
    outlet = _text(item, "copyrightHolder", "copyrightholder", "provider") or _host(item)
    sources = _names(item, "infoSources", "infosource", "infosources")
    agency = next((name for name in sources if name != outlet), None)
    created = _text(
        item, "firstCreated", "firstcreated", "contentCreated", "contentcreated", *_CHANGED
    )
    changed = _text(item, *_CHANGED)
    return Parts(
        title=_valued(item, "headlines", "main") or _text(item, "headline", "title") or "",
        body=_body(item),
        outlet=outlet,
        byline=_text(item, "by", "byline"),
        place_line=_text(item, "located", "dateline"),
        agency=agency,
        published=instant(created),
        modified=instant(changed if changed != created else None),
        url=_text(item, "url") or _link(item),
        language=_text(item, "language"),
        kind="article" if _text(item, "type") in (None, "text", "composite") else "caption",
    )


def _text(item: Item, *names: str) -> str | None:
    for name in names:
        value = item.get(name)
        if isinstance(value, str) and value.strip():
            return value
    return None


def _listed(item: Item, name: str) -> list[Item]:
    value = item.get(name)
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _valued(item: Item, name: str, role: str) -> str | None:
    entries = _listed(item, name)
    entries.sort(key=lambda entry: entry.get("role") != role)
    return next((text for entry in entries if (text := _text(entry, "value"))), None)


def _names(item: Item, *names: str) -> list[str]:
    return [
        text for name in names for entry in _listed(item, name) if (text := _text(entry, "name"))
    ]


def _body(item: Item) -> str:
    """Marked-up body first (it has paragraphs), then plain, then descriptions."""
    entries = _listed(item, "bodies")
    marked = [e for e in entries if "html" in str(e.get("contentType", e.get("contenttype", "")))]
    for entry in marked:
        if text := _text(entry, "value"):
            return html_text(text)
    for name in sorted(n for n in item if n.startswith("body_") and "html" in n):
        if text := _text(item, name):
            return html_text(text)
    plain = next((t for e in entries if (t := _text(e, "value"))), None)
    said = plain or _text(item, "body_text") or _described(item)
    return said.strip() if said else ""


def _described(item: Item) -> str | None:
    """The longest caption or description, whatever role or profile it has."""
    said = [text for entry in _listed(item, "descriptions") if (text := _text(entry, "value"))]
    for name in item:
        if name.startswith("description") and (text := _text(item, name)):
            said.append(html_text(text) if "html" in name else text)
    return max(said, key=len, default=None)


def _link(item: Item) -> str | None:
    uri = _text(item, "uri") or ""
    return uri if uri.startswith(("http://", "https://")) else None


def _host(item: Item) -> str | None:
    link = _link(item)
    return urlsplit(link).hostname if link else None


PRESS_FORMAT = Ninjs()
