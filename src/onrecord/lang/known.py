"""Names known to be written so in another script: a list, beside the learnt tables.

What letters may stand for says that ستيرلينغ can be *stirling*; a list of names says
that *stirling* is written ستيرلنغ and *sterling* ستيرلينغ. ``pairs/arab-latn.known.txt``
holds a line a Latin name: the name, then its Arabic spellings (Google's Apache-2.0 set
and those of Wikidata's CC0 set that were counted twice or more; ``tools/learn_names.py``).
It knows few of all names: a name that is not in it is compared by letters alone.
"""

from functools import cache, lru_cache

from onrecord.lang._files import text_of

FILE = "arab-latn.known.txt"
# Log-odds for a pair that is known, and against one for each letter between the
# spelling and the nearest known one. A logistic regression over folds of the training
# pairs gave 4.0 and 4.1; the first is lower because lists hold mistakes.
FOR, AGAINST = 3.0, 4.0
_VOWELS = frozenset("اويىهةء")
_SOUNDS = ("جغقك", "سصزش", "تطدض", "ثسذزظ", "فب", "حهخ")
_PART = 0.5  # long vowels are written or not, neighbouring sounds are confused


@cache
def _spellings() -> dict[str, tuple[str, ...]]:
    text = text_of(f"pairs/{FILE}")
    lines = (line.split(" ") for line in text.split("\n") if line)
    return {latin: tuple(arabic) for latin, *arabic in lines}


def spellings(latin: str) -> tuple[str, ...]:
    """The known Arabic spellings of a bare Latin name; none if it is not in the list."""
    return _spellings().get(latin, ())


@lru_cache(maxsize=50_000)
def evidence(arabic: str, latin: str) -> tuple[float, str]:
    """What the list adds to the log-odds of two bare words being one name, and why.

    0 and no reason where the list does not have the Latin name.
    """
    known = spellings(latin)
    if arabic in known:
        return FOR, "a known spelling"
    if not known:
        return 0.0, ""
    away, nearest = min((distance(arabic, other), other) for other in known)
    return -AGAINST * away, f"{latin} is known as {nearest}"


def distance(one: str, other: str) -> float:
    """Edits between two Arabic spellings; a long vowel more or less, and a neighbouring
    sound for another, count half (weighted edit distance: Wagner and Fischer 1974)."""
    row = [0.0]
    for char in other:
        row.append(row[-1] + _alone(char))
    for char in one:
        above, row = row, [row[0] + _alone(char)]
        for at, there in enumerate(other):
            row.append(
                min(
                    above[at] + _instead(char, there),
                    above[at + 1] + _alone(char),
                    row[at] + _alone(there),
                )
            )
    return row[-1]


def _alone(char: str) -> float:
    return _PART if char in _VOWELS else 1.0


def _instead(one: str, other: str) -> float:
    if one == other:
        return 0.0
    near = any(one in sounds and other in sounds for sounds in _SOUNDS)
    return _PART if near else 1.0
