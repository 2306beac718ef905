"""Statements beside passages: outcome, reasons, spans, who was first."""

# ruff: noqa: E501 - a paragraph of news stands on one line

import pytest
from tests.press.wire import item, said

from onrecord.model.cite import Citation, Ref
from onrecord.model.press import Match
from onrecord.press.match import compare
from onrecord.press.places import Places, Spot

BRIDGE = item(
    "post",
    """Bridge at Kvalnes blown up
The old bridge at Kvalnes was destroyed in the night, residents said. Twelve soldiers were wounded.

Trains have been stopped until further notice.""",
    at="2031-05-05T09:00:00Z",
)
STANDS = item(
    "herald",
    """No damage at Kvalnes
A reporter of the Herald crossed the bridge at Kvalnes on Monday. The bridge is intact and open.""",
    at="2031-05-05T11:00:00Z",
)
OTHER = item(
    "weekly",
    """Lamp museum opens
The museum of lamps in Ostra has opened its doors to the public with forty lamps on show.""",
    at="2031-05-05T08:00:00Z",
)
CLAIM = "دمرنا جسر كفالنس الليلة"


def outcome(text: str, at: str, *articles: object, **more: object) -> Match:
    found = list(compare([said(text, at)], {}, list(articles), **more))  # type: ignore[arg-type]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2031-05-05T06:00:00Z", "chat-first"),
        ("2031-05-05T09:30:00Z", "reporting-first"),
        ("2031-05-05", "supported"),
    ],
)
def test_who_was_first_follows_both_clocks(at: str, expected: str) -> None:
    match = outcome(CLAIM, at, BRIDGE, OTHER)
    assert match.outcome == expected
    assert match.lead is not None
    assert match.lead.least <= match.lead.most
    if expected == "chat-first":
        assert match.lead.least == match.lead.most == 3 * 3600
        assert any("3 h before post" in reason for reason in match.reasons)


def test_an_arabic_statement_meets_an_english_passage_and_shows_where() -> None:
    match = outcome(CLAIM, "2031-05-05T06:00:00Z", BRIDGE, OTHER)
    texts = {BRIDGE.id: BRIDGE.text, OTHER.id: OTHER.text}
    assert match.passages
    kinds = {basis.kind for basis in match.rests_on[0]}
    assert {"name", "term"} <= kinds
    for passage, bases in zip(match.passages, match.rests_on, strict=True):
        assert texts[passage.article][passage.start : passage.end] == passage.text
        assert bases
        for basis in bases:
            assert CLAIM[slice(*basis.statement)]
            assert texts[passage.article][slice(*basis.passage)]


def test_the_opposite_is_a_contradiction_with_its_words() -> None:
    match = outcome(CLAIM, "2031-05-05T06:00:00Z", STANDS, OTHER)
    assert match.outcome == "contradicted"
    assert any("intact" in reason for reason in match.reasons)


@pytest.mark.parametrize(
    "text",
    ["لم يسقط الميناء", "The harbour has not fallen", "Гавань не пала", "ننفي سقوط الميناء"],
)
def test_a_denial_is_contradicted_by_a_report_that_it_is_so(text: str) -> None:
    fell = item(
        "post",
        """Harbour falls
The harbour fell shortly after noon, two reporters of the Post who stood on the pier saw it fall.""",
        at="2031-05-05T12:00:00Z",
    )
    assert outcome(text, "2031-05-05T14:00:00Z", fell).outcome == "contradicted"


@pytest.mark.parametrize("text", ["سقط الميناء", "The harbour has fallen", "Гавань пала"])
def test_the_same_words_support(text: str) -> None:
    fell = item(
        "post",
        """Harbour falls
The harbour fell shortly after noon, two reporters of the Post who stood on the pier saw it.""",
        at="2031-05-05T12:00:00Z",
    )
    assert outcome(text, "2031-05-05T14:00:00Z", fell).outcome == "reporting-first"


def test_two_reports_that_disagree_decide_nothing() -> None:
    match = outcome(CLAIM, "2031-05-05T06:00:00Z", BRIDGE, STANDS)
    assert match.outcome == "unclear"
    assert match.independent == 2


def test_nothing_found_says_what_was_searched() -> None:
    match = outcome("أسقطنا طائرة مسيرة فوق الوادي", "2031-05-05T06:00:00Z", BRIDGE, OTHER)
    assert match.outcome == "nothing-found"
    assert (match.passages, match.independent, match.lead) == ((), 0, None)
    assert match.scope == "2 items of 2 outlets, published 2031-05-05 to 2031-05-05"
    empty = outcome(CLAIM, "")
    assert (empty.outcome, empty.scope) == ("nothing-found", "no item of news has been added")


def test_an_old_report_of_another_bridge_is_not_about_it() -> None:
    assert outcome(CLAIM, "2031-08-05T06:00:00Z", BRIDGE).outcome == "nothing-found"


def test_a_report_that_only_passes_on_the_groups_words_counts_for_nothing() -> None:
    echo = item(
        "echo",
        """Lantern group: bridge gone
The Lantern group claimed on its channel that the bridge at Kvalnes was destroyed in the night.""",
        at="2031-05-05T09:00:00Z",
    )
    match = outcome(CLAIM, "2031-05-05T06:00:00Z", echo, group=["Lantern group"])
    assert (match.outcome, match.independent) == ("unclear", 0)
    assert "goes back to the group" in match.sources[0]


def test_a_place_that_exists_twice_keeps_the_outcome_open() -> None:
    spots = [
        Spot("q", ("Manara", "المنارة"), inside="c"),
        Spot("v", ("Manara", "المنارة"), inside="w"),
        Spot("c", ("Kvalnes", "كفالنس")),
        Spot("w", ("Wadi Halim", "وادي حليم")),
    ]
    struck = item(
        "post",
        """Army post struck at Manara
An army post at Manara in Wadi Halim was struck on Monday afternoon, villagers said to the Post.""",
        at="2031-05-05T18:00:00Z",
    )
    text = "قصفنا موقعا للجيش في المنارة"
    match = outcome(text, "2031-05-05T15:00:00Z", struck, places=Places(spots))
    assert match.outcome == "unclear"
    assert "exists 2 times" in match.reasons[0]
    sure = outcome(f"{text} في وادي حليم", "2031-05-05T15:00:00Z", struck, places=Places(spots))
    assert sure.outcome == "chat-first"


def test_the_rest_of_a_message_says_what_a_sentence_is_about() -> None:
    text = "الجسر في كفالنس. دمرناه الليلة."
    start = text.index("دمرناه")
    statement = said(text, "2031-05-05T06:00:00Z", span=(start, len(text)))
    alone = next(compare([statement], {}, [BRIDGE, OTHER]))
    whole = next(compare([statement], {statement.citation.ref: text}, [BRIDGE, OTHER]))
    assert len(whole.rests_on[0]) > (len(alone.rests_on[0]) if alone.rests_on else 0)
    spans = [basis.statement for basis in whole.rests_on[0]]
    assert any(text[slice(*span)] == "الجسر" for span in spans)


def test_a_citation_that_does_not_hold_is_refused() -> None:
    statement = said(CLAIM)
    with pytest.raises(ValueError, match="does not hold"):
        list(compare([statement], {statement.citation.ref: "other words"}, [BRIDGE]))
    with pytest.raises(ValueError, match="length"):
        Citation(Ref(1, 0, "k"), 0, 3, CLAIM)


def test_the_same_input_gives_the_same_match() -> None:
    one = outcome(CLAIM, "2031-05-05T06:00:00Z", BRIDGE, STANDS, OTHER)
    two = outcome(CLAIM, "2031-05-05T06:00:00Z", BRIDGE, STANDS, OTHER)
    assert one == two
