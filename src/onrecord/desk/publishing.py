"""Publishing: the gate, the proofs, the outputs, the leak scan, the log entry."""

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord import clock
from onrecord.archive import disk
from onrecord.desk.binding import present_key
from onrecord.desk.case import Case, open_case
from onrecord.desk.checker import NAME, checker_sha256
from onrecord.desk.drafted import bytes_of
from onrecord.desk.editions import Again, issued, require
from onrecord.desk.harming import NOT_KEPT, answers_in, kept
from onrecord.desk.holdings import ledger_of
from onrecord.desk.printing import (
    Printed,
    Source,
    Terms,
    corrections_of,
    into_place,
    keep_corrections,
    keep_source,
    print_story,
    stage,
    story_id,
)
from onrecord.desk.signing import SignOff, accepted
from onrecord.desk.signing_log import Signing, put_on_record
from onrecord.desk.sitting import Sitting
from onrecord.desk.stamping import stamp_head
from onrecord.errors import BadOption, Retracted
from onrecord.model.casework import Published
from onrecord.report import ALL, chosen, harm
from onrecord.report.harm import SECOND

if TYPE_CHECKING:
    from onrecord.desk.open_desk import OpenDesk


@dataclass(frozen=True, slots=True)
class Order:
    """What an editor orders: who signs, which outputs, the answered checklist, where
    to, and what other editors signed elsewhere."""

    by: str
    formats: tuple[str, ...] = ()
    checklist: Path | None = None
    out: Path | None = None
    signed: tuple[Path, ...] = ()
    again: Again = Again()


def publish(desk: "OpenDesk", path: Path, file: Path, order: Order) -> Published:
    """See ``Desk.publish``."""
    from onrecord.desk.intake import sit

    case = open_case(path)
    outputs = chosen(order.formats)
    source = source_of(file)
    story = story_id(source.draft())
    signed = tuple(accepted(desk.folder, one, source.signed(), story) for one in order.signed)
    editor = order.by.strip() or (signed[0].by if signed else "")
    if not editor:
        raise BadOption(
            "A publication needs the name of the editor who signs it",
            advice="give --signed-by NAME, or --sign-off FILE that an editor signed",
        )
    answers = answers_for(source.prints(), answers_in(order.checklist, editor), signed)
    with case.writing():
        at = sit(desk, case)
        corrections = corrections_of(case, story)
        if any(c.retraction for c in corrections):
            raise Retracted(
                f"The story {story} was retracted",
                where=str(case.path),
                advice="a new story has a new name in its head: `story: NAME`",
            )
        terms = Terms(outputs, editor, answers, corrections, lenient=ALL in order.formats)
        before = noted(case).get(story, {})
        terms = issued(case, source, terms, before, order.again)
        printed = print_story(at, source, terms)
        require(case, source, before, order.again)
        if terms.corrections != corrections:
            keep_corrections(case, story, terms.corrections)
        signing = Signing(story, editor, source.data, printed.items, signed)
        target = order.out or case.path / "stories" / story
        entry = put_out(at, printed, source, signing, target)
    return told(printed, target, entry, (*_warnings(case, printed),))


def answers_for(
    text: str, given: dict[str, harm.Answer], signed: tuple[SignOff, ...]
) -> dict[str, harm.Answer]:
    """All answers: those given here for this text go before those signed elsewhere, and
    these before what was given for another text."""
    out = dict(given)
    for one in signed:
        here = {key: a for key, a in out.items() if a.text_of == text}
        out = {**out, **one.as_answers(text), **here}
    return out


def source_of(file: Path) -> Source:
    """A draft's file as it is printed. Raises CannotAccess."""
    return Source(bytes_of(file), file.name, file.resolve().parent)


def put_out(at: Sitting, printed: Printed, source: Source, signing: Signing, target: Path) -> int:
    """Stages the files, logs who signed and what was published, swaps the folder in."""
    staged = stage(target, printed)
    put_on_record(at, signing)
    entry = _log(at, printed)
    keep_source(at.case, printed, source)
    _note(at.case, printed, entry, signing.editor, target)
    printed.labels.keep()
    into_place(staged, target)
    stamp_head(at)
    return entry


def _log(at: Sitting, printed: Printed) -> int:
    page = hashlib.sha256(printed.files[0][1]).hexdigest()
    values = {
        "case": at.case.name,
        "story": printed.story.id,
        "page": page,
        "proofs": [hashlib.sha256(p.data).hexdigest() for p in printed.story.proofs],
        "slots": printed.slots,
        "claimed": clock.stamp(),
    }
    return ledger_of(at.case).record(at.log, at.desk.keys, "published", values).index


def _note(case: Case, printed: Printed, entry: int, editor: str, target: Path) -> None:
    """What was published, who signed it, and the checklist as it stood; in the case."""
    story = printed.story
    path = case.path / "stories" / f"{story.id}.published.json"
    before = json.loads(path.read_text("utf-8")) if path.exists() else {}
    note = {
        "story": story.id,
        "signed_by": editor,
        "signatures": {**_signatures(before), str(entry): editor},
        "edition": story.edition.number if story.edition else 1,
        "unissued": story.edition.unissued if story.edition else "",
        "files": {name: hashlib.sha256(data).hexdigest() for name, data in printed.files},
        "entry": entry,
        # From the case, so that a copy of both together stays whole.
        "folder": os.path.relpath(target.resolve(), case.path.resolve()),
        "quoted": list(printed.quoted),
        "checklist": kept(printed.items),
    }
    disk.replace(path, json.dumps(note, ensure_ascii=False, indent=1).encode())


def _signatures(note: dict[str, Any]) -> dict[str, str]:
    """Who signed each publication of a story, by its log entry."""
    if "signatures" in note or not note:
        return dict(note.get("signatures", {}))
    return {str(note["entry"]): str(note["signed_by"])}


def noted(case: Case) -> dict[str, dict[str, Any]]:
    """What is kept of each published story, by its name."""
    found = {}
    for path in sorted((case.path / "stories").glob("*.published.json")):
        note: dict[str, Any] = json.loads(path.read_text("utf-8"))
        found[str(note["story"])] = note
    return found


def _warnings(case: Case, printed: Printed) -> list[str]:
    out = [f"{where}: {what}" for where, what in printed.checked.warnings]
    if not printed.story.key_at:
        out.append(
            "the page cannot say where your newsroom publishes the desk's public key, without "
            "which nobody can check it: onrecord keys publish --at WHERE, or `key-at:` in the head"
        )
    out += [f"source: {i.note}" for i in printed.items if i.key in NOT_KEPT and i.note]
    out += [
        f"{i.key}: {i.given.by} is a name typed in; at a desk with persons (onrecord persons) a "
        "second editor has a passphrase"
        for i in printed.items
        if i.key in SECOND and i.state == "excused" and not (i.given.seat or i.given.sealed)
    ]
    out += [f"line {s.line}: {s.what}" for s in printed.slips]
    for story, note in noted(case).items():
        shared = {present_key(case, k) for k in note.get("quoted", ())} & set(printed.quoted)
        if story != printed.story.id and shared:
            out.append(
                f"{len(shared)} messages are quoted in the story {story} too: whoever compares "
                "the two links their pseudonyms"
            )
    return out


def told(printed: Printed, target: Path, entry: int, warnings: tuple[str, ...] = ()) -> Published:
    """What a publication wrote."""
    story = printed.story
    names = (name for name, _ in printed.files if not name.startswith("proof-"))
    return Published(
        story=story.id,
        files=tuple(str(target / name) for name in names),
        checker=str(target / NAME),
        checker_sha256=checker_sha256(),
        quotations=tuple(
            (q.said.label if q.said else "", q.cls, q.printed)
            for q in story.quotations
            if q.cls != "OWN_MARKS"  # the writer's own quotation marks quote nobody
        ),
        proofs=len(story.proofs),
        proof_bytes=sum(len(p.data) for p in story.proofs),
        entry=entry,
        warnings=(*(f"left out, {what}" for what in printed.left_out), *warnings),
    )
