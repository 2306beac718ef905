"""Rung 3: the words a query's word may stand in, with what was attached.

Arabic and Hebrew write conjunctions, prepositions, the article and pronouns
onto the word; Persian and Kurdish their endings; Russian, English, Turkish
decline. A query's word is widened into all such forms (letters rung), so an
engine looks up a set of terms and every hit can say what was attached. A form
typed with its article is also searched without it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType

from onrecord.lang.fold import fold
from onrecord.lang.guess import script_of
from onrecord.lang.language import head, load, of_script
from onrecord.lang.stem import stem
from onrecord.lang.terms import LONGEST
from onrecord.model.query import Rung


@dataclass(frozen=True, slots=True)
class Forms:
    """Letters-rung forms and what each attaches. ``language`` is None for the
    default language of a script; other languages' forms count only in messages
    of that language, or *port* would find the Turkish *porta* everywhere."""

    language: str | None
    why: Mapping[str, str]


@lru_cache(maxsize=4096)
def widened(word: str) -> tuple[Forms, ...]:
    """The forms of ``word`` (one term) by language; the word itself is not among them."""
    term = fold(word, Rung.LETTERS)
    script = script_of(term)
    found = []
    for code in () if script is None else of_script(script):
        why: dict[str, str] = {}
        for form, said in _forms(term, _folded(code)):
            if form != term and len(form) <= LONGEST and form not in why:
                why[form] = said
        if why:
            language = None if head(code).default else code
            found.append(Forms(language, MappingProxyType(why)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Folded:
    """A language's clitics: (letters rung, as written), articles longest first."""

    articles: tuple[tuple[str, str], ...]
    before: tuple[tuple[str, str], ...]
    suffixes: tuple[tuple[str, str], ...]
    changes: tuple[tuple[str, str], ...]
    endings: tuple[str, ...]
    least: int


@cache
def _folded(code: str) -> _Folded:
    said = load(code).clitics

    def both(written: Iterable[str]) -> tuple[tuple[str, str], ...]:
        return tuple((fold(w, Rung.LETTERS), w) for w in written)

    endings = {fold(e, Rung.LETTERS) for e in said.swap}
    return _Folded(
        articles=both(sorted(said.articles, key=lambda a: (-len(a), a))),
        before=both(("", *said.articles, *said.prefixes)),
        suffixes=both(("", *said.suffixes)),
        changes=tuple(
            (fold(a, Rung.LETTERS), fold(b, Rung.LETTERS)) for a, b in said.before_suffix
        ),
        endings=tuple(sorted(endings, key=lambda e: (-len(e), e))),
        least=said.least,
    )


def _forms(term: str, clitics: _Folded) -> Iterator[tuple[str, str]]:
    for base, article in _bases(term, clitics):
        if article:
            yield base, f"without {article}"
        if len(base) >= clitics.least:
            tails = list(_suffixed(base, clitics))
            for before, written in clitics.before:
                front = f"attached {written}+" if written else "attached"
                for form, after in tails:
                    yield before + form, f"{front} +{after}" if after else front
    yield from _swapped(term, clitics)


def _bases(term: str, clitics: _Folded) -> list[tuple[str, str]]:
    """The term, and the term without an article it begins with."""
    for folded, article in clitics.articles:
        if term.startswith(folded) and len(term) - len(folded) >= clitics.least:
            return [(term, ""), (term[len(folded) :], article)]
    return [(term, "")]


def _suffixed(base: str, clitics: _Folded) -> Iterator[tuple[str, str]]:
    for folded, suffix in clitics.suffixes:
        yield base + folded, suffix
        if suffix:
            for last, becomes in clitics.changes:
                if base.endswith(last):
                    yield base[: len(base) - len(last)] + becomes + folded, suffix


def _swapped(term: str, clitics: _Folded) -> list[tuple[str, str]]:
    """Other endings on what is left when the longest known ending is cut."""
    endings = clitics.endings
    for ending in endings:
        if term.endswith(ending) and len(term) - len(ending) >= clitics.least:
            base = term[: len(term) - len(ending)]
            return [(base + e, f"ending -{e}" if e else "without ending") for e in endings]
    return []


@lru_cache(maxsize=4096)
def stems_of(term: str) -> frozenset[str]:
    """The stems of a term in every language of its script."""
    script = script_of(term)
    if script is None:
        return frozenset({term})
    return frozenset(stem(term, code) for code in of_script(script))
