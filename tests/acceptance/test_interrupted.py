"""Ctrl-C and a kill at any moment leave a case that opens and checks, and that a
second run of the same command finishes.

Moments are changes of files in the case or the desk, counted; see kill_runner.
``make sweep`` takes every one of them.
"""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from tests.acceptance.quick_key import make_quick
from tests.acceptance.told import PASSPHRASE, Told

from onrecord import Desk

ROOT = Path(__file__).parents[2]
NEVER = 1 << 30
ENV = {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT / 'tools'}", "PATH": os.environ["PATH"]}


@pytest.fixture(scope="module")
def empty(told: Told, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with nothing in it, its desk beside it."""
    folder = tmp_path_factory.mktemp("empty")
    Desk(folder / "desk", PASSPHRASE).new(folder / "case", "harbour")
    make_quick(folder / "desk" / "keys" / "desk.age", PASSPHRASE)
    return folder


def stopped(
    tmp_path: Path, folder: Path, what: str, arguments: list[str], moments: list[int], number: int
) -> list[dict[str, Any]]:
    """What is left when ``what`` is stopped at each moment."""
    job = tmp_path / f"job-{number}-{len(moments)}.json"
    job.write_text(
        json.dumps(
            {
                "folder": str(folder),
                "passphrase": PASSPHRASE,
                "what": what,
                "arguments": arguments,
                "moments": moments,
                "signal": number,
            }
        )
    )
    done = subprocess.run(
        [sys.executable, str(ROOT / "tests" / "acceptance" / "kill_runner.py"), str(job)],
        capture_output=True,
        text=True,
        env=ENV,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.split("\n") if line]


def spread(count: int, events: int) -> list[int]:
    """``count`` moments from the first event to the last."""
    return sorted({1 + round(i * (events - 1) / (count - 1)) for i in range(count)})


def sound(results: list[dict[str, Any]], whole: dict[str, Any], number: int) -> None:
    """Every stopped run really was stopped, left a sound case, and could be finished."""
    for r in results:
        assert r["ended"] == (-9 if number == signal.SIGKILL else 130), r
        assert isinstance(r["after"], dict), r
        assert r["after"]["altered"] == [], r
        assert r["again"] == whole, r


def held(
    tmp_path: Path, folder: Path, what: str, arguments: list[str], counts: tuple[int, int]
) -> None:
    """Stops ``what`` by SIGKILL and by SIGINT, ``counts`` times each."""
    (full,) = stopped(tmp_path, folder, what, arguments, [NEVER], signal.SIGKILL)
    assert full["ended"] == 0, full
    whole = full["again"]
    for number, count in zip((signal.SIGKILL, signal.SIGINT), counts, strict=True):
        every = os.environ.get("ONRECORD_SWEEP") == "1"
        events = full["events"]
        moments = list(range(1, events + 1)) if every else spread(count, events)
        results = stopped(tmp_path, folder, what, arguments, moments, number)
        assert len(results) == len(moments)
        if what == "judge":
            # A judgement that had come onto the log stands beside the repeated one.
            for r in results:
                assert r["again"]["judgements"] - whole["judgements"] in (-1, 0)
                r["again"]["judgements"] = whole["judgements"]
        sound(results, whole, number)


def test_add_can_be_stopped_at_any_moment(told: Told, empty: Path, tmp_path: Path) -> None:
    held(tmp_path, empty, "add", [str(told.sample / "witness-a")], (9, 5))


def test_judge_can_be_stopped_at_any_moment(told: Told, tmp_path: Path) -> None:
    key = told.desk.show(told.case, f"id:{told.planted('threat')['id']}").message.key
    held(tmp_path, told.folder, "judge", [f"m:{key}"], (4, 3))


def test_publish_can_be_stopped_at_any_moment(told: Told, tmp_path: Path) -> None:
    held(tmp_path, told.folder, "publish", [], (3, 2))


def names(folder: Path) -> list[str]:
    """All that lies in a folder."""
    return sorted(str(path) for path in folder.rglob("*"))


def test_ctrl_c_at_the_command_line_ends_with_130_and_words(
    told: Told, empty: Path, tmp_path: Path
) -> None:
    """A real process, stopped by the clock at four moments of its life. One that was
    stopped before it was up says nothing, and has touched nothing."""
    own = tmp_path / "own"
    subprocess.run(["cp", "-r", str(empty), str(own)], check=True)
    secret = own / "passphrase.txt"
    secret.write_text(PASSPHRASE)
    words = [sys.executable, "-m", "onrecord", "add", str(own / "case")]
    words += [str(told.sample / "witness-a"), "--desk", str(own / "desk")]
    words += ["--passphrase-file", str(secret)]
    for wait in (0.5, 0.7, 0.9, 1.1):
        before = names(own)
        process = subprocess.Popen(
            words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENV
        )
        time.sleep(wait)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
        if process.returncode in (0, 34):
            break
        # A KeyboardInterrupt inside an import lets Python end by the signal itself: 130 to a shell.
        assert process.returncode in (130, -signal.SIGINT), err
        assert "Traceback" not in err
        assert "What was sealed before is whole" in err or names(own) == before
    desk = Desk(own / "desk", PASSPHRASE)
    assert desk.check(own / "case").whole
    desk.resume(own / "case")
    if not desk.info(own / "case").received:
        desk.add(own / "case", told.sample / "witness-a")
    assert desk.info(own / "case").received[0].counts == told.received[0].counts
    assert desk.check(own / "case").whole
