"""SIGKILL at the system calls of ``onrecord publish``, whoever makes them (T1).

Log, case, desk and the published folder, native writers included. After each: the case
checks, an earlier publication still verifies or the new one does, and publishing again
gives proofs that hold.
"""

import os
import random
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.acceptance.told import EDITOR, PASSPHRASE, Told
from tests.archive.archivecase import EVERY, figure
from tests.archive.test_kill_sweep import ROOT, STRACE

from onrecord import Desk

pytestmark = pytest.mark.skipif(STRACE is None, reason="strace cannot trace here")
CALLS = "openat,write,pwrite64,fsync,fdatasync,rename,renameat2,unlink,unlinkat,ftruncate,mkdir"


def published(one: Told, *options: str) -> int:
    """``onrecord publish`` of the draft under strace; its exit code as a shell sees it."""
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [str(STRACE), "-f", "-qq", "-e", f"trace={CALLS}", *options, sys.executable, "-m"]
    command += ["onrecord", "publish", str(one.case), str(one.draft), "--out", str(one.story)]
    command += ["--signed-by", EDITOR, "--checklist", str(one.answers), *one.options()]
    return subprocess.run(command, env=env, capture_output=True, check=False).returncode


def own_calls(one: Told, out: Path) -> list[tuple[str, int]]:
    """(call, its running number in its thread) of calls that change what is ours."""
    assert published(one, "-y", "-o", str(out)) == 0
    counts: dict[str, int] = {}
    found = []
    places = [f"{one.folder}/{name}" for name in ("case", "desk", "story")]
    for line in out.read_text(errors="replace").split("\n"):
        call = re.match(r"(\d+) +(\w+)\(", line)
        if call is None:
            continue
        counts[call[0]] = counts.get(call[0], 0) + 1
        reading = call[2] == "openat" and "O_CREAT" not in line
        if not reading and any(place in line for place in places):
            found.append((call[2], counts[call[0]]))
    return list(dict.fromkeys(found))


@pytest.mark.parametrize("every", EVERY)
def test_a_kill_inside_a_publication_costs_nothing(told: Told, tmp_path: Path, every: bool) -> None:
    began = time.monotonic()

    def fresh(name: str) -> Told:
        (tmp_path / name).mkdir()
        return told.copy(tmp_path / name)

    calls = own_calls(fresh("count"), tmp_path / "trace")
    assert len(calls) > 50
    some = random.Random(1).sample(calls, 1)
    tried = killed = 0
    for number, (call, when) in enumerate(calls if every else some):
        one = fresh(str(number))
        inject = f"inject={call}:signal=SIGKILL:when={when}"
        code = published(one, "-e", inject, "-o", "/dev/null")
        desk = Desk(one.folder / "desk", PASSPHRASE)
        assert desk.check(one.case).whole, (call, when, code)
        if one.page.exists():  # the old one, or the new one: never half of it
            assert len(desk.verify(one.page)) == told.published.proofs
        again = desk.publish(one.case, one.draft, one.story, by=EDITOR, checklist=one.answers)
        assert again.proofs == told.published.proofs
        assert len(desk.verify(one.page)) == told.published.proofs
        assert desk.check(one.case).whole
        assert not list(one.case.rglob("*.part")) and not list(one.folder.glob("*.part"))
        shutil.rmtree(tmp_path / "gone", ignore_errors=True)
        one.folder.rename(tmp_path / "gone")
        tried += 1
        killed += code != 0
    assert 2 * killed > tried, "hardly any of the kills happened"
    figure("T1", "SIGKILL at a call of a publication", tried, tried, time.monotonic() - began)
