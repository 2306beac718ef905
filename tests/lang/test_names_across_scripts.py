"""Names: what counts as a spelling of another, and that reasons are given."""

import pytest

from onrecord.lang.arabizi import looks_like, meets, readings
from onrecord.lang.likeness import THRESHOLD, compare, name_like, word_like
from onrecord.lang.name_parts import parts
from onrecord.lang.names import alike, bare, latin
from onrecord.lang.sounds import near, skeletons, worth_comparing
from onrecord.search.names import Pool


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("المصلاوي", "Almuslawi"),
        ("المصلاوي", "Al-Mosulawi"),
        ("المصلاوي", "el-Maslawi"),
        ("Almuslawi", "Al-Maslawi"),
        ("محمد", "Mohammed"),
        ("محمد", "Muhammad"),
        ("خالد", "Khaled"),
        ("حسين", "Hussein"),
        ("أبو علي", "Abu Ali"),
        ("Ali Abu", "أبو علي"),
        ("Иванов", "Ivanov"),
        ("أَحْمَد", "احمد"),
    ],
)
def test_spellings_of_one_name(one: str, other: str) -> None:
    found = compare(parts(one), parts(other))
    assert found.score >= THRESHOLD
    assert found.reasons


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("خالد", "Walid"),
        ("المصلاوي", "Basrawi"),
        ("محمد", "Ahmed"),
        ("Иванов", "Petrov"),
        ("حمزة", "حمود"),
        ("أحمد", "حمد"),
    ],
)
def test_other_names(one: str, other: str) -> None:
    assert compare(parts(one), parts(other)).score < THRESHOLD


def test_a_name_is_alike_to_itself() -> None:
    assert alike("محمد", "محمد").score == 1.0
    assert compare(parts("Abu Ali"), parts("Abu Ali")).score == 1.0


def test_parts_understand_kunya_and_article() -> None:
    assert parts("أبو عمر المصلاوي") == ["abu", "عمر", "المصلاوي"]
    assert parts("Abou Omar al-Maslawi") == ["abu", "omar", "maslawi"]
    assert word_like("abu", "ابو") is not None
    assert word_like("abu", "علي") is None
    assert parts("عبد الله") == parts("عبدالله")
    assert name_like("Abu Ali", "أبو علي")


def test_a_name_without_letters_is_like_nothing() -> None:
    assert compare([], ["x"]).score == 0.0
    assert Pool(["a", ""]).find("🔥") == []
    assert alike("", "x").score == 0.0


def test_a_pool_answers_across_scripts_with_reasons() -> None:
    pool = Pool(["المصلاوي", "Al-Mosulawi", "Basrawi", "خالد", "Мослави", "Khaled Omar"])
    names = [m.name for m in pool.find("Almuslawi", limit=3)]
    assert {"المصلاوي", "Al-Mosulawi"} <= set(names)
    (best, *_) = pool.find("Khaled")
    assert best.name == "خالد"
    assert best.reasons


def test_the_prefilter_lets_spellings_through() -> None:
    assert worth_comparing(bare("المصلاوي"), "almuslawi")
    assert not skeletons("khaled").isdisjoint(near(bare("خالد")))
    assert latin("Иванов".casefold()) == "ivanov"


@pytest.mark.parametrize(
    ("latin_word", "arabic"),
    [
        ("7abibi", "حبيبي"),
        ("mo7ammad", "محمد"),
        ("sa3a", "ساعة"),
        ("3arab", "عرب"),
        ("5abar", "خبر"),
        ("9a7i7", "صحيح"),
        ("kizb", "كذب"),
        ("mish", "مش"),
        ("elmadrase", "مدرسة"),
    ],
)
def test_arabizi_meets_arabic_both_ways(latin_word: str, arabic: str) -> None:
    assert meets(latin_word, bare(arabic))
    assert meets(bare(arabic), latin_word)


def test_arabizi_is_not_everything() -> None:
    assert not meets("7abibi", "كتاب")
    assert not meets("حبيبي", "كتاب")
    assert not meets("one", "two")
    assert readings("حبيبي") == frozenset()
    assert looks_like("7abibi")
    assert not looks_like("covid19")
    assert not looks_like("2026")


@pytest.mark.parametrize(
    "word", ["خ" * 100, "خغظذث" * 30, "gh" * 60, "tsch" * 40, "ae" * 9, "h" * 18]
)
def test_a_long_word_does_not_explode(word: str) -> None:
    assert len(skeletons(bare(word))) <= 8
    assert len(readings(word)) <= 4096
    assert not meets(word, "كتاب")
