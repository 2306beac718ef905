"""Work that a page needs first: done at once where it is short, else waited for."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

if TYPE_CHECKING:
    from onrecord.web.jobs import Job
    from onrecord.web.visit import Visit

SHORT = 30_000
"""Messages up to which statements are looked for while the browser waits."""
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
