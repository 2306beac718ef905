"""Rung 3: the words a query's word may stand in, with what was attached.

Arabic and Hebrew write conjunctions, prepositions, the article and pronouns
onto the word; Persian and Kurdish their endings; Russian, English, Turkish
decline. A query's word is widened into all such forms (letters rung), so an
engine looks up a set of terms and every hit can say what was attached. A form
typed with its article is also searched without it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from onrecord.lang.fold import fold
from onrecord.lang.guess import script_of
from onrecord.lang.language import Clitics, head, load, of_script
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
        for form, said in _forms(term, load(code).clitics):
            if form != term and len(form) <= LONGEST:
                why.setdefault(form, said)
        if why:
            language = None if head(code).default else code
            found.append(Forms(language, MappingProxyType(why)))
    return tuple(found)


def _forms(term: str, clitics: Clitics) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for base, cut in _bases(term, clitics):
        found.append((base, f"without {cut}" if cut else ""))
        if len(base) < clitics.least:
            continue
        for before in ("", *clitics.articles, *clitics.prefixes):
            for form, after in _suffixed(base, clitics):
                found.append((fold(before, Rung.LETTERS) + form, _why(before, after)))
    found.extend(_swapped(term, clitics))
    return found


def _why(before: str, after: str) -> str:
    told = [f"{before}+" if before else "", f"+{after}" if after else ""]
    return "attached " + " ".join(t for t in told if t)


def _bases(term: str, clitics: Clitics) -> list[tuple[str, str]]:
    """The term, and the term without an article it begins with."""
    bases = [(term, "")]
    for article in sorted(clitics.articles, key=lambda a: (-len(a), a)):
        folded = fold(article, Rung.LETTERS)
        if term.startswith(folded) and len(term) - len(folded) >= clitics.least:
            bases.append((term[len(folded) :], article))
            break
    return bases


def _suffixed(base: str, clitics: Clitics) -> list[tuple[str, str]]:
    found = [(base, "")]
    for suffix in clitics.suffixes:
        folded = fold(suffix, Rung.LETTERS)
        found.append((base + folded, suffix))
        for last, becomes in clitics.before_suffix:
            if base.endswith(fold(last, Rung.LETTERS)):
                found.append((base[:-1] + fold(becomes, Rung.LETTERS) + folded, suffix))
    return found


def _swapped(term: str, clitics: Clitics) -> list[tuple[str, str]]:
    """Other endings on what is left when the longest known ending is cut."""
    endings = sorted({fold(e, Rung.LETTERS) for e in clitics.swap}, key=lambda e: (-len(e), e))
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
