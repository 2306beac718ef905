"""Laws of folding and cutting."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.store.corpora import texts

from onrecord.lang.cut import runs, spans, words
from onrecord.lang.fold import fold, fold_with_map
from onrecord.lang.terms import LONGEST, Cutter, query_terms, terms

ANY = st.one_of(texts, st.text(max_size=60))
RUNGS = st.integers(0, 4)


@given(ANY, RUNGS)
def test_the_map_folds_to_the_same_text(text: str, rung: int) -> None:
    mapped = fold_with_map(text, rung)
    assert mapped.text == fold(text, rung)
    assert len(mapped.starts) == len(mapped.ends) == len(mapped.text)


@given(ANY, RUNGS)
def test_the_map_leads_back_in_order(text: str, rung: int) -> None:
    mapped = fold_with_map(text, rung)
    assert list(mapped.starts) == sorted(mapped.starts)
    assert list(mapped.ends) == sorted(mapped.ends)
    for i, char in enumerate(mapped.text):
        start, end = mapped.span(i, i + 1)
        assert 0 <= start < end <= len(text)
        assert char in fold(text[start:end], rung)


@given(ANY, st.integers(0, 2))
def test_folding_twice_is_folding_once(text: str, rung: int) -> None:
    once = fold(text, rung)
    assert fold(once, rung) == once


@given(ANY)
def test_each_rung_only_widens(text: str) -> None:
    assert fold(fold(text, 1), 2) == fold(text, 2)


@given(ANY)
def test_spans_hold_the_words(text: str) -> None:
    assert [text[a:b] for a, b in spans(text)] == words(text)
    assert sum(len(r) for r in runs(text)) <= len(text)


@given(ANY)
def test_bulk_and_single_cut_alike(text: str) -> None:
    letters, stems, _ = Cutter().fields(text)
    found = terms(text)
    assert letters.split() == [t.letters for t in found]
    assert stems.split() == [t.stem for t in found]
    assert bool(letters) == bool(found)
    assert query_terms(text) == [t.letters for t in found]


@given(
    st.lists(st.one_of(ANY, st.just("a\uffffb c\x1ed"), st.text(["\uffff", " ", "a"])), max_size=9)
)
def test_a_batch_is_cut_like_its_texts(found: list[str]) -> None:
    letters, stems, languages = Cutter().batch(found)
    assert len(letters) == len(stems) == len(languages) == len(found)
    for text, some, more, told in zip(found, letters, stems, languages, strict=True):
        one = Cutter().fields(text)
        assert (some.split(), more.split(), told) == (one[0].split(), one[1].split(), one[2])


@given(
    st.lists(
        st.lists(
            st.sampled_from(["ميناء", "порт", "Порта", "harbour,", "der", "das", "dem", "l'eau"])
        )
    )
)
def test_what_is_forgotten_is_cut_again_the_same(found: list[list[str]]) -> None:
    texts = [" ".join(words) for words in found]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("onrecord.lang.terms._REMEMBERED", 3)
        cutter = Cutter()
        every = [cutter.batch([text]) for text in texts]
    for text, batch in zip(texts, every, strict=True):
        letters, stems, languages = Cutter().fields(text)
        assert ([s.split() for s in batch[0]], [s.split() for s in batch[1]]) == (
            [letters.split()],
            [stems.split()],
        )
        assert batch[2] == [languages]


@given(st.lists(ANY, max_size=8))
def test_a_cutter_remembers_nothing_that_matters(found: list[str]) -> None:
    one = Cutter()
    assert [one.fields(t) for t in found] == [Cutter().fields(t) for t in found]


@given(ANY)
def test_terms_are_fit_for_a_white_space_analyser(text: str) -> None:
    for term in terms(text):
        for said in (term.letters, term.stem):
            assert said
            assert not any(c.isspace() for c in said)
            assert len(said) <= LONGEST
        assert 0 <= term.start < term.end <= len(text)


@given(ANY, ANY)
def test_a_space_between_texts_changes_no_word(one: str, other: str) -> None:
    assert query_terms(one + " " + other) == query_terms(one) + query_terms(other)


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("l'homme d’Ali", ["l", "homme", "d", "Ali"]),
        ("don't they're Qur'an", ["don", "t", "they", "re", "Qur'an"]),
        ("п'ять п’ять", ["п'ять", "п’ять"]),
        ("#لواء_المد", ["لواء", "المد"]),
        ("3'areeb", ["3'areeb"]),
        ("中国人", ["中", "国", "人"]),
        ("فال\u200fن\u200c‌ش", ["فال\u200fن\u200c‌ش"]),
        ("a\u2028b\u0085c", ["a", "b", "c"]),
        ("'quoted'", ["quoted"]),
    ],
)
def test_where_words_end(text: str, cut: list[str]) -> None:
    assert [w.strip("'") for w in words(text)] == cut


def test_a_mark_belongs_to_its_letter() -> None:
    mapped = fold_with_map("مُدَرِّسَةُ", 2)
    assert mapped.text == "مدرسه"
    assert mapped.span(0, 1) == (0, 2)
    assert mapped.span(2, 3) == (4, 7)


def test_a_ligature_maps_to_itself() -> None:
    mapped = fold_with_map("aﷺb", 1)
    assert mapped.text == "aصلى الله عليه وسلمb"
    assert mapped.span(1, 5) == (1, 2)
    assert [(t.letters, t.start, t.end) for t in terms("ﷺ")][0] == ("صلي", 0, 1)
