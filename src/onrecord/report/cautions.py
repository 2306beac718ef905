"""The caution words of a text's languages, from their files and ``assets/cautions.toml``."""

import tomllib
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from onrecord.lang import language as lang
from onrecord.model.boundary import is_word
from onrecord.model.caution import Cautions, joined

_SURE = 2
"""Common words a language must have in a text, and more than any other."""
_SHORT = 3
"""Endings and beginnings of fewer letters count in texts of their language only."""


@cache
def _extra() -> dict[str, dict[str, Any]]:
    text = files("onrecord.report").joinpath("assets/cautions.toml").read_text(encoding="utf-8")
    table: dict[str, dict[str, Any]] = tomllib.loads(text)
    return table


@cache
def known() -> tuple[str, ...]:
    """Codes of all languages with caution words."""
    return tuple(sorted({*lang.codes(), *_extra()}))


def for_text(text: str, language: str = "") -> Cautions:
    """The caution words to look for in one text.

    For each script in it those of the one language its common words speak for
    (``language``, what is known of it from elsewhere, counts as one of them), else
    those of all languages of the script. English is always among them: it is mixed
    into chats everywhere.
    """
    words = frozenset(_words(text))
    base = language.split("-")[0]
    letters = frozenset(text)
    found: dict[str, bool] = {"en": True}
    for script in sorted({s for c in letters if (s := _script_of(c))}):
        for code, sure in _spoken(script, words, letters, base):
            found[code] = found.get(code, False) or sure
    return _joined(tuple(sorted(found.items())))


@cache
def _joined(found: tuple[tuple[str, bool], ...]) -> Cautions:
    return joined(_one(code) if sure else _without_short(code) for code, sure in found)


def _spoken(
    script: str, words: frozenset[str], letters: frozenset[str], language: str
) -> Iterable[tuple[str, bool]]:
    """(code, sure) of the languages a text may be in, as far as one script goes."""
    codes = _of_script().get(script, ())
    if len(codes) <= 1:
        return [(code, True) for code in codes]
    weights = {c: len(words & _common(c)) + (c == language) for c in codes}
    own = {c: bool(letters & _own(c)) for c in codes}
    ranked = sorted(codes, key=lambda c: (-weights[c] - own[c], c))
    first, second = (weights[c] + own[c] for c in ranked[:2])
    if first >= _SURE and first > second:
        return [(ranked[0], True)]
    return [(c, own[c] or bool(weights[c])) for c in codes]


def _words(text: str) -> Iterable[str]:
    kept = "".join(c if is_word(c) or c == "'" else " " for c in text.casefold())
    return kept.split()


@cache
def _script_of(char: str) -> str:
    return unicodedata.name(char, "").split(" ")[0] if char.isalpha() else ""


@cache
def _of_script() -> dict[str, tuple[str, ...]]:
    """Languages by the script their caution words are written in."""
    found: dict[str, list[str]] = {}
    for code in known():
        one = _one(code)
        entries = (*one.negation, *one.condition, *one.reporting)
        for script in sorted({s for e in entries for c in e if (s := _script_of(c))}):
            found.setdefault(script, []).append(code)
    return {script: tuple(codes) for script, codes in found.items()}


@cache
def _common(code: str) -> frozenset[str]:
    own = lang.load(code).common if code in lang.codes() else ()
    return frozenset(w.casefold() for w in (*own, *_extra().get(code, {}).get("common", ())))


@cache
def _own(code: str) -> frozenset[str]:
    letters = lang.load(code).letters if code in lang.codes() else ""
    return frozenset(letters + str(_extra().get(code, {}).get("own", "")))


@cache
def _one(code: str) -> Cautions:
    words = lang.load(code).words if code in lang.codes() else {}
    more = _extra().get(code, {})
    return Cautions(
        negation=frozenset((*words.get("negation", ()), *more.get("negation", ()))),
        condition=frozenset((*words.get("condition", ()), *more.get("condition", ()))),
        reporting=frozenset(
            (
                *words.get("reporting", ()),
                *words.get("they_say", ()),
                *more.get("reporting", ()),
            )
        ),
        clitics=frozenset(more.get("conjunctions", ())),
    )


@cache
def _without_short(code: str) -> Cautions:
    """Without the short affixes: in a text of another language they are only letters."""
    one = _one(code)

    def kept(entries: frozenset[str]) -> frozenset[str]:
        affix = (e for e in entries if "-" in (e[:1], e[-1:]) and len(e.strip("-")) < _SHORT)
        return entries - frozenset(e for e in affix if e.isascii() or _script_of(e.strip("-")[0]))

    return Cautions(kept(one.negation), kept(one.condition), kept(one.reporting), one.clitics)
