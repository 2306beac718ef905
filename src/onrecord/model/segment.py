"""Where a text is cut into separately openable segments.

Fixed patterns, not a library's idea of a sentence: the same text must be cut
alike for ever and by other people's code (docs/archive-format.md, section 5).
They use explicit code points only, no look-around and no backtracking beyond
fixed bounds.
"""

import re
from collections.abc import Iterable

from onrecord.model.fold import SPACE as _S

_N = "\n-\r\x85\u2028\u2029"
_C = "\"')\\]}\xbb\u2019\u201d\u203a"
_D = "0-9\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\uff10-\uff19"
_X = _S + ",;:!?()\\[\\]{}<>\"'@.\u060c\u061b\u061f\xab\xbb\u201c\u201d"

SENTENCE = re.compile(
    f"[.!?\u2026\u061f\u06d4\u0964\u0965]+[{_C}]*[{_S}]+"
    f"|[\u3002\uff01\uff1f]+[{_C}]*[{_S}]*"
    f"|[{_N}][{_S}]*"
)
_START = re.compile("[.!?\u2026\u061f\u06d4\u0964\u0965\u3002\uff01\uff1f" + _N + "]")
LINK = re.compile(
    f'(?:[A-Za-z][A-Za-z0-9+.-]{{1,15}}://|[Ww][Ww][Ww][.])[^{_S}<>"]+'
    f'|[A-Za-z0-9-]{{1,63}}(?:[.][A-Za-z0-9-]{{1,63}}){{0,8}}[.][A-Za-z]{{2,24}}/[^{_S}<>"]*'
)
_MARKS = re.compile("[.!?\u2026\u061f\u06d4\u0964\u0965]+")
_PIECE = re.compile(f'[^{_S}<>"]+')
EMAIL = re.compile("[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,255}")
NAME = re.compile(f"@\u2068[^\u2069\n]{{0,128}}\u2069|@[^{_X}]+(?:[.][^{_X}]+)*")
DIGITS = re.compile(f"[{_D}](?:[ \xa0.()/-]?[{_D}]){{4,}}")
COORDINATE = re.compile(
    f"[{_D}]{{1,3}}[.,\u066b][{_D}]{{3,}}"
    f"|[{_D}]{{1,3}}[\xb0\xba][ ]?(?:[{_D}]{{1,2}}['\u2032\u2019][ ]?"
    f'(?:[{_D}]{{1,2}}(?:[.,][{_D}]{{1,6}})?["\u2033\u201d][ ]?)?)?[NSEWnsew]?'
)

CLOSABLE = frozenset(
    ("mention", "mention_name", "link", "text_link", "email", "phone", "bank_card", "bot_command")
)
"""Entity types whose edges are cut, so that what they cover can stay closed."""

_DIGIT = re.compile(f"[{_D}]")


def positions(text: str, spans: Iterable[tuple[int, int]] = ()) -> list[int]:
    """The cut positions of a text, ascending, strictly inside it.

    ``spans`` are (start, length) of export entities in code points, already
    limited to :data:`CLOSABLE` types; edges outside the text count nothing.
    """
    cuts: set[int] = set()
    _sentences(cuts, text)
    if "@" in text:
        _edges(cuts, EMAIL, text)
        _edges(cuts, NAME, text)
    if "/" in text or ("." in text and "www." in text.lower()):
        _links(cuts, text)
    if _DIGIT.search(text) is not None:
        _edges(cuts, DIGITS, text)
        _edges(cuts, COORDINATE, text)
    for start, length in spans:
        cuts.add(start)
        cuts.add(start + length)
    if not cuts:
        return []
    end = len(text)
    return sorted(c for c in cuts if 0 < c < end)


def _sentences(cuts: set[int], text: str) -> None:
    """Ends of SENTENCE's matches, in linear time.

    A fast search for what can begin one, then the pattern. Where it fails, it
    fails for every other beginning in the same run of marks too.
    """
    start = _START.search(text)
    while start is not None:
        found = SENTENCE.match(text, start.start())
        if found is None:
            run = _MARKS.match(text, start.start())
            at = start.end() if run is None else run.end()
        else:
            at = found.end()
            cuts.add(at)
        start = _START.search(text, at)


def _links(cuts: set[int], text: str) -> None:
    """Edges of LINK's matches. None of them crosses a space, ``<``, ``>`` or a quote, so
    only the pieces between those that hold ``/`` or ``www.`` are looked at."""
    for piece in _PIECE.finditer(text):
        said = piece[0]
        if "/" in said or ("." in said and "www." in said.lower()):
            first = piece.start()
            for m in LINK.finditer(said):
                cuts.add(first + m.start())
                cuts.add(first + m.end())


def _edges(cuts: set[int], pattern: re.Pattern[str], text: str) -> None:
    for m in pattern.finditer(text):
        cuts.add(m.start())
        cuts.add(m.end())


def cut(text: str, spans: Iterable[tuple[int, int]] = ()) -> list[str]:
    """The segments of a text: none empty, joined they are the text."""
    if not text:
        return []
    at = positions(text, spans)
    if not at:
        return [text]
    return [text[a:b] for a, b in zip([0, *at], [*at, len(text)], strict=True)]
