"""Feeds: RSS 0.9-2.0, RSS 1.0 (RDF) and Atom (RFC 4287), as saved."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.model.place import Place
from onrecord.model.press import Article
from onrecord.model.trouble import Trouble
from onrecord.press._article import Parts, build
from onrecord.press._markup import html_text
from onrecord.press._when import instant

if TYPE_CHECKING:
    from lxml.etree import _Element

_HEAD = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>\s*)?(?:<\?.*?\?>\s*|<!--.*?-->\s*)*"
    rb"(?:<!DOCTYPE[^>]*>\s*)?"
    rb"<(?:rss[\s>]|(?:\w+:)?feed\s[^>]*http://www\.w3\.org/2005/Atom|rdf:RDF\s[^>]*purl\.org/rss/)",
    re.DOTALL,
)


_MEDIA = "http://search.yahoo.com/mrss"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class Feed:
    """A saved feed: one article an entry that carries text."""

    name = "rss"
    version = 1
    title = "Feed (RSS, Atom)"

    def sniff(self, member: str, head: bytes) -> bool:
        """The root element is rss, an Atom feed or an RSS 1.0 RDF."""
        return _HEAD.match(head) is not None

    def read(self, member: str, data: bytes) -> Iterator[Article | Trouble]:
        """Entries whose text is only a teaser are articles of kind ``teaser``."""
        from lxml import etree  # noqa: PLC0415 - heavy; only XML readers need it

        place = Place(member, 0, len(data))
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            yield Trouble("not-xml", place, f"the file is not XML: {error}", "fatal")
            return
        outlet = _first(root, "channel/title") or _first(root, "title")
        entries = _all(root, "item") or _all(root, "entry")
        for row, entry in enumerate(entries):
            yield from build(Place(member, row, 1, "row"), data, _parts(entry, outlet, root))


def _parts(entry: "_Element", outlet: str | None, root: "_Element") -> Parts:
    full = _first(entry, "encoded") or _first(entry, "content")
    teaser = _first(entry, "description") or _first(entry, "summary")
    published = _first(entry, "pubDate") or _first(entry, "published") or _first(entry, "date")
    changed = _first(entry, "updated") or _first(entry, "modified")
    return Parts(
        title=html_text(_first(entry, "title") or "").replace("\n\n", " "),
        body=html_text(full or teaser or ""),
        outlet=_first(entry, "source/title") or _first(entry, "source") or outlet,
        byline=_first(entry, "creator") or _first(entry, "author/name") or _first(entry, "author"),
        published=instant(published or changed),
        modified=instant(changed if published and changed != published else None),
        url=_link(entry),
        language=entry.get(_LANG)
        or _first(root, "channel/language")
        or _first(entry, "language")
        or root.get(_LANG),
        kind="article" if full else "teaser",
    )


def _all(root: "_Element", name: str) -> list["_Element"]:
    return list(root.xpath(f".//*[local-name()='{name}']"))


def _first(node: "_Element", path: str) -> str | None:
    """The text of the first child by local names; markup inside Atom xhtml is kept.

    What Media RSS says of pictures (media:title, media:content) is not the entry's.
    """
    steps = "/".join(
        f"*[local-name()='{step}' and not(starts-with(namespace-uri(), '{_MEDIA}'))]"
        for step in path.split("/")
    )
    for found in node.xpath(steps):
        if len(found):
            from lxml import etree  # noqa: PLC0415 - heavy; only XML readers need it

            return str(etree.tostring(found, encoding="unicode", method="html"))
        if found.text and found.text.strip():
            return str(found.text).strip()
    return None


def _link(entry: "_Element") -> str | None:
    for found in entry.xpath("*[local-name()='link']"):
        address = (found.get("href") or found.text or "").strip()
        if address and found.get("rel") in (None, "alternate"):
            return address
    return None


PRESS_FORMAT = Feed()
