"""The parts of a large reading: whole one by one, kept with their leaves, followed."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from onrecord.archive import keys
from onrecord.archive.leaf import Secrets
from onrecord.archive.seal import Sealer
from onrecord.desk import journal
from onrecord.desk.escrowing import recipients
from onrecord.desk.following import Follower
from onrecord.desk.journal import Journal
from onrecord.desk.rows import batches_of
from onrecord.desk.sitting import Sitting, Wanted
from onrecord.ports import Format


def journal_of(wanted: Wanted, fmt: Format, part: Path) -> Journal:
    """What an interrupted intake of these bytes has finished, or a new beginning."""
    said = {
        "partial": wanted.partial,
        "same_chat": wanted.same_chat,
        "ask": [wanted.ask.zone, wanted.ask.date_order, [list(c) for c in wanted.ask.columns]],
    }
    about = journal.about(wanted.bagged.bag.manifest, fmt.name, fmt.version, said)
    old = journal.found(part, about)
    if old is not None:
        return old
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    return Journal(part, keys.new_archive_id(), about)


@dataclass(frozen=True, slots=True)
class Parts:
    """What happens when a part of a large reading is whole: its leaves are kept beside
    it, and the index's follower is told."""

    at: Sitting
    log: Journal
    sealer: Sealer
    secrets: Secrets
    follower: Follower | None

    def recall(self) -> None:
        """Takes what an interrupted intake has left; watches for what comes."""
        for part in self.log.parts:
            path = self.log.folder / part.parquet
            leaves = (self.log.folder / part.leaves).read_bytes()
            self.sealer.recall(leaves, batches_of(path, ["id", "time_first", "time_last"]))
            if self.follower is not None:
                self.follower.part(path)
        if self.follower is not None:
            self.sealer.watch()

    def told(self, path: Path, rows: int) -> None:
        """A part is whole on disk; its leaves may still be in the making."""
        if self.follower is None:
            return
        self.follower.part(path)
        self.log.keep(self.secrets, recipients(self.at.desk))
        self.sealer.mark(lambda made: self.log.note(path, rows, made))
