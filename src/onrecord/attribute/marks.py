"""Quotation marks of any script: where quoted words begin and end.

Only structure is read here. Nested quotations belong to the outermost one; a
mark that has no partner never swallows more than the rest of its line, and
never loses a letter: the result is a list of disjoint spans of the text as it is.
"""

import re
from dataclasses import dataclass

# Opening mark -> marks that can close it. Some are both (German „…“, English “…”).
PAIRS: dict[str, str] = {
    "«": "»",
    "‹": "›",
    "“": "”",
    "„": "“”",
    "‟": "”",
    "‘": "’",
    "‚": "‘’",
    "「": "」",
    "『": "』",
    "《": "》",
    "〈": "〉",
    "〝": "〞〟",
    "❝": "❞",
    "❮": "❯",
    "⹂": "”",
}
# Marks that open only if nothing is there for them to close (»deutsch«, ”svensk”).
_TURNED: dict[str, str] = {"»": "«", "›": "‹", "”": "”", "“": "“"}
_STRAIGHT = '"＂'
_CLOSERS = frozenset("".join(PAIRS.values()) + "".join(_TURNED.values()) + _STRAIGHT + "'’")
_ANY = re.compile("[" + "".join(sorted({*PAIRS, *_CLOSERS, *_STRAIGHT})) + "]")
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")


@dataclass(frozen=True, slots=True)
class Quoted:
    """``[start, end)`` with its marks; ``closed`` is False if no mark ended it."""

    start: int
    end: int
    closed: bool


@dataclass(slots=True)
class _Open:
    at: int
    mark: str
    closers: str


def marked(text: str) -> bool:
    """True if a quotation mark or a quoted line may stand in the text."""
    return _ANY.search(text) is not None or ">" in text


def quoted(text: str) -> list[Quoted]:
    """Outermost quoted spans, in order, disjoint, marks included (code points).

    An apostrophe, an inch mark and a Hebrew gershayim are not quotation marks.
    An opening mark without partner, if it stands where a quotation can begin,
    reaches to the end of its line and is marked not closed.
    """
    if _ANY.search(text) is None:
        return []
    found: list[Quoted] = []
    stack: list[_Open] = []
    blanks = [m.start() for m in _BLANK_LINE.finditer(text)]
    for hit in _ANY.finditer(text):
        at = hit.start()
        while blanks and blanks[0] < at:
            blanks.pop(0)
            _give_up(text, stack, found, straight_only=True)
        _step(text, at, stack, found)
    _give_up(text, stack, found, straight_only=False)
    return _outermost(found)


def _step(text: str, at: int, stack: list[_Open], found: list[Quoted]) -> None:
    mark = text[at]
    depth = _closes(text, at, stack)
    if depth is not None:
        if at - stack[depth].at > 1:  # an empty pair quotes nothing
            found.append(Quoted(stack[depth].at, at + 1, closed=True))
        del stack[depth:]
        return
    closers = _opens(text, at)
    if closers:
        stack.append(_Open(at, mark, closers))


def _closes(text: str, at: int, stack: list[_Open]) -> int | None:
    """Which open quotation the mark at ``at`` ends, or None."""
    mark = text[at]
    if mark not in _CLOSERS:
        return None
    for depth in range(len(stack) - 1, -1, -1):
        if mark not in stack[depth].closers:
            continue
        if mark in "'’‘" and (_wordish(text, at + 1) or text[at - 1].isspace()):
            return None  # an apostrophe inside a word, or a mark that opens
        if mark == "“" and stack[depth].mark == "“" and not _ends_here(text, at):
            return None  # “a “b” c”: a second opening mark, not a sloppy end
        return depth
    return None


def _opens(text: str, at: int) -> str:
    """The marks that would close a quotation opened at ``at``; empty if it opens none."""
    mark = text[at]
    if mark == "'" or mark in _STRAIGHT:
        return mark if _straight_opens(text, at) else ""
    begins = _begins_here(text, at)
    if mark == "“":
        return "”“" if begins else "”"
    if mark in PAIRS:
        return PAIRS[mark]
    return _TURNED.get(mark, "") if begins else ""


def _straight_opens(text: str, at: int) -> bool:
    if _between_hebrew(text, at) or (at and text[at - 1].isdigit()):
        return False
    if text[at] == "'":
        return _wordish(text, at + 1) and not _wordish(text, at - 1)
    return _wordish(text, at + 1) or _begins_here(text, at)


def _wordish(text: str, at: int) -> bool:
    return 0 <= at < len(text) and (text[at].isalnum() or text[at] == "_")


def _begins_here(text: str, at: int) -> bool:
    """True if a quotation can begin here: nothing wordish before, something after."""
    before_ok = at == 0 or not _wordish(text, at - 1)
    return before_ok and at + 1 < len(text) and not text[at + 1].isspace()


def _ends_here(text: str, at: int) -> bool:
    return not text[at - 1].isspace() and not _wordish(text, at + 1)


def _between_hebrew(text: str, at: int) -> bool:
    if at == 0 or at + 1 >= len(text):
        return False
    return "\u0590" <= text[at - 1] <= "\u05ff" and "\u0590" <= text[at + 1] <= "\u05ff"


def _give_up(text: str, stack: list[_Open], found: list[Quoted], *, straight_only: bool) -> None:
    """Settles marks that found no partner: to the end of their line, or nothing."""
    kept: list[_Open] = []
    for left in stack:
        if straight_only and left.mark not in _STRAIGHT + "'":
            kept.append(left)
            continue
        if left.mark in "'‘‚" or not _begins_here(text, left.at):
            continue
        end = text.find("\n", left.at)
        end = len(text) if end < 0 else end
        found.append(Quoted(left.at, end, closed=False))
    stack[:] = kept


def _outermost(found: list[Quoted]) -> list[Quoted]:
    """Nested spans go into the outer one; an unclosed one gives way to closed ones."""
    found.sort(key=lambda q: (q.start, -q.end))
    out: list[Quoted] = []
    for q in found:
        if out and q.end <= out[-1].end:
            continue
        if out and q.start < out[-1].end:
            if out[-1].closed:
                start = out[-1].end
                out.append(Quoted(start, q.end, q.closed))
            else:
                out[-1] = Quoted(out[-1].start, max(q.end, out[-1].end), q.closed)
            continue
        out.append(q)
    return out
