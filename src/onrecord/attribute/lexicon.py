"""What a word may be: the lists of a language file, looked up folded.

A list entry is a word, a beginning (``burn*``), an end (``*йте``), both
(``ا*وا``) or another list (``@attack``). An Arabic word is also looked up without what is written
onto its front (و ف ب ل ك, the article, س).
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from onrecord.attribute.pattern import alternatives

_FRONT = re.compile(r"^(?:[وف]?(?:ال|بال|لل|كال)|[وف][بل]?|[بل])(?=\w\w)")
_NUMBER = re.compile(r"\d")
QUOTED = "quotedwords"  # what stands for a quotation among the words around it
_SHORTEST = 2  # letters of a beginning or an end


class Lexicon:
    """Word to atoms: its spelling and the names of the lists it belongs to."""

    def __init__(self, lists: Mapping[str, Iterable[str]], spelled: Iterable[str]) -> None:
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

    def _atoms(self, word: str) -> frozenset[str]:
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
            found |= self._of(short)
            word, short = short, _FRONT.sub("", short)
        return frozenset(found)

    def _of(self, word: str) -> set[str]:
        found = set(self._whole.get(word, ()))
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
