"""The published page: one file that carries its proofs and asks nobody."""

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from tests.report.harbour import DRAFT, PICTURES, story

from onrecord.errors import BadDraft, BadOption, ProofRefused
from onrecord.model.story import Correction
from onrecord.report import writer, writers
from onrecord.report.extract import CLOSE, OPEN, printed_in, proofs_in
from onrecord.report.html import WRITER

PAGE = WRITER.write(story())
TEXT = PAGE.decode()


class Tags(HTMLParser):
    """Every tag with its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def tags(page: str) -> list[tuple[str, dict[str, str | None]]]:
    """Every tag of a page."""
    reader = Tags()
    reader.feed(page)
    return reader.seen


def test_the_page_asks_nobody() -> None:
    """No script that runs, no address but data, anchors and the readers' contact."""
    for tag, attrs in tags(TEXT):
        if tag == "script":
            assert attrs == {"type": "application/vnd.onrecord.proof+base64"}
        assert tag not in ("iframe", "object", "embed", "link", "base", "form", "template")
        assert not [a for a in attrs if a.startswith("on") or a == "style"]
        assert attrs.get("src", "data:").startswith("data:")  # type: ignore[union-attr]
        href = attrs.get("href") or "#"
        assert href.startswith(("#", "mailto:desk@meridian-register.example"))
    assert not re.search(r"url\((?!data:font/woff2)", TEXT)
    assert "@import" not in TEXT


def test_the_policy_allows_its_own_style_only() -> None:
    """The style's digest is the one the policy names."""
    css = TEXT.split("<style>", 1)[1].split("</style>", 1)[0]
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    assert f"style-src &#39;sha256-{digest}&#39;" in TEXT
    assert "default-src &#39;none&#39;" in TEXT


def test_proofs_come_out_as_they_went_in() -> None:
    """Each proof is on the page once, in order, and each quotation points at one."""
    made = story()
    assert proofs_in(PAGE) == [p.data for p in made.proofs]
    printed = {p.number: p.text for p in printed_in(PAGE)}
    wanted = {q.proof: " ".join(q.printed.split()) for q in made.quotations if q.proof is not None}
    assert printed == wanted


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (OPEN, OPEN[:-1] + b" >"),
        (OPEN, OPEN.replace(b"script", b"SCRIPT")),
        (OPEN, OPEN + b" "),
        (CLOSE, b"\n" + CLOSE),
        (CLOSE, b"!" + CLOSE),
        (b"fQo=" + CLOSE, b"fQp=" + CLOSE),
    ],
)
def test_a_proof_in_another_form_is_refused(old: bytes, new: bytes) -> None:
    """Another tag, white space, letters outside base64, unused bits set."""
    assert old in PAGE
    with pytest.raises(ProofRefused):
        proofs_in(PAGE.replace(old, new, 1))


def test_every_text_carries_its_language_and_direction() -> None:
    """Arabic stands right to left, in its own tag; nothing is mirrored by hand."""
    quotes = [a for t, a in tags(TEXT) if t == "blockquote"]
    assert {("ar", "rtl"), ("en", "ltr"), ("ru", "ltr")} <= {
        (a.get("lang"), a.get("dir")) for a in quotes
    }
    assert sum(t == "h1" for t, _ in tags(TEXT)) == 1
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", TEXT)
    images = [a for t, a in tags(TEXT) if t == "img"]
    assert all(a.get("alt") for a in images)


def test_the_page_says_what_it_does_not_show() -> None:
    """Checker by name and digest, classes in plain words, the limits under each proof."""
    made = story()
    assert made.checker.sha256[:8] in TEXT
    assert "Word for word, the whole message." in TEXT
    assert "Word for word, except the words in brackets, which are ours." in TEXT
    assert TEXT.count("what else was said") >= len(made.proofs)
    assert "its earlier wording is unknown" in TEXT
    assert "verified" not in TEXT.lower()


def test_only_a_time_of_others_is_given_as_one() -> None:
    """A test authority's time, and the desk's own, are named as what they are."""
    made = story()
    for by in ("onrecord local test authority - proves nothing to others", "own clock, a claim"):
        dated = [replace(p, sealed="2026-04-07T09:12:44Z", sealed_by=by) for p in made.proofs]
        page = WRITER.write(replace(made, proofs=tuple(dated))).decode()
        assert "no later than" not in page.lower()
        assert "at a time that only the desk claims" in page
        assert "Dated 7 April 2026, 09:12 UTC, " in page
    real = [replace(p, sealed_by="Qadria Time Authority") for p in made.proofs]
    page = WRITER.write(replace(made, proofs=tuple(real))).decode()
    assert "sealed no later than 7 April 2026" in page


def test_hostile_words_are_only_text() -> None:
    """Mark-up in a draft is printed, never run."""
    evil = DRAFT.replace(
        "The war in Qadria", "<script>alert(1)</script><img src=x onerror=alert(1)>"
    ).replace("seldom wrote", "[click](javascript:alert(1)) <b onclick=x>seldom</b> wrote")
    page = WRITER.write(story(evil)).decode()
    assert all(a.get("type") for t, a in tags(page) if t == "script")
    assert not [a for _, a in tags(page) if "onerror" in a or "onclick" in a]
    assert "javascript:" not in re.sub(r">[^<]*<", "><", page)


def test_the_same_story_gives_the_same_bytes() -> None:
    """Nothing of the machine or the moment is in a page."""
    assert WRITER.write(story()) == PAGE


def test_corrections_and_retractions_stand_on_the_page() -> None:
    """A retraction is said at the top as well."""
    made = replace(
        story(),
        corrections=(
            Correction("2026-04-20", "The date of the strike was wrong.", "Maren Oduval"),
            Correction("2026-04-22", "The story rests on a forged export.", "", True),
        ),
    )
    page = WRITER.write(made).decode()
    assert "The date of the strike was wrong." in page
    assert page.index("Retracted on 22 April 2026") < page.index("<h1>")
    from_draft = story(DRAFT + "\n## Corrections {corrections}\n\n- 2026-04-20: A name. — M. O.\n")
    assert from_draft.corrections == (Correction("2026-04-20", "A name.", "M. O."),)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("(pier.png", "(quay.png", "missing"),
        ("![Drawing: a long pier", "![](pier.png)\n\nx ![Drawing", "no text for readers"),
    ],
)
def test_pictures_need_a_file_and_words(old: str, new: str, said: str) -> None:
    """A picture that is missing, or without words for who cannot see it."""
    assert "pier.png" in PICTURES
    with pytest.raises(BadDraft, match=said):
        story(DRAFT.replace(old, new, 1))


def test_every_output_is_found_by_its_name() -> None:
    """Each writer has a name, a suffix, and writes the sample."""
    found = writers()
    assert {"html", "markdown", "json"} <= set(found)
    with pytest.raises(BadOption):
        writer("fax")


@pytest.mark.parametrize("name", sorted(writers()))
def test_every_output_holds_every_quotation(name: str) -> None:
    """The words of each quotation and its speaker's label stand in each output."""
    made = replace(story(), url="https://x.example/h", claims_by="M. O.")
    data = writer(name).write(made)
    assert data
    assert writer(name).write(made) == data
