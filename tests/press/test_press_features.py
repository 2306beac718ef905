"""Words, names across scripts, numbers and places, with their spans."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import BadOption
from onrecord.model.when import NEVER
from onrecord.press._arabizi import as_arabic
from onrecord.press._features import take_apart
from onrecord.press._glossary import glossary
from onrecord.press._numbers import numbers
from onrecord.press._same_name import same_name
from onrecord.press._skeleton import skeleton
from onrecord.press._words import fold, sentences, words
from onrecord.press.places import Places, Spot, read_places, shipped

STRANGE = st.text(
    st.one_of(
        st.sampled_from("\u2028\u0085\u200b\u200d\u202e\u2066\u0640\ufeffأبجد٣٤ةыё😂🇸🇾'’-_.؟ "),
        st.characters(),
    ),
    max_size=60,
)


@given(STRANGE)
def test_words_stand_where_they_say(text: str) -> None:
    last = 0
    for word in words(text):
        assert text[word.start : word.end] == word.written
        assert word.start >= last
        last = word.end
        assert all(word.keys)


@given(STRANGE)
def test_sentences_cover_every_letter_once(text: str) -> None:
    spans = sentences(text)
    assert all(a[1] <= b[0] for a, b in zip(spans, spans[1:], strict=False))
    assert "".join("".join(text[s:e].split()) for s, e in spans) == "".join(text.split())


@given(STRANGE)
def test_features_stand_in_the_text_and_shift_with_it(text: str) -> None:
    plain = take_apart(text, NEVER, Places())
    moved = take_apart(text, NEVER, Places(), offset=7)
    for one, two in zip(plain.features, moved.features, strict=True):
        assert text[one.start : one.end]
        assert (one.key, one.start + 7, one.end + 7) == (two.key, two.start, two.end)


@given(st.text(max_size=20))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("arabic", "latin", "cyrillic"),
    [
        ("بندر", "Bandar", "Бандар"),
        ("ساحل", "Sahil", "Сахиль"),
        ("حمزة", "Hamzah", "Хамза"),
        ("يوسف", "Youssef", "Юсуф"),
        ("العصفور", "Asfur", "Асфур"),
        ("وادي", "Wadi", "Вади"),
    ],
)
def test_a_name_has_one_skeleton_in_three_scripts(arabic: str, latin: str, cyrillic: str) -> None:
    assert skeleton(arabic) == skeleton(latin) == skeleton(cyrillic) != ""


def test_names_that_differ_by_a_consonant_stay_apart() -> None:
    assert skeleton("المرساوي") != skeleton("المرساني")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12 boats", 12),
        ("١٢ قاربا", 12),
        ("twelve boats", 12),
        ("twenty-five boats", 25),
        ("2,500 boats", 2500),
        ("2.500 Boote", 2500),
        ("двенадцать лодок", 12),
        ("خمسة قوارب", 5),
        ("three hundred boats", 300),
        ("four thousand boats", 4000),
    ],
)
def test_a_number_is_read_in_any_script(text: str, value: int) -> None:
    assert [n.value for n in numbers(text, words(text))] == [value]


@pytest.mark.parametrize("text", ["at 14:30 sharp", "one boat", "no boat"])
def test_a_clock_time_is_no_quantity(text: str) -> None:
    assert numbers(text, words(text)) == []


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("The harbours", "harbour"),
        ("وبالميناء", "harbour"),
        ("في المرفأ", "harbour"),
        ("в гавани", "harbour"),
        ("the shelling went on", "strike"),
        ("غارات على", "strike"),
        ("обстреляли", "strike"),
        ("جسرهم", "bridge"),
        ("قوافل", "convoy"),
        ("الميناااااء", "harbour"),
    ],
)
def test_a_news_word_is_known_in_three_languages(text: str, concept: str) -> None:
    told = glossary()
    assert concept in {name for word in words(text) for name in told.of(word)}


def test_the_glossary_is_closed() -> None:
    told = glossary()
    for concept in told.concepts.values():
        named = (*concept.opposes, *concept.implies, *filter(None, [concept.complement]))
        assert all(name in told.concepts for name in named), concept.name


def test_no_stem_of_one_news_word_is_another() -> None:
    told = glossary()
    apart = [("several", "cut"), ("dock", "arrive"), ("ships", "move"), ("مرتين", "depart")]
    for text, concept in apart:
        assert concept not in told.of(words(text)[0]), text


def test_arabizi_is_read_where_it_is_arabizi() -> None:
    said = as_arabic(words("al mina2 lam yas2ot"))
    told = glossary()
    assert [told.of(word) for word in said] == [(), ("harbour",), (), ("fall",)]
    assert told.cue("not", said[2])
    for text in ("The G7 met in room B52 near the base", "we met mp3", "min 2 boats"):
        assert as_arabic(words(text)) == words(text)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("المنارة", "Manara", True),
        ("رأس الملح", "Ras al-Milh", True),
        ("العصفور", "Асфур", True),
        ("ضربنا", "Durrani", False),
        ("ثابت", "Kvalnes", False),
    ],
)
def test_a_skeleton_alone_is_no_name(one: str, other: str, same: bool) -> None:
    assert same_name(one, other) is same


SPOTS = [
    Spot("q", ("Ostra Quarter", "Manara", "المنارة"), inside="c"),
    Spot("v", ("Manara", "المنارة"), inside="w"),
    Spot("c", ("Kvalnes", "كفالنس")),
    Spot("w", ("Wadi Halim", "وادي حليم")),
]


def test_a_name_that_exists_twice_stays_ambiguous_until_its_surroundings_say() -> None:
    places = Places(SPOTS)
    assert [n.ids for n in places.find(words("استهدفنا موقعا في المنارة"))] == [("q", "v")]
    found = places.find(words("Shells fell on Manara in Wadi Halim"))
    assert [n.ids for n in found] == [("v",), ("w",)]
    assert places.describe(("q", "v")) == "Ostra Quarter (Kvalnes); Manara (Wadi Halim)"


def test_a_list_of_places_is_read_and_a_bad_row_is_named() -> None:
    data = "id,names,inside,kind,lat,lon\nk,Kvalnes|كفالنس,,city,1.5,2.5\n".encode()
    assert read_places(data) == [Spot("k", ("Kvalnes", "كفالنس"), None, "city", 1.5, 2.5)]
    with pytest.raises(BadOption, match="no names"):
        read_places(b"id,names\nk,\n")
    with pytest.raises(BadOption, match="not a number"):
        read_places(b"id,names,lat,lon\nk,Kvalnes,north,2\n")


def test_the_shipped_places_are_whole_and_tripoli_stays_two() -> None:
    spots = shipped()
    places = Places(spots)
    assert len(places) == len(spots) > 80
    assert all(spot.inside is None or spot.inside in places.spots for spot in spots)
    assert [n.ids for n in places.find(words("في طرابلس"))] == [("tripoli-lb", "tripoli-ly")]
    found = places.find(words("Clashes in Tripoli, the capital of Libya"))
    assert [n.ids for n in found] == [("tripoli-ly",), ("ly",)]
    assert [n.ids for n in places.find(words("взрыв в городе Мосул"))] == [("mosul",)]
