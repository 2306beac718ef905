"""Publishing: the gate, the proofs, the outputs, the leak scan, the log entry.

Nothing is written where a reader could find it before all of that has passed.
"""

import hashlib
import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord import clock
from onrecord.archive import disk
from onrecord.desk.case import Case, open_case
from onrecord.desk.checker import NAME, WHERE, checker_page, checker_sha256
from onrecord.desk.harming import NOT_KEPT, answers_in, judged, kept
from onrecord.desk.hiding import Hiding
from onrecord.desk.holdings import holding, ledger_of
from onrecord.desk.pictures import pictures_of
from onrecord.desk.proving import proofs_of
from onrecord.desk.resolving import CaseResolver, Labels
from onrecord.desk.signing import accepted, bytes_of
from onrecord.desk.signing_log import Signing, put_on_record
from onrecord.desk.sitting import Sitting
from onrecord.desk.stamping import stamp_head
from onrecord.errors import BadDraft, BadOption, CannotAccess, CaseExists, HarmRefused
from onrecord.model.casework import Published
from onrecord.model.draft import Draft
from onrecord.model.story import Checker, Story
from onrecord.report import harm, leaks, writer
from onrecord.report.assemble import assemble
from onrecord.report.check import check, require
from onrecord.report.draft import parse

if TYPE_CHECKING:
    from onrecord.desk.open_desk import OpenDesk

NOTE = "published.json"


@dataclass(frozen=True, slots=True)
class Order:
    """What an editor orders: who signs, which outputs, the answered checklist, where
    to, and what other editors signed elsewhere."""

    by: str
    formats: tuple[str, ...] = ()
    checklist: Path | None = None
    out: Path | None = None
    signed: tuple[Path, ...] = ()


def publish(desk: "OpenDesk", path: Path, file: Path, order: Order) -> Published:
    """See ``Desk.publish``."""
    from onrecord.desk.intake import sit

    case = open_case(path)
    outputs = [writer(name) for name in order.formats or ("html",)]
    draft = read_draft(file)
    signed = [
        accepted(desk.folder, one, bytes_of(file), draft.fact("story")) for one in order.signed
    ]
    editor = order.by.strip() or (signed[0].by if signed else "")
    if not editor:
        raise BadOption(
            "A publication needs the name of the editor who signs it",
            advice="give --signed-by NAME, or --sign-off FILE that an editor signed",
        )
    answers = answers_in(order.checklist, editor)
    for one in signed:
        answers = {**one.as_answers(), **answers}
    with case.writing():
        at = sit(desk, case)
        labels = Labels(case, _story_id(draft))
        resolver = CaseResolver(case, labels)
        checked = check(draft, resolver)
        require(checked)
        _still_held(case, resolver)
        story = assemble(checked, pictures_of(draft, file.parent), desk=str(desk.keys.public))
        items = judged(case, story, resolver.messages, answers, editor)
        hiding = Hiding(case)
        proofs, slots = proofs_of(at, story, resolver.messages, hiding)
        story = story.proved(proofs, Checker(NAME, checker_sha256(), WHERE))
        files = [(f"{story.id}{w.suffix}", w.write(story)) for w in outputs]
        files += [(f"proof-{i:03d}.json", p.data) for i, p in enumerate(story.proofs, 1)]
        leaks.require(leaks.scan(files, hiding.secrets()))
        target = order.out or case.path / "stories" / story.id
        staged = _stage(target, [*files, (NAME, checker_page())])
        put_on_record(at, Signing(story.id, editor, bytes_of(file), items, tuple(signed)))
        entry = _log(at, story, files, slots)
        _note(case, story, files, entry, editor, items)
        labels.keep()
        _into_place(staged, target)
        stamp_head(at)
    warnings = tuple(f"{where}: {what}" for where, what in checked.warnings)
    warnings += tuple(f"source: {i.note}" for i in items if i.key in NOT_KEPT and i.note)
    return _told(story, target, files, entry, warnings)


def read_draft(file: Path) -> Draft:
    """A draft from its file. Raises CannotAccess, BadDraft, DraftCitesNothing."""
    return parse(text_of(file), file.name)


def text_of(file: Path) -> str:
    """A draft's text. Raises CannotAccess, BadDraft for bytes that are not UTF-8."""
    if not file.is_file():
        raise CannotAccess("There is no such draft", where=str(file), advice="onrecord draft CASE")
    try:
        return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as e:
        raise BadDraft(
            "The draft is not UTF-8 text",
            where=f"{file}, byte {e.start}",
            advice="save it as UTF-8 (plain text or Markdown)",
        ) from e


def _story_id(draft: Draft) -> str:
    ident = draft.fact("story")
    if not ident or not all(c.isalnum() or c in "-_" for c in ident):
        raise BadDraft(
            "The draft does not say which story it is",
            where=f"{draft.name}, line 1",
            advice="write `story: NAME` (letters, digits, hyphens) into its head",
        )
    return ident


def _still_held(case: Case, resolver: CaseResolver) -> None:
    """Raises HarmRefused if a cited message's export was withdrawn."""
    for ref in resolver.messages:
        if holding(case, ref.reading).withdrawn:
            raise HarmRefused("A cited message was withdrawn from the case", where=str(ref))


def _stage(target: Path, files: list[tuple[str, bytes]]) -> Path:
    if target.exists() and not (target / NOTE).exists() and any(target.iterdir()):
        raise CaseExists(
            "There is something else here",
            where=str(target),
            advice="choose an empty folder with --out",
        )
    part = target.with_name(target.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    for name, data in files:
        disk.replace(part / name, data)
        (part / name).chmod(0o644)  # it is made to be read by others
    return part


def _log(at: Sitting, story: Story, files: list[tuple[str, bytes]], slots: dict[str, str]) -> int:
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in files}
    page = next(iter(digests.values()))
    values = {
        "case": at.case.name,
        "story": story.id,
        "page": page,
        "proofs": [hashlib.sha256(p.data).hexdigest() for p in story.proofs],
        "slots": slots,
        "claimed": clock.stamp(),
    }
    entry = ledger_of(at.case).record(at.log, at.desk.keys, "published", values)
    return entry.index


def _note(
    case: Case,
    story: Story,
    files: list[tuple[str, bytes]],
    entry: int,
    editor: str,
    items: Sequence[harm.Item],
) -> None:
    """What was published, who signed it, and the checklist as it stood; in the case."""
    note = {
        "story": story.id,
        "signed_by": editor,
        "files": {name: hashlib.sha256(data).hexdigest() for name, data in files},
        "entry": entry,
        "checklist": kept(items),
    }
    path = case.path / "stories" / f"{story.id}.published.json"
    disk.replace(path, json.dumps(note, ensure_ascii=False, indent=1).encode())


def _into_place(staged: Path, target: Path) -> None:
    """Swaps the new folder in; an earlier publication of the story makes way."""
    disk.replace(staged / NOTE, b'{"made_by":"onrecord"}\n')
    if target.exists():
        old = target.with_name(target.name + ".before.part")
        shutil.rmtree(old, ignore_errors=True)
        target.rename(old)
        staged.rename(target)
        shutil.rmtree(old)
    else:
        staged.rename(target)
    disk.sync_folder(target.parent)


def _told(
    story: Story,
    target: Path,
    files: list[tuple[str, bytes]],
    entry: int,
    warnings: tuple[str, ...],
) -> Published:
    return Published(
        story=story.id,
        files=tuple(str(target / name) for name, _ in files if not name.startswith("proof-")),
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
        warnings=warnings,
    )
