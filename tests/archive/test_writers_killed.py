"""T10: several writers at one log, one of them killed again and again. T2: short writes.

One linear history, and every entry that was acknowledged is in it.
"""

import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.archive import killactor
from tests.archive.archivecase import EVERY, figure, make_key
from tests.archive.test_kill_sweep import ROOT, _desk, _finish, _whole

from onrecord.archive import check, log

WRITER = """
import os, random, sys, time
from pathlib import Path
sys.path[:0] = sys.argv[4:]
from onrecord.archive import entry, log
from onrecord.errors import CaseBusy
from tests.archive.archivecase import make_key
folder, said = Path(sys.argv[1]), os.open(sys.argv[2], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
desk = log.DeskLog.open(folder, [make_key().public])
done = 0
while done < int(sys.argv[3]):
    body = entry.make("judged", {})[0]
    try:
        desk.append([body], make_key())
    except CaseBusy:
        time.sleep(random.uniform(0.001, 0.02))
        continue
    os.write(said, body + b"\\n")
    done += 1
"""


def acknowledged(folder: Path) -> list[bytes]:
    """The entries whose writers were told that they are in the log."""
    told = [path.read_bytes() for path in folder.glob("told-*")]
    return [line for data in told for line in data.split(b"\n")[:-1]]


@pytest.mark.parametrize("every", EVERY)
def test_acknowledged_entries_outlive_killed_writers(tmp_path: Path, every: bool) -> None:
    """In a sweep: eight writers, a random one killed every second for ten minutes."""
    began, rng = time.monotonic(), random.Random(10)
    folder = tmp_path / "log"
    log.DeskLog.create(folder, make_key())
    paths = [p for p in sys.path if p]
    writers, each, kills = (8, 1_000_000, 600) if every else (3, 1_000, 3)

    def start(number: int) -> "subprocess.Popen[bytes]":
        told = tmp_path / f"told-{number}"
        command = [sys.executable, "-c", WRITER, str(folder), str(told), str(each), *paths]
        return subprocess.Popen(command)

    def turn(kill: int) -> None:
        """Waits for the moment of the next kill."""
        if every:
            time.sleep(max(0.0, began + kill + 1 - time.monotonic()))
            return
        deadline = time.monotonic() + 120
        while len(acknowledged(tmp_path)) < (kill + 1) * 6 and time.monotonic() < deadline:
            time.sleep(0.05)

    running = [start(n) for n in range(writers)]
    for kill in range(kills):
        turn(kill)
        at = rng.randrange(writers)
        running[at].kill()
        running[at].wait()
        running[at] = start(writers + kill)
    for one in running:
        one.kill()
        one.wait()
    desk = log.DeskLog.open(folder, [make_key().public])
    told = acknowledged(tmp_path)
    assert len(told) >= (1_000 if every else 18)
    assert set(told) <= set(desk.bodies) and len(set(desk.bodies)) == len(desk.bodies)
    lost = len(desk.bodies) - len(told)
    assert 0 <= lost <= kills + writers, "in the log, killed before it could say so"
    assert {f.state for f in check.log(folder, [make_key().public])} == {"intact"}
    what = f"entries appended by {writers} processes, {kills} times one of them killed"
    figure("T10", what, len(told), len(told), time.monotonic() - began)


SHORT = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <unistd.h>
#include <stddef.h>
static ssize_t (*real)(int, const void *, size_t);
ssize_t write(int fd, const void *data, size_t size) {
    static unsigned turn;
    if (!real) real = (ssize_t (*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");
    if (fd > 2 && size > 1 && turn++ % 2 == 0) size = size / 2 + (size > 3);
    return real(fd, data, size);
}
"""


@pytest.mark.skipif(shutil.which("cc") is None, reason="needs a C compiler")
def test_writes_that_the_system_cuts_short_lose_nothing(tmp_path: Path) -> None:
    began = time.monotonic()
    source, shim = tmp_path / "short.c", tmp_path / "short.so"
    source.write_text(SHORT)
    subprocess.run(["cc", "-shared", "-fPIC", "-o", str(shim), str(source), "-ldl"], check=True)
    folder = _desk(tmp_path / "run")
    env = {
        **os.environ,
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "PYTHONDONTWRITEBYTECODE": "1",
        "LD_PRELOAD": str(shim),
    }
    probe = "import os; print(os.write(os.open(os.devnull, os.O_WRONLY), bytes(100)))"
    seen = subprocess.run([sys.executable, "-c", probe], env=env, capture_output=True, check=True)
    assert seen.stdout.strip() == b"51", "the writes are really cut short"
    subprocess.run([sys.executable, killactor.__file__, str(folder)], env=env, check=True)
    _whole(folder)
    root = _finish(folder)
    other = _desk(tmp_path / "other")
    killactor.act(other)
    assert _finish(other) == root
    figure("T2", "an intake with every second write cut short", 1, 1, time.monotonic() - began)
