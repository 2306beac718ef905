"""Every output by the rules of its format, checked with tools of others where we have them."""

import io
import json
import re
import shutil
import zipfile
from dataclasses import replace

import pytest
from lxml import etree
from tests.report.harbour import DRAFT, story

from onrecord.errors import BadDraft
from onrecord.model.story import Correction, Edition
from onrecord.report import writer

# name and type of every property of IPTC's ninjs 2.1 schema that we write
NINJS = {
    "uri": str,
    "standard": dict,
    "type": str,
    "representationtype": str,
    "version": str,
    "pubstatus": str,
    "language": str,
    "title": str,
    "headlines": list,
    "bodies": list,
    "versioncreated": str,
    "firstcreated": str,
    "descriptions": list,
    "by": str,
    "located": str,
    "copyrightholder": str,
}


def test_ninjs_has_only_what_the_standard_knows() -> None:
    """Names, types and the two value lists of ninjs 2.1; its body is well-formed."""
    made = json.loads(writer("ninjs").write(story()))
    assert set(made) <= set(NINJS)
    assert all(isinstance(made[k], NINJS[k]) for k in made)
    assert made["uri"] == "tag:meridian-register.example,2026-04-19:harbour"
    assert (made["type"], made["pubstatus"]) == ("text", "usable")
    assert set(made["bodies"][0]) <= {"role", "contenttype", "charcount", "wordcount", "value"}
    body = etree.fromstring(f"<body>{made['bodies'][0]['value']}</body>".encode())
    assert body.xpath("count(//blockquote[@dir='rtl' and @lang='ar'])") == 4
    gone = replace(story(), corrections=(Correction("2026-04-20", "x", "", True),))
    assert json.loads(writer("ninjs").write(gone))["pubstatus"] == "canceled"


def test_newsml_is_well_formed_and_needs_a_date() -> None:
    """One newsItem; without a date the standard's demand is said, not guessed."""
    tree = etree.fromstring(writer("newsml-g2").write(story()))
    space = {"n": "http://iptc.org/std/nar/2006-10-01/", "h": "http://www.w3.org/1999/xhtml"}
    assert tree.xpath("string(//n:headline)", namespaces=space) == story().title
    assert tree.xpath("count(//h:blockquote)", namespaces=space) == 10
    with pytest.raises(BadDraft):
        writer("newsml-g2").write(replace(story(), date=""))


def test_claimreview_needs_a_person_and_an_address() -> None:
    """Refused without them; with them every field that schema.org's users require."""
    with pytest.raises(BadDraft, match="url, claims-by"):
        writer("claimreview").write(story())
    signed = replace(
        story(), url="https://meridian-register.example/harbour", claims_by="M. Oduval"
    )
    gone = (Correction("2026-04-20", "A forgery.", "M. O.", retraction=True),)
    with pytest.raises(BadDraft, match="retracted"):
        writer("claimreview").write(replace(signed, corrections=gone))
    with pytest.raises(BadDraft, match="No claim"):
        writer("claimreview").write(replace(signed, parts=()))
    made = json.loads(writer("claimreview").write(signed))
    assert [m["reviewRating"]["ratingValue"] for m in made] == [5, 1]
    for one in made:
        assert {"@context", "@type", "claimReviewed", "reviewRating", "url", "author"} <= set(one)
        assert one["itemReviewed"]["author"]["name"].startswith("Member ")
        rating = one["reviewRating"]
        assert rating["worstRating"] <= rating["ratingValue"] <= rating["bestRating"]


def test_word_file_is_whole_and_says_nothing_about_its_maker() -> None:
    """Every part parses, every relation leads somewhere, no property part is in it."""
    box = zipfile.ZipFile(io.BytesIO(writer("docx").write(story())))
    names = set(box.namelist())
    assert not [n for n in names if "docProps" in n]
    assert {i.date_time for i in box.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    for name in names:
        if name.endswith((".xml", ".rels")):
            etree.fromstring(box.read(name))
    links = etree.fromstring(box.read("word/_rels/document.xml.rels"))
    assert {f"word/{e.get('Target')}" for e in links} <= names
    space = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
    tree = etree.fromstring(box.read("word/document.xml"))
    assert tree.xpath("count(//w:p[w:pPr/w:bidi])", namespaces=space) == 4
    assert tree.xpath("count(//w:tbl)", namespaces=space) == 3
    said = "".join(tree.xpath("//w:t/text()", namespaces=space))
    assert all(q.printed in said for q in story().quotations if q.said)


def test_markdown_and_json_hold_every_quotation() -> None:
    """The words, their class and the labels; no sealed words that are not printed."""
    text = writer("markdown").write(story()).decode()
    made = json.loads(writer("json").write(story()))
    for quoted in story().quotations:
        if quoted.said:
            assert quoted.printed.replace("[", "\\[").replace("]", "\\]") in text
    assert [q["class"] for q in made["quotations"]][:3] == ["EXACT", "TRANSLATED", "ELIDED"]
    assert "سالم" not in json.dumps(made, ensure_ascii=False)
    assert "سالم" not in text


@pytest.mark.browser
@pytest.mark.skipif(shutil.which("chromium") is None, reason="no chromium on PATH")
def test_pdf_says_nothing_about_its_maker() -> None:
    """Printed by a browser; dates are the story's, no system, path or user."""
    data = writer("pdf").write(story())
    assert data.startswith(b"%PDF-")
    assert set(re.findall(rb"\(D:(\d+)", data)) == {b"20260419000000"}
    assert not re.search(rb"Linux|X11|Windows|Macintosh|/tmp|/home|/root|file:", data)


HOSTILE = "The \u0000 \x1b \ufffe ]]> <b>&amp; \u202e town"


@pytest.mark.parametrize("name", ["ninjs", "newsml-g2", "docx", "markdown", "json", "html"])
def test_hostile_words_break_no_format(name: str) -> None:
    """Control characters, mark-up and overrides in the writer's words."""
    made = story(DRAFT.replace("seldom wrote at length", HOSTILE))
    data = writer(name).write(made)
    if name == "newsml-g2":
        etree.fromstring(data)
    elif name == "docx":
        etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))
    elif name in ("ninjs", "json"):
        json.loads(data)
    if name not in ("json", "markdown"):
        assert b"<b>&amp; " not in data


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Retracted on"), ("de", "Zurückgezogen am")]
)
def test_what_was_corrected_is_said_in_the_language_of_the_page(language: str, words: str) -> None:
    there = story(DRAFT.replace("language: en", f"language: {language}", 1))
    gone = (Correction("2026-04-20", "A forgery.", "M. O.", retraction=True),)
    made = replace(there, language=language, corrections=gone)
    assert words in writer("markdown").write(made).decode()
    assert words in writer("newsml-g2").write(made).decode()
    box = zipfile.ZipFile(io.BytesIO(writer("docx").write(made)))
    assert words in box.read("word/document.xml").decode()


def test_version_day_signer_and_the_place_of_the_key_stand_in_the_data_too() -> None:
    one = replace(
        story(),
        edition=Edition(2, "2026-04-21", "2026-04-20", "Maren Oduval", ""),
        key_at="https://register.example/key",
        desk="desk.example+00000000+AAAA",
    )
    told = json.loads(writer("json").write(one))
    assert told["edition"] == {
        "version": 2,
        "day": "2026-04-21",
        "first": "2026-04-20",
        "signed_by": "Maren Oduval",
        "never_handed_out": "",
    }
    assert told["desk"] == {"key": one.desk, "key_at": "https://register.example/key"}
    item = json.loads(writer("ninjs").write(one))
    assert item["version"] == "2"
    assert item["versioncreated"] == "2026-04-21T00:00:00Z"
    assert item["firstcreated"] == "2026-04-20T00:00:00Z"
    assert b' version="2" ' in writer("newsml-g2").write(one)
    assert json.loads(writer("json").write(replace(one, edition=None)))["edition"] is None
