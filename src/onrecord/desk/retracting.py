"""Corrections and retractions: logged, and printed on the page and in its proofs."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord import clock
from onrecord.desk.case import Case, open_case
from onrecord.desk.editions import corrected
from onrecord.desk.harming import answers_in
from onrecord.desk.holdings import ledger_of
from onrecord.desk.printing import (
    Source,
    Terms,
    corrections_of,
    keep_corrections,
    kept_source,
    print_story,
)
from onrecord.desk.publishing import noted, put_out, source_of, told
from onrecord.desk.signing_log import Signing
from onrecord.errors import BadDraft, BadOption, NoSuchThing, Retracted
from onrecord.model.casework import Published
from onrecord.model.story import Correction
from onrecord.ports import Writer
from onrecord.report import harm, writers

if TYPE_CHECKING:
    from onrecord.desk.open_desk import OpenDesk


@dataclass(frozen=True, slots=True)
class Amend:
    """What is said of a published story, by whom; with ``draft`` the text is changed, and
    ``checklist`` holds the answers for that text."""

    story: str
    text: str
    by: str
    draft: Path | None = None
    checklist: Path | None = None
    retraction: bool = False


def amend(desk: "OpenDesk", path: Path, said: Amend) -> Published:
    """See ``Desk.correct`` and ``Desk.retract``."""
    from onrecord.desk.intake import sit

    if not said.text.strip() or not said.by.strip():
        raise BadOption("It needs a reason and a name", advice="give --why (or --text) and --by")
    case = open_case(path)
    with case.writing():
        at = sit(desk, case)
        note = _note(case, said.story)
        before = corrections_of(case, said.story)
        if any(c.retraction for c in before):
            raise Retracted(f"The story {said.story} was retracted", where=str(case.path))
        day = clock.stamp()[:10]
        now = (*before, Correction(day, said.text.strip(), said.by.strip(), said.retraction))
        source = _source(case, said)
        label = f"{said.story} (retracted {day})" if said.retraction else ""
        # An output that cannot be made any more must not stand in the way of this.
        editor = str(note["signed_by"])
        answers = {**_answers(case, note), **answers_in(said.checklist, editor)}
        terms = Terms(_outputs(note), editor, answers, now, label, lenient=True)
        terms = corrected(case, terms, note, said.by.strip())
        printed = print_story(at, source, terms)
        if said.retraction:
            values = {
                "case": case.name,
                "of": str(note["entry"]),
                "why": said.text.strip(),
                "by": said.by.strip(),
                "claimed": clock.stamp(),
            }
            ledger_of(case).record(at.log, desk.keys, "retracted", values)
        keep_corrections(case, said.story, now)
        signing = Signing(said.story, said.by.strip(), source.data, printed.items)
        target = (case.path / str(note["folder"])).resolve()
        entry = put_out(at, printed, source, signing, target)
    return told(printed, target, entry)


def _note(case: Case, story: str) -> dict[str, Any]:
    found = noted(case)
    if story not in found:
        named = ", ".join(found) or "none"
        raise NoSuchThing(
            f"No story called {story} was published from this case",
            where=str(case.path),
            advice=f"published: {named}",
        )
    return found[story]


def _source(case: Case, said: Amend) -> Source:
    if said.draft is None:
        return kept_source(case, said.story)
    source = source_of(said.draft)
    if source.draft().fact("story") != said.story:
        raise BadDraft(
            f"This draft is not of the story {said.story}",
            where=str(said.draft),
            advice="the head says which story it is: `story: NAME`",
        )
    return source


def _outputs(note: dict[str, Any]) -> tuple[Writer, ...]:
    """The writers of the files that were published, in their order."""
    names = [name for name in note["files"] if not name.startswith("proof-")]
    found = []
    for name in names:
        suffix = name.removeprefix(str(note["story"]))
        found += [w for w in writers().values() if w.suffix == suffix]
    return tuple(found)


def _answers(case: Case, note: dict[str, Any]) -> dict[str, harm.Answer]:
    """What was answered when the story was published, for the text that was."""
    text = kept_source(case, str(note["story"])).prints()
    marks = ("seat", "sealed", "confirmed")
    return {
        c["key"]: harm.Answer(
            c["answer"], c["by"], text_of=text, **{m: c[m] for m in marks if c.get(m)}
        )
        for c in note["checklist"]
        if c["answer"]
    }
