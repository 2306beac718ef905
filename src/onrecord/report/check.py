"""The quotation gate: every quotation of a draft against what is sealed.

Nothing is published that does not pass here: headline, lead, text, captions,
alt texts and pull quotes. A refusal names the file, the line, the sealed words
and the difference, and says what would mend it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from onrecord.errors import AmbiguousReference, DraftCitesNothing, QuestionError
from onrecord.model.caution import Cautions
from onrecord.model.draft import Cite, Draft, Quotation
from onrecord.model.story import Quoted, Report, Said
from onrecord.model.wording import Wording, classify
from onrecord.report import _attribution, _faults
from onrecord.report._faults import Refusal, side_by_side
from onrecord.report._inline import FREE_WORDS
from onrecord.report.cautions import for_text
from onrecord.report.share import count_words

__all__ = ["Checked", "Gate", "Resolver", "check", "require", "side_by_side"]


class Resolver(Protocol):
    """What the desk knows about a citation. Raises QuestionError for none."""

    def said(self, cite: Cite) -> Said:
        """The sealed message of ``[[m:…]]`` or ``[[s:…]]``."""

    def report(self, cite: Cite) -> Report:
        """The published item of ``[[a:…]]``."""


@dataclass(frozen=True, slots=True)
class Checked:
    """The draft, its quotations in reading order, and what was refused.

    Each quotation of the draft is in ``quoted`` or the cause of a refusal, or
    both; ``passed`` says whether the story may be published.
    """

    draft: Draft
    quoted: tuple[Quoted, ...]
    refusals: tuple[Refusal, ...]

    @property
    def passed(self) -> bool:
        """True if nothing was refused."""
        return not self.refusals

    @property
    def warnings(self) -> tuple[tuple[str, str], ...]:
        """(where, what) the reporter should know before publishing: marks in the
        sealed words that could tell one person's copy from another's."""
        said = ((f"{self.draft.name}, line {q.quotation.line}", q) for q in self.quoted)
        return tuple(
            (where, n) for where, q in said if q.cls != "NOT_FOUND" for n in q.wording.notes
        )


def check(
    draft: Draft, resolver: Resolver, cautions: Callable[[str, str], Cautions] = for_text
) -> Checked:
    """Every quotation with its class, and every reason to refuse.

    Raises DraftCitesNothing or AmbiguousReference, with the line, for a
    citation that leads nowhere or to several messages.
    """
    gate = Gate(draft, resolver, cautions)
    quoted: list[Quoted] = []
    refusals: list[Refusal] = []
    for quotation in draft.quotations():
        one = gate.judge(quotation, len(quoted) + 1)
        refusals += gate.faults(one)
        quoted.append(one)
    for cite in draft.cites():
        gate.lead(cite)
    return Checked(draft, tuple(quoted), tuple(refusals))


def require(checked: Checked) -> None:
    """Raises QuotationRefused if anything was refused."""
    if checked.refusals:
        raise _faults.error(checked.refusals)


@dataclass(frozen=True, slots=True)
class Gate:
    """The gate over one draft: classes and refusals, a quotation at a time."""

    draft: Draft
    resolver: Resolver
    cautions: Callable[[str, str], Cautions]

    def lead(self, cite: Cite) -> Said | Report | None:
        """What a citation leads to; None for pictures and words said elsewhere."""
        try:
            if cite.kind in "ms":
                return self.resolver.said(cite)
            if cite.kind == "a":
                return self.resolver.report(cite)
        except AmbiguousReference as trouble:
            where = f"{self.draft.name}, line {cite.line}"
            raise AmbiguousReference(trouble.what, where=where, advice=trouble.advice) from trouble
        except QuestionError as trouble:
            raise DraftCitesNothing(
                f"{cite} leads nowhere: {trouble.what}",
                where=f"{self.draft.name}, line {cite.line}",
                advice=trouble.advice or "Cite a message, statement or article of this case.",
            ) from trouble
        return None

    def judge(self, quotation: Quotation, number: int) -> Quoted:
        """The quotation with its source and class."""
        cite = next((c for c in quotation.cites if c.kind != "p"), None)
        if cite is None:
            return Quoted(number, quotation, _said_before(), "OWN_MARKS")
        if cite.kind == "x":
            return Quoted(number, quotation, _said_before(), "SAID_ELSEWHERE")
        source = self.lead(cite)
        if source is None:
            raise TypeError(f"{cite} is no source of words")
        enc = source.enc if isinstance(source, Said) else None
        words = self.cautions(source.text, source.language)
        wording = classify(source.text, quotation.words, cautions=words, enc=enc)
        one = Quoted(number, quotation, wording, wording.cls, source)
        if isinstance(source, Said):
            one = _attribution.voiced(one, source)
            if wording.cls == "NOT_FOUND" and self.translated(quotation, source):
                one = Quoted(number, quotation, wording, "TRANSLATED", source, one.voice)
        return one

    def translated(self, quotation: Quotation, source: Said) -> bool:
        """True if the words stand in a signed translation of the same message."""
        for other in self.draft.quotations():
            if not other.card or not self.same(other, source):
                continue
            for translation in other.translations:
                if not translation.signed or translation.dispute:
                    continue
                if classify(translation.text, quotation.words).publishable:
                    return True
        return False

    def same(self, other: Quotation, source: Said) -> bool:
        """True if a card quotes the same message."""
        cited = (c for c in other.cites if c.kind in "ms")
        return any(self.leads_to(c, source) for c in cited)

    def leads_to(self, cite: Cite, source: Said) -> bool:
        """True if a citation leads to that message; one that leads nowhere is named
        where it stands, not here."""
        try:
            said = self.resolver.said(cite)
        except QuestionError:
            return False
        return said.ref == source.ref

    def faults(self, one: Quoted) -> Iterator[Refusal]:
        """Every reason not to publish a quotation, worst first."""
        where = f"{self.draft.name}, line {one.quotation.line}"
        if one.cls == "OWN_MARKS":
            yield from self.uncited(one, where)
            return
        if one.cls == "SAID_ELSEWHERE":
            return
        yield from _faults.wording(one, where)
        yield from self.several(one, where)
        if one.said is not None:
            yield from _attribution.faults(one, one.said, where)
            yield from _faults.translations(one, where, self.draft.fact("language", "en"))

    def uncited(self, one: Quoted, where: str) -> Iterator[Refusal]:
        """Quotation marks without a citation: a few words, or words quoted anyway."""
        quotation = one.quotation
        if quotation.where != "pull" and count_words(quotation.words) <= FREE_WORDS:
            return
        if any(self.holds(other, quotation) for other in self.draft.quotations()):
            return
        yield _faults.uncited(one, where)

    def holds(self, other: Quotation, quotation: Quotation) -> bool:
        """True if a cited quotation, or its translation, holds these words."""
        if not other.cites:
            return False
        texts = (other.words, *(t.text for t in other.translations if t.signed))
        return any(classify(text, quotation.words).publishable for text in texts)

    def several(self, one: Quoted, where: str) -> Iterator[Refusal]:
        """One quotation is one message: a sentence across two is two quotations."""
        messages = {
            s.ref
            for c in one.quotation.cites
            if c.kind in "ms" and isinstance(s := self.lead(c), Said)
        }
        if len(messages) > 1:
            yield _faults.across(one, where)


def _said_before() -> Wording:
    return Wording("NOT_FOUND")
