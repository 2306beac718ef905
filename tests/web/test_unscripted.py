"""Everything that is read can be read without JavaScript, in English and in Arabic: the
group, searches, statements, reporting, people, figures, a draft. (That every page says
something without it is tested with the list of pages.)"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.acceptance.told import EDITOR, REPORTER
from tests.web.conftest import person
from tests.web.seat import Seat

ARABIC, ENGLISH = "الميناء", "the"


@pytest.fixture(scope="module")
def page(browser: Browser, seat: Seat) -> Iterator[Page]:
    """A page of a phone's width in a browser that runs no script."""
    context = browser.new_context(
        base_url=seat.site.address,
        viewport={"width": 390, "height": 844},
        java_script_enabled=False,
    )
    context.add_cookies([seat.cookie(person(seat, EDITOR))])
    yield context.new_page()
    context.close()


@pytest.mark.browser
def test_the_group_is_read_page_after_page(page: Page, seat: Seat) -> None:
    page.goto("/")
    page.locator("main a", has_text="harbour").first.click()
    page.locator(".screens a", has_text="Reader").click()
    expect(page.locator("[data-at]")).to_have_count(60)
    page.get_by_role("link", name="Later messages").click()
    expect(page.locator("[data-at]").first).to_have_attribute("data-at", "60")
    page.get_by_role("link", name="Earlier messages").click()
    expect(page.locator("[data-at]").first).to_have_attribute("data-at", "0")
    page.locator("input[name=date]").fill("2026-03-26")
    page.get_by_role("button", name="Go").click()
    expect(page.locator("h2.day").first).to_contain_text("26 March 2026")
    bubble = page.locator(".bubble", has_text=ARABIC).first
    expect(bubble.locator(".said").first).to_have_attribute("dir", "rtl")
    bubble.get_by_role("link", name="record").click()
    expect(page.get_by_role("heading", name="One message")).to_be_visible()
    page.get_by_role("button", name="Show it from the sealed bytes").click()
    expect(page.locator("pre")).to_contain_text('"id"')


@pytest.mark.browser
@pytest.mark.parametrize("word", [ARABIC, ENGLISH])
def test_a_search_is_narrowed_and_leads_to_statement_and_reporting(
    page: Page, seat: Seat, word: str
) -> None:
    page.goto(seat.url("/search"))
    page.locator("#q").fill(word)
    page.get_by_role("button", name="Search").click()
    page.wait_for_url(re.compile("q="))
    all_hits = _count(page)
    assert all_hits > 0
    expect(page.locator(".hit mark").first).to_be_visible()
    page.locator(".facet", has_text="Sender").locator("a").first.click()
    page.wait_for_url(re.compile("q=.*from"))
    assert 0 < _count(page) <= all_hits
    page.get_by_role("link", name="around it").first.click()
    expect(page.get_by_role("heading", name="Around the hit")).to_be_visible()
    page.go_back()
    page.locator(".hit").first.get_by_role("link", name="Statements of message").click()
    expect(page.locator("main")).to_contain_text("one message")
    page.goto(seat.url(f"/statements?words={word}"))
    page.locator("tr[data-item] .words a").first.click()
    expect(page.get_by_role("heading", name="Why it is proposed")).to_be_visible()
    page.get_by_role("link", name="In the chat").click()
    expect(page.locator(".bubble.chosen")).to_contain_text(word)
    page.go_back()
    page.get_by_role("link", name="Beside reporting").click()
    expect(page.get_by_role("heading", name="Who was first")).to_be_visible()


def _count(page: Page) -> int:
    found = re.search(r"([\d,]+) of all", page.locator(".in-words").inner_text())
    assert found
    return int(found[1].replace(",", ""))


@pytest.mark.browser
def test_people_figures_story_and_help_are_read(page: Page, seat: Seat) -> None:
    page.goto(seat.url("/people"))
    page.locator("tr[data-item] a").first.click()
    expect(page.locator("h1")).to_be_visible()
    page.goto(seat.url("/overview"))
    page.locator("section[aria-labelledby=f-days]").get_by_text("As a table").click()
    expect(page.locator("tbody tr").first).to_be_visible()
    page.go_back()
    with page.expect_download() as sent:
        page.locator("section[aria-labelledby=f-days]").get_by_role("link", name="CSV").click()
    assert sent.value.path().read_text("utf-8-sig").count("\n") > 20
    seat.site.desk.save_draft(
        seat.told.case, "harbour.md", seat.told.draft.read_text("utf-8"), by=REPORTER
    )
    page.goto(seat.url("/story"))
    page.locator("tr[data-item] a").first.click()
    expect(page.locator("textarea[name=text]")).to_have_value(re.compile("الميناء"))
    expect(page.locator(".verdict").first).to_contain_text("Passes")
    expect(page.frame_locator("iframe[name=printed]").locator("h1")).to_be_visible()
    for pane in ("checks", "translate", "publish"):
        expect(page.locator(f"#{pane}")).to_be_visible()
    page.locator(".who").get_by_role("link", name="Help").click()
    expect(page.locator("h1")).to_be_visible()
