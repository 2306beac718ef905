"""Sentences as tokens, with quoted runs kept whole."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.press._quoted import Run, quoted
from onrecord.press._words import fold

_WORD = re.compile(
    r"[^\W_](?:[\w\-\u064b-\u065f\u0670\u0640\u200c\u200d]|[.’'](?=\w))*|''|``|--+|\S"
)
_LAST = re.compile(r"[\w.]+\Z")
_SHORT = re.compile(r"\.(?=\s|,)")
_FAR = re.compile(r"[\u0400-\u06ff]")
_END = re.compile(r"[.!?؟…]+[\"“”’»«›)\]']*(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark with its place; ``run`` is the number of its quoted run, or -1."""

    text: str
    low: str
    start: int
    end: int
    run: int

    @property
    def word(self) -> bool:
        """True for words and numbers."""
        return self.text[0].isalnum()


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens of a sentence and the quoted runs of its paragraph."""

    tokens: tuple[Token, ...]
    runs: tuple[Run, ...]

    def run_of(self, token: Token) -> Run | None:
        """The quoted run a token stands in."""
        return self.runs[token.run] if token.run >= 0 else None


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Spans of lines that hold something."""
    at = 0
    for line in text.split("\n"):
        if line.strip():
            yield at, at + len(line)
        at += len(line) + 1


def sentences(text: str, span: tuple[int, int], abbreviations: frozenset[str]) -> list[Sentence]:
    """The sentences of one paragraph; a border inside a closed run is none."""
    runs = quoted(text, *span)
    borders = [at for at in _borders(text, span, abbreviations) if not _inside(at, runs)]
    found: list[Sentence] = []
    start = span[0]
    for end in [*borders, span[1]]:
        tokens = tuple(_tokens(text, start, end, runs, abbreviations))
        if tokens:
            found.append(Sentence(tokens, tuple(runs)))
        start = end
    return found


def _borders(text: str, span: tuple[int, int], abbreviations: frozenset[str]) -> Iterator[int]:
    for met in _END.finditer(text, *span):
        after = text[met.end() : span[1]].lstrip()
        if not after or after[0].islower():
            continue
        word = _LAST.search(text[max(span[0], met.start() - 16) : met.start()])
        last = word.group().lower() if word else ""
        if met.group() == "." and (last in abbreviations or (len(last) == 1 and last.isalpha())):
            continue
        yield met.end()


def _inside(at: int, runs: Sequence[Run]) -> bool:
    run = _run_at(at - 1, runs)
    return run >= 0 and runs[run].closed and runs[run].start < at < runs[run].end


def _run_at(at: int, runs: Sequence[Run]) -> int:
    """The number of the run that holds a place, or -1; runs are in order."""
    number = bisect_right(runs, at, key=lambda run: run.start) - 1
    return number if number >= 0 and at < runs[number].end else -1


def _tokens(
    text: str, start: int, end: int, runs: Sequence[Run], short: frozenset[str]
) -> Iterator[Token]:
    last = start
    for met in _WORD.finditer(text, start, end):
        here, word = met.start(), met.group()
        if here < last:
            continue
        run = _run_at(here, runs)
        stop = _SHORT.match(text, met.end())
        single = len(word) == 1 and word.isupper() and word != "I"
        if stop and stop.end() < end and (word.casefold() in short or single):
            word += "."  # the point belongs to Mr., Gov., J.
        yield from _split(word, here, run)
        last = here + len(word)


# Arabic marks under their Latin names, so that one rule serves both.
_MARKS = {"،": ",", "؛": ";", "؟": "?", "–": "—", "―": "—", "--": "—"}


def _low(word: str) -> str:
    if word in _MARKS:
        return _MARKS[word]
    low = word.casefold().replace("’", "'")
    return low if low.isascii() or "ß" in word else (fold(low) if _FAR.search(low) else low)


def _split(word: str, here: int, run: int) -> Iterator[Token]:
    """``he'd`` and ``Clinton's`` are two tokens each, so that both can be named."""
    cut = re.search(r"(?<=\w)(?:['’](?:s|d|ve|ll|re|m))$", word)
    if cut is None:
        yield Token(word, _low(word), here, here + len(word), run)
        return
    at = cut.start()
    yield Token(word[:at], word[:at].casefold(), here, here + at, run)
    tail = word[at:]
    yield Token(tail, tail.casefold().replace("’", "'"), here + at, here + len(word), run)
