"""Citing from anywhere: the words as sealed go into a draft, by one key and Enter."""

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from onrecord.desk.case import open_case
from onrecord.desk.judging import standing
from onrecord.desk.news import articles
from onrecord.desk.writing import citation, language_in, with_block
from onrecord.model.work import Wanted
from onrecord.web.screen import Screen, get, post

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onrecord.model.work import Card
    from onrecord.web.visit import Visit


def cite(visit: "Visit") -> Response:
    """Where a quotation is to go, with the words as sealed; a form, nothing is written."""
    about = visit.asked("about")
    drafts = visit.desk.drafts(visit.case)
    return visit.page(
        "story/cite", about=about, block=citation(visit.case, about), drafts=drafts,
        suggested=_suggested(visit), back=visit.request.headers.get("referer", ""),
    )  # fmt: skip


def _suggested(visit: "Visit") -> str:
    """A name for the first story: that of the case."""
    kept = "".join(c if c.isascii() and c.isalnum() else "-" for c in visit.name.lower())
    return "-".join(p for p in kept.split("-") if p)[:60] or "story"


def put(visit: "Visit") -> Response:
    """Puts a citation into a draft, a new one if there is none."""
    story = visit.said("story").strip()
    name = visit.said("draft") or (f"{story}.md" if story else "draft.md")
    known = {d.name for d in visit.desk.drafts(visit.case)}
    if name not in known:
        text = (
            f"---\nstory: {name.removesuffix('.md')}\nheadline: A headline\nlead:\n"
            f"by: {visit.person.name}\nlanguage: en\ncontact:\n---\n"
        )
        visit.desk.save_draft(visit.case, name, text, by=visit.person.name)
    draft = visit.desk.read_draft(visit.case, name)
    block = citation(visit.case, visit.said("about"), language_in(draft.text))
    visit.desk.save_draft(
        visit.case, name, with_block(draft.text, block), by=visit.person.name, base=draft.digest
    )
    return visit.go_on(f"/story/{name.removesuffix('.md')}")


def _accepted(visit: "Visit") -> "Iterator[Card]":
    """Statements that a standing judgement accepts, by time; one about the statement
    goes before one about its message."""
    wanted = Wanted(judged=True, order="time", limit=200)
    while cards := visit.desk.board(visit.case, wanted).cards:
        for card in cards:
            own = [j for j in card.judged if j.about == card.statement.id] or card.judged
            if own and own[0].answer == "yes":
                yield card
        wanted = replace(wanted, offset=wanted.offset + wanted.limit)


def choices(visit: "Visit") -> Response:
    """What may be cited from within the editor: what was accepted, or what a search finds."""
    query = visit.asked("q").strip()
    found: list[dict[str, Any]] = []
    if query:
        for hit in visit.desk.find(visit.case, query, limit=12).hits:
            found.append({"about": f"m:{hit.key}", "words": hit.row.text, "who": hit.sender})
    else:
        for card in islice(_accepted(visit), 40):
            s = card.statement
            found.append({"about": s.id, "words": s.citation.words, "who": s.speaker})
    for one in found:
        one["block"] = citation(visit.case, one["about"])
    return visit.page("story/choices", found=found, query=query, reports=_reports(visit, query))


def _reports(visit: "Visit", query: str) -> list[dict[str, Any]]:
    """Published items that may be cited: those accepted beside a statement, or those
    whose outlet or headline holds the words looked for."""
    case = open_case(visit.case)
    pairs = [j.about.partition("+")[2] for j in standing(case).values() if j.answer == "yes"]
    wanted = query.casefold()
    out = []
    for a in articles(case):
        named = f"{a.outlet or ''} {a.title}".casefold()
        if wanted in named if query else a.id in pairs:
            block = citation(visit.case, a.id)
            out.append({"words": a.title, "who": a.outlet or "A report", "block": block})
    return out[:20]


SCREEN = Screen(
    "citing",
    "Cite",
    69,  # before the story's own pages: `/story/cite` is no draft
    (
        get("/story/cite", cite),
        post("/story/cite", put),
        get("/story/{name}/choices", choices),
    ),
    keys=(("Enter", "cite"),),
    under="story",
)
