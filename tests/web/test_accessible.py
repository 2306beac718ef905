"""axe-core finds nothing serious on any page, in both directions; nothing shifts."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page
from tests.web.seat import Seat

from onrecord.web.screen import screens

OWN_PATHS = (
    "/reader?date=2026-03-20",
    "/reader?m=1/530&record=1",
    "/reader?voice=forwarded",
    "/reader/beside",
    "/search",
    "/search?q=%D8%A7%D9%84%D9%85%D9%8A%D9%86%D8%A7%D8%A1",
    "/search?q=no-such-word-here",
    "/search/list",
    "/intake",
    "/intake/1",
    "/intake/certificate",
    "/judgements",
    "/glossary",
    "/record/1/530",
)


def pages(seat: Seat) -> list[str]:
    """Every page that a screen leads to, and those behind them."""
    led = [seat.url(s.path) if s.of_case else s.path for s in screens() if s.path]
    helps = ["/help/reader", "/help/search", "/unlock", "/no-such-page"]
    return sorted({*led, *map(seat.url, OWN_PATHS), *helps})


@pytest.mark.browser
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious(
    seat: Seat, context: BrowserContext, direction: str, theme: str
) -> None:
    page: Page = context.new_page()
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    page.goto("/me")
    page.select_option('select[name="direction"]', direction)
    page.get_by_role("button", name="Set").click()
    wrong = []
    for path in pages(seat):
        page.goto(path)
        found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        wrong += [
            f"{path}: {v['id']}: {v['nodes'][0]['html'][:160]}"
            for v in found
            if v["impact"] in ("serious", "critical")
        ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_is_wider_than_the_window(seat: Seat, context: BrowserContext, width: int) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    wide = []
    for path in pages(seat):
        page.goto(path)
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if over > 0:
            wide.append(f"{path}: {over} px")
    assert not wide, "\n".join(wide)
