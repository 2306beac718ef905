"""Words like a name are found by lists; none is lost that one by one would be found."""

import random
from importlib.resources import files
from pathlib import Path

import pytest
from tests.store.corpora import batch

from onrecord.lang.fold import fold
from onrecord.lang.likeness import asked_parts, word_like
from onrecord.lang.name_parts import core
from onrecord.lang.names import latin
from onrecord.lang.sounds import near, skeletons
from onrecord.model.query import Rung
from onrecord.search.query import parse
from onrecord.store._sounds import _latin_of_all
from onrecord.store._words import Words, write_words
from onrecord.store.memory import ENGINE as MEASURE
from onrecord.store.tantivy_index import ENGINE


@pytest.fixture(scope="module")
def vocabulary() -> list[str]:
    said = files("onrecord.lang").joinpath("pairs/arab-latn.known.txt").read_text(encoding="utf-8")
    dice = random.Random(7)
    lines = dice.sample(said.splitlines(), 900)
    words = {fold(w, Rung.LETTERS) for line in lines for w in line.split()}
    words |= {"ال" + w for w in dice.sample(sorted(w for w in words if w[0] > "ء"), 200)}
    words |= {"al" + w for w in dice.sample(sorted(w for w in words if w[0] < "z"), 200)}
    words |= set(
        [
            "муслави",
            "хасан",
            "юсуф",
            "иванов",
            "מוסלאוי",
            "ابو",
            "يا",
            "وا",
            "اوي",
            "المصلاوي",
            "almuslawi",
            "aбв",
            "γιωργοσ",
            "γιωργησ",
            "γιώa",
            "გიორგი",
            "გიორგის",
            "გიორaგი",
            "佐藤",
            "佐藤健",
            27 * "ж",
            "al" + 25 * "r",
            25 * "r",
            25 * "დ",
        ]
    )
    return sorted(words)


def test_as_one_by_one(vocabulary: list[str], tmp_path: Path) -> None:
    write_words(tmp_path, vocabulary)
    words = Words(tmp_path)
    dice = random.Random(8)
    found = 0
    for asked in [
        "المصلاوي",
        "Almuslawi",
        "يا",
        "хасан",
        "мусави",
        "Γιώργος",
        "გიორგი",
        "佐藤",
        27 * "ж",
        25 * "r",
        25 * "დ",
        *dice.sample(vocabulary, 60),
    ]:
        for part in asked_parts(asked):
            keys = near(part) | near(core(part))
            sounding = [
                w for w in vocabulary if any(keys & skeletons(form) for form in {w, core(w)})
            ]
            wanted = {w for w in sounding if word_like(part, w) is not None}
            like = set(words.like(part))
            assert like & set(vocabulary) == wanted, part
            assert all(len(w) > 24 for w in like - wanted)
            found += len(wanted)
    assert found > 100


def test_latin_letters_of_many_are_those_of_each(vocabulary: list[str]) -> None:
    arabic = [w for w in vocabulary if "ء" <= w[0] <= "ي"]
    assert _latin_of_all(arabic, "Arab") == [latin(w) for w in arabic]
    assert _latin_of_all([], "Arab") == []


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("~Γιώργος", "Ο Γιωργος ήρθε χτες"),
        ("~გიორგი", "გიორგის ველოდებით"),
        ("~" + 26 * "ж", "сказал " + 26 * "ж"),
    ],
)
def test_an_index_finds_the_names_that_a_comparison_finds(
    tmp_path: Path, asked: str, text: str
) -> None:
    query = parse(asked)
    found = []
    for engine in (ENGINE, MEASURE):
        engine.build(tmp_path / engine.name, iter([(1, batch([text, "nobody", "Другой"]))]))
        hits = engine.search(tmp_path / engine.name, query, limit=9, offset=0, order="oldest").hits
        found.append([h.n for h in hits])
    assert found[0] == found[1] == [0]
