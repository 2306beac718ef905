"""Beside the draft: citations land in the story, panels follow the text, nothing typed is lost."""

import re

import pytest
from playwright.sync_api import Dialog, Locator, Page, expect
from tests.acceptance.told import EDITOR, REPORTER
from tests.web.seat import Seat
from tests.web.turning import turned

HEAD = "---\nstory: {0}\nheadline: Two words\nlead:\nby: A\nlanguage: en\ncontact:\n---\n"
DENIAL = "الميناااااء لم يسقط"


def fresh(seat: Seat, name: str, body: str = "") -> str:
    """A new draft that nobody has clicked into; its address."""
    text = HEAD.format(name) + body
    seat.site.desk.save_draft(seat.told.case, f"{name}.md", text, by=EDITOR)
    return seat.url(f"/story/{name}")


def written(page: Page) -> Locator:
    return page.locator("textarea[name=text]")


def cite(page: Page, words: str = "") -> None:
    """One click on what may be cited, in the tab."""
    page.locator(".panes a", has_text="Cite").click()
    choice = page.locator("#choices .choice").filter(has_text=words).first
    choice.click()
    expect(page.locator("#cited")).to_contain_text("Ctrl Z")


@pytest.mark.parametrize("cursor", ["nowhere", "in the head"])
def test_a_citation_never_lands_in_the_head_and_is_undone(
    page: Page, seat: Seat, cursor: str
) -> None:
    name = f"head-{cursor.replace(' ', '-')}"
    page.goto(fresh(seat, name, "\nA first line.\n\n## How {obtained}\n\nGiven to us.\n"))
    before = written(page).input_value()
    if cursor == "in the head":
        written(page).click(position={"x": 30, "y": 20})
        written(page).press("Control+Home")
    cite(page)
    text = written(page).input_value()
    assert text.startswith(HEAD.format(name))
    assert text.index("A first line.") < text.index("[[m:") < text.index("## How")
    line = next(i for i, row in enumerate(text.split("\n"), 1) if "wrote" in row)
    expect(page.locator("#cited")).to_contain_text(f"line {line}, before “How”")
    expect(page.locator("#saved")).to_contain_text("Saved")
    written(page).press("Control+z")
    expect(written(page)).to_have_value(before)


def test_a_citation_is_shown_where_it_went(page: Page, seat: Seat) -> None:
    page.set_viewport_size({"width": 1280, "height": 500})
    page.goto(fresh(seat, "shown", "\nA line.\n" * 60 + "\n## How {obtained}\n\nGiven to us.\n"))
    cite(page, DENIAL)
    page.get_by_role("button", name="Show it").click()
    expect(page.locator(".verdict", has_text="No translation signed yet")).to_be_in_viewport()
    expect(written(page)).to_be_focused()
    chosen = written(page).evaluate("a => a.value.slice(a.selectionStart, a.selectionEnd)")
    assert DENIAL in chosen


def test_a_citation_goes_behind_the_paragraph_of_the_cursor(page: Page, seat: Seat) -> None:
    page.goto(fresh(seat, "behind", "\nOne paragraph here.\n\nAnother one.\n"))
    page.evaluate(
        "() => { const a = document.querySelector('textarea[name=text]'); a.focus();"
        " const at = a.value.indexOf('paragraph'); a.setSelectionRange(at, at);"
        " a.dispatchEvent(new PointerEvent('pointerdown')); }"
    )
    cite(page)
    text = written(page).input_value()
    assert "One paragraph here.\n\n" in text
    assert text.index("here.") < text.index("[[m:") < text.index("\n\nAnother one.")


def test_the_translations_follow_and_signing_keeps_what_was_typed(page: Page, seat: Seat) -> None:
    page.goto(fresh(seat, "follows"))
    cite(page, DENIAL)
    expect(page.locator(".verdict", has_text="No translation signed yet")).to_be_visible()
    page.locator(".verdict a", has_text="Translate").first.click()
    field = page.locator("#translate textarea").first
    expect(field).to_be_visible()
    field.fill("The harbour has not fallen and will not fall!")
    written(page).press("Control+End")
    page.keyboard.type("\nMy own last words.\n")
    with turned(page):
        page.get_by_role("button", name="Sign what is filled in").click()
    assert page.url.endswith("/story/follows#translate")
    expect(page.locator("#translate")).to_contain_text("has a translation that a person signed")
    text = written(page).input_value()
    assert "My own last words." in text
    assert f"translated by {EDITOR}" in text


def test_a_reload_finds_what_was_typed(page: Page, seat: Seat) -> None:
    page.goto(fresh(seat, "reloaded"))
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    written(page).press("Control+End")
    page.keyboard.type("\nTyped a moment ago.\n")
    page.reload()
    assert asked in ([], ["beforeunload"])  # none if the save was there before the question
    expect(written(page)).to_have_value(re.compile("Typed a moment ago"))
    expect(page.locator("#saved")).not_to_contain_text("Not saved")


def test_reports_are_cited_like_statements(page: Page, seat: Seat) -> None:
    page.goto(fresh(seat, "reports"))
    page.locator(".panes a", has_text="Cite").click()
    expect(page.locator("#choices h3")).to_have_text("Reports", timeout=60_000)
    page.locator("#choices h3 + .choices .choice").first.click()
    assert "[[a:" in written(page).input_value()


def test_a_reporter_hands_over_and_the_editor_sees_it(seat: Seat) -> None:
    url = fresh(seat, "handed")
    with seat.client(REPORTER) as client:
        assert "Ready for the editor</button>" in client.get(url).text
        assert client.post(f"{url}/ready").status_code == 303
    with seat.client() as client:
        listed = client.get(seat.url("/story")).text
        assert "ready for the editor" in listed
        assert "Ready for the editor, says" in client.get(url).text


def test_composing_says_what_it_did(page: Page, seat: Seat) -> None:
    page.goto(fresh(seat, "mine", "\nWhat I wrote.\n"))
    page.goto(seat.url("/story"))
    page.select_option("select[name=into]", "mine.md")
    page.get_by_role("button", name="Compose a draft").click()
    page.wait_for_url(re.compile("/story/mine"))
    expect(page.locator(".composed")).to_contain_text("Your text stayed as it was.")
    assert "What I wrote." in written(page).input_value()


def test_published_again_the_desk_asks_what_it_is(page: Page, seat: Seat) -> None:
    desk, case = seat.site.desk, seat.told.case
    text = seat.told.draft.read_text("utf-8").replace("\n## ", "\nOne more.\n\n## ", 1)
    picture = (seat.told.folder / "harbour.jpg").read_bytes()
    (case / "stories" / "harbour.jpg").write_bytes(picture)
    desk.save_draft(case, "harbour.md", text, by=REPORTER)
    page.goto(seat.url("/story/harbour#publish"))
    expect(page.locator("#publish .reprint")).to_contain_text("published before")
    expect(page.locator("#publish")).to_contain_text("cannot say where your newsroom publishes")
    page.locator("#publish input[name=where]").fill("https://register.example/key")
    with turned(page):
        page.get_by_role("button", name="Keep it for all pages").click()
    expect(page.locator("#publish")).to_contain_text("find the desk’s key at https://register")
