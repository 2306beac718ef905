"""The same sealed bytes through the parser that is installed now: looked at, or sealed.

A later reading gets an archive and a ``reseal`` entry over the same manifest hash; the
earlier one, its rows, tree and secret stay as they are, so that old proofs hold and can
be opened further. The order is that of an intake: what is in no entry does not count and
is dropped by the next command that writes.
"""

import json
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord import formats
from onrecord.archive import bag as bags
from onrecord.archive import check, disk, entry, keys, record
from onrecord.archive.leaf import Secrets
from onrecord.archive.seal import Sealed, Sealer, summary
from onrecord.archive.withheld import Gone
from onrecord.desk import readings
from onrecord.desk.as_sealed import lost, sealed_tree
from onrecord.desk.binding import BOUND, Bound, bind
from onrecord.desk.case import Case, drop_derived, open_case
from onrecord.desk.changes import changes
from onrecord.desk.crew import crew, hands
from onrecord.desk.escrowing import recipients
from onrecord.desk.holdings import Holding, acquisition, asked_of, holding, ledger_of
from onrecord.desk.reading import Tally, picked, place_of, refuse_truncated
from onrecord.desk.rows import RowWriter, batches
from onrecord.desk.sealing import Work, counts_of, facts_of, made_by, read_all
from onrecord.desk.sitting import Sitting
from onrecord.desk.slices import slices_in, slices_of
from onrecord.desk.stamping import stamp_head
from onrecord.errors import NothingYet
from onrecord.model.chat import Chat
from onrecord.model.reread import Change, Differences, Resealed
from onrecord.model.trouble import Trouble
from onrecord.ports import Ask, Format, Tree

if TYPE_CHECKING:
    import pyarrow as pa

    from onrecord.desk.open_desk import OpenDesk


@dataclass(frozen=True, slots=True)
class Again:
    """What a person says of a reading to come: what is not said stays as it was."""

    ask: Ask = field(default_factory=Ask)
    password: str | None = None
    partial: bool = False


def reread(
    desk: "OpenDesk", path: Path, number: int, said: Again
) -> Iterator[Change | Differences]:
    """See ``Desk.reread``. Writes nothing."""
    case = open_case(path)
    held = _whole(case, number)
    fmt, tree, ask = _reader(case, held, said)
    tally = Tally()

    def fresh() -> "Iterator[pa.RecordBatch]":
        for part in fmt.read(tree, ask):
            tally.take(part)
            if not isinstance(part, Chat | Trouble):
                desk.progress("reading the sealed bytes again", tally.messages, None, "messages")
                yield part

    found = _Counting(changes(number, batches(case.reading(number)), fresh()))
    yield from found
    desk.progress.close()
    facts = case.facts(number)
    later = facts_of((number, ""), fmt, ask, tally)
    yield found.differences(facts, later)


def earlier(path: Path, number: int) -> Iterator[Change | Differences]:
    """What the reading that counts has otherwise than the one before it. Raises
    NothingYet where there is one reading only."""
    case = open_case(path)
    made = readings.every(case, _whole(case, number).number)
    if len(made) == 1:
        raise NothingYet(
            f"#{number} was read once", where=str(path), advice="onrecord reseal CASE N --reread"
        )
    folders = [one.folder for one in made[-2:]]
    found = _Counting(changes(number, batches(folders[0]), batches(folders[1])))
    yield from found
    yield found.differences(*(json.loads((f / "reading.json").read_bytes()) for f in folders))


def reseal_reread(desk: "OpenDesk", path: Path, number: int, said: Again) -> Resealed:
    """See ``Desk.reseal_reread``. Nothing is on record, and nothing lies about, if it fails."""
    from onrecord.desk.indexing import build_index
    from onrecord.desk.intake import sit

    case = open_case(path)
    with case.writing():
        at = sit(desk, case)
        held = _whole(case, number)
        reader = _reader(case, held, said)
        _as_sealed(at, held)
        archive = keys.new_archive_id()
        part = readings.folder_of(case, number, archive)
        staged = part.with_name(part.name + ".part")
        staged.mkdir()
        try:
            old = keys.unlock(case.secret(str(held.archive)), desk.keys.identities)
            fresh = Secrets(keys.new_secret(), dict(old.chats))
            sealed, sliced = _read(at, held, reader, (archive, staged, fresh), said.partial)
            found, bound = _compared(desk, case, number, staged)
            disk.replace(staged / BOUND, bound.text())
            keys.keep(case.secret(archive), fresh, recipients(desk))
            staged.rename(part)
            disk.sync_folder(part.parent)
        except BaseException:
            for made in (staged, part, case.seal(archive)):
                shutil.rmtree(made, ignore_errors=True)
            case.secret(archive).unlink(missing_ok=True)
            raise
        drop_derived(case)
        notes = _notes(case, number, found, bound)
        assert held.seal is not None  # noqa: S101  # it is whole
        kept = {name: held.seal.get(name) for name in ("case", "bag", "manifest", "same_chat")}
        values = {**kept, **made_by(reader[0], sealed, sliced), "notes": notes}
        values["beacon"] = held.seal.get("beacon")
        done = ledger_of(case).record(at.log, desk.keys, "reseal", values, summary(sealed))
        stamp_head(at)
        build_index(case, desk.progress)
    return Resealed(done.index, found, len(bound.names), bound.unplaced, bound.reworded)


def _whole(case: Case, number: int) -> Holding:
    """A sealed reading of a chat all of whose bytes are there."""
    held = holding(case, number)
    if held.seal is None or held.archive is None or not held.whole or held.withdrawn:
        raise NothingYet(f"#{number} holds no sealed reading", where=str(case.path))
    return held


def _reader(case: Case, held: Holding, said: Again) -> tuple[Format, Tree, Ask]:
    """The installed reader, the sealed bytes, and all that was said of them."""
    before, now = asked_of(case, held.number), said.ask
    ask = Ask(
        now.zone or before.zone,
        now.date_order or before.date_order,
        now.columns or before.columns,
        now.format or before.format,
    )
    tree = sealed_tree(case, held.number, said.password)
    if now.format:
        return picked(tree, ask)[0], tree, ask
    return formats.by_name(case.facts(held.number)["format"]), tree, ask


def _as_sealed(at: Sitting, held: Holding) -> None:
    """Raises CaseAltered unless bytes and rows are still those that were sealed: else
    what is read now would be sealed under a manifest of other bytes."""
    case, number = at.case, held.number
    at.desk.progress("hashing sealed files", 0, None, "files")
    check.against(check.bags(case.bag(number), held.manifest, Gone.of(ledger_of(case))))
    assert held.seal is not None  # noqa: S101  # it is whole
    archive = str(held.archive)
    secrets = keys.unlock(case.secret(archive), at.desk.keys.identities)
    files = bags.open_bag(case.bag(number)).files
    with slices_in(case, number) as slices:
        given = record.Sources(slices, lambda p: files.get(f"data/export/{p}"))
        rows = check.Rows(lambda: batches(case.reading(number)), secrets, given)
        check.against(check.seal(case.seal(archive), entry.parse(held.seal.body), rows))


def _read(
    at: Sitting,
    held: Holding,
    reader: tuple[Format, Tree, Ask],
    made: tuple[str, Path, Secrets],
    partial: bool,
) -> tuple[Sealed, bool]:
    """Reads into the staged folder and seals; the seal stands when this returns."""
    case, number = at.case, held.number
    fmt, tree, ask = reader
    archive, staged, secrets = made
    bag = bags.open_bag(case.bag(number))
    before = case.facts(number)
    chats = [secrets.chats[c["id"]] for c in before["chats"] if c["id"] in secrets.chats]
    shared = chats[0] if len(before["chats"]) == len(chats) == 1 else None
    there = [p for p in (bag.folder / name for name in bag.files) if p.is_file()]
    # Workers open the folder themselves, and would not know of withheld attachments.
    size = 0 if lost(case, number) else sum(p.stat().st_size for p in there)
    with slices_of(tree) as slices, crew(hands(size), str(bag.folder)) as executor:
        given = record.Sources(slices, lambda p: bag.files.get(f"data/export/{p}"))
        sealer = Sealer(case.seal(archive), archive, secrets, given, executor or 1)
        source, writer = place_of(case, number), RowWriter(staged)
        try:
            work = Work(source, tree, fmt, secrets, sealer, writer, executor)
            tally = read_all(at, work, ask, shared)
            accepted = any(t["weight"] == "fatal" for t in before["troubles"])
            refuse_truncated(tally, partial=partial or accepted)
            sealed = sealer.finish()
        except BaseException:
            sealer.abandon()
            raise
    said = facts_of((number, archive), fmt, ask, tally)
    disk.replace(staged / "reading.json", json.dumps(said, ensure_ascii=False).encode())
    return sealed, slices is not None


def _compared(desk: "OpenDesk", case: Case, number: int, staged: Path) -> tuple[Differences, Bound]:
    """The staged reading beside the one that counts, and where judged things are in it."""
    before = case.reading(number)
    found = _Counting(changes(number, batches(before), batches(staged)))
    other = False
    for _ in found:
        other = True
    facts = [json.loads((f / "reading.json").read_bytes()) for f in (before, staged)]
    bound = bind(desk, case, number, staged) if other else Bound({}, ())
    return found.differences(*facts), bound


def _notes(case: Case, number: int, found: Differences, bound: Bound) -> str:
    """What the entry says: the context as before, the two readings, what is named anew."""
    told = (acquisition(case, number).get("custody") or {}).get("context") or ""
    said = (
        f"read again by {found.readers[1]} ({found.asked[1]}), before by {found.readers[0]} "
        f"({found.asked[0]}): {found.same} records alike, {found.changed} changed, "
        f"{found.moved} moved, {found.gone} gone, {found.new} new; names {bound.digest}"
    )
    return f"{told}\n{said}".lstrip("\n")


class _Counting:
    """The changes, counted as they go by."""

    def __init__(self, found: Iterator[Change | int]) -> None:
        self._found = found
        self._same = 0
        self._whats: Counter[str] = Counter()
        self._fields: Counter[str] = Counter()

    def __iter__(self) -> Iterator[Change]:
        for one in self._found:
            if isinstance(one, int):
                self._same += one
                continue
            self._whats[one.what] += 1
            self._fields.update(one.fields)
            yield one

    def differences(self, before: dict[str, Any], after: dict[str, Any]) -> Differences:
        """The sums, once all changes went by."""
        changed, moved, gone, new = (self._whats[w] for w in ("changed", "moved", "gone", "new"))
        return Differences(
            same=self._same,
            changed=changed,
            moved=moved,
            gone=gone,
            new=new,
            fields=tuple(self._fields.most_common()),
            before=counts_of(before["counts"]),
            after=counts_of(after["counts"]),
            readers=(_reader_of(before), _reader_of(after)),
            asked=(_asked(before), _asked(after)),
        )


def _reader_of(facts: dict[str, Any]) -> str:
    return f"{facts['format']} {facts['format_version']}"


def _asked(facts: dict[str, Any]) -> str:
    said = dict(facts.get("ask") or {})
    columns = [f"{ours}={theirs}" for ours, theirs in said.pop("columns", None) or ()]
    words = [f"{name.replace('_', ' ')} {value}" for name, value in said.items() if value]
    words += [f"columns {' '.join(columns)}"] if columns else []
    return ", ".join(words) or "nothing said"
