"""Cutting: the segments join to the text, names and numbers can stay closed."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.model import segment
from onrecord.model.segment import cut, positions

PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                *(". ", "! ", "\u061f ", "\u2026", "\u3002", "\n", "\u2028", "\x85", '." ', "3.14"),
                *(
                    "@name",
                    "@\u2068A B\u2069",
                    "a@b.example",
                    "https://x.example/a",
                    "www.x",
                    "t.me/",
                ),
                *(
                    "12345",
                    "+90 555 010",
                    "36.202",
                    "36\u00b012'",
                    "\u0661\u0662\u0663\u0664\u0665",
                ),
                *(
                    "\u200d",
                    "\u202e",
                    "\U0001f468",
                    "e\u0301",
                    "/",
                    "@",
                    ":",
                    "//",
                    "1",
                    ".",
                    "WWW.",
                ),
            ]
        ),
        st.text(max_size=8),
    ),
    max_size=12,
).map("".join)


def _slow(text: str) -> list[int]:
    """The format's definition, without any of the sieves."""
    cuts = {m.end() for m in segment.SENTENCE.finditer(text)}
    for pattern in (
        segment.LINK,
        segment.EMAIL,
        segment.NAME,
        segment.DIGITS,
        segment.COORDINATE,
    ):
        for m in pattern.finditer(text):
            cuts |= {m.start(), m.end()}
    return sorted(c for c in cuts if 0 < c < len(text))


@given(PIECES)
def test_segments_join_to_the_text_and_none_is_empty(text: str) -> None:
    parts = cut(text, [(0, 3), (2, 99)])
    assert "".join(parts) == text
    assert all(parts)


@given(PIECES)
def test_the_fast_cutter_is_the_definition(text: str) -> None:
    assert positions(text) == _slow(text)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "One. Two! \u0646\u0639\u0645\u061f 3",
            ["One. ", "Two! ", "\u0646\u0639\u0645\u061f ", "3"],
        ),
        ("pi is 3.14 now", ["pi is 3.14 now"]),
        ("he said \u201cno.\u201d Then", ["he said \u201cno.\u201d ", "Then"]),
        ("\u5b8c\u4e86\u3002\u8d70\u5427", ["\u5b8c\u4e86\u3002", "\u8d70\u5427"]),
        ("a\n\n b\u2028c", ["a\n\n ", "b\u2028", "c"]),
        ("ask @night_watch now", ["ask ", "@night_watch", " now"]),
        ("ask @\u2068Abu S\u2069 now", ["ask ", "@\u2068Abu S\u2069", " now"]),
        ("call +90 555 010 20 30 ok", ["call +", "90 555 010 20 30", " ok"]),
        ("only 1234 of them", ["only 1234 of them"]),
        ("at 36.20210, 37.13430", ["at ", "36.20210", ", ", "37.13430"]),
        ("see t.me/abc?d=1 there", ["see ", "t.me/abc?d=1", " there"]),
        ("", []),
    ],
)
def test_where_it_cuts(text: str, parts: list[str]) -> None:
    assert cut(text) == parts


def test_entities_are_cut_at_their_edges() -> None:
    assert cut("Abu Salim came", [(0, 9)]) == ["Abu Salim", " came"]
    assert cut("abc", [(-4, 2), (1, 100)]) == ["a", "bc"]


def test_long_texts_without_spaces_do_not_take_for_ever() -> None:
    started = time.process_time()
    for piece in (
        "a",
        "a.",
        "a/",
        "1 ",
        "@",
        ".",
        "@\u2068",
        "a" * 63 + "./",
        "!)",
        "36\u00b0",
        ".",
    ):
        text = (piece * 10_000)[:10_000]
        assert "".join(cut(text)) == text
    assert time.process_time() - started < 5


def test_patterns_use_no_look_around_and_no_classes_that_change() -> None:
    for pattern in (
        segment.SENTENCE,
        segment.LINK,
        segment.EMAIL,
        segment.NAME,
        segment.DIGITS,
        segment.COORDINATE,
    ):
        assert re.search(r"\\[wdsbWDSB]|\(\?[=!<]", pattern.pattern) is None
