"""The checker page in a real browser: offline, right to left, never fooled by markup."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect
from tests.checkers import checkerbench
from tests.checkers.checkerbench import Given

from conform.case import page_of
from conform.make import DESK, WHEN, WITNESS_A, Spec, proof
from conform.pages import ONE, quote

PAGE = checkerbench.ROOT / "src" / "onrecord" / "archive" / "assets" / "checker.html"
ARABIC = "عبرنا النهر عند الفجر. لم يكن هناك أحد! ثم عدنا إلى البيت."
CHECK = """async (q) => {
  const bytes = (s) => Uint8Array.from(atob(s), (c) => c.charCodeAt(0));
  const trust = newTrust();
  try {
    for (const key of q.keys) await addDesk(trust, key);
    if (q.policy !== null) await readPolicy(bytes(q.policy), trust);
    if (!trust.desks.length) throw new Misuse("no desk key");
  } catch (e) {
    return { rows: [], summary: { result: "misuse", why: e.message } };
  }
  return report(await checkFiles(q.files.map(bytes), trust), trust);
}"""
BEFORE = "document.querySelector('.verdict')?.setAttribute('data-before', '')"

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """The page opened from a file; any request besides itself, and any error, fails the test."""
    opened = browser.new_page(viewport={"width": 800, "height": 900})
    asked: list[str] = []
    errors: list[str] = []
    opened.on("request", lambda r: asked.append(r.url))
    opened.on("pageerror", lambda e: errors.append(str(e)))
    opened.on("console", lambda m: errors.append(m.text))
    opened.goto(PAGE.as_uri())
    yield opened
    opened.close()
    assert asked == [PAGE.as_uri()]
    assert errors == []


def shown(page: Page, data: bytes, name: str = "story.html") -> str:
    """Opens a file with the desk's key; the page's verdict."""
    if page.input_value("#key") != DESK.vkey:  # each change of it checks the file before anew
        page.fill("#key", DESK.vkey)
    page.evaluate(BEFORE)
    page.set_input_files("#file", {"name": name, "mimeType": "text/html", "buffer": data})
    page.wait_for_selector(".verdict:not([data-before])")
    return page.inner_text(".verdict")


def test_all_conformance_cases(page: Page, cases: list[Given]) -> None:
    wrong = [checkerbench.told(c, page.evaluate(CHECK, c.question())) for c in cases]
    assert [w for w in wrong if w] == []


def test_shows_sealed_words_before_printed(page: Page) -> None:
    data = page_of(ONE, body=quote(0, Spec().shown))
    assert shown(page, data) == "The quotation holds."
    assert page.inner_text("article .sealed") == Spec().text
    order = page.evaluate(
        "[...document.querySelectorAll('article blockquote')].map(b => b.className)"
    )
    assert order == ["sealed", "printed"]
    assert "Not shown by this: that the export is genuine" in page.inner_text("article .limits")
    assert re.search(r"compared as Unicode 1[4-9]\.[0-9] has them", page.inner_text("#results"))


def test_refusals_are_said_in_words(page: Page) -> None:
    data = page_of(ONE, proof(Spec(shown="We fled.")))
    assert shown(page, data) == "1 of 2 quotations are refused."
    assert "This wording is not in the sealed message" in page.inner_text("article.bad")
    assert "Refused" in shown(page, page_of(ONE, body=quote(0, "We fled.")))


def test_asks_for_the_key_first(page: Page) -> None:
    buffer: FilePayload = {"name": "p.json", "mimeType": "application/json", "buffer": ONE}
    page.set_input_files("#file", buffer)
    expect(page.locator("#trust-note")).to_contain_text("key first")
    assert page.query_selector("article") is None
    page.fill("#key", "desk.example/river+00000000+AAAA")
    expect(page.locator("#trust-note")).to_contain_text("cannot be read")
    page.fill("#key", DESK.vkey)
    page.wait_for_selector("article")


def test_a_policy_file_pins_witnesses(page: Page) -> None:
    policy = f"log {DESK.vkey}\nwitness w {WITNESS_A.vkey}\nquorum w\n".encode()
    file: FilePayload = {"name": "policy.txt", "mimeType": "text/plain", "buffer": policy}
    page.set_input_files("#trust-file", file)
    made = proof(Spec(cosigners=[(WITNESS_A, WHEN)]))
    page.set_input_files(
        "#file", {"name": "p.json", "mimeType": "application/json", "buffer": made}
    )
    page.wait_for_selector(".verdict")
    assert "No later than 2026-11-18T11:06:40Z" in page.inner_text("article .sentence")


def test_markup_in_data_stays_text(page: Page) -> None:
    evil = "<img src=x onerror=alert(1)><script>alert(2)</script> went home"
    made = proof(Spec(text=evil, shown=evil, speaker="<b>A</b>"))
    assert shown(page, made, "p.json") == "The quotation holds."
    assert page.inner_text("article .sealed") == evil
    assert page.query_selector("article img, article script, article b") is None


def test_arabic_reads_from_the_right(page: Page) -> None:
    made = proof(
        Spec(text=ARABIC, shown="عبرنا النهر عند الفجر. […] ثم عدنا إلى البيت.", segments=[0, 2])
    )
    assert shown(page, made, "p.json") == "The quotation holds."
    assert page.get_attribute("article .sealed", "dir") == "rtl"
    assert page.get_attribute("article .printed", "dir") == "rtl"
    box = page.evaluate("""() => {
      const words = document.querySelector('article .sealed');
      const mark = words.querySelector('.closed').getBoundingClientRect();
      const range = document.createRange();
      range.setStart(words.firstChild, 0); range.setEnd(words.firstChild, 5);
      const first = range.getBoundingClientRect();
      return [words.getBoundingClientRect().right, first.right, first.left, mark.right];
    }""")
    right, first_right, first_left, mark_right = box
    assert right - first_right < 12  # the first word stands at the right edge
    assert mark_right < first_left  # and what follows it stands to its left


def test_overrides_are_shown_not_obeyed(page: Page) -> None:
    text = "He \u202esaid\u202c so."
    assert shown(page, proof(Spec(text=text, shown=text)), "p.json") == "The quotation holds."
    assert page.inner_text("article .sealed .code") == "[U+202E]"
    assert "\u202e" not in page.inner_text("#results")


def test_the_policy_of_the_page_admits_nothing_else(browser: Browser) -> None:
    page = browser.new_page()
    page.goto(PAGE.as_uri())
    html = PAGE.read_text("utf-8")
    assert "default-src 'none'" in html
    for forbidden in (
        "innerHTML",
        "outerHTML",
        "insertAdjacent",
        "document.write",
        "eval(",
        "http:",
        "https:",
        "fetch(",
    ):
        assert forbidden not in html, forbidden
    blocked = page.evaluate("""() => new Promise((done) => {
      document.addEventListener('securitypolicyviolation', (e) => done(e.violatedDirective));
      const s = document.createElement('script');
      s.textContent = 'window.evil = 1';
      document.body.append(s);
      setTimeout(() => done('nothing'), 1000);
    })""")
    assert blocked.startswith("script-src")
    assert page.evaluate("window.evil") is None
    page.close()


def test_it_is_quick(page: Page) -> None:
    question = json.dumps(Given("x", (DESK.vkey,), None, ONE, {}).question())
    took = page.evaluate(
        f"async () => {{ const q = {question}; const check = {CHECK};"
        " const t = performance.now(); for (let i = 0; i < 20; i++) await check(q);"
        " return (performance.now() - t) / 20; }}".replace("}}", "}")
    )
    assert took < 2000, f"{took} ms a proof: nobody waits so long, on whatever machine"


def test_the_file_is_one_and_small() -> None:
    assert PAGE.stat().st_size < 100_000
    assert Path(PAGE).read_bytes().count(b"<script>") == 1


def test_the_same_member_is_said_only_beside_another_quotation_of_them(page: Page) -> None:
    said = "the same member as the other quotations marked Member A"
    assert shown(page, page_of(ONE, body=quote(0, Spec().shown))) == "The quotation holds."
    assert said not in page.inner_text("#results")
    rows = page.evaluate(CHECK, Given("x", (DESK.vkey,), None, ONE, {}).question())["rows"]
    assert said in rows[0]["sentence"], "the sentence of the format stays whole"
    two = page_of(ONE, proof(Spec(n=8)))
    assert shown(page, two) == "All 2 quotations hold."
    assert page.inner_text("#results").count(said) == 2
    another = page_of(ONE, proof(Spec(n=8, speaker=None)))
    assert "hold" in shown(page, another)
    assert said not in page.inner_text("#results")


def test_quotation_marks_open_where_one_begins_to_read(page: Page) -> None:
    made = proof(Spec(text=ARABIC, shown=ARABIC))
    assert shown(page, made, "p.json") == "The quotation holds."
    first, last, start, end = page.evaluate("""() => {
      const words = document.querySelector('article .sentence bdi').firstChild;
      const at = (i) => {
        const range = document.createRange();
        range.setStart(words, i); range.setEnd(words, i + 1);
        return range.getBoundingClientRect();
      };
      const n = words.length;
      return [at(0).left, at(n - 1).left, at(1).left, at(n - 2).left];
    }""")
    assert first > start, "the first mark stands right of the first word"
    assert last < end, "the last one left of the last"
    assert page.inner_text("article .sentence bdi") == f"«{ARABIC}»"


def test_only_what_was_asked_last_is_answered(page: Page) -> None:
    big = page_of(*[ONE] * 40, body=quote(0, Spec().shown))
    page.fill("#key", DESK.vkey)
    page.set_input_files("#file", {"name": "s.html", "mimeType": "text/html", "buffer": big})
    page.fill("#key", "")
    expect(page.locator("#trust-note")).to_contain_text("key first")
    page.evaluate(CHECK, Given("x", (DESK.vkey,), None, big, {}).question())
    assert page.query_selector(".verdict") is None


def test_the_files_of_the_openssl_line_are_explained_and_saved(page: Page) -> None:
    made = proof(Spec(stamps=["20261118110641Z"]))
    assert shown(page, made, "p.json") == "The quotation holds."
    said = page.inner_text("article .stamps")
    line = page.inner_text("article .stamps pre")
    for file in ("head", "tsa.pem"):
        assert file in line
        assert page.locator(".stamps dt", has_text=re.compile(f"^{file}$")).count() == 1
    assert "never from a story" in said
    for name in ("head", "token-0.der"):
        with page.expect_download() as saved:
            page.get_by_role("button", name=f"Save {name}").click()
        assert saved.value.suggested_filename == name
        assert saved.value.path().stat().st_size > 0
