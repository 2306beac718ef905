"""The harm gate: what is counted, what is asked, what a reason excuses."""

from dataclasses import replace

import pytest
from tests.report.harbour import DRAFT, story

from onrecord.errors import ChecklistOpen, HarmRefused
from onrecord.model.draft import Translation
from onrecord.model.story import Quoted, Story
from onrecord.report.assemble import untracked
from onrecord.report.harm import (
    PICTURES,
    QUESTIONS,
    Answer,
    Facts,
    checklist,
    narrowed,
    require,
)
from onrecord.report.share import count_words, group_share

ASKED = (*QUESTIONS, PICTURES[0])
ANSWERS = {key: Answer("No.", "Maren Oduval") for key in ASKED}


def states(items: object) -> dict[str, str]:
    """Item to state."""
    return {i.key: i.state for i in items}  # type: ignore[attr-defined]


def printed(made: Story, words: str) -> Story:
    """The story with other words in its first quotation."""
    first = made.quotations[0]
    changed = replace(first, quotation=replace(first.quotation, words=words))
    return replace(made, quotations=(changed, *made.quotations[1:]))


def test_the_sample_meets_every_limit_and_asks_every_question() -> None:
    """Nothing is refused; nothing is published before a person answered."""
    found = states(checklist(story()))
    assert {k: v for k, v in found.items() if v != "asked"} == {
        "words": "met",
        "share": "met",
        "links": "met",
        "group-media": "met",
        "instructs": "met",
        "graphic": "met",
    }
    assert {k for k, v in found.items() if v == "asked"} == set(ASKED)
    with pytest.raises(ChecklistOpen, match="minor"):
        require(checklist(story()))
    require(checklist(story(), ANSWERS))


@pytest.mark.parametrize("key", ASKED)
def test_each_question_must_be_answered_by_a_name(key: str) -> None:
    """An answer without a name, or a name without an answer, is none."""
    for answer in (Answer("", "M. O."), Answer("No.", "")):
        with pytest.raises(ChecklistOpen):
            require(checklist(story(), {**ANSWERS, key: answer}))


LIMITS = {
    "words": lambda s: printed(s, "word " * 61),
    "share": lambda s: printed(s, "word " * 60 + ". " + "word " * 400),
    "links": lambda s: printed(s, "join t.me/lantern/77 now"),
}


@pytest.mark.parametrize("key", LIMITS)
def test_each_limit_is_refused_and_excused_only_with_a_reason(key: str) -> None:
    """Beyond the limit, then the same with a signed reason."""
    made = LIMITS[key](story())
    assert states(checklist(made, ANSWERS))[key] == "refused"
    with pytest.raises(HarmRefused):
        require(checklist(made, ANSWERS))
    reason = Answer("The court's order prints it.", "T. Belhadin")
    excused = checklist(made, {**ANSWERS, key: reason, "words": reason})
    assert states(excused)[key] == "excused"


@pytest.mark.parametrize("words", ["see #lantern", "send to 0x" + "ab" * 20, "ask @keeper_9 now"])
def test_what_leads_to_the_group_is_found(words: str) -> None:
    """Hashtags, wallets, handles, in originals and in translations."""
    assert states(checklist(printed(story(), words)))["links"] == "refused"
    first: Quoted = story().quotations[0]
    told = Translation("en", words, "L. K.", 1)
    changed = replace(first, quotation=replace(first.quotation, translations=(told,)))
    made = replace(story(), quotations=(changed,))
    assert states(checklist(made))["links"] == "refused"


def test_instructions_and_the_groups_own_media_need_a_second_editor() -> None:
    """By statement kind and by who made the picture."""
    facts = Facts(kinds={1: "instruction"}, group_media=["pier.png"])
    found = states(checklist(story(), ANSWERS, facts, editor="Maren Oduval"))
    assert found["instructs"] == "refused"
    assert found["group-media"] == "refused"
    for by, state in (("maren  oduval", "refused"), ("Tarek Belhadin", "excused")):
        reason = Answer("The instruction is the news.", by)
        given = {**ANSWERS, "instructs": reason, "group-media": reason}
        found = states(checklist(story(), given, facts, editor="Maren Oduval"))
        assert found["instructs"] == found["group-media"] == state


def test_nothing_excuses_a_graphic_picture() -> None:
    reason = Answer("Readers must see it.", "Tarek Belhadin")
    given = {**ANSWERS, "graphic": reason, "group-media": reason}
    facts = Facts(graphic=["pier.png"], group_media=["pier.png"])
    items = checklist(story(), given, facts, editor="Maren Oduval")
    assert states(items)["graphic"] == "refused"
    with pytest.raises(HarmRefused, match="graphic"):
        require(items)


def test_narrowing_is_told_in_numbers_only() -> None:
    """How many members a mark fits, never who."""
    members = frozenset("abcdefgh")
    counted = narrowed({"deleted before the export": frozenset("ab"), "edit": members}, members)
    assert counted == [("deleted before the export", 2, 8), ("edit", 8, 8)]
    note = next(
        i.note
        for i in checklist(story(), None, Facts(narrowing=counted))
        if i.key == "source-safety"
    )
    assert note.startswith("deleted before the export: fits 2 of 8 members.")


def test_words_are_counted_in_every_script() -> None:
    """Spaces where there are some, two letters a word where there are none."""
    assert count_words("one two-three don't") == 3
    assert count_words("لم يسقط الميناء") == 3
    assert count_words("水手们没有离开") == 4
    assert 0 < group_share(story()) < 0.3


def test_the_writers_own_links_do_not_lead_into_the_group() -> None:
    """An invite in the prose, under other words; and a link that says who passed it on."""
    text = DRAFT.replace("seldom wrote", "[seldom wrote](https://t.me/+lantern77)", 1)
    assert states(checklist(story(text)))["links"] == "refused"
    assert untracked("https://a.example/x?utm_source=y&id=3&fbclid=z#p") == (
        "https://a.example/x?id=3#p"
    )
    assert untracked("https://a.example/x?id=3") == "https://a.example/x?id=3"
