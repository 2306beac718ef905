"""Every page: axe-core finds nothing serious in either direction or theme, none is wider than
the window, on a phone neither, each says something without JavaScript, no link leads nowhere."""

import html
import re
from collections.abc import Iterator
from urllib.parse import urljoin

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from tests.acceptance.told import EDITOR, Told
from tests.web.audits import audited, kept_rightly
from tests.web.conftest import person, served
from tests.web.every_page import NO_PAGE, ROUTES, addresses, apart, by_forms, furnish, routes
from tests.web.seat import Seat

WIDE = "document.documentElement.scrollWidth - innerWidth"
TURN = """way => {
  document.documentElement.dir = way;
  document.body.classList.replace("desk-ltr", `desk-${way}`);
  document.querySelectorAll("details").forEach(d => { d.open = true; });
}"""
SEEN = (("light", "ltr"), ("dark", "rtl"))
"""Each theme and each direction once; the sweep sees the two others."""
MOST = 300_000
"""Bytes of a page with its styles and scripts. Fonts are kept by the browser, and the
printed page in its frame holds its own."""


@pytest.fixture(scope="module")
def whole(told: Told, persons: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seat]:
    """The sample case in which every page has something to show."""
    for seat in served(told.copy(tmp_path_factory.mktemp("whole")), persons):  # type: ignore[arg-type]
        furnish(seat)
        yield seat


@pytest.fixture(scope="module")
def pages(whole: Seat) -> list[str]:
    """Every address, those of work that is over among them."""
    with whole.client() as client:
        return [*addresses(whole), *by_forms(whole, client), "/no-such-page"]


def test_no_page_of_the_desk_is_forgotten() -> None:
    assert set(ROUTES) | set(NO_PAGE) == set(routes())
    assert not set(ROUTES) & set(NO_PAGE)


def serious(page: Page) -> list[str]:
    """What axe calls serious or worse on the page as it stands."""
    options = {"resultTypes": ["violations"], "iframes": False}
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{v['id']}: {v['nodes'][0]['html'][:160]}"
        for v in found
        if v["impact"] in ("serious", "critical")
    ]


def faults(page: Page, name: str, way: str) -> list[str]:
    """What is wrong with a page, turned that way, its folded parts open."""
    page.evaluate(TURN, way)
    found = serious(page)
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 800})
        over = page.evaluate(WIDE)
        if over > 0:
            found.append(f"{over} px wider than a window of {width}")
    if page.locator("h1").count() != 1:
        found.append(f"{page.locator('h1').count()} headings of the first order")
    page.set_viewport_size({"width": 1280, "height": 800})
    return [f"{name} ({way}): {one}" for one in found]


def walked(browser: Browser, seat: Seat, pages: list[str], theme: str, way: str) -> list[str]:
    """The faults of all pages as the editor sees them, and of those before one sits down."""
    context = browser.new_context(base_url=seat.site.address, color_scheme=theme)  # type: ignore[arg-type]
    page = context.new_page()
    context.add_cookies([seat.cookie(None)])
    page.goto("/log-in")
    wrong = faults(page, "/log-in", way)
    context.add_cookies([seat.cookie(person(seat, EDITOR))])
    came: list[str] = []
    page.on("response", lambda r: came.append(kept_rightly(r, seat.site.address)))
    for path in pages:
        page.goto(path)
        name = path.removeprefix(seat.url(""))
        wrong += [f"{name}: {one}" for one in audited(page)]
        wrong += faults(page, name, way)
    wrong += sorted({one for one in came if one})
    for name, lead in apart(seat).items():
        lead(page)
        wrong += faults(page, name, way)
    context.close()
    return wrong


@pytest.mark.browser
@pytest.mark.parametrize(("theme", "way"), SEEN)
def test_nothing_serious_on_any_page(
    browser: Browser, whole: Seat, pages: list[str], theme: str, way: str
) -> None:
    wrong = walked(browser, whole, pages, theme, way)
    assert not wrong, "\n".join(wrong)


@pytest.mark.sweep
@pytest.mark.browser
@pytest.mark.parametrize(("theme", "way"), [("dark", "ltr"), ("light", "rtl")])
def test_nothing_serious_the_other_way_about(
    browser: Browser, whole: Seat, pages: list[str], theme: str, way: str
) -> None:
    wrong = walked(browser, whole, pages, theme, way)
    assert not wrong, "\n".join(wrong)


@pytest.mark.browser
def test_every_page_says_something_without_script_and_no_link_leads_nowhere(
    browser: Browser, whole: Seat, pages: list[str]
) -> None:
    context = browser.new_context(
        base_url=whole.site.address,
        viewport={"width": 390, "height": 844},
        java_script_enabled=False,
    )
    context.add_cookies([whole.cookie(person(whole, EDITOR))])
    page = context.new_page()
    weight: list[int] = []
    page.on("response", lambda r: weight.append(_weight(r.url, r.headers)))
    wrong, links = [], dict[str, str]()
    for path in pages:
        weight.clear()
        page.goto(path)
        said = page.locator("main").inner_text()
        if len(said) < 40 or page.locator("h1").count() != 1:
            wrong.append(f"{path}: says nothing of itself: {said}")
        if sum(weight) > MOST:
            wrong.append(f"{path}: {sum(weight):,} bytes")
        for there in _links(path, page.content()):
            kind = re.sub(r"[0-9a-f]{6,}|\d+", "0", there.partition("#")[0])
            links.setdefault(re.sub(r"=[^&]*", "=", kind), there)
    context.close()
    assert len(links) > 60
    with whole.client() as client:
        for there in links.values():
            answer = client.get(there, follow_redirects=True)
            if answer.status_code != 200:
                wrong.append(f"a link leads to {there}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


def _weight(url: str, headers: dict[str, str]) -> int:
    own = ".woff2" in url or re.search(r"/story/\w+/page", url)
    return 0 if own else int(headers.get("content-length", "0"))


def _links(path: str, page: str) -> Iterator[str]:
    """Where the links of a page lead, within the desk."""
    for found in re.findall(r'<a\b[^>]*?\shref="([^"]+)"', page):
        link = html.unescape(found)
        if link.startswith(("/", "?")):
            yield urljoin(path, link)
