"""Who did what at a case: the journal of the work and the case's own log entries."""

import heapq
import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, cast

from onrecord.desk.case import Case, open_case
from onrecord.desk.holdings import acquisition, ledger_of
from onrecord.desk.judging import judgements
from onrecord.desk.timeline import bags_of
from onrecord.desk.working import moves
from onrecord.model.proof import Entry
from onrecord.model.work import Deed, Move


def feed(path: Path, limit: int) -> list[Deed]:
    """See ``Desk.feed``."""
    case = open_case(path)
    made, _ = moves(case)
    strokes = groupby(made, key=lambda m: (m.by, m.state, m.why, m.at))
    done = [_stroke([*moved]) for _, moved in strokes]
    done.extend(_logged(case))
    # Within one second the log's order and the journal's stand: later lines are newer.
    newest = heapq.nlargest(limit, enumerate(done), key=lambda pair: (pair[1].at, pair[0]))
    return [deed for _, deed in newest]


def _stroke(made: Sequence[Move]) -> Deed:
    """What one person did at one stroke, near-copies and chosen others together."""
    m = made[0]
    return Deed("moved", m.about, m.by, m.state, m.why, m.at, more=len(made) - 1)


def _logged(case: Case) -> Iterator[Deed]:
    judged = {j.id: j for j in judgements(case)}
    stories: dict[str, str] = {}
    for entry in ledger_of(case).entries():
        at = str(entry.get("claimed") or "")
        if entry.kind == "judged":
            for item in cast("list[dict[str, Any]]", entry.get("judgements") or []):
                j = judged.get(str(item["id"]))
                if j is not None:
                    yield Deed("judged", j.about, j.by, j.answer, j.why, j.at, entry.index)
        elif entry.kind == "received":
            how = acquisition(case, int(str(entry.get("bag"))))
            by = str((how.get("custody") or {}).get("received_by") or "")
            name = str(how.get("name") or entry.get("bag"))
            yield Deed("received", f"#{int(str(entry.get('bag')))}", by, name, "", at, entry.index)
        elif entry.kind == "withheld":
            names = ", ".join(f"#{n}" for n in bags_of(entry))
            yield Deed(
                "withdrawn", names, str(entry.get("by")), "", str(entry.get("why")), at, entry.index
            )
        elif entry.kind == "published":
            stories[str(entry.index)] = str(entry.get("story"))
            yield _printed(case, entry, at)
        elif entry.kind == "retracted":
            of = str(entry.get("of"))
            by, why = str(entry.get("by")), str(entry.get("why"))
            yield Deed("retracted", stories.get(of, of), by, "", why, at, entry.index)


def _printed(case: Case, entry: Entry, at: str) -> Deed:
    """A publication, signed as its note in the case says."""
    story = str(entry.get("story"))
    note = case.path / "stories" / f"{story}.published.json"
    said = json.loads(note.read_text("utf-8")) if note.exists() else {}
    by = str(said.get("signed_by", "")) if said.get("entry") == entry.index else ""
    by = str(said.get("signatures", {}).get(str(entry.index), "")) or by
    return Deed("published", story, by, "", "", at, entry.index)
