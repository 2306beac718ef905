"""Two exports of one chat set side by side: seconds and peak memory.

``python bench/align.py [--messages N]``: takes the seeded corpus and a second export of
it without one message in a thousand and with one in two thousand changed, reads both into rows
(not counted), then aligns them in a process of its own, and counts what it found against what
was planted.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import corpora
import measured as m

_BETWEEN = "\n  },\n  {"
_TEXT = '"text": "'


def second(path: Path, first: Path) -> tuple[int, int]:
    """Another export of the chat; how many messages it lacks and how many it has changed."""
    planted = random.Random(7)
    head, *rest = first.read_text("utf-8").split(_BETWEEN)
    kept, gone, changed = [head], 0, 0
    for said in rest[:-1]:
        chance = planted.random()
        if chance < 0.001:
            gone += 1
            continue
        # A text of one piece stands twice, in ``text`` and in ``text_entities``.
        plain = said.count(_TEXT) == 2 and f'{_TEXT}"' not in said
        if chance > 0.9995 and plain and '"type": "message"' in said:
            said = said.replace(_TEXT, f"{_TEXT}changed ")
            changed += 1
        kept.append(said)
    path.write_text(_BETWEEN.join([*kept, rest[-1]]), "utf-8", newline="\n")
    return gone, changed


def child(one: Path, two: Path) -> dict[str, float]:
    """Align two folders of rows."""
    from onrecord.desk.rows import parts
    from onrecord.store.witnesses import align

    begin, cpu = time.monotonic(), time.process_time()
    found = align(parts(one), parts(two))
    wall, cpu = time.monotonic() - begin, time.process_time() - cpu
    return {"wall": wall, "cpu": cpu, "peak": m.own_peak(), **dict(found.counts)}


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
        first = corpora.corpus(args.messages) / "result.json"
        export = Path(scratch) / "result.json"
        planted = second(export, first)
        folders = [
            _read(one, Path(scratch) / str(n), Ask()).folder
            for n, one in enumerate((first, export))
        ]
        run = subprocess.run(
            [sys.executable, __file__, "--child", *map(str, folders)],
            check=True,
            capture_output=True,
        )
    got = json.loads(run.stdout)
    print(f"{args.messages} messages against {args.messages - planted[0]}")
    print(f"planted: {planted[0]} left out, {planted[1]} changed")
    print("found:  ", {k: v for k, v in got.items() if k not in ("wall", "cpu", "peak")})
    took = {k: got[k] for k in ("cpu", "wall", "peak")}
    m.keep("align", args.messages, "two exports side by side", **took)
    print(f"{got['wall']:.1f} s wall, {got['cpu']:.1f} s CPU, {got['peak']:.0f} MiB at most")


if __name__ == "__main__":
    main()
