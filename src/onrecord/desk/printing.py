"""From a draft to finished files in memory, and from there into a folder, whole.

Nothing is written where a reader could find it before the gate, the harm gate
and the leak scan have passed.
"""

import json
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from onrecord.archive import disk
from onrecord.desk.case import Case
from onrecord.desk.checker import NAME, WHERE, checker_page, checker_sha256
from onrecord.desk.drafted import text_in
from onrecord.desk.harming import Signer, judged
from onrecord.desk.hiding import Hiding
from onrecord.desk.holdings import holding
from onrecord.desk.key_place import key_at
from onrecord.desk.manuscript import manuscript, signed_digest
from onrecord.desk.pictures import pictures_of
from onrecord.desk.proving import proofs_of
from onrecord.desk.resolving import CaseResolver, Labels
from onrecord.desk.sitting import Sitting
from onrecord.desk.spelling import terms_of
from onrecord.errors import BadDraft, BadOption, CannotAccess, CaseExists, HarmRefused
from onrecord.model.draft import Draft
from onrecord.model.story import Checker, Correction, Edition, Story
from onrecord.ports import Writer
from onrecord.report import glossary, harm, html, leaks
from onrecord.report.assemble import assemble
from onrecord.report.check import Checked, check, require
from onrecord.report.draft import parse

MARK = "published.json"
"""In a published folder: that it is one, and may be replaced by the next."""


@dataclass(frozen=True, slots=True)
class Source:
    """A draft as it is printed: its bytes, its name, where its pictures lie."""

    data: bytes
    name: str
    folder: Path

    def draft(self) -> Draft:
        """Raises BadDraft, DraftCitesNothing."""
        return parse(text_in(self.data, self.name), self.name)

    def prints(self) -> str:
        """The digest of what it prints: answers are given for that. Raises BadDraft."""
        return manuscript(text_in(self.data, self.name), self.draft(), self.folder).digest

    def signed(self) -> str:
        """The digest that an editor signs elsewhere. Raises BadDraft."""
        return signed_digest(self.data, self.draft(), self.folder)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a story is printed under: outputs, who signs, what was answered, what is
    corrected. ``label`` is the story's name in its proofs, its id if empty. With
    ``lenient`` an output that cannot be made here is left out and named."""

    outputs: tuple[Writer, ...]
    editor: str
    answers: harm.Answers
    corrections: tuple[Correction, ...] = ()
    label: str = ""
    lenient: bool = False
    edition: Edition | None = None


@dataclass(frozen=True, slots=True)
class Printed:
    """A story in all its outputs, in memory, that passed everything."""

    story: Story
    files: tuple[tuple[str, bytes], ...]
    slots: dict[str, str]
    items: tuple[harm.Item, ...]
    checked: Checked
    labels: Labels
    quoted: tuple[str, ...]
    slips: tuple[glossary.Slip, ...] = ()
    left_out: tuple[str, ...] = ()


def print_story(at: Sitting, source: Source, terms: Terms) -> Printed:
    """The files of a story. Raises QuotationRefused, DraftCitesNothing, BadDraft,
    HarmRefused, ChecklistOpen; nothing was written then."""
    case, draft = at.case, source.draft()
    labels = Labels(case, story_id(draft))
    resolver = CaseResolver(case, labels)
    checked = check(draft, resolver)
    require(checked)
    spelt = terms_of(case)
    glossary.require(draft, spelt)
    _still_held(case, resolver)
    pictures = pictures_of(draft, source.folder)
    story = assemble(checked, pictures, desk=str(at.desk.keys.public))
    story = replace(
        story,
        corrections=(*story.corrections, *terms.corrections),
        edition=terms.edition,
        key_at=story.key_at or key_at(at.desk.folder),
    )
    signer = Signer(at.desk.folder, str(at.desk.keys.public), source.prints(), terms.editor)
    items = judged(case, story, resolver.messages, terms.answers, signer)
    hiding = Hiding(case)
    proofs, slots = proofs_of(at, story, resolver.messages, hiding, terms.label)
    story = story.proved(proofs, Checker(NAME, checker_sha256(), WHERE))
    files, left_out = _written(story, terms)
    files += [(f"proof-{i:03d}.json", p.data) for i, p in enumerate(story.proofs, 1)]
    wanted = hiding.secrets() + hiding.of_certificates(case, resolver.messages.values())
    leaks.require(leaks.scan([*files, *_behind_paper(story, terms)], wanted))
    quoted = tuple(sorted({q.said.ref.key for q in story.quotations if q.said is not None}))
    slips = tuple(glossary.slips(draft, spelt))
    return Printed(story, tuple(files), slots, items, checked, labels, quoted, slips, left_out)


def _written(story: Story, terms: Terms) -> tuple[list[tuple[str, bytes]], tuple[str, ...]]:
    """The outputs, and what was left out and why. Raises what a writer raises unless
    the terms are lenient."""
    files, left_out = [], []
    for one in terms.outputs:
        try:
            files.append((f"{story.id}{one.suffix}", one.write(story)))
        except (BadOption, BadDraft) as lacking:
            if not terms.lenient:
                raise
            left_out.append(f"{one.name}: {lacking.what} {lacking.advice}".strip())
    return files, tuple(left_out)


def _behind_paper(story: Story, terms: Terms) -> list[tuple[str, bytes]]:
    """The page itself where only its print is asked for: a PDF writes its words as
    numbers of glyphs, in which no scan could find a name."""
    names = {w.name for w in terms.outputs}
    if "pdf" not in names or "html" in names:
        return []
    return [(f"{story.id}.pdf", html.WRITER.write(story))]


def story_id(draft: Draft) -> str:
    """The story's name. Raises BadDraft if the head gives none."""
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


def stage(target: Path, printed: Printed) -> Path:
    """The files in a folder beside the target. Raises CaseExists for another's folder."""
    if target.exists() and not (target / MARK).exists() and any(target.iterdir()):
        raise CaseExists(
            "There is something else here",
            where=str(target),
            advice="choose an empty folder with --out",
        )
    part = target.with_name(target.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    for name, data in [*printed.files, (NAME, checker_page())]:
        disk.replace(part / name, data)
        (part / name).chmod(0o644)  # it is made to be read by others
    return part


def into_place(staged: Path, target: Path) -> None:
    """Swaps the new folder in; an earlier publication of the story makes way, and comes
    back if the new one cannot be put there. Raises CannotAccess if it cannot be removed."""
    disk.replace(staged / MARK, b'{"made_by":"onrecord"}\n')
    old = target.with_name(target.name + ".before.part")
    if target.exists():
        shutil.rmtree(old, ignore_errors=True)
        target.rename(old)
    try:
        staged.rename(target)
    except OSError:
        if old.exists():
            old.rename(target)
        raise
    try:
        if old.exists():  # one that a kill between the two renames left, too
            shutil.rmtree(old)
    except OSError as bad:
        raise CannotAccess(
            f"The new page is there; the one before it cannot be removed: {bad.strerror}.",
            where=str(old),
            advice="Remove that folder, or publish again.",
        ) from bad
    disk.sync_folder(target.parent)


def kept_folder(case: Case, story: str) -> Path:
    """Where the draft of a published story is kept, with its pictures."""
    return case.path / "stories" / f"{story}.kept"


def keep_source(case: Case, printed: Printed, source: Source) -> None:
    """Keeps the draft and the proofs of what was printed: for corrections, a
    retraction, a lawyer's bundle."""
    folder = kept_folder(case, printed.story.id)
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in printed.files:
        if name.startswith("proof-"):
            disk.replace(folder / name, data)
    for block in source.draft().blocks:
        if block.kind == "picture":
            data = (source.folder / block.path).read_bytes()
            (folder / block.path).parent.mkdir(parents=True, exist_ok=True)
            if not (folder / block.path).exists() or source.folder != folder:
                disk.replace(folder / block.path, data)
    disk.replace(folder / "draft.md", source.data)


def kept_source(case: Case, story: str) -> Source:
    """The draft of a published story as it was last printed."""
    folder = kept_folder(case, story)
    return Source((folder / "draft.md").read_bytes(), "draft.md", folder)


def corrections_of(case: Case, story: str) -> tuple[Correction, ...]:
    """Corrections on record for a story, a retraction among them."""
    path = case.path / "stories" / f"{story}.corrections.json"
    if not path.exists():
        return ()
    return tuple(Correction(**one) for one in json.loads(path.read_text("utf-8")))


def keep_corrections(case: Case, story: str, corrections: tuple[Correction, ...]) -> None:
    """Writes a story's corrections down."""
    path = case.path / "stories" / f"{story}.corrections.json"
    said = [
        {"date": c.date, "text": c.text, "by": c.by, "retraction": c.retraction}
        for c in corrections
    ]
    disk.replace(path, json.dumps(said, ensure_ascii=False, indent=1).encode())
