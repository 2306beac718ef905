"""A hostile message is only ever text, on every page of statements to story; what the desk
can do there, a page can do."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page
from tests.acceptance.told import EDITOR, PASSPHRASE, Told
from tests.web.conftest import person, served
from tests.web.hands import come_in
from tests.web.seat import Seat

from onrecord import Desk
from onrecord.desk._claims import Claims
from onrecord.desk._story import Story
from onrecord.desk._work import Work
from onrecord.model.work import Wanted

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
        come_in(page)
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
