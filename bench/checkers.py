"""One proof checked by each checker, the browser's page among them, and a bag's bytes.

    python bench/checkers.py

Milliseconds a proof, the median of 21, in one run on the same proof. The page is timed from
the file's being handed over to the verdict standing there, in headless Chromium.
"""

import io
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tools"), str(ROOT / "src")]

import measured  # noqa: E402

from conform.make import DESK, Spec, proof  # noqa: E402
from onrecord.archive import bag, bagcheck, policy, verify  # noqa: E402
from onrecord.archive.note import VerifierKey  # noqa: E402

TIMES = 21
PAGE = ROOT / "src" / "onrecord" / "archive" / "assets" / "checker.html"
MB = 256


def median_ms(act: Callable[[], object]) -> float:
    """Milliseconds of an act, the median of many."""
    act()
    taken = []
    for _ in range(TIMES):
        began = time.perf_counter()
        act()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken) * 1000


def in_page(data: bytes) -> float:
    """From the file to the verdict, in the checker page."""
    from playwright.sync_api import FilePayload, sync_playwright

    file: FilePayload = {"name": "p.json", "mimeType": "application/json", "buffer": data}
    with sync_playwright() as play:
        chromium = play.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = chromium.new_page()
        page.goto(PAGE.as_uri())
        page.fill("#key", DESK.vkey)

        def check() -> None:
            page.evaluate("document.querySelectorAll('.verdict').forEach(v => v.remove())")
            page.set_input_files("#file", file)
            page.wait_for_selector(".verdict")

        took = median_ms(check)
        assert page.inner_text(".verdict") == "The quotation holds."
        chromium.close()
    return took


def alone(data: bytes) -> Callable[[], object]:
    """The stand-alone checker, as a function."""
    import verify_alone

    trust = verify_alone.Trust()
    trust.add_desk(DESK.vkey)
    path = Path(tempfile.gettempdir()) / "onrecord-bench-proof.json"
    path.write_bytes(data)
    return lambda: verify_alone.check_files([str(path)], trust)


def main() -> None:
    """Measures, prints, keeps."""
    data = proof(Spec())
    known = policy.trusting(VerifierKey.parse(DESK.vkey))
    ways: dict[str, Callable[[], float]] = {
        "verify of the package": lambda: median_ms(lambda: verify.verify(data, known)),
        "verify_alone": lambda: median_ms(alone(data)),
        "the checker page in Chromium": lambda: in_page(data),
    }
    for name, way in ways.items():
        took = way()
        print(f"one proof of {len(data):,} bytes, {name}: {took:.1f} ms")
        measured.keep("proof", 1, name, one_ms=took)
    with tempfile.TemporaryDirectory() as folder:
        block = bytes(MB * 1_000_000)
        bag.create(Path(folder) / "bag", [bag.Member("x", None, lambda: io.BytesIO(block))])
        began, cpu = time.perf_counter(), time.process_time()
        assert {f.state for f in bagcheck.verify(Path(folder) / "bag")} == {"intact"}
        wall, cpu = time.perf_counter() - began, time.process_time() - cpu
        print(f"bag of {MB} MB: {MB / cpu:.0f} MB a CPU second, {MB / wall:.0f} MB/s")
        measured.keep("bag", 1, f"both manifests of {MB} MB", cpu=cpu, wall=wall, mb_cpu=MB / cpu)


if __name__ == "__main__":
    main()
