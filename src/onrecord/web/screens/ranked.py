"""Statements in a model's order: asked for, marked as a machine's, and nothing is decided by it."""

import time
from typing import TYPE_CHECKING

from starlette.responses import Response

from onrecord import clock
from onrecord.errors import OnRecordError
from onrecord.web.screen import Screen, get
from onrecord.web.screens.board import open_questions
from onrecord.web.waiting import wait_for_statements

if TYPE_CHECKING:
    from onrecord.desk.ranking import Ranking
    from onrecord.web.jobs import Job
    from onrecord.web.visit import Visit

MOST = 100
_LONGEST = 400
_PATIENCE = 2.5


def page(visit: "Visit") -> Response:
    """The question, and what the model puts first; the work goes on beside the pages."""
    waiting = wait_for_statements(visit)
    if waiting is not None:
        return waiting
    asked = visit.asked("near").strip()[:_LONGEST]
    if "near" not in visit.request.query_params:
        return _shown(visit, asked)
    job = _ranking(visit, asked)
    until = clock.seconds() + _PATIENCE
    while not job.over and clock.seconds() < until:
        time.sleep(0.02)
    if not job.over:
        return visit.page("waiting", job=job, again=visit.url("/statements/ranked", near=asked))
    if job.error is not None:
        job.told = True
        return _shown(visit, asked, error=job.error)
    return _shown(visit, asked, found=job.result)


def _ranking(visit: "Visit", asked: str) -> "Job":
    """The work for this question: the one that runs or was done, else begun."""
    what = f"a model's order: {asked}"
    known = next((j for j in visit.site.jobs.of(visit.name) if j.what == what), None)
    if known is not None and not known.told:
        return known
    desk, case = visit.desk, visit.case

    def work(job: "Job") -> "Ranking":
        return desk.heard_by(job).ranked_statements(case, asked or None, limit=MOST)

    return visit.site.jobs.start(visit.name, what, visit.person.name, work)


def _shown(
    visit: "Visit",
    asked: str,
    *,
    found: "Ranking | None" = None,
    error: OnRecordError | None = None,
) -> Response:
    return visit.page(
        "board/ranked",
        200 if error is None else 422,
        near=asked,
        found=found,
        error=error,
        models=visit.desk.folder / "models" / "ranking",
        open=open_questions(visit),
    )


SCREEN = Screen(
    "ranked",
    "A model's order",
    39,  # before the board's own pages: `/statements/ranked` is no statement
    (get("/statements/ranked", page),),
    under="board",
    keys=(("j k", "statements"), ("Enter", "open")),
)
