"""What a case holds after something went wrong with it, and whether that is whole."""

from pathlib import Path
from typing import Any

from onrecord import Desk


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
