"""Cue words of ``quotes.toml``, inflected."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from onrecord.press._words import fold


@dataclass(frozen=True, slots=True)
class Cues:
    """The words of one language; ``verbs`` maps a form to ``say`` or ``hold``.

    ``bare`` are forms that are also nouns or infinitives (*plan*, *report*);
    ``particles`` maps a form to the words that may follow it and belong to it.
    """

    verbs: Mapping[str, str]
    bare: frozenset[str]
    particles: Mapping[str, tuple[tuple[str, ...], ...]]
    by: tuple[tuple[str, ...], ...]
    sets: Mapping[str, frozenset[str]]
    verb_first: bool
    no_comma: bool
    capitals: bool  # nouns are written with a capital, as in German

    def among(self, name: str, word: str) -> bool:
        """True if the word is in the named list."""
        return word in self.sets.get(name, ())


@cache
def cues(language: str) -> Cues:
    """The cues of a language. Raises KeyError for one that has none."""
    raw = tomllib.loads(files("onrecord.press").joinpath("quotes.toml").read_text("utf-8"))
    row = {name: _folded(value, language) for name, value in raw[language].items()}
    irregular = {forms.split()[0]: forms.split()[1:] for forms in row.get("irregular", ())}
    verbs: dict[str, str] = {}
    bare: set[str] = set()
    nouns = set(row.get("nouns", ()))
    for kind in ("hold", "say"):
        for verb in row.get(kind, ()):
            forms = irregular.get(verb) or inflect(verb, language)
            if verb in nouns:
                bare.add(verb)
                bare.update(form for form in forms if form.endswith("s"))
            verbs.update(dict.fromkeys((verb, *forms), kind))
    particles: dict[str, list[tuple[str, ...]]] = {}
    for phrase in row.get("with", ()):
        verb, *rest = phrase.split()
        for form in (verb, *(irregular.get(verb) or inflect(verb, language))):
            particles.setdefault(form, []).append(tuple(rest))
            verbs.setdefault(form, "with")
    sets = {name: frozenset(value) for name, value in row.items() if isinstance(value, list)}
    return Cues(
        verbs,
        frozenset(bare),
        {form: tuple(rest) for form, rest in particles.items()},
        tuple(tuple(phrase.split()) for phrase in _joined(row.get("by", ()), language)),
        sets,
        bool(row.get("verb_first")),
        bool(row.get("no_comma")),
        bool(row.get("capitals")),
    )


def _joined(phrases: Sequence[str], language: str) -> list[str]:
    """Arabic phrases also with the conjunction written onto them."""
    more = [f"و{phrase}" for phrase in phrases] if language == "ar" else []
    return [*phrases, *more]


def _folded(value: object, language: str) -> Any:
    """Lists as :class:`Token` folds words: marks and letter forms away in Arabic."""
    if isinstance(value, list) and language in ("ar", "ru"):
        return [" ".join(fold(word) for word in entry.split()) for entry in value]
    if isinstance(value, list):
        return [entry.casefold() for entry in value]  # heißt is heisst, as tokens are compared
    return value


def inflect(verb: str, language: str) -> Sequence[str]:
    """Regular English forms, Arabic ones with a conjunction; others list every form."""
    if language == "ar":
        return ("و" + verb, "ف" + verb)
    if language != "en":
        return ()
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return (verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing")
    third = verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s")
    root = verb[:-1] if verb.endswith("e") and not verb.endswith("ee") else verb
    return (third, root + "ed", root + "ing")
