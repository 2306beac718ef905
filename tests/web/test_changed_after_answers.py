"""Whoever changes a text after the checklist was answered sends the editor back to it."""

import re

import httpx
import pytest
from playwright.sync_api import Page, expect
from tests.acceptance.told import EDITOR, REPORTER
from tests.web.seat import Seat
from tests.web.turning import turned

from demo_story import ANSWERS

OMAR = "Omar, 14, the son of the keeper, hides in the school at Ras al-Milh."


@pytest.fixture
def url(seat: Seat) -> str:
    """A draft whose checklist the editor has answered, changed by the reporter since."""
    desk, case = seat.site.desk, seat.told.case
    text = seat.told.draft.read_text("utf-8")
    (case / "stories" / "harbour.jpg").write_bytes((seat.told.folder / "harbour.jpg").read_bytes())
    there = [d for d in desk.drafts(case) if d.name == "harbour.md"]
    base = desk.read_draft(case, "harbour.md").digest if there else None
    desk.save_draft(case, "harbour.md", text, by=REPORTER, base=base)
    url = seat.url("/story/harbour")
    said = {f"answer-{key}": words for key, words in ANSWERS.items()}
    with seat.client() as client:
        # A word more makes each a new answer, whatever an earlier test has left.
        now = {k: f"{v} {url}" for k, v in said.items()}
        client.post(f"{url}/answers", data=now)
        assert client.post(f"{url}/answers", data=said).status_code == 303
    base = desk.read_draft(case, "harbour.md").digest
    changed = text.replace("\n## ", f"\n{OMAR}\n\n## ", 1)
    desk.save_draft(case, "harbour.md", changed, by=REPORTER, base=base)
    return url


def seen(page: str) -> str:
    """Which text the changes were shown for."""
    found = re.search(r'name="seen" value="([0-9a-f]{64})"', page)
    assert found
    return found[1]


def post(client: httpx.Client, url: str, **said: str) -> httpx.Response:
    return client.post(url, data=said)


def test_it_is_not_published_and_only_an_editor_confirms_what_they_saw(
    seat: Seat, url: str
) -> None:
    desk, case = seat.site.desk, seat.told.case
    with seat.client() as client:
        refused = post(client, f"{url}/publish")
        assert refused.status_code == 422
        assert "given for another text" in refused.text
        shown = seen(client.get(url).text)
    with seat.client(REPORTER) as client:
        assert post(client, f"{url}/confirm", seen=shown).status_code == 403
    before = desk.read_draft(case, "harbour.md")
    again = before.text.replace(OMAR, OMAR.replace("14", "13"))
    desk.save_draft(case, "harbour.md", again, by=REPORTER, base=before.digest)
    with seat.client() as client:
        late = post(client, f"{url}/confirm", seen=shown)
        assert late.status_code == 422
        assert "changed once more" in late.text
        assert post(client, f"{url}/publish").status_code == 422
        now = seen(late.text)
        assert post(client, f"{url}/confirm", seen=now).status_code == 303
        assert post(client, f"{url}/publish", again="never").status_code == 303


def test_who_changed_what_stands_beside_the_signature(page: Page, seat: Seat, url: str) -> None:
    page.goto(f"{url}#publish")
    since = page.locator("#publish div.since")
    expect(since).to_contain_text("changed after the checklist was answered")
    expect(since).to_contain_text(REPORTER)
    expect(since.locator("ins")).to_contain_text("Omar, 14")
    expect(page.locator("#publish .checks")).to_contain_text("given for an earlier text")
    with turned(page):
        since.get_by_role("button", name="my answers still stand").click()
    assert page.url.endswith("#checks")
    expect(page.locator("#checks .answered").first).to_contain_text(
        f"{EDITOR} read what changed since: it still stands"
    )
    expect(page.locator("div.since")).to_have_count(0)
