"""Statements, compare, people, overview: by hand, by key, without script."""

import csv
import io
import re
from html import unescape

import httpx
import pytest
from playwright.sync_api import Page, expect
from tests.acceptance.told import EDITOR, REPORTER
from tests.web.seat import Seat, token
from tests.web.turning import turned

from onrecord.desk.writing import citation
from onrecord.model.work import Wanted

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'{{1717*3}} \u202egnp.exe"


def first(seat: Seat, **more: object) -> str:
    """The first statement of the board under these filters."""
    wanted = Wanted(order="telling", **more)  # type: ignore[arg-type]
    return seat.site.desk.board(seat.told.case, wanted).cards[0].statement.id


def test_the_board_by_keyboard_alone(page: Page, seat: Seat) -> None:
    page.goto(seat.url("/statements?judged=no"))
    page.keyboard.press("j")
    page.keyboard.press("j")
    chosen = page.locator("tr.chosen")
    ident = chosen.locator("input[name=about]").get_attribute("value") or ""
    page.keyboard.press("x")
    expect(page.locator("[data-count]")).to_have_text("1 chosen")
    page.keyboard.press("n")
    page.keyboard.type("stands in the export so")
    page.keyboard.press("Escape")
    with turned(page):
        page.keyboard.press("a")
    assert "judged=no" in page.url
    expect(page.locator(".feed li").first).to_contain_text("stands in the export so")
    card, _ = seat.site.desk.card(seat.told.case, ident)
    assert [(j.answer, j.by, j.why) for j in card.judged] == [
        ("yes", EDITOR, "stands in the export so")
    ]


def test_a_key_acts_on_the_row_one_stands_on(page: Page, seat: Seat) -> None:
    page.goto(seat.url("/statements?kind=assertion&order=new"))
    page.keyboard.press("j")
    ident = page.locator("tr.chosen input[name=about]").get_attribute("value") or ""
    page.keyboard.press("n")
    page.keyboard.type("small talk")
    page.keyboard.press("Escape")
    with turned(page):
        page.keyboard.press("d")
    expect(page.locator(".feed li").first).to_contain_text("dropped")
    assert seat.site.desk.card(seat.told.case, ident)[0].state == "dropped"
    page.keyboard.press("j")
    with turned(page):
        page.keyboard.press("Enter")
    assert "/statements/s:" in page.url
    expect(page.locator(".sealed-text")).to_be_visible()


def test_nothing_is_sent_without_a_reason(page: Page, seat: Seat) -> None:
    before = len(seat.site.desk.judgements(seat.told.case))
    page.goto(seat.url("/statements"))
    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(page.locator("input[name=why]:invalid")).to_have_count(1)
    assert len(seat.site.desk.judgements(seat.told.case)) == before


def test_states_and_judgements_without_script(seat: Seat) -> None:
    ident = first(seat, kinds=("denial",))
    with seat.client(REPORTER) as client:
        form = client.get(seat.url(f"/statements/{ident}")).text
        sent = {"csrf": token(form), "about": ident, "back": seat.url(f"/statements/{ident}")}
        done = client.post(
            seat.url("/statements/move"), data={**sent, "to": "help-needed", "why": HOSTILE}
        )
        assert done.status_code == 303
        judged = {**sent, "answer": "unsure", "why": "who is meant?", "kind": "announcement"}
        assert client.post(seat.url("/statements/judge"), data=judged).status_code == 303
        shown = client.get(done.headers["location"]).text
    assert "help needed" in shown
    assert 'kind: <span dir="auto">announcement</span>' in shown
    assert "<script>alert" not in shown
    assert "onerror=alert(2)&gt;" in shown
    assert "{{1717*3}}" in shown
    assert "5151" not in shown
    assert "U+202E" in shown


@pytest.mark.parametrize(
    ("path", "sent", "status"),
    [
        ("/statements/move", {"to": "done", "why": "x"}, 422),
        ("/statements/move", {"about": "s:000000000000", "to": "done", "why": "x"}, 404),
        ("/statements/move", {"about": "S", "to": "lost", "why": "x"}, 422),
        ("/statements/judge", {"about": "S", "answer": "perhaps", "why": "x"}, 422),
        ("/statements/judge", {"about": "S", "answer": "yes", "why": " "}, 422),
        ("/compare/s:000000000000/judge", {"answer": "yes", "why": "x"}, 422),
        ("/people/judge", {"about": "m:1", "answer": "yes", "why": "x"}, 422),
        ("/people/judge", {"about": "p:a=b", "answer": "yes", "why": "x"}, 404),
    ],
)
def test_what_cannot_be_done_is_refused_in_words(
    seat: Seat, path: str, sent: dict[str, str], status: int
) -> None:
    if sent.get("about") == "S":
        sent = {**sent, "about": first(seat)}
    with seat.client() as client:
        done = client.post(seat.url(path), data=sent)
    assert done.status_code == status
    assert 'role="alert"' in done.text
    assert "Traceback" not in done.text


def test_only_what_was_accepted_is_offered_to_be_cited(seat: Seat) -> None:
    ident = first(seat, kinds=("praise-or-mourning",))
    block = citation(seat.told.case, ident)
    sent = {"about": ident, "why": "as it stands"}
    with seat.client() as client:
        for answer, offered in (("unsure", False), ("yes", True), ("no", False)):
            done = client.post(seat.url("/statements/judge"), data={**sent, "answer": answer})
            assert done.status_code == 303
            page = unescape(client.get(seat.url("/story/harbour/choices")).text)
            assert (block in page) is offered


def test_filters_are_links_and_say_what_they_would_show(page: Page, seat: Seat) -> None:
    page.goto(seat.url("/statements"))
    page.select_option("select[name=kind]", "denial")
    with turned(page):
        page.get_by_role("button", name="Filter").click()
    board = seat.site.desk.board(seat.told.case, Wanted(kinds=("denial",)))
    expect(page.locator("tr[data-item]")).to_have_count(min(50, board.total))
    expect(page.locator(".states li").first).to_contain_text(str(board.total))


def test_a_second_reader_may_draw_a_part(seat: Seat) -> None:
    desk, case = seat.site.desk, seat.told.case
    every = [one.about for one in desk.to_read(case, by=EDITOR)]
    drawn = [one.about for one in desk.to_read(case, by=EDITOR, share=0.5)]
    assert 0 < len(drawn) < len(every)
    with seat.client() as client:
        page = client.get(seat.url("/second"), params={"share": "half", "skip": 1}).text
        assert f"{len(drawn)} of {len(every)}" in page
        assert f'name="about" value="{drawn[1]}"' in page
        assert 'name="share" value="half"' in page
        assert client.get(seat.url("/second?share=most")).status_code == 422


def test_a_second_reader_sees_nobodys_answer(page: Page, seat: Seat) -> None:
    asked = [*seat.site.desk.to_read(seat.told.case, by=EDITOR)]
    page.goto(seat.url("/second"))
    shown = page.locator("main").inner_text()
    judged = seat.site.desk.judgements(seat.told.case, asked[0].about)
    assert all(one.judgement.why not in shown for one in judged)
    assert REPORTER not in shown
    page.locator("textarea[name=why]").fill("read alone")
    page.keyboard.press("Escape")
    with turned(page):
        page.keyboard.press("r" if judged[0].judgement.answer == "yes" else "a")
    assert "skip=0" in page.url
    page.goto(seat.url("/differences"))
    expect(page.locator(".differs")).to_have_count(1)
    page.locator(".differs input[name=why]").fill("looked at it together")
    with turned(page):
        page.locator(".differs").get_by_role("button", name="Accept").click()
    expect(page.locator(".differs")).to_have_count(0)
    assert seat.site.desk.agreement(seat.told.case).settled[0].by == EDITOR


def test_compare_marks_the_same_in_both_and_draws_doubt(page: Page, seat: Seat) -> None:
    page.goto(seat.url("/compare"))
    with turned(page):
        page.locator("tr[data-item]", has_text="contradicts it").first.locator("a").first.click()
    letters = page.locator(".sealed-text .k").all_inner_texts()
    assert letters
    assert set(letters) & set(page.locator(".report .k").all_inner_texts())
    bars = page.locator(".timeline rect")
    assert bars.count() >= 2
    assert "UTC" in (page.locator(".timeline title").text_content() or "")
    expect(page.locator(".tree > li").first).to_contain_text("count")
    page.keyboard.press("j")
    page.keyboard.press("x")
    ticked = page.locator("input[name=article]:checked")
    same = ticked.first.get_attribute("value")
    expect(page.locator(f'input[name=article][value="{same}"]')).to_have_count(ticked.count())
    expect(page.locator("[data-count]")).to_have_text("1 report chosen")
    page.keyboard.press("n")
    page.keyboard.type("the same harbour, that day")
    page.keyboard.press("Escape")
    with turned(page):
        page.keyboard.press("a")
    expect(page.locator(".passage .judged").first).to_contain_text("accepted")


def test_compare_says_nothing_found_with_its_scope(seat: Seat) -> None:
    ident = first(seat, outcomes=("nothing-found",))
    with seat.client() as client:
        shown = client.get(seat.url(f"/compare/{ident}")).text
    assert "Nothing found among 16 items of 5 outlets" in shown


def test_two_names_are_judged_within_one_chat(page: Page, seat: Seat) -> None:
    page.goto(seat.url("/people"))
    pair = page.locator(".pairs > li").last
    pair.locator("input[name=why]").fill("the same hand")
    with turned(page):
        pair.get_by_role("button", name="Two people").click()
    expect(page.locator(".pairs > li").last.locator(".judged")).to_have_text("refused")
    with turned(page):
        page.locator("tr[data-item] a").first.click()
    expect(page.locator("h1")).to_be_visible()
    shown = page.locator("main").inner_text()
    assert not re.search(r"\b\d\d:\d\d\b", shown), "an hour of a person"


def test_figures_are_charts_tables_and_files(page: Page, seat: Seat) -> None:
    page.goto(seat.url("/overview"))
    for name in ("days", "kinds", "novelty", "first", "spread", "outcomes", "outlets"):
        section = page.locator(f"section[aria-labelledby=f-{name}]")
        expect(section.locator("svg").first).to_be_visible()
        expect(section.get_by_role("link", name=re.compile("^As a table"))).to_be_visible()
        with seat.client() as client:
            file = client.get(seat.url(f"/overview/{name}.csv"))
        rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
        (figure,) = seat.site.desk.overview(seat.told.case, figures=(name,))
        assert rows[0] == list(figure.columns)
        assert len(rows) == len(figure.rows) + 1
        assert "attachment" in file.headers["content-disposition"]


def test_a_figure_is_read_row_by_row_at_its_own_address(page: Page, seat: Seat) -> None:
    page.goto(seat.url("/overview"))
    assert page.locator("body *").count() < 3000
    (figure,) = seat.site.desk.overview(seat.told.case, figures=("kinds",))
    with turned(page):
        page.locator("section[aria-labelledby=f-kinds]").get_by_text("As a table").click()
    expect(page.locator("h1")).to_have_text(figure.title)
    seen = 0
    while True:
        seen += page.locator("tbody tr").count()
        after = page.get_by_role("link", name="Next")
        if not after.count():
            break
        with turned(page):
            after.click()
    assert seen == len(figure.rows)
    with seat.client() as client:
        assert client.get(seat.url("/overview/kinds?page=99999")).status_code == 422
        assert client.get(seat.url("/overview/nothing")).status_code == 422
        for name in ("days", "novelty", "first", "spread", "outcomes", "outlets"):
            assert client.get(seat.url(f"/overview/{name}")).status_code == 200


def test_a_case_without_anything_says_what_to_do(seat: Seat) -> None:
    empty = seat.told.folder / "empty"
    seat.site.desk.new(empty)
    name = seat.site.show(empty)
    with seat.client() as client:
        for path in ("statements", "compare", "people", "overview"):
            shown: httpx.Response = client.get(f"/case/{name}/{path}")
            assert shown.status_code == 404, path
            assert "There is no chat in this case yet" in shown.text
            assert "Traceback" not in shown.text
