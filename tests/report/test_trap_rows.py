"""Every row of the design's table of Unicode traps, and every hard rule beside it, is a case.

The table is EVIDENCE section 2. ``ROWS`` names for each row the cases that stand for it; a
row without one, or a case that came out of the table, fails here.
"""

import json
import unicodedata

import pytest
from tests.report.test_wording_cases import CASES, _check

from onrecord.model.wording import CLOSED, classify

BY_ID = {str(c["id"]): c for c in CASES}
ROWS = {
    "composed and decomposed, Hangul, order of hamza, CJK compatibility: the same text": (
        "VERBATIM",
        ("Hangul jamo", "order of hamza and vowel", "CJK compatibility"),
    ),
    "spaces of every kind, line breaks: spacing": (
        "VERBATIM",
        ("no-break space", "narrow no-break space", "line breaks", "line separator"),
    ),
    "direction marks, isolates, embeddings: for comparing the same": (
        "VERBATIM",
        ("isolates", "embedding"),
    ),
    "invisible characters: the same, and a warning": (
        "VERBATIM",
        ("zero width space", "word joiner", "byte order mark", "soft hyphen", "tag characters"),
    ),
    "quotation marks and dots of smart typography: the same": (
        "VERBATIM",
        ("straight quotes", "guillemets", "low quotes", "apostrophe", "dots for an ellipsis"),
    ),
    "tatweel, joiners, yeh and kaf, vowel marks, emoji selectors: respelled": (
        "RESPELLED",
        ("tatweel", "ZWNJ", "joiner in a word", "Persian yeh", "Persian kaf", "vowel marks")
        + ("emoji selector", "emoji joiner"),
    ),
    "presentation forms, ligatures, full width, superscripts: respelled": (
        "RESPELLED",
        ("presentation forms", "ligature", "full width", "superscript"),
    ),
    "letter case, the Turkish ones too: respelled": (
        "RESPELLED",
        ("Turkish dotless i", "Turkish dotted I"),
    ),
    "letters that look alike: not found": (
        "NOT_FOUND",
        ("Cyrillic a", "Greek o", "Latin c in Russian"),
    ),
    "a mention's placeholder stands for no name, and is not left out unmarked": (
        "NOT_FOUND",
        ("mention placeholder left out", "mention placeholder given a name"),
    ),
    "half a surrogate pair, NUL: never verbatim": ("NOT_FOUND", ("surrogate", "NUL")),
    "letters this Unicode lacks: equal or nothing": ("NOT_FOUND", ("unassigned in part",)),
    "an unmarked gap": ("NOT_FOUND", ("gap as an ellipsis alone",)),
    "a gap over a negation is a gap, and flagged": ("ELIDED", ("flags of a hidden negation",)),
    "a name in brackets for the first word is reported": (
        "BRACKETED",
        ("he for the man in brackets",),
    ),
}


@pytest.mark.parametrize("row", ROWS)
def test_a_row_has_its_cases(row: str) -> None:
    cls, names = ROWS[row]
    assert names
    for name in names:
        case = BY_ID[f"hand: {name}"]
        assert case["class"] == cls and _check(case).cls == cls, name


def test_what_is_invisible_is_warned_of_and_what_turns_the_eye_is_shown() -> None:
    for letter in "\u200b\u2060\ufeff\u00ad\U000e0041":
        found = classify(f"we left{letter} at dawn", "we left at dawn")
        assert any(f"U+{ord(letter):04X}" in w for w in found.notes), hex(ord(letter))
    turned = classify("we \u202eleft\u202c at dawn", "we \u202eleft\u202c at dawn")
    assert any("<U+202E>" in w for w in turned.notes)


def test_letters_that_look_alike_are_named_by_code_point() -> None:
    said = json.dumps(classify("банк", "бaнк").notes, ensure_ascii=False)
    assert "U+0061" in said and "U+0430" in said


def test_a_message_ends_where_it_ends() -> None:
    """Two messages are two proofs: what stands in the next one is not in this one."""
    first, second = "We shut the valve.", "Nobody saw us."
    assert classify(first, f"{first} {second}").cls == "NOT_FOUND"
    assert classify(first, f"{first} […] {second}").cls == "NOT_FOUND"


def test_closed_words_in_a_gap_are_a_gap_and_without_a_mark_nothing() -> None:
    """The checker announces them (test_conformance: elided-closed)."""
    found = classify(f"he paid{CLOSED} in cash", "he paid […] in cash")
    assert found.cls == "ELIDED" and CLOSED in found.left[0].words
    assert classify(f"he paid{CLOSED} in cash", "he paid in cash").cls == "NOT_FOUND"


def test_the_gate_states_its_unicode() -> None:
    assert classify("we left", "we left").unicode == unicodedata.unidata_version
