"""The published page as PDF, printed by a Chromium that is on this machine."""

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from onrecord.errors import BadOption, SystemTrouble
from onrecord.model.story import Story
from onrecord.report import html

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
_DATES = re.compile(rb"\((D:\d{14})([+-]\d{2}'\d{2}'|Z?)\)")
_CREATOR = re.compile(rb"/Creator \((?:\\.|[^\\)])*\)")
_SECONDS = 120


class Pdf:
    """Prints the page; the notes of every proof are open on paper.

    The file names no user, host, path, system or zone: its two dates are set to
    the story's day in UTC. It carries no proofs; the page does.
    """

    name = "pdf"
    suffix = ".pdf"
    title = "PDF of the page"

    def write(self, story: Story) -> bytes:
        """The file. Raises BadOption if there is no Chromium, SystemTrouble if it
        fails."""
        browser = next((found for name in NAMES if (found := shutil.which(name))), None)
        if browser is None:
            raise BadOption(
                "There is no Chromium on this machine to print a PDF with.",
                advice="Install chromium, or open the page in a browser and print it.",
            )
        with tempfile.TemporaryDirectory(prefix="print-") as folder:
            made = _printed(browser, html.WRITER.write(story), Path(folder))
        return _cleaned(made, story.date)


WRITER = Pdf()


def _printed(browser: str, page: bytes, folder: Path) -> bytes:
    (folder / "page.html").write_bytes(page)
    out = folder / "page.pdf"
    command = [
        browser,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--no-first-run",
        f"--user-data-dir={folder / 'profile'}",
        "--no-pdf-header-footer",
        f"--print-to-pdf={out}",
        (folder / "page.html").as_uri(),
    ]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)  # noqa: S603
    except (subprocess.SubprocessError, OSError) as trouble:
        raise SystemTrouble("Chromium could not print the page.", where=browser) from trouble
    if not out.is_file():
        raise SystemTrouble("Chromium printed nothing.", where=browser)
    return out.read_bytes()


def _cleaned(data: bytes, date: str) -> bytes:
    """The same bytes with dates set and the browser's system unnamed, each in its
    own length, so that no offset moves."""
    day = date.replace("-", "").encode()[:8].ljust(8, b"0") if date else b"19800101"

    def fixed(match: "re.Match[bytes]") -> bytes:
        zone = b"+00'00'" if len(match[2]) == 7 else match[2]
        return b"(D:" + day + b"000000" + zone + b")"

    def unnamed(match: "re.Match[bytes]") -> bytes:
        return (b"/Creator (" + b"onrecord").ljust(len(match[0]) - 1) + b")"

    return _CREATOR.sub(unnamed, _DATES.sub(fixed, data))
