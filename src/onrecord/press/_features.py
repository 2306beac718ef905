"""What a text offers for a match: names, places, days, numbers, terms, with spans."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.model.press import BasisKind
from onrecord.model.when import When
from onrecord.press._arabizi import as_arabic
from onrecord.press._dates import Dated, dates
from onrecord.press._glossary import Glossary, all_implied, glossary
from onrecord.press._numbers import Counted, numbers
from onrecord.press._skeleton import skeleton
from onrecord.press._words import Word, words
from onrecord.press.places import Named, Places

LEAST_BONES = 3
_ARTICLES = frozenset(("al", "el", "аль", "эль"))


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing a text offers: equal keys of two texts meet.

    ``script`` is set for names: by skeleton only names of *different* scripts meet.
    """

    kind: BasisKind
    key: str
    start: int
    end: int
    written: str
    script: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A run of text taken apart; every place is in code points of the whole text."""

    said: tuple[Word, ...]
    features: tuple[Feature, ...]
    days: tuple[Dated, ...]
    spots: tuple[Named, ...]

    def where(self, key: str) -> frozenset[int]:
        """The sentences, by number, in which a feature of this key begins."""
        starts = [word.start for word in self.said if word.first]
        return frozenset(bisect_right(starts, f.start) for f in self.features if f.key == key)


def take_apart(text: str, when: When, places: Places, offset: int = 0) -> Text:
    """The features of ``text``, which begins at ``offset`` of the whole."""
    told = glossary()
    said = as_arabic(words(text, offset))
    days = dates(said, when)
    spots = places.find(said)
    taken = {n for d in days for n in range(d.start, d.end)}
    counts = [c for c in numbers(text, said, offset) if c.start not in taken]
    found: list[Feature] = []
    for spot in spots:
        run = text[spot.start - offset : spot.end - offset]
        found.extend(Feature("place", f"p:{one}", spot.start, spot.end, run) for one in spot.ids)
    taken |= {n for c in counts for n in range(c.start, c.end)}
    for at, word in enumerate(said):
        if word.start in taken:
            continue
        after = said[at + 1] if at + 1 < len(said) else None
        found.extend(_of_word(word, after, told))
        found.extend(_of_pair(said, at, told))
    for count in counts:
        found.extend(_of_count(text, offset, count, said))
    return Text(tuple(said), tuple(found), tuple(days), tuple(spots))


def _of_word(word: Word, after: Word | None, told: Glossary) -> list[Feature]:
    span = (word.start, word.end, word.written)
    concepts = told.of(word, after)
    if concepts:
        far = [name for known in concepts for name in all_implied(known, told)]
        found = [Feature("term", f"c:{name}", *span) for name in dict.fromkeys((*concepts, *far))]
    elif told.is_stop(word) or word.script == "digit" or len(word.stem) < 2:
        return []
    else:
        found = [Feature("term", f"s:{word.script}:{word.stem}", *span)]
    bones = _bones(word, bool(concepts), told)
    found.extend(Feature("name", f"n:{one}", *span, word.script) for one in bones)
    return found


def _of_pair(said: Sequence[Word], at: int, told: Glossary) -> list[Feature]:
    """Two words that may be one name (``Ras al-Milh``, ``رأس الملح``)."""
    one = said[at]
    step = 2 if at + 2 < len(said) and said[at + 1].keys[0] in _ARTICLES else 1
    if at + step >= len(said):
        return []
    two = said[at + step]
    if two.script != one.script or two.first:
        return []
    written = f"{one.written} {two.written}"
    return [
        Feature("name", f"n:{first}+{second}", one.start, two.end, written, one.script)
        for first in _raw_bones(one, told)
        for second in _raw_bones(two, told)[-1:]
        if len(first + second) > LEAST_BONES
    ]


def _raw_bones(word: Word, told: Glossary) -> list[str]:
    """The skeletons a word has as a name: whole, and without what may be clitics.

    Arabic has no capitals, so any word may be a name; elsewhere a capital is asked for.
    """
    if told.is_stop(word) or (word.script in ("latn", "cyrl") and not word.capital):
        return []
    if word.script not in ("latn", "cyrl", "arab"):
        return []
    forms = word.keys if word.script == "arab" else (word.written,)
    return [bones for bones in dict.fromkeys(skeleton(form) for form in forms) if bones]


def _bones(word: Word, known: bool, told: Glossary) -> list[str]:
    """Skeletons long enough to be a name alone; a known Latin news word is none."""
    if known and word.script in ("latn", "cyrl"):
        return []
    return [bones for bones in _raw_bones(word, told) if len(bones) >= LEAST_BONES]


def _of_count(text: str, offset: int, count: Counted, said: Sequence[Word]) -> list[Feature]:
    """The bare number, and the number with the thing counted within two words."""
    start, end = count.start, count.end
    found = [Feature("number", f"#:{count.value}", start, end, text[start - offset : end - offset])]
    for at in range(count.next, min(count.next + 2, len(said))):
        end = said[at].end
        for name in glossary().of(said[at]):
            run = text[start - offset : end - offset]
            found.append(Feature("number", f"#:{count.value}:{name}", start, end, run))
    return found
