"""The whole way with the keys alone: search, hit, statement, judgement, reporting, story,
gate, publication. No pointer ever moves, and the focus can be seen wherever it is."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from tests.web.hands import POINTED, Hands
from tests.web.seat import Seat

WORDS = "لم يسقط ولن يسقط"
"""A denial of the sample case that two reports contradict."""


@pytest.fixture
def hands(context: BrowserContext, page: Page) -> Hands:
    """The editor's."""
    context.add_init_script(POINTED)
    page.set_default_timeout(60_000)
    return Hands(page)


def chosen(page: Page, words: str, most: int = 40) -> None:
    """With `j` to the item that shows these words."""
    for _ in range(most):
        page.keyboard.press("j")
        if words in page.locator("[data-item].chosen").inner_text():
            return
    raise AssertionError(f"no item with {words}")


@pytest.mark.browser
def test_from_a_search_to_a_published_story_with_the_keys_alone(hands: Hands, seat: Seat) -> None:
    page = hands.page
    page.goto("/")
    found(hands)
    statement = judged(hands)
    compared(hands, statement)
    cited(hands, statement)
    refused_and_mended(hands, seat)
    published(hands, seat)
    assert hands.nothing_pointed()


def found(hands: Hands) -> None:
    """The case is opened, a query typed, a hit read in its chat and on its own."""
    page = hands.page
    hands.press("j", "Enter")
    page.wait_for_url(re.compile("/intake"))
    hands.press("/")
    page.wait_for_url(re.compile("/search"))
    expect(page.locator("#q")).to_be_focused()
    hands.type(WORDS)
    hands.press("Enter")
    page.wait_for_url(re.compile("/search.*q="))
    chosen(page, WORDS)
    hands.press("Enter")
    expect(page.locator("#context .bubble").first).to_be_visible()
    hands.press("s")
    page.wait_for_url(re.compile("/statements"))


def judged(hands: Hands) -> str:
    """The statement is accepted on its own page; its address."""
    page = hands.page
    chosen(page, WORDS)
    hands.press("Enter")
    page.wait_for_url(re.compile("/statements/s:"))
    here = page.url
    before = page.locator(".history li").count()
    hands.press("n")
    hands.type("Plain words, in their own voice")
    hands.press("Escape", "a")
    expect(page.locator(".history li")).not_to_have_count(before)
    expect(page.locator("main")).to_contain_text("Plain words, in their own voice")
    return here


def compared(hands: Hands, statement: str) -> None:
    """What was reported is looked at and accepted, one of two after the other."""
    page = hands.page
    hands.follow("Compare")
    page.wait_for_url(re.compile("/compare$"))
    chosen(page, "لم يسقط ولن يسقط")
    hands.press("Enter")
    page.wait_for_url(re.compile("/compare/s:"))
    assert page.url.rpartition("/")[2] == statement.rpartition("/")[2]
    hands.press("j", "x", "n")
    hands.type("The same harbour, the same day")
    hands.press("Escape", "a")
    expect(page.locator(".passage").first.locator(".judged")).to_contain_text("accepted")


def cited(hands: Hands, statement: str) -> None:
    """An empty draft is begun; the statement goes into it by one key from its own page."""
    page = hands.page
    hands.follow("Story")
    page.wait_for_url(re.compile("/story$"))
    hands.write(page.locator("form.new input[name=name]"), "by-keys")
    hands.press("Tab")
    hands.type("Said inside, and said outside")
    hands.press("Enter")
    page.wait_for_url(re.compile("/story/by-keys"))
    page.go_back()
    hands.follow("Statements")
    page.wait_for_url(re.compile("/statements$"))
    chosen(page, WORDS)
    hands.press("c")
    page.wait_for_url(re.compile("/story/cite"))
    hands.to(page.locator("select[name=draft]"), back=True)
    hands.type("by-keys")
    hands.to(page.get_by_role("button", name="Cite"))
    hands.press("Enter")
    page.wait_for_url(re.compile("/story/by-keys"))
    assert statement


def refused_and_mended(hands: Hands, seat: Seat) -> None:
    """A letter changed in the quotation is refused while one types; the sealed words come
    back by a button, and a translation is signed."""
    page = hands.page
    area = page.locator("textarea[name=text]")
    hands.to(area)
    whole = area.input_value()
    at = whole.index(WORDS)
    hands.press("Control+Home")
    for _ in range(whole[:at].count("\n")):
        hands.press("ArrowDown")
    hands.press("Home", "Shift+End")
    line = next(one for one in whole.splitlines() if WORDS in one)
    hands.type(line.replace("لم", "لن", 1))
    refused = page.locator(".verdict.refused")
    expect(refused).to_have_count(1)
    hands.to(refused.get_by_role("button", name="Use the sealed words"))
    hands.press("Enter")
    expect(refused).to_have_count(0)
    expect(page.locator("#saved")).to_contain_text("As saved")
    hands.to(page.locator(".panes a", has_text="Translate"))
    hands.press("Enter")
    hands.write(page.locator("#translate textarea"), "The harbour has not fallen!")
    hands.to(page.get_by_role("button", name="Sign what is filled in"))
    hands.press("Enter")
    expect(page.locator("#translate")).to_contain_text("has a translation that a person signed")
    expect(page.locator(".verdict").first).to_contain_text("Passes")


def published(hands: Hands, seat: Seat) -> None:
    """The checklist is answered and the page signed; its proofs hold."""
    page = hands.page
    hands.to(page.locator(".panes a", has_text="Checks"))
    hands.press("Enter")
    answer = "Looked at by two of us; nothing of the kind."
    for field in page.locator("#checks textarea").all():
        hands.write(field, answer)
    hands.to(page.get_by_role("button", name="Keep the answers"))
    hands.press("Enter")
    expect(page.locator("#checks textarea").first).to_have_text(answer)
    hands.to(page.locator(".panes a", has_text="Publish"))
    hands.press("Enter")
    hands.to(page.get_by_role("button", name="Sign and publish"))
    hands.press("Enter")
    page.wait_for_url(re.compile("/published/by-keys"))
    expect(page.locator(".good")).to_contain_text("all hold")
    html = (seat.told.case / "stories" / "by-keys" / "by-keys.html").read_text("utf-8")
    assert "The harbour has not fallen!" in html
    assert "Member A" in html
