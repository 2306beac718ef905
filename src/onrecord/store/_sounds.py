"""The words of one sound, ready to be looked through for those like a name, at once.

``lang.likeness.word_like`` compares two words closely and slowly; of the thousands
that share a short name's consonants it refuses nearly all for one of two reasons.
Both are looked at here over whole lists, so that few are left to compare. What is
left out ``word_like`` would refuse.
"""

from collections.abc import Iterator, Sequence
from functools import cache, cached_property

from rapidfuzz import fuzz, process

from onrecord.lang.guess import script_of
from onrecord.lang.name_parts import core
from onrecord.lang.names import latin, pairing
from onrecord.lang.sounds import LIKE_ENOUGH

# Long vowels and hamza: between two Arabic words nothing else may differ (``lang.names``).
_WEAK = str.maketrans("", "", "اويىهةءa")


class _Letters(dict[int, str]):
    """What each letter becomes; one that the table has not goes, unless it is ASCII."""

    def __missing__(self, point: int) -> str:
        self[point] = chr(point) if chr(point).isascii() else ""
        return self[point]


@cache
def _arabic_letters() -> _Letters:
    table = pairing("arab-latn").by_source
    return _Letters({ord(c): max(t, key=t.__getitem__) for c, t in table.items() if len(c) == 1})


def _latin_of_all(words: Sequence[str], script: str | None) -> list[str]:
    """``lang.names.latin`` of words of one script; of Arabic ones all at once."""
    if script != "Arab" or not words:
        return [latin(word) for word in words]
    return "\n".join(words).translate(_arabic_letters()).split("\n")


class Sound:
    """Words that share a skeleton."""

    def __init__(self, words: Sequence[str]) -> None:
        self._by_script: dict[str | None, list[str]] = {}
        for word in words:
            self._by_script.setdefault(script_of(word), []).append(word)

    def worth(self, asked: str) -> Iterator[str]:
        """The words that ``word_like`` has to look at, some of them twice."""
        arabic = script_of(asked) == "Arab"
        forms = {asked, core(asked)}
        if arabic:
            ends = tuple({one.translate(_WEAK) for one in forms})
            words = self._by_script.get("Arab", [])
            # The core of a word is its end: it has these letters at the end or not at all.
            yield from (w for w, s in zip(words, self._strong, strict=True) if s.endswith(ends))
        for script in self._by_script:
            if not arabic or script != "Arab":
                for one in forms:
                    yield from self._near(latin(one), script)

    def _near(self, asked: str, script: str | None) -> Iterator[str]:
        words, spelled = self._latin(script)
        found = process.extract(
            asked, spelled, scorer=fuzz.ratio, limit=None, score_cutoff=LIKE_ENOUGH
        )
        yield from (words[at] for _, _, at in found)

    @cached_property
    def _strong(self) -> list[str]:
        words = self._by_script.get("Arab", [])
        return [word.translate(_WEAK) for word in words]

    def _latin(self, script: str | None) -> tuple[list[str], list[str]]:
        """The words of a script and their cores in Latin letters, side by side."""
        known = self._spelled.get(script)
        if known is None:
            words = self._by_script[script]
            cut = [(w, c) for w, c in zip(words, map(core, words), strict=True) if w != c]
            every = [*words, *(w for w, _ in cut)]
            known = every, _latin_of_all([*words, *(c for _, c in cut)], script)
            self._spelled[script] = known
        return known

    @cached_property
    def _spelled(self) -> dict[str | None, tuple[list[str], list[str]]]:
        return {}
