"""Pages with proofs, and several proofs of one story."""

from collections.abc import Iterator
from typing import Any

from conform.case import Case, page, page_of
from conform.make import TEXT, Spec, proof
from conform.seal import Keys, b64url, sha256

ONE = proof(Spec())
TWO = proof(
    Spec(n=8, text="«Мы» ушли & всё <так>.", shown="«Мы» ушли & всё <так>.", story="story-1")
)


def quote(number: int | str, inside: str, tag: str = "blockquote") -> str:
    """An element that holds a printed quotation."""
    return f'<{tag} data-onrecord-quote="{number}">{inside}</{tag}>'


def pages() -> Iterator[Case]:
    """Section 16."""
    yield page("page", page_of(ONE, body=quote(0, TEXT)))
    yield page("page-unmarked-proof", page_of(ONE))
    yield page("page-two", page_of(ONE, TWO, body=quote(1, "«Мы» ушли &amp; всё &lt;так&gt;.", "p")
                                   + quote(0, TEXT)), classes=["EXACT", "EXACT"])  # fmt: skip
    yield page(
        "page-inline-tags", page_of(ONE, body=quote(0, TEXT.replace("river", "<em>river</em>")))
    )
    yield page(
        "page-spaces", page_of(ONE, body=quote(0, "\n " + TEXT.replace(" ", "&nbsp;\t") + "\n"))
    )
    yield page(
        "page-numeric-references",
        page_of(ONE, body=quote(0, TEXT.replace("W", "&#87;").replace("!", "&#x21;"))),
    )
    yield page(
        "page-nested-same-tag",
        page_of(ONE, body=quote(0, f"<div>{TEXT}</div>", "div") + "<div>x</div>"),
    )
    yield page(
        "page-single-quoted", page_of(ONE, body=f"<p class=a data-onrecord-quote='0'>{TEXT}</p>")
    )
    yield page("page-upper-case", page_of(ONE, body=f'<P DATA-ONRECORD-QUOTE="0">{TEXT}</P>'))
    yield page(
        "page-comment", page_of(ONE, body=f"<!-- {quote(0, 'not this')} -->{quote(0, TEXT)}")
    )
    style = (
        "<style>p > q { content: '<b data-onrecord-quote=\"9\">' }</style><title>a <p> b</title>"
    )
    yield page("page-style", page_of(ONE, head=style, body=quote(0, TEXT)))
    yield page(
        "page-attribute-with-angle", page_of(ONE, body=f'<p title="a > b">x</p>{quote(0, TEXT)}')
    )
    yield page("page-same-quote-twice", page_of(ONE, body=quote(0, TEXT) + quote(0, TEXT)))
    yield page("page-line-break", page_of(ONE, body=quote(0, TEXT.replace(". ", ".<br> "))))
    yield page("page-less-than", page_of(ONE, body="<p>1 < 2</p>" + quote(0, TEXT)))


def broken_pages() -> Iterator[Case]:
    """Pages that must be refused."""
    s = "page"
    bodies = {
        "other-words": quote(0, TEXT.replace("dawn", "noon")),
        "words-added": quote(0, TEXT + " Really."),
        "no-such-proof": quote(1, TEXT),
        "number-zero-first": quote("00", TEXT),
        "number-empty": quote("", TEXT),
        "number-word": quote("one", TEXT),
        "not-closed": f'<p data-onrecord-quote="0">{TEXT}',
        "unknown-reference": quote(0, TEXT.replace("!", "&excl;")),
        "bad-reference": quote(0, TEXT + "&#0;"),
        "script-inside": quote(0, TEXT + "<script>x</script>"),
        "mark-on-void": f'{quote(0, TEXT)}<img data-onrecord-quote="0">',
        "iframe": quote(0, TEXT) + "<iframe></iframe>",
        "odd-comment": f"<!--> {quote(0, TEXT)} -->",
        "broken-tag": quote(0, TEXT) + '<p title="x>',
        "style-not-closed": quote(0, TEXT) + "<style>",
        "second-differs": quote(0, TEXT) + quote(0, "Something else."),
        "nested-mark-differs": quote(0, f'<span data-onrecord-quote="0">We</span>{TEXT[2:]}'),
    }
    for name, body in bodies.items():
        yield page(f"page-{name}", page_of(ONE, body=body), s)
    whole = page_of(ONE, body=quote(0, TEXT))
    after = b'<p data-onrecord-quote="0">' + TEXT.encode()
    yield page("page-mark-not-closed", page_of(ONE).replace(b"</body></html>\n", after), s)
    yield page("page-empty", page_of(), s)
    yield page("page-no-proof", page_of(body=quote(0, TEXT)), s)
    yield page("page-proof-with-space", whole.replace(b'base64">', b'base64"> '), s)
    yield page("page-proof-not-base64", whole.replace(b'base64">ey', b'base64">.y'), s)
    yield page("page-proof-other-type", whole.replace(b"proof+base64", b"proof+b64"), s)
    yield page("page-not-utf8", whole.replace(b"river", b"riv\xffr", 1), s)
    yield page("page-nul", whole.replace(b"<body>", b"<body>\0"), s)
    bad = proof(Spec(shown="We fled."))
    yield page("page-one-bad-proof", page_of(ONE, bad, body=quote(0, TEXT)), "wording")
    yield page("page-proof-cut", page_of(ONE[:-2], body=quote(0, TEXT)), "form")


def bundles() -> Iterator[Case]:
    """Speakers over several proofs."""
    other = Keys(sha256(b"second archive"), sha256(b"test chat key"))
    second: dict[str, Any] = {"keys": other, "archive": b64url(sha256(b"second id")[:16])}
    rahel = {"sender": {"id": "user1002", "name": "Rahel"}}
    both = ["EXACT", "EXACT"]
    yield page("bundle-one-member", page_of(ONE, proof(Spec(n=8))), classes=both)
    yield page(
        "bundle-two-members",
        page_of(ONE, proof(Spec(n=8, values=rahel, speaker="Member B"))),
        classes=both,
    )
    yield page("bundle-two-archives", page_of(ONE, proof(Spec(n=8, **second))), classes=both)
    yield page(
        "bundle-two-stories", page_of(ONE, proof(Spec(n=8, slot=2, story="story-2"))), classes=both
    )
    yield page(
        "bundle-no-story",
        page_of(proof(Spec(story=None)), proof(Spec(story=None, slot=2))),
        classes=both,
    )
    yield page(
        "bundle-label-null",
        page_of(ONE, proof(Spec(n=8, values=rahel, speaker=None))),
        classes=both,
    )
    unnamed = page_of(proof(Spec(speaker=None)), proof(Spec(n=8, values=rahel, speaker=None)))
    yield page("bundle-two-members-no-label", unnamed, classes=both)
    nobody = {"sender": None}
    closed = ("text", "attr")
    two = page_of(ONE, proof(Spec(n=8, values=nobody, opens=closed, speaker="Channel")))
    yield page("bundle-label-alias-closed", two, classes=both)
    s = "bundle"
    yield page("bundle-one-label-two-members", page_of(ONE, proof(Spec(n=8, values=rahel))), s)
    yield page(
        "bundle-two-labels-one-member", page_of(ONE, proof(Spec(n=8, speaker="Member B"))), s
    )
    yield page("bundle-two-slots", page_of(ONE, proof(Spec(n=8, slot=2))), s)
    yield page("bundle-two-slots-no-label", page_of(ONE, proof(Spec(n=8, slot=2, speaker=None))), s)
    bad = page_of(ONE, proof(Spec(n=8, values=nobody)))
    yield page("bundle-alias-null", bad, "openings")
    swapped = _swapped_alias()
    yield page("bundle-alias-swapped", page_of(ONE, swapped), "openings")


def _swapped_alias() -> bytes:
    """A proof that opens the alias of another record's leaf."""
    from conform.make import seal_record

    theirs = seal_record(Spec()).strings["alias1"]
    return proof(
        Spec(n=8, values={"sender": {"id": "user1002", "name": "Rahel"}},
             at={"disclosures": lambda d: [*d[:3], theirs, *d[4:]]})
    )  # fmt: skip


def every() -> Iterator[Case]:
    """All of them."""
    for part in (pages, broken_pages, bundles):
        yield from part()
