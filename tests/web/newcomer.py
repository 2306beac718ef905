"""Somebody who has never seen the desk, at a browser: what they press is counted."""

import re
import time
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page, expect
from tests.web.turning import turned

OWN = "four words that differ"
DESKS = "the desk has a long word"
NAME = "Ines Halloway"
HEADLINE = "The harbour that had fallen twice"
LEAD = "In public the harbour had not fallen. Inside, the group told its members to say so."


@dataclass
class Newcomer:
    """A page with a hand on the mouse. ``steps`` are (what, clicks, letters typed, seconds)."""

    page: Page
    steps: list[tuple[str, int, int, float]] = field(default_factory=list)
    clicks: int = 0
    typed: int = 0
    since: float = field(default_factory=time.monotonic)

    def done(self, what: str) -> None:
        """The step is over; what it took is kept."""
        now = time.monotonic()
        self.steps.append((what, self.clicks, self.typed, now - self.since))
        self.clicks, self.typed, self.since = 0, 0, now

    def press(self, name: str, role: str = "button") -> None:
        """A button, a link or a tab by the words on it."""
        pattern = re.compile(rf"^{re.escape(name)}")
        self.page.get_by_role(role, name=pattern).first.click()  # type: ignore[arg-type]
        self.clicks += 1

    def follow(self, name: str) -> None:
        """A link by its words."""
        self.press(name, "link")

    def tick(self, row: str) -> None:
        """The box of a row that shows these words."""
        self.page.locator("[data-item]").filter(has_text=row).first.get_by_role("checkbox").check()
        self.clicks += 1

    def write(self, label: str, words: str) -> None:
        """Into the field of that label: a click into it, then letters."""
        self.page.get_by_label(label, exact=True).first.fill(words)
        self.clicks += 1
        self.typed += len(words)

    def write_all(self, selector: str, words: list[str]) -> None:
        """Into each field in turn."""
        for spot, text in zip(self.page.locator(selector).all(), words, strict=True):
            spot.fill(text)
            self.clicks += 1
            self.typed += len(text)

    def hand_in(self, folder: Path) -> None:
        """A folder by the button: press, choose, confirm."""
        self.page.locator("[data-folder] input").set_input_files(folder)
        self.clicks += 3

    def rewrite(self, was: str, words: str) -> None:
        """One line of the draft, marked by three clicks and typed over."""
        area = self.page.locator("textarea[name=text]")
        text = area.input_value()
        line = next(one for one in text.split("\n") if one.startswith(was))
        area.fill(text.replace(line, was + " " + words, 1))
        self.clicks += 3
        self.typed += len(words)


def come_in(who: Newcomer, address: str) -> None:
    """The printed address, a desk that is empty, a person, a case."""
    who.page.goto(address)
    page = who.page
    for name, words in (
        ("desk", DESKS),
        ("desk-again", DESKS),
        ("name", NAME),
        ("passphrase", OWN),
        ("again", OWN),
    ):
        page.locator(f"input[name={name}]").fill(words)
        who.clicks, who.typed = who.clicks + 1, who.typed + len(words)
    who.press("Sit down")
    page.wait_for_url(re.compile("/$"))
    who.done("Sit down at a new desk")
    page.locator("input[name=name]").fill("The harbour")  # the caret is there already
    who.typed += 11
    who.press("Make the case")
    page.wait_for_url(re.compile("/intake"))
    who.done("Make a case")


def seal(who: Newcomer, sample: Path) -> None:
    """The export, then reporting; each sealed before it is read."""
    page = who.page
    who.hand_in(sample / "witness-a")
    who.press("Seal and read")
    expect(page.locator(".good")).to_contain_text("is sealed and read")
    who.done("Seal the export")
    who.follow("Add reporting to set beside it")
    page.wait_for_url(re.compile("kind=news"))
    who.hand_in(sample / "wire")
    who.press("Seal and read")
    expect(page.locator(".good")).to_contain_text("is sealed")
    who.done("Seal the reporting")


def accept(who: Newcomer) -> None:
    """The two statements the story rests on, with the reports that contradict the first."""
    page = who.page
    who.follow("Set statements beside it")
    page.wait_for_url(re.compile("/compare$"))
    for words, report in (("لم يسقط ولن يسقط", "Strand Radio"), ("سقط قبل اليوم", "Strand Radio")):
        page.locator("tr").filter(has_text=words).first.locator("a[data-open]").click()
        who.clicks += 1
        page.wait_for_url(re.compile("/compare/s:"))
        who.write("Reason for the statement, kept on record", "Plain words, in their own voice")
        with turned(page):
            page.locator(".ours").get_by_role("button", name="Accept").click()
        who.clicks += 1
        page.locator(".ours .judged").wait_for()
        who.tick(report)
        who.write("Reason, kept on record", "The same harbour, the same day")
        with turned(page):
            page.locator(".reports").get_by_role("button", name="Accept").click()
        who.clicks += 1
        page.locator(".role .judged").first.wait_for()
        page.locator(".trail a").first.click()
        who.clicks += 1
        page.wait_for_url(re.compile("/compare$"))
    who.done("Accept two statements and what was reported")


def compose(who: Newcomer) -> None:
    """A draft of what was accepted; headline and lead are the writer's."""
    who.follow("Story")
    who.page.wait_for_url(re.compile("/story$"))
    who.press("Compose a draft")
    who.page.wait_for_url(re.compile("/story/draft"))
    who.rewrite("headline:", HEADLINE)
    who.rewrite("lead:", LEAD)
    who.press("Save")
    who.page.locator("[data-fate=saved]").wait_for()
    who.done("Compose the draft, write headline and lead, save")


def publish(who: Newcomer, translations: list[str]) -> None:
    """Translations signed, the checklist answered, the page out, read as readers have it."""
    page = who.page
    who.follow("Translate")
    who.write_all("#translate textarea", translations)
    with turned(page):
        who.press("Sign what is filled in")
    who.done("Sign the translations")
    who.follow("Checks")
    count = page.locator("#checks textarea").count()
    who.write_all("#checks textarea", ["Looked at by two of us; nothing of the kind."] * count)
    with turned(page):
        who.press("Keep the answers")
    who.done("Answer the checklist")
    who.follow("Publish")
    who.press("Sign and publish")
    page.wait_for_url(re.compile("/published/"))
    page.locator(".good").wait_for()
    who.done("Publish")
