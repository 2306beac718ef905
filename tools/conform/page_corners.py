"""Pages where a checker could be too kind or too strict, found by mutants that nobody noticed."""

from collections.abc import Iterator

from conform.case import Case, page, page_of
from conform.make import TEXT, Spec, proof
from conform.pages import ONE, quote


def every() -> Iterator[Case]:
    """Section 16."""
    both = f"<div data-onrecord-quote=0>We <div>crossed</div>{TEXT[10:]}</div>"
    for name, body in {
        "nested-same-tag-goes-on": both,
        "bare-number": f"<p data-onrecord-quote=0>{TEXT}</p>",
        "comment-inside": quote(0, TEXT.replace(" river", "<!-- a -- b --> river")),
        "comment-empty-inside": quote(0, TEXT.replace(" river", "<!----> river")),
        "declaration-inside": quote(0, TEXT.replace(" river", "<!x> river")),
        "style-with-its-begin": "<style></styles><q data-onrecord-quote=9></style>"
        + quote(0, TEXT),
        "style-ends-with-space": f"<style>a</style >{quote(0, TEXT)}",
        "words-after-the-end": quote(0, TEXT) + "</html> a &unknown; word",
    }.items():
        yield page(f"page-{name}", page_of(ONE, body=body))
    for tag in ("xmp", "plaintext", "noembed", "noframes"):
        yield page(f"page-{tag}", page_of(ONE, body=quote(0, TEXT) + f"<{tag}></{tag}>"), "page")
    for tag in (
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    ):
        marked = f"{quote(0, TEXT)}<{tag} data-onrecord-quote=0>"
        yield page(f"page-void-{tag}-marked", page_of(ONE, body=marked), "page")
    for tag in ("style", "title", "textarea"):
        marked = f"{quote(0, TEXT)}<{tag} data-onrecord-quote=0></{tag}>"
        yield page(f"page-{tag}-marked", page_of(ONE, body=marked), "page")
        inside = quote(0, TEXT + f"<{tag}></{tag}>", "div")
        yield page(f"page-{tag}-in-a-mark", page_of(ONE, body=inside), "page")
    for name, odd in {
        "odd-comment-short": "<!--> -->",
        "odd-comment-dash": "<!---> -->",
        "odd-comment-bang": "<!-- a --!> b -->",
        "odd-comment-bang-at-end": "<!-- a --!>-->",
        "comment-not-closed": "<!-- a",
        "declaration-not-closed": "<!x",
        "words-lack-a-tilde": "",
    }.items():
        text = "We left. ~" if name == "words-lack-a-tilde" else TEXT
        whole = page_of(proof(Spec(text=text, shown=text)), body=quote(0, text.rstrip(" ~")))
        yield page(f"page-{name}", whole.replace(b"</body></html>\n", odd.encode()), "page")
    yield page("page-begins-with-proof", page_of(ONE, body=quote(0, TEXT))[16:])
