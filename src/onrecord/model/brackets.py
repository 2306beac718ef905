"""A printed quotation as runs of words with the desk's marks between them.

``[…]`` (or ``[...]``) is a gap, ``[words]`` are the desk's own; both need the
square brackets, because an ellipsis or a round bracket may be in the original.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.model.boundary import is_word, unspaced

_BRACKET = re.compile(r"\[([^\[\]]+)\]")
_GAP = re.compile(r" *(?:(?:\. ?){3,4}|\u2026) *")


@dataclass(frozen=True, slots=True)
class Mark:
    """One bracket: ``words`` the desk put in, or None for a gap.

    ``glued`` if it touches a word without a space: ``[T]he``, ``walk[ed]``.
    """

    words: str | None
    glued: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """``runs`` to be found in order; ``marks[i]`` stand before ``runs[i]``,
    ``marks[-1]`` after the last. The runs are trimmed of spaces."""

    runs: tuple[str, ...]
    marks: tuple[tuple[Mark, ...], ...]

    @property
    def plain(self) -> bool:
        """True if there is no mark at all."""
        return not any(self.marks)


def patterns(printed: str) -> Iterator[Pattern]:
    """The two ways to read a folded quotation: as plain words, then with marks.

    Brackets may be the member's own where the whole quotation stands in the text
    as it is; beside a gap every other bracket is read as the desk's.
    """
    found = list(_BRACKET.finditer(printed))
    for brackets in ([], found) if found else ([],):
        pattern = _pattern(printed, brackets)
        if pattern.runs:
            yield pattern


def _pattern(printed: str, brackets: list["re.Match[str]"]) -> Pattern:
    runs: list[str] = []
    marks: list[list[Mark]] = [[]]
    at = 0
    for bracket in brackets:
        _run(printed[at : bracket.start()], runs, marks)
        marks[-1].append(_mark(printed, bracket))
        at = bracket.end()
    _run(printed[at:], runs, marks)
    return Pattern(tuple(runs), tuple(tuple(m) for m in marks))


def _run(piece: str, runs: list[str], marks: list[list[Mark]]) -> None:
    piece = piece.strip(" ")
    if piece:
        runs.append(piece)
        marks.append([])


def _mark(printed: str, bracket: "re.Match[str]") -> Mark:
    words = bracket.group(1)
    if _GAP.fullmatch(words):
        return Mark(None)
    before = printed[bracket.start() - 1 : bracket.start()]
    after = printed[bracket.end() : bracket.end() + 1]
    glued = bool(words) and (_touches(before, words[0]) or _touches(after, words[-1]))
    return Mark(words.strip(" "), glued)


def _touches(outside: str, inside: str) -> bool:
    """True if a bracket's letter and the one outside it are of one word."""
    if not outside or unspaced(outside):
        return False
    return is_word(outside) and is_word(inside)
