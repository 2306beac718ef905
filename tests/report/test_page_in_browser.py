"""The page as a reader's browser sees it: one request, both themes, any width, paper."""

import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from tests.report.harbour import DRAFT, story

from onrecord.report.html import WRITER

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on PATH"),
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The sample page as a file."""
    path: Path = tmp_path_factory.mktemp("page") / "page.html"
    path.write_bytes(WRITER.write(story()))
    return path.as_uri()


def opened(browser: Browser, address: str, width: int, scheme: str) -> tuple[Page, list[str]]:
    """The page in a window, and what it asked for or complained about."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    heard: list[str] = []
    page.on("request", lambda r: heard.append(r.url) if r.url[:5] != "data:" else None)
    page.on("console", lambda m: heard.append(m.text))
    page.on("pageerror", lambda e: heard.append(str(e)))
    page.goto(address)
    return page, heard


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_one_request_no_complaint_and_nothing_cut_off(
    browser: Browser, address: str, width: int, scheme: str
) -> None:
    """The file itself and nothing else; no text runs out of a narrow window."""
    page, heard = opened(browser, address, width, scheme)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert heard == [address]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()


def test_the_vendored_fonts_are_the_ones_that_show(browser: Browser, address: str) -> None:
    """Each family is loaded from the page; Arabic stands in Naskh."""
    page, _ = opened(browser, address, 1280, "light")
    loaded = page.evaluate(
        "document.fonts.ready.then(() => [...document.fonts].filter(f => f.status == 'loaded')"
        ".map(f => f.family.replaceAll('\"', '')))"
    )
    assert {"Source Serif 4", "Inter", "Noto Naskh Arabic"} <= set(loaded)
    family = page.evaluate(
        "getComputedStyle(document.querySelector('blockquote[lang=ar]')).fontFamily"
    )
    assert family.startswith('"Noto Naskh Arabic"')
    page.context.close()


def test_arabic_begins_at_the_right_and_the_gap_stands_inside(
    browser: Browser, address: str
) -> None:
    """The first Arabic word is drawn right of the last one of its line."""
    page, _ = opened(browser, address, 1280, "light")
    first, last = page.evaluate(
        "(() => { const t = document.querySelector('blockquote[lang=ar]').firstChild;"
        " const at = (a, b) => { const r = document.createRange(); r.setStart(t, a);"
        " r.setEnd(t, b); return r.getBoundingClientRect().left; };"
        " return [at(0, 3), at(12, 15)]; })()"
    )
    assert first > last
    assert page.locator("blockquote[lang=ar] .gap").count() == 1
    page.context.close()


def test_notes_open_by_keyboard_and_stand_open_on_paper(browser: Browser, address: str) -> None:
    """Tab and Enter open a proof; print shows all of them."""
    page, _ = opened(browser, address, 1280, "light")
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("details[open]").count() == 1
    page.emulate_media(media="print")
    heights = page.evaluate("[...document.querySelectorAll('.proof dl')].map(d => d.offsetHeight)")
    assert all(h > 0 for h in heights)
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing_serious(
    browser: Browser, tmp_path: Path, language: str, scheme: str
) -> None:
    """Deque's axe-core over the page with every note open."""
    path = tmp_path / "page.html"
    path.write_bytes(WRITER.write(story(DRAFT.replace("language: en", f"language: {language}", 1))))
    context = browser.new_context(
        viewport={"width": 1280, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        bypass_csp=True,  # axe is a script; the page itself allows none
    )
    page = context.new_page()
    page.goto(path.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    found = Axe().run(page).response["violations"]
    serious = [f for f in found if f["impact"] in ("serious", "critical")]
    assert not serious, [(f["id"], [n["html"][:120] for n in f["nodes"][:3]]) for f in serious]
    context.close()
