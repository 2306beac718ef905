"""Names across scripts: what is left of a name when its vowels are gone.

Short vowels are not written in Arabic and are written in many ways in Latin and
Cyrillic letters, so two spellings of one name agree in their consonants. Letters
that are commonly confused share a class (s/ص, t/ط, h/ح/خ, k/ق). The key is wide
on purpose; a match by it is one reason among several.
"""

import re
from functools import lru_cache

from onrecord.press._words import fold, script_of

_ARABIC = {
    "ب": "b", "پ": "b", "ت": "t", "ط": "t", "ث": "t", "ج": "j", "چ": "S", "ح": "h", "خ": "h",
    "ه": "h", "د": "d", "ذ": "d", "ض": "d", "ر": "r", "ز": "z", "ظ": "z", "س": "s", "ص": "s",
    "ش": "S", "غ": "j", "گ": "j", "ف": "f", "ڤ": "f", "ق": "k", "ك": "k", "ل": "l", "م": "m",
    "ن": "n",
}  # fmt: skip
_LATIN_PAIRS = (
    ("tsch", "S"), ("sch", "S"), ("tch", "S"), ("sh", "S"), ("ch", "S"), ("kh", "h"), ("gh", "j"),
    ("th", "t"), ("dh", "d"), ("dj", "j"), ("ph", "f"), ("ck", "k"), ("ou", ""), ("x", "ks"),
)  # fmt: skip
_LATIN = {
    "b": "b", "p": "b", "t": "t", "j": "j", "g": "j", "h": "h", "d": "d", "r": "r", "z": "z",
    "s": "s", "f": "f", "v": "f", "q": "k", "k": "k", "c": "k", "l": "l", "m": "m", "n": "n",
}  # fmt: skip
_CYRILLIC = {
    "б": "b", "п": "b", "т": "t", "ж": "j", "г": "j", "х": "h", "д": "d", "р": "r", "з": "z",
    "с": "s", "ф": "f", "в": "f", "к": "k", "л": "l", "м": "m", "н": "n", "ч": "S", "ш": "S",
    "щ": "S", "ц": "s",
}  # fmt: skip
_ARTICLE = re.compile(r"^(?:al|el|as|ash|ad|ar|an|at|az|аль|эль|ад|ас|аш|ан|ар)[-'’ ]")


@lru_cache(maxsize=200_000)
def skeleton(word: str) -> str:
    """The consonant classes of a name, doubled letters once; empty if none.

    An initial w or y is kept (it is a consonant there); a final h is not (it is
    the feminine ending). ``skeleton("بندر") == skeleton("Bandar") == "bndr"``.
    """
    folded = fold(word)
    script = script_of(folded)
    if script == "arab":
        bare = folded[2:] if folded.startswith("ال") and len(folded) > 4 else folded
        return _finish(bare, "".join(_ARABIC.get(c, "") for c in _no_final(bare, "ه")))
    bare = _ARTICLE.sub("", folded)
    if script == "cyrl":
        return _finish(bare, "".join(_CYRILLIC.get(c, "") for c in bare))
    if script != "latn":
        return ""
    bare = _no_final(bare, "h") if not bare.endswith(("sh", "th", "kh", "gh", "ch")) else bare
    coded = bare
    for pair, code in _LATIN_PAIRS:
        coded = coded.replace(pair, code.upper() if code != "S" else "S")
    return _finish(bare, "".join(_one_latin(c) for c in coded))


def _one_latin(c: str) -> str:
    if c.isupper():  # already a class from a pair
        return c if c == "S" else c.lower()
    return _LATIN.get(c, "")


def _no_final(word: str, letter: str) -> str:
    return word[:-1] if word.endswith(letter) else word


def _finish(bare: str, coded: str) -> str:
    start = bare[:1]
    if start in ("w", "و"):
        coded = "w" + coded
    elif start == "в":  # Вади, وادي: at the start it stands for w more often than for v
        coded = "w" + coded[1:]
    elif start in ("y", "ي", "й", "ю", "я"):
        coded = "y" + coded
    return re.sub(r"(.)\1+", r"\1", coded)
