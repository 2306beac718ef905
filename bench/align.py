"""Two exports of one chat set side by side: seconds and peak memory.

``python bench/align.py [--messages N]``: writes a seeded Telegram export twice, the second
without one message in a thousand and with one in two thousand changed, reads both into rows
(not counted), then aligns them in a process of its own, and counts what it found against what
was planted.
"""

import argparse
import json
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import intake


def write(path: Path, count: int, *, second: bool) -> tuple[int, int]:
    """An export; how many messages were left out and how many changed."""
    rng, planted = random.Random(20_20), random.Random(7)  # noqa: S311
    gone = changed = 0
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write(intake.HEAD)
        between = ""
        for n in range(count):
            m = intake.message(rng, n)
            chance = planted.random()
            if second and chance < 0.001:
                gone += 1
                continue
            if second and chance > 0.9995 and m["type"] == "message":
                m["text"] = "changed"
                m["text_entities"] = [{"type": "plain", "text": "changed"}]
                changed += 1
            out.write(between + json.dumps(m, ensure_ascii=False, indent=1).replace("\n", "\n  "))
            between = ",\n  "
        out.write("\n ]\n}")
    return gone, changed


def child(one: Path, two: Path) -> dict[str, float]:
    """Align two folders of rows."""
    from onrecord.desk.rows import parts
    from onrecord.store.witnesses import align

    begin, cpu = time.monotonic(), time.process_time()
    found = align(parts(one), parts(two))
    wall, cpu = time.monotonic() - begin, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    status = Path("/proc/self/status")
    if status.exists():
        high = re.search(r"VmHWM:\s+(\d+)", status.read_text())
        peak = int(high[1]) // 1024 if high else peak
    return {"wall": wall, "cpu": cpu, "peak": peak, **dict(found.counts)}


def main() -> None:
    """Write, read, align, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--child", nargs=2, type=Path)
    args = parser.parse_args()
    if args.child:
        print(json.dumps(child(*args.child)))
        return
    from onrecord.desk.aligning import _read
    from onrecord.ports import Ask

    with tempfile.TemporaryDirectory(prefix="onrecord-align-") as scratch:
        folders = []
        planted = (0, 0)
        for i, second in enumerate((False, True)):
            export = Path(scratch) / f"{i}.json"
            planted = write(export, args.messages, second=second)
            folders.append(_read(export, Path(scratch) / str(i), Ask()).folder)
            export.unlink()
        run = subprocess.run(
            [sys.executable, __file__, "--child", *map(str, folders)],
            check=True,
            capture_output=True,
        )
    got = json.loads(run.stdout)
    print(f"{args.messages} messages against {args.messages - planted[0]}")
    print(f"planted: {planted[0]} left out, {planted[1]} changed")
    print("found:  ", {k: v for k, v in got.items() if k not in ("wall", "cpu", "peak")})
    print(f"{got['wall']:.1f} s wall, {got['cpu']:.1f} s CPU, {got['peak']:.0f} MiB at most")


if __name__ == "__main__":
    main()
