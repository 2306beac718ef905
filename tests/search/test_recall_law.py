"""The recall law: what a person types as a variant of a word finds the word.

Variants come from the language files' find pairs by ways of writing that are
spelt out here and share nothing with the cutter: other encodings, other marks,
other keyboards, things written around a word.
"""

import random
import unicodedata

import pytest

from onrecord.lang import codes, load
from onrecord.lang.match import Facts, Matcher
from onrecord.model.query import Rung, Words

FACTS = Facts(
    None, None, "c", None, "message", None, "own", frozenset(), frozenset(), None, None
)  # fmt: skip
TASHKEEL = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670"
UNSEEN = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"
KEYBOARDS = (("ي", "ی"), ("ك", "ک"), ("أ", "ا"), ("إ", "ا"), ("آ", "ا"), ("ة", "ه"), ("ى", "ي"),
             ("ё", "е"), ("ß", "ss"), ("İ", "I"), ("ı", "i"), ("ی", "ي"), ("ک", "ك"))  # fmt: skip
AROUND = (
    "«{}»",
    "“{}”",
    "({})",
    "#{}",
    "*{}*",
    "_{}_",
    "{}!",
    "{},",
    "🔥{}🔥",
    "{}؟",
    "\u2028{}",
    "{}…",
)
FORMS = {
    unicodedata.normalize("NFKC", chr(p)): chr(p)
    for p in range(0xFE80, 0xFEFC)
    if len(unicodedata.normalize("NFKC", chr(p))) == 1
}


def _pairs() -> list[tuple[str, str, int, bool]]:
    """Query, text, rung, and whether another keyboard may have been used."""
    return [
        (
            str(p["query"]),
            str(p["text"]),
            int(p["rung"]),
            p["rung"] < Rung.STEM and (p["rung"] < Rung.CLITICS or load(code).head.default),
        )
        for code in codes()
        for p in load(code).examples["find"]
        if " " not in str(p["query"])
    ]


def _encoded(text: str, rng: random.Random) -> str:
    return unicodedata.normalize(rng.choice(["NFD", "NFC", "NFKD", "NFKC"]), text)


def _vowelled(text: str, rng: random.Random) -> str:
    return "".join(c + rng.choice(TASHKEEL) * (rng.random() < 0.4) * _arabic(c) for c in text)


def _watermarked(text: str, rng: random.Random) -> str:
    return _inside(text, rng.choice(UNSEEN), rng)


def _stretched(text: str, rng: random.Random) -> str:
    return _inside(text, "ـ" * rng.randint(1, 4), rng) if _arabic(text[0]) else text


def _shaped(text: str, rng: random.Random) -> str:
    return "".join(FORMS.get(c, c) if rng.random() < 0.5 else c for c in text)


def _wide(text: str, rng: random.Random) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isalnum() else c for c in text)


def _cased(text: str, rng: random.Random) -> str:
    return text if any(c in text for c in "ıIİi") else rng.choice([text.upper(), text.title()])


def _typed(text: str, rng: random.Random) -> str:
    return text.replace(*rng.choice(KEYBOARDS))


WAYS = (_encoded, _vowelled, _watermarked, _stretched, _shaped, _wide, _cased)


def _respelt(text: str, rng: random.Random, keyboards: bool) -> str:
    """The same words as someone else's keyboard, phone or app writes them.

    Another keyboard's letters can make a lone word look like another language.
    Stems, and forms of all but a script's default language, are those of the
    message's language, so they are promised without.
    """
    ways = (*WAYS, _typed) if keyboards else WAYS
    return rng.choice(ways)(text, rng)


def _arabic(char: str) -> bool:
    return "\u0621" <= char <= "\u064a"


def _inside(text: str, sign: str, rng: random.Random) -> str:
    """``sign`` between two letters of one word."""
    places = [i for i in range(1, len(text)) if text[i - 1].isalpha() and text[i].isalpha()]
    at = rng.choice(places) if places else 0
    return text[:at] + sign + text[at:] if at else text


def missed(count: int) -> list[tuple[str, str, int]]:
    """Of ``count`` random pairs those whose query does not find its message."""
    rng = random.Random(20_26)
    pairs = _pairs()
    matchers: dict[tuple[str, Rung], Matcher] = {}
    lost = []
    for _ in range(count):
        query, text, rung, keyboards = rng.choice(pairs)
        asked, wanted = _respelt(query, rng, keyboards), max(Rung(rung), Rung.LETTERS)
        words = text.split(" ")
        at = rng.randrange(len(words))
        words[at] = rng.choice(AROUND).format(_respelt(words[at], rng, keyboards))
        said = " ".join(words)
        key = (asked, wanted)
        if key not in matchers:
            matchers[key] = Matcher(Words(asked, wanted))
        if matchers[key].marks(said, FACTS) is None:
            lost.append((asked, said, rung))
    return lost


def test_variants_find_their_words() -> None:
    assert missed(2000) == []


@pytest.mark.sweep
def test_variants_find_their_words_at_length() -> None:
    assert missed(100_000) == []
