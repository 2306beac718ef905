"""The parts of a person's name: what is a name of its own, what is a particle or article.

An Arab name may hold a kunya (*abu*, *umm*), a line of descent (*ibn*, *bint*), a nisba
with its article; spellers write them apart, together or with an apostrophe.
"""

from functools import lru_cache

from onrecord.lang._letters import APOSTROPHES
from onrecord.lang.cut import words
from onrecord.lang.fold import fold
from onrecord.lang.names import bare
from onrecord.model.query import Rung

_UNTIED = str.maketrans("", "", APOSTROPHES)

ARTICLES = ("al", "el", "ul", "as", "ash", "an", "ad", "ar", "at", "az", "il")
ARTICLED = (("ال", 3), ("al", 4), ("el", 4), ("аль", 4), ("эль", 4))
"""Articles that a word begins with, and the letters that must follow."""
_PARTICLES = {
    "abu": "abu", "abou": "abu", "abi": "abu", "aboo": "abu", "bou": "abu", "bu": "abu",
    "ابو": "abu", "ابي": "abu", "ابا": "abu", "بو": "abu", "абу": "abu",
    "ibn": "ibn", "bin": "ibn", "ben": "ibn", "بن": "ibn", "ابن": "ibn", "бин": "ibn",
    "ибн": "ibn", "umm": "umm", "um": "umm", "oum": "umm", "ام": "umm", "умм": "umm",
    "bint": "bint", "بنت": "bint", "abd": "abd", "abdul": "abd", "abdel": "abd", "عبد": "abd",
    "абд": "abd",
}  # fmt: skip


def particle(word: str) -> str | None:
    """What a word is in an Arabic name, if it is no name itself (``abu`` ...)."""
    if word in ARTICLES or word == "ال" or word in ("аль", "эль", "ас", "аш", "ан", "ад"):
        return "al"
    return _PARTICLES.get(word)


@lru_cache(maxsize=50_000)
def core(word: str) -> str:
    """A bare word without the article it begins with (``Almuslawi``, المصلاوي)."""
    for article, least in ARTICLED:
        if word.startswith(article) and len(word) - len(article) >= least:
            return word[len(article) :]
    return word


def parts(name: str) -> list[str]:
    """The words of a name, bare; particles as their class, articles left out.

    عبد (abd) is one name with the word after it, however it is spaced; an apostrophe
    cuts nothing (O'Brien, N'Zonzi).
    """
    return parts_as_cut(name.translate(_UNTIED))


def parts_as_cut(name: str) -> list[str]:
    """The same, cut as the words of a text are (``lang.cut``): an apostrophe may cut."""
    found: list[str] = []
    servant = ""
    for word in words(name):
        for piece in fold(word, Rung.MARKS).split():
            kind, plain = particle(bare(piece)), bare(piece, Rung.MARKS)
            if kind == "abd":
                servant += plain
            elif plain and (kind != "al" or servant):
                found.append(servant + plain if servant else kind or plain)
                servant = ""
    return [*found, servant] if servant else found
