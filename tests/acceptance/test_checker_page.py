"""The separately held checker page, opened from a file in a real browser."""

import re
import socket
from pathlib import Path
from typing import Any

import pytest
from tests.acceptance.drafts import altered_pages
from tests.acceptance.told import Told

from onrecord.desk.seat import public_key

pytestmark = pytest.mark.browser

HEADING = re.compile(r"^\d+\. .* \(([A-Z_]+)\)$")


def opened(browser: Any, told: Told, file: Path) -> tuple[str, list[str], list[str]]:
    """What the checker says of a file: verdict, classes in order, requests it made."""
    asked: list[str] = []
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.on("request", lambda r: asked.append(r.url))
    page.goto((told.story / "onrecord-checker.html").as_uri())
    page.fill("#key", str(public_key(told.desk.folder)))
    page.set_input_files("#file", str(file))
    page.wait_for_selector("#results .verdict", timeout=20_000)
    verdict = page.inner_text("#results .verdict")
    heads = page.locator("#results h2.class").all_inner_texts()
    context.close()
    classes = [m[1] for h in heads if (m := HEADING.match(" ".join(h.split())))]
    return verdict, classes, [u for u in asked if not u.startswith("file:")]


def test_the_checker_agrees_with_the_gate_on_every_class(browser: Any, told: Told) -> None:
    verdict, classes, asked = opened(browser, told, told.page)
    assert verdict == f"All {told.published.proofs} quotations hold."
    assert classes == [cls for label, cls, _ in told.published.quotations if label]
    assert asked == []


def test_the_checker_opens_a_proof_alone(browser: Any, told: Told) -> None:
    verdict, classes, _ = opened(browser, told, told.story / "proof-001.json")
    assert verdict == "The quotation holds."
    assert classes == [told.published.quotations[0][1]]


@pytest.mark.parametrize("where", ["printed", "proof"])
def test_the_checker_refuses_a_page_altered_by_one_letter(
    browser: Any, told: Told, tmp_path: Path, where: str
) -> None:
    file = tmp_path / "altered.html"
    file.write_bytes(altered_pages(told)[where])
    verdict, _, _ = opened(browser, told, file)
    assert "refused" in verdict.lower()


def test_the_story_page_itself_asks_nothing_of_the_network(browser: Any, told: Told) -> None:
    asked: list[str] = []
    page = browser.new_page()
    page.on("request", lambda r: asked.append(r.url))
    page.goto(told.page.as_uri())
    assert page.evaluate("document.fonts.ready.then(() => document.title)")
    page.close()
    assert [u for u in asked if not u.startswith(("file:", "data:"))] == []


def test_no_socket_of_ours_left_the_machine() -> None:
    """The browser is another process; this one's guard is conftest's."""
    with pytest.raises(AssertionError), socket.socket() as s:
        s.connect(("192.0.2.1", 9))
