"""The caution words of a language, from its file and from ``assets/cautions.toml``."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from onrecord.lang import language as lang
from onrecord.model.caution import Cautions, joined


@cache
def _extra() -> dict[str, dict[str, list[str]]]:
    text = files("onrecord.report").joinpath("assets/cautions.toml").read_text(encoding="utf-8")
    table: dict[str, Any] = tomllib.loads(text)
    return table


@cache
def known() -> tuple[str, ...]:
    """Codes of all languages with caution words."""
    return tuple(sorted({*lang.codes(), *_extra()}))


@cache
def for_language(code: str) -> Cautions:
    """The caution words of one language; those of all, if it is not known.

    English is always among them: it is mixed into chats everywhere.
    """
    base = code.split("-")[0]
    if base not in known():
        return everything()
    return joined(_one(c) for c in dict.fromkeys((base, "en")))


@cache
def everything() -> Cautions:
    """The caution words of all languages at once, for a text of no known one."""
    return joined(_one(c) for c in known())


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
