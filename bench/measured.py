"""Commands measured side by side, and the history of what they took.

A measure runs every command in turn, round after round, in one run on one machine:
CPU seconds (of the command and everything it started), wall seconds, peak memory
(summed over its processes, shared pages by share) and the ratio to ours in the same round. Only ratios can
be compared between machines; CPU seconds bear a busy machine better than wall ones.
"""

import json
import os
import platform
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import rooms

ROOT = Path(__file__).parents[1]
HISTORY = ROOT / "bench" / "history.jsonl"
PEERS = ROOT / ".venv-bench" / "bin" / "python"
PROC = Path("/proc")
Argv = Sequence[str | Path]
# As installed: modules are compiled once, whatever the shell that measures has set.
_ENV = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


@dataclass(frozen=True, slots=True)
class Took:
    """What one run of a command took; memory in MB, at its peak by process too."""

    cpu: float
    wall: float
    peak: float
    out: str
    each: tuple[int, ...] = ()


def own_peak() -> int:
    """The most memory this process has held, in MiB. ``ru_maxrss`` begins with what the
    process held that started it; the kernel's own high water does not."""
    status = PROC / "self" / "status"
    found = re.search(r"VmHWM:\s+(\d+)", status.read_text()) if status.exists() else None
    kilobytes = found[1] if found else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(kilobytes) // 1024


def ours(script: str, *args: object) -> list[str]:
    """A command of this folder under our own Python."""
    return [sys.executable, str(ROOT / "bench" / script), *map(str, args)]


def peer(script: str, *args: object) -> list[str]:
    """A command of ``bench/peers`` under the environment of the peers."""
    return [str(PEERS), str(ROOT / "bench" / "peers" / script), *map(str, args)]


def have_peers() -> bool:
    """True if the peers are installed (``make bench`` does it)."""
    return PEERS.exists()


def run(argv: Argv, env: Mapping[str, str] | None = None) -> Took:
    """Runs a command to its end. Raises SystemExit if it fails."""
    began = time.perf_counter()
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(
            [str(a) for a in argv],
            stdout=out,
            stderr=subprocess.PIPE,
            start_new_session=True,
            env={**_ENV, **(env or {})},
        )
        watch = _Watch(process.pid)
        assert process.stderr is not None
        said = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        peak, seen, each = watch.end()
        process.returncode = os.waitstatus_to_exitcode(status)
        process.stderr.close()
        if process.returncode:
            words = " ".join(str(a) for a in argv)
            raise SystemExit(f"{words} ended with {process.returncode}:\n{said.decode()[-2000:]}")
        out.seek(0)
        text = out.read().decode()
    own = usage.ru_maxrss / 1024
    # What it started and did not wait for (Spark's Java) is only seen while it runs.
    return Took(
        max(usage.ru_utime + usage.ru_stime, seen), wall, max(peak, own) * 1.048576, text, each
    )


class _Watch:
    """Samples the CPU seconds and the memory of a session's processes, ten times a second: what is theirs
    alone and their share of what they hold together (PSS)."""

    def __init__(self, session: int) -> None:
        self._session = session
        self._each: list[int] = []
        self._ticks: dict[str, int] = {}
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)
        self._thread.start()

    def _sample(self) -> None:
        while not self._over.wait(0.1):
            self._each = max(self._each, self._now(), key=sum)

    def _now(self) -> list[int]:
        found = []
        for folder in PROC.iterdir() if PROC.is_dir() else ():
            if not folder.name.isdigit():
                continue
            try:
                fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
                if int(fields[3]) == self._session:
                    self._ticks[folder.name] = int(fields[11]) + int(fields[12])
                    found.append(_pss(folder))
            except (OSError, IndexError, ValueError):
                continue  # it ended in between
        return found

    def end(self) -> tuple[float, float, tuple[int, ...]]:
        """Peak in MiB; CPU seconds as last seen of each process; the peak by process, in MB."""
        self._over.set()
        self._thread.join()
        seconds = sum(self._ticks.values()) / os.sysconf("SC_CLK_TCK")
        each = tuple(sorted((round(k * 1.024e-3) for k in self._each), reverse=True))
        return sum(self._each) / 1024, seconds, each


def _pss(folder: Path) -> int:
    """KiB of a process, shared pages by share."""
    for line in (folder / "smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    return 0


def side_by_side(
    bench: str, size: int, jobs: Mapping[str, Argv], *, times: int = 3, base: str | None = None
) -> dict[str, list[Took]]:
    """Runs all jobs ``times`` times in turn; prints a table and keeps a row each.

    ``base`` names ours: the others are given as ratios of its CPU seconds.
    """
    found: dict[str, list[Took]] = {name: [] for name in jobs}
    for _ in range(times):
        for name, argv in jobs.items():
            found[name].append(run(argv))
    compared(bench, size, found, base=base)
    return found


def compared(
    bench: str, size: int, found: Mapping[str, Sequence[Took]], *, base: str | None = None
) -> None:
    """Prints what was run in rounds as one table and keeps a row each.

    The best run of each, and its CPU seconds against the base's of the same round.
    """
    base = base or next(iter(found))
    print(f"{'':34} {'CPU s':>8} {'wall s':>8} {'peak MB':>8}   CPU against {base}")
    for name, runs in found.items():
        ratios = sorted(r.cpu / b.cpu for r, b in zip(runs, found[base], strict=True))
        middle = statistics.median(ratios)
        best = min(runs, key=lambda r: r.cpu)
        print(
            f"{name:34} {best.cpu:8.2f} {best.wall:8.2f} {best.peak:8.0f}   "
            f"{ratios[0]:.2f} / {middle:.2f} / {ratios[-1]:.2f}"
        )
        keep(
            bench, size, name, cpu=best.cpu, wall=min(r.wall for r in runs), peak=best.peak or None,
            ratios=[ratios[0], middle, ratios[-1]], base=base,
        )  # fmt: skip
    print(f"(best of {len(found[base])}; ratios min / median / max)", flush=True)


def keep(bench: str, size: int, what: str, **figures: object) -> None:
    """Appends a row to the history. ONRECORD_BENCH_DRY leaves it as it is."""
    if os.environ.get("ONRECORD_BENCH_DRY"):
        return
    row = {
        "at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%MZ"),
        "commit": _commit(),
        "code": rooms.code_of(bench),
        "machine": f"{os.cpu_count()} x {platform.machine()}, Python {platform.python_version()}",
        "bench": bench,
        "size": size,
        "what": what,
        **{k: _short(v) for k, v in figures.items() if v is not None},
    }
    with HISTORY.open("a", encoding="utf-8") as out:
        out.write(json.dumps(row, ensure_ascii=False) + "\n")


def quality(  # noqa: PLR0913 - each is a column of the page
    room: str,
    size: int,
    what: str,
    figures: Mapping[str, float],
    *,
    command: str,
    digest: str,
    wanted: Mapping[str, float] | None = None,
    floor: Mapping[str, float] | None = None,
) -> None:
    """Keeps a row of docs/reference/quality.md (``bench/quality_page.py`` makes the page).

    ``figures`` by name; ``wanted`` the least each should be; ``floor`` the plain method's
    in the same run; ``digest`` the first letters of the SHA-256 of what was measured on.
    """
    keep(
        "quality", size, what, room=room, figures=_each(figures), wanted=_each(wanted or {}),
        floor=_each(floor or {}), command=command, digest=digest,
    )  # fmt: skip


def _each(figures: Mapping[str, float]) -> dict[str, float]:
    return {name: round(float(value), 4) for name, value in figures.items()}


def _short(value: object) -> object:
    if isinstance(value, float):
        return round(value, 4)
    return [_short(v) for v in value] if isinstance(value, list) else value


def _commit() -> str:
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip() or "unknown"


def data(folder: str) -> Path | None:
    """A folder of the real files (ONRECORD_DATA), if they are there."""
    base = os.environ.get("ONRECORD_DATA")
    return Path(base) / folder if base else None


def rows(bench: str | None = None) -> list[dict[str, object]]:
    """The history, oldest first; of one bench or of all."""
    if not HISTORY.exists():
        return []
    every = [json.loads(line) for line in HISTORY.read_text("utf-8").splitlines()]
    return [r for r in every if bench is None or r["bench"] == bench]
