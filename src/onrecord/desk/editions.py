"""Which printing of a story this is, and whether readers have seen another text of it."""

from dataclasses import dataclass, replace
from typing import Any

from onrecord import clock
from onrecord.desk.case import Case
from onrecord.desk.holdings import ledger_of
from onrecord.desk.printing import Source, Terms, kept_source
from onrecord.errors import BadOption
from onrecord.model.story import Correction, Edition


@dataclass(frozen=True, slots=True)
class Again:
    """What an editor says of a story that was published before with another text: what
    was wrong, or that the earlier text was never handed out."""

    correction: str = ""
    never_out: bool = False


def issued(case: Case, source: Source, terms: Terms, before: dict[str, Any], said: Again) -> Terms:
    """The terms with the edition in them, and the correction that was said.

    ``before`` is the note of the story's last publication, empty for the first.
    """
    day = clock.stamp()[:10]
    if not before:
        return replace(terms, edition=Edition(1, day, day, terms.editor))
    story = str(before["story"])
    number = int(before.get("edition") or 1 + len(terms.corrections))
    unissued = str(before.get("unissued", ""))
    if said.correction.strip():
        made = Correction(day, " ".join(said.correction.split()), terms.editor)
        terms = replace(terms, corrections=(*terms.corrections, made))
        number += 1
    elif changed(case, source, before):
        number, unissued = number + 1, terms.editor
    edition = Edition(number, day, _first(case, story) or day, terms.editor, unissued)
    return replace(terms, edition=edition)


def corrected(case: Case, terms: Terms, before: dict[str, Any], by: str) -> Terms:
    """The terms of a story that ``by`` corrects or takes back: one edition more."""
    day = clock.stamp()[:10]
    number = int(before.get("edition") or len(terms.corrections)) + 1
    first = _first(case, str(before["story"])) or day
    return replace(terms, edition=Edition(number, day, first, by, str(before.get("unissued", ""))))


def changed(case: Case, source: Source, before: dict[str, Any]) -> bool:
    """True if another text than this was published under the story's name."""
    return bool(before) and kept_source(case, str(before["story"])).prints() != source.prints()


def require(case: Case, source: Source, before: dict[str, Any], said: Again) -> None:
    """Raises BadOption for a changed text of which nobody said what it is."""
    if said.correction.strip() and said.never_out:
        raise BadOption("It is a correction, or was never handed out; not both")
    if said.correction.strip() and not before:
        raise BadOption("Nothing was published under this name that could be corrected")
    if changed(case, source, before) and not (said.correction.strip() or said.never_out):
        raise BadOption(
            "The story was published before with another text",
            where=str(before["story"]),
            advice="was it handed out? Then say what was wrong (--correction TEXT), it is printed "
            "with the date; if nobody has it, say so (--never-handed-out)",
        )


def _first(case: Case, story: str) -> str:
    """The day on which a story was published first, as the log claims it."""
    for entry in ledger_of(case).entries():
        if entry.kind == "published" and str(entry.get("story")) == story:
            return str(entry.get("claimed") or "")[:10]
    return ""
