"""Sixty and more exports made to harm: each is refused or read, soon and in little memory."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tools"))

import hostile_samples  # noqa: E402
import hostile_texts  # noqa: E402
from onrecord.errors import OnRecordError  # noqa: E402
from onrecord.formats import read_export  # noqa: E402
from onrecord.model.chat import Chat  # noqa: E402
from onrecord.model.schema import rows  # noqa: E402
from onrecord.model.trouble import Trouble  # noqa: E402

CASES = [*hostile_samples.containers(), *hostile_texts.texts()]
HEAVY = {"long-line.json", "long-line.txt"}


def outcome(path: Path) -> set[str]:
    """What came of an export: the error's name, the troubles' kinds, the rows read."""
    found: set[str] = set()
    count = 0
    try:
        for part in read_export(path):
            if isinstance(part, Trouble):
                found.add(part.kind)
            elif not isinstance(part, Chat):
                count += len(list(rows(part)))
    except OnRecordError as e:
        assert e.what
        assert e.exit_code >= 10
        return found | {type(e).__name__}
    return found | {f"reads {count}"}


def test_there_are_sixty() -> None:
    assert len({name for name, _, _ in CASES}) == len(CASES) >= 60


@pytest.mark.parametrize(
    ("make", "expected"),
    [(make, expected) for name, make, expected in CASES if name not in HEAVY],
    ids=[name for name, _, _ in CASES if name not in HEAVY],
)
def test_it_ends_as_it_must(make: hostile_samples.Maker, expected: str, tmp_path: Path) -> None:
    before = {p for p in tmp_path.parent.rglob("*") if tmp_path not in p.parents}
    path = make(tmp_path)
    made = set(tmp_path.rglob("*"))
    assert expected in outcome(path)
    assert set(tmp_path.rglob("*")) == made
    assert {p for p in tmp_path.parent.rglob("*") if tmp_path not in p.parents} == before


@pytest.mark.parametrize("name", sorted(HEAVY))
def test_a_giant_line_is_passed_in_little_memory(name: str, tmp_path: Path) -> None:
    make = next(m for n, m, _ in CASES if n == name)
    program = (
        "import re, sys\n"
        "from pathlib import Path\n"
        "from onrecord.formats import read_export\n"
        "kinds = [getattr(p, 'kind', p) for p in read_export(Path(sys.argv[1]))]\n"
        # Not ru_maxrss: that begins with what the parent held when it started us.
        "status = Path('/proc/self/status').read_text()\n"
        "print(int(re.search(r'VmHWM:\\s+(\\d+)', status)[1]) // 1024,\n"
        "      'unreadable-record' in kinds, sum(getattr(k, 'num_rows', 0) for k in kinds))\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, str(make(tmp_path))],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    megabytes, found, count = run.stdout.split()
    assert int(megabytes) < 512
    assert found == "True"
    assert int(count) == (4 if name.endswith(".json") else 2)


def test_each_ends_within_a_minute_and_a_gibibyte(tmp_path: Path) -> None:
    """All of them in one process, whose high water bounds each one's."""
    program = (
        "import json, re, sys, time\n"
        "from pathlib import Path\n"
        f"sys.path.insert(0, {str(ROOT / 'tools')!r})\n"
        "import hostile_samples, hostile_texts\n"
        "from onrecord.errors import OnRecordError\n"
        "from onrecord.formats import read_export\n"
        "slowest = 0.0\n"
        "for n, (name, make, _) in enumerate([*hostile_samples.containers(),\n"
        "                                     *hostile_texts.texts()]):\n"
        f"    if name in {sorted(HEAVY)!r}: continue\n"
        "    folder = Path(sys.argv[1]) / str(n)\n"
        "    folder.mkdir()\n"
        "    path = make(folder)\n"
        "    begin = time.process_time()\n"
        "    try:\n"
        "        for _ in read_export(path): pass\n"
        "    except OnRecordError: pass\n"
        "    slowest = max(slowest, time.process_time() - begin)\n"
        "status = Path('/proc/self/status').read_text()\n"
        "print(int(re.search(r'VmHWM:\\s+(\\d+)', status)[1]) // 1024, slowest)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    megabytes, slowest = run.stdout.split()
    assert int(megabytes) < 1024
    assert float(slowest) < 60
