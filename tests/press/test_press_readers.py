"""Each reader on invented items: what it finds, and what it says where it cannot."""

# ruff: noqa: E501 - a paragraph of news stands on one line

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.press.wire import Folder

from onrecord.errors import AmbiguousFormat, NotAnExport
from onrecord.model.press import Article
from onrecord.model.trouble import Trouble
from onrecord.press import pick, read_bytes, read_news, readers

BODY = (
    "The ferry Nordlys left the pier at Kvalnes on Monday with forty passengers and two cows, "
    "the harbour office said.\n\nNobody could say why the cows were on board."
)


def one(name: str, data: bytes | str) -> Article:
    """The only article of a file; fails on anything else."""
    raw = data.encode() if isinstance(data, str) else data
    parts = list(read_bytes(name, raw))
    articles = [part for part in parts if isinstance(part, Article)]
    assert len(articles) == 1, parts
    assert articles[0].blob == hashlib.sha256(raw).hexdigest()
    return articles[0]


def troubles(name: str, data: bytes | str) -> list[str]:
    raw = data.encode() if isinstance(data, str) else data
    return [part.kind for part in read_bytes(name, raw) if isinstance(part, Trouble)]


def ninjs(version: int) -> str:
    if version == 1:
        said: dict[str, object] = {
            "uri": "https://kvalnes.example/1",
            "type": "text",
            "versioncreated": "2031-05-05T10:00:00Z",
            "copyrightholder": "Kvalnes Post",
            "byline": "Ada Myhre",
            "located": "Kvalnes",
            "headline": "Cows at sea",
            "body_text": BODY,
            "infosource": [{"name": "Coast Agency"}],
            "language": "en",
        }
        return json.dumps(said)
    marked = "".join(f"<p>{p}</p>" for p in BODY.split("\n\n"))
    said = {
        "uri": "https://kvalnes.example/1",
        "type": "text",
        "firstCreated": "2031-05-05T10:00:00Z",
        "versionCreated": "2031-05-05T12:00:00+02:00",
        "copyrightHolder": "Kvalnes Post",
        "by": "Ada Myhre",
        "located": "Kvalnes",
        "headlines": [{"role": "sub", "value": "No"}, {"role": "main", "value": "Cows at sea"}],
        "bodies": [{"role": "text", "contentType": "text/html", "value": marked}],
        "infoSources": [{"name": "Coast Agency"}],
        "language": "en",
    }
    return json.dumps(said)


@pytest.mark.parametrize("version", [1, 2])
def test_ninjs_of_both_shapes_says_the_same(version: int) -> None:
    article = one("a.json", ninjs(version))
    assert article.text == f"Cows at sea\n\n{BODY}"
    assert (article.outlet, article.byline, article.place_line) == (
        "Kvalnes Post",
        "Ada Myhre",
        "Kvalnes",
    )
    assert article.agency == "Coast Agency"
    assert article.published.rfc3339() == "2031-05-05T10:00:00Z"
    assert article.language == "en"


def test_a_list_of_ninjs_items_gives_articles_of_different_ids() -> None:
    items = [json.loads(ninjs(1)), json.loads(ninjs(2)), 7]
    parts = list(read_bytes("a.json", json.dumps(items).encode()))
    ids = {part.id for part in parts if isinstance(part, Article)}
    assert len(ids) == 2
    assert [part.kind for part in parts if isinstance(part, Trouble)] == ["unreadable-record"]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ('{"uri": "x", "versionCreated": "2031', "not-json"),
        ('{"uri": "x", "versionCreated": "2031-05-05T10:00:00Z"}', "no-text"),
        (
            '{"uri": "x", "headline": "t", "versionCreated": "", "body_text": "Two words"}',
            "too-little-text",
        ),
    ],
)
def test_a_ninjs_file_without_an_article_says_why(data: str, kind: str) -> None:
    assert troubles("a.json", data) == [kind]


NEWSML = """<?xml version="1.0" encoding="UTF-8"?>
<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x" xml:lang="en">
 <itemMeta><provider literal="kp"><name>Kvalnes Post</name></provider>
  <versionCreated>2031-05-05T12:30:00+02:00</versionCreated>
  <firstCreated>2031-05-05T12:00:00+02:00</firstCreated></itemMeta>
 <contentMeta><by>Ada Myhre</by><infoSource qcode="a:CA"><name>Coast Agency</name></infoSource>
  <located><name>Kvalnes</name></located><headline>Cows at sea</headline></contentMeta>
 <contentSet><inlineXML contenttype="application/nitf+xml"><nitf xmlns="n"><body><body.content>
  <p>The ferry Nordlys left the pier at Kvalnes on Monday with forty passengers
     and two <em>cows</em>, the harbour office said.</p><p>Nobody could say why the cows were
     on board.</p></body.content></body></nitf></inlineXML></contentSet>
</newsItem>"""


def test_newsml_g2_gives_text_and_facts() -> None:
    article = one("a.xml", NEWSML)
    assert article.text == f"Cows at sea\n\n{BODY}"
    assert (article.outlet, article.agency, article.byline) == (
        "Kvalnes Post",
        "Coast Agency",
        "Ada Myhre",
    )
    assert article.published.rfc3339() == "2031-05-05T10:00:00Z"
    assert article.modified.rfc3339() == "2031-05-05T10:30:00Z"


def test_newsml_that_breaks_off_is_a_trouble_and_loads_no_entity() -> None:
    assert troubles("a.xml", NEWSML[:700]) == ["not-xml"]
    evil = NEWSML.replace("?>", '?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>', 1)
    article = one("a.xml", evil.replace("two <em>", "&e; two <em>"))
    assert "Kvalnes on Monday" in article.text


PAGE = """<!DOCTYPE html><html lang="en"{amp}><head><title>Cows at sea | Kvalnes Post</title>
<meta property="og:site_name" content="Kvalnes Post">
<script type="application/ld+json">{ld}</script></head><body>
<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>Cows at sea</h1>{body}</article><footer>All rights reserved</footer></body></html>"""

LONG = "".join(
    f"<p>Paragraph {n}: the ferry Nordlys left the pier at Kvalnes on Monday with forty passengers, "
    f"two cows and a crate of lamps, number {n} of a long story that nobody has heard before.</p>"
    for n in range(1, 9)
)


def page(amp: str = "", body: str = LONG, **ld: object) -> str:
    said = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Cows at sea"}
    said |= {"datePublished": "2031-05-05T10:00:00Z", "author": {"name": "Ada Myhre"}}  # type: ignore[dict-item]
    said |= {"publisher": {"@type": "Organization", "name": "Kvalnes Post"}}  # type: ignore[dict-item]
    said |= ld  # type: ignore[arg-type]
    return PAGE.format(amp=amp, ld=json.dumps(said), body=body)


def test_a_saved_page_gives_its_text_without_the_furniture() -> None:
    article = one("a.html", page())
    assert article.title == "Cows at sea"
    assert "Paragraph 8" in article.text
    assert "Sport" not in article.text
    assert (article.outlet, article.byline) == ("Kvalnes Post", "Ada Myhre")
    assert article.published.rfc3339() == "2031-05-05T10:00:00Z"
    assert article.language == "en"


def test_an_amp_page_is_known_as_one() -> None:
    assert one("a.html", page(amp=" amp")).kind == "amp"
    assert one("a.html", page(amp=" ⚡")).kind == "amp"


def test_microdata_stands_in_for_json_ld() -> None:
    data = """<!doctype html><html><body><article itemscope itemtype="https://schema.org/NewsArticle">
    <h1 itemprop="headline">Cows at sea</h1><meta itemprop="datePublished" content="2031-05-05">
    <span itemprop="publisher" itemscope><b itemprop="name">Kvalnes Post</b></span>"""
    article = one("a.html", data + LONG + "</article></body></html>")
    assert (article.title, article.outlet) == ("Cows at sea", "Kvalnes Post")
    assert article.published.basis == "local-unknown"


def test_a_paywalled_stub_is_named_and_an_empty_page_is_no_article() -> None:
    stub = "<p>The ferry Nordlys left the pier at Kvalnes on Monday with forty passengers and two cows.</p>"
    data = page(body=stub + "<p>Subscribe to continue reading.</p>", isAccessibleForFree=False)
    assert troubles("a.html", data) == ["paywalled-stub"]
    assert one("a.html", data).kind == "stub"
    assert troubles("a.html", page(body="<p>Nothing.</p>")) == ["too-little-text"]


def test_json_ld_that_is_not_json_costs_a_note_and_not_the_page() -> None:
    data = page().replace('"headline"', "headline", 1)
    assert troubles("a.html", data) == ["bad-json-ld"]
    assert one("a.html", data).outlet == "Kvalnes Post"


@pytest.mark.parametrize(
    "head",
    [
        "Cows at sea\n\nBy Ada Myhre\n5 May 2031 12:00 +02:00\n\n",
        "Kvalnes Post\n5 May 2031, 12:00 (UTC+02:00)\nBy Ada Myhre, Kvalnes\n\nCows at sea\n\n",
        "Title: Cows at sea\nOutlet: Kvalnes Post\nDate: 2031-05-05T10:00:00Z\nBy Ada Myhre\n\n",
    ],
)
def test_plain_text_in_three_layouts(head: str) -> None:
    article = one("a.txt", head + BODY)
    assert article.text == f"Cows at sea\n\n{BODY}"
    assert article.byline == "Ada Myhre"
    assert article.published.rfc3339() == "2031-05-05T10:00:00Z"


@pytest.mark.parametrize(
    ("line", "place", "agency"),
    [
        ("KVALNES, 5 May (Coast Agency) - ", "KVALNES", "Coast Agency"),
        ("Kvalnes (CA) -- ", "Kvalnes", "CA"),
        ("KVALNES — ", "KVALNES", None),
        ("كفالنس (وكالة الساحل) - ", "كفالنس", "وكالة الساحل"),
    ],
)
def test_the_place_line_is_understood(line: str, place: str, agency: str | None) -> None:
    article = one("a.txt", f"Cows at sea\n\n{line}{BODY}")
    assert (article.place_line, article.agency) == (place, agency)
    assert article.text.startswith("Cows at sea\n\n" + line)


def test_a_credit_at_the_end_is_understood() -> None:
    assert one("a.txt", f"Cows at sea\n\n{BODY}\n\n(Coast Agency)").agency == "Coast Agency"


def test_bad_bytes_of_a_plain_text_are_shown_and_named() -> None:
    data = f"Cows at sea\n\n{BODY}".encode() + b" \xff\xfe end"
    assert troubles("a.txt", data) == ["bad-utf8"]
    assert r"\xff\xfe" in one("a.txt", data).text


def test_a_line_separator_inside_a_paragraph_is_no_new_line() -> None:
    text = f"Cows at\u2028sea\n\n{BODY} \u2028 More \u0085 of it."
    assert one("a.txt", text).text.endswith(f"{BODY} \u2028 More \u0085 of it.")


def test_a_tie_is_refused_and_an_unknown_file_too() -> None:
    with pytest.raises(NotAnExport):
        pick("a.bin", b"\x00\x01\x02")
    for name, reader in readers().items():
        assert reader.name.replace("-", "_").startswith(name[:4])

    class Greedy:
        name = "greedy"

        def sniff(self, member: str, head: bytes) -> bool:
            return True

    from onrecord.press import plain  # noqa: PLC0415

    before = plain.PRESS_FORMAT
    plain.PRESS_FORMAT = Greedy()  # type: ignore[assignment]
    try:
        with pytest.raises(AmbiguousFormat) as refused:
            pick("a.json", ninjs(1).encode())
    finally:
        plain.PRESS_FORMAT = before
    assert "greedy" in refused.value.where
    assert "ninjs" in refused.value.where


def test_every_member_of_a_folder_is_an_article_or_a_trouble() -> None:
    files = {
        "a.json": ninjs(1).encode(),
        "b/c.xml": NEWSML.encode(),
        "d.html": page().encode(),
        "e.txt": f"Cows\n\n{BODY}".encode(),
        "f.jpg": b"\xff\xd8\xff\xe0 not news",
        "g.txt": b"",
    }
    parts = list(read_news(Folder(files)))
    assert {part.place.member for part in parts} == set(files)
    assert {part.kind for part in parts if isinstance(part, Trouble)} == {"no-reader", "no-text"}
    assert list(read_news(Folder(files))) == parts


@given(st.binary(max_size=400), st.sampled_from(["a.json", "a.html", "a.xml", "a.txt", "a"]))
def test_no_bytes_break_a_reader(data: bytes, name: str) -> None:
    assert list(read_bytes(name, data))


@given(st.data())
def test_no_cut_of_a_true_file_breaks_a_reader(data: st.DataObject) -> None:
    name, whole = data.draw(
        st.sampled_from([("a.json", ninjs(2)), ("a.xml", NEWSML), ("a.html", page())])
    )
    cut = data.draw(st.integers(0, len(whole)))
    assert list(read_bytes(name, whole[:cut].encode()))
