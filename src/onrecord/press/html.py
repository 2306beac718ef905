"""Saved web pages: text by trafilatura, facts by schema.org, Open Graph and AMP."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from onrecord.model.place import Place
from onrecord.model.press import Article
from onrecord.model.trouble import Trouble
from onrecord.press import _schema_org as schema
from onrecord.press._article import LEAST_WORDS, Parts, build, count_words
from onrecord.press._when import instant

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_HEAD = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*(?:<!doctype\s+html|<html[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_WALL = re.compile(
    r"subscribe to (?:continue|read)|subscribers? only|sign in to (?:continue|read)"
    r"|to continue reading|للمشتركين|اشترك لمتابعة|доступно по подписке|nur für abonnenten",
    re.IGNORECASE,
)
STUB_WORDS = 120


class SavedPage:
    """A web page as a browser saves it."""

    name = "html"
    version = 1
    title = "Saved web page (HTML, AMP)"

    def sniff(self, member: str, head: bytes) -> bool:
        """Begins with a doctype or an html element, after comments at most."""
        return _HEAD.match(head) is not None

    def read(self, member: str, data: bytes) -> Iterator[Article | Trouble]:
        """One article; a paywalled stub also has a Trouble, an empty page only that."""
        from lxml import etree, html  # noqa: PLC0415 - heavy; only this reader needs it

        place = Place(member, 0, len(data))
        try:
            page = html.document_fromstring(data)
        except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
            yield Trouble("not-html", place, f"the page cannot be parsed: {error}", "fatal")
            return
        stated, troubles = schema.facts(page)
        for note in troubles:
            yield Trouble("bad-json-ld", place, note)
        found, free = _parts(page, data, stated)
        if _walled(found.body, free):
            note = "the saved page shows only the beginning; the rest is behind a paywall"
            yield Trouble("paywalled-stub", place, f"{note}: {found.title[:80]!r}", "loss")
            found = replace(found, kind="stub")
            if count_words(found.body) < LEAST_WORDS:
                return
        yield from build(place, data, found)


def _parts(page: "HtmlElement", data: bytes, stated: schema.Facts) -> tuple[Parts, bool]:
    body = _extract(data)
    if count_words(body) < LEAST_WORDS and stated.body:
        body = stated.body.strip()
    url = _link(page) or stated.url
    amp = page.get("amp") is not None or page.get("\u26a1") is not None
    parts = Parts(
        title=stated.title or _meta(page, "og:title") or _titled(page),
        body=body,
        outlet=stated.outlet or _meta(page, "og:site_name") or _host(url),
        byline=stated.byline or _meta(page, "author"),
        place_line=stated.place_line,
        agency=stated.agency,
        published=instant(stated.published or _meta(page, "article:published_time", "date")),
        modified=instant(stated.modified or _meta(page, "article:modified_time")),
        url=url,
        language=stated.language or page.get("lang"),
        kind="amp" if amp else "article",
    )
    return parts, stated.free


def _extract(data: bytes) -> str:
    """The page's main text; paragraphs are separated by a blank line."""
    import trafilatura  # noqa: PLC0415 - heavy; only this reader needs it

    text = trafilatura.extract(data, include_comments=False, include_tables=True)
    return "\n\n".join(line for line in (text or "").split("\n") if line.strip())


def _walled(body: str, free: bool) -> bool:
    words = count_words(body)
    return words < STUB_WORDS and (not free or _WALL.search(body) is not None)


def _meta(page: "HtmlElement", *names: str) -> str | None:
    for name in names:
        for attribute in ("property", "name", "itemprop"):
            found = page.xpath(f"//meta[@{attribute}=$name]/@content", name=name)
            if found and str(found[0]).strip():
                return str(found[0])
    return None


def _titled(page: "HtmlElement") -> str:
    found = page.xpath("//h1") or page.xpath("//title")
    return " ".join(found[0].text_content().split()) if found else ""


def _link(page: "HtmlElement") -> str | None:
    found = page.xpath("//link[@rel='canonical']/@href") or page.xpath(
        "//meta[@property='og:url']/@content"
    )
    return str(found[0]) if found else None


def _host(url: str | None) -> str | None:
    return urlsplit(url).hostname if url else None


PRESS_FORMAT = SavedPage()
