"""Saved web pages: text by trafilatura, facts by schema.org, Open Graph and AMP."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.model.place import Place
from onrecord.model.press import Article
from onrecord.model.trouble import Trouble
from onrecord.press import _page as said
from onrecord.press import _schema_org as schema
from onrecord.press._article import LEAST_WORDS, Parts, build, count_words
from onrecord.press._coded import decode
from onrecord.press._wall import walled
from onrecord.press._when import instant

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_HEAD = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*(?:<!doctype\s+html|<html[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_TAGS = re.compile(rb"\s*<(?:head|body|meta|title|div|article|section|main|h1|p)[\s>]", re.I)
_NAMES = (".html", ".htm", ".xhtml")
_DECLARED = re.compile(r"^\s*<\?xml[^>]*\?>")
_FULLER = 1.5  # a stated body of so many times the words found on the page is the text


class SavedPage:
    """A web page as a browser saves it."""

    name = "html"
    version = 1
    title = "Saved web page (HTML, AMP)"

    def sniff(self, member: str, head: bytes) -> bool:
        """Begins with a doctype or an html element, after comments at most.

        A file named .html may lack both, as fragments do.
        """
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            head = decode(head[: len(head) // 2 * 2])[0].encode("utf-8", "replace")
        head = head.removeprefix(codecs.BOM_UTF8)
        named = member.lower().endswith(_NAMES) and _TAGS.match(head) is not None
        return named or _HEAD.match(head) is not None

    def read(self, member: str, data: bytes) -> Iterator[Article | Trouble]:
        """One article; a paywalled stub also has a Trouble, an empty page only that."""
        yield from read_page(member, data, None)


def read_page(member: str, data: bytes, charset: str | None) -> Iterator[Article | Trouble]:
    """As :meth:`SavedPage.read`; ``charset`` is what the transport said, if it did."""
    from lxml import etree, html  # noqa: PLC0415 - heavy; only this reader needs it

    place = Place(member, 0, len(data))
    text, doubt = decode(data, charset)
    text = _DECLARED.sub("", text).replace("\0", "")
    if doubt:
        yield Trouble("encoding", place, doubt)
    try:
        page = html.document_fromstring(text)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        yield Trouble("not-html", place, f"the page cannot be parsed: {error}", "fatal")
        return
    stated, troubles = schema.facts(page)
    for note in troubles:
        yield Trouble("bad-json-ld", place, note)
    found = _parts(page, text, stated)
    words = count_words(found.body)
    if walled(page, found.body, words, stated.free, stated.words):
        note = "the saved page shows only the beginning; the rest is behind a paywall"
        yield Trouble("paywalled-stub", place, f"{note}: {found.title[:80]!r}", "loss")
        found = replace(found, kind="stub")
        if words < LEAST_WORDS:
            return
    yield from build(place, data, found)


def _parts(page: "HtmlElement", text: str, stated: schema.Facts) -> Parts:
    body = _extract(text)
    if stated.body and count_words(stated.body) > _FULLER * count_words(body):
        body = stated.body.strip()
    url = said.address(page, text) or stated.url
    amp = page.get("amp") is not None or page.get("\u26a1") is not None
    title = stated.title or said.meta(page, "og:title") or said.titled(page)
    return Parts(
        title=title,
        body=_without(body, title, said.titled(page)),
        outlet=stated.outlet or said.meta(page, "og:site_name") or said.host(url),
        byline=stated.byline or said.byline(page),
        place_line=stated.place_line,
        agency=stated.agency,
        published=instant(stated.published or said.published(page)),
        modified=instant(stated.modified or said.modified(page)),
        url=url,
        language=stated.language or said.language(page),
        kind="amp" if amp else "article",
    )


def _without(body: str, *titles: str) -> str:
    """The body without a headline that the extraction took for its first paragraph."""
    first, _, rest = body.partition("\n\n")
    bare = " ".join(first.split()).casefold()
    return rest if rest and bare in {" ".join(t.split()).casefold() for t in titles} else body


def _extract(page: str) -> str:
    """The page's main text; paragraphs are separated by a blank line."""
    import trafilatura  # noqa: PLC0415 - heavy; only this reader needs it

    text = trafilatura.extract(page, include_comments=False, include_tables=True)
    return "\n\n".join(line for line in (text or "").split("\n") if line.strip())


PRESS_FORMAT = SavedPage()
