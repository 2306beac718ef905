"""Proofs of a story's quotations: what is opened, and what stays sealed."""

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from onrecord.archive import bag as bags
from onrecord.archive import keys, leaf, proof, record, salt, stamp, token
from onrecord.archive.sealed import SealFiles
from onrecord.desk.case import Case
from onrecord.desk.hiding import Hiding
from onrecord.desk.holdings import clear, holding, ledger_of
from onrecord.desk.rows import parts
from onrecord.desk.sitting import Sitting
from onrecord.desk.slices import slices_in
from onrecord.errors import HarmRefused, NoSuchMessage
from onrecord.model.chat import Message
from onrecord.model.cite import Ref
from onrecord.model.proof import Entry
from onrecord.model.story import Proof, Quoted, Story
from onrecord.report.redact import to_open

_MOST = 8
"""Translations a proof may carry (format section 12)."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A message's opening, where it stands in its archive, and its seal."""

    opening: leaf.Opening
    index: int
    path: tuple[bytes, ...]
    seal: Entry


class Prover:
    """Makes the proofs of one story. The secrets stay in memory meanwhile."""

    def __init__(self, at: Sitting, story: str, label: str = "") -> None:
        self.at = at
        self.story = story
        self.label = label or story
        self._secrets: dict[str, leaf.Secrets] = {}
        self._slots: dict[str, int] = {}
        self._labels: dict[str, str] = {}
        self._heads: dict[int, int] = {}

    def opened(self, ref: Ref, under: tuple[Entry, Path] | None = None) -> Opened:
        """The opening of a message, in the last archive it was sealed in, or ``under`` an
        earlier seal and the rows that one is over. Raises NoSuchMessage if it is not in it."""
        case = self.at.case
        if under is None:
            held = holding(case, ref.reading)
            if held.seal is None:
                raise NoSuchMessage("The reading of this message is not sealed", where=str(ref))
            under = held.seal, case.reading(ref.reading)
        entry, folder = under
        archive = str(clear(entry)["archive"])
        opening = open_in(case, ref.reading, self.secrets(archive), row_in(folder, ref.n))
        seal = SealFiles.open(case.seal(archive))
        index = seal.index(opening.k, opening.leaf)
        return Opened(opening, index, tuple(seal.path(index)), entry)

    def secrets(self, archive: str) -> leaf.Secrets:
        """An archive's secrets, unlocked once."""
        if archive not in self._secrets:
            path = self.at.case.secret(archive)
            self._secrets[archive] = keys.unlock(path, self.at.desk.keys.identities)
        return self._secrets[archive]

    def slot(self, archive: str) -> int:
        """The alias slot this story spends in an archive: its own again, else the
        first unspent one. Raises HarmRefused if all four are spent."""
        if archive in self._slots:
            return self._slots[archive]
        subkeys = salt.Subkeys.of(self.secrets(archive).archive)
        names = subkeys.labels()
        spent: dict[str, str] = {}
        for entry in ledger_of(self.at.case).entries():
            slots = entry.get("slots")
            if entry.kind == "published" and isinstance(slots, dict) and archive in slots:
                spent[str(slots[archive])] = str(entry.get("story"))
        own = [j for j, name in enumerate(names) if spent.get(name) == self.story]
        free = [j for j, name in enumerate(names) if name not in spent]
        if not own and not free:
            raise HarmRefused(
                "All four alias slots of this archive are spent on earlier stories",
                where=archive,
                advice="seal the reading again: a reseal has four fresh slots",
            )
        self._slots[archive] = (own or free)[0]
        self._labels[archive] = names[self._slots[archive]]
        return self._slots[archive]

    def spent(self) -> dict[str, str]:
        """Archive id to the alias label this story spends, for the log."""
        return dict(sorted(self._labels.items()))

    def prove(self, quoted: Quoted, message: Message, hiding: Hiding) -> Proof:
        """One quotation's proof. Raises HarmRefused if words to be hidden share a
        segment with the printed ones."""
        assert quoted.said is not None  # noqa: S101  # the caller took these only
        found = self.opened(quoted.said.ref)
        where = f"line {quoted.quotation.line}"
        to_open(
            message.text,
            quoted.wording.spans,
            hiding.closed(message),
            message.entities,
            where=where,
        )
        archive = str(clear(found.seal)["archive"])
        choice = proof.Choice(
            shown=quoted.printed,
            speaker=quoted.said.label,
            story=self.label,
            spans=quoted.wording.spans,
            slot=self.slot(archive),
        )
        logged = self.logged(found.seal)
        told = _translated(found.opening, choice, quoted, self.at.desk.keys)
        data = proof.make(
            found.opening, (found.index, found.path), logged, choice, self.at.desk.keys, told
        )
        sealed, by = self._dated(found.seal, logged)
        _, opened = proof.segments_for(found.opening, choice)
        field = found.opening.plain or found.opening.text
        return Proof(
            data=data,
            leaf=found.opening.leaf.hex(),
            entry=str(found.seal.index),
            sealed=sealed,
            sealed_by=by,
            segments=(len(opened), len(field)),
        )

    def logged(self, seal: Entry) -> proof.Logged:
        """The way from the seal's entry to the earliest stamped head that holds it."""
        from onrecord.desk.stamping import dating_policy

        log = self.at.log
        if seal.index not in self._heads:
            known = dating_policy(self.at.desk)
            self._heads[seal.index] = stamp.best_head(log, seal.index, known)
        size = self._heads[seal.index]
        return proof.Logged(
            seal.body,
            seal.index,
            tuple(log.inclusion(seal.index, size)),
            log.head_at(size),
            tuple(stamp.shown(log, size)),
        )

    def _dated(self, seal: Entry, logged: proof.Logged) -> tuple[str, str]:
        """What dates the seal: the earliest time of others, else of the test authority,
        else the desk's own claim."""
        from onrecord.desk.stamping import dating_policy

        message = token.stamped_bytes(logged.head)
        known = dating_policy(self.at.desk)
        stamps = [token.judge(token.parse(t), message, known.authorities) for t in logged.tokens]
        stamps += stamp.cosigned(logged.head, known)
        others = [s for s in stamps if s.trust in ("qualified", "plain", "witness")]
        if stamps:
            first = min(others or stamps, key=lambda s: s.at)
            return first.at, first.name
        return str(seal.get("claimed")), "the desk's own clock, a claim"


def _translated(
    opening: leaf.Opening, choice: proof.Choice, quoted: Quoted, key: keys.DeskKeys
) -> list[proof.SignedTranslation]:
    """The printed translations, bound to the opened words and signed by the desk for
    whoever answers for each; other readings (disputes) are statements about one."""
    wanted = [t for t in quoted.translations if t.signed and t.lang][:_MOST]
    return [proof.translate(opening, choice, t.lang, t.by, t.text, key) for t in wanted]


def open_in(case: Case, number: int, secrets: leaf.Secrets, one: pa.RecordBatch) -> leaf.Opening:
    """Every disclosure of one row of a reading, from rows and sealed bytes."""
    files = bags.open_bag(case.bag(number)).files
    with slices_in(case, number) as slices:
        given = record.Sources(slices, lambda p: files.get(f"data/export/{p}"))
        return leaf.open_row(one, salt.Subkeys.of(secrets.archive), secrets, given)


def row(case: Case, number: int, n: int) -> pa.RecordBatch:
    """The one-row batch of a message. Raises NoSuchMessage."""
    return row_in(case.reading(number), n)


def row_in(reading: Path, n: int) -> pa.RecordBatch:
    """The one-row batch of a row of a reading. Raises NoSuchMessage."""
    first = 0
    for path in parts(reading):
        with pq.ParquetFile(path) as f:
            for group in range(f.num_row_groups):
                size = f.metadata.row_group(group).num_rows
                if first <= n < first + size:
                    table = f.read_row_group(group).slice(n - first, 1).combine_chunks()
                    return table.to_batches()[0]
                first += size
    raise NoSuchMessage(f"The reading has no row {n}", where=str(reading))


def proofs_of(
    at: Sitting, story: Story, messages: dict[Ref, Message], hiding: Hiding, label: str = ""
) -> tuple[tuple[Proof, ...], dict[str, str]]:
    """Every proof of a story in order, and the alias labels it spends. ``label`` is the
    story's name in them, where it is not its id."""
    prover = Prover(at, story.id, label)
    wanted = [q for q in story.quotations if q.proof is not None]
    made = [prover.prove(q, messages[q.said.ref], hiding) for q in wanted if q.said is not None]
    return tuple(made), prover.spent()
