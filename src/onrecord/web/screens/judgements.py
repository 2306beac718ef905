"""Judgements: what persons decided, with history; a spreadsheet out, a filled one in."""

from typing import TYPE_CHECKING

from starlette.responses import Response

from onrecord.errors import OnRecordError
from onrecord.web.incoming import kept_in, one_file, scratch
from onrecord.web.screen import Screen, get, post
from onrecord.web.screens.board import ANSWERS, open_questions

if TYPE_CHECKING:
    from onrecord.web.visit import Visit

_A_PAGE = 100


def page(visit: "Visit", error: OnRecordError | None = None) -> Response:
    """The latest first, a hundred a page."""
    found = visit.desk.judgements(visit.case)[::-1]
    number = visit.number("page", 1, least=1, most=1_000_000)
    return visit.page(
        "board/judgements",
        200 if error is None else 422,
        total=len(found),
        found=found[(number - 1) * _A_PAGE : number * _A_PAGE],
        number=number,
        pages=max(1, -(-len(found) // _A_PAGE)),
        leaf=lambda n: visit.url("/judgements", page=n),
        answers=ANSWERS,
        open=open_questions(visit, found),
        error=error,
        taken=visit.asked("taken"),
        known=visit.asked("known"),
    )


def sheet(visit: "Visit") -> Response:
    """The spreadsheet, members under pseudonyms."""
    blind = visit.asked("for").strip()
    with scratch(visit) as folder:
        out = folder / "judgements.csv"
        visit.desk.export_judgements(
            visit.case, out, unjudged=visit.asked("unjudged") == "yes", blind_for=blind or None
        )
        data = out.read_bytes()
    why = f"second reader's list for {blind}" if blind else "judgements"
    return visit.save(data, "judgements.csv", "text/csv", why=why)


def take(visit: "Visit") -> Response:
    """Takes a filled sheet in: all of it or nothing."""
    try:
        with scratch(visit) as folder:
            sent = kept_in(folder, one_file(visit, "sheet"), "judgements.csv")
            taken = visit.desk.import_judgements(visit.case, sent)
    except OnRecordError as refused:
        if refused.code == "no-passphrase":
            raise
        return page(visit, refused)
    return visit.go_on("/judgements", taken=str(len(taken.made)), known=str(taken.known))


SCREEN = Screen(
    "judgements",
    "Judgements",
    42,
    (
        get("/judgements", page),
        get("/judgements/sheet", sheet),
        post("/judgements/sheet", take),
    ),
    under="board",
)
