"""The language of each sentence: mixed messages are common, short lines say little.

Borders are those of the seal's segments (``model.segment.SENTENCE``), so that a
language belongs to a stretch of text that can be cited.
"""

from dataclasses import dataclass

from onrecord.lang.guess import language_of
from onrecord.model.segment import SENTENCE


@dataclass(frozen=True, slots=True)
class Sentence:
    """``text[start:end]`` and the language its words speak for, or ``und``."""

    start: int
    end: int
    language: str


def sentences(text: str) -> list[Sentence]:
    """The sentences of a text, in order, without a gap; none for an empty text."""
    bounds = [0, *(m.end() for m in SENTENCE.finditer(text)), len(text)]
    pairs = zip(bounds, bounds[1:], strict=False)
    return [Sentence(a, b, language_of(text[a:b])) for a, b in pairs if a < b]
