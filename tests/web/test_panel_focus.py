"""The panels beside the draft follow the saved text, and nobody's focus falls into it."""

import pytest
from playwright.sync_api import Page, expect
from tests.acceptance.told import EDITOR
from tests.web.seat import Seat

SET = """() => {
  for (const part of document.querySelectorAll(".pane, #verdicts"))
    part.firstElementChild.stays = true;
  document.querySelector("[data-open-translations]").textContent = "?";
}"""
"""Marks the first element of each panel, and the number that the end of a refresh writes."""

STAYED = """() => [...document.querySelectorAll(".pane, #verdicts")]
  .filter((part) => part.firstElementChild.stays).map((part) => part.id)"""

pytestmark = pytest.mark.browser


def opened(page: Page, seat: Seat, name: str) -> None:
    """The sample story under a new name in the editor, its panels marked."""
    text = seat.told.draft.read_text("utf-8").replace("story: harbour", f"story: {name}", 1)
    seat.site.desk.save_draft(seat.told.case, f"{name}.md", text, by=EDITOR)
    page.goto(seat.url(f"/story/{name}"))
    expect(page.locator("html.scripted aside.tabbed")).to_have_count(1)
    page.evaluate(SET)


def refreshed(page: Page) -> None:
    """The panels were asked for and what came was looked at, to the end."""
    expect(page.locator("[data-open-translations]")).not_to_have_text("?")


def test_panels_in_which_nothing_changed_are_not_exchanged(page: Page, seat: Seat) -> None:
    opened(page, seat, "still")
    before = page.evaluate(STAYED)
    page.locator(".panes a", has_text="Checks").click()
    refreshed(page)
    assert page.evaluate(STAYED) == before


def test_the_focus_stays_on_what_is_called_the_same(page: Page, seat: Seat) -> None:
    opened(page, seat, "focus")
    page.locator(".panes a", has_text="Checks").click()
    refreshed(page)
    keep = page.locator("#checks button.main")
    field = page.locator("#checks textarea").first
    for chosen in (keep, field):
        page.evaluate(SET)
        if chosen is field:
            field.fill("Half an answer")
            field.press("Home")
        page.evaluate(
            "() => { document.querySelector('textarea[name=text]').value += '\\nOne more.\\n'; }"
        )
        chosen.focus()
        page.keyboard.press("Control+s")
        refreshed(page)
        assert "checks" not in page.evaluate(STAYED)
        expect(chosen).to_be_focused()
    page.keyboard.type("Not ")
    expect(field).to_have_value("Not Half an answer")
