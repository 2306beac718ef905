"""A deed in a child of a warm process, under limits of time; what it says comes back."""

import json
import os
import resource
import signal
from collections.abc import Callable
from typing import Any

CPU_SECONDS = 45
"""A mutant that runs longer runs for ever: all tests of a target take a fifth of it."""
WALL_SECONDS = 300
"""A mutant that waits longer waits for ever, unless the machine was busy: it gets a second go."""
AGAIN = 3
"""That many times as long."""
BROKEN = "broke or hung"
Deed = Callable[[Callable[[Any], None]], None]


def forked(deed: Deed, cpu: int = CPU_SECONDS, wall: int = WALL_SECONDS) -> Any:
    """The last value that the deed told, in a child; BROKEN if it died before it told one.

    A death is confirmed by a second go, unless it was the limit of processor time.
    """
    value, code = _once(deed, cpu, wall)
    if value == BROKEN and code not in (-signal.SIGXCPU, -signal.SIGKILL):
        value, _ = _once(deed, cpu, AGAIN * wall)
    return value


def _once(deed: Deed, cpu: int, wall: int) -> tuple[Any, int]:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            os.close(reading)
            signal.alarm(wall)
            resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu))
            resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))
            quiet = os.open(os.devnull, os.O_RDWR)
            for stream in (0, 1, 2):
                os.dup2(quiet, stream)
            deed(lambda value: _tell(writing, value))
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    try:
        with os.fdopen(reading, "rb") as said:
            lines = said.read().split(b"\n")
        _, status = os.waitpid(child, 0)
    except BaseException:  # the run is ended: nobody is left to write where it cleans up
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        raise
    told = [json.loads(line) for line in lines if line]
    ended = os.waitstatus_to_exitcode(status)
    return told[-1] if ended == 0 and told else BROKEN, ended


def _tell(writing: int, value: Any) -> None:
    data = json.dumps(value).encode() + b"\n"
    while data:
        data = data[os.write(writing, data) :]
