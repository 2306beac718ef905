"""The words of an index by how they sound, for names across scripts.

``sounds.tsv`` has a line for each skeleton (``lang.sounds``): the skeleton, a
tab, the words that have it, by spaces. Read when a name is asked for.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Set
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.lang.guess import script_of

if TYPE_CHECKING:
    from onrecord.store._sounds import Sound

FILE = "sounds.tsv"
_LONGEST = 24  # a longer word is like nothing but itself (``lang.names.alike``)
_LATIN = re.compile("[a-z]")
_PARTICLES = ".particles"


def by_sound(terms: Iterable[str]) -> dict[str, str]:
    """Terms by their skeletons, those of one by spaces; particles under a name of their own."""
    from onrecord.lang.arabizi import sounded
    from onrecord.lang.name_parts import core, particle
    from onrecord.lang.sounds import skeletons

    found: dict[str, list[str]] = defaultdict(list)
    for term in terms:
        if not term.isalpha():
            for skeleton in sounded(term):
                found[skeleton].append(term)
            continue
        if script_of(term) is None and not _LATIN.search(term):
            found[""].append(term)  # what it would get below: its letters have no class
            continue
        if particle(term) is not None:
            found[_PARTICLES].append(term)
        for skeleton in {s for word in {term, core(term)} for s in skeletons(word)}:
            found[skeleton].append(term)
    return {skeleton: " ".join(words) for skeleton, words in found.items()}


def write_words(folder: Path, terms: Iterable[str], old: Path | None = None) -> None:
    """Write the file for all terms of an index that can be a name, those beside which
    an ``old`` one has, too."""
    names = (t for t in terms if 2 <= len(t) <= _LONGEST and t.isalnum())
    found = by_sound(t for t in names if t.isalpha() or script_of(t) is not None)
    for sound, words in _read(old).items() if old else ():
        found[sound] = f"{words} {found[sound]}" if sound in found else words
    with (folder / FILE).open("w", encoding="utf-8", newline="\n") as out:
        out.writelines(f"{sound}\t{words}\n" for sound, words in sorted(found.items()))


def _read(folder: Path) -> dict[str, str]:
    said = (folder / FILE).read_text(encoding="utf-8")
    lines = (line.partition("\t") for line in said.split("\n") if line)
    return {skeleton: words for skeleton, _, words in lines}


class Words:
    """The words of an index, read at the first name; or given, by their sounds.

    Those of an index that are longer than a name are not in its file: one that is asked
    for is named, whether the index has it or not.
    """

    def __init__(self, folder: Path | None, known: dict[str, str] | None = None) -> None:
        self._folder = folder
        self._by_sound = known
        self._parsed: dict[str, Sound] = {}

    def like(self, asked: str) -> list[str]:
        """All terms like a part of a name, as ``word_like`` says."""
        from onrecord.lang.likeness import PARTICLES, word_like
        from onrecord.lang.name_parts import core
        from onrecord.lang.sounds import near

        if asked in PARTICLES:
            found = self._sounding({_PARTICLES})
        else:
            keys = near(asked) | near(core(asked))
            found = {w for sound in self._sounds(keys) for w in sound.worth(asked)}
            if self._folder is not None:
                found |= {w for w in _itself(asked) if len(w) > _LONGEST}
        return sorted(w for w in found if word_like(asked, w) is not None)

    def written(self, asked: str) -> list[str]:
        """All terms that may be the word in the other script, as ``meets`` says."""
        from onrecord.lang.arabizi import meets, sounded
        from onrecord.lang.sounds import near_to

        keys = {near_key for skeleton in sounded(asked) for near_key in near_to(skeleton)}
        return sorted(w for w in self._sounding(keys) if meets(asked, w))

    def _sounding(self, keys: Iterable[str]) -> set[str]:
        every = self._every()
        return {w for k in keys for w in every.get(k, "").split(" ") if w}

    def _sounds(self, keys: Set[str]) -> Iterator["Sound"]:
        from onrecord.store._sounds import Sound

        every = self._every()
        for key in keys & every.keys():
            if key not in self._parsed:
                self._parsed[key] = Sound(every[key].split(" "))
            yield self._parsed[key]

    def _every(self) -> dict[str, str]:
        if self._by_sound is None:
            self._by_sound = {} if self._folder is None else _read(self._folder)
        return self._by_sound


def _itself(asked: str) -> set[str]:
    """The words that are the asked one, with or without an article."""
    from onrecord.lang.name_parts import ARTICLED, core

    forms = {asked, core(asked)}
    return forms | {article + form for form in forms for article, _ in ARTICLED}
