"""A hostile message is only ever text: no tag, no script, no turned line, no flood."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog
from tests.acceptance.told import EDITOR, Told
from tests.web.conftest import person, served
from tests.web.hands import come_in
from tests.web.seat import Seat

from onrecord.web.text import shown

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</p></article><h1>owned</h1>",
    '" onmouseover="alert(1)" x="',
    "javascript:alert(1)",
    "{{ 7 * 7 }} {% raw %} ${7*7}",
    "\u202eevil\u202c \u2066hidden\u2069 \u200b\u200b\u2060",
    "a\u0000b\u0007\u001b[31mred",
    "&lt;b&gt;already&lt;/b&gt; &amp;amp;",
    "<svg/onload=alert(1)>",
    "]]><!-- --> <![CDATA[",
    "e" + "\u0301" * 3000,
    "\U000e0041\U000e0042 tags",
    "x" * 500_000,
    "hx-get='/case' hx-trigger='load'",
]
NAME = '<b onclick="alert(1)">Mallory</b>\u202e'


def export(folder: Path) -> Path:
    """A group whose every field is an attack."""
    messages = [
        {
            "id": n + 1,
            "type": "message",
            "date": "2026-03-20T10:00:00",
            "date_unixtime": str(1774000000 + n),
            "from": NAME,
            "from_id": "user1",
            "forwarded_from": text[:200] if n % 3 == 0 else None,
            "reactions": [{"type": "emoji", "count": 1, "emoji": "<i>x</i>"}],
            "text": text,
            "text_entities": [{"type": "plain", "text": text}],
        }
        for n, text in enumerate(HOSTILE)
    ]
    chat = {"name": "<script>alert(2)</script>", "type": "private_group", "id": 7}
    folder.mkdir()
    file = folder / "result.json"
    file.write_text(json.dumps({**chat, "messages": messages}), "utf-8")
    return file


@pytest.fixture(scope="module")
def bad(told: Told, persons: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seat]:
    """A desk whose only chat is hostile."""
    own = told.copy(tmp_path_factory.mktemp("bad"))
    case = own.folder / "bad"
    own.desk.new(case, "<script>alert(3)</script>")
    own.desk.add(case, export(own.folder / "<img src=x onerror=alert(4)>"))
    for seat in served(own, persons):
        name = seat.site.show(case)
        yield Seat(seat.site, own, name, seat.printed)


PAGES = (
    "/reader",
    "/reader?has=forward",
    "/search?q=evil+OR+alert+OR+already+OR+tags",
    "/record/1/0?raw=1",
    "/record/1/6/words",
    "/intake",
    "/intake/1",
    "/intake/certificate",
    "/search?q=%3Cscript%3Ealert(9)%3C/script%3E",
    "/search?q=%22%3E%3Cimg+src%3Dx+onerror%3Dalert(9)%3E",
)


@pytest.mark.parametrize("path", PAGES)
def test_no_attack_reaches_the_page_as_markup(bad: Seat, path: str) -> None:
    with bad.client() as client:
        page = client.get(bad.url(path)).text
    for markup in ("<script>alert", "<img src=x", "<h1>owned", "<svg/onload", "<b onclick", "<i>x"):
        assert markup not in page, markup
    assert "\u202e" not in page
    assert "\x00" not in page
    assert "\x1b" not in page
    assert len(page) < 400_000, "one huge message makes the page huge"


@pytest.mark.browser
def test_no_script_of_a_message_runs_and_no_tag_of_it_is_there(bad: Seat, browser: Browser) -> None:
    context = browser.new_context(base_url=bad.site.address)
    context.add_cookies([bad.cookie(person(bad, EDITOR))])
    page = context.new_page()
    dialogs: list[str] = []

    def met(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", met)
    refused: list[str] = []
    page.on("console", lambda m: refused.append(m.text) if "Content Security" in m.text else None)
    for path in PAGES:
        page.goto(bad.url(path))
        come_in(page)
        assert page.locator("main script, main img, main svg[onload], [onclick]").count() == 0
    assert not dialogs
    assert not refused, "the page itself tries what its policy forbids"
    page.goto(bad.url("/reader"))
    text = page.locator(".said").first.inner_text()
    assert text == HOSTILE[0]
    context.close()


def test_a_form_field_comes_back_as_text(bad: Seat) -> None:
    attack = '"><script>alert(1)</script>'
    with bad.client() as client:
        for path, field in (
            (bad.url("/intake"), "path"),
            ("/cases", "path"),
            ("/log-in", "name"),
            (bad.url("/search/list"), "text"),
        ):
            page = client.post(path, data={field: attack, "passphrase": "x"})
            assert page.status_code < 500, path
            assert "<script>alert(1)" not in page.text, path


def test_hidden_characters_are_shown_with_their_names() -> None:
    said = str(shown("a\u202eb\u200bc\x07d"))
    assert "U+202E" in said
    assert "right-to-left override" in said
    assert "U+200B" in said
    assert "U+0007" in said
    assert "\u202e" not in said
    assert str(shown("نیم\u200cفاصله")) == "نیم\u200cفاصله", "a joiner belongs to the word"


def test_marks_that_overlap_or_overrun_do_not_break_the_text() -> None:
    said = str(shown("abcdef", [(1, 3), (2, 4), (5, 99), (-3, 0)]))
    assert said == "a<mark>bcd</mark>e<mark>f</mark>"
    assert str(shown("<b>", [(0, 2)])) == "<mark>&lt;b</mark>&gt;"
