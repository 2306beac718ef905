"""The main pages look as they did: a picture of each, at the scale of what one sees at once.

Every picture is reduced to cells of twenty pixels, so that another build of the same
browser or another hinting changes a cell by a few grey levels and a moved column, a
lost table, an unstyled page or a wrong theme changes hundreds of them. The pictures
lie in ``looks``; ``ONRECORD_LOOKS=write`` writes them anew, and then somebody looks.
"""

import base64
import os
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page
from tests.web.seat import Seat
from tests.web.turning import turned

LOOKS = Path(__file__).parent / "looks"
CELL = 20
FAR, MOST_FAR, MOST_MEAN = 48, 0.05, 6.0
"""A cell is far off by so many levels of 255; at most this share of them may be; and the
mean over all may be this at most."""

# (name, path, width, theme, direction)
PAGES = (
    ("intake", "/intake", 1280, "light", "ltr"),
    ("reader", "/reader?date=2026-03-26", 1280, "light", "ltr"),
    ("reader-dark-rtl", "/reader?date=2026-03-26", 1280, "dark", "rtl"),
    ("search", "/search?q=%D8%A7%D9%84%D9%85%D9%8A%D9%86%D8%A7%D8%A1", 1280, "light", "ltr"),
    ("statements", "/statements", 1280, "light", "ltr"),
    ("statements-phone", "/statements", 390, "light", "ltr"),
    ("compare", "/compare", 1280, "dark", "ltr"),
    ("people", "/people", 1280, "light", "ltr"),
    ("story", "/story", 1280, "light", "rtl"),
    ("overview", "/overview", 1280, "light", "ltr"),
    ("tour", "/tour", 390, "dark", "ltr"),
)
SMALL = """
async ([taken, cell]) => {
  const image = new Image();
  image.src = taken;
  await image.decode();
  const made = document.createElement("canvas");
  made.width = Math.floor(image.width / cell);
  made.height = Math.floor(image.height / cell);
  const pen = made.getContext("2d");
  pen.imageSmoothingQuality = "high";
  pen.drawImage(image, 0, 0, made.width, made.height);
  return made.toDataURL("image/png");
}
"""
APART = """
async ([one, two, far]) => {
  const read = async (source) => {
    const image = new Image();
    image.src = source;
    await image.decode();
    const made = document.createElement("canvas");
    made.width = image.width; made.height = image.height;
    const pen = made.getContext("2d", { willReadFrequently: true });
    pen.drawImage(image, 0, 0);
    return pen.getImageData(0, 0, image.width, image.height);
  };
  const [a, b] = [await read(one), await read(two)];
  if (a.width !== b.width || a.height !== b.height) return [1, 255];
  let sum = 0, off = 0;
  for (let i = 0; i < a.data.length; i += 4) {
    const by = (Math.abs(a.data[i] - b.data[i]) + Math.abs(a.data[i + 1] - b.data[i + 1])
      + Math.abs(a.data[i + 2] - b.data[i + 2])) / 3;
    sum += by;
    if (by > far) off += 1;
  }
  const cells = a.data.length / 4;
  return [off / cells, sum / cells];
}
"""


def as_source(data: bytes) -> str:
    """Bytes of a picture as an address."""
    return "data:image/png;base64," + base64.b64encode(data).decode()


@pytest.fixture
def table(context: BrowserContext) -> Page:
    """A page without a policy of its own, to lay pictures side by side on."""
    made = context.new_page()
    made.goto("about:blank")
    return made


def small(table: Page, page: Page) -> bytes:
    """What the page shows, reduced."""
    taken = page.screenshot(animations="disabled", caret="hide")
    made: str = table.evaluate(SMALL, [as_source(taken), CELL])
    return base64.b64decode(made.partition(",")[2])


def apart(table: Page, one: bytes, two: bytes) -> tuple[float, float]:
    """The share of cells that are far off, and the mean difference of all."""
    share, mean = table.evaluate(APART, [as_source(one), as_source(two), FAR])
    return share, mean


def shown(context: BrowserContext, seat: Seat, which: tuple[str, str, int, str, str]) -> Page:
    """The page as set: its width, theme and direction."""
    _, path, width, theme, direction = which
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 860})
    page.goto("/me")
    page.select_option('select[name="direction"]', direction)
    page.select_option('select[name="theme"]', theme)
    with turned(page):
        page.get_by_role("button", name="Set").click()
    for _ in range(2):  # the fonts are there the second time, whatever the first had to fetch
        page.goto(seat.url(path))
        page.evaluate("document.fonts.ready")
    page.wait_for_load_state("networkidle")
    return page


@pytest.mark.browser
@pytest.mark.parametrize("which", PAGES, ids=lambda w: w[0])
def test_it_looks_as_it_did(
    context: BrowserContext, table: Page, seat: Seat, which: tuple[str, str, int, str, str]
) -> None:
    made = small(table, shown(context, seat, which))
    kept = LOOKS / f"{which[0]}.png"
    if os.environ.get("ONRECORD_LOOKS") == "write":
        LOOKS.mkdir(exist_ok=True)
        kept.write_bytes(made)
    share, mean = apart(table, made, kept.read_bytes())
    assert share <= MOST_FAR, f"{share:.1%} of the page looks otherwise"
    assert mean <= MOST_MEAN, f"the page is {mean:.1f} levels off"


@pytest.mark.browser
@pytest.mark.parametrize(
    "fault",
    [
        "main { transform: translateX(300px) }",
        ".queue { display: none }",
        "* { all: revert !important }",
        ":root { filter: invert(1) }",
    ],
)
def test_what_breaks_a_page_is_seen(
    context: BrowserContext, table: Page, seat: Seat, fault: str
) -> None:
    which = next(p for p in PAGES if p[0] == "statements")
    page = shown(context, seat, which)
    page.evaluate(
        "(rules) => { const made = new CSSStyleSheet(); made.replaceSync(rules);"
        " document.adoptedStyleSheets = [made]; }",
        fault,
    )
    share, mean = apart(table, small(table, page), (LOOKS / "statements.png").read_bytes())
    assert share > MOST_FAR or mean > MOST_MEAN
