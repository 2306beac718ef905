"""The rules of one language: patterns by kind, hedge and reporting, from its file.

The table ``[statements]`` of a language file has ``words`` (lists), one table a
kind with ``strong``, ``plain``, ``weak`` and ``against`` patterns, ``hedge``
(patterns by hedge) and ``reported`` (patterns). ``grammar`` may name lists of
``verbs`` (nothing behind an article is one) and of ``orders``. A rule's name is what the file
says, so that a reason can be read and looked up.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple, cast, get_args

from onrecord.attribute.lexicon import Lexicon, flat
from onrecord.attribute.pattern import Found, Pattern, Row, compile_pattern, find
from onrecord.attribute.possible import Possible, bits_of, numbers
from onrecord.attribute.words import Word
from onrecord.model.claim import StatementKind

KINDS: tuple[StatementKind, ...] = get_args(StatementKind)
STRENGTH = {"strong": 4, "plain": 2, "weak": 1, "against": -3}
_MARK = "\n[statements"


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of a language file. ``about`` is a kind, ``hedge:…`` or ``reported``."""

    language: str
    about: str
    strength: int
    pattern: Pattern

    @property
    def name(self) -> str:
        """``threat: you will pay`` - what the file says."""
        return f"{self.about}: {self.pattern.said}"


class Hit(NamedTuple):
    """A rule that fired, and the words it rests on: ``[first, last)`` of a row."""

    rule: Rule
    found: Found


class Rules:
    """All rules of a language, found by the words each cannot do without."""

    def __init__(self, language: str, table: Mapping[str, Any]) -> None:
        self.language = language
        self._rules = tuple(_all(language, table))
        patterns = [r.pattern for r in self._rules]
        spelled = {a for p in patterns for q in (p, *p.unless) for s in q.steps for a in s.atoms}
        words = table.get("words", {})
        numbered = [*enumerate(self._rules)]
        decide = (n for n, r in numbered if r.strength > 1 or r.about == "reported")
        self._decide = bits_of(decide)
        self._tell = bits_of(n for n, r in numbered if r.about == "assertion" and r.strength == 1)
        self.lists = {name: flat(entries, words) for name, entries in words.items()}
        self.lexicon = Lexicon(words, spelled, table.get("grammar", {}))
        self._signs: dict[str, frozenset[str]] = {}
        self.possible = Possible([(p.needs, *p.also) for p in patterns])

    def patterns(self) -> Iterator[Pattern]:
        """Every pattern of the file, those after ``//`` too."""
        for rule in self._rules:
            yield rule.pattern
            yield from rule.pattern.unless

    def row(self, words: Sequence[Word]) -> Row:
        """The words as patterns see them."""
        atoms = self.lexicon.atoms
        return Row(
            [self.of_sign(w.text) if w.sign else atoms(w.text, w.hamza) for w in words],
            [w.sentence for w in words],
        )

    def of_sign(self, sign: str) -> frozenset[str]:
        """The atoms of a sign."""
        known = self._signs.get(sign)
        if known is None:
            known = self._signs[sign] = _SIGN | self.lexicon.atoms(sign)
        return known

    def hits(self, row: Row) -> list[Hit]:
        """Every rule that fires, in the order of the file."""
        possible = self.possible.of_words(row.atoms)
        return [hit for n in numbers(possible) for hit in self._fire(n, row)]

    def deciding(self, row: Row) -> list[Hit]:
        """As :meth:`hits`, but nothing where nothing that fires could make a statement.

        A kind needs a plain or strong rule, a fact at least three weak ones; without
        them and without reported speech the hedges of a text are of no use.
        """
        possible = self.possible.of_words(row.atoms)
        if not self.may_state(possible):
            return []
        first = {n: self._fire(n, row) for n in numbers(possible & self._decide)}
        if not any(first.values()) and (possible & self._tell).bit_count() <= _FEW:
            return []
        rest = numbers(possible & ~self._decide)
        fired = {n: self._fire(n, row) for n in rest} | first
        return [hit for n in sorted(fired) for hit in fired[n]]

    def may_state(self, possible: int) -> bool:
        """False if nothing of these rules, did all of them fire, would make a statement."""
        return bool(possible & self._decide) or (possible & self._tell).bit_count() > _FEW

    def _fire(self, n: int, row: Row) -> list[Hit]:
        rule = self._rules[n]
        return [Hit(rule, found) for found in find(rule.pattern, row)]


_FEW = 2  # weak rules of a fact that are too few to make one
_SIGN = frozenset({"SIGN"})


def _all(language: str, table: Mapping[str, Any]) -> Iterator[Rule]:
    for kind in KINDS:
        for strength, points in STRENGTH.items():
            for said in _lines(table.get(kind, {}).get(strength, ())):
                yield Rule(language, kind, points, compile_pattern(said))
    for hedge, lines in table.get("hedge", {}).items():
        for said in _lines(lines):
            yield Rule(language, "hedge:" + hedge, 0, compile_pattern(said))
    for said in _lines(table.get("reported", {}).get("patterns", ())):
        yield Rule(language, "reported", 0, compile_pattern(said))
    for role, lines in table.get("details", {}).items():
        for said in _lines(lines):
            yield Rule(language, role, 0, compile_pattern(said))


def _lines(lines: Iterable[str]) -> Iterator[str]:
    return (line for line in lines if line.strip())


@cache
def rules_of(language: str) -> Rules | None:
    """The rules of ``language``; None if its file has none.

    Raises ValueError, with the language, if a pattern cannot be read.
    """
    table = _table(language)
    if table is None:
        return None
    return _made(language, {name: t for name, t in table.items() if name != "details"})


_Met = tuple[tuple[Word, ...], Row, list[Hit]]
_at_hand: dict[tuple[str, int], _Met] = {}  # words asked about before, by language and identity
_KEPT = 4096  # of them; a chat says the same short things again and again


def hits_of(language: str, said: tuple[Word, ...]) -> tuple[Row, list[Hit]]:
    """The row of these words, and the rules that fire in it if they can make a statement.

    Voices and statements both ask for the message at hand, and short messages come
    again: the same words, asked about again, cost nothing.
    """
    key = (language, id(said))
    met = _at_hand.get(key)
    if met is None or met[0] is not said:
        rules = rules_of(language)
        row = Row((), ()) if rules is None else rules.row(said)
        if len(_at_hand) >= _KEPT:
            _at_hand.clear()
        met = _at_hand[key] = (said, row, [] if rules is None else rules.deciding(row))
    return met[1], met[2]


def examples(language: str) -> list[tuple[str, str]]:
    """(text, kind) of the language file's own examples; ``none`` for look-alikes."""
    table = _table(language) or {}
    return [(one["text"], one["kind"]) for one in table.get("examples", ())]


@cache
def details_of(language: str) -> Rules | None:
    """The patterns for who, where, when and how hard; None if there are none."""
    table = _table(language)
    if table is None or "details" not in table:
        return None
    return _made(language, _part(table, "details"))


def _part(table: Mapping[str, Any], name: str) -> dict[str, Any]:
    shared = {key: table.get(key, {}) for key in ("words", "grammar")}
    return {**shared, name: table[name]}


def _made(language: str, table: Mapping[str, Any]) -> Rules:
    try:
        return Rules(language, table)
    except (ValueError, KeyError) as wrong:
        raise ValueError(f"the [statements] of {language}.toml: {wrong}") from wrong


def _table(language: str) -> dict[str, Any] | None:
    file = files("onrecord.lang").joinpath(f"{language}.toml")
    if not file.is_file():
        return None
    said = file.read_text(encoding="utf-8")
    at = said.find(_MARK)
    if at < 0:
        return None
    return cast(dict[str, Any], tomllib.loads(said[at:])["statements"])
