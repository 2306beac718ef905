"""Words that can turn a sentence around when they are left out of it.

The lists come from the language files; nothing here knows a language. An entry
is a word or a phrase; ``-x`` is an ending, ``x-`` a beginning. In scripts
without word spaces an entry is looked for inside the text.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from onrecord.model.boundary import is_word, unspaced
from onrecord.model.spelling import respelt

CautionKind = Literal["negation", "condition", "reporting", "inside-a-word"]
_KINDS: tuple[CautionKind, ...] = ("negation", "condition", "reporting")
_PHRASE = 4


@dataclass(frozen=True, slots=True)
class Cautions:
    """Word lists by kind, and the particles written onto the next word."""

    negation: frozenset[str] = frozenset()
    condition: frozenset[str] = frozenset()
    reporting: frozenset[str] = frozenset()
    clitics: frozenset[str] = frozenset()


NO_CAUTIONS = Cautions()


@dataclass(frozen=True, slots=True)
class Flag:
    """A caution word that stands in left-out or added words.

    ``inside-a-word`` is a bracket that changes part of a word (``[un]happy``).
    ``start``/``end`` are code points in the text that was looked at.
    """

    kind: CautionKind
    words: str
    start: int
    end: int


def find(text: str, cautions: Cautions) -> tuple[Flag, ...]:
    """The caution words of ``text``, in order, compared under fold B."""
    if cautions == NO_CAUTIONS or not text:
        return ()
    fold = respelt(text)
    tokens = list(_tokens(fold.text))
    found: list[Flag] = []
    for kind in _KINDS:
        lists = _ready(getattr(cautions, kind))
        for start, end in _spans(fold.text, tokens, lists, cautions.clitics):
            first, last = fold.original(start, end)
            found.append(Flag(kind, text[first:last], first, last))
    return tuple(sorted(set(found), key=lambda f: (f.start, f.end, f.kind)))


@dataclass(frozen=True, slots=True)
class _Lists:
    phrases: frozenset[tuple[str, ...]]
    endings: tuple[str, ...]
    beginnings: tuple[str, ...]
    inside: tuple[str, ...]


@lru_cache(maxsize=64)
def _ready(entries: frozenset[str]) -> _Lists:
    phrases, endings, beginnings, inside = set(), [], [], []
    for entry in sorted(entries):
        folded = respelt(entry).text
        if entry.startswith("-"):
            endings.append(folded.lstrip("-"))
        elif entry.endswith("-"):
            beginnings.append(folded.rstrip("-"))
        elif any(map(unspaced, folded)):
            inside.append(folded)
        else:
            phrases.add(tuple(folded[a:b] for a, b in _tokens(folded)))
    return _Lists(frozenset(phrases), tuple(endings), tuple(beginnings), tuple(inside))


def _tokens(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    while at < len(text):
        if not is_word(text[at]):
            at += 1
            continue
        end = at + 1
        while end < len(text) and (is_word(text[end]) or _inner(text, end)):
            end += 1
        yield at, end
        at = end


def _inner(text: str, at: int) -> bool:
    return text[at] == "'" and at + 1 < len(text) and is_word(text[at + 1])


def _spans(
    text: str, tokens: list[tuple[int, int]], lists: _Lists, clitics: frozenset[str]
) -> Iterator[tuple[int, int]]:
    words = [text[a:b] for a, b in tokens]
    for i, (start, end) in enumerate(tokens):
        forms = _forms(words[i], clitics)
        for size in range(min(_PHRASE, len(tokens) - i), 0, -1):
            tail = tuple(words[i + 1 : i + size])
            if any((form, *tail) in lists.phrases for form in forms):
                yield start, tokens[i + size - 1][1]
                break
        else:
            if _affixed(words[i], lists):
                yield start, end
    for entry in lists.inside:
        at = text.find(entry)
        while at >= 0:
            yield at, at + len(entry)
            at = text.find(entry, at + 1)


def _forms(word: str, clitics: frozenset[str]) -> tuple[str, ...]:
    return (word, *(word[len(c) :] for c in clitics if word.startswith(c) and len(word) > len(c)))


def _affixed(word: str, lists: _Lists) -> bool:
    longer_end = any(word.endswith(e) and len(word) > len(e) for e in lists.endings)
    return longer_end or any(word.startswith(b) and len(word) > len(b) for b in lists.beginnings)


def joined(parts: Iterable[Cautions]) -> Cautions:
    """All lists of several languages as one."""
    several = tuple(parts)
    return Cautions(
        negation=frozenset().union(*(c.negation for c in several)),
        condition=frozenset().union(*(c.condition for c in several)),
        reporting=frozenset().union(*(c.reporting for c in several)),
        clitics=frozenset().union(*(c.clitics for c in several)),
    )
