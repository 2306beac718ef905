"""What we know of a language: one TOML file each, read when it is needed.

A file has ``[language]`` (first), ``[letters]``, ``[clitics]`` or ``[endings]``,
``[stem]``, ``[words]`` (lists by kind), ``[quotes]`` and ``[examples]``, which
the tests run. Further tables (``[statements]``) belong to other rooms and are
handed over as they are in ``tables``; those of the ``attribute`` room stand last,
begin with ``[statements`` and are not read here, because searching does not need them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from onrecord.errors import NoSuchThing
from onrecord.lang._files import names, tables, text_of

_KNOWN = frozenset({"language", "letters", "clitics", "endings", "stem", "words", "quotes"})


@dataclass(frozen=True, slots=True)
class Head:
    """The first table of a language file: enough to know whether to read on."""

    code: str
    name: str
    native: str
    script: str
    direction: str
    snowball: str | None
    default: bool


@dataclass(frozen=True, slots=True)
class Clitics:
    """What a language writes onto a word: strings as typed, longest not first.

    ``before_suffix`` are changes of the last letter before a suffix (ة to ت).
    No form is made from fewer than ``least`` letters.
    """

    articles: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()
    before_suffix: tuple[tuple[str, str], ...] = ()
    swap: tuple[str, ...] = ()
    least: int = 3


@dataclass(frozen=True, slots=True)
class Language:
    """One language file. ``words`` maps a kind (``negation``, ``condition``,
    ``question``, ``reporting``, ``they_say``, ``months``, ``days``, ``dates``,
    ``app``, ``laughter``) to its entries as written; ``quotes`` are pairs of
    marks; ``examples`` and ``tables`` are the tables as read."""

    head: Head
    letters: str
    leaning: str
    common: tuple[str, ...]
    clitics: Clitics
    stem_suffixes: tuple[str, ...]
    words: Mapping[str, tuple[str, ...]]
    quotes: tuple[tuple[str, str], ...]
    examples: Mapping[str, Any]
    tables: Mapping[str, Any]

    @property
    def code(self) -> str:
        """The language's code (BCP 47), the name of its file."""
        return self.head.code


@cache
def codes() -> tuple[str, ...]:
    """The codes of all languages, in alphabetical order."""
    return tuple(sorted(name[:-5] for name in names() if name.endswith(".toml")))


def _text(code: str) -> str:
    if code not in codes():
        raise NoSuchThing(f"there is no language {code!r}", advice="known: " + ", ".join(codes()))
    return text_of(f"{code}.toml")


@cache
def head(code: str) -> Head:
    """The first table of ``code``'s file. Raises NoSuchThing for an unknown code."""
    said = tables(_text(code).split("\n[letters]", 1)[0])["language"]
    return Head(
        code=said["code"],
        name=said["name"],
        native=said["native"],
        script=said["script"],
        direction=said["direction"],
        snowball=said.get("snowball"),
        default=said.get("default", False),
    )


@cache
def load(code: str) -> Language:
    """The language ``code``. Raises NoSuchThing for an unknown code."""
    said = tables(_text(code).split("\n[statements", 1)[0])
    clitics, endings = said.get("clitics", {}), said.get("endings", {})
    return Language(
        head=head(code),
        letters=said["letters"]["own"],
        leaning=said["letters"].get("leaning", ""),
        common=tuple(said["letters"]["words"]),
        clitics=Clitics(
            articles=tuple(clitics.get("articles", ())),
            prefixes=tuple(clitics.get("prefixes", ())),
            suffixes=tuple(clitics.get("suffixes", ())),
            before_suffix=tuple((a, b) for a, b in clitics.get("before_suffix", ())),
            swap=tuple(endings.get("swap", ())),
            least=clitics.get("least", endings.get("least", 3)),
        ),
        stem_suffixes=tuple(said.get("stem", {}).get("suffixes", ())),
        words=MappingProxyType({k: tuple(v) for k, v in said.get("words", {}).items()}),
        quotes=tuple((a, b) for a, b in said.get("quotes", {}).get("pairs", ())),
        examples=MappingProxyType(said.get("examples", {})),
        tables=MappingProxyType({k: v for k, v in said.items() if k not in _KNOWN}),
    )


def words(kind: str) -> dict[str, tuple[str, ...]]:
    """The lists of one kind, by language; languages without one are left out."""
    return {c: load(c).words[kind] for c in codes() if kind in load(c).words}


@cache
def of_script(script: str) -> tuple[str, ...]:
    """Codes of the languages written in ``script`` (ISO 15924), default first."""
    found = [c for c in codes() if head(c).script == script]
    return tuple(sorted(found, key=lambda c: (not head(c).default, c)))
