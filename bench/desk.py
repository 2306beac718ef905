"""The browser desk over a large case: time to page, memory, weight, scrolling, axe.

    python bench/desk.py CASE --desk DIR --passphrase-file FILE [--visits 40]
    python bench/desk.py --messages 100000 [--visits 40] [--axe no]

Pages are asked for by a client over loopback, the first words of a query and the
places of a jump drawn at random from the case; beside them, in the same run, a
page that asks the case nothing (``/help``), so that ratios can be compared
between machines. Scrolling, weight and axe are Chromium's own figures. A miss of
what is demanded is printed as a miss, never left out.
"""

import argparse
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import httpx
import measured as m
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[1]
NAME, OWN = "Bench", "four words that differ"
DEMANDED = {"first page": 300, "search": 150, "reader jump": 200}
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


def main() -> None:
    """Prints one line a figure."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("case", type=Path, nargs="?")
    parser.add_argument("--desk", type=Path)
    parser.add_argument("--passphrase-file", type=Path)
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--visits", type=int, default=40)
    parser.add_argument("--axe", choices=["yes", "no"], default="yes")
    parser.add_argument("--pages", action="store_true", help="axe and weight of every page too")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        if args.case is None:
            args.case, args.desk, args.passphrase_file = made(folder, args.messages)
        seat = opened(folder, args)
        try:
            figures(seat, args.visits)
            browsed(seat, args)
        finally:
            seat.client.close()
            seat.process.terminate()
            seat.process.wait(20)


def made(folder: Path, messages: int) -> tuple[Path, Path, Path]:
    """A case of that many messages, its desk, its passphrase."""
    secret = folder / "secret"
    secret.write_text("only for a bench", "utf-8")
    tool = [sys.executable, "-m", "onrecord"]
    more = ["--desk", str(folder / "desk"), "--passphrase-file", str(secret)]
    sample = ROOT / "tools" / "make_sample.py"
    for words in (
        [sys.executable, str(sample), str(folder / "s"), "--messages", str(messages), "--only-a"],
        [*tool, "new", str(folder / "case"), *more],
        [*tool, "add", str(folder / "case"), str(folder / "s" / "witness-a"), *more],
    ):
        subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return folder / "case", folder / "desk", secret


def opened(folder: Path, args: argparse.Namespace) -> Seat:
    """The desk served over a copy of the desk folder; the case is only read."""
    shutil.copytree(args.desk, folder / "seat")
    own = folder / "own"
    own.write_text(OWN, "utf-8")
    tool = [sys.executable, "-m", "onrecord"]
    more = ["--desk", str(folder / "seat"), "--passphrase-file", str(args.passphrase_file)]
    add = ["persons", "--add", NAME, "--role", "editor", "--person-file", str(own)]
    subprocess.run([*tool, *add, *more], check=True, stdout=subprocess.DEVNULL)
    began = time.perf_counter()
    process = subprocess.Popen(
        [*tool, "desk", str(args.case), "--json", *more], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    address = json.loads(process.stdout.readline())["address"]
    print(f"open for visitors after {time.perf_counter() - began:.1f} s")
    base, _, rest = address.partition("/come-in")
    client = httpx.Client(base_url=base, headers={"Origin": base}, timeout=120)
    client.get(address)
    token = re.search(r'name="csrf" value="([^"]+)"', client.get("/log-in").text)
    assert token
    client.post("/log-in", data={"csrf": token[1], "name": NAME, "passphrase": OWN})
    case = re.search(r"case=([\w-]+)", rest)
    assert case
    return Seat(process, client, base, f"/case/{case[1]}")


def timed(seat: Seat, path: str) -> float:
    """Milliseconds until the whole page is there."""
    began = time.perf_counter()
    answer = seat.client.get(path, follow_redirects=True)
    spent = (time.perf_counter() - began) * 1000
    assert answer.status_code == 200, (path, answer.status_code)
    return spent


def figures(seat: Seat, visits: int) -> None:
    """Times of the pages, and memory after them."""
    chance = random.Random(8)
    api = seat.case.replace("/case/", "/api/case/")
    total = max(c["messages"] for c in seat.client.get(f"{api}/chats").json())
    print(f"{total:,} messages in the largest chat, {visits} visits each, {os.cpu_count()} cores")
    words = drawn(seat, api, total, chance)
    floor = [timed(seat, "/help/reader") for _ in range(visits)]
    runs = {
        "first page": [timed(seat, f"{seat.case}/reader") for _ in range(visits)],
        "reader jump": [
            timed(seat, f"{seat.case}/reader?m=1/{chance.randrange(total)}") for _ in range(visits)
        ],
        "part while scrolling": [
            timed(seat, f"{seat.case}/reader?at={chance.randrange(total)}") for _ in range(visits)
        ],
        "search": [
            timed(seat, f"{seat.case}/search?q={chance.choice(words)}") for _ in range(visits)
        ],
        "record": [
            timed(seat, f"{seat.case}/record/1/{chance.randrange(total)}") for _ in range(visits)
        ],
    }
    keys = [
        seat.client.get(f"{api}/messages", params={"offset": at, "limit": 1}).json()
        for at in chance.sample(range(total), visits)
    ]
    links = [f"{seat.case}/m/{k['messages'][0]['key']}" for k in keys]
    first = timed(seat, links[0])
    runs["a link by key"] = [timed(seat, link) for link in links]
    base = statistics.median(floor)
    print(f"{'page':24}{'min':>9}{'median':>9}{'p95':>9}{'max':>9}{'demanded':>10}{'x floor':>9}")
    for name, spent in {"/help (the floor)": floor, **runs}.items():
        wanted = DEMANDED.get(name)
        verdict = "" if wanted is None else ("  met" if p95(spent) <= wanted else "  MISSED")
        four = [min(spent), statistics.median(spent), p95(spent), max(spent)]
        print(
            f"{name:24}{''.join(f'{x:9.1f}' for x in four)}{wanted or '':>10}"
            f"{four[1] / base:9.1f}{verdict}"
        )
        m.keep("desk", total, name, page_ms=four, floor=four[1] / base, wanted=wanted)
    print(f"the first link by key, which makes the table of keys: {first:.0f} ms")
    now, most = seat.memory()
    print(f"server memory: {now:.0f} MB now, {most:.0f} MB at most (1024 demanded)")
    m.keep("desk", total, "server memory", peak=most)


def p95(spent: list[float]) -> float:
    """The 95th percentile."""
    return sorted(spent)[max(0, round(len(spent) * 0.95) - 1)]


def drawn(seat: Seat, api: str, total: int, chance: random.Random) -> list[str]:
    """Words of messages drawn at random, alone, in pairs, and with a field."""
    words: list[str] = []
    while len(words) < 60:
        at = chance.randrange(total)
        found = seat.client.get(f"{api}/messages", params={"offset": at, "limit": 5}).json()
        for message in found["messages"]:
            words += [w for w in re.findall(r"\w{4,}", message["text"])][:2]
    pairs = [f"{a} OR {b}" for a, b in zip(words[::4], words[1::4], strict=False)]
    return [*words[:40], *pairs[:15], "voice:forwarded", "has:photo"]


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
        if args.axe == "yes":
            scroll(page, seat)
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


if __name__ == "__main__":
    main()
