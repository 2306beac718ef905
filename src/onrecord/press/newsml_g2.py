"""IPTC NewsML-G2: news items and messages of items, with NITF or XHTML inside."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.model.place import Place
from onrecord.model.press import Article
from onrecord.model.trouble import Trouble
from onrecord.press._article import Parts, build
from onrecord.press._markup import element_text, html_text
from onrecord.press._when import instant

if TYPE_CHECKING:
    from lxml.etree import _Element

_NS = {"g": "http://iptc.org/std/nar/2006-10-01/"}
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class NewsMlG2:
    """News items in XML; a newsMessage may carry many."""

    name = "newsml-g2"
    version = 1
    title = "IPTC NewsML-G2"

    def sniff(self, member: str, head: bytes) -> bool:
        """XML of the IPTC ``nar`` namespace."""
        return head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<" and (
            b"http://iptc.org/std/nar/2006-10-01/" in head
        )

    def read(self, member: str, data: bytes) -> Iterator[Article | Trouble]:
        """One article a newsItem with text; other items are Troubles by name."""
        from lxml import etree  # noqa: PLC0415 - heavy; only XML readers need it

        place = Place(member, 0, len(data))
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            yield Trouble("not-xml", place, f"the file is not XML: {error}", "fatal")
            return
        items = root.findall(".//g:newsItem", _NS) or [root]
        for row, item in enumerate(items):
            here = place if len(items) == 1 else Place(member, row, 1, "row")
            if item.tag != f"{{{_NS['g']}}}newsItem":
                kind = str(item.tag).rpartition("}")[2]
                yield Trouble("no-text", here, f"a {kind} carries no text of news", "loss")
                continue
            yield from build(here, data, parts(item))


def parts(item: "_Element") -> Parts:
    """What a newsItem says of itself."""
    text = _body(item)
    created = _text(
        item,
        "g:itemMeta/g:firstCreated",
        "g:contentMeta/g:contentCreated",
        "g:itemMeta/g:versionCreated",
    )
    changed = _text(item, "g:itemMeta/g:versionCreated")
    provider = item.find("g:itemMeta/g:provider", _NS)
    outlet = _named(provider) or _text(item, "g:rightsInfo/g:copyrightHolder/g:name")
    sources = [_named(e) for e in item.findall("g:contentMeta/g:infoSource", _NS)]
    agency = next((name for name in sources if name and name != outlet), None)
    return Parts(
        title=_text(item, "g:contentMeta/g:headline") or _inner(item, "hl1") or "",
        body=text or _caption(item),
        outlet=outlet,
        byline=_text(item, "g:contentMeta/g:by", "g:contentMeta/g:creator/g:name")
        or _inner(item, "byline"),
        place_line=_text(item, "g:contentMeta/g:dateline", "g:contentMeta/g:located/g:name")
        or _inner(item, "dateline", "location")
        or _inner(item, "dateline"),
        agency=agency,
        published=instant(created),
        modified=instant(changed if changed != created else None),
        url=None,
        language=_language(item),
        kind="article" if text else "caption",
    )


def _text(item: "_Element", *paths: str) -> str | None:
    for path in paths:
        found = item.find(path, _NS)
        if found is not None:
            said = " ".join("".join(found.itertext()).split())
            if said:
                return said
    return None


def _named(element: "_Element | None") -> str | None:
    """A party's name, else its literal, else the part of its qcode after the colon."""
    if element is None:
        return None
    name = element.find("g:name", _NS)
    if name is not None and (name.text or "").strip():
        return str(name.text)
    code = element.get("literal") or (element.get("qcode") or "").rpartition(":")[2]
    return code or None


def _language(item: "_Element") -> str | None:
    stated = item.find("g:contentMeta/g:language", _NS)
    tag = stated.get("tag") if stated is not None else None
    said = tag or item.get(_LANG)
    return str(said) if said else None


def _inner(item: "_Element", *path: str) -> str | None:
    """Text of an element inside the marked-up body (NITF), by local names."""
    steps = "//".join(f"*[local-name()='{name}']" for name in path)
    found = item.xpath(f".//g:inlineXML//{steps}", namespaces=_NS)
    return " ".join("".join(found[0].itertext()).split()) if found else None


def _body(item: "_Element") -> str:
    for path in ("body.content", "body"):
        found = item.xpath(f".//g:inlineXML//*[local-name()='{path}']", namespaces=_NS)
        if found:
            return element_text(found[0])
    inline = item.find("g:contentSet/g:inlineXML", _NS)
    if inline is not None and (text := element_text(inline)):
        return text
    data = item.find("g:contentSet/g:inlineData", _NS)
    if data is None:
        return ""
    plain = "".join(str(part) for part in data.itertext()).strip()
    marked = "html" in (data.get("contenttype") or "")
    return html_text(plain) if marked else plain


def _caption(item: "_Element") -> str:
    """The longest description of an item without text: a picture's caption."""
    told = item.findall("g:contentMeta/g:description", _NS)
    return max((element_text(one) for one in told), key=len, default="")


PRESS_FORMAT = NewsMlG2()
