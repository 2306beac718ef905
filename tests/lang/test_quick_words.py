"""The compiled look-up of words: the same as without it, whatever it has forgotten."""

from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.store.corpora import texts

from onrecord.errors import BrokenHelper
from onrecord.lang import quick_words
from onrecord.lang.quick_words import Remembered
from onrecord.lang.terms import Cutter

_SOME = st.lists(
    st.one_of(texts, st.text(max_size=40), st.just("a\uffffb \x1ed\u2028e")), max_size=6
)


@pytest.fixture(autouse=True)
def module() -> ModuleType:
    found = quick_words.helper()
    if found is None:
        pytest.skip("the helper is not compiled here")
    return found


def _plainly(batches: list[list[str]]) -> list[list[list[list[str]]]]:
    """What is cut without the helper."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(quick_words, "helper", lambda: None)
        cutter = Cutter()
        return [_spaced(cutter.batch(batch)) for batch in batches]


def _spaced(found: tuple[list[str], list[str], list[str]]) -> list[list[list[str]]]:
    return [[text.split() for text in column] for column in found]


@given(st.lists(_SOME, max_size=4), st.integers(1, 4))
def test_the_helper_gives_what_python_gives(batches: list[list[str]], most: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(quick_words, "_REMEMBERED", most)
        cutter = Cutter()
        ours = [_spaced(cutter.batch(batch)) for batch in batches]
    assert ours == _plainly(batches)


def test_a_text_that_utf_8_cannot_hold_is_cut_without_it() -> None:
    odd = ["a \ud800 b", "c"]
    assert [_spaced(Cutter().batch(odd))] == _plainly([odd])


def test_other_languages_than_a_scripts_first_are_looked_up_in_theirs() -> None:
    found = [
        "اینجا می‌گویند که خبرها",
        "Де вони були вчора",
        "La casa de los padres",
        "дом і дім",
    ] * 3
    for cut in (_spaced(Cutter().batch(found)), _plainly([found])[0]):
        every = [Cutter().fields(text) for text in found]
        assert cut[1] == [stems.split() for _, stems, _ in every]
        assert cut[2] == [languages.split() for _, _, languages in every]
    assert "fa" in cut[2][0]


def test_what_python_raises_comes_through(module: ModuleType) -> None:
    def fails(chunk: str) -> tuple[str, str, str]:
        raise ValueError(chunk)

    with pytest.raises(ValueError, match="harbour"):
        Remembered(module, fails).look(["harbour"])


def test_a_helper_that_answers_otherwise_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quick_words, "_turned", lambda chunk: (chunk, "?", "a"))
    monkeypatch.setattr(quick_words, "_plainly", lambda text: (text, text, text))
    quick_words.helper.cache_clear()
    try:
        with pytest.raises(BrokenHelper, match="cutting words"):
            quick_words.helper()
    finally:
        quick_words.helper.cache_clear()
