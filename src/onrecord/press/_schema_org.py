"""What a page says of itself in schema.org terms: JSON-LD first, then microdata."""

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_TYPES = frozenset(
    ("NewsArticle", "Article", "ReportageNewsArticle", "AnalysisNewsArticle", "Report")
    + ("BackgroundNewsArticle", "OpinionNewsArticle", "ReviewNewsArticle")
    + ("LiveBlogPosting", "BlogPosting")
)
Node = Mapping[str, object]
_WRAPPED = re.compile(  # CDATA and comment marks of old publishing systems
    r"\A\s*(?:/\*\s*)?(?:<!\[CDATA\[|<!--)(?:\s*\*/)?|(?:/\*\s*|//\s*)?(?:\]\]>|-->)(?:\s*\*/)?\s*\Z"
)


@dataclass(frozen=True, slots=True)
class Facts:
    """The article's own statements; ``free`` is False only where it says so."""

    title: str | None = None
    body: str | None = None
    outlet: str | None = None
    byline: str | None = None
    place_line: str | None = None
    agency: str | None = None
    published: str | None = None
    modified: str | None = None
    url: str | None = None
    language: str | None = None
    free: bool = True
    words: int | None = None


def facts(page: "HtmlElement") -> tuple[Facts, list[str]]:
    """The page's facts, and a note for each JSON-LD block that is not JSON."""
    notes: list[str] = []
    nodes: list[Node] = []
    for script in _scripts(page, notes):
        try:
            nodes.extend(_walk(script))
        except RecursionError:
            notes.append("a JSON-LD block is nested too deep to read")
    articles = [node for node in nodes if _TYPES & set(_types(node))]
    if articles:
        by_id = {str(node["@id"]): node for node in nodes if "@id" in node and len(node) > 1}
        return _of(_resolved(articles[0], by_id)), notes
    return _microdata(page), notes


def _scripts(page: "HtmlElement", notes: list[str]) -> Iterator[object]:
    for script in page.xpath("//script[starts-with(@type, 'application/ld+json')]"):
        try:
            yield json.loads(_WRAPPED.sub("", script.text_content()), strict=False)
        except (json.JSONDecodeError, RecursionError) as error:
            notes.append(f"a JSON-LD block is not JSON: {error}")


def _walk(value: object) -> Iterator[Node]:
    if isinstance(value, list):
        for entry in value:
            yield from _walk(entry)
    elif isinstance(value, dict):
        yield value
        yield from _walk(value.get("@graph"))
        yield from _walk(value.get("mainEntity"))


def _resolved(node: Node, by_id: Mapping[str, Node]) -> Node:
    """The node with what it only refers to (``{"@id": …}``) in its place."""
    return {key: _referred(value, by_id) for key, value in node.items()}


def _referred(value: object, by_id: Mapping[str, Node]) -> object:
    if isinstance(value, list):
        return [_referred(entry, by_id) for entry in value]
    if isinstance(value, dict) and "name" not in value:
        return by_id.get(str(value.get("@id")), value)
    return value


def _types(node: Node) -> list[str]:
    said = node.get("@type")
    names = said if isinstance(said, list) else [said]
    return [str(name).rpartition("/")[2] for name in names]


def _of(node: Node) -> Facts:
    outlet = _name(node.get("publisher"))
    agency = _name(node.get("sourceOrganization")) or _credit(node, outlet)
    return Facts(
        title=_str(node, "headline", "name"),
        body=_str(node, "articleBody"),
        outlet=outlet,
        byline=_name(node.get("author")) or _name(node.get("creator")),
        place_line=_str(node, "dateline") or _name(node.get("contentLocation")),
        agency=agency,
        published=_str(node, "datePublished", "dateCreated"),
        modified=_str(node, "dateModified"),
        url=_str(node, "url") or _main_page(node),
        language=_str(node, "inLanguage") or _name(node.get("inLanguage")),
        free=_free(node) and _free(node.get("hasPart")),
        words=_count(node.get("wordCount")),
    )


def _free(node: object) -> bool:
    """False only where it is said; of several parts each must be free."""
    if isinstance(node, list):
        return all(_free(entry) for entry in node)
    said = node.get("isAccessibleForFree", True) if isinstance(node, Mapping) else True
    return str(said).rpartition("/")[2].lower() not in ("false", "no", "0")


def _count(said: object) -> int | None:
    plain = str(said).replace(",", "").strip()
    return int(plain) if plain.isdecimal() and len(plain) < 9 and int(plain) else None


def _credit(node: Node, outlet: str | None) -> str | None:
    """An agency named as provider, credit or organisation author, other than the outlet."""
    for field in ("creditText", "provider", "copyrightHolder"):
        name = _name(node.get(field))
        if name and name != outlet:
            return name
    author = node.get("author")
    for entry in author if isinstance(author, list) else [author]:
        if isinstance(entry, dict) and "Organization" in " ".join(_types(entry)):
            name = _name(entry)
            if name and name != outlet:
                return name
    return None


def _str(node: Node, *names: str) -> str | None:
    for name in names:
        value = node.get(name)
        if isinstance(value, str) and value.strip():
            return html.unescape(value)  # JSON in HTML is often escaped twice
    return None


def _name(value: object) -> str | None:
    """The name of a thing that may be a string, an object or a list of either."""
    if isinstance(value, str):
        return html.unescape(value).strip() or None
    if isinstance(value, list):
        names = [name for entry in value if (name := _name(entry))]
        return ", ".join(names) or None
    if isinstance(value, dict):
        return _str(value, "name", "legalName")
    return None


def _main_page(node: Node) -> str | None:
    page = node.get("mainEntityOfPage")
    if isinstance(page, str):
        return page
    return _str(page, "@id", "url") if isinstance(page, dict) else None


def _microdata(page: "HtmlElement") -> Facts:
    scope = page.xpath("//*[@itemscope and contains(@itemtype, 'Article')]")
    if not scope:
        return Facts()
    root = scope[0]
    free = _prop(root, "isAccessibleForFree") or "true"
    return Facts(
        title=_prop(root, "headline"),
        body=_prop(root, "articleBody"),
        outlet=_prop(root, "publisher"),
        byline=_prop(root, "author"),
        place_line=_prop(root, "dateline"),
        agency=_prop(root, "sourceOrganization"),
        published=_prop(root, "datePublished"),
        modified=_prop(root, "dateModified"),
        language=_prop(root, "inLanguage"),
        free=free.lower() not in ("false", "no", "0"),
    )


def _prop(root: "HtmlElement", name: str) -> str | None:
    for found in root.xpath(f".//*[@itemprop='{name}']"):
        inner = found.xpath(".//*[@itemprop='name']")
        node = inner[0] if inner else found
        said = node.get("content") or node.get("datetime") or node.text_content()
        if said and said.strip():
            return " ".join(said.split())
    return None
