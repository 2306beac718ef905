"""First drafts in the story's language, and read back by the gate as what they are."""

import re
from dataclasses import replace

import pytest
from tests.report.test_compose import Shelf2, candidate, material

from onrecord.model.judgement import Judgement
from onrecord.model.story import Panel
from onrecord.report import _page_words
from onrecord.report.assemble import assemble
from onrecord.report.check import check
from onrecord.report.compose import Composed, compose
from onrecord.report.draft import parse
from onrecord.report.select import select

CODES = [c for c in _page_words.known() if c != "en"]


def composed(code: str, *, judged: bool = True) -> Composed:
    """Two statements, one of them compared (and the match judged), in that language."""
    one = candidate("b2b2b2b2b2b2", match=True)
    if judged:
        yes = Judgement("j", one.statement.id, "yes", "Ines Halloway", "", "")
        one = replace(one, match_judged=yes)
    chosen = select([one, candidate("e5e5e5e5e5e5")])
    return compose(replace(material(*chosen), language=code, judged=2, exports=3))


def panel(text: str) -> Panel:
    """The one claim of a composed draft, as the page prints it."""
    made = assemble(check(parse(text), Shelf2()), {})
    (found,) = (p for part in made.parts for p in part.panels)
    return found


@pytest.mark.parametrize("judged", [True, False])
@pytest.mark.parametrize("code", CODES)
def test_no_english_sentence_stands_in_a_draft_of_another_language(code: str, judged: bool) -> None:
    text = composed(code, judged=judged).text
    english = _page_words.words("en").table
    for key, sentence in english.items():
        if isinstance(sentence, str):
            for fixed in re.split(r"\{\w+\}", sentence):
                assert len(fixed.strip()) < 10 or fixed.strip() not in text, key
    assert f"language: {code}" in text
    assert not re.search(r"\bWhat\b|\bwrote\b|\bmember\b|\breports?\b", text)


@pytest.mark.parametrize("code", CODES)
def test_a_draft_of_any_language_passes_the_gate_as_composed(code: str) -> None:
    """The speakers it names are those of the messages, and nothing is refused."""
    made = composed(code)
    checked = check(parse(made.text), Shelf2())
    assert checked.refusals == ()
    assert made.untranslated == {"ar": 1, "ru": 1}.get(code, 2)


@pytest.mark.parametrize("code", CODES)
def test_the_speaker_in_the_lead_in_is_read_in_every_language(code: str) -> None:
    """Another member's letter in the same sentence is refused."""
    w = _page_words.words(code)
    one = candidate("b2b2b2b2b2b2")
    text = composed(code).text
    ours, other = w.label(one.said.label), w.label("Member Z")
    head = next(line for line in text.split("\n") if ours in line and line.endswith(":"))
    wrong = text.replace(head, head.replace(ours, other), 1)
    assert [r.kind for r in check(parse(wrong), Shelf2()).refusals] == ["speaker"]


@pytest.mark.parametrize("code", CODES)
def test_rows_and_outcome_are_read_back_in_every_language(code: str) -> None:
    found = panel(composed(code).text)
    assert [r.with_previous for r in found.rows].count(True) == 1
    assert [r.group for r in found.rows].count(True) == 1
    assert all(r.who and r.when for r in found.rows)
    assert not any("same text" in r.counts or r.who.endswith(("،", ",")) for r in found.rows)
    w = _page_words.words(code)
    assert w.verdict(found.outcome) == "supported"


def test_a_language_without_sentences_gets_english_ones_and_a_note() -> None:
    text = composed("so").text
    assert "language: so" in text
    assert "%% There are no sentences in this language" in text
    assert "> so:  — translated by" in text
