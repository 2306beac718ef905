"""Runs a desk's use case in child processes and makes one system call of each fail or kill.

A process of its own: it makes ready once (imports, unlocked keys), forks a child for
every fault and has strace attach to it before it begins. Prints one JSON object a line:
with a place for the trace the calls of an undisturbed run, else what a fault left and
what doing the same again came to.

Called as ``fault_runner.py JOB``, a JSON file: folder (case, desk, draft, story in it),
passphrase, what (add, publish, reseal, reread, lock, unlock), source, known (a folder:
what was seen of each disk that was left), faults ([how, call, number, how far in]).
"""

import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

from tests.acceptance.fixed_chance import CHANCE, hold, print_of  # before onrecord
from tests.acceptance.kill_runner import warm
from tests.acceptance.sounding import sound
from tests.acceptance.watched import answer, branched, changing, child, counted, injected, traced

from onrecord import Desk
from onrecord.desk import locking, publishing, read_again, resealing  # noqa: F401


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


def fresh(job: dict[str, Any], work: Path) -> Path:
    """A copy of the case, its desk, draft and story."""
    folder = work / "at"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(job["folder"], folder, symlinks=True)
    return folder


def calls(desk: Desk, job: dict[str, Any], work: Path) -> list[list[Any]]:
    """The calls of an undisturbed run; of a publication those after the fork apart.

    A fault is [how, call, number, how far in]: 1 where the number counts from the fork.
    """
    folder, trace = fresh(job, work), work / "trace"
    here, options = _at(desk, folder, job), ["-y", "-o", str(trace)]
    code, said = traced(lambda: use_case(here, folder, job), options)
    if code:
        raise RuntimeError(f"the undisturbed run failed: {said}")
    whole, late = counted(trace, changing(folder)), []
    if job["what"] == "publish":
        tried = [["undisturbed", "", 0, 1]]
        _, said = answer(*child(lambda: late_faults(desk, job, work, tried, options)))
        late = counted(trace, changing(folder))
        if said is not None or [c for c, _ in whole[-len(late) :]] != [c for c, _ in late]:
            raise RuntimeError(f"after the fork it makes other calls: {said}")
    early = whole[: len(whole) - len(late)]
    return [[*one, 0] for one in early] + [[*one, 1] for one in late]


def one(desk: Desk, job: dict[str, Any], work: Path, fault: list[Any]) -> None:
    """Disturbs the use case from its beginning."""
    folder = fresh(job, work)
    here = _at(desk, folder, job)
    told(desk, job, work, fault, traced(lambda: use_case(here, folder, job), injected(fault)))


def late_faults(
    desk: Desk, job: dict[str, Any], work: Path, faults: list[Any], options: list[str] | None = None
) -> None:
    """Prints a story once, and forks for each fault when it is about to be put out: a
    second of work that writes next to nothing is then done once. Does not return."""
    folder, before = fresh(job, work), work / "before"
    put_out = publishing.put_out

    def forks(*given: Any) -> int:
        publishing.put_out = put_out
        shutil.rmtree(before, ignore_errors=True)
        shutil.copytree(folder, before, symlinks=True)
        for fault in faults:
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(before, folder, symlinks=True)
            ended = branched(options or injected(fault))
            if ended is None:
                return put_out(*given)  # and on to the end of the use case
            if options is None:
                told(desk, job, work, fault, ended)
        os._exit(0)

    publishing.put_out = forks  # type: ignore[assignment]  # passes on what it is given
    use_case(_at(desk, folder, job), folder, job)


def told(
    desk: Desk, job: dict[str, Any], work: Path, fault: list[Any], end: tuple[int, Any]
) -> None:
    """Prints what a fault left: the looks and the repetition once for each disk that a
    fault leaves, told by every byte of it."""
    folder = work / "at"
    known = Path(job["known"]) / print_of(folder)
    seen = known.exists()
    if not seen:
        known.parent.mkdir(exist_ok=True)
        known.write_text(json.dumps(looked(desk, job, work, folder)))
    found = {"fault": fault, "ended": end[0], "said": end[1], "seen": seen}
    sys.stdout.write(json.dumps({**found, **json.loads(known.read_text())}) + "\n")
    sys.stdout.flush()


def looked(desk: Desk, job: dict[str, Any], work: Path, folder: Path) -> dict[str, Any]:
    """What is there, and what doing the same again comes to."""
    # A copy is looked at: looking may unlock what was locked.
    here, look = _at(desk, folder, job), work / "look"
    shutil.rmtree(look, ignore_errors=True)
    shutil.copytree(folder, look, symlinks=True)
    then = _at(desk, look, job)
    left = answer(*child(lambda: sound(then, look, again=False)))[1]

    def repeat() -> dict[str, Any]:
        CHANCE.begin("again")
        use_case(here, folder, job)
        return sound(here, folder, again=True)

    return {"after": left, "again": answer(*child(repeat))[1]}


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
    hold()
    # Done once undisturbed: what is loaded at the first use is then there in every child.
    folder = fresh(job, work)
    use_case(_at(desk, folder, job), folder, job)
    sound(_at(desk, folder, job), folder, again=True)
    if job["faults"] is None:
        sys.stdout.write(json.dumps(calls(desk, job, work)) + "\n")
        return
    for fault in job["faults"]:
        if not fault[3]:
            one(desk, job, work, fault)
    if late := [fault for fault in job["faults"] if fault[3]]:
        end = answer(*child(lambda: late_faults(desk, job, work, late)))
        if end != (0, None):
            raise RuntimeError(f"the forks did not come to their end: {end}")


if __name__ == "__main__":
    main()
