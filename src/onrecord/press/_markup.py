"""Paragraphs out of HTML, XHTML and NITF, as a reader of the page sees them."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_BLOCKS = frozenset(
    ("p", "div", "section", "article", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dd", "dt", "tr")
    + ("blockquote", "pre", "figcaption", "caption", "hl1", "hl2", "block")
)
_SILENT = frozenset(("script", "style", "noscript", "template", "head", "svg"))


def html_text(markup: str) -> str:
    """The text of an HTML fragment: one block a paragraph, blank line between."""
    from lxml import html  # noqa: PLC0415 - heavy; only readers of markup need it

    if not markup.strip():
        return ""
    root = html.fragment_fromstring(markup, create_parent="div")
    return element_text(root)


def element_text(root: "_Element") -> str:
    """The text of an element tree: one block a paragraph, blank line between."""
    lines: list[str] = [""]
    _walk(root, lines)
    kept = [" ".join(line.split()) for line in lines]
    return "\n\n".join(line for line in kept if line)


def _walk(node: "_Element", lines: list[str]) -> None:
    name = _name(node)
    if name in _SILENT or name is None:
        return
    block = name in _BLOCKS
    if block or name == "br":
        lines.append("")
    lines[-1] += node.text or ""
    for child in node:
        _walk(child, lines)
        lines[-1] += child.tail or ""
    if block:
        lines.append("")


def _name(node: "_Element") -> str | None:
    """Local name in lower case; None for comments and instructions."""
    tag = node.tag
    if not isinstance(tag, str):
        return None
    return tag.rpartition("}")[2].lower()
