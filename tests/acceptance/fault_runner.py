"""Runs a desk's use case in child processes and makes one system call of each fail or kill.

A process of its own: it makes ready once (imports, unlocked keys), forks a child for
every fault and has strace attach to it before it begins. Prints one JSON object a line:
with a place for the trace the calls of an undisturbed run, else what a fault left and
what doing the same again came to.

Called as ``fault_runner.py JOB``, a JSON file: folder (case, desk, draft, story in it),
passphrase, what (add, publish, reseal, reread, lock, unlock), source, faults ([how, call, number]).
"""

import ctypes
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tests.acceptance.kill_runner import warm

from onrecord import Desk
from onrecord.desk import locking, read_again, resealing  # noqa: F401
from onrecord.errors import OnRecordError

CALLS = (
    "openat,write,pwrite64,writev,fsync,fdatasync,rename,renameat,renameat2,link,linkat,symlink,"
    "unlink,unlinkat,rmdir,mkdir,mkdirat,ftruncate,fallocate,chmod,fchmod,fchmodat,copy_file_range,"
    "sendfile"
)
"""The calls that change what a disk holds; an openat only where it creates."""
_ANYBODY = ctypes.c_ulong(-1 & (1 << 64) - 1)
_SET_PTRACER = 0x59616D61


def use_case(desk: Desk, folder: Path, job: dict[str, Any]) -> None:
    """What is disturbed; done again it begins from wherever it stopped."""
    case, box = folder / "case", folder / "case.age"
    if job["what"] == "add":
        desk.resume(case)
        if not any(r.name == Path(job["source"]).name for r in desk.info(case).received):
            desk.add(case, job["source"])
    elif job["what"] == "publish":
        answers = folder / "answers.toml"
        desk.publish(
            case, folder / "draft.md", folder / "story", by="Maren Oduval", checklist=answers
        )
    elif job["what"] == "reseal":
        desk.reseal(case, 1)
    elif job["what"] == "reread":
        desk.reseal_reread(case, 1)
    elif job["what"] == "lock":
        if case.exists() or (folder / "case.part").exists():
            desk.lock(case)
    elif not case.exists():
        desk.unlock(box)


def sound(desk: Desk, folder: Path, *, again: bool) -> dict[str, Any]:
    """What is there now; a locked case is opened to look at it."""
    case, page = folder / "case", folder / "story" / "harbour.html"
    if not case.exists():
        desk.unlock(folder / "case.age", case)
    report = desk.check(case)
    told = desk.info(case)
    bad = [f"{f.state} {f.object}: {f.note}" for f in report.findings if f.state == "altered"]
    # What was derived within a day stays: another process may be making it.
    parts = [str(p.relative_to(folder)) for p in folder.rglob("*.part")]
    parts = [p for p in parts if not p.startswith("case/derived/")]
    return {
        "bad": bad,
        "whole": report.whole,
        "verified": len(desk.verify(page)) if page.exists() else None,
        "counts": [[r.counts.records, r.counts.messages] for r in told.received],
        "parts": parts if again else [],
    }


def child(work: Any, gate: int | None = None) -> tuple[int, Any]:
    """A forked child that does ``work``: its pid and the pipe its answer comes by."""
    out, into = os.pipe()
    pid = os.fork()
    if pid:
        os.close(into)
        return pid, out
    code = 1
    try:
        if gate is not None:
            ctypes.CDLL(None).prctl(_SET_PTRACER, _ANYBODY, 0, 0, 0)
            os.read(gate, 1)
        os.write(into, json.dumps(work()).encode())
        code = 0
    except (OnRecordError, OSError) as e:
        os.write(into, json.dumps(f"{type(e).__name__}: {e}").encode())
    finally:  # anything else is a defect: its traceback goes to stderr
        if code and sys.exc_info()[0] is not None:
            sys.excepthook(*sys.exc_info())
        os._exit(code)


def answer(pid: int, out: int) -> tuple[int, Any]:
    """A child's exit code (negative: the signal that ended it) and what it said."""
    with os.fdopen(out, "rb") as pipe:
        data = pipe.read()
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status), json.loads(data) if data else None


def traced(work: Any, options: list[str]) -> tuple[int, Any]:
    """``work`` in a child that strace watches from its first call."""
    gate, opener = os.pipe()
    pid, out = child(work, gate)
    command = ["strace", "-f", "-qq", "-p", str(pid), "-e", f"trace={CALLS}", *options]
    watcher = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while "TracerPid:\t0\n" in Path(f"/proc/{pid}/status").read_text():
        if watcher.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError("strace does not attach")
        time.sleep(0.002)
    os.write(opener, b"x")
    os.close(opener)
    os.close(gate)
    found = answer(pid, out)
    watcher.wait()
    return found


def fresh(job: dict[str, Any], work: Path) -> Path:
    """A copy of the case, its desk, draft and story."""
    folder = work / "at"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(job["folder"], folder, symlinks=True)
    return folder


def calls(desk: Desk, job: dict[str, Any], work: Path) -> list[list[Any]]:
    """[call, its running number in its thread] of the calls that change what is ours."""
    folder, out = fresh(job, work), work / "trace"
    desk = _at(desk, folder, job)
    code, said = traced(lambda: use_case(desk, folder, job), ["-y", "-o", str(out)])
    if code:
        raise RuntimeError(f"the undisturbed run failed: {said}")
    counts: dict[str, int] = {}
    found = []
    for line in out.read_text(errors="replace").split("\n"):
        call = re.match(r"(\d+) +(\w+)\(", line)
        if call is None:
            continue
        counts[call[0]] = counts.get(call[0], 0) + 1
        reading = call[2] == "openat" and "O_CREAT" not in line
        if not reading and f"{folder}/" in line:
            found.append((call[2], counts[call[0]]))
    return [list(one) for one in dict.fromkeys(found)]


def one(desk: Desk, job: dict[str, Any], work: Path, fault: list[Any]) -> dict[str, Any]:
    """Disturbs the use case, looks, does it again, looks again."""
    how, call, number = fault
    folder = fresh(job, work)
    here = _at(desk, folder, job)
    inject = ["-e", f"inject={call}:{how}:when={number}", "-o", "/dev/null"]
    ended, said = traced(lambda: use_case(here, folder, job), inject)
    # A copy is looked at: looking may unlock what was locked.
    look = work / "look"
    shutil.rmtree(look, ignore_errors=True)
    shutil.copytree(folder, look, symlinks=True)
    then = _at(desk, look, job)
    left = answer(*child(lambda: sound(then, look, again=False)))[1]

    def repeat() -> dict[str, Any]:
        use_case(here, folder, job)
        return sound(here, folder, again=True)

    again = answer(*child(repeat))[1]
    return {"fault": fault, "ended": ended, "said": said, "after": left, "again": again}


def _at(desk: Desk, folder: Path, job: dict[str, Any]) -> Desk:
    here = Desk(folder / "desk", job["passphrase"])
    here._keys = desk.keys  # unlocked once: a second each otherwise
    return here


def main() -> None:
    """Does a job file."""
    job = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    work = Path(sys.argv[1]).parent
    desk = Desk(Path(job["folder"]) / "desk", job["passphrase"])
    warm(desk)
    # Done once undisturbed: what is loaded at the first use is then there in every child.
    folder = fresh(job, work)
    use_case(_at(desk, folder, job), folder, job)
    if job["faults"] is None:
        sys.stdout.write(json.dumps(calls(desk, job, work)) + "\n")
        return
    for fault in job["faults"]:
        sys.stdout.write(json.dumps(one(desk, job, work, fault)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
