"""Takes the pictures of the browser desk from a demonstration's folder.

``python tools/demo.py demo; python tools/make_desk_pictures.py demo`` needs Chromium
and the playwright package; nothing is fetched. The demonstration's case gets a second
export, so that two witnesses can be set side by side.
"""

import os
import shutil
import sys
import tempfile
import threading
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from onrecord import Desk
from onrecord.web.serve import server
from onrecord.web.site import Site

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "docs" / "img"
PASSPHRASE = "a demonstration needs no secret"  # noqa: S105  # and has none
WHO = "Ines Halloway"
HARBOUR = "/search?q=%D8%A7%D9%84%D9%85%D9%8A%D9%86%D8%A7%D8%A1"

# (picture, path, width, height, theme, direction, keys pressed)
SHOTS = (
    ("desk-intake", "/intake", 1280, 1240, "light", "ltr", ""),
    ("desk-reader", "/reader?date=2026-03-26", 1280, 860, "light", "ltr", "jjjjE"),
    ("desk-reader-dark", "/reader?m=1/733", 1280, 860, "dark", "ltr", ""),
    ("desk-witnesses", "/reader/beside?date=2026-03-26", 1280, 860, "light", "ltr", ""),
    ("desk-search", HARBOUR, 1280, 860, "light", "ltr", "jE"),
    ("desk-search-rtl", HARBOUR, 1280, 860, "dark", "rtl", "jE"),
    ("desk-statements", "/statements?judged=yes", 1280, 860, "light", "ltr", ""),
    ("desk-compare", "", 1280, 860, "light", "ltr", ""),
    ("desk-story", "/story/harbour", 1280, 860, "light", "ltr", ""),
    ("desk-story-rtl", "/story/harbour", 1280, 860, "dark", "rtl", ""),
    ("desk-phone", "/reader?date=2026-03-26", 390, 844, "light", "ltr", ""),
    ("desk-phone-dark", "/statements?judged=yes", 390, 844, "dark", "ltr", ""),
    ("desk-tour", "/tour", 1280, 1000, "light", "ltr", ""),
)


def taken(page: Page, base: str, case: str, shot: tuple[str, str, int, int, str, str, str]) -> None:
    """One picture."""
    name, path, width, height, theme, direction, keys = shot
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{base}/me")
    page.select_option('select[name="theme"]', theme)
    page.select_option('select[name="direction"]', direction)
    page.get_by_role("button", name="Set").click()
    page.wait_for_load_state()
    if path:
        page.goto(f"{base}{case}{path}")
    else:
        page.goto(f"{base}{case}/compare?outcome=contradicted")
        page.locator("a[data-open]").nth(1).click()
    page.wait_for_load_state("networkidle")
    for key in keys:
        page.keyboard.press({"E": "Enter"}.get(key, key))
        page.wait_for_timeout(250)
    page.wait_for_timeout(900)
    if page.locator("main .refusal").count():
        raise SystemExit(f"{name}: the page is a refusal")
    page.screenshot(path=OUT / f"{name}.png", animations="disabled")
    print(name)


def main(demo: Path) -> None:
    """Writes docs/img/desk-*.png."""
    demo = demo.resolve()
    os.chdir("/")  # the page of intake names the folder: nobody's own
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as play:
        folder = Path(scratch)
        for name in ("case", "desk"):
            shutil.copytree(demo / name, folder / name)
        desk = Desk(folder / "desk", PASSPHRASE)
        desk.add_person(WHO, "editor", "four words that differ")
        desk.add(folder / "case", demo / "sample" / "witness-b")
        draft = (demo / "draft.md").read_text("utf-8")
        desk.save_draft(folder / "case", "harbour.md", draft, by=WHO)
        shutil.copy(demo / "harbour.jpg", folder / "case" / "stories")
        site = Site(desk.folder, desk)
        case = f"/case/{site.show(folder / 'case')}"
        ready = threading.Event()
        made = server(site, 0, lambda _: ready.set())
        threading.Thread(target=made.run, daemon=True).start()
        ready.wait(20)
        browser: Browser = play.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        context = browser.new_context()
        session = site.sessions.begin(desk.persons()[0])
        context.add_cookies([{"name": site.cookie, "value": session.id, "url": site.address}])
        page = context.new_page()
        page.goto(f"{site.address}{case}/compare")  # so that the board knows what reports say
        for shot in SHOTS:
            taken(page, site.address, case, shot)
        browser.close()
        made.should_exit = True


if __name__ == "__main__":
    main(Path(sys.argv[1]))
