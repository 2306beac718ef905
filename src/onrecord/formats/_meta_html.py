"""One message of Messenger's or Instagram's HTML as a row. See
docs/reference/formats/messenger.md.

A record holds a name, a body and a stamp. The body's wrapper holds cells: what the message
answers, its words, then files, what it shares, reactions. Meta escapes ``<`` in what people
wrote, so each tag is the download's own.
"""

import posixpath
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from onrecord.formats._html_text import plain, read
from onrecord.formats._media import kind_of
from onrecord.formats._objects import compact
from onrecord.formats.messenger import unscrambled

_SENDER = re.compile(r'<(h2|div) class="[^"]*(?:\b_a6-h\b|\b_2lek\b)[^"]*"[^<>]*>')
_STAMP = re.compile(r'<(div|footer) class="[^"]*(?:\b_a6-o\b|\b_2lem\b)[^"]*"[^<>]*>')
_BODY = re.compile(r'<div class="[^"]*(?:\b_a6-p\b|\b_2let\b)[^"]*"[^<>]*>')
_REACTIONS = re.compile(r'<(ul) class="(?:_tqp|_a6-q)">')
_REACTION = re.compile(r"<(li)>")
_EMOJI = re.compile(r"[^\w\s(]+")
_DIV = re.compile(r"<(/?)div\b[^<>]*?(/?)>")
_PLAYED = re.compile(r"<(video|audio)\b[^<>]*>")
_FILE = re.compile(r'<(img|video|audio)\b[^<>]*?\bsrc="([^"]*)"')
_LINK = re.compile(r'<(a)\b[^<>]*?\bhref="([^"]*)"[^<>]*>')
_IMAGE = re.compile(r"<img\b[^<>]*>")
_APPS = ("<a ", "<span", "<table", "<img")
_BLOCKS = re.compile(r"</(?:div|p|li|tr|td)>\s*(?:<(?:div|p|li|tr|td|ul|tbody)\b[^<>]*>\s*)+")
_PLAIN = re.compile(r"</?(?:div|p|li|ul|table|tbody|tr|td|font|span)\b[^<>]*>")
_KINDS = {"img": "photo", "video": "video", "audio": "voice"}
_FOLDERS = {"stickers_used": "sticker", "gifs": "animation", "audio": "voice"}

Media = Callable[[str, str], tuple[Any, ...]]


PLAIN = re.compile(
    rb'<(section|div) class="[^"<>]*"[^<>]*>'
    rb'<(h2|div) class="[^"<>]*\b(?:_a6-h|_2lek)\b[^"<>]*"[^<>]*>([^<]*)</\2>'
    rb'<div class="[^"<>]*\b(?:_a6-p|_2let)\b[^"<>]*"><div><div></div>'
    rb"<div>([^<]*(?:<br />[^<]*)*)</div>(?:<div></div>)*</div></div>"
    rb'<(footer|div) class="[^"<>]*\b(?:_a6-o|_2lem)\b[^"<>]*">'
    rb"(?:<div class=\"_a72d\">([^<]*)</div>|([^<]*))</\5></\1>"
)
"""A record of words alone, as most are: name, words, stamp."""


def plain_row(match: re.Match[bytes]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """As :func:`row` of such a record. Raises UnicodeDecodeError if it is not UTF-8."""
    notes: list[tuple[str, str]] = []
    shown = read(match[4].decode())
    text = _shown(shown.text, notes)
    name, stamp = match[3].decode(), (match[6] or match[7] or b"").decode()
    sender = _name(name) if name.isascii() else _shown(_name(name), notes)
    row: dict[str, Any] = {
        "kind": "message",
        "sender": sender,
        "stamp": (plain(stamp) if "&" in stamp else stamp).strip(),
        "text": text,
        "entities": shown.runs if text is shown.text else [],
    }
    return row, notes


@lru_cache(maxsize=1_024)
def _name(said: str) -> str:
    return plain(said)


class Span(NamedTuple):
    """An element: the match that begins it, what is inside, and where it ends."""

    begin: re.Match[str]
    inner: str
    end: int


def _spans(source: str, begin: re.Pattern[str]) -> Iterator[Span]:
    """Elements up to the first tag that ends one; a missing one ends the search, so that
    no input makes it look at the same words twice."""
    last = 0
    for match in begin.finditer(source):
        if match.start() < last:
            continue
        mark = f"</{match[1]}>"
        end = source.find(mark, match.end())
        if end < 0:
            return
        last = end + len(mark)
        yield Span(match, source[match.end() : end], last)


def _without(source: str, begin: re.Pattern[str], kept: Callable[[Span], str]) -> str:
    """The source with each such element replaced."""
    parts, last = [], 0
    for span in _spans(source, begin):
        parts += [source[last : span.begin.start()], kept(span)]
        last = span.end
    return "".join(parts) + source[last:]


class Cells(NamedTuple):
    """The parts of a body: its cells, and what stands outside of them."""

    inner: list[str]
    loose: str


def row(source: str, media: Media) -> tuple[dict[str, Any], list[tuple[str, str]]] | None:
    """The columns of a record but its time, the stamp as ``stamp``, and notes to be counted;
    None for a record that is no message (the page's head names the members in one)."""
    stamps = list(_spans(source, _STAMP))
    body = _BODY.search(source)
    if not stamps and body is None:
        return None
    cut = stamps[-1].begin.start() if stamps else len(source)
    notes: list[tuple[str, str]] = []
    above = source[: body.start() if body else cut]
    sender = next(_spans(above, _SENDER), None)
    found: dict[str, Any] = {
        "kind": "message",
        "sender": _shown(plain(_bare(sender.inner)), notes) if sender else None,
        "stamp": plain(_bare(stamps[-1].inner)).strip() if stamps else "",
        **_body(source[body.end() : cut] if body else "", media, notes),
    }
    return found, notes


def _shown(text: str, notes: list[tuple[str, str]]) -> str:
    said, changed = unscrambled(text)
    if changed:
        notes.append(("latin1", "UTF-8 written as Latin-1, read as UTF-8"))
    return said


def _body(source: str, media: Media, notes: list[tuple[str, str]]) -> dict[str, Any]:
    given: list[tuple[str, str]] = []
    for listed in _spans(source, _REACTIONS):
        given += [_reaction(plain(_bare(li.inner)), notes)
                  for li in _spans(listed.inner, _REACTION)]  # fmt: skip
    cells = _cells(_without(source, _REACTIONS, lambda _: ""))
    own, others = _text_cell(cells)
    shown = read(_bare(_without_files(own)))
    text, changed = unscrambled(shown.text)
    if changed:
        notes.append(("latin1", "UTF-8 written as Latin-1, read as UTF-8"))
    notes += [("unknown-markup", f"<{tag}> in a text") for tag in shown.strange]
    counted: dict[str, int] = {}
    for emoji, _ in given:
        counted[emoji] = counted.get(emoji, 0) + 1
    files = dict.fromkeys(f for cell in [*cells.inner, cells.loose] for f in _files(cell))
    return {
        "text": text,
        "entities": shown.runs if not changed else [],
        "media": [media(kind, path) for kind, path in files],
        "reactions": list(counted.items()),
        "payload": _payload(others, given, notes),
    }


def _cells(source: str) -> Cells:
    """The ``<div>`` inside the wrapper; where there is no wrapper, all is loose."""
    depth, start, cells, loose, last = 0, 0, [], [], 0
    for tag in _DIV.finditer(source):
        if tag[2]:
            continue
        if depth <= 1:
            loose.append(source[last : tag.start()])
        if tag[1]:
            depth -= 1
            if depth == 1:
                cells.append(source[start : tag.start()])
        else:
            if depth == 1:
                start = tag.end()
            depth += 1
        last = tag.end()
    loose.append(source[start if depth > 1 else last :])
    return Cells(cells, "".join(loose))


def _text_cell(cells: Cells) -> tuple[str, list[str]]:
    """The cell of the words and the others: the second, or the first that holds words alone."""
    inner = cells.inner
    chosen = 1 if len(inner) > 1 else 0
    if not inner or not _words(inner[chosen]):
        bare = [k for k, c in enumerate(inner) if _words(c) and not any(a in c for a in _APPS)]
        if not bare:
            return cells.loose, [c for c in inner if c]
        chosen = bare[0]
    return inner[chosen], [c for k, c in enumerate([*inner, cells.loose]) if c and k != chosen]


def _words(cell: str) -> str:
    """What a cell says, files aside."""
    said = _bare(_without_files(cell)) if cell else ""
    return plain(said).strip() if said else ""


def _bare(cell: str) -> str:
    """Without the tags that only lay out; between two blocks a line feed."""
    if "<" not in cell:
        return cell
    return _PLAIN.sub("", _BLOCKS.sub("\n", cell))


def _without_files(cell: str) -> str:
    if "<" not in cell:
        return cell
    cell = _IMAGE.sub("", _without(cell, _PLAYED, lambda _: ""))
    return _without(
        cell, _LINK, lambda a: f"{a.begin[0]}{a.inner}</a>" if "://" in a.begin[2] else ""
    )


def _files(cell: str) -> list[tuple[str, str]]:
    """Kinds and paths of a cell's files; a picture that stands for a film is not one."""
    found: list[tuple[str, str]] = []
    if "<" not in cell:
        return found
    for tag, said in _FILE.findall(_without(cell, _PLAYED, lambda v: v.begin[0])):
        path = plain(said)
        kind = next((k for folder, k in _FOLDERS.items() if f"{folder}/" in path), _KINDS[tag])
        found.append((kind, path))
    known = {path for _, path in found}
    for link in _spans(_without(cell, _PLAYED, lambda _: ""), _LINK):
        path = plain(link.begin[2])
        if path and "://" not in path and path not in known and not path.startswith("#"):
            found.append((kind_of(posixpath.basename(path)), path))
    return [f for f in found if f[1]]


def _reaction(said: str, notes: list[tuple[str, str]]) -> tuple[str, str]:
    """The emoji and who gave it: they are written without anything between them."""
    said = _shown(said.strip(), notes)
    emoji = _EMOJI.match(said)
    return (emoji[0], said[emoji.end() :].strip()) if emoji else (said, "")


def _payload(
    others: list[str], given: list[tuple[str, str]], notes: list[tuple[str, str]]
) -> str | None:
    """What the page says beside the words, and who gave which reaction."""
    said: dict[str, Any] = {}
    shown = [_shown(words, notes) for words in map(_words, others) if words]
    hrefs = [plain(a.begin[2]) for cell in others for a in _spans(cell, _LINK)]
    links = [h for h in hrefs if "://" in h]
    if shown:
        said["shown"] = shown
    if links:
        said["links"] = list(dict.fromkeys(links))
    if given:
        said["reactions"] = [{"reaction": e, "actor": who} for e, who in given]
    return compact(said) if said else None
