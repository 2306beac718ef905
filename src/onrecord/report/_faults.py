"""Why a quotation is refused, in words, with both texts side by side."""

from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.errors import QuotationRefused
from onrecord.model.foldmap import OVERRIDES
from onrecord.model.story import Quoted, direction
from onrecord.model.wording import Difference

_RLI, _LRI, _PDI = "\u2067", "\u2066", "\u2069"


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason not to publish: file and line, what, what to do.

    ``kind``: wording, respelled, flag, voice, speaker, translation, uncited,
    across, override.
    """

    where: str
    what: str
    advice: str
    kind: str
    quoted: Quoted


def error(refusals: tuple[Refusal, ...]) -> QuotationRefused:
    """All refusals as one error; the first gives the place and the advice."""
    first = refusals[0]
    what = first.what
    difference = first.quoted.wording.difference
    if first.kind in ("wording", "respelled") and difference is not None:
        what += "\n" + side_by_side(difference, _language(first.quoted))
    if len(refusals) > 1:
        more = "\n".join(f"- {r.where}: {r.what}" for r in refusals[1:])
        what += f"\nRefused as well:\n{more}"
    return QuotationRefused(what, where=first.where, advice=first.advice)


def _language(one: Quoted) -> str:
    return one.source.language if one.source is not None else ""


def wording(one: Quoted, where: str) -> Iterator[Refusal]:
    """The class, and what was left out."""
    found = one.wording
    if any(c in OVERRIDES for c in one.printed):
        yield _overridden(one, where)
    if one.cls == "TRANSLATED":
        return
    if found.cls == "RESPELLED":
        named = "; ".join(f"{change} ({why})" for change, why in found.respelled)
        yield Refusal(
            where,
            f"Same words, different spelling: {named or 'letter forms'}.",
            "Print the words as they are sealed.",
            "respelled",
            one,
        )
    elif found.cls == "NOT_FOUND":
        yield _not_found(one, where)
    elif found.flags and not _reasoned(one):
        yield _flagged(one, where)


def _overridden(one: Quoted, where: str) -> Refusal:
    shown = "".join(f"[U+{ord(c):04X}]" if c in OVERRIDES else c for c in one.printed)
    return Refusal(
        where,
        "These words hold a direction override: the eye reads another order than the bytes: "
        f"{shown}",
        "Leave that part out with […].",
        "override",
        one,
    )


def _not_found(one: Quoted, where: str) -> Refusal:
    found = one.wording
    changes = found.difference.changes if found.difference is not None else ()
    named = "; ".join(str(c) for c in changes[:3])
    what = "This wording is not in the sealed message"
    if one.said is None:
        what = "This wording is not in the cited report"
    what += f": {named}." if named else "."
    if found.notes:
        what += " " + " ".join(found.notes)
    advice = "Print the sealed words; mark gaps as […] and your own words as [words]."
    if found.offer:
        advice = f"Write: {found.offer}"
    return Refusal(where, what, advice, "wording", one)


def _reasoned(one: Quoted) -> bool:
    return any(r.text and r.by for r in one.quotation.reasons)


def _flagged(one: Quoted, where: str) -> Refusal:
    kinds = {
        "negation": "a negation",
        "condition": "a condition",
        "reporting": "a “they say”",
        "inside-a-word": "a bracket inside a word",
    }
    flags = "; ".join(f"{kinds[f.kind]}: “{f.words}”" for f in one.wording.flags)
    cut = "; ".join(f"“{part.words.strip()}”" for part in one.wording.left if part.flags)
    what = f"What is left out or put in could turn the sense around: {flags}."
    if cut:
        what += f" Left out: {cut}."
    return Refusal(
        where,
        what,
        "Quote the words too, or make it a block quotation and give a reason under it: "
        "'> why: … — NAME'.",
        "flag",
        one,
    )


def translations(one: Quoted, where: str, language: str) -> Iterator[Refusal]:
    """An unsigned translation, or words of another language without one."""
    for translation in one.quotation.translations:
        if not translation.signed:
            whose = f"a machine draft ({translation.tool})" if translation.tool else "not signed"
            yield Refusal(
                f"{where.rsplit(',', 1)[0]}, line {translation.line}",
                f"The {translation.lang or 'second'} translation is {whose}.",
                "A named person reads it against the original and signs: "
                "'… — translated by NAME, DATE'.",
                "translation",
                one,
            )
    if one.cls == "TRANSLATED" or one.quotation.card:
        return
    source = one.source.language if one.source is not None else ""
    if one.cls == "NOT_FOUND" and source and source != language:
        yield Refusal(
            where,
            "If this is a translation: a translated quotation stands beside its original.",
            "Quote the original as a block with its signed translation; then words of that "
            "translation may stand in the text too.",
            "translation",
            one,
        )


def uncited(one: Quoted, where: str) -> Refusal:
    """Quotation marks nobody answers for."""
    return Refusal(
        where,
        f"These words stand in quotation marks without a citation: “{one.printed[:80]}”.",
        "Put [[m:KEY]], [[s:ID]] or [[a:ID]] behind the quotation marks, [[x:where it was "
        "said]] if it was said to you, or take the quotation marks away.",
        "uncited",
        one,
    )


def across(one: Quoted, where: str) -> Refusal:
    """A quotation that cites two messages."""
    return Refusal(
        where,
        "One quotation cites two messages.",
        "Make two quotations: a gap never crosses a message.",
        "across",
        one,
    )


def side_by_side(difference: Difference, language: str = "") -> str:
    """Sealed above printed, the differing parts in ⟦…⟧.

    Right-to-left text stands in an isolate, so that a terminal shows each line
    in its own order and the marks around the letters they belong to.
    """
    sealed, printed = [], []
    for left, right, same in difference.parts:
        sealed.append(left if same or not left else f"⟦{left}⟧")
        printed.append(right if same or not right else f"⟦{right}⟧")
    mark = _RLI if direction(language, difference.sealed) == "rtl" else _LRI
    return f"  sealed:  {mark}{''.join(sealed)}{_PDI}\n  printed: {mark}{''.join(printed)}{_PDI}"
