"""What Chromium says of the desk's pages: loading, scrolling, weight, shift, axe."""

import argparse
import re
import shutil
import statistics
import subprocess
from dataclasses import dataclass
from pathlib import Path

import httpx
import measured as m
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, sync_playwright

SCROLL = """
async () => {
  const tasks = []; let shift = 0; let frames = 0; let slow = 0;
  new PerformanceObserver(l => l.getEntries().forEach(e => tasks.push(e.duration)))
    .observe({type: 'longtask', buffered: false});
  const moved = e => { if (!e.hadRecentInput) shift += e.value; };
  new PerformanceObserver(l => l.getEntries().forEach(moved))
    .observe({type: 'layout-shift', buffered: false});
  const chat = document.querySelector('.chat');
  const began = performance.now();
  let last = began;
  while (performance.now() - began < 8000) {
    chat.scrollTop += 60;
    await new Promise(requestAnimationFrame);
    const now = performance.now();
    frames += 1; if (now - last > 50) slow += 1;
    last = now;
  }
  const at = [...document.querySelectorAll('[data-at]')].map(e => Number(e.dataset.at));
  return {longest: Math.max(0, ...tasks), tasks: tasks.length, shift, frames, slow,
          first: at[0], last: at[at.length - 1], kept: at.length};
}
"""
SHIFT = """
() => new Promise(done => {
  let shift = 0;
  new PerformanceObserver(l => l.getEntries().forEach(e => { shift += e.value; }))
    .observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done(shift), 700);
})
"""


@dataclass(frozen=True, slots=True)
class Seat:
    """A running desk: its process, its address, a client that has logged in."""

    process: "subprocess.Popen[str]"
    client: httpx.Client
    base: str
    case: str

    def memory(self) -> tuple[float, float]:
        """Resident MB now and at most."""
        said = Path(f"/proc/{self.process.pid}/status").read_text("utf-8")
        now, most = (
            int(found[1]) / 1000 if (found := re.search(rf"{name}:\s+(\d+) kB", said)) else 0.0
            for name in ("VmRSS", "VmHWM")
        )
        return now, most


def p95(spent: list[float]) -> float:
    """The 95th percentile."""
    return sorted(spent)[max(0, round(len(spent) * 0.95) - 1)]


def browsed(seat: Seat, args: argparse.Namespace) -> None:
    """What Chromium says: scrolling, weight, shift, axe."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("no Chromium on PATH: scrolling, weight and axe were not measured")
        return
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        context = browser.new_context(base_url=seat.base, viewport={"width": 1280, "height": 860})
        cookie = next(iter(seat.client.cookies.jar))
        context.add_cookies([{"name": cookie.name, "value": str(cookie.value), "url": seat.base}])
        page = context.new_page()
        loaded(page, seat, args.visits)
        scroll(page, seat)
        if args.axe == "yes":
            weights(page, seat, every=args.pages)
        browser.close()


def loaded(page: Page, seat: Seat, visits: int) -> None:
    """Milliseconds from asking to the browser's load event, of the first page."""
    spent = []
    for _ in range(visits):
        page.goto(f"{seat.case}/reader", wait_until="load")
        spent.append(
            float(page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd"))
        )
    four = [min(spent), statistics.median(spent), p95(spent), max(spent)]
    said = " / ".join(f"{x:.0f}" for x in four)
    print(f"first page, loaded in Chromium: {said} ms (min / median / p95 / max)")
    total = max(c["messages"] for c in seat.client.get(f"{api(seat)}/chats").json())
    m.keep("desk", total, "first page, loaded in Chromium", page_ms=four)


def api(seat: Seat) -> str:
    """Where the case's data are asked for."""
    return seat.case.replace("/case/", "/api/case/")


def scroll(page: Page, seat: Seat) -> None:
    """Eight seconds of scrolling in the middle of the chat."""
    page.goto(f"{seat.case}/reader?at=40000")
    page.wait_for_timeout(1500)
    said = page.evaluate(SCROLL)
    verdict = "met" if said["longest"] <= 50 else "MISSED"
    print(
        f"scrolling 8 s: {said['last'] - 40000:,} messages passed, {said['kept']} kept, "
        f"{said['frames']} frames, {said['slow']} later than 50 ms; longest task "
        f"{said['longest']:.0f} ms (50 demanded, {verdict}), {said['tasks']} long tasks; "
        f"layout shift {said['shift']:.4f}"
    )


def weights(page: Page, seat: Seat, *, every: bool) -> None:
    """Bytes over the wire with an empty cache, layout shift, axe in both directions."""
    paths = [f"{seat.case}/reader", f"{seat.case}/search?q=the", f"{seat.case}/intake"]
    if every:
        links = seat.client.get(f"{seat.case}/intake").text
        paths += sorted({m for m in re.findall(r'href="(/case/[^"#?]+)"', links)} - set(paths))
        paths += ["/", "/me", "/help", f"{seat.case}/search"]
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda e: sizes.append(e["encodedDataLength"]))
    for way in ("ltr", "rtl"):
        turned(seat, way)
        for path in paths:
            sizes.clear()
            page.goto(path)
            page.wait_for_load_state("networkidle")
            weight = sum(sizes) / 1000
            shift = page.evaluate(SHIFT)
            found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
            bad = [v for v in found if v["impact"] in ("serious", "critical")]
            names = ", ".join(f"{v['id']} x{len(v['nodes'])}" for v in bad)
            print(
                f"{way} {path.replace(seat.case, '')[:34]:36}{weight:7.0f} kB  shift {shift:.4f}  "
                f"axe serious {len(bad)} {names}"
            )


def turned(seat: Seat, way: str) -> None:
    """Sets the direction of the desk for the session."""
    token = re.search(r'name="csrf" value="([^"]+)"', seat.client.get("/me").text)
    assert token
    seat.client.post("/look", data={"csrf": token[1], "theme": "auto", "direction": way})
