"""The list of known spellings: for, against, and never the last word."""

import pytest

from onrecord.lang.known import AGAINST, FOR, distance, evidence, spellings
from onrecord.lang.likeness import THRESHOLD, compare
from onrecord.lang.name_parts import parts
from onrecord.lang.names import alike, bare
from onrecord.lang.respell import respelt


def test_a_known_spelling_speaks_for_and_another_against() -> None:
    assert evidence("حسين", "hussain") == (FOR, "a known spelling")
    assert evidence("حسن", "hussain")[0] < 0
    assert "known as" in evidence("حسن", "hussain")[1]
    assert evidence("حسن", "no such name in any list") == (0.0, "")


@pytest.mark.parametrize(
    ("latin", "right", "other"),
    [
        ("hussain", "حسين", "حسن"),
        ("mohamed", "محمد", "محمود"),
        ("stirling", "ستيرلنغ", "ستيرلينغز"),
    ],
)
def test_names_one_letter_apart_are_told_apart(latin: str, right: str, other: str) -> None:
    assert compare(parts(latin), parts(right)).score >= THRESHOLD
    assert compare(parts(latin), parts(other)).score < THRESHOLD


def test_the_list_is_not_the_last_word() -> None:
    by_letters = alike(bare("دراميتش"), "drmic", listed=False).score
    assert by_letters > 0.9
    assert 0.4 < alike(bare("دراميتش"), "drmic").score < THRESHOLD


@pytest.mark.parametrize("least", [0.1, 0.4, 0.5, THRESHOLD, 0.9])
def test_asking_for_the_least_changes_no_score_above_it(least: float) -> None:
    for latin in ("hussain", "drmic", "stirling", "omar", "khaled", "unlisted"):
        for arabic in ("حسين", "حسن", "دراميتش", "ستيرلنغ", "ستيرلينغ", "عمر", "خالد", "انليستد"):
            whole, asked = alike(bare(arabic), latin), alike(bare(arabic), latin, least)
            if whole.score >= least:
                assert asked == whole
            else:
                assert asked.score < least


def test_long_vowels_and_neighbouring_sounds_are_half_a_letter() -> None:
    assert distance("حسن", "حسين") == 0.5
    assert distance("غوغل", "جوجل") == 1.0
    assert distance("محمد", "محمل") == 1.0
    assert distance("ا", "") == distance("", "ا") == 0.5
    assert AGAINST > FOR


def test_every_line_of_the_list_is_a_name_and_its_spellings() -> None:
    for latin in ("hussain", "ahmed", "omar"):
        assert spellings(latin)
        assert all(bare(s) == s for s in spellings(latin))


def test_an_apostrophe_cuts_no_name() -> None:
    assert parts("O'Brien") == parts("O’Brien") == ["obrien"]
    assert compare(parts("أوبرين"), parts("O'Brien")).score >= THRESHOLD


def test_likely_spellings_are_shown_both_ways() -> None:
    assert "حسين" in respelt("Hussain")
    assert any(alike(bare("حسين"), w).score >= THRESHOLD for w in respelt("حسين"))
    assert respelt("漢字") == respelt("") == ()
