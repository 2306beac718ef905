"""What Lighthouse asks of a page and can be answered without network, as one list of faults.

The names are Lighthouse's own (https://developer.chrome.com/docs/lighthouse, version 12):
document structure, viewport, sizes of what is touched and read, layout shift, weight of
the tree, what blocks drawing, where what is loaded comes from and how it is kept. What
it scores by the clock is measured in bench/desk.py; what axe asks is in
`test_accessible`.
"""

from pathlib import Path

from playwright.sync_api import Page, Response

AUDIT = (Path(__file__).parent / "audits.js").read_text("utf-8")
SHIFT = """
() => new Promise((done) => {
  let shift = 0;
  const add = (one) => { if (!one.hadRecentInput) shift += one.value; };
  new PerformanceObserver((l) => l.getEntries().forEach(add))
    .observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => setTimeout(() => done(shift)));
})
"""
MOST_SHIFT = 0.1
"""What Lighthouse (and the Core Web Vitals) call good."""


def audited(page: Page) -> list[str]:
    """What is wrong with the page as it stands."""
    found: list[str] = page.evaluate(AUDIT)
    shift: float = page.evaluate(SHIFT)
    if shift > MOST_SHIFT:
        found.append(f"cumulative-layout-shift: {shift:.3f}")
    return found


def kept_rightly(answer: Response, home: str) -> str:
    """What is wrong with how something came over the wire; empty if nothing is."""
    url, headers = answer.url, answer.headers
    if url.startswith(("data:", "blob:")):
        return ""
    if not url.startswith(home):
        return f"third-party: {url}"
    kept = headers.get("cache-control", "")
    if "/assets/" not in url:
        return "" if kept == "no-store" else f"a page of evidence may be kept: {url}"
    if "max-age=31536000" not in kept:
        return f"uses-long-cache-ttl: {url}"
    plain = ".woff2" in url or headers.get("content-encoding") == "gzip"
    return "" if plain else f"uses-text-compression: {url}"
