"""The journal of the work: states of statements, each change with a name and a reason.

``CASE/team/board.jsonl`` grows by one line a change and is never rewritten. It
is no part of the signed log (decision 95). A line that a killed process left
unfinished is counted as lost and shown, and takes no other line with it.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from onrecord import clock
from onrecord.desk.appending import append_lines
from onrecord.desk.binding import names_of, present
from onrecord.desk.case import Case, open_case
from onrecord.errors import BadOption
from onrecord.model.work import STATES, Move, State

JOURNAL = "board.jsonl"
_FIELDS = ("about", "state", "by", "why", "at")


def journal_of(case: Case) -> Path:
    """The journal of a case; there or not."""
    return case.path / "team" / JOURNAL


def moves(case: Case) -> tuple[list[Move], int]:
    """Every change in order, and how many lines cannot be read."""
    path = journal_of(case)
    if not path.exists():
        return [], 0
    out, lost, names = [], 0, names_of(case)
    for line in path.read_bytes().split(b"\n"):
        if not line:
            continue
        move = _read(line)
        if move is None:
            lost += 1
        else:
            out.append(replace(move, about=present(names, move.about)))
    return out, lost


def _read(line: bytes) -> Move | None:
    try:
        said: dict[str, Any] = json.loads(line)
        values = [said[name] for name in _FIELDS]
    except (ValueError, KeyError, TypeError):
        return None
    if not all(isinstance(v, str) for v in values) or said["state"] not in STATES:
        return None
    return Move(*values)


def states(made: Sequence[Move]) -> dict[str, State]:
    """The state each moved thing is in: what its last move says."""
    return {move.about: move.state for move in made}


def checked(state: str, by: str, why: str) -> State:
    """The state, if the change may be made. Raises BadOption."""
    if state not in STATES:
        raise BadOption(
            f"{state} is no state of the board", advice="choose one of " + ", ".join(STATES)
        )
    if not by.strip() or not why.strip():
        raise BadOption("A change of state needs a name and a reason", advice="give --by and --why")
    return state


def append(path: Path, abouts: Sequence[str], state: State, by: str, why: str) -> list[Move]:
    """Writes one line for each thing; all of them lie on the disk when this returns.

    Raises DiskFull, CannotAccess.
    """
    case = open_case(path)
    at = clock.stamp()
    made = [Move(about, state, by.strip(), why.strip(), at) for about in abouts]
    lines = [json.dumps(asdict(m), ensure_ascii=False, separators=(",", ":")) for m in made]
    data = "".join(line + "\n" for line in lines).encode("utf-8", "backslashreplace")
    append_lines(journal_of(case), data)
    return made
