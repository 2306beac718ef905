"""A whole case: seconds, memory and disk of intake, search, proof and check.

    python bench/case.py [--messages 100000]

The sample generator writes an export of that many messages; each command runs as
a process of its own. Beside it, in the same run: SHA-256 of the same bytes, so
that the ratios can be compared between machines.
"""

import argparse
import hashlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
MB = 1_000_000


def spent(argv: list[str]) -> tuple[float, float, float, str]:
    """Wall seconds, CPU seconds, peak MB of one process, and its output."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    with subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        out = process.stdout.read().decode()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    if process.returncode:
        raise SystemExit(f"{' '.join(argv)} ended with {process.returncode}")
    return wall, cpu or usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000, out


def size_of(folder: Path) -> int:
    """Bytes of the files below a folder."""
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())


def main() -> None:
    """Prints one line a step."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--messages", type=int, default=100_000)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        measure(Path(scratch), args.messages)


def measure(folder: Path, messages: int) -> None:
    """All steps, in order."""
    secret = folder / "secret"
    secret.write_text("bench")
    tool = [sys.executable, "-m", "onrecord"]
    keys = ["--desk", str(folder / "desk"), "--passphrase-file", str(secret)]
    case = str(folder / "case")
    make = [sys.executable, str(ROOT / "tools" / "make_sample.py"), str(folder / "sample")]
    subprocess.run(
        [*make, "--messages", str(messages), "--only-a"], check=True, capture_output=True
    )
    export = folder / "sample" / "witness-a"
    data = (export / "result.json").read_bytes()
    began = time.perf_counter()
    hashlib.sha256(data).digest()
    floor = time.perf_counter() - began
    size = len(data)
    del data
    print(f"{messages:,} messages, {size / MB:,.0f} MB; sha256 of it {floor:.2f} s")
    spent([*tool, "new", case, *keys])
    wall, cpu, peak, out = spent([*tool, "add", case, str(export), "--json", *keys])
    counts = json.loads(out.split("\n")[0])["counts"]
    print(
        f"add: {wall:.1f} s wall, {cpu:.1f} s CPU ({cpu / floor:.0f}x sha256), "
        f"peak {peak:,.0f} MB, "
        f"{messages / cpu:,.0f} messages a CPU second; in {counts['records']:,} = "
        f"{counts['messages']:,} + {counts['service']:,} + {counts['unreadable']:,}"
    )
    bags = size_of(Path(case) / "bags")
    rest = size_of(Path(case)) - bags
    print(f"disk: case without the bag / export = {rest / size:.2f}")
    for query in ("الميناء", '"الميناء الليلة"', "harbour OR порт"):
        runs = sorted(spent([*tool, "find", case, query, *keys])[0] for _ in range(5))
        print(f"find {query}: whole process {runs[2] * 1000:.0f} ms (median of 5)")
    wall, cpu, peak, _ = spent([*tool, "check", case, *keys])
    print(f"check: {wall:.1f} s wall, {cpu:.1f} s CPU, peak {peak:,.0f} MB")
    wall, cpu, peak, _ = spent([*tool, "check", case, "--bytes", *keys])
    print(f"check --bytes: {wall:.1f} s, {bags / wall / MB:,.0f} MB/s of bag")
    wall, cpu, peak, _ = spent([*tool, "statements", case, "--json", *keys])
    print(f"statements: {wall:.1f} s wall, {cpu:.1f} s CPU, peak {peak:,.0f} MB")


if __name__ == "__main__":
    main()
