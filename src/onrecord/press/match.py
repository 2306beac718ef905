"""Statements beside passages: what bears on what, and what that amounts to.

A match is a proposal with its reasons, never a verdict. It rests on names across
scripts, places, days, numbers and shared words, each with its place in both texts.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from onrecord.model.cite import Ref
from onrecord.model.claim import Statement
from onrecord.model.press import Article, Match
from onrecord.model.when import When
from onrecord.press._cites import attributed, written_out
from onrecord.press._features import Text, take_apart
from onrecord.press._glossary import glossary
from onrecord.press._outcome import Asked, Found, conclude
from onrecord.press._shelf import Candidate, Meeting, Shelf, published_days
from onrecord.press._stance import Said, compare_events, stated_names
from onrecord.press.independence import sources
from onrecord.press.places import Places

BEFORE = timedelta(days=3)
AFTER = timedelta(days=4)
LEAST_COVERAGE = 0.25
MOST_PASSAGES = 8
# What is asked, supposed or joked cannot be borne out or contradicted.
HEDGED = frozenset(("question", "condition", "joke", "mockery"))
MOST_WORDS = 0.4
SAME_WORDS = 0.6


@dataclass(frozen=True, slots=True)
class Setting:
    """What every statement of one comparison is set against."""

    shelf: Shelf
    places: Places
    group: tuple[str, ...]
    scope: str


def compare(
    statements: Iterable[Statement],
    texts_by_ref: Mapping[Ref, str],
    articles: Sequence[Article],
    places: Places | None = None,
    group: Sequence[str] = (),
) -> Iterator[Match]:
    """One Match a statement, in the order given.

    ``texts_by_ref`` holds the whole text of each cited message (a statement whose
    message is missing is read from its own words). ``group`` are names under which
    the press may cite the group: its title, its channel, its movement. Raises
    ValueError if a citation does not hold its message's text.
    """
    setting = setting_of(articles, places or Places(), group)
    for statement in statements:
        yield beside(statement, texts_by_ref, setting)


def setting_of(articles: Sequence[Article], places: Places, group: Sequence[str]) -> Setting:
    """The articles on a shelf, once for many statements."""
    return Setting(Shelf(articles, places), places, tuple(group), scope_of(articles))


def mentioned(setting: Setting) -> tuple[str, ...]:
    """Those of the group's names of which every word stands somewhere in the reporting.

    Whatever other names the group has, each statement has the same match without them:
    no passage can cite the group by one of those.
    """
    pieces = setting.shelf.pieces
    said = (text.said for p in pieces for text in (p.here, p.title))
    return written_out(setting.group, said, {p.article.id: p.article for p in pieces}.values())


def beside(statement: Statement, texts: Mapping[Ref, str], setting: Setting) -> Match:
    """One statement's Match; see :func:`compare`."""
    cited = statement.citation
    text = texts.get(cited.ref)
    if text is not None and not cited.holds(text):
        raise ValueError(f"the citation of {statement.id} does not hold its message's text")
    said = take_apart(cited.words, statement.time, setting.places, cited.start)
    around = take_apart(text, statement.time, setting.places) if text else None
    near = [
        candidate
        for candidate in setting.shelf.near(said, around)
        if bears(candidate, said) and in_time(statement.time, candidate)
    ]
    found = [_found(candidate, said, setting) for candidate in near]
    articles = list({f.article.id: f.article for f in found}.values())
    behind = sources(articles, setting.group)
    hedge = next((h.rule for h in statement.hedges if h.rule in HEDGED), "")
    asked = Asked(statement.id, statement.time, hedge, setting.scope)
    return conclude(asked, found[:MOST_PASSAGES], behind)


def _found(candidate: Candidate, said: Text, setting: Setting) -> Found:
    piece = candidate.piece
    stance = compare_events(said.said, piece.here.said)
    told = glossary()
    negated = any(told.cue("not", w) or told.cue("deny", w) for w in said.said)
    plain = not stated_names(said.said) and not negated
    if plain and candidate.coverage >= SAME_WORDS:
        note = f"{candidate.coverage:.0%} of the statement's words stand in the passage"
        stance = Said("agrees", (note,))
    return Found(
        article=piece.article,
        passage=piece.passage,
        basis=candidate.basis,
        score=candidate.score,
        stance=stance.stance,
        why=stance.reasons,
        same_day=candidate.same_day,
        attributed=attributed(piece.here.said, setting.group),
        doubt=_doubt(said, candidate, setting.places),
    )


def bears(candidate: Candidate, said: Text) -> bool:
    """True if the passage is about what the statement is about.

    It shares an event (or states one that excludes it) and something the event
    happens to, in the same sentence of both texts or with a date; or, if it states
    no event, a name and most of its other words; or nearly all its words.
    """
    if candidate.coverage < LEAST_COVERAGE:
        return False
    if _event_and_anchor(candidate, said):
        return True
    kinds = {meeting.kind for meeting in candidate.meetings}
    eventless = not stated_names(said.said)
    if eventless and {"anchor", "thing"} <= kinds and candidate.coverage >= MOST_WORDS:
        return True
    own = [meeting for meeting in candidate.meetings if not meeting.around]
    return candidate.coverage >= SAME_WORDS and len(own) >= 4


def _event_and_anchor(candidate: Candidate, said: Text) -> bool:
    events = [m for m in candidate.meetings if m.kind == "event" and not m.around]
    others = [m for m in candidate.meetings if m.kind in ("anchor", "thing", "counted")]
    if candidate.same_day and events and others:
        return True  # the date they share ties the sentences together
    return any(_together(one, two, said, candidate.piece.here) for one in events for two in others)


def _together(event: Meeting, other: Meeting, said: Text, here: Text) -> bool:
    """True if the two stand in one sentence of the statement and of the passage.

    What only the rest of the message or the article's title names counts for all.
    """
    ours = other.around or said.where(event.mine.key) & said.where(other.mine.key)
    titled = event.titled or other.titled
    return bool(ours) and bool(titled or here.where(event.other.key) & here.where(other.other.key))


def in_time(time: When, candidate: Candidate) -> bool:
    """True unless the article is too early or too late to be about the statement.

    An article of three days before to four days after is in time, whatever the
    clocks' doubt; so is one that names the statement's day, and one without a date.
    """
    if any(basis.kind == "date" for basis in candidate.basis):
        return True
    out = candidate.piece.article.published
    if time.earliest is None or time.latest is None or out.earliest is None or out.latest is None:
        return True
    return out.latest >= time.earliest - BEFORE and out.earliest <= time.latest + AFTER


def _doubt(said: Text, candidate: Candidate, places: Places) -> str:
    """Why the place is not settled: its name exists more than once."""
    used = {basis.statement for basis in candidate.basis if basis.kind == "place"}
    for spot in said.spots:
        if len(spot.ids) > 1 and (spot.start, spot.end) in used:
            return f"the place name exists {len(spot.ids)} times: {places.describe(spot.ids)}"
    return ""


def scope_of(articles: Sequence[Article]) -> str:
    """What was searched, in words: items, outlets, days."""
    if not articles:
        return "no item of news has been added"
    outlets = {article.outlet for article in articles if article.outlet}
    dated = sorted(published_days(a) for a in articles if a.published.earliest is not None)
    days = f"published {dated[0][:10]} to {dated[-1][:10]}" if dated else "without dates"
    return f"{len(articles)} items of {len(outlets)} outlets, {days}"
