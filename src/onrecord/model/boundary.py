"""Where a word and a sentence may be cut, by fixed rules of this file.

No dictionary and no ICU: their rules change between versions, and a checker in
another language must be able to say the same. Offsets are code points.
"""

import re
import unicodedata
from bisect import bisect_right

_JOIN_ALWAYS = frozenset("\u200c\u200d")
_CONNECT = frozenset("'-\u2010\u2011\u02bc\u05f3\u05f4\u00b7")
_NUMBER_CONNECT = frozenset(".,:/\u066b\u066c\u060c-\u2013")
_SIGNS = frozenset("+-\u2212\u00b1~\u2248<>\u2264\u2265$\u20ac\u00a3\u20bd\u20ba\u20b9\u00a5")
_UNITS = frozenset("%\u2030\u066a\u00b0\u00b2\u00b3$\u20ac\u00a3\u20bd\u20ba\u20b9")
_HANDLES = frozenset("@#")
# scripts that write words without spaces (archive-format.md, section 14, joined script):
# a cut between two of their letters cannot be checked
_UNSPACED = (
    (0x0E00, 0x0EFF),
    (0x1000, 0x109F),
    (0x1780, 0x17FF),
    (0x3040, 0x30FF),
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0xFF66, 0xFF9D),
    (0x20000, 0x3FFFF),
)


def unspaced(char: str) -> bool:
    """True for letters of scripts that put no space between words."""
    number = ord(char)
    return number >= 0x0E00 and any(low <= number <= high for low, high in _UNSPACED)


def is_word(char: str) -> bool:
    """True for letters, marks, numbers, joiners such as ``_``, and private use."""
    return unicodedata.category(char)[0] in "LMN" or unicodedata.category(char) in ("Pc", "Co")


def _extends(char: str) -> bool:
    number = ord(char)
    if char in _JOIN_ALWAYS or 0x1F3FB <= number <= 0x1F3FF or 0xE0020 <= number <= 0xE007F:
        return True
    return number >= 0x0300 and unicodedata.category(char)[0] == "M"


def inside_word(text: str, at: int) -> bool:
    """True if a cut before ``text[at]`` goes through a word, number or cluster.

    ``don't``, ``non-combatant``, ``1,000``, ``-5``, ``50%``, ``@name``, a letter
    and its marks, an emoji sequence and a flag are each one piece.
    """
    if at <= 0 or at >= len(text):
        return False
    left, right = text[at - 1], text[at]
    if _extends(right) or left in _JOIN_ALWAYS:
        return True
    if 0x1F1E6 <= ord(left) <= 0x1F1FF and 0x1F1E6 <= ord(right) <= 0x1F1FF:
        return True
    if is_word(left) and is_word(right):
        return _letters_join(left, right)
    before = text[at - 2] if at > 1 else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    return _connected(left, right, after) or _connected(right, left, before) or _signed(left, right)


def _letters_join(left: str, right: str) -> bool:
    if unspaced(left) and unspaced(right):
        return False
    if unspaced(left) or unspaced(right):  # "30万" is one number, "AI技術" is two words
        return left.isnumeric() or right.isnumeric()
    return True


def _connected(word: str, mark: str, far: str) -> bool:
    if not (is_word(word) and is_word(far)):
        return False
    if mark in _CONNECT:
        return True
    return mark in _NUMBER_CONNECT and word.isnumeric() and far.isnumeric()


def _signed(left: str, right: str) -> bool:
    if left in _SIGNS and right.isnumeric():
        return True
    if left.isnumeric() and right in _UNITS:
        return True
    return left in _HANDLES and is_word(right)


_CLOSERS = "[\"'\u201d\u2019\u00bb)\\]]*"
_FULL = re.compile(
    rf"(?:[.!?\u2026\u061f\u06d4\u0964]+{_CLOSERS}(?=\s)|[\u3002\uff01\uff1f]+)\s*|\n\s*"
)


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The run of ``text`` from the start of the sentence that holds ``start``
    to the end of the one that holds the code point before ``end``."""
    first, last = 0, len(text)
    for mark in _FULL.finditer(text):
        if mark.end() <= start:
            first = mark.end()
        if mark.end() >= end:
            last = mark.end()
            break
    return first, max(last, end)


def soft_sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """As :func:`sentence`, but ``…``, ``...`` and a full stop before a small
    letter do not end one: what hangs on them can turn the sense around."""
    first, last = 0, len(text)
    for mark in _FULL.finditer(text):
        if _soft(mark.group(), text[mark.end() : mark.end() + 1]):
            continue
        if mark.end() <= start:
            first = mark.end()
        if mark.end() >= end:
            last = mark.end()
            break
    return first, max(last, end)


def _soft(mark: str, following: str) -> bool:
    if "\n" in mark:
        return False
    if "\u2026" in mark or "..." in mark:
        return True
    georgian = "\u10d0" <= following <= "\u10ff"  # has no capitals at all
    return mark.strip() == "." and following.islower() and not georgian


def ends(text: str) -> tuple[list[int], list[int]]:
    """Where each sentence end of a text begins and ends (terminators, spaces)."""
    marks = list(_FULL.finditer(text))
    return [m.start() for m in marks], [m.end() for m in marks]


def crosses(marks: tuple[list[int], list[int]], start: int, end: int) -> bool:
    """True if a sentence ends inside the run and another begins in it.

    ``marks`` are :func:`ends` of the text; the run is trimmed of spaces.
    """
    at = bisect_right(marks[0], start)
    return at < len(marks[1]) and marks[1][at] < end
