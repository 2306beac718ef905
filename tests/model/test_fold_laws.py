"""Fold A: the same under every Unicode, twice is once, and it never touches letters."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from onrecord.model.fold import fold_a, nfc14, plain_segments, trim, untouched
from onrecord.model.segment import cut

ODD = (
    " \t\n\r\x85\xa0\u1680\u2003\u2028\u2029\u202f\u3000\xad\u061c\u200b\u200c\u200d\u200e\u200f"
    "\u202a\u202d\u202e\u2060\u2066\u2069\ufeff\U000e0041\xab\xbb\u2018\u2019\u201c\u201d\u2026"
    "\u0301\u0653e\u00e9\u064a\u06cc\u0640\u1112\u1161\u11ab\U0001f468\U0001fae8\u0897\U0001e6f5."
)
TEXT = st.text(st.one_of(st.sampled_from(ODD), st.characters(exclude_categories=["Cs"])))


@given(TEXT)
@example("e\u200b\u0301")
@example("\u2026\u2026")
def test_twice_is_once(text: str) -> None:
    assert fold_a(fold_a(text)) == fold_a(text)


@given(TEXT)
def test_untouched_is_a_promise_about_every_slice(text: str) -> None:
    if untouched(text):
        for i in range(0, len(text), 3):
            assert fold_a(text[i : i + 7]) == text[i : i + 7]


@given(TEXT)
def test_plain_is_null_only_where_it_equals_the_text(text: str) -> None:
    segments = cut(text)
    plain = plain_segments(segments)
    folded = [f for s in segments if (f := fold_a(s))]
    assert (plain is None) == ("".join(folded) == text)
    if untouched(text):
        assert plain is None
    if plain is not None:
        assert all(plain) and fold_a("".join(plain)) == fold_a(text)


@given(st.text(st.characters(codec="utf-8")))
def test_nfc_is_pythons_where_everything_was_assigned(text: str) -> None:
    if unicodedata.unidata_version == "14.0.0" and "Cn" not in map(unicodedata.category, text):
        assert nfc14(text) == unicodedata.normalize("NFC", text)


def test_a_code_point_newer_than_14_stays_and_splits() -> None:
    assert nfc14("e\u0897\u0301") == "e\u0897\u0301"
    assert nfc14("a\U0001fae8e\u0301") == "a\U0001fae8\u00e9"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("a\u00a0\r\n b", "a b"),
        ("\u200f\u202bwords\u202c\u2069", "words"),
        ("\u201ca\u201d \u2018b\u2019 \u00abc\u00bb \u2039d\u203a\u2026", "\"a\" 'b' \"c\" 'd'..."),
        ("e\u0301", "\u00e9"),
        ("\u0627\u0654", "\u0623"),
        ("\u202eabc", "\u202eabc"),
        ("\u0645\u06cc\u200c\u0631\u0648\u0640", "\u0645\u06cc\u200c\u0631\u0648\u0640"),
        ("x\u00b2 \ufb01 \uff21 I\u0131 \u0410", "x\u00b2 \ufb01 \uff21 I\u0131 \u0410"),
    ],
)
def test_what_is_folded_and_what_is_not(text: str, folded: str) -> None:
    assert fold_a(text) == folded


def test_trim_takes_every_space_of_the_set_and_no_other() -> None:
    assert trim("\u3000\u2028 a b\x85\t") == "a b"
    assert trim("\u200ba") == "\u200ba"
