"""Search in the browser: facets, ladder, brushing, lists; the same answers as the command."""

from playwright.sync_api import Page, expect
from tests.web.seat import Seat

from onrecord.web.histogram import histogram

HARBOUR = "الميناء"


def test_the_page_finds_what_the_desk_finds(seat: Seat) -> None:
    answer = seat.site.desk.find(seat.told.case, HARBOUR, limit=25)
    with seat.client() as client:
        page = client.get(seat.url("/search"), params={"q": HARBOUR}).text
        for hit in answer.hits:
            assert f'id="h{hit.row.reading}-{hit.row.n}"' in page
        assert answer.scope in page
        found = client.get(seat.api("/find"), params={"q": HARBOUR, "limit": 25}).json()
        assert [h["key"] for h in found["hits"]] == [h.key for h in answer.hits]
        facets = client.get(seat.api("/facets"), params={"q": HARBOUR}).json()
        assert sum(n for _, n in facets["day"]) == answer.total


def test_the_ladder_says_what_each_rung_would_find(seat: Seat) -> None:
    with seat.client() as client:
        rungs = client.get(seat.url("/search/rungs"), params={"q": HARBOUR}).text
        for rung in range(5):
            total = seat.site.desk.find(seat.told.case, HARBOUR, ladder=rung, limit=0).total
            assert f">{total}</span>" in rungs


def test_a_slip_in_the_query_is_marked_and_nothing_is_guessed(seat: Seat) -> None:
    with seat.client() as client:
        for slip in ("(a", "a AND", 'nofield:"x"', "/[/", "date:[x TO y]", "((((" * 60):
            answer = client.get(seat.url("/search"), params={"q": slip})
            assert answer.status_code == 422, slip
            assert "refusal" in answer.text
            told = client.get(seat.api("/find"), params={"q": slip})
            assert told.json()["error"]["code"] == "bad-query"
            assert told.status_code == 422


def test_nothing_found_says_what_would_help(seat: Seat) -> None:
    with seat.client() as client:
        page = client.get(seat.url("/search"), params={"q": "halyard"}).text
        assert "No rung of the ladder finds more" in page
        assert "does not translate" in page
        assert "Arabic" in page
        form = "الموانئ"
        counts = [
            seat.site.desk.find(seat.told.case, HARBOUR, ladder=rung, limit=0).total
            for rung in range(5)
        ]
        rung = next(r for r in range(4) if counts[r + 1] > counts[r])
        narrow = client.get(seat.url("/search"), params={"q": form, "ladder": rung}).text
        assert "Nothing found" in narrow
        assert 'name="ladder"' not in page  # the next question begins at the usual rung


def test_days_outside_of_the_brush_are_left_out(seat: Seat) -> None:
    with seat.client() as client:
        brushed = {"q": HARBOUR, "since": "2026-03-20", "until": "2026-03-27"}
        page = client.get(seat.url("/search"), params=brushed).text
        alone = seat.site.desk.find(
            seat.told.case, f"{HARBOUR} after:2026-03-20 before:2026-03-27", limit=25
        )
        assert alone.scope in page
        assert 0 < alone.total < seat.site.desk.find(seat.told.case, HARBOUR).total


def test_saved_searches_and_lists(seat: Seat) -> None:
    with seat.client() as client:
        kept = client.post(seat.url("/search/save"), data={"name": "The port", "q": HARBOUR})
        assert kept.status_code == 303
        assert "The port" in client.get(seat.url("/search")).text
        bad = client.post(seat.url("/search/save"), data={"name": "Slip", "q": "(a"})
        assert bad.status_code == 422
        text = f"{HARBOUR}\nno-such-word-here\n(a\n"
        page = client.post(seat.url("/search/list"), data={"text": text}).text
        assert "3 queries" in page
        saved = client.post(seat.url("/search/list"), data={"text": text, "as": "csv"})
        assert "attachment" in saved.headers["content-disposition"]
        assert HARBOUR in saved.text
    last = list(seat.site.desk.looked(seat.told.case))[-1]
    assert (last.what, last.which) == ("export", "searches.csv")


def test_bars_hold_every_message_once() -> None:
    days = [("2024-01-01", 3), ("2024-12-31", 4), ("without a time", 2), ("2024-06-01", 0)]
    drawn = histogram(days)
    assert sum(bar.count for bar in drawn.bars) == 7
    assert drawn.undated == 2
    assert len(drawn.bars) <= 120
    assert drawn.bars[0].first == "2024-01-01"
    assert drawn.bars[-1].last == "2024-12-31"
    assert not histogram([]).drawn


def test_keys_and_brush(seat: Seat, page: Page) -> None:
    page.goto(seat.url("/search"))
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type(HARBOUR)
    page.keyboard.press("Enter")
    page.wait_for_url("**q=**")
    page.locator("h1").first.wait_for(state="attached")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("#context .bubble.chosen")).to_have_count(1)
    box = page.locator(".histogram svg").bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 3
    page.mouse.move(box["x"] + box["width"] * 0.3, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.6, middle, steps=4)
    page.mouse.up()
    page.wait_for_url("**since=**")
    expect(page.get_by_role("link", name="all days")).to_be_visible()
