"""Quotation marks: of any script, nested, unclosed; look-alikes are none."""

import pytest
from hypothesis import given
from tests.attribute.chatter import TEXTS

from onrecord.attribute.marks import quoted


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("He said “we go” and left", ["“we go”"]),
        ('He said "we go" and left', ['"we go"']),
        ("“a “b” c” x", ["“a “b” c”"]),
        ("«a «b» c» d", ["«a «b» c»"]),
        ("„Wir gehen“ und »nein« ja", ["„Wir gehen“", "»nein«"]),
        ("a ”svensk” b", ["”svensk”"]),
        ("他说「走」了", ["「走」"]),
        ('قال «لن نرحل» ثم "نعم"', ["«لن نرحل»", '"نعم"']),
        ('ال"نصر"هم', ['"نصر"']),
        ("‘it’s nested’ ok", ["‘it’s nested’"]),
        ("and 'no way' don't", ["'no way'"]),
        ("＂wide＂ x", ["＂wide＂"]),
        ("« espace » x", ["« espace »"]),
    ],
)
def test_finds(text: str, spans: list[str]) -> None:
    assert [text[q.start : q.end] for q in quoted(text)] == spans


@pytest.mark.parametrize(
    "text",
    ["don't", "the boys' house", 'a 5" pipe', 'צה"ל', "”", '"', '""', "", "’tis late", "x > y"],
)
def test_look_alikes_are_none(text: str) -> None:
    assert quoted(text) == []


def test_unclosed_reaches_to_the_end_of_its_line_only() -> None:
    text = 'he wrote «we burn\nmy own words "x"'
    first, second = quoted(text)
    assert (text[first.start : first.end], first.closed) == ("«we burn", False)
    assert (text[second.start : second.end], second.closed) == ('"x"', True)


def test_straight_marks_do_not_pair_over_a_blank_line() -> None:
    text = 'he wrote "one\n\ntwo" three'
    assert [text[q.start : q.end] for q in quoted(text)] == ['"one']


@given(TEXTS)
def test_spans_are_sorted_disjoint_and_inside(text: str) -> None:
    last = 0
    for q in quoted(text):
        assert last <= q.start < q.end <= len(text)
        last = q.end
