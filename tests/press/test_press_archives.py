"""Feeds, web archives, mails, PDF and event tables."""

# ruff: noqa: E501 - a paragraph of news stands on one line

import base64
import gzip
import hashlib
import io
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.press.wire import ACLED, BODY, split

from onrecord.press import pick, read_bytes

RSS = f"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>Kvalnes Post</title><language>en</language>
<item><title>Cows at sea</title><link>https://kvalnes.example/1</link><dc:creator>Ada Myhre</dc:creator>
<pubDate>Mon, 05 May 2031 12:00:00 +0200</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>{BODY}</p><p>Nobody could say why.</p>]]></content:encoded></item>
<item><title>Teaser</title><description>{BODY}</description></item>
<item><title>Nothing</title><description>Three words only</description></item></channel></rss>"""

ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Kvalnes Post</title>
<entry><title>Cows at sea</title><link href="https://kvalnes.example/1"/><author><name>Ada Myhre</name></author>
<published>2031-05-05T10:00:00Z</published><updated>2031-05-05T11:00:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{BODY}</p></div></content></entry></feed>"""


def test_an_rss_feed_gives_an_article_an_entry() -> None:
    articles, troubles = split("a.xml", RSS.encode())
    assert [a.kind for a in articles] == ["article", "teaser"]
    first = articles[0]
    assert first.text == f"Cows at sea\n\n{BODY}\n\nNobody could say why."
    assert (first.outlet, first.byline, first.url) == (
        "Kvalnes Post",
        "Ada Myhre",
        "https://kvalnes.example/1",
    )
    assert first.published.rfc3339() == "2031-05-05T10:00:00Z"
    assert [t.kind for t in troubles] == ["too-little-text"]
    assert len({a.id for a in articles}) == 2


def test_an_atom_feed_keeps_both_times() -> None:
    (article,), troubles = split("a.atom", ATOM.encode())
    assert BODY in article.text
    assert (article.byline, article.published.rfc3339(), article.modified.rfc3339()) == (
        "Ada Myhre",
        "2031-05-05T10:00:00Z",
        "2031-05-05T11:00:00Z",
    )
    assert troubles == []


PAGE = f"<!doctype html><html><head><title>Cows at sea</title></head><body><article><h1>Cows at sea</h1><p>{BODY}</p><p>{BODY}</p></article></body></html>".encode()


def record(kind: str, block: bytes, address: str = "https://kvalnes.example/1") -> bytes:
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nContent-Length: {len(block)}\r\n\r\n"
    return head.encode() + block + b"\r\n\r\n"


def response(body: bytes, *fields: str) -> bytes:
    head = "\r\n".join(("HTTP/1.1 200 OK", "Content-Type: text/html; charset=utf-8", *fields))
    return head.encode() + b"\r\n\r\n" + body


WARC = [
    record("warcinfo", b"software: test\r\n", ""),
    record("request", b"GET / HTTP/1.1\r\n\r\n"),
    record("response", response(PAGE)),
    record("response", response(gzip.compress(PAGE, mtime=0), "Content-Encoding: gzip"), "https://kvalnes.example/2"),
    record("response", response(b"5\r\n" + PAGE[:5] + b"\r\n" + f"{len(PAGE) - 5:x}\r\n".encode() + PAGE[5:] + b"\r\n0\r\n\r\n", "Transfer-Encoding: chunked"), "https://kvalnes.example/3"),
    record("response", b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG"),
]  # fmt: skip


@pytest.mark.parametrize("zipped", [False, True])
def test_the_pages_of_a_warc_are_articles_and_the_rest_is_counted(zipped: bool) -> None:
    name = "a.warc.gz" if zipped else "a.warc"
    data = b"".join(gzip.compress(r, mtime=0) if zipped else r for r in WARC)
    articles, troubles = split(name, data)
    assert [a.url for a in articles] == [f"https://kvalnes.example/{n}" for n in (1, 2, 3)]
    assert len({a.id for a in articles}) == 3
    for article in articles:
        piece = data[article.place.start : article.place.start + article.place.length]
        plain = gzip.decompress(piece) if zipped else piece
        assert plain.startswith(b"WARC/1.0\r\nWARC-Type: response")
    assert [t.kind for t in troubles] == ["other-records"]
    assert "1 request" in troubles[0].note
    assert "1 response without HTML" in troubles[0].note


def test_a_wacz_is_opened() -> None:
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w") as archive:
        archive.writestr("archive/data.warc.gz", gzip.compress(WARC[2], mtime=0))
        archive.writestr("pages/pages.jsonl", "{}")
    (article,), _ = split("a.wacz", box.getvalue())
    assert article.place.member == "a.wacz!/archive/data.warc.gz"
    assert split("a.wacz", box.getvalue()[:60])[1][0].kind == "damaged-container"


def test_a_warc_that_breaks_off_keeps_what_came_before() -> None:
    data = b"".join(WARC[:4])
    articles, troubles = split("a.warc", data[:-40])
    assert len(articles) == 1
    assert "truncated" in {t.kind for t in troubles}


@pytest.mark.parametrize(
    ("block", "kind"),
    [
        (response(b"\x00\x01", "Content-Encoding: br"), "unreadable-record"),
        (response(b"not gzip", "Content-Encoding: gzip"), "unreadable-record"),
        (response(b"5\r\nab\r\nzz", "Transfer-Encoding: chunked"), "unreadable-record"),
    ],
)
def test_a_damaged_response_costs_itself(block: bytes, kind: str) -> None:
    articles, troubles = split("a.warc", record("response", block) + WARC[2])
    assert len(articles) == 1
    assert kind in {t.kind for t in troubles}


def test_a_small_archive_cannot_blow_up(monkeypatch: pytest.MonkeyPatch) -> None:
    import onrecord.press._warc_records as room  # noqa: PLC0415

    monkeypatch.setattr(room, "RECORD_LIMIT", 10_000)
    bomb = gzip.compress(record("response", response(b" " * 100_000)), mtime=0)
    assert "over 10000 bytes" in split("a.warc.gz", bomb)[1][0].note
    deep = record("response", response(zlib.compress(b" " * 100_000), "Content-Encoding: deflate"))
    assert "over 10000 bytes" in split("a.warc", deep)[1][0].note


MAIL = f"""From: Kvalnes Post <news@kvalnes.example>
Subject: =?utf-8?q?Cows_at_s=C3=A9a?=
Date: Mon, 05 May 2031 12:00:00 +0200
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: multipart/alternative; boundary=c

--c
Content-Type: text/plain; charset=utf-8

See the web page.
--c
Content-Type: text/html; charset=utf-8

<p>{BODY}</p><p>Nobody could say why.</p>
--c--
--b
Content-Type: application/pdf
Content-Disposition: attachment; filename="cows.pdf"

x
--b--
"""


def test_a_newsletter_is_read_and_its_attachment_named() -> None:
    (article,), troubles = split("a.eml", MAIL.encode())
    assert article.title == "Cows at séa"
    assert article.text.endswith(f"{BODY}\n\nNobody could say why.")
    assert article.outlet == "Kvalnes Post"
    assert article.published.rfc3339() == "2031-05-05T10:00:00Z"
    assert [(t.kind, t.note) for t in troubles] == [("attachments", "not read: cows.pdf")]


SAVED = b"""From: <Saved by Blink>\r
Snapshot-Content-Location: https://kvalnes.example/cows\r
Subject: Cows at sea\r
Date: Mon, 12 May 2031 09:00:00 -0000\r
MIME-Version: 1.0\r
Content-Type: multipart/related; type="text/html"; boundary="--q"\r
\r
----q\r
Content-Type: text/html; charset=windows-1251\r
Content-Transfer-Encoding: base64\r
Content-Location: https://kvalnes.example/cows\r
\r
%s\r
----q--\r
""" % base64.encodebytes(
    "<html><body><article><h1>Паром</h1><p>Паром ушёл от причала в понедельник с сорока пассажирами"
    " и двумя коровами, сообщила контора порта.</p></article></body></html>".encode("cp1251")
)


def test_a_page_saved_as_one_file_has_no_browser_for_outlet_and_no_day_of_saving() -> None:
    articles, troubles = split("cows.mhtml", SAVED)
    assert troubles == []
    assert [a.outlet for a in articles] == ["kvalnes.example"]
    assert articles[0].url == "https://kvalnes.example/cows"
    assert articles[0].published.basis == "none"
    assert "двумя коровами" in articles[0].text
    assert articles[0].place.length == len(SAVED)
    assert articles[0].blob == hashlib.sha256(SAVED).hexdigest()


@pytest.mark.parametrize("name", [".DS_Store", "a/Thumbs.db", "__MACOSX/a/._page.html"])
def test_what_a_computer_keeps_beside_files_is_a_note(name: str) -> None:
    articles, troubles = split(name, b"\0\0\0\1Bud1")
    assert articles == []
    assert [(t.kind, t.weight) for t in troubles] == [("not-news", "note")]


@pytest.mark.parametrize(
    ("name", "data", "reader"),
    [
        ("a.xml", RSS.encode(), "rss"),
        ("a.warc", WARC[0], "warc"),
        ("a.eml", MAIL.encode(), "eml"),
        ("a.pdf", b"%PDF-1.4", "pdf"),
        ("a.mhtml", SAVED, "mhtml"),
        ("renamed.eml", SAVED, "mhtml"),
        ("a.csv", ACLED.encode(), "events"),
    ],
)
def test_each_is_known_by_one_reader(name: str, data: bytes, reader: str) -> None:
    assert pick(name, data).name == reader


@given(
    st.binary(max_size=300),
    st.sampled_from(["a.warc", "a.warc.gz", "a.wacz", "a.eml", "a.pdf", "a.mht"]),
)
def test_no_bytes_break_a_reader_of_archives(tail: bytes, name: str) -> None:
    heads = {
        "a.warc": b"WARC/1.0\r\n",
        "a.warc.gz": b"\x1f\x8b",
        "a.wacz": b"PK\x03\x04",
        "a.eml": b"From: x\n",
        "a.mht": b"From: <Saved by Blink>\n",
        "a.pdf": b"%PDF-1.4\n",
    }
    assert list(read_bytes(name, heads[name] + tail))


@given(st.integers(0, 3000), st.sampled_from(["warc", "gz", "eml", "mhtml", "rss"]))
def test_no_cut_of_a_true_archive_breaks_it(cut: int, kind: str) -> None:
    zipped = b"".join(gzip.compress(r, mtime=0) for r in WARC)
    name, data = {
        "warc": ("a.warc", b"".join(WARC)),
        "gz": ("a.warc.gz", zipped),
        "eml": ("a.eml", MAIL.encode()),
        "mhtml": ("a.mhtml", SAVED),
        "rss": ("a.xml", RSS.encode()),
    }[kind]
    assert list(read_bytes(name, data[: min(cut, len(data))]))
