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


def _without() -> Cutter:
    cutter = Cutter()
    cutter._quick = None
    return cutter


def _spaced(found: tuple[list[str], list[str], list[str]]) -> list[list[list[str]]]:
    return [[text.split() for text in column] for column in found]


@given(st.lists(_SOME, max_size=4), st.integers(1, 4))
def test_the_helper_gives_what_python_gives(batches: list[list[str]], most: int) -> None:
    helper = quick_words.helper()
    assert helper is not None
    ours, plain = Cutter(), _without()
    ours._quick = Remembered(helper, ours._known.made, most)
    for batch in batches:
        assert _spaced(ours.batch(batch)) == _spaced(plain.batch(batch))


def test_a_text_that_utf_8_cannot_hold_is_cut_without_it() -> None:
    assert _spaced(Cutter().batch(["a \ud800 b"])) == _spaced(_without().batch(["a \ud800 b"]))


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
