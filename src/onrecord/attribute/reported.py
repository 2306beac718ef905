"""Reported speech: words that the writer puts into someone else's mouth.

The reporting patterns come from the language files; the span is the sentence
they stand in. The wording is still the writer's: only what it says is not.
"""

from collections.abc import Iterator, Sequence

from onrecord.attribute.rules import Hit, hits_of
from onrecord.attribute.scripts import languages
from onrecord.attribute.words import Word, words
from onrecord.model.claim import Reason, Voice


def reported(text: str) -> Iterator[Voice]:
    """Sentences of kind ``reported``, ``of`` the speaker as written if named."""
    for language in languages(text):
        row_words = words(text)
        _, hits = hits_of(language, row_words)
        yield from _of_language(text, row_words, [h for h in hits if h.rule.about == "reported"])


def _of_language(text: str, row_words: Sequence[Word], found: Sequence[Hit]) -> Iterator[Voice]:
    by_sentence: dict[int, list[Hit]] = {}
    for hit in found:
        by_sentence.setdefault(row_words[hit.found.first].sentence, []).append(hit)
    for sentence, hits in by_sentence.items():
        inside = [w for w in row_words if w.sentence == sentence]
        yield spoken(text, row_words, hits, inside[0].start, inside[-1].end)


def spoken(
    text: str, row_words: Sequence[Word], hits: Sequence[Hit], start: int, end: int
) -> Voice:
    """The voice of ``text[start:end]``, reported as the pattern that names most found it."""
    hit = max(hits, key=_named)
    name = None
    if hit.found.name is not None and hit.found.name[0] < hit.found.name[1]:
        first, last = row_words[hit.found.name[0]], row_words[hit.found.name[1] - 1]
        name = text[first.start : last.end]
    return Voice("reported", start, end, name, None, (reason(text, row_words, hit),))


def _named(hit: Hit) -> int:
    return 0 if hit.found.name is None else hit.found.name[1] - hit.found.name[0]


def reason(text: str, row_words: Sequence[Word], hit: Hit, name: str = "") -> Reason:
    """The rule that fired and the words it rests on."""
    first = row_words[hit.found.first]
    last = row_words[max(hit.found.last - 1, hit.found.first)]
    said = text[first.start : last.end]
    return Reason(name or hit.rule.name, hit.rule.language, said, first.start, last.end)
