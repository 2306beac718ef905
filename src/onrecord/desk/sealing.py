"""From a sealed bag to a sealed reading: rows, leaves, tree, entry."""

import json
import shutil
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from onrecord import clock, formats
from onrecord.archive import disk, keys, record
from onrecord.archive.instant import instant
from onrecord.archive.leaf import Secrets
from onrecord.archive.seal import Sealed, Sealer, summary
from onrecord.desk import journal
from onrecord.desk.case import Case, drop_derived, drop_what_cannot_grow
from onrecord.desk.crew import LARGE, crew, hands
from onrecord.desk.escrowing import recipients
from onrecord.desk.following import Follower
from onrecord.desk.holdings import (
    Holding,
    acquisition,
    clear,
    holding,
    holdings,
    ledger_of,
    said_of,
)
from onrecord.desk.parts import Parts, journal_of
from onrecord.desk.progress import HearsTroubles
from onrecord.desk.reading import Tally, picked, place_of, refuse_truncated, tree_of
from onrecord.desk.receiving import log_received
from onrecord.desk.rows import RowWriter
from onrecord.desk.sitting import Sitting, Wanted
from onrecord.desk.slices import slices_of
from onrecord.desk.sparing import spare_memory
from onrecord.errors import BadOption, InputError
from onrecord.model import wire
from onrecord.model.casework import Custody, Received
from onrecord.model.chat import Chat, Counts
from onrecord.model.place import Place
from onrecord.model.trouble import Trouble
from onrecord.ports import Ask, Format, Tree


@dataclass(frozen=True, slots=True)
class Work:
    """What one reading is made with."""

    source: Path
    tree: Tree
    format: Format
    secrets: Secrets
    sealer: Sealer
    writer: RowWriter
    executor: Executor | None


def seal_reading(at: Sitting, wanted: Wanted) -> Follower | None:
    """Reads a bag, logs it as received, seals the reading.

    A large export's text index is made meanwhile by the follower that comes back;
    the caller joins it. Raises TruncatedExport unless partial, WorkerEnded. After
    any error nothing is on record that was not before; of a large export the parts
    that are whole stay (``journal``), unless its own content is what was refused.
    """
    number, size = wanted.bagged.number, wanted.bagged.bytes
    drop_what_cannot_grow(at.case)
    follower = None
    if size >= LARGE:
        spare_memory(ours=False)
        follower = Follower(at.case, number)
    try:
        with crew(hands(size), str(at.case.bag(number))) as executor:
            _seal(at, wanted, executor, follower)
    except BaseException:
        if follower is not None:
            follower.stop()
            drop_derived(at.case)
        raise
    return follower


def _seal(
    at: Sitting, wanted: Wanted, executor: Executor | None, follower: Follower | None
) -> None:
    case, number = at.case, wanted.bagged.number
    tree = tree_of(case, number, wanted.password)
    fmt = formats.by_name(wanted.format) if wanted.format else picked(tree, wanted.ask)[0]
    part = journal.staged(case, number)
    log = journal_of(wanted, fmt, part)
    archive = log.archive
    secrets = _secrets(at, archive)
    if log.parts:
        secrets = keys.unlock(part / journal.SECRETS, at.desk.keys.identities)
    files = wanted.bagged.bag.files
    with slices_of(tree) as slices:
        given = record.Sources(slices, lambda path: files.get(f"data/export/{path}"))
        sealer = Sealer(case.seal(archive), archive, secrets, given, executor or 1)
        whole = Parts(at, log, sealer, secrets, follower)
        writer = RowWriter(part, whole.told, len(log.parts))
        source = place_of(case, number)
        work = Work(source, tree, fmt, secrets, sealer, writer, executor)
        try:
            whole.recall()
            shared = None if wanted.same_chat is None else _shared(at, wanted.same_chat)
            tally = read_all(at, work, wanted.ask, shared, log.rows)
            refuse_truncated(tally, partial=wanted.partial)
            sealed = sealer.finish()
        except BaseException as bad:
            sealer.abandon()
            if isinstance(bad, InputError) or not log.parts:
                shutil.rmtree(part)
            raise
    facts = facts_of((number, archive), fmt, wanted.ask, tally)
    disk.replace(part / "reading.json", json.dumps(facts, ensure_ascii=False).encode())
    keys.keep(case.secret(archive), secrets, recipients(at.desk))
    if not wanted.bagged.logged:
        log_received(at, wanted.bagged, "export")
    log.close()
    part.rename(case.reading(number))
    disk.sync_folder(part.parent)
    _log(at, wanted, fmt, sealed, slices is not None)


def read_all(at: Sitting, work: Work, ask: Ask, shared: bytes | None, done: int = 0) -> Tally:
    """Every part of the reading, counted, written and sealed batch by batch; the first
    ``done`` rows are only counted. ``shared`` is the secret of every chat in it."""
    tally = Tally()
    chats = cast("dict[str, bytes]", work.secrets.chats)  # ours, made by the caller
    parts = formats.read_parallel(work.format, work.tree, ask, work.source, work.executor)
    seen = 0
    for part in parts:
        tally.take(part)
        if isinstance(part, Chat):
            if shared is not None:
                chats[part.id] = shared
            chats.setdefault(part.id, keys.new_secret())
        elif isinstance(part, Trouble):
            if isinstance(at.desk.progress, HearsTroubles):
                at.desk.progress.trouble(part)
        else:
            new = part.slice(min(max(done - seen, 0), part.num_rows))
            seen += part.num_rows
            if new.num_rows:
                work.sealer.add(new)  # first: a part that the writer ends has all its leaves
                work.writer.add(new)
            at.desk.progress("reading and sealing", seen, None, "messages")
    work.writer.close()
    at.desk.progress.close()
    return tally


def _secrets(at: Sitting, archive: str) -> Secrets:
    """Fresh archive secret; the chats' secrets of earlier exports go on.

    One secret a chat makes two exports of it comparable leaf by leaf.
    """
    chats: dict[str, bytes] = {}
    for path in sorted((at.case.path / "secrets").glob("*.age")):
        if path.stem != archive:
            chats.update(keys.unlock(path, at.desk.keys.identities).chats)
    return Secrets(keys.new_secret(), chats)


def _shared(at: Sitting, number: int) -> bytes:
    """The secret of the one chat of an earlier export, which a person says this is
    the same chat as. Raises BadOption if there is not exactly one."""
    held = holding(at.case, number)
    chats = at.case.facts(number)["chats"] if held.whole else []
    if held.archive is None or len(chats) != 1:
        raise BadOption(
            f"#{number} does not hold exactly one chat", advice="`onrecord info CASE` shows them"
        )
    secrets = keys.unlock(at.case.secret(held.archive), at.desk.keys.identities)
    return secrets.chats[chats[0]["id"]]


def facts_of(named: tuple[int, str], fmt: Format, ask: Ask, tally: Tally) -> dict[str, Any]:
    """What a reading, ``named`` by its number and archive, says of itself."""
    return {
        "number": named[0],
        "archive": named[1],
        "format": fmt.name,
        "format_version": fmt.version,
        "ask": said_of(ask),
        "counts": wire.counts(tally.counts),
        "chats": [wire.chat(c) for c in tally.chats],
        "troubles": [wire.trouble(t) for t in tally.troubles],
    }


def _log(at: Sitting, wanted: Wanted, fmt: Format, sealed: Sealed, slices: bool) -> None:
    case, bagged = at.case, wanted.bagged
    told = acquisition(case, bagged.number).get("custody") or {}
    values = {
        "case": case.name,
        "bag": f"{bagged.number:04d}",
        "manifest": bagged.bag.manifest,
        **made_by(fmt, sealed, slices),
        "notes": told.get("context"),
        "same_chat": _same_chat(case, bagged.number, wanted.same_chat),
        "beacon": told.get("beacon"),
    }
    ledger_of(case).record(at.log, at.desk.keys, "seal", values, summary(sealed))


def made_by(fmt: Format, sealed: Sealed, slices: bool) -> dict[str, object]:
    """What an entry says of how a seal was made: parser, count, range, when."""
    first, last = [None if t is None else instant(t) + "Z" for t in (sealed.first, sealed.last)]
    return {
        "parser": {
            "name": fmt.name,
            "version": str(fmt.version),
            "sha256": formats.program(),
            "slices": "yes" if slices else "no",
        },
        "count": str(sealed.records),
        "range": {"first": first, "last": last},
        "claimed": clock.stamp(),
    }


def _same_chat(case: Case, number: int, said: int | None) -> str | None:
    """The archive id of an earlier seal that holds a chat of this reading, by its
    id or because a person said so."""
    if said is not None:
        return holding(case, said).archive
    mine = {c["id"] for c in case.facts(number)["chats"]}
    for h in holdings(case):
        if h.number == number or h.archive is None or not h.whole:
            continue
        if mine & {c["id"] for c in case.facts(h.number)["chats"]}:
            return h.archive
    return None


def received_of(case: Case, h: Holding, seconds: float = 0.0) -> Received:
    """A holding as the desk tells of it."""
    facts = case.facts(h.number) if h.whole else {}
    return Received(
        number=h.number,
        kind="news" if h.kind == "news" else "chat",
        name=h.name,
        format=str(facts.get("format", "not read")),
        format_version=int(facts.get("format_version", 0)),
        files=int(str(h.received.get("files"))),
        bytes=int(str(h.received.get("bytes"))),
        manifest=h.manifest,
        root=None if h.seal is None else str(clear(h.seal)["root"]),
        entry=h.received.index if h.seal is None else h.seal.index,
        at=str(h.received.get("claimed")),
        counts=counts_of(facts.get("counts", {})),
        chats=tuple(_chat(c) for c in facts.get("chats", [])),
        troubles=tuple(_trouble(t) for t in facts.get("troubles", [])),
        withdrawn=h.withdrawn,
        custody=Custody(**acquisition(case, h.number).get("custody", {})),
        seconds=seconds,
    )


def counts_of(said: dict[str, Any]) -> Counts:
    """Counts as a reading.json has them."""
    return Counts(
        said.get("messages", 0),
        said.get("service", 0),
        said.get("unreadable", 0),
        said.get("troubles", 0),
        tuple(said.get("troubles_by_kind", {}).items()),
    )


def _chat(said: dict[str, Any]) -> Chat:
    notes = tuple(said["notes"].items())
    return Chat(said["id"], said["name"], said["kind"], said["platform"], notes)


def _trouble(said: dict[str, Any]) -> Trouble:
    p = said["place"]
    place = Place(p["member"], p["start"], p["length"], p["kind"])
    return Trouble(said["kind"], place, said["note"], said["weight"])
