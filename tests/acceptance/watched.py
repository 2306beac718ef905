"""Forked children that strace watches, and what it says of their calls."""

import ctypes
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from onrecord.errors import OnRecordError

CALLS = (
    "openat,write,pwrite64,writev,fsync,fdatasync,rename,renameat,renameat2,link,linkat,symlink,"
    "unlink,unlinkat,rmdir,mkdir,mkdirat,ftruncate,fallocate,chmod,fchmod,fchmodat,copy_file_range,"
    "sendfile"
)
"""The calls that change what a disk holds; an openat only where it creates."""
_ANYBODY = ctypes.c_ulong(-1 & (1 << 64) - 1)
_SET_PTRACER = 0x59616D61


def child(work: Any, gate: int | None = None) -> tuple[int, Any]:
    """A forked child that does ``work``: its pid and the pipe its answer comes by."""
    pid, out = branch(gate)
    return (pid, out) if pid else finish(work)


_into = [-1]


def branch(gate: int | None = None) -> tuple[int, Any]:
    """Forks: in the parent the child's pid and the pipe its answer comes by, in the child
    (0, None) as soon as the gate opens."""
    out, into = os.pipe()
    pid = os.fork()
    if pid:
        os.close(into)
        return pid, out
    os.close(out)
    _into[0] = into
    if gate is not None:
        ctypes.CDLL(None).prctl(_SET_PTRACER, _ANYBODY, 0, 0, 0)
        os.read(gate, 1)
    return 0, None


def finish(work: Any) -> NoReturn:
    """Does ``work`` and ends this process; what came of it goes to who forked it last."""
    code = 1
    try:
        _say(work())
        code = 0
    except (OnRecordError, OSError) as e:
        _say(f"{type(e).__name__}: {e}")
    finally:  # anything else is a defect: its traceback goes to stderr
        if code and sys.exc_info()[0] is not None:
            sys.excepthook(*sys.exc_info())
        os._exit(code)


def _say(value: Any) -> None:
    """Answers; a second time where the fault, whose number counts in each thread, met
    this write too."""
    data = json.dumps(value).encode()
    try:
        os.write(_into[0], data)
    except OSError:
        os.write(_into[0], data)


def answer(pid: int, out: int) -> tuple[int, Any]:
    """A child's exit code (negative: the signal that ended it) and what it said."""
    with os.fdopen(out, "rb") as pipe:
        data = pipe.read()
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status), json.loads(data) if data else None


def traced(work: Any, options: list[str]) -> tuple[int, Any]:
    """``work`` in a child that strace watches from its first call."""
    found = branched(options)
    return found if found is not None else finish(work)


def branched(options: list[str]) -> tuple[int, Any] | None:
    """Forks here: None in the child, once strace watches it; in the parent how it ended."""
    gate, opener = os.pipe()
    pid, out = branch(gate)
    if not pid:
        return None
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


def injected(fault: list[Any]) -> list[str]:
    """What strace is told."""
    return ["-e", f"inject={fault[1]}:{fault[0]}:when={fault[2]}", "-o", "/dev/null"]


def counted(trace: Path, ours: Callable[[str, str], bool]) -> list[tuple[str, int]]:
    """(call, its running number in its thread) of the calls that are ours, by name and line."""
    counts: dict[str, int] = {}
    found = []
    for line in trace.read_text(errors="replace").split("\n"):
        call = re.match(r"(\d+) +(\w+)\(", line)
        if call is None:
            continue
        counts[call[0]] = counts.get(call[0], 0) + 1
        if ours(call[2], line):
            found.append((call[2], counts[call[0]]))
    return list(dict.fromkeys(found))


def changing(folder: Path) -> Callable[[str, str], bool]:
    """True of the calls that change what lies in a folder."""
    return lambda call, line: f"{folder}/" in line and (call != "openat" or "O_CREAT" in line)
