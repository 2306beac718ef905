"""A reporter says that a draft is ready for the editor: a line in the case's working notes."""

import json
from pathlib import Path
from typing import Any

from onrecord import clock
from onrecord.desk.appending import append_lines
from onrecord.desk.case import Case, open_case
from onrecord.desk.drafts import drafts, drafts_held, read_draft
from onrecord.errors import BadOption


def hand_over(path: Path, name: str, by: str) -> None:
    """See ``Desk.hand_over``."""
    by = " ".join(by.split())
    if not by:
        raise BadOption("Who hands the draft over?", advice="give --by NAME")
    case, draft = open_case(path), read_draft(path, name)
    said = {"name": name, "digest": draft.digest, "by": by, "at": clock.stamp()}
    with drafts_held(case):
        append_lines(_journal(case), json.dumps(said, ensure_ascii=False).encode() + b"\n")


def handed(path: Path) -> dict[str, dict[str, Any]]:
    """See ``Desk.handed_over``. A half-written line hands nothing over."""
    journal = _journal(open_case(path))
    out: dict[str, dict[str, Any]] = {}
    for line in journal.read_bytes().split(b"\n") if journal.is_file() else ():
        try:
            said = json.loads(line)
        except ValueError:
            continue  # a working note: the draft itself is kept elsewhere
        if isinstance(said, dict) and {"name", "digest", "by", "at"} <= set(said):
            out[str(said["name"])] = said
    there = {d.name for d in drafts(path)}
    return {
        name: {**said, "same": read_draft(path, name).digest == said["digest"]}
        for name, said in out.items()
        if name in there
    }


def _journal(case: Case) -> Path:
    return case.path / "team" / "ready.jsonl"
