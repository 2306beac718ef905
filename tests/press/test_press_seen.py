"""Pages, feeds, mails and archives as they are met outside of laboratories. All invented."""

import gzip
import json

import pytest

from onrecord.model.press import Article
from onrecord.model.trouble import Trouble
from onrecord.press import read_bytes
from onrecord.press._when import instant

LINE = (
    "The ferry Nordlys left the pier at Kvalnes on Monday with forty passengers and two cows,"
    " the harbour office said. The crossing takes two hours and the cows were quiet throughout."
)
LONG = "".join(f"<p>{LINE} Part {n} of the story tells of the mayor.</p>" for n in range(6))
RUSSIAN = "".join(
    "<p>Паром «Нордлис» вышел в понедельник с причала Квальнеса с сорока пассажирами и двумя"
    f" коровами на борту, сообщили в портовой конторе, часть {n}.</p>"
    for n in range(6)
)
META = "<meta charset=utf-8>"


def page(body: str, head: str = META, attributes: str = "lang=en", before: str = "") -> str:
    main = f"<main><article><h1>Cows at sea</h1>{body}</article></main>"
    return (
        f"<!DOCTYPE html>{before}<html {attributes}><head>{head}</head><body>{main}</body></html>"
    )


def read(name: str, data: bytes | str) -> tuple[list[Article], list[str]]:
    parts = list(read_bytes(name, data.encode() if isinstance(data, str) else data))
    articles = [p for p in parts if isinstance(p, Article)]
    return articles, [p.kind for p in parts if isinstance(p, Trouble)]


def one(name: str, data: bytes | str) -> Article:
    articles, _ = read(name, data)
    assert len(articles) == 1
    return articles[0]


def ld(**said: object) -> str:
    node = {"@type": "NewsArticle", "headline": "Cows at sea", **said}
    return f'{META}<script type="application/ld+json">{json.dumps(node)}</script>'


def test_the_headline_is_no_part_of_the_body_and_hides_no_place_line() -> None:
    article = one("a.html", page(f"<p>KVALNES, May 5 (NordPress) - {LINE}</p>{LONG}"))
    assert article.text.count("Cows at sea") == 1
    assert (article.place_line, article.agency) == ("KVALNES", "NordPress")


@pytest.mark.parametrize(
    ("line", "place", "agency"),
    [
        ("КВАЛЬНЕС, 5 мая – НордПресс. Паром вышел.", "КВАЛЬНЕС", "НордПресс"),
        ("КВАЛЬНЕС, 5 мая. /НОРДПРЕСС/. Паром вышел.", "КВАЛЬНЕС", "НОРДПРЕСС"),
        ("Квальнес. 5 мая. НОРДПРЕСС - Паром вышел.", "Квальнес", "НОРДПРЕСС"),
        ("Квальнес, 5 мая. Паром вышел в понедельник. Все рады.", None, None),
        ("كفالنس (نورد برس) - غادرت العبارة.", "كفالنس", "نورد برس"),
        ("Kvalnes (npa) - Die Fähre verließ den Kai.", "Kvalnes", "npa"),
        ("FILE - In this picture a cow stands on a quay.", None, None),
    ],
)
def test_place_line_and_agency_of_several_houses(
    line: str, place: str | None, agency: str | None
) -> None:
    article = one("a.html", page(f"<p>{line}</p>{RUSSIAN}"))
    assert (article.place_line, article.agency) == (place, agency)


def test_a_graph_is_followed_and_entities_are_read() -> None:
    graph = [
        {
            "@type": "NewsArticle",
            "headline": "Cows &amp; ferries",
            "publisher": {"@id": "https://k.example/#org"},
            "author": {"@id": "https://k.example/#ada"},
        },
        {"@type": "Organization", "@id": "https://k.example/#org", "name": "Kvalnes Post"},
        {"@type": "Person", "@id": "https://k.example/#ada", "name": "Ada Myhre"},
    ]
    said = json.dumps({"@context": "https://schema.org", "@graph": graph})
    wrapped = f"/*<![CDATA[*/{said}/*]]>*/"
    for inside in (said, wrapped):
        head = f'{META}<script type="application/ld+json; charset=utf-8">{inside}</script>'
        article = one("a.html", page(LONG, head))
        assert (article.title, article.outlet) == ("Cows & ferries", "Kvalnes Post")
        assert article.byline == "Ada Myhre"


@pytest.mark.parametrize(
    "before",
    [
        "\n<!-- saved from url=(0029)https://k.example/news/cows -->\n",
        "<!--\n Page saved with SingleFile \n url: https://k.example/news/cows \n-->",
    ],
)
def test_where_a_browser_saved_it_from(before: str) -> None:
    article = one("a.html", page(LONG, before=before))
    assert (article.url, article.outlet) == ("https://k.example/news/cows", "k.example")


def test_times_and_author_that_only_elements_state() -> None:
    said = (
        '<p class="byline">By <a rel=author href=/a>Ada Myhre</a></p>'
        '<time datetime="2031-05-05T10:00:00+02:00">5 May</time>'
        '<p class="updated">Updated <time datetime="2031-05-06T10:00:00+02:00">6 May</time></p>'
    )
    article = one("a.html", page(said + LONG))
    assert article.byline == "Ada Myhre"
    assert article.published.text == "2031-05-05T10:00:00+02:00"
    assert article.modified.text == "2031-05-06T10:00:00+02:00"


@pytest.mark.parametrize("coding", ["utf-8", "cp1251", "utf-16"])
def test_letters_come_out_whatever_they_are_coded_in(coding: str) -> None:
    head = "<meta charset=windows-1251>" if coding == "cp1251" else ""
    article = one("a.html", page(RUSSIAN, head, "lang=ru").encode(coding))
    assert "с причала Квальнеса" in article.text


def test_an_encoding_that_nothing_states_is_a_named_guess() -> None:
    articles, troubles = read("a.html", page(RUSSIAN, "", "lang=ru").encode("cp1251"))
    assert troubles == ["encoding"]
    assert len(articles) == 1


def test_a_page_without_doctype_is_read_if_it_is_named_so() -> None:
    bare = f"<head>{META}</head><body><h1>Cows</h1>{LONG}</body>"
    assert one("a.htm", bare).title == "Cows"
    assert read("a.xml", bare)[1] == ["no-reader"]


WALL = "<p>Subscribe to continue reading.</p>"
STUBS = {
    "stated": page(f"<p>{LINE}</p>", ld(isAccessibleForFree=False)),
    "stated of a part": page(f"<p>{LINE}</p>", ld(hasPart={"isAccessibleForFree": False})),
    "tier": page(f"<p>{LINE}</p>", f'{META}<meta property="article:content_tier" content=locked>'),
    "words": page(f"<p>{LINE}</p>{WALL}"),
    "german": page(f"<p>{LINE}</p><p>Jetzt weiterlesen mit Plus-Abo</p>"),
    "part": page(f"<p>{LINE}</p>" * 5, ld(isAccessibleForFree="False", wordCount="2,400")),
    "amp": page(
        f'<p>{LINE}</p><section subscriptions-section="content-not-granted"><p>More</p></section>',
        attributes="amp lang=en",
    ),
}
WHOLE = {
    "a subscriber's copy": page(LONG, ld(isAccessibleForFree=False, wordCount=200)),
    "a short article": page(f"<p>{LINE}</p>", ld(publisher={"name": "Kvalnes Post"})),
    "about subscribing": page(f"<p>Readers subscribe to newspapers less. {LINE}</p>"),
    "an appeal below a whole text": page(LONG * 5 + WALL),
}


@pytest.mark.parametrize("name", STUBS)
def test_a_stub_is_recognised(name: str) -> None:
    articles, troubles = read("a.html", STUBS[name])
    assert "paywalled-stub" in troubles
    assert [a.kind for a in articles] == ["stub"]


@pytest.mark.parametrize("name", WHOLE)
def test_what_looks_like_a_stub_and_is_none(name: str) -> None:
    articles, troubles = read("a.html", WHOLE[name])
    assert troubles == []
    assert [a.kind for a in articles] == ["article"]


def test_the_text_that_only_the_facts_hold_is_the_text() -> None:
    whole = " ".join([LINE] * 9)
    articles, troubles = read("a.html", page(f"<p>{LINE}</p>{WALL}", ld(articleBody=whole)))
    assert whole in articles[0].text
    assert troubles == []


def record(kind: str, block: bytes, **more: str) -> bytes:
    said = {"WARC-Type": kind, "WARC-Target-URI": "https://k.example/cows", **more}
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in said.items())
    head = f"WARC/1.1\r\n{lines}Content-Length: {len(block)}\r\n\r\n"
    return head.encode() + block + b"\r\n\r\n"


def response(body: bytes, status: str = "200 OK", kind: str = "text/html") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n".encode() + body


def test_an_archive_knows_status_charset_and_resources() -> None:
    coded = page(RUSSIAN, "", "lang=ru").encode("cp1251")
    archive = (
        record("response", response(coded, kind="text/html; charset=windows-1251"))
        + record("response", response(page(LONG).encode(), "404 Not Found"))
        + record("response", response(page(LONG).encode(), "301 Moved Permanently"))
        + record("resource", page(LONG).encode(), Content_Type="text/html")
    )
    for name, data in (("a.warc", archive), ("a.warc.gz", gzip.compress(archive))):
        articles, troubles = read(name, data)
        assert ["с причала" in a.text for a in articles] == [True, False]
        assert {a.outlet for a in articles} == {"k.example"}
        assert troubles == ["other-records"]


def test_pictures_of_a_feed_are_not_its_text() -> None:
    feed = (
        '<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel>'
        "<title>Kvalnes Post</title><item><media:content><media:title>pic</media:title>"
        "<media:description>A cow stands on a quay and looks at a ferry that leaves without it"
        f"</media:description></media:content><title>Cows</title><description>{LINE}</description>"
        "</item></channel></rss>"
    )
    article = one("f.xml", feed)
    assert (article.title, article.kind) == ("Cows", "teaser")
    assert "looks at a ferry" not in article.text


def test_an_atom_feed_with_a_prefix_states_its_language() -> None:
    feed = (
        '<a:feed xmlns:a="http://www.w3.org/2005/Atom" xml:lang="nb"><a:title>Post</a:title>'
        '<a:entry><a:title type="html">Cows &amp;amp; sea</a:title><a:content type="html">'
        f"&lt;p&gt;{LINE}&lt;/p&gt;</a:content></a:entry></a:feed>"
    )
    article = one("f.xml", feed)
    assert (article.title, article.language, article.outlet) == ("Cows & sea", "nb", "Post")


def test_a_mail_in_small_letters_with_an_old_charset() -> None:
    head = (
        "subject: =?utf-8?b?0JrQvtGA0L7QstGL?=\r\nfrom: a@b.example\r\nmime-version: 1.0\r\n"
        "content-type: text/html; charset=windows-1251\r\ncontent-transfer-encoding: 8bit\r\n\r\n"
    )
    article = one("n.eml", head.encode() + page(RUSSIAN, "").encode("cp1251"))
    assert (article.title, article.outlet) == ("Коровы", "b.example")
    assert "с причала" in article.text


def test_plain_text_in_utf_16_by_its_mark() -> None:
    said = f"Cows at sea\nBy Ada Myhre, Kvalnes\n5 May 2031, 10:30 GMT\n\n{LINE}"
    article = one("a.txt", said.encode("utf-16"))
    assert (article.title, article.byline, article.published.basis) == (
        "Cows at sea",
        "Ada Myhre",
        "utc",
    )


def test_a_schema_is_no_news_and_texts_inside_a_package_are() -> None:
    schema = {"$id": "x", "title": "ninjs", "description": LINE, "properties": {"uri": {}}}
    schema["versioncreated"] = {}
    assert read("s.json", json.dumps(schema)) == ([], ["unreadable-record"])
    inner = {"uri": "https://k.example/2", "type": "text", "headline": "Cows", "body_text": LINE}
    package = {"uri": "https://k.example/1", "type": "composite", "versioncreated": "2031-05-05"}
    for inside in ([inner], {"main": inner}):
        articles, troubles = read("p.json", json.dumps({**package, "associations": inside}))
        assert [a.title for a in articles] == ["Cows"]
        assert troubles == []


@pytest.mark.parametrize(
    ("text", "basis", "earliest"),
    [
        ("5 May 2031, 10:30 CEST", "offset", "2031-05-05T08:30:00"),
        ("5 May 2031, 10:30 CET", "local-unknown", "2031-05-04T20:30:00"),  # summer: which?
        ("May 5, 2031 10:30 a.m. ET", "offset", "2031-05-05T14:30:00"),
        ("الاثنين 5 مايو 2031 - 10:30 م", "local-unknown", "2031-05-05T08:30:00"),
        ("٥ أيار/مايو ٢٠٣١ 10:30 صباحًا بتوقيت غرينتش", "utc", "2031-05-05T10:30:00"),
        ("5 كانون الثاني 2031", "local-unknown", "2031-01-04T10:00:00"),
        ("5 мая 2031, 10:30 (МСК)", "offset", "2031-05-05T07:30:00"),
        ("Mon May  5 10:00:00 2031", "local-unknown", "2031-05-04T20:00:00"),
        ("2031年5月5日", "local-unknown", "2031-05-04T10:00:00"),
        ("5 mayo 2031", "local-unknown", "2031-05-04T10:00:00"),
    ],
)
def test_clocks_and_months_of_several_countries(text: str, basis: str, earliest: str) -> None:
    when = instant(text)
    assert when.earliest is not None
    assert when.earliest.isoformat()[:19] == earliest
    assert (when.basis == "local-unknown") == (basis == "local-unknown")
