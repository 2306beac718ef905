"""Sealing a reading again under a new archive secret: four fresh alias slots.

The rows are those of the reading, and are first shown to give the root that was
logged; the binding of members to the new aliases dates from the new entry.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from onrecord import clock
from onrecord.archive import bag as bags
from onrecord.archive import check, entry, keys, record
from onrecord.archive.leaf import Secrets
from onrecord.archive.seal import Sealer, summary
from onrecord.archive.withheld import Gone
from onrecord.desk import readings
from onrecord.desk.case import open_case
from onrecord.desk.escrowing import recipients
from onrecord.desk.holdings import holding, ledger_of
from onrecord.desk.rows import batches
from onrecord.desk.slices import slices_in
from onrecord.desk.stamping import stamp_head
from onrecord.errors import NothingYet

if TYPE_CHECKING:
    from onrecord.desk.open_desk import OpenDesk
    from onrecord.model.proof import Entry


def reseal(desk: "OpenDesk", path: Path, number: int) -> "Entry":
    """See ``Desk.reseal``. Nothing is on record, and nothing lies about, if it fails."""
    from onrecord.desk.intake import sit

    case = open_case(path)
    with case.writing():
        at = sit(desk, case)
        held = holding(case, number)
        if held.seal is None or held.archive is None or not held.whole or held.withdrawn:
            raise NothingYet(f"#{number} holds no sealed reading", where=str(case.path))
        old = keys.unlock(case.secret(held.archive), desk.keys.identities)
        archive = keys.new_archive_id()
        fresh = Secrets(keys.new_secret(), old.chats)
        files = bags.open_bag(case.bag(number)).files
        with slices_in(case, number) as slices:
            given = record.Sources(slices, lambda p: files.get(f"data/export/{p}"))
            lost = Gone.of(ledger_of(case)).rows(f"{number:04d}", held.archive)
            rows = check.Rows(lambda: batches(case.reading(number)), old, given, lost)
            sealed = entry.parse(held.seal.body)
            check.against(check.seal(case.seal(held.archive), sealed, rows))
            sealer = Sealer(case.seal(archive), archive, fresh, given)
            try:
                for batch, _ in rows.parted():  # what is withheld is in no new archive
                    sealer.add(batch)
                made = sealer.finish()
            except BaseException:
                sealer.abandon()
                raise
        keys.keep(case.secret(archive), fresh, recipients(desk))
        values = {**dict(held.seal.opened), "claimed": clock.stamp(), "count": str(made.records)}
        values["notes"] = readings.context_of(held.seal)
        done = ledger_of(case).record(at.log, desk.keys, "reseal", values, summary(made))
        stamp_head(at)
    return done
