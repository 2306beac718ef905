"""SIGKILL inside native writers (T1): Parquet and the text index, at each of their own calls.

The whole ``onrecord add`` runs as a process of its own under strace; the calls are
those that touch the reading and the index.
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.acceptance.watched import counted
from tests.archive.archivecase import EVERY, figure
from tests.archive.test_kill_sweep import ROOT, STRACE
from tests.desk.smalldesk import PASSPHRASE, Small, export

from onrecord import Desk

pytestmark = pytest.mark.skipif(STRACE is None, reason="strace cannot trace here")
CALLS = "write,pwrite64,fsync,fdatasync,rename,renameat2,unlink,ftruncate,mkdir"


def added(one: Small, source: Path, *options: str) -> int:
    """``onrecord add`` of the export under strace; its exit code as a shell sees it."""
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [str(STRACE), "-f", "-qq", "-e", f"trace={CALLS}", *options, sys.executable, "-m"]
    command += ["onrecord", "add", str(one.case), str(source), *one.options]
    return subprocess.run(command, env=env, capture_output=True, check=False).returncode


def own_calls(one: Small, source: Path, out: Path) -> list[tuple[str, int]]:
    """(call, its running number in its thread) of every call on reading or index."""
    assert added(one, source, "-y", "-o", str(out)) == 0
    below = (f"{one.case}/readings/", f"{one.case}/derived/")
    return counted(out, lambda _, line: any(folder in line for folder in below))


@pytest.mark.parametrize("every", EVERY)
def test_a_kill_inside_a_native_writer_costs_nothing(
    small_made: Path, tmp_path: Path, every: bool
) -> None:
    began = time.monotonic()

    def fresh(name: str) -> Small:
        shutil.copytree(small_made, tmp_path / name)
        return Small(tmp_path / name, Desk(tmp_path / name / "desk", PASSPHRASE))

    source = export(tmp_path / "second", 40)
    calls = own_calls(fresh("count"), source, tmp_path / "trace")
    assert len(calls) > 10
    step = 1 if every else len(calls) // 3
    tried = killed = 0
    for number, (call, when) in enumerate(calls[::step]):
        one = fresh(str(number))
        inject = f"inject={call}:signal=SIGKILL:when={when}"
        code = added(one, source, "-e", inject, "-o", "/dev/null")
        desk = one.again()
        assert desk.check(one.case).whole, (call, when, code)
        desk.resume(one.case)
        if len(desk.info(one.case).received) == 1:
            desk.add(one.case, source)
        assert desk.info(one.case).received[1].counts.messages == 40
        assert desk.check(one.case).whole
        assert len(list(desk.find(one.case, "dredger").hits)) == 11, (call, when)
        assert not list(one.case.rglob("*.part"))
        shutil.rmtree(tmp_path / "gone", ignore_errors=True)
        one.folder.rename(tmp_path / "gone")
        tried += 1
        killed += code != 0
    # Threads take turns as they like: a call may not come up again where it was counted.
    assert 2 * killed > tried, "hardly any of the kills happened"
    what = f"SIGKILL at a call of a native writer (Parquet, text index), {killed} came to pass"
    figure("T1", what, tried, tried, time.monotonic() - began)
