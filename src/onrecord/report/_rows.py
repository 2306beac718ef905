"""The section that sets statements beside reporting, as draft Markdown."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from onrecord.model.press import Article, Match
from onrecord.report import _say

if TYPE_CHECKING:
    from onrecord.report.select import Bundle, Candidate

_KINDS = {
    "claim-of-responsibility": "claims responsibility",
    "denial": "denies",
    "announcement": "announces",
    "threat": "threatens",
    "assertion": "asserts",
    "call-to-action": "calls for action",
    "praise-or-mourning": "praises or mourns",
    "instruction": "instructs",
}


UNJUDGED = "Proposed by rules, not judged by a person."


def section(candidates: "Sequence[Candidate]", scope: str, zone: str) -> Iterator[str]:
    """Title, introduction and a claim for each candidate that was compared."""
    compared = [c for c in candidates if c.match is not None]
    if not compared:
        return
    yield "## Who first reported what {reporting}"
    yield ""
    searched = f"Searched: {scope}. " if scope else ""
    yield (
        f"{searched}Copies of one agency text count once. A report that rests on the group’s own "
        "channel does not count as a source."
    )
    yield ""
    for one in compared:
        yield from _claim(one, zone)


def _claim(one: "Candidate", zone: str) -> Iterator[str]:
    match = one.match
    if match is None:
        return
    when, _, _ = _say.moment(one.said.time, zone)
    day = when.split(", ")[0] if when else "an unknown day"
    label = one.said.label[:1].upper() + one.said.label[1:]
    yield f"### {label} {_KINDS[one.statement.kind]}, {day}"
    yield ""
    if one.match_judged is None:
        yield "%% proposed, not judged. It rests on: " + ("; ".join(match.reasons[:3]) or "–")
    claimed = one.statement.citation.words[:80].replace("\n", " ")
    yield f"%% Say in the heading what is claimed: “{claimed}”"
    judged = one.match_judged is not None and one.match_judged.answer == "yes"
    told = _note(match, judged, len(one.articles) or len({p.article for p in match.passages}))
    yield f"**{outcome(match) if judged else UNJUDGED}** {told}".rstrip()
    yield ""
    yield from (row for _, row in sorted(_lines(one, zone), key=lambda r: r[0]))
    yield ""


def outcome(match: Match) -> str:
    """The outcome in words. A verdict is a person's; this names what was found."""
    number = match.independent
    sources = f"{number} independent source{'' if number == 1 else 's'}"
    if match.outcome == "contradicted":
        return f"Contradicted by {sources}"
    if match.outcome == "nothing-found":
        return "Nothing found"
    if match.outcome == "unclear":
        return "Unclear"
    return f"Supported by {sources}" if number else "No independent source"


def _note(match: Match, judged: bool, number: int) -> str:
    if match.outcome == "nothing-found":
        found = "In" if judged else "Nothing found in"
        return f"{found} {match.scope}. That is not evidence that it did not happen."
    said = f"{_say.count(number, 'report')}."
    if not judged:
        sources = _say.count(match.independent, "independent source")
        return f"Rules set it beside {_say.count(number, 'report')} ({sources})."
    if match.lead is None:
        return said
    return f"{said} {_say.lead_words(match.lead.least, match.lead.most)}"


def _lines(one: "Candidate", zone: str) -> Iterator[tuple[tuple[str, int], str]]:
    """(sort key, row): the group's line, then each source with its copies."""
    match = one.match
    ids = {p.article for p in match.passages} if match is not None else set()
    said = one.said.time.earliest
    label = f"{_short(one.said.time.earliest, zone) or one.said.time.text} | {one.said.label}, "
    yield (_key(said), 0), f"- {label}in the group [[s:{one.statement.id[2:]}]] |"
    articles = {a.id: a for a in one.articles if a.id in ids}
    left = dict(articles)
    for bundle in one.bundles:
        members = [left.pop(i) for i in bundle.articles if i in left]
        yield from _bundle(members, bundle, zone)
    for article in left.values():
        yield (_key(article.published.earliest), 1), _row(article, "", zone)


def _bundle(
    members: list[Article], bundle: "Bundle", zone: str
) -> Iterator[tuple[tuple[str, int], str]]:
    members.sort(key=lambda a: _key(a.published.earliest))
    for i, article in enumerate(members):
        counts = "not counted" if bundle.circular else "one source" if i == 0 else "same text"
        key = (_key(members[0].published.earliest), 1 + i)
        yield key, _row(article, counts, zone)


def _row(article: Article, counts: str, zone: str) -> str:
    when = _short(article.published.earliest, zone) or article.published.text or "no date"
    own = not article.agency or article.agency == article.outlet
    how = "" if own else f", *text of {article.agency}*"
    outlet = (article.outlet or "unnamed outlet").replace("|", "/")
    return f"- {when} | {outlet}{how} [[a:{article.id[2:]}]] | {counts}".rstrip()


def _key(at: datetime | None) -> str:
    return at.isoformat() if at is not None else "~"


def _short(at: datetime | None, zone: str) -> str:
    return _say.day_and_time(at.astimezone(_say.in_zone(zone))) if at is not None else ""
