"""Builds the separately held checker page out of checkers/js: one file, the same bytes every time.

python tools/make_checker.py          writes src/onrecord/archive/assets/checker.html
python tools/make_checker.py --check  exit code 1 if that file is not what would be written
"""

import base64
import hashlib
import json
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "checkers" / "js"
PAGE = ROOT / "src" / "onrecord" / "archive" / "assets" / "checker.html"


def hashed(text: str) -> str:
    """The source expression that lets a content security policy admit this text alone."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def built() -> bytes:
    """The page: template, style and scripts joined, with a policy that admits only them."""
    parts = json.loads((SOURCES / "parts.json").read_text("utf-8"))
    names = [*parts["core"], *parts["page"]]
    script = "\n" + "\n".join((SOURCES / n).read_text("utf-8") for n in names)
    style = "\n" + (SOURCES / "checker.css").read_text("utf-8")
    if "</script" in script or "<!--" in script:
        raise SystemExit("the script holds a text that would end or hide it inside a page")
    page = (SOURCES / "template.html").read_text("utf-8")
    for name, text in (
        ("@SCRIPT-HASH@", hashed(script)),
        ("@STYLE-HASH@", hashed(style)),
        ("@STYLE@", style),
        ("@SCRIPT@", script),
    ):
        page = page.replace(name, text, 1)
    return page.encode()


def main(arguments: list[str]) -> int:
    """Writes or compares the page; prints its hash."""
    page = built()
    if "--check" in arguments:
        return int(not PAGE.exists() or PAGE.read_bytes() != page)
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_bytes(page)
    print(f"{hashlib.sha256(page).hexdigest()}  {PAGE.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
