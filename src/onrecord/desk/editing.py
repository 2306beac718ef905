"""A draft while it is written: what the gate and the harm gate say, and a preview.

Nothing here writes, and nothing needs the desk's key. What does not depend on
the draft's words is looked up once and kept while the case stays as it is, so
that a check fits between two keystrokes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.desk.answering import confirmed
from onrecord.desk.case import Case, open_case
from onrecord.desk.harming import Signer, filled
from onrecord.desk.hiding import Hiding
from onrecord.desk.key_place import key_at
from onrecord.desk.manuscript import manuscript
from onrecord.desk.pictures import pictures_there, unfit
from onrecord.desk.resolving import CaseResolver, Labels, Shelf
from onrecord.desk.seconds import seated
from onrecord.desk.spelling import terms_of
from onrecord.errors import BadDraft, HarmRefused
from onrecord.model.editing import Look
from onrecord.model.story import Story
from onrecord.report import glossary, harm, leaks
from onrecord.report._faults import Refusal
from onrecord.report._inline import CITE
from onrecord.report.assemble import assemble
from onrecord.report.check import Checked
from onrecord.report.look import Seen, look, survey
from onrecord.report.redact import to_open

if TYPE_CHECKING:
    from onrecord.desk.open_desk import OpenDesk

_STORY = re.compile(r"^story[ \u00a0]*:[ \u00a0]*([\w-]+)[ \u00a0]*$", re.MULTILINE)
_NOTE = re.compile(r"%%[^\n]*")


@dataclass(frozen=True, slots=True)
class Watched:
    """What is known of one case for checking drafts, and of which state of it."""

    state: tuple[str, int, int]
    case: Case
    shelf: Shelf
    hiding: Hiding
    secrets: tuple[leaks.Secret, ...]


@dataclass(frozen=True, slots=True)
class _Desk:
    """One draft on one case."""

    kept: Watched
    resolver: CaseResolver
    seen: Seen

    @property
    def checked(self) -> Checked:
        """Raises BadDraft if the text is no draft."""
        if self.seen.checked is None:
            line, _, what, remedy = self.seen.loose[0]
            raise BadDraft(what, where=f"draft, line {line}", advice=remedy)
        return self.seen.checked


def watched(desk: "OpenDesk", path: Path) -> Watched:
    """The case as it stands now; looked up again only if its entries changed."""
    case = open_case(path)
    entries = case.path / "entries"
    state = (str(case.path.resolve()), entries.stat().st_mtime_ns, len(list(entries.iterdir())))
    kept = desk.watched
    if not isinstance(kept, Watched) or kept.state != state:
        hiding = Hiding(case)
        kept = Watched(state, case, Shelf(case), hiding, hiding.secrets())
        desk.watched = kept
    return kept


def _opened(desk: "OpenDesk", path: Path, text: str, name: str) -> _Desk:
    kept = watched(desk, path)
    story = _STORY.search(text)
    labels = Labels(kept.case, story[1] if story else "story")
    resolver = CaseResolver(kept.case, labels, kept.shelf)
    return _Desk(kept, resolver, survey(text, name, resolver))


def look_at(desk: "OpenDesk", path: Path, text: str, name: str, folder: Path | None = None) -> Look:
    """See ``Desk.check_draft``."""
    at = _opened(desk, path, text, name)
    if at.seen.checked is None:
        return look(text, at.seen)
    named = tuple(_named(text, at.kept.secrets))
    if not at.seen.checked.draft.fact("story"):
        named += ((1, "draft", "The draft does not say which story it is.", "story: NAME"),)
    slips = glossary.slips(at.seen.checked.draft, terms_of(at.kept.case))
    named += tuple((s.line, "spelling", s.what, s.remedy) for s in slips if s.sure)
    if folder is not None:
        wrong = unfit(at.seen.checked.draft, folder)
        named += tuple((line, "picture", what, remedy) for line, what, remedy in wrong)
    seen = Seen(at.seen.checked, (*at.seen.loose, *named))
    return look(text, seen, tuple(_closed(at)))


def _closed(at: _Desk) -> Iterator[Refusal]:
    """Printed words that share a segment with what must stay closed."""
    for one in at.checked.quoted:
        if one.said is None or not one.wording.publishable:
            continue
        message = at.resolver.messages[one.said.ref]
        closed = at.kept.hiding.closed(message)
        where = f"{at.checked.draft.name}, line {one.quotation.line}"
        try:
            to_open(message.text, one.wording.spans, closed, message.entities)
        except HarmRefused as trouble:
            yield Refusal(where, trouble.what, trouble.advice, "hidden", one)


def _named(text: str, secrets: tuple[leaks.Secret, ...]) -> Iterator[tuple[int, str, str, str]]:
    """Lines that hold a name, number or title of the case as plain words."""
    printed = CITE.sub("", _NOTE.sub("", text))
    for line, secret in leaks.lines(printed, secrets):
        what = f"This line holds {secret.hint}."
        yield line, "name", what, "Leave it out, or use the pseudonym of this story."


@dataclass(frozen=True, slots=True)
class Given:
    """Answers to a checklist, the second editor who puts a passphrase to theirs, and who
    says that what was answered for an earlier text still stands."""

    answers: harm.Answers
    second: tuple[str, str] | None = None
    confirm: str = ""


def checklist_of(
    desk: "OpenDesk", path: Path, text: str, folder: Path | None, given: Given
) -> tuple[harm.Item, ...]:
    """See ``Desk.checklist``."""
    at = _opened(desk, path, text, "draft")
    story = _story(at, folder)
    printed = manuscript(text, at.checked.draft, folder).digest
    signer = Signer(desk.folder, at.kept.case.desk, printed)

    def now(answers: harm.Answers) -> tuple[harm.Item, ...]:
        return filled(at.kept.case, story, at.resolver.messages, answers, signer)

    items = now(given.answers)
    if given.second is not None:
        items = now(seated(desk.folder, story.id, items, given.second, printed))
    if given.confirm.strip():
        items = now(confirmed(items, printed, given.confirm))
    return items


def preview_of(desk: "OpenDesk", path: Path, text: str, folder: Path | None) -> str:
    """See ``Desk.preview``."""
    from onrecord.report import html

    story = _story(_opened(desk, path, text, "draft"), folder)
    story = replace(story, key_at=story.key_at or key_at(desk.folder))
    return html.WRITER.write(story).decode()


def _story(at: _Desk, folder: Path | None) -> Story:
    draft = at.checked.draft
    pictures = {} if folder is None else pictures_there(draft, folder)
    return assemble(at.checked, pictures, desk=at.kept.case.desk, preview=True)
