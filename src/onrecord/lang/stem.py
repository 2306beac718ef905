"""Stems: the rung on which the forms of a word meet.

Snowball (Porter 2001; the Arabic, Persian, Russian ... algorithms of
snowballstem.org) where it has the language, else the longest ending of the
language file is cut. Input and output are letters-rung terms, so words that
rung 2 takes for one another always have one stem.
"""

from collections.abc import Callable
from functools import cache, lru_cache

import Stemmer

from onrecord.lang.fold import fold
from onrecord.lang.language import head, load
from onrecord.model.query import Rung

_LONGEST_STEMMED = 60
_LEAST = 3
_ARTICLES = ("وال", "فال", "ولل", "فلل")


@lru_cache(maxsize=20_000)
def stem(term: str, language: str) -> str:
    """The stem of a letters-rung term in ``language``; never empty."""
    if len(term) > _LONGEST_STEMMED or term.isdigit():
        return term
    return _stemmer(language)(term) or term


@cache
def _stemmer(language: str) -> Callable[[str], str]:
    name = head(language).snowball
    if name is None:
        return _by_endings(language)
    snowball = Stemmer.Stemmer(name, 0)
    before = _BEFORE.get(language, _same)
    return lambda term: fold(snowball.stemWord(before(term)), Rung.LETTERS)


def _same(term: str) -> str:
    return term


def _arabic(term: str) -> str:
    """Undo what the letters rung did to ة, and drop و or ف before the article."""
    if term.startswith(_ARTICLES) and len(term) >= 6:
        term = term[1:]
    return term[:-1] + "ة" if term.endswith("ه") and len(term) >= 4 else term


def _persian(term: str) -> str:
    return term.replace("ك", "ک").replace("ي", "ی")


_BEFORE: dict[str, Callable[[str], str]] = {"ar": _arabic, "fa": _persian}


def _by_endings(language: str) -> Callable[[str], str]:
    folded = {fold(s, Rung.LETTERS) for s in load(language).stem_suffixes} - {""}
    endings = tuple(sorted(folded, key=lambda s: (-len(s), s)))

    def cut(term: str) -> str:
        for ending in endings:
            if term.endswith(ending) and len(term) - len(ending) >= _LEAST:
                return term[: -len(ending)]
        return term

    return cut
