"""Every page of statements, compare, people, story, overview: axe, both themes and
directions, phone width, weight, hostile messages, and what the API can do the web can."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from tests.acceptance.told import EDITOR, PASSPHRASE, REPORTER, Told
from tests.web.conftest import person, served
from tests.web.seat import Seat
from tests.web.test_handover import published

from onrecord import Desk
from onrecord.desk._claims import Claims
from onrecord.desk._story import Story
from onrecord.desk._work import Work
from onrecord.model.work import Wanted

PAGES = (
    "/statements", "/statements/{s}", "/second", "/differences", "/compare", "/compare/{s}",
    "/people", "/people/card?reading=1&key={k}", "/story", "/story/harbour",
    "/story/cite?about={s}", "/overview", "/judgements", "/glossary", "/story/harbour/handover",
    "/published/harbour",
)  # fmt: skip


@pytest.fixture(scope="module")
def paths(seat: Seat) -> dict[str, str]:
    """The pages with real names in them."""
    desk, case = seat.site.desk, seat.told.case
    desk.save_draft(case, "harbour.md", seat.told.draft.read_text("utf-8"), by=REPORTER)
    published(seat)
    found = next(s for s, m in desk.compare(case) if m.outcome == "contradicted")
    key = next(iter(desk.people(case)[0].people.members))
    return {p: p.replace("{s}", found.id).replace("{k}", key) for p in PAGES}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(("theme", "way"), [("light", "ltr"), ("dark", "rtl")])
def test_nothing_serious_for_who_cannot_see(
    browser: Browser, seat: Seat, paths: dict[str, str], page: str, theme: str, way: str
) -> None:
    context = browser.new_context(base_url=seat.site.address, color_scheme=theme)  # type: ignore[arg-type]
    context.add_cookies([seat.cookie(person(seat, EDITOR))])
    shown = context.new_page()
    shown.goto(seat.url(paths[page]))
    shown.evaluate(
        "way => { document.documentElement.dir = way;"
        " document.body.classList.replace('desk-ltr', `desk-${way}`); }",
        way,
    )
    shown.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    found = Axe().run(shown, options={"iframes": False}).response["violations"]
    serious = [
        f"{v['id']}: {v['nodes'][0]['html'][:160]}"
        for v in found
        if v["impact"] in ("serious", "critical")
    ]
    wide = shown.evaluate("document.documentElement.scrollWidth - innerWidth")
    context.close()
    assert not serious, "\n".join(serious)
    assert wide <= 0


@pytest.mark.parametrize("page", PAGES)
def test_a_phone_shows_it_without_scrolling_sideways(
    browser: Browser, seat: Seat, paths: dict[str, str], page: str
) -> None:
    context = browser.new_context(
        base_url=seat.site.address,
        viewport={"width": 390, "height": 844},
        java_script_enabled=False,
    )
    context.add_cookies([seat.cookie(person(seat, EDITOR))])
    shown = context.new_page()
    weight: list[int] = []
    shown.on("response", lambda r: weight.append(int(r.headers.get("content-length", "0"))))
    shown.goto(seat.url(paths[page]))
    assert shown.locator("h1").count() == 1
    text = shown.locator("main").inner_text()
    context.close()
    assert len(text) > 100
    # Fonts are files of ours that a browser keeps; the printed page in its frame holds its own.
    limit = 300_000 if page != "/story/harbour" else 1_200_000
    assert sum(weight) <= limit + 260_000, sum(weight)


HOSTILE = (
    "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
    " ننفي سقوط الميناء \u202eevil\u202c {{7*7}} </textarea></svg><style>*{display:none}</style>"
)


@pytest.fixture(scope="module")
def hostile(told: Told, persons: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seat]:
    """A case whose messages, names and title are markup and direction marks."""
    folder = tmp_path_factory.mktemp("hostile")
    export = folder / "export"
    export.mkdir()
    rows = [
        {
            "id": n, "type": "message", "date": "2026-03-02T16:33:53",
            "date_unixtime": str(1772469233 + n * 60), "from": HOSTILE[:90],
            "from_id": f"user{n % 3}",
            "text": HOSTILE if n % 2 else "نحن قصفنا المستودع الليلة. " + HOSTILE,
            "text_entities": [],
        }
        for n in range(12)
    ]  # fmt: skip
    (export / "result.json").write_text(
        json.dumps({"name": HOSTILE, "type": "private_supergroup", "id": 1, "messages": rows})
    )
    own = told.copy(folder)
    desk = Desk(own.desk.folder, PASSPHRASE)
    desk.add(own.case, export)
    yield from served(own, persons)


def test_a_hostile_message_is_only_text(page: Page, hostile: Seat) -> None:
    page.context.add_cookies([hostile.cookie(person(hostile, EDITOR))])
    desk, case = hostile.site.desk, hostile.told.case
    card = next(c for c in desk.board(case, _all()).cards if c.statement.citation.ref.reading == 3)
    desk.move(case, (card.statement.id,), "done", by=HOSTILE, why=HOSTILE)
    desk.save_draft(case, "h.md", HOSTILE, by=HOSTILE)
    ident = card.statement.id
    for path in (
        "/statements?order=new", f"/statements/{ident}", f"/compare/{ident}", "/people",
        "/people/card?reading=3&key=user1", "/story", "/story/h", f"/story/cite?about={ident}",
        "/overview",
    ):  # fmt: skip
        page.goto(hostile.site.address + hostile.url(path))
        page.wait_for_timeout(150)
        assert page.title() != "owned", path
        assert page.locator("main script, main img[src=x], main style").count() == 0, path
        assert page.locator("main").is_visible(), path


def _all() -> Wanted:
    return Wanted(order="new", limit=2000)


# What these rooms of the Desk can do and no page calls, each with its reason.
NO_PAGE = {
    "compare": "the comparison is read from its derived table: `beside`, `board`",
    "contents": "the board folds near-copies from its own table: `board`, `card`",
    "who_first": "the compare page draws it from `beside`, which looks the match up",
    "translate": "composing a draft asks the engines; a person signs on the page",
    "translators": "composing a draft asks the engines; a person signs on the page",
    "ranked_statements": "the order of a model, by statements --ranked: a command for now",
    "open_context": "days shown to one reader: a command for now (roadmap)",
}


def called() -> set[str]:
    """Every word behind a dot in the pages' own code."""
    import ast

    found = set()
    for path in (Path(__file__).parents[2] / "src" / "onrecord" / "web").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute):
                found.add(node.attr)
    return found


def members() -> set[str]:
    """Public methods of the rooms whose screens these are."""
    rooms = (Claims, Story, Work)
    return {n for room in rooms for n in vars(room) if not n.startswith("_")}


def test_what_the_desk_can_do_a_page_can_do() -> None:
    assert members() - called() == set(NO_PAGE)
    assert all(NO_PAGE.values())
