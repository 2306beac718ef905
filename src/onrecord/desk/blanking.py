"""What the log says is withheld goes from the disk: files, records' bytes, their rows.

Called by every writing command, so that a kill between log and disk is mended. Rows
go before bytes: what a kill leaves in between still checks.
"""

import os
from pathlib import Path

import pyarrow.parquet as pq

from onrecord.archive import disk
from onrecord.archive.withheld import ACTION, Record, blanked, files, overwrite, records
from onrecord.desk import readings
from onrecord.desk.case import Case, drop_derived
from onrecord.desk.holdings import ledger_of
from onrecord.desk.rows import batches_of, opened_part, parts


def erase_withheld(case: Case) -> None:
    """Removes whatever is withheld and still lies here."""
    said = ledger_of(case)
    for (bag, member), _ in files(said).items():
        if member is None:
            continue
        path = case.path / "bags" / bag / "data" / "export" / member
        if path.is_file():
            path.chmod(0o600)
            path.unlink()
            disk.sync_folder(path.parent)
    by_bag: dict[str, list[Record]] = {}
    for one in records(said):
        by_bag.setdefault(one.bag, []).append(one)
    for bag, gone in by_bag.items():
        _records(case, bag, gone)


def _records(case: Case, bag: str, gone: list[Record]) -> None:
    changed = False
    for made in readings.every(case, int(bag)):
        own = {r.n for r in gone if r.payloads.keys() & set(made.archives)}
        changed |= _rows(made.folder, own)
    for one in gone:
        path = case.path / "bags" / bag / "data" / "export" / one.member
        if one.length and path.is_file():
            changed |= overwrite(path, one.start, one.length)
    if changed:
        drop_derived(case)


def _rows(folder: Path, wanted: set[int]) -> bool:
    """Leaves nothing of these rows of a reading; True if something was there."""
    first, changed = 0, False
    for path in parts(folder):
        with pq.ParquetFile(path) as f:
            size = f.metadata.num_rows
            here = {n for n in wanted if first <= n < first + size}
            said = f.read(columns=["action"]).column("action").to_pylist() if here else []
        if any(said[n - first] != ACTION for n in here):
            part = path.with_name(path.name + ".part")
            with disk.trouble(path):
                with opened_part(part) as writer:
                    for batch in batches_of(path):
                        for piece in blanked(batch, here):
                            writer.write_batch(piece)
                with part.open("rb") as f:
                    os.fsync(f.fileno())
                part.replace(path)
                disk.sync_folder(path.parent)
            changed = True
        first += size
    return changed
