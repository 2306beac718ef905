"""Takes the pictures of the README and the guide from a demonstration's folder.

``python tools/demo.py demo > demo.log; python tools/make_pictures.py demo demo.log``
needs Chromium and the playwright package; nothing is fetched.
"""

import html
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[1]
OUT = ROOT / "docs" / "img"
TERMINAL = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; background: #14171a; color: #e4e5e0; padding: 24px 28px;
  font: 400 14px/1.5 "JetBrains Mono", "DejaVu Sans Mono", "Noto Sans Mono", monospace; }}
pre {{ margin: 0; white-space: pre-wrap; font: inherit; unicode-bidi: plaintext; }}
b {{ color: #8ec6d1; font-weight: 600; }} i {{ color: #f0a684; font-style: normal; }}
</style><pre>{text}</pre>"""


def shot(page: Page, name: str, width: int, height: int, scheme: str = "light") -> None:
    """One picture of what the page shows at its top."""
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.wait_for_timeout(300)
    page.screenshot(path=OUT / name)


def on_paper(page: Page, demo: Path, name: str) -> None:
    """The first page as it is printed (pdftoppm of poppler-utils makes the picture)."""
    page.emulate_media(color_scheme="light")
    page.pdf(path=str(demo / "print.pdf"), prefer_css_page_size=True, print_background=True)
    where = str((OUT / name).with_suffix(""))
    paper = ["pdftoppm", "-r", "80", "-png", "-f", "1", "-singlefile"]
    subprocess.run([*paper, str(demo / "print.pdf"), where], check=True)


def terminal(log: str) -> str:
    """The refusal and the publication, as the terminal shows them."""
    lines = log.split("\n")
    start = next(i for i, line in enumerate(lines) if line.startswith(" 7  Refuse"))
    end = next(i for i, line in enumerate(lines) if line.startswith(" 9  Verify"))
    out = []
    for line in lines[start:end]:
        text = html.escape(line.rstrip())
        if line.startswith("$"):
            text = f"<b>{text}</b>"
        elif line.startswith("onrecord:") or line.startswith("(exit"):
            text = f"<i>{text}</i>"
        out.append(text)
    return TERMINAL.format(text="\n".join(out).strip())


def main(demo: Path, log: Path) -> None:
    """Writes docs/img/*.png."""
    OUT.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(device_scale_factor=1)
        page.goto((demo / "story" / "harbour.html").resolve().as_uri())
        shot(page, "story.png", 1000, 1240)
        shot(page, "story-dark.png", 1000, 1240, "dark")
        shot(page, "story-phone.png", 390, 1100)
        on_paper(page, demo, "story-print.png")
        page.goto((demo / "story-ar" / "harbour-ar.html").resolve().as_uri())
        shot(page, "story-ar.png", 1000, 1240)
        shot(page, "story-ar-phone.png", 390, 1100)
        on_paper(page, demo, "story-ar-print.png")
        page.goto("about:blank")  # leaves the story's own content policy behind
        page.set_content(terminal(log.read_text("utf-8").replace(f"{demo.resolve()}/", "")))
        page.set_viewport_size({"width": 1000, "height": 400})
        page.screenshot(path=OUT / "terminal.png", full_page=True)
        page.goto((demo / "story" / "onrecord-checker.html").resolve().as_uri())
        key = log.read_text("utf-8").rpartition("The desk key: ")[2].split("\n")[0].strip()
        page.fill("textarea", key)
        inputs = page.locator("input[type=file]")
        inputs.last.set_input_files(demo / "story" / "harbour.html")
        page.wait_for_timeout(1500)
        shot(page, "checker.png", 1000, 1200)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
