"""Glossary: how names and terms are spelt in the stories of a case."""

from typing import TYPE_CHECKING

from starlette.responses import Response

from onrecord.errors import OnRecordError
from onrecord.report.glossary import Term
from onrecord.web.screen import Screen, get, post

if TYPE_CHECKING:
    from onrecord.web.visit import Visit


def page(visit: "Visit", error: OnRecordError | None = None) -> Response:
    """The terms, and a form for one more."""
    terms = visit.desk.glossary(visit.case)
    return visit.page(
        "glossary", 200 if error is None else 422, terms=terms, error=error, said=visit.form
    )


def put(visit: "Visit") -> Response:
    """Sets one spelling; the one of before is wrong from then on."""
    wrong = tuple(w.strip() for w in visit.said("variants").split("\n") if w.strip())
    original, language, spelling, note = (
        visit.said(n).strip() for n in ("original", "language", "spelling", "note")
    )
    term = Term(original, language, spelling, wrong, note)
    try:
        visit.desk.set_term(visit.case, term)
    except OnRecordError as refused:
        return page(visit, refused)
    return visit.go_on("/glossary")


SCREEN = Screen(
    "glossary",
    "Glossary",
    72,
    (get("/glossary", page), post("/glossary", put)),
    under="story",
)
