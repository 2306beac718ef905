"""Work that a page needs first: done at once where it is short, else waited for."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from onrecord import clock

if TYPE_CHECKING:
    from onrecord.web.jobs import Job
    from onrecord.web.visit import Visit

SHORT = 30_000
"""Messages up to which statements are looked for while the browser waits."""
_PATIENCE = 2.5
"""Seconds a page waits for a comparison before it is shown without."""
DERIVED = "looking for statements"
COMPARED = "setting beside reporting"


def wait_for_statements(visit: "Visit") -> Response | None:
    """A page that shows how far it is, while statements are looked for; None once they are."""
    from onrecord.desk.boarding import NAME, table_of
    from onrecord.desk.case import open_case

    return _wait(visit, NAME, DERIVED, lambda job: table_of(open_case(visit.case), job))


def wait_for_matches(visit: "Visit") -> Response | None:
    """The same for the comparison with reporting."""
    from onrecord.desk.boarding import MATCHES
    from onrecord.desk.case import open_case
    from onrecord.desk.matched import matches_of

    return _wait(visit, MATCHES, COMPARED, lambda job: matches_of(open_case(visit.case), job))


def comparing(visit: "Visit") -> "Job | None":
    """The comparison with reporting while it runs beside the pages, begun if it was never
    made; None once it is there, or while there is no reporting."""
    from onrecord.desk.boarding import MATCHES
    from onrecord.desk.case import open_case
    from onrecord.desk.deriving import place_of
    from onrecord.desk.holdings import readings
    from onrecord.desk.matched import matches_of

    case = open_case(visit.case)
    if not readings(case, "news") or place_of(case, MATCHES).is_dir():
        return None
    running = next((j for j in visit.site.jobs.of(visit.name) if j.what == COMPARED), None)
    if running is not None and not running.over:
        return running
    if running is not None and running.error is not None:
        return None  # it was tried, and Compare says why it failed
    job = visit.site.jobs.start(
        visit.name, COMPARED, visit.person.name, lambda job: matches_of(open_case(visit.case), job)
    )
    until = clock.seconds() + _PATIENCE
    while not job.over and clock.seconds() < until:
        time.sleep(0.02)
    return None if job.over else job


def _wait(visit: "Visit", name: str, what: str, work: Callable[["Job"], Any]) -> Response | None:
    from onrecord.desk.case import open_case
    from onrecord.desk.deriving import place_of
    from onrecord.desk.holdings import readings

    case = open_case(visit.case)
    numbers = readings(case, "chat")
    if not numbers or place_of(case, name).is_dir():
        return None  # the page itself says what is missing
    if sum(case.facts(n)["counts"]["messages"] for n in numbers) <= SHORT:
        return None
    running = [j for j in visit.site.jobs.of(visit.name) if j.what == what]
    job = running[0] if running else None
    if job is not None and job.over and job.error is not None and not job.told:
        job.told = True
        raise job.error
    if job is None or job.over:
        job = visit.site.jobs.start(visit.name, what, visit.person.name, work)
    return visit.page("waiting", job=job, again=visit.request.url.path)
