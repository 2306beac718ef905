"""Telegram's and Discord's HTML of a text back into the text and its formatted runs."""

import re
from bisect import bisect_left
from collections import Counter
from html.entities import html5
from typing import NamedTuple

Run = tuple[str, int, int, str | None]

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]*)>")
_ATTRIBUTE = re.compile(r'([a-z-]+)\s*=\s*"([^"]*)"')
_REFERENCE = re.compile(r"&(#[xX]?[0-9a-fA-F]{1,8}|[A-Za-z][A-Za-z0-9]{1,31});")
_DEEPEST = 500
_COMMON = {"quot": '"', "amp": "&", "apos": "'", "lt": "<", "gt": ">"}
_SIMPLE = {
    "strong": "bold",
    "b": "bold",
    "em": "italic",
    "i": "italic",
    "u": "underline",
    "s": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_CALLS = {
    "ShowHashtag": "hashtag",
    "ShowBotCommand": "bot_command",
    "ShowCashtag": "cashtag",
    "ShowMentionName": "mention_name",
    "ShowNotLoadedEmoji": "custom_emoji",
    "ShowNotAvailableEmoji": "custom_emoji",
}


class Shown(NamedTuple):
    """A text as the app shows it. ``raw`` holds its own bytes if the text shows a
    control character as an escape; ``strange`` are tags we do not know."""

    text: str
    runs: list[Run]
    raw: bytes | None
    strange: tuple[str, ...]


def read(source: str) -> Shown:
    """The text between the tags, line breaks as line feeds, runs in code points."""
    if "<" not in source and "&" not in source:
        return Shown(source, [], None, ())
    pieces = _TAG.split(source.replace("<br>", "\n"))
    runs: list[Run] = []
    strange: list[str] = []
    parts = _flat(pieces, runs, strange)
    if parts is None:
        runs, strange = [], []
        parts = _nested(pieces, runs, strange)
        runs.sort(key=lambda r: (r[1], -r[2]))
    text = "".join(parts)
    runs = [_settled(run, text) if run[0] == "link" else run for run in runs if run[0]]
    shown, raw = _controls(text)
    if raw is not None:
        odd = [m.start() for m in _CONTROL.finditer(text)]
        runs = [_moved(run, odd) for run in runs]
    return Shown(shown, runs, raw, tuple(strange))


def _flat(pieces: list[str], runs: list[Run], strange: list[str]) -> list[str] | None:
    """The text's parts where no tag stands inside another, as Telegram writes nearly
    always; None where one does."""
    parts = [_unescaped(pieces[0])]
    at = len(parts[0])
    start = -1
    kind, value, opened = "", None, ""
    for k in range(1, len(pieces), 4):
        closing, name, attributes, piece = pieces[k : k + 4]
        if closing:
            if start < 0 or name != opened:
                return None
            runs.append((kind, start, at - start, value))
            start = -1
        elif start >= 0 or name in _BREAK:
            return None
        else:
            kind, value = _SIMPLE.get(name, ""), None
            if attributes or not kind:
                kind, value = _meaning(name.lower(), attributes, strange)
            start, opened = at, name
        if piece:
            if "&" in piece:
                piece = _REFERENCE.sub(_referred, piece)
            parts.append(piece)
            at += len(piece)
    return parts if start < 0 else None


def _nested(pieces: list[str], runs: list[Run], strange: list[str]) -> list[str]:
    """The same whatever stands inside what."""
    parts = [_unescaped(pieces[0])]
    at = len(parts[0])
    open_tags = Open()
    for k in range(1, len(pieces), 4):
        closing, name, attributes, piece = pieces[k : k + 4]
        if closing:
            open_tags.close(name.lower(), runs, at)
        elif name in _BREAK:
            parts.append("\n")
            at += 1
        else:
            name = name.lower()
            open_tags.push((name, *_meaning(name, attributes, strange), at))
        piece = _unescaped(piece)
        parts.append(piece)
        at += len(piece)
    return parts


_BREAK = frozenset(["br", "BR"])


def plain(source: str) -> str:
    """The text alone."""
    return read(source).text


def _unescaped(piece: str) -> str:
    return _REFERENCE.sub(_referred, piece) if "&" in piece else piece


def _referred(match: re.Match[str]) -> str:
    name = match[1]
    known = _COMMON.get(name)
    if known is not None:
        return known
    if name[0] != "#":
        return html5.get(name + ";", match[0])
    digits = name[2:] if name[1] in "xX" else name[1:]
    try:
        code = int(digits, 16 if name[1] in "xX" else 10)
    except ValueError:
        return match[0]
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else match[0]


def _meaning(name: str, attributes: str, strange: list[str]) -> tuple[str, str | None]:
    if name in _SIMPLE:
        return _SIMPLE[name], None
    said = dict(_ATTRIBUTE.findall(attributes))
    if name == "span":
        kinds = said.get("class", "")
        return next((kind for kind in ("spoiler", "mention") if kind in kinds), ""), None
    if name == "a":
        call = said.get("onclick", "").removeprefix("return ").split("(")[0]
        if call in _CALLS:
            return _CALLS[call], None
        href = _REFERENCE.sub(_referred, said.get("href", ""))
        if " = " in attributes:  # only the path of a custom emoji is written so
            return "custom_emoji", href
        return "link", href
    strange.append(name)
    return "", None


class Open:
    """Tags begun and not yet ended, five hundred deep at most."""

    def __init__(self) -> None:
        self._tags: list[tuple[str, str, str | None, int]] = []
        self._names: Counter[str] = Counter()

    def push(self, tag: tuple[str, str, str | None, int]) -> None:
        """Begin one: name, kind of run, value, where."""
        if len(self._tags) < _DEEPEST:
            self._tags.append(tag)
            self._names[tag[0]] += 1

    def close(self, name: str, runs: list[Run], at: int) -> None:
        """End the innermost of this name, and those left open inside it."""
        if not self._names[name]:
            return
        while True:
            tag, kind, value, start = self._tags.pop()
            self._names[tag] -= 1
            runs.append((kind, start, at - start, value))
            if tag == name:
                return


def _settled(run: Run, text: str) -> Run:
    """What a link is depends on the words it stands under."""
    kind, start, length, href = run
    if kind != "link" or href is None:
        return run
    words = text[start : start + length]
    if href.startswith("mailto:") and href[7:] == words:
        return ("email", start, length, None)
    if href.startswith("tel:") and href[4:] == words:
        return ("phone", start, length, None)
    if words.startswith("@") and href.endswith("/" + words[1:]):
        return ("mention", start, length, None)
    if href == words:
        return ("link", start, length, None)
    return ("text_link", start, length, href)


_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def _controls(text: str) -> tuple[str, bytes | None]:
    """Control characters as ``\\xHH``, as the JSON export has them."""
    if not _CONTROL.search(text):
        return text, None
    return _CONTROL.sub(lambda m: f"\\x{ord(m[0]):02X}", text), text.encode(
        "utf-8", "surrogateescape"
    )


def _moved(run: Run, odd: list[int]) -> Run:
    """A run in the text shown, where each control character takes four places."""
    kind, start, length, value = run
    before = bisect_left(odd, start)
    inside = bisect_left(odd, start + length) - before
    return (kind, start + 3 * before, length + 3 * inside, value)
