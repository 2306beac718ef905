"""Taking back what was added by mistake: on record, never silent."""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord import clock
from onrecord.desk import readings
from onrecord.desk.case import drop_derived, open_case
from onrecord.desk.holdings import holding, ledger_of
from onrecord.desk.indexing import build_index
from onrecord.desk.receiving import discard
from onrecord.desk.stamping import stamp_head
from onrecord.errors import BadOption, NoSuchThing

if TYPE_CHECKING:
    from onrecord.desk.open_desk import OpenDesk


def withdraw(desk: "OpenDesk", path: Path, number: int, why: str, by: str, erase: bool) -> int:
    """See ``Desk.withdraw``."""
    from onrecord.desk.intake import sit

    if not why.strip() or not by.strip():
        raise BadOption("A withdrawal needs a name and a reason", advice="give --by and --why")
    case = open_case(path)
    with case.writing():
        at = sit(desk, case)
        held = holding(case, number)
        if held.withdrawn:
            raise NoSuchThing(f"#{number} is withdrawn already", where=held.withdrawn)
        item = {"bag": f"{number:04d}", "member": None, "sha256": held.manifest}
        values = {
            "case": case.name,
            "what": [item],
            "why": why,
            "by": by,
            "claimed": clock.stamp(),
        }
        drop_derived(case)
        entry = ledger_of(case).record(at.log, desk.keys, "withheld", values)
        # Bytes go only after the log says so: a kill in between leaves them, not a gap.
        if erase:
            discard(case.bag(number))
            for made in readings.every(case, number):
                shutil.rmtree(made.folder, ignore_errors=True)
                for archive in made.archives:
                    case.secret(archive).unlink(missing_ok=True)
        stamp_head(at)
        build_index(case, desk.progress)
    return entry.index
