"""Compare: statements that reporting speaks of; one statement beside its reports."""

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from onrecord.desk.beside import Beside
from onrecord.errors import BadOption, NothingYet, OnRecordError
from onrecord.model.press import Article, Basis, Lead, Passage
from onrecord.model.work import Wanted
from onrecord.web.screen import Screen, get, post
from onrecord.web.screens.board import ANSWERS, SAID, back, judged, wanted_of
from onrecord.web.timeline import line_of
from onrecord.web.waiting import wait_for_matches, wait_for_statements
from onrecord.web.words import OUTCOMES

if TYPE_CHECKING:
    from onrecord.web.visit import Visit

FOUND = tuple(o for o in OUTCOMES if o != "nothing-found")
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def page(visit: "Visit") -> Response:
    """Statements by what reporting says of them; what it says nothing about on request."""
    from onrecord.desk.case import open_case
    from onrecord.desk.matched import matches_of
    from onrecord.desk.progress import Silent

    waiting = wait_for_statements(visit) or wait_for_matches(visit)
    if waiting is not None:
        return waiting
    counts = visit.desk.board(visit.case, Wanted(limit=1))  # refuses a case without a chat
    try:
        matches_of(open_case(visit.case), Silent())
    except NothingYet as nothing:
        return visit.page("compare/nothing", nothing=nothing)
    asked = wanted_of(visit)
    outcomes = asked.outcomes or FOUND
    wanted = replace(asked, outcomes=outcomes, order="telling")
    found = visit.desk.board(visit.case, wanted)
    number = wanted.offset // wanted.limit + 1
    return visit.page(
        "compare/list",
        board=found,
        outcomes=dict(counts.outcomes or visit.desk.board(visit.case, Wanted(limit=1)).outcomes),
        chosen=asked.outcomes,
        number=number,
        pages=max(1, -(-found.total // wanted.limit)),
        leaf=lambda n: visit.url("/compare", outcome=list(asked.outcomes), page=n),
        names=OUTCOMES,
        said=SAID,
    )


@dataclass(frozen=True, slots=True)
class Term:
    """Something a match rests on: its letter, and where it stands in one text."""

    letter: str
    note: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Report:
    """A passage as the page shows it, with its article and what it rests on; it is one
    of ``of`` passages of that article."""

    number: int
    passage: Passage
    article: Article
    terms: tuple[Term, ...]
    role: str
    of: int


def one(visit: "Visit", error: OnRecordError | None = None) -> Response:
    """One statement and its reports."""
    waiting = wait_for_statements(visit) or wait_for_matches(visit)
    if waiting is not None:
        return waiting
    ident = str(visit.request.path_params["statement"])
    found = visit.desk.beside(visit.case, ident)
    card, _ = visit.desk.card(visit.case, ident)
    letters = _letters(found)
    rows = [("The group, this message", found.statement.time, True, True)]
    rows += [(c.outlet or c.article, c.published, False, c.counted) for c in found.clocks]
    return visit.page(
        "compare/one",
        200 if error is None else 422,
        found=found,
        card=card,
        said=SAID,
        answers=ANSWERS,
        ours=_ours(found, letters),
        reports=_reports(found, letters),
        line=line_of(rows),
        gap=_gap(found),
        tree=_tree(found),
        error=error,
    )


def _gap(found: Beside) -> Lead | None:
    """The match's own lead, else that of the earliest report that counts."""
    if found.match.lead is not None:
        return found.match.lead
    return next((c.lead for c in found.clocks if c.counted and c.lead is not None), None)


def _letters(found: Beside) -> dict[tuple[int, int], str]:
    """A letter for each place in the statement that something rests on."""
    spans = sorted({b.statement for those in found.match.rests_on for b in those if _in(found, b)})
    return {span: LETTERS[n % 26] for n, span in enumerate(spans)}


def _in(found: Beside, basis: Basis) -> bool:
    """True if the basis lies in the statement's own words, not elsewhere in its message."""
    cited = found.statement.citation
    return cited.start <= basis.statement[0] < basis.statement[1] <= cited.end


def _ours(found: Beside, letters: dict[tuple[int, int], str]) -> tuple[Term, ...]:
    start = found.statement.citation.start
    return tuple(Term(letter, "", a - start, b - start) for (a, b), letter in letters.items())


def _reports(found: Beside, letters: dict[tuple[int, int], str]) -> list[Report]:
    by_id = {a.id: a for a in found.articles}
    many = Counter(p.article for p in found.match.passages)
    circular = {a for s in found.sources if s.circular for a in s.articles}
    out = []
    pairs = zip(found.match.passages, found.match.rests_on, strict=True)
    for n, (passage, rests) in enumerate(pairs, 1):
        terms = tuple(
            Term(
                letters.get(b.statement, ""),
                b.note,
                b.passage[0] - passage.start,
                b.passage[1] - passage.start,
            )
            for b in rests
        )
        role = "goes back to the group" if passage.article in circular else (
            "counts" if passage.article in found.match.counted else "touches the subject"
        )  # fmt: skip
        out.append(Report(n, passage, by_id[passage.article], terms, role, many[passage.article]))
    return out


def _tree(found: Beside) -> list[dict[str, Any]]:
    """Sources with the reports that are copies, versions or retellings of them."""
    by_id = {a.id: a for a in found.articles}
    out = []
    counted = set(found.match.counted)
    for source in found.sources:
        root, *rest = source.articles
        why = {link.two: link for link in found.links if link.one in source.articles}
        out.append(
            {
                "root": by_id[root],
                "circular": source.circular,
                "counted": not source.circular and not counted.isdisjoint(source.articles),
                "note": source.note,
                "children": [(by_id[a], why.get(a)) for a in rest],
            }
        )
    return out


def judge(visit: "Visit") -> Response:
    """A person's word on one report, or on several, each one log entry."""
    ident = str(visit.request.path_params["statement"])
    chosen = visit.said_all("article")
    if not chosen:
        raise BadOption(
            "No report was ticked: nothing was judged",
            where=ident,
            advice="tick the reports that your answer is about",
        )
    # Several passages of one report carry its name: it is judged once.
    judged(visit, [f"{ident}+{article}" for article in dict.fromkeys(chosen)])
    return back(visit)


def note(visit: "Visit") -> Response:
    """A note in the case's journal; the state stays as it is."""
    ident = str(visit.request.path_params["statement"])
    card, _ = visit.desk.card(visit.case, ident)
    to = visit.said("to") or card.state
    visit.desk.move(visit.case, (ident,), to, by=visit.person.name, why=visit.said("why"))
    return back(visit)


SCREEN = Screen(
    "compare",
    "Compare",
    50,
    (
        get("/compare", page),
        get("/compare/{statement}", one),
        post("/compare/{statement}/judge", judge),
        post("/compare/{statement}/note", note),
    ),
    path="/compare",
    keys=(
        ("j k", "reports"),
        ("x", "choose"),
        ("a", "accept"),
        ("r", "refuse"),
        ("n", "reason"),
        ("c", "cite"),
    ),
)
