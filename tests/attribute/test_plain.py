"""plain: the same for copies, different for different words and numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.attribute.plain import plain

TEXT = st.text(alphabet=st.one_of(st.characters(), st.sampled_from("ـًّ\u200f\u2028🔥ىاأl1٢ ")))


@given(TEXT)
def test_twice_is_once(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("لن نتراااااجع أبدًا!!! 🔥", "لن نتراجع ابدا"),
        ("We will NEVER leave…", "we will never leave"),
        ("no\u200bone ２０", "noone ٢٠"),
        ("Нееееет, ёлки", "нет елки"),
    ],
)
def test_copies_are_one(one: str, other: str) -> None:
    assert plain(one) == plain(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("100 killed", "1000 killed"),
        ("22", "2"),
        ("we left", "we will leave"),
        ("لن نرحل", "نرحل"),
    ],
)
def test_other_words_stay_apart(one: str, other: str) -> None:
    assert plain(one) != plain(other)


def test_nothing_but_signs_is_empty() -> None:
    assert plain("🔥🔥 !!! — …") == ""
