"""What a word may be: the lists of a language file, looked up folded.

A list entry is a word, a beginning (``burn*``), an end (``*йте``), both
(``ا*وا``) or another list (``@attack``). An Arabic word is also looked up without what is written
onto its front (و ف ب ل ك, the article, س). Behind an article stands no verb, and a
singular written with أ is no order: *أكتب* is "I write".
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from onrecord.attribute.pattern import alternatives

_FRONT = re.compile(r"^(?:[وف]?(?:ال|بال|لل|كال)|[وف][بل]?|[بل])(?=\w\w)")
_NUMBER = re.compile(r"\d")
QUOTED = "quotedwords"  # what stands for a quotation among the words around it
NOTHING: Mapping[str, Iterable[str]] = {}
_FIRST_PERSON = frozenset({"@first"})
_ATTACHED = frozenset({"و*", "ف*", "ب*", "ل*", "ك*"})  # any word with this letter in front
_PREFIXES = frozenset("سنتي")  # of a verb: future, we, you, he
_NONE: frozenset[str] = frozenset()
_SHORTEST = 2  # letters of a beginning or an end


class Lexicon:
    """Word to atoms: its spelling and the names of the lists it belongs to."""

    def __init__(
        self,
        lists: Mapping[str, Iterable[str]],
        spelled: Iterable[str],
        grammar: Mapping[str, Iterable[str]] = NOTHING,
    ) -> None:
        self._verbs = frozenset("@" + name for name in grammar.get("verbs", ()))
        self._orders = frozenset("@" + name for name in grammar.get("orders", ()))
        self._with_hamza = frozenset(
            form
            for name in grammar.get("orders", ())
            for entry in lists[name]
            if entry.startswith("أ")
            for form in alternatives(entry)
        )
        self._whole: dict[str, set[str]] = {}
        self._begin: dict[str, set[tuple[str, str]]] = {}
        self._both: dict[str, set[tuple[str, str, str]]] = {}
        self._end: dict[str, set[tuple[str, str]]] = {}
        for name, entries in lists.items():
            for entry in flat(entries, lists):
                self._enter(entry, "@" + name)
        for atom in spelled:
            if atom[0] != "@":
                self._enter(atom, atom)
        self.atoms = lru_cache(maxsize=1 << 16)(self._atoms)

    def _enter(self, entry: str, atom: str) -> None:
        begin, star, end = entry.partition("*")
        if star and begin and end:
            self._both.setdefault(begin[0], set()).add((begin, end, atom))
        elif entry.endswith("*") and len(entry) > _SHORTEST:
            bare = entry[:-1]
            self._begin.setdefault(bare[:2], set()).add((bare, atom))
        elif entry.startswith("*") and len(entry) > _SHORTEST:
            bare = entry[1:]
            self._end.setdefault(bare[-2:], set()).add((bare, atom))
        else:
            self._whole.setdefault(entry, set()).add(atom)

    def _atoms(self, word: str, hamza: bool = False) -> frozenset[str]:
        found = self._all_atoms(word)
        bare = word.lstrip("وف")
        if not hamza or word.endswith(("وا", "و")) or bare in self._with_hamza:
            return found
        if not (found | self._of(bare)) & self._orders:
            return found
        return (found - self._orders) | _FIRST_PERSON

    def _all_atoms(self, word: str) -> frozenset[str]:
        if word == QUOTED:
            return frozenset({"@quoted"})
        found = self._of(word)
        if word[0].isalnum():
            found.add("@any")
        if _NUMBER.search(word):
            found.add("#")
        short = _FRONT.sub("", word)
        while short != word:
            if len(word) - len(short) == 1 and self._of(word):
                break  # a known word that happens to begin with و, ف, ب or ل
            more = self._of(short)
            front = word[: len(word) - len(short)]
            found |= _ATTACHED & {letter + "*" for letter in front.replace("ال", "")}
            article = front.endswith(("ال", "لل"))
            found |= more - self._verbs if article else more
            word, short = short, _FRONT.sub("", short)
        return frozenset(found)

    def _of(self, word: str) -> set[str]:
        found = set(self._whole.get(word, ()))
        if len(word) > _SHORTEST and word[0] in _PREFIXES:
            found |= self._whole.get(word[0] + "*", _NONE)
        for bare, atom in self._begin.get(word[:2], ()):
            if word.startswith(bare):
                found.add(atom)
        for bare, atom in self._end.get(word[-2:], ()):
            if word.endswith(bare) and len(word) > len(bare):
                found.add(atom)
        for start, end, atom in self._both.get(word[:1], ()):
            long = len(word) > len(start) + len(end) + 1
            if long and word.startswith(start) and word.endswith(end):
                found.add(atom)
        return found


def flat(entries: Iterable[str], lists: Mapping[str, Iterable[str]]) -> set[str]:
    """A list's entries folded, with the lists it names in their place."""
    out: set[str] = set()
    for entry in entries:
        if entry.startswith("@"):
            out |= flat(lists[entry[1:]], lists)
        else:
            out |= alternatives(entry)
    return out
