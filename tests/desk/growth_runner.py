"""Adds to a case and derives, in child processes that are killed at another moment each.

Called as ``growth_runner.py JOB``, a JSON file. A moment is a part of the way: of the
files that adding and deriving open, rename, make, link or remove, counted in a first
child that is let run to its end. Prints one JSON object a moment: whether the child was
killed, whether the case was then searched as before or with the new reading, and whether
all that is derived when the work is done after all is what deriving it anew gives.
"""

import json
import shutil
import signal
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.acceptance.kill_runner import forked, stop_at
from tests.desk.derived_rows import rows_of

from onrecord import Desk
from onrecord.desk import boarding, matched, peopling, proposing  # noqa: F401


def searched(desk: Desk, case: Path) -> list[int]:
    """For the first and the added part: 1 if it is found."""
    held = {h.row.reading for h in desk.find(case, "the OR في", limit=500).hits}
    return [int(1 in held), int(2 in held)]


def done(desk: Desk, case: Path, more: Path) -> None:
    """The work that is interrupted: whatever of it is left."""
    desk.resume(case)
    if len(desk.info(case).received) < 2:
        desk.add(case, more)
    rows_of(desk, case, press=False)


def main() -> None:
    """One line a moment."""
    job: dict[str, Any] = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    folder, scratch = Path(job["folder"]), Path(job["scratch"])
    secret = (folder / job["secret"]).read_text("utf-8").strip()
    keys = Desk(folder / "desk", secret).keys  # unlocked once, handed to every child
    whole = at_moment(job, scratch / "whole", (folder, secret, keys), 0)
    for part in job["moments"]:
        moment = max(1, int(part * whole["events"]))
        found = at_moment(job, scratch / f"{moment}", (folder, secret, keys), moment)
        found["same"] = found.pop("rows") == whole["rows"] == whole["anew"]
        del found["anew"]
        sys.stdout.write(json.dumps(found) + "\n")
        shutil.rmtree(scratch / f"{moment}", ignore_errors=True)


def at_moment(
    job: dict[str, Any], into: Path, given: tuple[Path, str, Any], moment: int
) -> dict[str, Any]:
    """A copy of the case, killed at a moment (0: never), then worked on to the end."""
    folder, secret, keys = given
    shutil.copytree(folder / "desk", into / "desk")
    shutil.copytree(folder / job["case"], into / "case")
    desk, case, more = Desk(into / "desk", secret), into / "case", Path(job["more"])
    desk._keys = keys

    def work() -> int:
        seen = stop_at(moment, signal.SIGKILL, case)
        done(desk, case, more)
        return seen[0]

    def after() -> list[int]:
        return searched(desk, case)

    def finished() -> int:
        done(desk, case, more)
        rows = rows_of(desk, case, press=False)
        (into / "rows.json").write_text(json.dumps(rows, default=str, sort_keys=True))
        shutil.rmtree(case / "derived")
        (case / "derived").mkdir()
        anew = rows_of(desk, case, press=False)
        (into / "anew.json").write_text(json.dumps(anew, default=str, sort_keys=True))
        return 0

    status, events = forked(work)
    _, held = forked(after)
    ended, _ = forked(finished)
    if ended:
        raise SystemExit(f"moment {moment}: it does not go on ({ended})")
    return {
        "moment": moment,
        "events": events,
        "killed": status == signal.SIGKILL,
        "searched": held,
        "rows": (into / "rows.json").read_text(),
        "anew": (into / "anew.json").read_text() if moment == 0 else "",
    }


if __name__ == "__main__":
    main()
