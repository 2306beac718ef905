"""The gate over a draft that is being written: every reason at once, no refusal raised."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from onrecord.errors import BadDraft, DraftCitesNothing, OnRecordError, QuestionError
from onrecord.model.caution import Cautions
from onrecord.model.draft import Cite, Draft
from onrecord.model.editing import Fault, Look, Marked, Spot, Verdict
from onrecord.model.story import Quoted
from onrecord.model.wording import Wording
from onrecord.report import _page_words, _say
from onrecord.report._faults import Refusal
from onrecord.report.cautions import for_text
from onrecord.report.check import Checked, Gate, Resolver
from onrecord.report.draft import parse
from onrecord.report.spots import Places

_LINE = re.compile(r"line (\d+)$")


@dataclass(frozen=True, slots=True)
class Seen:
    """A draft with everything the gate says of it.

    ``checked`` is None if the text cannot be read as a draft; ``loose`` are
    reasons that belong to no quotation, as (line, kind, what, remedy).
    """

    checked: Checked | None
    loose: tuple[tuple[int, str, str, str], ...] = ()


def survey(
    text: str,
    name: str,
    resolver: Resolver,
    cautions: Callable[[str, str], Cautions] = for_text,
) -> Seen:
    """The gate over a text, whatever state it is in. Raises nothing of the draft's."""
    try:
        draft = parse(text, name)
    except (BadDraft, DraftCitesNothing) as trouble:
        return Seen(None, (_loose(trouble, "draft"),))
    gate = Gate(draft, resolver, cautions)
    quoted: list[Quoted] = []
    refusals: list[Refusal] = []
    answered: set[Cite] = set()
    for quotation in draft.quotations():
        try:
            one = gate.judge(quotation, len(quoted) + 1)
            refusals += gate.faults(one)
        except (QuestionError, DraftCitesNothing) as trouble:
            one = Quoted(len(quoted) + 1, quotation, Wording("NOT_FOUND"), "NOT_FOUND")
            where = f"{name}, line {quotation.line}"
            refusals.append(Refusal(where, trouble.what, trouble.advice, "citation", one))
        answered.update(quotation.cites)
        quoted.append(one)
    return Seen(Checked(draft, tuple(quoted), tuple(refusals)), tuple(_bare(gate, draft, answered)))


def _bare(gate: Gate, draft: Draft, done: set[Cite]) -> Iterator[tuple[int, str, str, str]]:
    """Citations outside quotations that lead nowhere."""
    for cite in draft.cites():
        if cite in done:
            continue
        try:
            gate.lead(cite)
        except (QuestionError, DraftCitesNothing) as trouble:
            yield cite.line, "citation", trouble.what, trouble.advice


def _loose(trouble: OnRecordError, kind: str) -> tuple[int, str, str, str]:
    match = _LINE.search(trouble.where)
    return int(match[1]) if match else 1, kind, trouble.what, trouble.advice


def look(text: str, seen: Seen, more: tuple[Refusal, ...] = ()) -> Look:
    """What an editor shows of a survey; ``more`` are refusals found outside the gate."""
    places = Places(text)
    loose = [Fault(kind, what, do, places.line(at)) for at, kind, what, do in seen.loose]
    if seen.checked is None:
        return Look((), tuple(loose))
    refused: dict[int, list[Refusal]] = {}
    for refusal in (*seen.checked.refusals, *more):
        refused.setdefault(id(refusal.quoted.quotation), []).append(refusal)
    language = seen.checked.draft.fact("language", "en")
    marked = tuple(
        _marked(one, places, refused.get(id(one.quotation), []), language)
        for one in seen.checked.quoted
    )
    faults = [*loose, *(f for m in marked for f in m.faults)]
    return Look(marked, tuple(sorted(faults, key=lambda f: f.spot.start)))


def _marked(one: Quoted, places: Places, refused: list[Refusal], language: str) -> Marked:
    spot = places.quotation(one.quotation)
    source = one.source
    found = one.wording
    note = ""
    if source is not None and found.publishable:
        note = _say.class_line(one, _page_words.words(language))
    signed = any(t.signed for t in one.quotation.translations)
    alien = bool(one.language) and one.language.split("-")[0] != language.split("-")[0]
    return Marked(
        spot=spot,
        where="card" if one.quotation.card else one.quotation.where,
        words=one.printed,
        cls=one.cls,
        verdict=_verdict(one, refused),
        speaker=one.said.label if one.said else "",
        voice=one.voice if one.said else "",
        language=one.language,
        cites=tuple(str(c) for c in one.quotation.cites),
        note=note,
        faults=tuple(_fault(r, spot, places) for r in refused),
        warnings=found.notes if found.publishable else (),
        difference=found.difference,
        offer=found.offer,
        sealed=source.text if source is not None else "",
        untranslated=alien and one.quotation.card and one.said is not None and not signed,
    )


def _verdict(one: Quoted, refused: list[Refusal]) -> Verdict:
    if refused:
        return "refused"
    if one.cls == "OWN_MARKS":
        return "own-marks"
    return "said-elsewhere" if one.cls == "SAID_ELSEWHERE" else "passes"


def _fault(refusal: Refusal, spot: Spot, places: Places) -> Fault:
    """A refusal at its own line where that is not the quotation's (a translation)."""
    match = _LINE.search(refusal.where)
    line = int(match[1]) if match else spot.line
    here = spot if spot.line <= line <= spot.end_line else places.line(line)
    return Fault(refusal.kind, refusal.what, refusal.advice, here)
