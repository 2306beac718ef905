"""The news words of ``glossary.toml``: one concept, its words in each language."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from onrecord.press._words import Word, words

LANGUAGES = ("en", "ar", "ru")


@dataclass(frozen=True, slots=True)
class Concept:
    """A thing or an event that news speaks of.

    ``kind`` is ``event``, ``thing``, ``side`` or ``report``; ``opposes`` are the
    events that cannot be true of the same thing at the same time, ``complement``
    the one that is true if this is not, ``implies`` those that come with it. A
    ``lasting`` one is a state: *had been held* says that it no longer is. A ``sided``
    one depends on who does it.
    """

    name: str
    kind: str
    opposes: tuple[str, ...]
    complement: str | None
    implies: tuple[str, ...]
    lasting: bool
    sided: bool


@dataclass(frozen=True, slots=True)
class Glossary:
    """Concepts by word; function words; the cues of negation, denial and report."""

    concepts: Mapping[str, Concept]
    by_key: Mapping[str, tuple[str, ...]]
    pairs: Mapping[tuple[str, str], tuple[str, ...]]
    stop: frozenset[str]
    light: frozenset[str]
    cues: Mapping[str, frozenset[str]]

    def of(self, word: Word, after: Word | None = None) -> tuple[str, ...]:
        """The concepts a word names, alone or with the word after it."""
        found: dict[str, None] = {}
        if after is not None:
            for one in (*word.keys, word.stem):
                for two in (*after.keys, after.stem):
                    found.update(dict.fromkeys(self.pairs.get((one, two), ())))
        for key in (*word.keys, f"{word.script}:{word.stem}", *_shorter(word)):
            found.update(dict.fromkeys(self.by_key.get(key, ())))
        return tuple(found)

    def is_stop(self, word: Word) -> bool:
        """True for words that carry no subject matter, and for those of all news."""
        return self.is_function(word) or any(key in self.light for key in _bare(word))

    def is_function(self, word: Word) -> bool:
        """True for words that carry no subject matter."""
        return any(key in self.stop for key in _bare(word))

    def cue(self, kind: str, word: Word) -> bool:
        """True if the word is a cue: ``not``, ``deny``, ``said``, ``claim``."""
        told = self.cues[kind]
        return any(key in told for key in _bare(word)) or word.stem in told


def _bare(word: Word) -> tuple[str, ...]:
    """The word's keys, and a function word without its و or ف, however short."""
    if word.script == "arab" and word.keys[0][:1] in ("و", "ف"):
        return (*word.keys, word.keys[0][1:])
    return word.keys


def all_implied(name: str, told: Glossary) -> list[str]:
    """What an event implies, and what that implies."""
    direct = list(told.concepts[name].implies)
    return direct + [far for near in direct for far in told.concepts[near].implies]


# Endings that leave the news word whole: pronouns, duals, plurals, the accusative.
_ENDINGS = ("هما", "ها", "هم", "نا", "كم", "ين", "ون", "ان", "ات", "وا", "ته", "ا", "ه", "ت")


def _shorter(word: Word) -> tuple[str, ...]:
    if word.script != "arab":
        return ()
    return tuple(
        key[: -len(ending)] + final
        for key in word.keys
        for ending in _ENDINGS
        if key.endswith(ending) and len(key) - len(ending) >= 3
        for final in ("", "ه")
    )


@cache
def glossary() -> Glossary:
    """The shipped glossary, read once."""
    raw = tomllib.loads(files("onrecord.press").joinpath("glossary.toml").read_text("utf-8"))
    concepts: dict[str, Concept] = {}
    by_key: dict[str, dict[str, None]] = {}
    pairs: dict[tuple[str, str], dict[str, None]] = {}
    for name, row in raw["concept"].items():
        concepts[name] = Concept(
            name,
            row["kind"],
            tuple(row.get("opposes", ())),
            row.get("complement"),
            tuple(row.get("implies", ())),
            row.get("lasting", False),
            row.get("sided", False),
        )
        for language in LANGUAGES:
            for form in row.get(language, ()):
                # "We entered" is a word of its own: its stem is anybody's entering.
                exact = row["kind"] == "own" or form.startswith("=")
                _enter(name, words(form), by_key, pairs, stems=not exact)
    stop, light = (
        frozenset(w.keys[0] for row in raw[name].values() for w in words(" ".join(row)))
        for name in ("stop", "light")
    )
    cues = {
        kind: frozenset(
            key for row in told.values() for w in words(" ".join(row)) for key in (w.keys[0],)
        )
        for kind, told in raw["cue"].items()
    }
    return Glossary(
        concepts,
        {key: tuple(names) for key, names in by_key.items()},
        {key: tuple(names) for key, names in pairs.items()},
        stop,
        light,
        cues,
    )


def _persons(word: Word) -> tuple[str, ...]:
    """An Arabic imperfect in the persons that change its first letter (ي ت ن ا)."""
    key = word.keys[0]
    if word.script == "arab" and key.startswith("ي") and len(key) >= 3:
        return tuple(first + key[1:] for first in "يتنا" if len(key) > 3 or first != "ا")
    return (key,)


def _enter(
    name: str,
    form: list[Word],
    by_key: dict[str, dict[str, None]],
    pairs: dict[tuple[str, str], dict[str, None]],
    *,
    stems: bool,
) -> None:
    if len(form) not in (1, 2):
        raise ValueError(f"a form of {name} has {len(form)} words; one or two can be found")
    if len(form) == 2:
        pairs.setdefault((form[0].keys[0], form[1].keys[0]), {})[name] = None
        pairs.setdefault((form[0].stem, form[1].stem), {})[name] = None
        return
    word = form[0]
    for key in _persons(word):
        by_key.setdefault(key, {})[name] = None
    if stems and len(word.stem) > 2:
        by_key.setdefault(f"{word.script}:{word.stem}", {})[name] = None
