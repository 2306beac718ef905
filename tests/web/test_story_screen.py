"""The story editor: verdicts as one types, nobody overwritten, signed, published, corrected."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.acceptance.told import EDITOR, REPORTER
from tests.web.seat import Seat, token
from tests.web.turning import turned

from demo_story import ANSWERS

ALONE = "---\nstory: alone\nheadline: Two words\nlead:\nby: A\nlanguage: en\ncontact:\n---\n\n"


@pytest.fixture
def draft(seat: Seat) -> str:
    """The sample story's draft, as a draft of the case, whatever a page saved by itself since."""
    desk, case = seat.site.desk, seat.told.case
    text = seat.told.draft.read_text("utf-8")
    there = [d for d in desk.drafts(case) if d.name == "harbour.md"]
    base = desk.read_draft(case, "harbour.md").digest if there else None
    desk.save_draft(case, "harbour.md", text, by=REPORTER, base=base)
    picture = seat.told.folder / "harbour.jpg"
    (seat.told.case / "stories" / "harbour.jpg").write_bytes(picture.read_bytes())
    return text


def typed(page: Page, text: str) -> None:
    """Sets the text as typing does."""
    page.evaluate(
        "t => { const a = document.querySelector('textarea[name=text]'); a.value = t;"
        " a.dispatchEvent(new Event('input', { bubbles: true })); }",
        text,
    )


BESIDE = """() => {
  const marks = document.querySelectorAll(".mirror .m");
  const apart = [...document.querySelectorAll(".verdict")].map((verdict, i) =>
    verdict.getBoundingClientRect().top - (marks[i]?.getClientRects()[0].top ?? Infinity));
  return apart.length >= 8 && apart.every((d) => d >= -1)
    && apart.filter((d) => Math.abs(d) < 4).length >= Math.floor(apart.length / 2);
}"""
"""No verdict stands above its quotation, and half of them exactly beside it."""


def test_one_wrong_letter_is_refused_while_one_types(page: Page, seat: Seat, draft: str) -> None:
    page.goto(seat.url("/story/harbour"))
    expect(page.locator(".sum")).to_have_text("The gate refuses nothing.")
    words = "الميناااااء لم يسقط ولن يسقط!"
    assert words in draft
    typed(page, draft.replace(words, words.replace("لم", "لن", 1), 1))
    refused = page.locator(".verdict.refused")
    expect(refused.first).to_contain_text("Refused")
    expect(refused.first.locator(".not-same").first).to_be_visible()
    expect(refused.first.locator(".should-be").first).to_be_visible()
    expect(page.locator(".mirror .m-refused").first).to_be_attached()
    refused.first.get_by_role("button", name="Use the sealed words").click()
    expect(page.locator(".sum")).to_have_text("The gate refuses nothing.")
    assert page.locator("textarea[name=text]").input_value() == draft


def test_a_picture_is_looked_at_while_one_types(page: Page, seat: Seat, draft: str) -> None:
    page.goto(seat.url("/story/harbour"))
    typed(page, draft.replace("harbour.jpg", "harbuor.jpg", 1))
    refused = page.locator(".verdict.refused")
    expect(refused.first).to_contain_text("The picture harbuor.jpg is not there")
    (seat.told.case / "stories" / "none.jpg").write_bytes(b"no picture")
    typed(page, draft.replace("harbour.jpg", "none.jpg", 1))
    expect(refused.first).to_contain_text("none.jpg cannot be cleaned")
    typed(page, draft)
    expect(page.locator(".sum")).to_have_text("The gate refuses nothing.")
    page.keyboard.press("Control+s")
    expect(page.locator("#saved")).to_contain_text(re.compile("Saved|As saved"))
    with seat.client() as client:
        assert client.get(seat.api("/story/harbour")).json()["passed"]


def test_the_verdict_stands_beside_its_quotation(page: Page, seat: Seat, draft: str) -> None:
    page.goto(seat.url("/story/harbour"))
    expect(page.locator(".placed")).to_have_count(1)
    page.wait_for_function(BESIDE)  # once every font is there, whichever came last


def test_the_page_is_shown_as_it_will_be_printed(page: Page, seat: Seat, draft: str) -> None:
    page.goto(seat.url("/story/harbour"))
    frame = page.frame_locator("iframe[name=printed]")
    expect(frame.locator("h1")).to_have_text("The harbour that had fallen twice")
    typed(page, draft.replace("The harbour that had fallen twice", "Another headline", 1))
    expect(frame.locator("h1")).to_have_text("Another headline")


def test_two_writers_are_merged_and_both_see_it(page: Page, seat: Seat) -> None:
    desk, case = seat.site.desk, seat.told.case
    desk.save_draft(case, "both.md", ALONE.replace("alone", "both") + "one\n\ntwo\n", by=EDITOR)
    page.goto(seat.url("/story/both"))
    theirs = desk.read_draft(case, "both.md")
    desk.save_draft(
        case, "both.md", theirs.text.replace("two", "zwei"), by=REPORTER, base=theirs.digest
    )
    typed(page, theirs.text.replace("one", "uno"))
    page.keyboard.press("Control+s")
    expect(page.locator("#saved")).to_contain_text(f"what {REPORTER} changed meanwhile")
    text = page.locator("textarea[name=text]").input_value()
    assert "uno" in text
    assert "zwei" in text
    again = desk.read_draft(case, "both.md")
    assert again.text == text
    desk.save_draft(case, "both.md", text.replace("zwei", "drei"), by=REPORTER, base=again.digest)
    typed(page, text.replace("zwei", "deux"))
    page.keyboard.press("Control+s")
    expect(page.locator("#saved")).to_contain_text("changed the same lines")
    shown = page.locator("textarea[name=text]").input_value()
    assert "deux" in shown
    assert "%% drei" in shown
    assert "drei" in desk.read_draft(case, "both.md").text
    typed(page, shown.replace("%% drei\n", ""))
    page.keyboard.press("Control+s")
    expect(page.locator("#saved")).to_contain_text("Saved")
    assert "deux" in desk.read_draft(case, "both.md").text


def test_one_key_cites_from_the_board(page: Page, seat: Seat) -> None:
    seat.site.desk.save_draft(seat.told.case, "alone.md", ALONE, by=EDITOR)
    page.goto(seat.url("/statements?judged=yes&kind=denial"))
    page.keyboard.press("j")
    page.keyboard.press("c")
    page.wait_for_url(re.compile("/story/cite"))
    page.select_option("select[name=draft]", "alone.md")
    page.get_by_role("button", name="Cite").press("Enter")
    page.wait_for_url(re.compile("/story/alone"))
    expect(page.locator(".verdict").first).to_contain_text("No translation signed yet")
    assert "[[m:" in seat.site.desk.read_draft(seat.told.case, "alone.md").text
    page.locator(".panes a", has_text="Translate").click()
    page.locator("#translate textarea").fill("The harbour has not fallen and will not fall!")
    with turned(page):
        page.locator("#translate").get_by_role("button", name="Sign what is filled in").click()
    expect(page.locator(".panes a", has_text="Translate")).to_have_text("Translate ")
    look = seat.site.desk.check_draft(
        seat.told.case, seat.site.desk.read_draft(seat.told.case, "alone.md").text
    )
    assert look.passed, look.faults
    assert look.quotations[0].cls in ("EXACT", "VERBATIM")


def test_cite_at_the_cursor(page: Page, seat: Seat, draft: str) -> None:
    page.goto(seat.url("/story/harbour"))
    page.keyboard.press("Alt+c")
    expect(page.locator("#cite")).to_be_visible()
    page.locator("#choices .choice").first.click()
    expect(page.locator("#saved")).to_contain_text("Saved")
    there = page.locator("textarea[name=text]")
    assert there.input_value().count("[[m:") > draft.count("[[m:")
    there.press("Control+z")
    expect(there).to_have_value(draft)
    page.keyboard.press("Control+s")
    expect(page.locator("#saved")).to_contain_text("Saved")


def test_checklist_signature_page_and_correction(page: Page, seat: Seat, draft: str) -> None:
    page.goto(seat.url("/story/harbour#checks"))
    for field in page.locator("#checks textarea").all():
        key = (field.get_attribute("name") or "").removeprefix("answer-")
        field.fill(ANSWERS.get(key, "Looked at, and fair."))
    with turned(page):
        page.get_by_role("button", name="Keep the answers").click()
    assert page.url.endswith("#checks")
    expect(page.locator("#checks .asked")).to_have_count(0)
    page.locator(".panes a", has_text="Publish").click()
    page.get_by_role("button", name="Sign and publish").click()
    page.wait_for_url(re.compile("/published/harbour"))
    expect(page.locator(".good")).to_contain_text("all hold")
    with seat.client() as client:
        shown = client.get(seat.url("/published/harbour/harbour.html"))
    assert "The harbour that had fallen twice" in shown.text
    page.locator("textarea[name=what]").fill("It lies north of the cape, not south.")
    with turned(page):
        page.get_by_role("button", name="Correct and publish again").click()
    expect(page.locator(".good")).to_contain_text("all hold")
    html = (seat.told.case / "stories" / "harbour" / "harbour.html").read_text("utf-8")
    assert "It lies north of the cape, not south." in html
    page.locator("summary", has_text="Take the whole story back").click()
    page.locator("textarea[name=why]").fill("The export was withdrawn by its owner.")
    with turned(page):
        page.get_by_role("button", name="Retract the story").click()
    html = (seat.told.case / "stories" / "harbour" / "harbour.html").read_text("utf-8")
    assert "The export was withdrawn by its owner." in html


def test_a_reporter_cannot_sign(seat: Seat, draft: str) -> None:
    with seat.client(REPORTER) as client:
        form = client.get(seat.url("/story/harbour")).text
        assert "An editor signs. You are here as a reporter." in form
        done = client.post(seat.url("/story/harbour/publish"), data={"csrf": token(form)})
    assert done.status_code == 403


def test_an_open_checklist_refuses_in_words(seat: Seat) -> None:
    text = seat.told.draft.read_text("utf-8").replace("story: harbour", "story: second")
    seat.site.desk.save_draft(seat.told.case, "second.md", text, by=EDITOR)
    with seat.client() as client:
        done = client.post(seat.url("/story/second/publish"), data={})
    assert done.status_code == 422
    assert 'class="refusal"' in done.text
    assert not (seat.told.case / "stories" / "second").exists()


def test_the_editor_without_script_saves_and_keeps_a_conflict(seat: Seat) -> None:
    desk, case = seat.site.desk, seat.told.case
    desk.save_draft(case, "plain.md", ALONE + "one\n", by=EDITOR)
    url = seat.url("/story/plain")
    with seat.client() as client:
        form = client.get(url).text
        base = re.search(r'name="base" value="([0-9a-f]{64})"', form)
        assert base
        read = desk.read_draft(case, "plain.md")
        desk.save_draft(case, "plain.md", read.text + "theirs\n", by=REPORTER, base=read.digest)
        sent = {"text": read.text + "mine </textarea><script>x</script>\n", "base": base[1]}
        done = client.post(url, data=sent)
        assert done.status_code == 200
        assert "%% theirs" in done.text
        assert "mine &lt;/textarea&gt;&lt;script&gt;" in done.text
        again = re.search(r'name="base" value="([0-9a-f]{64})"', done.text)
        assert again
        assert again[1] != base[1]
        settled = {"text": read.text + "both\n", "base": again[1]}
        assert client.post(url, data=settled).status_code == 303
    assert desk.read_draft(case, "plain.md").text.endswith("both\n")


@pytest.mark.parametrize("name", ["..%2f..%2fdesk", "composed", "nothing", "%00"])
def test_only_drafts_are_opened(seat: Seat, name: str) -> None:
    with seat.client() as client:
        assert client.get(seat.url(f"/story/{name}")).status_code in (404, 422)
        assert client.get(seat.url(f"/published/{name}")).status_code in (404, 422)


def test_a_story_from_judgements_alone(seat: Seat) -> None:
    with seat.client() as client:
        form = client.get(seat.url("/story")).text
        done = client.post(seat.url("/story/compose"), data={"csrf": token(form)})
        assert done.status_code == 303
        shown = client.get(done.headers["location"]).text
        assert "Member A wrote" in shown
        said = {"csrf": token(form), "language": "ar"}
        assert client.post(seat.url("/story/compose"), data=said).status_code == 303
        arabic = client.get(done.headers["location"]).text
        assert "كتب العضو A" in arabic
        said["language"] = "../en"
        assert client.post(seat.url("/story/compose"), data=said).status_code == 422
