"""One message withheld, on record, to protect a source; the rest stays checkable.

Its columns go from the reading and its bytes from the export; its leaf, which is
salted digests, stays in the log entry. Every other record still gives its own
leaf, its own bytes included, and all together the sealed root.
"""

import html
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.compute as pc

from onrecord import clock
from onrecord.archive import bag as bags
from onrecord.archive import keys
from onrecord.archive.withheld import ACTION, Record, digest_without, records
from onrecord.desk import readings, where
from onrecord.desk.binding import present_key
from onrecord.desk.blanking import erase_withheld
from onrecord.desk.case import Case, drop_derived, open_case
from onrecord.desk.holdings import Holding, holding, ledger_of
from onrecord.desk.indexing import build_index
from onrecord.desk.printing import corrections_of
from onrecord.desk.proving import open_in, row_in
from onrecord.desk.publishing import noted
from onrecord.desk.reading import tree_of
from onrecord.desk.rows import batches, by_reference, by_rows, case_batches
from onrecord.desk.sitting import Sitting
from onrecord.desk.stamping import stamp_head
from onrecord.errors import BadOption, NoSuchMessage
from onrecord.model.casework import Withheld
from onrecord.model.chat import Message

if TYPE_CHECKING:
    from onrecord.desk.open_desk import OpenDesk

_SHORTEST = 8
"""Texts shorter than this are not looked for in other files: they are found everywhere."""
_MOST = 50
_BLOCK = 1 << 22


def withhold_message(
    desk: "OpenDesk", path: Path, reference: str, said: tuple[str, str], whole_file: bool
) -> Withheld:
    """See ``Desk.withhold_message``; ``said`` is (why, by)."""
    from onrecord.desk.intake import sit

    why, by = said
    if not why.strip() or not by.strip():
        raise BadOption("A message is withheld by a name and for a reason", advice="--by and --why")
    case = open_case(path)
    with case.writing():
        at = sit(desk, case)
        message = by_reference(case, reference)
        if message.action == ACTION:
            raise NoSuchMessage("This message is withheld already", where=reference)
        _unpublished(case, message)
        what = _what(at, message, whole_file)
        values = {
            "case": case.name,
            "what": what,
            "why": why,
            "by": by,
            "claimed": clock.stamp(),
        }
        drop_derived(case)
        entry = ledger_of(case).record(at.log, desk.keys, "withheld", values)
        erase_withheld(case)
        stamp_head(at)
        build_index(case, desk.progress)
        left = tuple(_holding(case, message.text))
    return Withheld(entry.index, message.reading, message.n, tuple(_same(case, message)), left)


def _unpublished(case: Case, message: Message) -> None:
    """Raises BadOption while a published story stands on the message."""
    for story, note in noted(case).items():
        retracted = any(c.retraction for c in corrections_of(case, story))
        if message.key in {present_key(case, k) for k in note.get("quoted", ())} and not retracted:
            raise BadOption(
                "This message is quoted in a published story, which could not be corrected "
                "without it",
                where=story,
                advice=f"retract the story first: onrecord retract CASE {story}",
            )


def _what(at: Sitting, message: Message, whole_file: bool) -> list[dict[str, object]]:
    """The items of the log entry: the record, and its file where that must go whole."""
    case, held = at.case, holding(at.case, message.reading)
    member, place = _file(case, held, message)
    start, length = message.place.start, message.place.length
    digest = bags.open_bag(case.bag(held.number)).files[f"data/export/{member}"]
    if place is None:
        if not whole_file:
            raise BadOption(
                f"{member} is no plain text in which one message has bytes of its own",
                where=str(message.place),
                advice="withhold the whole file with it (the other messages stay readable "
                "and provable): add --whole-file",
            )
        start = length = 0
    else:
        _alone(case, message)
        digest = digest_without(place, start, length)
    bag = f"{held.number:04d}"
    items = []
    for n, payloads in _payloads(at, message).items():
        there = (start, length) if n == message.n else (0, 0)
        items.append(Record(bag, member, digest, n, *there, payloads, 0).said())
    if place is not None:
        return items
    return [*items, {"bag": bag, "member": member, "sha256": digest}]


def _file(case: Case, held: Holding, message: Message) -> tuple[str, Path | None]:
    """The bag's file a message was read from, and its path if it is plain bytes."""
    export = case.bag(held.number) / "data" / "export"
    tree = tree_of(case, held.number)
    where = getattr(tree, "path", None)
    if where is None:
        name = held.single or message.place.member.partition("!/")[0]
        if not (export / name).is_file():
            raise BadOption("The file of this message cannot be told apart", where=name)
        return name, None
    path: Path = where(message.place.member)
    plain = message.place.kind == "bytes"
    return path.relative_to(export).as_posix(), path if plain else None


def _alone(case: Case, message: Message) -> None:
    """Raises BadOption if another record was read from some of the same bytes."""
    place = message.place
    for batch in batches(case.reading(message.reading), ["n", "member", "start", "length"]):
        first = batch.column("start")
        hit = pc.and_(
            pc.less(first, place.start + place.length),
            pc.greater(pc.add(first, batch.column("length")), place.start),
        )
        hit = pc.and_(hit, pc.equal(batch.column("member").cast("string"), place.member))
        others = [n for n in batch.column("n").filter(hit).to_pylist() if n != message.n]
        if others:
            raise BadOption(
                "Another record stands on the same bytes",
                where=f"{message.reading}/{others[0]}",
                advice="withdraw the whole export with --erase",
            )


def _payloads(at: Sitting, message: Message) -> dict[int, dict[str, bytes]]:
    """The leaf payload of a record in every archive that was sealed over its bag, under
    the number it has there: an earlier reading may have counted or cut otherwise."""
    case = at.case
    found: dict[int, dict[str, bytes]] = {message.n: {}}
    for made in readings.every(case, message.reading):
        mine = made.folder == case.reading(message.reading)
        for n in [message.n] if mine else where.standing(made.folder, message):
            one = row_in(made.folder, n)
            for archive in made.archives:
                secrets = keys.unlock(case.secret(archive), at.desk.keys.identities)
                payload = open_in(case, message.reading, secrets, one).payload
                found.setdefault(n, {})[archive] = payload
    return found


def _same(case: Case, message: Message) -> Iterator[str]:
    """Places of other rows that hold its words, or are it in another export."""
    gone = {(r.bag, r.n) for r in records(ledger_of(case))}
    found = 0
    for number, batch in case_batches(case):
        hit = pc.equal(batch.column("id"), message.id) if message.id is not None else None
        hit = None if hit is None else pc.and_(hit, pc.equal(batch.column("chat"), message.chat))
        if len(message.text) >= _SHORTEST:
            for name in ("text", "quote"):
                words = pc.match_substring(batch.column(name), message.text)
                words = pc.fill_null(words, False)
                hit = words if hit is None else pc.or_(pc.fill_null(hit, False), words)
        if hit is None:
            return
        for n in batch.column("n").filter(pc.fill_null(hit, False)).to_pylist():
            if (f"{number:04d}", n) not in gone and found < _MOST:
                found += 1
                yield f"{number}/{n}"


def _holding(case: Case, text: str) -> Iterator[str]:
    """Files of the case whose bytes still hold the words; tables are looked at by row."""
    if len(text) < _SHORTEST:
        return
    shapes = {text, html.escape(text), html.escape(text, quote=False)}
    shapes |= {json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1]}
    wanted = [s.encode() for s in shapes]
    found = 0
    for path in sorted(p for p in case.path.rglob("*") if p.is_file()):
        name = path.relative_to(case.path)
        if name.parts[0] == "derived" or path.suffix in (".parquet", ".age"):
            continue
        if found < _MOST and _holds(path, wanted):
            found += 1
            yield name.as_posix()


def _holds(path: Path, wanted: Iterable[bytes]) -> bool:
    longest = max(map(len, wanted))
    tail = b""
    with path.open("rb") as source:
        while block := source.read(_BLOCK):
            seen = tail + block
            if any(w in seen for w in wanted):
                return True
            tail = seen[-longest:]
    return False


def withheld_rows(case: Case, number: int) -> set[int]:
    """Numbers of a reading's records of which nothing is left."""
    counted = set(readings.every(case, number)[-1].archives)
    found = records(ledger_of(case), f"{number:04d}")
    lost = {r.n for r in found if r.payloads.keys() & counted}
    return {n for n, m in by_rows(case, number, lost).items() if m.action == ACTION}
