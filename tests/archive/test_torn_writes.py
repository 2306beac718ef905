"""T3: a power cut at any operation of an intake, with writes torn and names reordered.

After each possible disk: the log opens and everything acknowledged checks, or it is
refused loudly; the next run reaches the same root.
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.archive import killactor, replayed
from tests.archive.archivecase import EVERY, figure
from tests.archive.test_kill_sweep import ROOT, STRACE, _desk, _finish, _whole

from onrecord.archive import lockbox
from onrecord.errors import OnRecordError

pytestmark = pytest.mark.skipif(STRACE is None, reason="strace cannot trace here")


def recorded(folder: Path, out: Path) -> list[replayed.Op]:
    """The operations of one whole intake in the folder."""
    env = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [str(STRACE), "-f", "-xx", "-s", "10000000", "-e", f"trace={replayed.CALLS}"]
    command += ["-o", str(out), sys.executable, killactor.__file__, str(folder)]
    subprocess.run(command, env=env, check=True, timeout=300)
    return replayed.operations(out.read_text("ascii"), str(folder))


@pytest.mark.parametrize("every", EVERY)
def test_a_cut_at_any_operation_is_survived_or_refused(tmp_path: Path, every: bool) -> None:
    began = time.monotonic()
    before, run = tmp_path / "before", tmp_path / "run"
    shutil.copytree(_desk(run), before)
    ops = recorded(run, tmp_path / "trace")
    assert {"write", "sync", "rename", "create", "mkdir", "unlink"} <= {o.kind for o in ops}
    last = [state for _, state in replayed.cuts(before, run, ops)][-1]
    there = {str(p): None if p.is_dir() else p.read_bytes() for p in [run, *run.rglob("*")]}
    assert last == there, "what was recorded is what happened"
    root = _finish(run)
    states = list(replayed.cuts(before, run, ops))
    step = 1 if every else max(1, len(states) // 25)
    refused = 0
    for number, state in states[::step]:
        place = tmp_path / "place"
        replayed.lay(state, run, place)
        try:
            _whole(place)
            assert _finish(place) == root, ops[number]
        except OnRecordError as loud:
            assert loud.what and loud.where, ops[number]
            refused += 1
        lockbox.drop(place)
    tried = len(states[::step])
    what = f"cuts with torn and reordered writes ({refused} refused loudly, the others whole)"
    figure("T3", what, tried, tried, time.monotonic() - began)
    assert tried > 20
    assert refused == 0, "a cut that is refused loses what was there before it"
