"""Overview: what the case counts, each figure as a chart, a table and a CSV."""

from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from onrecord.desk.overview import FIGURES, PRESS, as_csv
from onrecord.model.figure import Figure
from onrecord.web import charts
from onrecord.web.screen import Param, Screen, api, get
from onrecord.web.waiting import wait_for_matches, wait_for_statements
from onrecord.web.words import OUTCOMES

if TYPE_CHECKING:
    from onrecord.web.visit import Visit

SHOWN = 12
A_PAGE = 100


def page(visit: "Visit") -> Response:
    """All figures. Coverage is drawn once news has been compared."""
    waiting = wait_for_statements(visit)
    if waiting is not None:
        return waiting
    facts = visit.desk.info(visit.case)
    news = [r for r in facts.received if r.kind == "news" and not r.withdrawn]
    if news:
        waiting = wait_for_matches(visit)
        if waiting is not None:
            return waiting
    found = {f.name: f for f in visit.desk.overview(visit.case)}
    return visit.page(
        "overview/overview",
        figures=found,
        facts=facts,
        drawn=_drawn(found),
        names=OUTCOMES,
        shown=SHOWN,
        news=bool(news),
    )


def _drawn(found: dict[str, Figure]) -> dict[str, Any]:
    """What each chart needs beside its figure."""
    drawn: dict[str, Any] = {
        "days": charts.columns(found["days"], ((1, "messages"),), 170),
        "kinds": charts.strips(found["kinds"]),
        "novelty": charts.columns(
            found["novelty"], ((1, "said for the first time"), (2, "repeated")), 110
        ),
        "first": charts.ranges(found["first"]),
        "spread": charts.shares(found["spread"], 6),
    }
    if "outcomes" in found:
        drawn["outcomes"] = charts.stacks(found["outcomes"], tuple(OUTCOMES))
        drawn["outlets"] = charts.shares(found["outlets"], 2)
    return drawn


def figure(visit: "Visit") -> Response:
    """One figure as a table, a hundred rows at a time. Raises BadOption."""
    waiting = wait_for_statements(visit)
    name = str(visit.request.path_params["figure"])
    if waiting is None and name in PRESS:
        waiting = wait_for_matches(visit)
    if waiting is not None:
        return waiting
    (found,) = visit.desk.overview(visit.case, figures=(name,))
    pages = max(1, -(-len(found.rows) // A_PAGE))
    number = visit.number("page", 1, least=1, most=pages)
    return visit.page(
        "overview/figure",
        figure=found,
        rows=found.rows[(number - 1) * A_PAGE : number * A_PAGE],
        statements=found.columns[0] == "statement",
        number=number,
        pages=pages,
        leaf=lambda n: visit.url(f"/overview/{name}", page=n),
    )


def table(visit: "Visit") -> Response:
    """One figure as a CSV file."""
    name = str(visit.request.path_params["figure"])
    (figure,) = visit.desk.overview(visit.case, figures=(name,))
    return visit.save(as_csv(figure), f"{name}.csv", "text/csv; charset=utf-8", why=figure.title)


def as_object(visit: "Visit") -> dict[str, Any]:
    """Figures as JSON."""
    wanted = visit.asked("figure")
    found = visit.desk.overview(visit.case, figures=(wanted,) if wanted else ())
    return {f.name: {"counted": f.counted, "columns": f.columns, "rows": f.rows} for f in found}


SCREEN = Screen(
    "overview",
    "Overview",
    80,
    (
        get("/overview", page),
        get("/overview/{figure}.csv", table),
        get("/overview/{figure}", figure),
        api(
            "/overview",
            as_object,
            "What the case counts; days are the finest grain",
            Param("figure", one_of=FIGURES + PRESS),
        ),
    ),
    path="/overview",
)
