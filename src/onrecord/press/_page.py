"""What a saved page says of itself outside schema.org: meta tags, marks of savers, elements."""

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_PUBLISHED = (
    "article:published_time", "og:published_time", "datePublished", "date", "pubdate",
    "publishdate", "publish-date", "dc.date.issued", "dc.date", "dcterms.created",
    "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "og:updated_time", "dateModified", "lastmod", "last-modified",
    "dcterms.modified", "revised",
)  # fmt: skip
_AUTHOR = ("author", "article:author", "byl", "dc.creator", "parsely-author", "sailthru.author")
_SAVED = re.compile(
    r"<!--\s*(?:saved from url=\(\d+\)\s*|Page saved with SingleFile\s+url:\s*)(?P<url>\S+)"
)
_LEAD = re.compile(r"^(?:by|von|بقلم|كتب|автор)\s*:?\s+", re.IGNORECASE)
_CHANGED = re.compile(r"updat|modif|chang|edit", re.IGNORECASE)
_LONGEST_BYLINE = 12  # words


def meta(page: "HtmlElement", *names: str) -> str | None:
    """The content of the first of these meta tags that says something, in any case."""
    found: dict[str, str] = {}
    for tag in page.iter("meta"):
        content = (tag.get("content") or "").strip()
        for attribute in ("property", "name", "itemprop"):
            name = tag.get(attribute)
            if name and content:
                found.setdefault(name.lower(), content)
    return next((found[n.lower()] for n in names if n.lower() in found), None)


def titled(page: "HtmlElement") -> str:
    """The first heading, else the title of the window."""
    found = page.xpath("//h1") or page.xpath("//title")
    return " ".join(found[0].text_content().split()) if found else ""


def address(page: "HtmlElement", text: str) -> str | None:
    """Where the page says it stands, else where a browser noted to have saved it from."""
    found = page.xpath("//link[@rel='canonical']/@href")
    for said in (*found, meta(page, "og:url")):
        if said and str(said).startswith(("http://", "https://")):
            return str(said)
    saved = _SAVED.search(text, 0, 20_000)
    return saved["url"] if saved and saved["url"].startswith("http") else None


def host(url: str | None) -> str | None:
    """The host name of an address."""
    return urlsplit(url).hostname if url else None


def published(page: "HtmlElement") -> str | None:
    """When, by a meta tag, else by the first ``time`` of the article that is no change."""
    return meta(page, *_PUBLISHED) or _time(page, changed=False)


def modified(page: "HtmlElement") -> str | None:
    """When it was changed, by a meta tag, else by a ``time`` that is called so."""
    return meta(page, *_MODIFIED) or _time(page, changed=True)


def _time(page: "HtmlElement", *, changed: bool) -> str | None:
    for tag in page.xpath("//article//time[@datetime]|//main//time[@datetime]"):
        around = " ".join(
            str(node.get(name) or "")
            for node in (tag, tag.getparent())
            if node is not None
            for name in ("class", "itemprop", "id")
        )
        before = f"{around} {(tag.getparent().text or '') if tag.getparent() is not None else ''}"
        if (_CHANGED.search(before) is not None) == changed:
            return str(tag.get("datetime"))
    return None


def byline(page: "HtmlElement") -> str | None:
    """Who wrote it, by a meta tag that is no address, else by the element marked so."""
    said = meta(page, *_AUTHOR)
    if said and "://" not in said:
        return said
    marked = page.xpath(
        "//a[@rel='author']|//*[contains(concat(' ',normalize-space(@class),' '),' byline ')]"
        "|//*[contains(concat(' ',normalize-space(@class),' '),' author ')]"
    )
    for node in marked:
        words = _LEAD.sub("", " ".join(node.text_content().split()))
        if words and len(words.split()) <= _LONGEST_BYLINE:
            return words
    return None


def language(page: "HtmlElement") -> str | None:
    """As the page states it: ``lang``, ``xml:lang``, a meta tag, Open Graph's locale."""
    said = page.get("lang") or page.get("xml:lang") or meta(page, "content-language", "language")
    said = said or meta(page, "og:locale")
    return said.replace("_", "-") if said else None
