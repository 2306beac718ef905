"""T3 for the whole of ``onrecord add``: log, bag, seal, Parquet and text index together.

The run is recorded call by call; then the disk is built as a power cut after an
operation may leave it, in one of the ways POSIX allows. After it: the case checks, the
intake is finished or done again, every message is there and is found.
"""

import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.archive import replayed
from tests.archive.archivecase import EVERY, figure
from tests.archive.test_kill_sweep import ROOT, STRACE
from tests.desk.smalldesk import PASSPHRASE, Small, export

from onrecord import Desk

pytestmark = pytest.mark.skipif(STRACE is None, reason="strace cannot trace here")
State = dict[str, bytes | None]


def recorded(one: Small, source: Path, out: Path) -> list[replayed.Op]:
    """The operations of one whole ``onrecord add`` on desk and case."""
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [str(STRACE), "-f", "-xx", "-s", "10000000", "-e", f"trace={replayed.CALLS}"]
    command += ["-o", str(out), sys.executable, "-m", "onrecord", "add", str(one.case)]
    subprocess.run([*command, str(source), *one.options], env=env, check=True, timeout=300)
    return replayed.operations(out.read_text("ascii"), str(one.folder))


def drawn(before: Path, one: Small, ops: list[replayed.Op], count: int) -> list[tuple[int, State]]:
    """So many of the disks that a cut may leave, at random over operations and ways."""
    rng = random.Random(3)
    wanted = {rng.randrange(len(ops)) for _ in range(4 * count)}
    disk, found = replayed.Disk.of(before, one.folder), []
    for number, op in enumerate(ops):
        disk.do(op)
        if number in wanted:
            ways = list(disk.states())
            found.append((number, ways[rng.randrange(len(ways))]))
    return rng.sample(found, min(count, len(found)))


@pytest.mark.parametrize("every", EVERY)
def test_a_cut_anywhere_in_an_intake_loses_nothing(
    small_made: Path, tmp_path: Path, quick_keys: None, every: bool
) -> None:
    began = time.monotonic()
    shutil.copytree(small_made, tmp_path / "run")
    one = Small(tmp_path / "run", Desk(tmp_path / "run" / "desk", PASSPHRASE))
    source = export(tmp_path / "second", 40)
    ops = recorded(one, source, tmp_path / "trace")
    assert {"write", "sync", "rename", "create", "mkdir", "unlink"} <= {o.kind for o in ops}
    disk = replayed.Disk.of(small_made, one.folder)
    for op in ops:
        disk.do(op)
    there = {str(p) for p in one.folder.rglob("*") if p.is_file()}
    replay = {p: f.now for p, f in disk.names.items() if f is not None}
    assert set(replay) == there
    other = {Path(p).name for p in there if Path(p).read_bytes() != replay[p]}
    assert other == {"serial"}, "as it happened, but for what openssl counts in its own folder"
    cuts = drawn(small_made, one, ops, 300 if every else 6)
    for number, state in cuts:
        place = tmp_path / "place"
        replayed.lay(state, one.folder, place)
        again = Small(place, Desk(place / "desk", PASSPHRASE))
        what = f"after {number} of {len(ops)}: {ops[number].kind} {ops[number].path}"
        report = again.desk.check(again.case)
        assert report.whole, (what, [f for f in report.findings if f.state == "altered"])
        again.desk.resume(again.case)
        if len(again.desk.info(again.case).received) == 1:
            again.desk.add(again.case, source)
        assert again.desk.info(again.case).received[1].counts.messages == 40, what
        assert again.desk.check(again.case).whole, what
        assert len(list(again.desk.find(again.case, "dredger").hits)) == 11, what
        assert not list(again.case.rglob("*.part")), what
        for path in place.rglob("*"):
            if path.is_file():
                path.chmod(0o600)
        shutil.rmtree(place)
    what = "power cuts, torn and reordered writes, in the whole of an intake (drawn at random)"
    figure("T3", what, len(cuts), len(cuts), time.monotonic() - began)
