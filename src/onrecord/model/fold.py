"""Fold A: what is the same text to the eye (docs/archive-format.md, section 4).

Used twice: at sealing, for the ``plain`` words that are opened instead of a
text with invisible marks in it, and at comparing a printed quotation with the
sealed words. It never changes letters, digits or the order of anything.
"""

import re
import unicodedata
from collections.abc import Sequence

from onrecord.model.unicode14 import MAYBE_UNASSIGNED_14, UNASSIGNED_14

SPACE = "\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
"""The space set S of the format, as the inside of a character class."""

_DELETE = (
    "\xad\u061c\u200b\u200e\u200f\u202a-\u202c\u2060-\u2064\u2066-\u206f\ufeff\U000e0000-\U000e007f"
)
_DOUBLE = "\xab\xbb\u201c-\u201f\u301d-\u301f"
_SINGLE = "\u2018-\u201b\u2039\u203a"

TOUCHED = re.compile(
    f"[{_DELETE}{_DOUBLE}{_SINGLE}\u2026{SPACE.replace(' ', '')}]",
)
"""Matches where fold A changes a text, but for double spaces and a missing NFC."""
_SPACES = re.compile(f"[{SPACE}]+")
_TRIM = re.compile(f"^[{SPACE}]+|[{SPACE}]+$")


def _chars(ranges: str) -> list[int]:
    """The code points of the inside of a character class."""
    found: list[int] = []
    i = 0
    while i < len(ranges):
        if i + 2 < len(ranges) and ranges[i + 1] == "-":
            found.extend(range(ord(ranges[i]), ord(ranges[i + 2]) + 1))
            i += 3
        else:
            found.append(ord(ranges[i]))
            i += 1
    return found


_MAP: dict[int, str | None] = {
    **dict.fromkeys(_chars(_DELETE)),
    **dict.fromkeys(_chars(_DOUBLE), '"'),
    **dict.fromkeys(_chars(_SINGLE), "'"),
    0x2026: "...",
}


def nfc14(text: str) -> str:
    """NFC with the data of Unicode 14.0, under any Python.

    Code points unassigned in 14.0 split the text; the pieces between them are
    normalised each for itself.
    """
    if text.isascii():
        return text
    if MAYBE_UNASSIGNED_14.search(text) is None:
        return unicodedata.normalize("NFC", text)
    parts = UNASSIGNED_14.split(text)
    parts[::2] = [unicodedata.normalize("NFC", p) for p in parts[::2]]
    return "".join(parts)


def fold_a(text: str) -> str:
    """The text with invisible marks gone, quotes straight, spaces single, NFC.

    Idempotent. Leading and trailing spaces stay (as one space each).
    """
    if "  " in text or TOUCHED.search(text) is not None:
        text = _SPACES.sub(" ", text.translate(_MAP))
    return nfc14(text)


def trim(text: str) -> str:
    """The text without leading and trailing code points of the space set."""
    return _TRIM.sub("", text)


def untouched(text: str) -> bool:
    """True if fold A certainly leaves the text and every slice of it alone.

    The fast path of sealing: no code point that is deleted or mapped, no double
    space, and NFC already (which then holds for every piece of it as well).
    """
    if "  " in text or TOUCHED.search(text) is not None:
        return False
    if text.isascii():
        return True
    if MAYBE_UNASSIGNED_14.search(text) is not None:
        return nfc14(text) == text
    return unicodedata.is_normalized("NFC", text)


def plain_segments(segments: Sequence[str]) -> list[str] | None:
    """The plain text's segments, or None if it is the same as the text.

    Each segment is folded for itself and dropped if nothing is left of it.
    """
    folded = [f for s in segments if (f := fold_a(s))]
    return None if "".join(folded) == "".join(segments) else folded
