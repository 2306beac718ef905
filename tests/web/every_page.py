"""Every page of the desk by its address, over a case in which each has something to show."""

from collections.abc import Callable
from urllib.parse import quote

import httpx
from playwright.sync_api import Page
from tests.acceptance.told import REPORTER
from tests.web.seat import Seat
from tests.web.test_handover import published
from tests.web.test_intake import ended

from onrecord.web.screen import screens

ROUTES: dict[str, tuple[str, ...]] = {
    "/": ("/",),
    "/me": ("/me",),
    "/unlock": ("/unlock",),
    "/help": ("/help",),
    "/help/{screen}": ("/help/reader", "/help/search"),
    "/sign": ("/sign",),
    "/intake": ("/intake", "/intake?kind=news"),
    "/intake/certificate": ("/intake/certificate",),
    "/intake/{number:int}": ("/intake/1", "/intake/2"),
    "/reader": (
        "/reader", "/reader?date=2026-03-20", "/reader?m=1/530&record=1",
        "/reader?voice=forwarded", "/reader?sender=nobody-of-this-name",
    ),
    "/reader/beside": ("/reader/beside?reading=1",),
    "/record/{reading:int}/{n:int}": ("/record/1/530", "/record/1/530?raw=1"),
    "/record/{reading:int}/{n:int}/words": ("/record/1/530/words",),
    "/open/{reading:int}/{n:int}": ("/open/1/530",),
    "/search": ("/search", f"/search?q={quote('الميناء')}", "/search?q=no-such-word-here"),
    "/search/list": ("/search/list",),
    "/search/context/{reading:int}/{n:int}": ("/search/context/1/530",),
    "/statements": ("/statements", "/statements?words=no-such-word", "/statements?order=time"),
    "/statements/{statement}": ("/statements/{s}",),
    "/statements/ranked": ("/statements/ranked",),
    "/judgements": ("/judgements",),
    "/second": ("/second",),
    "/differences": ("/differences",),
    "/compare": ("/compare",),
    "/compare/{statement}": ("/compare/{s}",),
    "/people": ("/people",),
    "/people/card": ("/people/card?reading=1&key={k}",),
    "/glossary": ("/glossary",),
    "/story": ("/story",),
    "/story/cite": ("/story/cite?about={s}",),
    "/story/{name}": tuple(f"/story/harbour?at={pane}" for pane in (
        "preview", "checks", "translate", "publish", "cite",
    )),
    "/story/{name}/handover": ("/story/harbour/handover",),
    "/published/{story}": ("/published/harbour",),
    "/overview": ("/overview",),
    "/overview/{figure}": ("/overview/days", "/overview/spread"),
    "/tour": ("/tour",),
}  # fmt: skip
"""Addresses of each page, by its route: ``{s}`` a statement that reports contradict, ``{k}``
a member. Those of a case without the case."""

NO_PAGE = {
    "/come-in": "sends the browser on",
    "/m/{key}": "sends the browser on",
    "/log-in": "for who has not logged in: `apart`",
    "/progress/{job}": "needs work under way: `apart`",
    "/statements/compared": "a part of a page",
    "/search/rungs": "a part of a page",
    "/reader/part": "a part of a page",
    "/story/{name}/choices": "a part of a page",
    "/story/{name}/beside": "a part of a page",
    "/story/{name}/page": "the published page, which tests/report looks at",
    "/published/{story}/read": "the published page, which tests/report looks at",
    "/media/{reading:int}/{n:int}/{index:int}": "a file",
    "/published/{story}/{file}": "a file",
    "/sign/picture/{number:int}": "a file",
    "/story/{name}/sheet": "a file",
    "/story/{name}/text": "a file",
    "/story/{name}/printed/{number:int}": "a file",
    "/story/{name}/checklist": "a file",
    "/judgements/sheet": "a file",
    "/people/export": "a file",
    "/overview/{figure}.csv": "a file",
}


def routes() -> dict[str, bool]:
    """The routes that a browser gets, and whether each is of a case."""
    found = [p for s in screens() for p in s.pages if p.method == "GET" and not p.api]
    return {p.path: p.of_case for p in found}


def furnish(seat: Seat) -> None:
    """The case gets what its pages need: a second witness, a draft, a publication."""
    desk, case = seat.site.desk, seat.told.case
    desk.add(case, seat.told.sample / "witness-b")
    desk.save_draft(case, "harbour.md", seat.told.draft.read_text("utf-8"), by=REPORTER)
    (case / "stories" / "harbour.jpg").write_bytes((seat.told.folder / "harbour.jpg").read_bytes())
    published(seat)


def addresses(seat: Seat, only: Callable[[str], bool] = lambda route: True) -> list[str]:
    """Every address of a page, with real names in them."""
    desk, case = seat.site.desk, seat.told.case
    found = next(s for s, m in desk.compare(case) if m.outcome == "contradicted")
    key = next(iter(desk.people(case)[0].people.members))
    of_case = routes()
    out = []
    for route, paths in ROUTES.items():
        for path in paths if only(route) else ():
            there = path.replace("{s}", found.id).replace("{k}", key)
            out.append(seat.url(there) if of_case[route] else there)
    return out


def by_forms(seat: Seat, client: httpx.Client) -> list[str]:
    """Pages that stand at an address only after somebody sent something: an intake that is
    over, one that asks which column is what, an export that is none."""
    out = []
    for name, data in (
        ("asks.csv", b"when,who,words,mood\n2026-03-01T10:00:00Z,Ada,first words,good\n"),
        ("none.json", b'{"nothing": "of the kind"}'),
    ):
        sent = client.post(
            seat.url("/intake"), data={"kind": "export"}, files={"files": (name, data)}
        )
        ended(client, sent.headers["location"])
        out.append(sent.headers["location"])
    checked = client.post(seat.url("/intake/check"))
    ended(client, checked.headers["location"])
    return [*out, checked.headers["location"]]


def apart(seat: Seat) -> "dict[str, Callable[[Page], None]]":
    """Pages that have no address to go to, by what leads there."""

    def signed(page: Page) -> None:
        page.goto("/sign")
        page.set_input_files("input[name=draft]", seat.told.draft)
        page.set_input_files("input[name=pictures]", seat.told.folder / "harbour.jpg")
        page.get_by_role("button", name="Read it").click()
        page.get_by_role("heading", name="draft.md").wait_for()

    def listed(page: Page) -> None:
        page.goto(seat.url("/search/list"))
        page.locator("main textarea").fill("الميناء\nharbour")
        page.get_by_role("button", name="Run").click()
        page.locator("main table").first.wait_for()

    def asked_for(page: Page) -> None:
        page.goto(seat.url("/intake"))
        page.locator("main input[name=path]").fill("/nowhere/at/all")
        page.get_by_role("button", name="Seal and read").click()
        page.locator(".refusal").wait_for()

    return {"a draft to sign": signed, "a list of searches": listed, "a path of nothing": asked_for}
