"""The reader: windows, deep links, records, looks on a list; with keys and without scripts."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.acceptance.told import EDITOR, Told
from tests.web.conftest import person, served
from tests.web.seat import Seat

from onrecord.desk.looking import looked


@pytest.fixture(scope="module")
def two(told: Told, persons: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seat]:
    """The case with both witnesses."""
    own = told.copy(tmp_path_factory.mktemp("two"))
    own.desk.add(own.case, own.sample / "witness-b")
    yield from served(own, persons)  # type: ignore[arg-type]


def test_every_message_of_the_chat_is_reached_by_the_links(seat: Seat) -> None:
    seen: list[str] = []
    with seat.client() as client:
        at = 0
        total = client.get(seat.api("/chats")).json()[0]["messages"]
        while at < total:
            part = client.get(
                seat.url("/reader/part"),
                params={"chat": "2031774409", "reading": 1, "at": at, "limit": 200},
            ).text
            here = [f"m1-{n}" for n in range(at, min(at + 200, total))]
            assert [a for a in here if f'id="{a}"' in part] == here
            seen += here
            at += 200
    assert len(seen) == 1200


def test_a_planted_message_reads_as_it_was_sealed(seat: Seat) -> None:
    planted = seat.told.planted("denial_1")
    with seat.client() as client:
        found = client.get(seat.api("/messages"), params={"message": f"id:{planted['id']}"}).json()
        message = found["messages"][0]
        page = client.get(seat.url("/reader"), params={"m": f"1/{message['n']}", "record": 1})
        assert message["text"].split("\n")[0][:30] in page.text
        assert f'id="m1-{message["n"]}"' in page.text
        deep = client.get(seat.url(f"/m/{message['key'][:12]}"))
        assert deep.headers["location"].endswith(f"m=1%2F{message['n']}")
        raw = client.get(seat.url(f"/record/1/{message['n']}"), params={"raw": 1}).text
        assert f"&#34;id&#34;: {planted['id']}" in raw
        words = client.get(seat.url(f"/record/1/{message['n']}/words")).text
        assert "Own words" in words


def test_what_is_not_there_is_said_in_words(seat: Seat) -> None:
    with seat.client() as client:
        for path in ("/reader?m=1/99999", "/record/9/1", "/m/ffffffffffff", "/reader?chat=x"):
            answer = client.get(seat.url(path))
            assert answer.status_code == 404, path
            assert "Traceback" not in answer.text
        assert client.get(seat.url("/reader?date=nonsense")).status_code == 422
        assert client.get(seat.url("/reader?at=-1")).status_code == 422


def test_a_filter_leaves_only_what_it_says(seat: Seat) -> None:
    with seat.client() as client:
        page = client.get(seat.url("/reader"), params={"voice": "forwarded"}).text
        assert page.count('class="bubble') == page.count("Not this member")
        assert page.count('class="bubble') > 3
        empty = client.get(seat.url("/reader"), params={"sender": "nobody of this name"}).text
        assert "No message is so" in empty


def test_media_are_not_loaded_before_somebody_asks_and_each_look_is_on_the_list(
    two: Seat,
) -> None:
    with two.client() as client:
        page = client.get(two.url("/reader"), params={"has": "photo", "reading": 1}).text
        assert "<img" not in page
        found = client.get(two.api("/find"), params={"q": "has:photo"}).json()["hits"]
        there = next(
            h
            for h in found
            if client.post(two.url(f"/media/{h['reading']}/{h['n']}/0")).status_code == 200
        )
        item = two.url(f"/media/{there['reading']}/{there['n']}/0")
        assert client.get(item).headers["content-type"].startswith("image/")
        plain = client.post(item, data={"clear": "yes"})
        assert 'class="dim"' not in plain.text
        whats = [look.what for look in looked(two.told.case) if look.who == EDITOR]
        assert whats[-2:] == ["seen grey and blurred", "seen plainly"]
    with two.client() as other:
        assert other.get(item).status_code == 403, "another session sees it unasked"


def test_two_witnesses_side_by_side_show_what_one_lacks(two: Seat) -> None:
    with two.client() as client:
        states = {"other-words": 0, "only-a": 0, "only-b": 0}
        for at in range(0, 1200, 60):
            page = client.get(
                two.url("/reader/beside"), params={"reading": 1, "with": 3, "at": at}
            ).text
            for state in states:
                states[state] += page.count(f'<tr class="{state}"')
        assert states["only-a"] > 0
        assert states["other-words"] > 0
    with two.client() as client:
        one = client.get(two.url("/reader"), params={"reading": 1}).text
        assert "Two witnesses side by side" in one


@pytest.mark.browser
def test_the_keys_walk_open_and_cite(seat: Seat, page: Page) -> None:
    page.goto(seat.url("/reader?date=2026-03-20"))
    page.keyboard.press("j")
    first = page.locator(".chosen[data-item]")
    expect(first).to_have_count(1)
    before = first.get_attribute("id")
    page.keyboard.press("j")
    assert page.locator(".chosen[data-item]").get_attribute("id") != before
    page.keyboard.press("k")
    assert page.locator(".chosen[data-item]").get_attribute("id") == before
    page.keyboard.press("Enter")
    expect(page.locator("#record")).to_contain_text("Stands in")
    expect(page.locator("#words")).to_contain_text("Own words")
    page.keyboard.press("o")
    expect(page.locator("#record pre")).to_contain_text('"id"')
    page.keyboard.press("c")  # a form opens; only sending it changes a draft
    page.wait_for_url("**/story/cite?about=m*")
    page.go_back()
    page.keyboard.press("?")
    over = page.locator("dialog[open]")
    expect(over).to_contain_text("Keys here")
    page.keyboard.press("Escape")
    expect(over).to_have_count(0)
    assert "/reader" in page.url


SCROLLED = """([down, until]) => {
  const chat = document.querySelector(".chat");
  chat.scrollTop = down ? chat.scrollHeight : 0;
  const at = [...chat.querySelectorAll("[data-at]")].map((e) => Number(e.dataset.at));
  return down ? at[at.length - 1] === until : at[0] <= until;
}"""
"""Scrolls to the end (or the beginning) of what is there; true once that message is."""


@pytest.mark.browser
def test_scrolling_reaches_the_end_and_comes_back_without_losing_a_message(
    seat: Seat, page: Page
) -> None:
    page.goto(seat.url("/reader?at=900"))
    page.wait_for_function(SCROLLED, arg=[True, 1199])
    places = page.locator("[data-at]").evaluate_all("all => all.map(e => Number(e.dataset.at))")
    assert places == list(range(places[0], 1200)), "a gap or a double in the window"
    assert len(places) <= 360, "the window grows without end"
    page.wait_for_function(SCROLLED, arg=[False, 599])
    places = page.locator("[data-at]").evaluate_all("all => all.map(e => Number(e.dataset.at))")
    assert places == list(range(places[0], places[-1] + 1))
    assert places[0] < 600


@pytest.mark.browser
def test_the_chat_is_read_without_javascript(seat: Seat, browser: Browser) -> None:
    context = browser.new_context(base_url=seat.site.address, java_script_enabled=False)
    context.add_cookies([seat.cookie(person(seat, EDITOR))])
    page = context.new_page()
    page.goto(seat.url("/reader"))
    expect(page.locator("[data-at]")).to_have_count(60)
    page.get_by_role("link", name="Later messages").click()
    expect(page.locator("[data-at]").first).to_have_attribute("data-at", "60")
    page.locator(".bubble").first.get_by_role("link", name="record").click()
    expect(page.get_by_role("heading", name="One message")).to_be_visible()
    page.get_by_role("button", name="Show it from the sealed bytes").click()
    expect(page.locator("pre")).to_contain_text('"id"')
    page.goto(seat.url("/search?q=the"))
    page.get_by_role("link", name="around it").first.click()
    expect(page.get_by_role("heading", name="Around the hit")).to_be_visible()
    context.close()
