"""Search: facets left, hits in the middle, the chat around a hit on the right."""

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from onrecord.errors import BadQuery, NoSuchMessage, NothingYet, OnRecordError
from onrecord.web.bubbles import bubbles, heard, pictured
from onrecord.web.histogram import FOOT, HEIGHT, WIDTH, histogram
from onrecord.web.narrowing import sides
from onrecord.web.screen import Param, Screen, api, get, post

if TYPE_CHECKING:
    from onrecord.desk.saved import SavedSearch
    from onrecord.search.batch import Line
    from onrecord.web.visit import Visit

PAGE = 25
_AROUND = 4
RUNGS = (
    (0, "Exactly as typed"),
    (1, "Width, marks, digits"),
    (2, "Letters: أ ا، ى ي، ё е"),
    (3, "Article and attached words"),
    (4, "Stem"),
)
_LONGEST = 20_000


def page(visit: "Visit") -> Response:
    """Hits of a query with their facets; without a query, how to ask."""
    query = visit.asked("q").strip()
    values = _asked(visit, query)
    if not query:
        return _blank(visit, values)
    try:
        values |= _found(visit, query, values)
    except (BadQuery, NothingYet) as refused:
        return visit.page("search-blank", 422, **values, error=refused, chats=())
    return visit.page("search", **values)


def _asked(visit: "Visit", query: str) -> dict[str, Any]:
    return {
        "q": query,
        "ladder": visit.number("ladder", 3, most=4),
        "order": visit.asked("order", "best"),
        "offset": visit.number("offset", 0, most=100_000),
        "since": visit.asked("since"),
        "until": visit.asked("until"),
        "rungs": RUNGS,
        "size": PAGE,
        "saved": _saved(visit),
        "pictured": pictured,
        "heard": heard,
    }


def _saved(visit: "Visit") -> "dict[str, SavedSearch]":
    return visit.desk.saved_searches(visit.case)


def _blank(visit: "Visit", values: dict[str, Any]) -> Response:
    try:
        chats = visit.desk.chats(visit.case)
    except NothingYet:
        chats = []
    return visit.page("search-blank", **values, error=None, chats=chats)


def _within(query: str, since: str, until: str) -> str:
    """The query within the days that were brushed."""
    if not since and not until:
        return query
    span = (f" after:{since}" if since else "") + (f" before:{until}" if until else "")
    return f"({query}){span}"


def _found(visit: "Visit", query: str, values: dict[str, Any]) -> dict[str, Any]:
    ladder = values["ladder"]
    narrowed = _within(query, values["since"], values["until"])
    answer = visit.desk.find(
        visit.case,
        narrowed,
        limit=PAGE,
        offset=values["offset"],
        order=values["order"],
        ladder=ladder,
    )
    facets = visit.desk.facets(visit.case, narrowed, ladder=ladder)
    days = facets["day"]
    if narrowed != query:
        days = visit.desk.facets(visit.case, query, ladder=ladder)["day"]
    titles = {s.chat: s.title for s in visit.desk.chats(visit.case)}
    return {
        "answer": answer,
        "in_words": visit.desk.understood(query, ladder=ladder).in_words,
        "facets": list(sides(query, facets, titles)),
        "histogram": histogram(days),
        "box": (WIDTH, HEIGHT, FOOT),
        "nothing": None if answer.total else _nothing(visit, narrowed, ladder),
    }


def _nothing(visit: "Visit", query: str, ladder: int) -> dict[str, Any]:
    """What helps where nothing was found: the first wider rung that finds something, how
    much; and which languages the messages are written in."""
    wider = None
    for rung in range(ladder + 1, len(RUNGS)):
        total = visit.desk.find(visit.case, query, limit=0, ladder=rung).total
        if total:
            wider = (rung, total)
            break
    spoken = visit.desk.facets(visit.case, "*").get("lang", [])
    return {"wider": wider, "languages": [(c, n) for c, n in spoken if c][:4]}


def context(visit: "Visit") -> Response:
    """The chat around a hit."""
    m = f"{visit.request.path_params['reading']}/{visit.request.path_params['n']}"
    leaf = visit.desk.read_chat(visit.case, message=m, before=_AROUND, limit=2 * _AROUND + 1)
    if not leaf.rows:
        raise NoSuchMessage("There is no such message", where=m)
    found = bubbles(visit.desk, visit.case, leaf.rows, first=leaf.offset)
    name = "search-context-part" if visit.enhanced else "search-context"
    return visit.page(name, bubbles=found, chosen=m, leaf=leaf, pictured=pictured, heard=heard)


def rungs(visit: "Visit") -> Response:
    """How many messages each rung of the ladder finds."""
    query = _within(visit.asked("q"), visit.asked("since"), visit.asked("until"))
    counts = [visit.desk.find(visit.case, query, limit=0, ladder=rung).total for rung, _ in RUNGS]
    values = _asked(visit, visit.asked("q").strip())
    return visit.page("search-rungs", **values, counts=counts)


def save(visit: "Visit") -> Response:
    """Keeps a search under a name."""
    from onrecord.errors import BadOption

    name, query = " ".join(visit.said("name").split())[:80], visit.said("q").strip()
    if not name or not query:
        raise BadOption("A search is kept under a name", advice="give it one")
    visit.desk.save_search(visit.case, name, query)
    return visit.go_on("/search", q=query)


def batch_page(visit: "Visit") -> Response:
    """A list of queries."""
    return visit.page("search-batch", lines=None, text="", error=None)


def batch(visit: "Visit") -> Response:
    """Each query of a list with its answer, "0 found" too."""
    text = visit.said("text")[: 50 * _LONGEST]
    sent = visit.files("file")
    if sent:
        text = sent[0].file.read(50 * _LONGEST).decode("utf-8-sig", "replace")
    try:
        lines = _lines(visit, text)
    except OnRecordError as refused:
        return visit.page("search-batch", 422, lines=None, text=text, error=refused)
    if visit.said("as") == "csv":
        from onrecord.search.batch import as_csv

        data = as_csv(lines).encode()
        return visit.save(data, "searches.csv", "text/csv; charset=utf-8", why="searches")
    return visit.page("search-batch", lines=lines, text=text, error=None)


def _lines(visit: "Visit", text: str) -> "list[Line]":
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "queries.txt"
        file.write_text(text, "utf-8")
        return visit.desk.find_all(visit.case, file, limit=1)


def find(visit: "Visit") -> dict[str, Any]:
    """Hits as JSON."""
    answer = visit.desk.find(
        visit.case,
        visit.asked("q"),
        limit=visit.number("limit", 20, most=200),
        offset=visit.number("offset", 0, most=100_000),
        order=visit.asked("order", "best"),
        ladder=visit.number("ladder", 3, most=4),
    )
    return {"hits": [h.as_object() for h in answer.hits], **answer.summary()}


def counted(visit: "Visit") -> dict[str, list[list[Any]]]:
    """Facets as JSON."""
    found = visit.desk.facets(
        visit.case, visit.asked("q"), ladder=visit.number("ladder", 3, most=4)
    )
    return {name: [list(v) for v in values] for name, values in found.items()}


_Q = Param("q", least=1, most=_LONGEST, needed=True, says="the query as a person types it")
_LADDER = Param("ladder", "integer", least=0, most=4, says="the widest rung for plain words")
SCREEN = Screen(
    "search",
    "Search",
    30,
    (
        get("/search", page),
        get("/search/context/{reading:int}/{n:int}", context),
        get("/search/rungs", rungs),
        get("/search/list", batch_page),
        post("/search/list", batch),
        post("/search/save", save),
        api(
            "/find",
            find,
            "A window of hits, why each was found, and the scope",
            _Q,
            _LADDER,
            Param("limit", "integer", least=0, most=200),
            Param("offset", "integer", least=0, most=100_000),
            Param("order", one_of=("best", "oldest", "newest")),
        ),
        api("/facets", counted, "How what a query finds is spread", _Q, _LADDER),
    ),
    path="/search",
    keys=(("j k", "hits"), ("Enter", "the chat around it"), ("s", "statements"), ("c", "cite")),
)
