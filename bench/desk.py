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
from pathlib import Path

import httpx
import measured as m
from browsing import Seat, browsed, p95

ROOT = Path(__file__).parents[1]
NAME, OWN = "Bench", "four words that differ"
DEMANDED = {"first page": 300, "search": 150, "reader jump": 200}


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
    client = httpx.Client(base_url=base, headers={"Origin": base}, timeout=600)
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
    runs |= worked(seat, visits, words, chance)
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


def worked(
    seat: Seat, visits: int, words: list[str], chance: random.Random
) -> dict[str, list[float]]:
    """Times of the pages over what is derived, once it is; how long that took is printed."""
    began = time.perf_counter()
    for name in ("statements", "people", "overview"):
        while 'class="waiting"' in seat.client.get(f"{seat.case}/{name}").text:
            time.sleep(1)
    print(f"statements, people and figures derived after {time.perf_counter() - began:.0f} s")
    first = seat.client.get(f"{seat.case}/statements").text
    found = re.findall(r'href="[^"]*/statements/(s:\w+)"', first)
    few = max(5, visits // 4)
    board = f"{seat.case}/statements"
    return {
        "statements": [timed(seat, board) for _ in range(few)],
        "statements by a word": [
            timed(seat, f"{board}?words={chance.choice(words[:40])}") for _ in range(few)
        ],
        "one statement": [timed(seat, f"{board}/{chance.choice(found)}") for _ in range(few)],
        "second reading": [timed(seat, f"{seat.case}/second") for _ in range(few)],
        "people": [timed(seat, f"{seat.case}/people") for _ in range(few)],
        "overview": [timed(seat, f"{seat.case}/overview") for _ in range(few)],
    }


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


if __name__ == "__main__":
    main()
