"""From a raw export to the published story, in the browser alone; every press is counted."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from tests.acceptance.told import Told
from tests.web.newcomer import HEADLINE, Newcomer, accept, come_in, compose, publish, seal

from onrecord.desk import Desk
from onrecord.web.serve import server
from onrecord.web.site import Site

MOST_CLICKS = 58
"""Counted once by hand (docs/guide/first-story.md); more is a step backwards."""


@pytest.fixture
def nothing_yet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Site, str]]:
    """A desk served for somebody who has none: no folder, no person, no case."""
    monkeypatch.setenv("HOME", str(tmp_path))
    site = Site(tmp_path / "desk", Desk(tmp_path / "desk"))
    ready, addresses = threading.Event(), list[str]()

    def tell(address: str) -> None:
        addresses.append(address)
        ready.set()

    made = server(site, 0, tell)
    thread = threading.Thread(target=made.run, daemon=True)
    thread.start()
    assert ready.wait(20), "the desk did not open"
    yield site, addresses[0]
    made.should_exit = True
    thread.join(20)


@pytest.mark.browser
def test_the_sample_story_from_a_raw_export(
    told: Told, browser: Browser, nothing_yet: tuple[Site, str], tmp_path: Path
) -> None:
    site, address = nothing_yet
    page = browser.new_page(viewport={"width": 1280, "height": 860})
    wrong: list[str] = []
    page.on("pageerror", lambda e: wrong.append(str(e)))
    page.set_default_timeout(20_000)
    who = Newcomer(page)
    come_in(who, address)
    seal(who, told.sample)
    accept(who)
    compose(who)
    publish(
        who,
        [
            "The harbour has not fallen and will not fall!!",
            "Internal announcement: the harbour had fallen before today.",
        ],
    )
    expect(page.locator(".good")).to_contain_text("all hold")
    link = page.get_by_role("link", name="Read it as readers have it")
    with page.context.expect_page() as opened:
        link.click()
    who.clicks += 1
    expect(opened.value.locator("h1")).to_have_text(HEADLINE)
    who.done("Read it as readers have it")
    (case,) = site.cases().values()
    (story,) = site.desk.info(case).stories
    assert (case / "stories" / story / f"{story}.html").is_file()
    (tmp_path / "walk.md").write_text("\n".join(told_as(who)), "utf-8")
    assert sum(clicks for _, clicks, _, _ in who.steps) <= MOST_CLICKS
    assert not wrong, wrong
    page.close()


def told_as(who: Newcomer) -> list[str]:
    """The steps as a table."""
    rows = [f"| {w} | {c} | {t} | {s:.1f} |" for w, c, t, s in who.steps]
    clicks, typed = sum(s[1] for s in who.steps), sum(s[2] for s in who.steps)
    return [*rows, f"| in all | {clicks} | {typed} | {sum(s[3] for s in who.steps):.1f} |"]
