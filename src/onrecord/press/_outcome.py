"""From passages that bear on a statement to an outcome, with every reason."""

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.model.press import Article, Basis, Lead, Match, Outcome, Passage
from onrecord.model.when import When
from onrecord.press._stance import Stance
from onrecord.press.independence import Source

CLOSE = 0.5


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that bears on a statement, with what it says of it.

    ``attributed`` says that it only passes on the group's own words, ``doubt``
    that the place is not settled, ``same_day`` that both name one date.
    """

    article: Article
    passage: Passage
    basis: tuple[Basis, ...]
    score: float
    stance: Stance
    why: tuple[str, ...]
    same_day: bool
    attributed: str
    doubt: str


@dataclass(frozen=True, slots=True)
class Asked:
    """The statement a match is for; ``hedge`` is why it does not assert anything."""

    statement: str
    time: When
    hedge: str
    scope: str


def conclude(asked: Asked, found: Sequence[Found], behind: Sequence[Source]) -> Match:
    """The Match of one statement. ``found`` is best first; empty gives nothing-found."""
    circular = {one for source in behind if source.circular for one in source.articles}
    free = [f for f in found if f.article.id not in circular and not f.attributed]
    decisive = [f for f in _close(free) if f.stance != "silent"]
    sure = [f for f in decisive if not f.doubt]
    lead, first = _lead(asked.time, [f for f in sure if f.stance == "agrees"])
    outcome, reasons = _decide(found, free, decisive, sure, lead)
    if asked.hedge and found:
        outcome = "unclear"
        reasons.insert(0, f"the statement asserts nothing ({asked.hedge}); shown for reading")
    if first is not None:
        reasons.append(_told(lead, first))
    counted = [s for s in behind if not s.circular and _any(s, sure)]
    return Match(
        statement=asked.statement,
        outcome=outcome,
        passages=tuple(f.passage for f in found),
        rests_on=tuple(f.basis for f in found),
        lead=lead,
        independent=len(counted),
        sources=tuple(source.note for source in behind),
        reasons=tuple(reasons),
        scope=asked.scope,
        counted=tuple(dict.fromkeys(one for source in counted for one in source.articles)),
    )


def _close(free: Sequence[Found]) -> list[Found]:
    """Those that decide: near the best in what they share, and of its date if it has one.

    A passage that shares less than half of what the best shares is shown and does
    not decide; nor does one that lacks the date which others share.
    """
    least = CLOSE * max((f.score for f in free), default=0.0)
    dated = any(f.same_day for f in free)
    return [f for f in free if f.score >= least and (f.same_day or not dated)]


def _any(source: Source, speaking: Sequence[Found]) -> bool:
    return any(f.article.id in source.articles for f in speaking)


def _decide(
    found: Sequence[Found],
    free: Sequence[Found],
    decisive: Sequence[Found],
    sure: Sequence[Found],
    lead: Lead | None,
) -> tuple[Outcome, list[str]]:
    """The outcome and its reasons; the first that applies, from nothing to agreement."""
    if not found:
        return "nothing-found", ["no passage shares an event and what it happened to"]
    if not free:
        told = next((f.attributed for f in found if f.attributed), "")
        note = f"every passage found passes on what the group itself says ({told})"
        return "unclear", [note]
    if not decisive:
        return "unclear", ["the passages are about it but do not say whether it is so"]
    if not sure:
        doubts = list(dict.fromkeys(f.doubt for f in decisive))
        return "unclear", doubts + [reason for f in decisive for reason in _reasons(f)]
    return _weighed(sure, lead)


def _weighed(sure: Sequence[Found], lead: Lead | None) -> tuple[Outcome, list[str]]:
    reasons = list(dict.fromkeys(reason for f in sure for reason in _reasons(f)))
    stances = {f.stance for f in sure}
    if len(stances) > 1:
        return "unclear", ["the reports do not agree with one another", *reasons]
    if "disagrees" in stances:
        return "contradicted", reasons
    return _supported(lead), reasons


def _supported(lead: Lead | None) -> Outcome:
    if lead is not None and lead.least > 0:
        return "chat-first"
    if lead is not None and lead.most < 0:
        return "reporting-first"
    return "supported"


def _reasons(found: Found) -> list[str]:
    outlet = found.article.outlet or found.article.place.member
    return [f"{outlet}: {why}" for why in found.why]


def _lead(time: When, supporting: Sequence[Found]) -> tuple[Lead | None, Found | None]:
    """Seconds from chat to the first independent report, as both clocks allow."""
    dated = [f for f in supporting if f.article.published.earliest is not None]
    if time.earliest is None or time.latest is None or not dated:
        return None, None
    first = min(dated, key=lambda f: (str(f.article.published.earliest), f.article.id))
    out = first.article.published
    if out.earliest is None or out.latest is None:
        return None, None
    least = int((out.earliest - time.latest).total_seconds())
    most = int((out.latest - time.earliest).total_seconds())
    return Lead(least, most), first


def _told(lead: Lead | None, first: Found) -> str:
    outlet = first.article.outlet or first.article.place.member
    if lead is None:
        return ""
    low, high = spell(abs(lead.least)), spell(abs(lead.most))
    if lead.least > 0:
        far = low if low == high else f"{low} to {high}"
        return f"the chat has it {far} before {outlet}"
    if lead.most < 0:
        far = low if low == high else f"{high} to {low}"
        return f"{outlet} has it {far} before the chat"
    return f"who was first cannot be told: {outlet} is {low} before to {high} after the chat"


def spell(seconds: int) -> str:
    """A length of time in words: ``3 h 05 min``, ``2 days``."""
    if seconds < 60:
        return f"{seconds} s"
    minutes = seconds // 60
    if minutes < 60:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    if hours < 48:
        return f"{hours} h {minutes:02d} min" if minutes else f"{hours} h"
    return f"{hours // 24} days"
