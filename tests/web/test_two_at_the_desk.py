"""Two persons in two browsers: each logs in with a passphrase of their own, one writes, the
other signs; the same paragraph changed by both is shown to both, and nothing is lost."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.acceptance.told import EDITOR, REPORTER
from tests.web.conftest import OWN
from tests.web.seat import Seat
from tests.web.turning import turned

HEAD = "---\nstory: shared\nheadline: Said inside\nlead:\nby: A\nlanguage: en\ncontact:\n---\n\n"


@dataclass(frozen=True, slots=True)
class Two:
    """The reporter's page and the editor's, in browsers that share nothing."""

    reporter: Page
    editor: Page


def seated(browser: Browser, seat: Seat, name: str) -> BrowserContext:
    """A browser in which that person came by the printed address and logged in."""
    context = browser.new_context(base_url=seat.site.address)
    page = context.new_page()
    page.goto(seat.printed)
    page.wait_for_url(re.compile("/log-in"))
    page.locator("[name=name]").fill(name)
    page.locator("[name=passphrase]").fill(OWN)
    page.keyboard.press("Enter")
    expect(page.locator(".who")).to_contain_text(name)
    return context


@pytest.fixture
def two(browser: Browser, seat: Seat) -> Iterator[Two]:
    """Both, logged in."""
    here = [seated(browser, seat, name) for name in (REPORTER, EDITOR)]
    yield Two(here[0].pages[0], here[1].pages[0])
    for one in here:
        one.close()


def draft(page: Page, seat: Seat, name: str = "shared") -> None:
    """Opens the draft."""
    page.goto(seat.url(f"/story/{name}"))


def changed(page: Page, was: str, words: str) -> None:
    """Types other words in place of these and saves."""
    area = page.locator("textarea[name=text]")
    area.fill(area.input_value().replace(was, words, 1))
    area.press("Control+s")


def text(seat: Seat) -> str:
    """The draft as it lies in the case."""
    return seat.site.desk.read_draft(seat.told.case, "shared.md").text


@pytest.mark.browser
def test_one_paragraph_changed_by_two_is_shown_to_both(two: Two, seat: Seat) -> None:
    whole = HEAD + "The first paragraph.\n\nThe second paragraph.\n"
    seat.site.desk.save_draft(seat.told.case, "shared.md", whole, by=REPORTER)
    draft(two.reporter, seat)
    draft(two.editor, seat)
    changed(two.reporter, "The first paragraph.", "The reporter's first.")
    expect(two.reporter.locator("#saved")).to_contain_text("Saved")
    changed(two.editor, "The first paragraph.", "The editor's first.")
    expect(two.editor.locator("#saved")).to_contain_text("changed the same lines")
    expect(two.editor.locator("#saved")).to_contain_text(REPORTER)
    shown = two.editor.locator("textarea[name=text]")
    expect(shown).to_have_value(re.compile("The editor's first."))
    expect(shown).to_have_value(re.compile("%% The reporter's first."))
    assert "The reporter's first." in text(seat), "the other's words stand until it is settled"
    assert "The editor's first." not in text(seat)
    # A paragraph of its own is merged while the conflict waits.
    changed(two.reporter, "The second paragraph.", "The reporter's second.")
    expect(two.reporter.locator("#saved")).to_contain_text("Saved")
    shown.fill(shown.input_value().replace("%% The reporter's first.\n", ""))
    shown.press("Control+s")
    expect(two.editor.locator("#saved")).to_contain_text(re.compile("Saved|changed meanwhile"))
    assert "The editor's first." in text(seat)
    assert "The reporter's second." in text(seat)
    draft(two.reporter, seat)
    expect(two.reporter.locator("textarea[name=text]")).to_have_value(text(seat))


@pytest.mark.browser
def test_a_reporter_writes_and_an_editor_signs(two: Two, seat: Seat) -> None:
    desk, case = seat.site.desk, seat.told.case
    key = desk.show(case, f"id:{seat.told.planted('denial_1')['id']}", around=0).message.key
    two.reporter.goto(seat.url(f"/story/cite?about=m:{key[:12]}"))
    if two.reporter.locator("select[name=draft]").count():
        two.reporter.goto(seat.url("/story"))
        two.reporter.locator("form.new input[name=name]").fill("signed")
        two.reporter.locator("form.new input[name=headline]").fill("Said inside")
        with turned(two.reporter):
            two.reporter.get_by_role("button", name="Begin").click()
        two.reporter.goto(seat.url(f"/story/cite?about=m:{key[:12]}"))
        two.reporter.select_option("select[name=draft]", "signed.md")
    with turned(two.reporter):
        two.reporter.get_by_role("button", name="Cite").click()
    name = two.reporter.url.rpartition("/")[2].partition("?")[0]
    draft(two.reporter, seat, f"{name}?at=translate")
    two.reporter.locator("#translate textarea").fill("The harbour has not fallen!!")
    with turned(two.reporter):
        two.reporter.get_by_role("button", name="Sign what is filled in").click()
    draft(two.reporter, seat, f"{name}?at=publish")
    expect(two.reporter.locator("#publish")).to_contain_text("An editor signs")
    expect(two.reporter.get_by_role("button", name="Sign and publish")).to_be_disabled()
    draft(two.editor, seat, f"{name}?at=checks")
    for field in two.editor.locator("#checks textarea").all():
        field.fill("Looked at by both of us; nothing of the kind.")
    with turned(two.editor):
        two.editor.get_by_role("button", name="Keep the answers").click()
    draft(two.editor, seat, f"{name}?at=publish")
    two.editor.get_by_role("button", name="Sign and publish").click()
    two.editor.wait_for_url(re.compile("/published/"))
    expect(two.editor.locator(".good")).to_contain_text("all hold")
    two.reporter.goto(seat.url(f"/published/{name}"))
    expect(two.reporter.locator(".good")).to_contain_text("all hold")
    two.reporter.goto(seat.url("/statements"))
    expect(two.reporter.locator(".feed")).to_contain_text(f"{EDITOR} published")


@pytest.mark.browser
def test_a_session_that_ends_leaves_the_other_alone(two: Two, seat: Seat) -> None:
    two.editor.goto("/me")
    with turned(two.editor):
        two.editor.get_by_role("button", name="Leave the desk").click()
    assert "/log-in" in two.editor.url
    two.editor.goto(seat.url("/statements"))
    expect(two.editor).to_have_url(re.compile("/log-in.*next="))
    two.reporter.goto(seat.url("/statements"))
    expect(two.reporter.locator(".who")).to_contain_text(REPORTER)
    two.editor.locator("[name=name]").fill(EDITOR)
    two.editor.locator("[name=passphrase]").fill(OWN)
    two.editor.keyboard.press("Enter")
    expect(two.editor).to_have_url(re.compile("/statements$"))
    two.editor.goto("/me")
    for name in (EDITOR, REPORTER):
        expect(two.editor.locator("main")).to_contain_text(name)
