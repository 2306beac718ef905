"""The section that sets statements beside reporting, as draft Markdown."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from onrecord.model.press import Article, Match
from onrecord.model.when import When
from onrecord.report import _say
from onrecord.report._page_words import Words

if TYPE_CHECKING:
    from onrecord.report.select import Bundle, Candidate


def section(candidates: "Sequence[Candidate]", scope: str, zone: str, w: Words) -> Iterator[str]:
    """Title, introduction and a claim for each candidate that was compared."""
    compared = [c for c in candidates if c.match is not None]
    if not compared:
        return
    yield f"## {w.say('draft_reporting')} {{reporting}}"
    yield ""
    yield f"{w.say('draft_scope', scope=scope)} {w.say('draft_counting')}"
    yield ""
    for one in compared:
        yield from _Rows(w, scope, zone).claim(one)


@dataclass(frozen=True, slots=True)
class _Rows:
    """Claims in one language, over one searched scope, in one zone."""

    w: Words
    scope: str
    zone: str

    def claim(self, one: "Candidate") -> Iterator[str]:
        """The heading, what was found, the group's line and the reporting's."""
        match, w = one.match, self.w
        if match is None:
            return
        day = _day(one.said.time, self.zone)
        kind = w.table["kinds"][one.statement.kind]
        who = w.label(one.said.label)
        when = w.date(day) or w.say("draft_day")
        yield f"### {w.say('draft_claim', who=who, kind=kind, day=when)}"
        yield ""
        if one.match_judged is None:
            reasons = "; ".join(match.reasons[:3]) or "–"
            yield f"%% {w.say('draft_note_match', reasons=reasons)}"
        claimed = one.statement.citation.words[:80].replace("\n", " ")
        yield f"%% {w.say('draft_note_heading', words=claimed)}"
        judged = one.match_judged is not None and one.match_judged.answer == "yes"
        told = self.note(match, judged, len(one.articles) or len({*_named(match)}))
        said = outcome(match, w) if judged else w.say("outcome_unjudged")
        yield f"**{said}** {told}".rstrip()
        yield ""
        yield from (row for _, row in sorted(self.lines(one), key=lambda r: r[0]))
        yield ""

    def note(self, match: Match, judged: bool, number: int) -> str:
        """What stands behind the outcome: how many reports, who was first."""
        w = self.w
        if match.outcome == "nothing-found":
            return w.say("note_nothing", scope=self.scope)
        reports = w.counted("report", number)
        if not judged:
            sources = w.counted("source", match.independent)
            return w.say("note_beside", reports=reports, sources=sources)
        if match.lead is None:
            return f"{reports}."
        return f"{reports}. {_say.lead_words(match.lead.least, match.lead.most, w)}"

    def lines(self, one: "Candidate") -> Iterator[tuple[tuple[str, int], str]]:
        """(sort key, row): the group's line, then each source with its copies."""
        w, said = self.w, one.said.time
        ids = {*_named(one.match)} if one.match is not None else set()
        who = f"{w.label(one.said.label)}{w.say('comma')}{w.say('in_group')}"
        when = self.short(said.earliest) or said.text
        yield (_key(said.earliest), 0), f"- {when} | {who} [[s:{one.statement.id[2:]}]] |"
        left = {a.id: a for a in one.articles if a.id in ids}
        for bundle in one.bundles:
            members = [left.pop(i) for i in bundle.articles if i in left]
            yield from self.bundle(members, bundle)
        for article in left.values():
            yield (_key(article.published.earliest), 1), self.row(article, "")

    def bundle(
        self, members: list[Article], bundle: "Bundle"
    ) -> Iterator[tuple[tuple[str, int], str]]:
        """One source: its first report, and those that carry the same text."""
        members.sort(key=lambda a: _key(a.published.earliest))
        first = "not_counted" if bundle.circular else "one_source"
        for i, article in enumerate(members):
            counts = first if i == 0 or bundle.circular else "same_text"
            key = (_key(members[0].published.earliest), 1 + i)
            yield key, self.row(article, self.w.say(counts))

    def row(self, article: Article, counts: str) -> str:
        """One report as a line of the panel."""
        w = self.w
        when = self.short(article.published.earliest) or article.published.text
        own = not article.agency or article.agency == article.outlet
        how = w.say("comma") + f"*{w.say('agency_text', agency=article.agency)}*"
        outlet = (article.outlet or w.say("no_outlet")).replace("|", "/")
        source = f"{outlet}{'' if own else how} [[a:{article.id[2:]}]]"
        return f"- {when or w.say('no_date')} | {source} | {counts}".rstrip()

    def short(self, at: datetime | None) -> str:
        """``24 March, 05:42`` in the draft's zone; '' for no time."""
        if at is None:
            return ""
        return _say.day_and_time(at.astimezone(_say.in_zone(self.zone)), self.w)


def outcome(match: Match, w: Words) -> str:
    """The outcome in words. A verdict is a person's; this names what was found."""
    sources = w.counted("source", match.independent)
    if match.outcome == "contradicted":
        return w.say("outcome_contradicted", sources=sources)
    if match.outcome == "nothing-found":
        return w.say("outcome_nothing")
    if match.outcome == "unclear":
        return w.say("outcome_unclear")
    if not match.independent:
        return w.say("outcome_alone")
    return w.say("outcome_supported", sources=sources)


def _day(when: When, zone: str) -> str:
    """The day in the draft's zone, or as the export has it; '' for none."""
    if when.certain and when.earliest is not None:
        return f"{when.earliest.astimezone(_say.in_zone(zone)):%Y-%m-%d}"
    return f"{when.local:%Y-%m-%d}" if when.local is not None else ""


def _named(match: Match) -> Iterator[str]:
    return (p.article for p in match.passages)


def _key(at: datetime | None) -> str:
    return at.isoformat() if at is not None else "~"
