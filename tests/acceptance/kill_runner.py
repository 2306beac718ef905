"""Runs a desk's use case in child processes and stops each at another moment.

A process of its own: it makes ready once (imports, unlocked keys), then forks a
child for every moment. A moment is the n-th time the child opens, renames,
makes or removes a file (an audit event of Python), so that a run is the same
each time; ``timed`` moments fall anywhere, also inside native code. Prints one
JSON object a line: a finished run's count of events, or what was left.

Called as ``kill_runner.py JOB``, a JSON file: folder (case and desk in it),
passphrase, what (add, judge, publish), arguments, moments, signal.
"""

import json
import os
import shutil
import signal
import sys
import time
from pathlib import Path
from typing import Any

from onrecord import Desk
from onrecord.desk import (  # noqa: F401  # noqa: F401
    checking,
    drafting,
    facts,
    finding,
    indexing,
    intake,
    judging,
    proving,
    publishing,
    resolving,
)
from onrecord.errors import OnRecordError
from onrecord.lang import language
from onrecord.store import tantivy_index  # noqa: F401

EVENTS = {"os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.truncate", "os.link", "os.chmod"}


def use_case(desk: Desk, folder: Path, job: dict[str, Any]) -> None:
    """What is interrupted."""
    case = folder / "case"
    given = job["arguments"]
    if job["what"] == "add":
        desk.resume(case)
        if not any(r.name == Path(given[0]).name for r in desk.info(case).received):
            desk.add(case, given[0])
    elif job["what"] == "judge":
        desk.judge(case, given[0], "yes", by="Ines Halloway", why="read in its context")
    else:
        answers = folder / "answers.toml"
        desk.publish(
            case, folder / "draft.md", folder / "out", by="Maren Oduval", checklist=answers
        )


def stop_at(moment: int, number: int, folder: Path) -> list[int]:
    """Counts this process's changes of files in ``folder``; stops it at ``moment``."""
    seen = [0]
    inside = str(folder)

    def hook(event: str, args: tuple[Any, ...]) -> None:
        writes = event == "open" and isinstance(args[2], int) and args[2] & 3
        if (writes or event in EVENTS) and str(args[0]).startswith(inside):
            seen[0] += 1
            if seen[0] == moment:
                os.kill(os.getpid(), number)

    sys.addaudithook(hook)
    return seen


def forked(work: Any) -> tuple[int, Any]:
    """Runs ``work`` in a child: its wait status and what it returned as JSON."""
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(out)
        code = 1
        try:
            signal.signal(signal.SIGINT, signal.default_int_handler)
            os.write(into, json.dumps(work()).encode())
            code = 0
        except KeyboardInterrupt:
            code = 130
        except (OnRecordError, OSError, ValueError, KeyError) as e:
            os.write(into, json.dumps(f"{type(e).__name__}: {e}").encode())
        finally:
            os._exit(code)
    os.close(into)
    with os.fdopen(out, "rb") as pipe:
        data = pipe.read()
    _, status = os.waitpid(child, 0)
    return status, json.loads(data) if data else None


def one(desk: Desk, job: dict[str, Any], folder: Path, moment: int) -> dict[str, Any]:
    """Copies the case, stops the use case in it, and says how the case is then."""
    for name in ("case", "desk"):
        shutil.copytree(Path(job["folder"]) / name, folder / name)
    for name in ("draft.md", "answers.toml", "harbour.jpg"):
        if (Path(job["folder"]) / name).exists():
            shutil.copy(Path(job["folder"]) / name, folder)
    here = Desk(folder / "desk", job["passphrase"])
    here._keys = desk.keys  # unlocked once: a second each otherwise

    def stopped() -> int:
        seen = stop_at(moment, job["signal"], folder)
        use_case(here, folder, job)
        return seen[0]

    def after() -> dict[str, Any]:
        told = here.info(folder / "case")
        report = here.check(folder / "case")
        return {
            "received": len(told.received),
            "altered": [f"{f.object}: {f.note}" for f in report.findings if f.state == "altered"],
        }

    def again() -> dict[str, Any]:
        use_case(here, folder, job)
        told = here.info(folder / "case")
        report = here.check(folder / "case")
        # What can be made again keeps its half-made files for a day: another process may
        # still be making one.
        case = folder / "case"
        parts = [str(p) for p in case.rglob("*.part") if case / "derived" not in p.parents]
        return {
            "counts": [[r.counts.records, r.counts.messages] for r in told.received],
            "judgements": told.judgements,
            "stories": list(told.stories),
            "whole": report.whole,
            "unread": [f.object for f in report.findings if f.state == "unread"],
            "parts": parts,
        }

    began = time.monotonic()
    status, events = forked(stopped)
    left, right = forked(after), forked(again)
    shutil.rmtree(folder)
    return {
        "moment": moment,
        "ended": os.waitstatus_to_exitcode(status),
        "events": events,
        "after": left[1],
        "again": right[1],
        "seconds": round(time.monotonic() - began, 2),
    }


def warm(desk: Desk) -> None:
    """What every child would load again: keys and language tables. Starts no thread."""
    desk.keys  # noqa: B018
    for code in language.codes():
        language.load(code)


def main() -> None:
    """Does a job file."""
    job = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    desk = Desk(Path(job["folder"]) / "desk", job["passphrase"])
    warm(desk)
    work = Path(sys.argv[1]).parent
    for moment in job["moments"]:
        folder = work / f"at-{moment}"
        folder.mkdir()
        sys.stdout.write(json.dumps(one(desk, job, folder, moment)) + "\n")


if __name__ == "__main__":
    main()
