"""SIGKILL, EIO and ENOSPC at the system calls of whole commands (T1, T2).

For add, publish, reseal, reread, lock and unlock on the sample case: the calls that
change what is on disk are counted, then one run is made per call and fault. After each the
case checks, a published page is the old one or the new one, and doing the same again
comes to what an undisturbed run comes to. ``make test`` tries a few, ``make sweep``
every one (a command and a fault each a test, so that ``-k "publish and EIO"`` takes one).
"""

import json
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from tests.acceptance.sounding import sound
from tests.acceptance.told import PASSPHRASE, Told
from tests.archive.archivecase import figure
from tests.archive.test_kill_sweep import ROOT, STRACE

from onrecord import Desk

pytestmark = pytest.mark.skipif(STRACE is None, reason="strace cannot trace here")
HOWS = ("signal=SIGKILL", "error=EIO", "error=ENOSPC")
SOME = {
    "add": "signal=SIGKILL",
    "publish": "signal=SIGKILL",
    "reseal": "error=EIO",
    "reread": "error=ENOSPC",
}
SOME |= {"lock": "error=ENOSPC", "unlock": "error=EIO"}
"""What `make test` tries once, at a call drawn at random."""


def ran(work: Path, job: dict[str, Any], faults: list[list[Any]] | None) -> list[Any]:
    """What the runner says, a JSON value a line."""
    work.mkdir(exist_ok=True)
    file = work / "job.json"
    file.write_text(json.dumps({**job, "faults": faults}))
    env = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}:{ROOT / 'tools'}"}
    runner = str(ROOT / "tests" / "acceptance" / "fault_runner.py")
    command = [sys.executable, runner, str(file)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    assert "Traceback" not in done.stderr, done.stderr[-4000:]
    return [json.loads(line) for line in done.stdout.split("\n") if line]


def start(told: Told, what: str, folder: Path) -> dict[str, Any]:
    """The folder a command begins from."""
    folder.mkdir()
    made = told.copy(folder)
    (folder / "sample").unlink()
    if what == "unlock":
        made.desk.lock(made.case)
        shutil.rmtree(made.story)
    source = str(told.sample / "witness-b") if what == "add" else ""
    job = {"folder": str(folder), "passphrase": PASSPHRASE, "what": what, "source": source}
    return {**job, "known": str(told.folder.with_name(f"known-{what}"))}


@pytest.mark.parametrize("what", SOME)
def test_a_fault_at_some_call_of_a_command_costs_nothing(
    told: Told, tmp_path: Path, what: str
) -> None:
    disturbed(told, tmp_path, what, SOME[what], every=False)


@pytest.mark.sweep
@pytest.mark.parametrize("how", HOWS)
@pytest.mark.parametrize("what", SOME)
def test_a_fault_at_any_call_of_a_command_costs_nothing(
    told: Told, tmp_path: Path, what: str, how: str
) -> None:
    began = time.monotonic()
    tried, wrong, came = disturbed(told, tmp_path, what, how, every=True)
    said = f"{how} at a call of {what} ({came} of them ended it)"
    name = "T1" if "SIGKILL" in how else "T2"
    figure(name, said, tried, tried - len(wrong), time.monotonic() - began)
    assert not wrong, "\n".join(map(str, wrong))
    assert came, "no fault ever came to pass"


def disturbed(
    told: Told, tmp_path: Path, what: str, how: str, *, every: bool
) -> tuple[int, list[Any], int]:
    """Runs tried, those that left something wrong, how many the fault ended."""
    job = start(told, what, tmp_path / "start")
    (calls,) = ran(tmp_path / "count", job, None)
    assert len(calls) > 10
    before = len(told.desk.info(told.case).received)
    some = calls if every else random.Random(how).sample(calls, 1)
    results = ran(tmp_path / "work", job, [[how, *one] for one in some])
    assert len(results) == len(some)
    judged = [(r["fault"], wrong_with(r, told, what, before)) for r in results]
    wrong = [one for one in judged if one[1] is not None]
    if not every:
        assert not wrong, wrong
    return len(some), wrong, sum(r["ended"] != 0 for r in results)


def wrong_with(r: dict[str, Any], told: Told, what: str, before: int) -> str | None:
    """Why a run is not as it must be: nothing is altered, a page is whole, the error says
    where, and a repetition ends well. None if it is."""
    after, again = r["after"], r["again"]
    proofs = None if what == "unlock" else told.published.proofs
    if not isinstance(after, dict) or not isinstance(again, dict):
        return f"it could not be looked at or repeated: {after} {again}"
    found = {
        "altered": after["bad"],
        "not whole": not again["whole"],
        "leftovers": again["parts"],
        "page": after["verified"] not in (None, proofs) or again["verified"] != proofs,
        # An error, unlike a kill, leaves time to put the old folder back.
        "page gone": what == "publish" and r["ended"] >= 0 and after["verified"] is None,
        "received": len(again["counts"]) != before + (what == "add"),
        "where": r["ended"] > 0 and "/" not in r["said"].replace("Input/output", ""),
    }
    bad = {name: value for name, value in found.items() if value}
    return f"{bad} {r['said']}" if bad else None


def test_the_look_sees_what_is_altered(told: Told, tmp_path: Path) -> None:
    one = told.copy(tmp_path)
    bag = next((one.case / "bags").rglob("data/export/*.json"))
    bag.chmod(0o600)
    bag.write_bytes(bag.read_bytes().replace(b"a", b"b", 1))
    assert sound(Desk(one.folder / "desk", PASSPHRASE), one.folder, again=False)["bad"]
