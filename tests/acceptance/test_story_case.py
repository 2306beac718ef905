"""STORY.md's acceptance for witness A: every message accounted for, a whole story."""

import re
from typing import Any

import lxml.html
import pytest
from tests.acceptance.drafts import cards
from tests.acceptance.told import REPORTER, Told

SOUND = {"EXACT", "VERBATIM", "ELIDED", "BRACKETED"}


@pytest.fixture(scope="module")
def page(told: Told) -> Any:
    return lxml.html.document_fromstring(told.page.read_text("utf-8"))


def test_every_message_and_item_is_accounted_for(told: Told) -> None:
    chat, news = told.received
    wanted = told.truth["counts"]["witness_a"]
    assert chat.counts.records == wanted["records"]
    assert chat.counts.messages == wanted["message"]
    assert chat.counts.service == wanted["service"]
    assert chat.counts.unreadable == 0
    assert chat.counts.troubles == 0
    assert news.counts.messages == len(told.truth["wire"])
    assert news.counts.troubles == 0


def test_every_planted_message_reads_as_it_was_planted(told: Told) -> None:
    """By its number, and every one of them: text, sender, kind, reply."""
    for planted in told.truth["message"]:
        found = told.desk.show(told.case, f"id:{planted['id']}", around=0).message
        assert found.text == planted["text"], planted["key"]
        assert found.sender == planted["speaker"], planted["key"]
        assert found.sender_id == planted["speaker_id"], planted["key"]
        assert found.kind == planted["type"], planted["key"]
        assert found.time.rfc3339() == planted["utc"], planted["key"]
        wanted = planted.get("reply_to")
        assert found.reply_to == (None if wanted is None else str(wanted)), planted["key"]


def test_the_story_holds_attributed_statements_of_four_members(told: Told) -> None:
    """Each stands in the message it cites; no two members share a name."""
    members: dict[str, set[str | None]] = {}
    given = [label for label, _, _ in told.published.quotations if label]
    found = cards(told.draft.read_text("utf-8"))
    assert len(found) == len(given) >= 4
    for card, label in zip(found, given, strict=True):
        message = told.desk.show(told.case, f"m:{card.key}", around=0).message
        assert card.words in message.text
        members.setdefault(label, set()).add(message.sender_id)
    assert all(len(ids) == 1 for ids in members.values())
    assert len(set.union(*members.values())) == len(members)
    assert len([m for m in members if re.fullmatch("Member [A-Z]", m)]) >= 4


def test_the_page_has_all_that_a_story_needs(told: Told, page: Any) -> None:
    words = page.text_content()
    assert page.findtext(".//h1") == "The harbour that had fallen twice"
    assert page.find_class("standfirst")[0].text_content().startswith("In public the Tide Brigade")
    headings = [h.text_content() for h in page.iter("h2")]
    assert "How the material was obtained" in headings
    assert "Who first reported what" in headings
    assert "Method, and what this does not show" in headings
    assert "Not proved" in words
    assert REPORTER in words
    assert page.xpath("//a[@href='mailto:desk@meridian-register.example']")


def test_the_page_shows_a_captioned_picture_that_it_carries_itself(page: Any) -> None:
    (figure,) = page.iter("figure")
    (picture,) = figure.iter("img")
    assert picture.get("src").startswith("data:image/")
    assert picture.get("alt")
    caption = figure.find("figcaption").text_content()
    assert "Bandar Sahil" in caption
    assert "The Meridian Register" in caption


def test_the_page_says_who_was_first_and_how_many_sources_are_independent(page: Any) -> None:
    claims = [c.text_content() for c in page.find_class("claim")]
    strike = next(c for c in claims if "Ras al-Milh was hit" in c)
    assert "1 independent source" in strike
    assert "The group was first, by 3 hours" in strike
    flag = next(c for c in claims if "flag over the harbour" in c)
    assert "2 independent sources" in flag
    assert "same text" in flag or "same-text" in _html(page)
    assert any("Contradicted by 2 independent sources" in c for c in claims)
    assert "means nothing in what was searched" in page.text_content()


def _html(page: Any) -> str:
    return str(lxml.html.tostring(page, encoding="unicode"))


def test_every_quotation_is_sound_and_has_its_translation_beside_it(told: Told, page: Any) -> None:
    classes = {cls for label, cls, _ in told.published.quotations if label}
    assert classes <= SOUND
    quotations = page.find_class("quotation")
    assert len(quotations) == told.published.proofs
    for one in quotations:
        (original,) = one.xpath(".//*[@data-onrecord-quote]")
        (other,) = one.xpath(".//*[contains(@class, 'translation')]//blockquote")
        assert original.get("lang") in ("ar", "ru")
        assert original.get("dir") == ("rtl" if original.get("lang") == "ar" else "ltr")
        assert other.get("lang") == "en"
        assert other.text_content().strip()
        assert "Lamia Kessouri" in one.find_class("translation")[0].text_content()


def test_the_page_asks_nothing_of_any_other_machine(page: Any) -> None:
    for node in page.iter():
        for name in ("src", "href", "poster", "data", "action", "srcset"):
            value = node.get(name) or ""
            assert value.startswith(("data:", "#", "mailto:")) or not value, f"{node.tag} {value}"
        if node.tag == "script":
            assert node.get("type") == "application/vnd.onrecord.proof+base64"
    assert "url(http" not in _html(page)
