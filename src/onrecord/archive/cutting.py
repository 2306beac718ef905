"""The words of a batch cut into segments, as JSON strings (format sections 4, 5).

Ends of sentences are marked in a whole column at once, and whether a text is cut
elsewhere or touched by fold A is asked of the column too: Arrow's expressions (RE2)
find the same matches as Python's, leftmost first, in a tenth of the time. Only rows
that have one of the others are looked at in Python; a test holds both ways equal.
"""

import unicodedata
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from msgspec import json

from onrecord.archive import b64
from onrecord.model import fold, segment
from onrecord.model.unicode14 import UNASSIGNED_14

_json = json.encode
Words = tuple[list[bytes], int | None]
"""A row's words as JSON strings, segments of text and then of plain, and where
plain begins; None if plain is sealed as null."""

_END = "\0"
_SENTENCE = f"({segment.SENTENCE.pattern})"
_OTHER = "|".join((segment.DIGITS.pattern, segment.COORDINATE.pattern, "[@/]", "[Ww][Ww][Ww][.]"))
"""Matches in every text that is cut anywhere but at the end of a sentence: the patterns
themselves where they are cheap, a mark they cannot do without where they are not."""

_FOLDED = f"  |{fold.TOUCHED.pattern}|{UNASSIGNED_14.pattern}|{_END}"
"""Matches in every text that fold A may change, but for a missing NFC."""

_normal = unicodedata.is_normalized


def words(texts: pa.Array, c: Any, spans: list[list[tuple[int, int]]]) -> list[Words]:
    """The words of every row; ``texts`` is the column of texts as Arrow holds it."""
    others = pc.match_substring_regex(texts, _OTHER).to_pylist()
    folds = pc.match_substring_regex(texts, _FOLDED).to_pylist()
    ended = pc.replace_substring_regex(texts, _SENTENCE, "\\1" + _END).to_pylist()
    json, normal = _json, _normal
    rows = zip(c["text"], c["enc"], spans, others, folds, ended, strict=True)
    found: list[Words] = []
    for i, (text, enc, own, other, folded, parts) in enumerate(rows):
        if other or folded or own or enc is not None or not normal("NFC", text):
            found.append(one(text, c["text_raw"][i], enc, own))
        elif _END not in parts:
            found.append(([json(text)] if text else [], None))
        else:
            found.append(([json(s) for s in parts.split(_END) if s], None))
    return found


def one(text: str, raw: bytes | None, enc: str | None, spans: list[tuple[int, int]]) -> Words:
    """The words of one row."""
    if enc is not None:
        original = raw if raw is not None else text.encode()
        return [_json(b64.std(original))], None
    segments = segment.cut(text, spans)
    said = [_json(s) for s in segments]
    if fold.untouched(text):
        return said, None
    plain = fold.plain_segments(segments)
    if plain is None:
        return said, None
    return said + [_json(s) for s in plain], len(said)
