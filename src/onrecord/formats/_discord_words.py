"""DiscordChatExporter's HTML of a text back into the text and its runs."""

import re
from functools import lru_cache

from onrecord.formats._html_text import Shown, plain, read

_TAG = re.compile(r"<[^<>]*>")
_IMAGE = re.compile(r"<img\b[^<>]*>")
_ATTRIBUTE = re.compile(r"""([a-z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))""")
_CUSTOM = re.compile(r"^[A-Za-z0-9_~]{2,}$")
_BLOCKS = (
    (re.compile(r'<div class="?[\w -]*quote-border[^<>]*></div>'), ""),
    (re.compile(r'<div class="?(?:chatlog__markdown-quote|quote)"?>(?=<div)'), ""),
    (re.compile(r'<div class="?[\w -]*quote[^<>]*>'), "<blockquote>"),
    (re.compile(r"</div>\s*</div>"), "</blockquote>"),
    (re.compile(r'<(code|div|span) class="?[\w -]*pre--multiline[^<>]*>([^<]*)</\1>'),
     r"<pre>\2</pre>"),
    (re.compile(r'<span class="?pre pre--inline"?>([^<]*)</span>'), r"<code>\1</code>"),
    (re.compile(r"</?(?:ul|ol)>"), ""),
    (re.compile(r"<li>"), "- "),
    (re.compile(r"</li>|</h[1-6]>"), "\n"),
    (re.compile(r"<h[1-6]>"), ""),
    (re.compile(r"<!--/?wmm:ignore-->"), ""),
)  # fmt: skip


def attributes(tag: str) -> dict[str, str]:
    """The attributes of a tag, quoted or not (the exporter drops quotes it can spare)."""
    found = {name: a or b or c for name, a, b, c in _ATTRIBUTE.findall(tag)}
    return {k: plain(v) for k, v in found.items()} if "&" in tag or not tag.isprintable() else found


def words(source: str) -> Shown:
    """The text as Discord shows it: emoji by their names, quotes and code as runs."""
    if "<" not in source:
        return read(source)
    source = _IMAGE.sub(_emoji, source)
    for pattern, by in _BLOCKS:
        source = pattern.sub(by, source)
    return read(source)


def _emoji(tag: re.Match[str]) -> str:
    """An emoji itself, or the name of the server's own between colons, as it is typed."""
    name = attributes(tag[0]).get("alt", "")
    shown = f":{name}:" if _CUSTOM.match(name) else name
    return shown.replace("&", "&amp;").replace("<", "&lt;")


def inside(source: str, start: int, name: str) -> tuple[str, int]:
    """What stands between the tag that ends at ``start`` and the one that closes it, and
    where that one begins; to the end of the source if none does."""
    depth = 1
    for tag in _tags(name).finditer(source, start):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return source[start : tag.start()], tag.start()
    return source[start:], len(source)


@lru_cache(maxsize=64)
def _tags(name: str) -> re.Pattern[str]:
    return re.compile(rf"<(/?){name}\b")


def flat(source: str) -> str:
    """The words of a piece of markup on one line."""
    if "<" in source:
        source = _TAG.sub(" ", source)
    return " ".join(plain(source).split())
