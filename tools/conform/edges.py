"""Cases one step inside and one step outside of a limit; found by mutants that nobody noticed."""

from collections.abc import Iterator

from conform.case import Case, doc, given, no, ok, page, page_of
from conform.good_chain import POLICY
from conform.make import TEXT, WHEN, WITNESS_A, WITNESS_B, Spec, proof
from conform.pages import ONE, quote
from conform.seal import b64, disclosure, sha256
from conform.sign import Signer, token, tst_info

STAMP = "20261118110641Z"
LIMIT = 262144


def limits() -> Iterator[Case]:
    """Step 0: the largest that is taken goes on to a later step."""
    bare = len(proof(Spec(speaker="")))
    yield ok("form-of-262144-bytes", "EXACT", speaker="x" * (LIMIT - bare))
    yield given("form-of-262145-bytes", "form", proof(Spec(speaker="x" * (LIMIT - bare + 1))))
    path = doc(lambda d: d["archive"].update(path=(d["archive"]["path"] * 22)[:64]))
    yield no("form-path-64", "leaf", at=path)
    yield no("form-token-16384", "time", at=doc(lambda d: d.update(tst=[b64(bytes(16384))])))
    more = (disclosure("A" * 22, "x") + "~") * 2041
    yield no("jwt-disclosures-2048", "openings", at={"sd_jwt": lambda j: j + more})
    controls = "".join(map(chr, range(1, 32))) + '"\\/\x7f'
    yield ok("form-every-escape", "EXACT", speaker=controls)
    good = proof(Spec(speaker="@@"))
    for name, text in {
        "b-by-number": "\\u0008",
        "t-by-number": "\\u0009",
        "n-by-number": "\\u000a",
        "f-by-number": "\\u000c",
        "r-by-number": "\\u000d",
        "quote-by-number": "\\u0022",
        "space-by-number": "\\u0020",
        "0100-by-number": "\\u0100",
        "upper-case": "\\u001F",
        "three-digits": "\\u001",
        "no-hex": "\\u001g",
        "unknown-letter": "\\a",
        "bare-tab": "\t",
    }.items():
        yield given(f"form-escape-{name}", "form", good.replace(b"@@", text.encode()))
    others = [Signer(f"other.example/{i}") for i in range(31)]

    def signed(head: str) -> str:
        return head + "".join(s.line(head.partition("\n\n")[0] + "\n") for s in others)

    yield ok("signatures-32", "EXACT", at={"head": signed})


def tokens() -> Iterator[Case]:
    """Lengths in DER, and times of witnesses."""

    def made(change: object) -> object:
        return lambda b: change(token(tst_info(sha256(b), STAMP)))  # type: ignore[operator]  # one of those below

    for name, change in {
        "not-minimal-83": lambda t: b"\x30\x83\x00" + t[2:],
        "of-four-bytes": lambda t: b"\x30\x84\x00\x00" + t[2:],
        "of-no-byte": lambda t: b"\x30\x80" + t[4:] + b"\0\0",
        "cut-in-length": lambda t: t[:3],
        "cut-after-tag": lambda t: t[:1],
        "not-minimal-81": lambda t: b"\x30\x81\x7f" + t[4:131],
        "of-128": lambda t: b"\x30\x81\x80" + t[4:132],
        "of-127": lambda t: b"\x30\x7f" + t[4:131],
        "high-tag": lambda t: b"\x3f" + t[1:],
        "longer-than-it-is": lambda t: t[:-1],
    }.items():
        yield no(f"token-length-{name}", "time", stamps=[made(change)])
    last = 253402300799  # the last second of the year 9999
    for name, when in {"last": last, "after-last": last + 1, "first": 0}.items():
        policy = f"witness a {WITNESS_A.vkey}\nquorum a\n".encode()
        yield ok(f"witness-second-{name}", "EXACT", cosigners=[(WITNESS_A, when)], policy=policy)
    for name, pair in {
        "same-second": [(WITNESS_B, WHEN), (WITNESS_A, WHEN)],
        "later-first": [(WITNESS_A, WHEN + 9), (WITNESS_B, WHEN)],
        "earlier-first": [(WITNESS_A, WHEN), (WITNESS_B, WHEN + 9)],
    }.items():
        yield ok(f"witnesses-{name}", "EXACT", cosigners=pair, policy=POLICY.encode())
    for grade in ("plain", "test"):
        tsa = f"quorum none\ntsa eu {grade} {'ab' * 32} eu.pem\n".encode()
        yield ok(f"policy-authority-{grade}", "EXACT", policy=tsa)


def references() -> Iterator[Case]:
    """Character references and elements of a page."""
    for code in (32, 126, 160, 0xD7FF, 0xE000, 0xFFFD, 0x10FFFF, 9, 10):
        text = f"We saw it{chr(code)} there."
        one = proof(Spec(text=text, shown=text))
        for name, number in ((f"{code}", f"&#{code};"), (f"x{code:x}", f"&#x{code:X};")):
            body = quote(0, f"We saw it{number} there.")
            yield page(f"page-reference-{name}", page_of(one, body=body))
    for code in (0, 8, 11, 31, 127, 128, 159, 0xD800, 0xDFFF, 0x110000):
        body = quote(0, TEXT + f"&#{code};")
        yield page(f"page-reference-{code}", page_of(ONE, body=body), "page")
    text = 'He said "go" & it\'s <over>.'
    one = proof(Spec(text=text, shown=text))
    body = "He said &quot;go&quot; &amp; it&apos;s &lt;over&gt;."
    yield page("page-named-references", page_of(one, body=quote(0, body)))
    for name in ("title", "textarea", "style"):
        inside = f'<{name}><q data-onrecord-quote="9">x</q></{name}>'
        yield page(f"page-inside-{name}", page_of(ONE, body=inside + quote(0, TEXT)))
    for name in ("area", "img", "wbr", "hr", "input", "track"):
        body = quote(0, TEXT.replace(" ", f" <{name}>", 1))
        yield page(f"page-void-{name}", page_of(ONE, body=body))
    yield page("page-void-area-marked", page_of(ONE, body=quote(0, "", "area")), "page")


def words() -> Iterator[Case]:
    """Words at their edges."""
    tilde = "We went ~ home. They left."
    yield no("wording-tilde-is-no-space", "wording", text=tilde, shown="We went home. They left.")
    letter = "\U0001d400bc we went\U0001d400"
    yield no("wording-mid-word-beyond-bmp", "wording", text=letter, shown="bc we went\U0001d400")
    yield no(
        "wording-mid-word-end-beyond-bmp", "wording", text=letter, shown="\U0001d400bc we went"
    )
    yield ok(
        "media-one",
        "EXACT",
        opens=("text", "attr", "media"),
        values={"media": [{"type": "photo", "sha256": None}]},
    )


def every() -> Iterator[Case]:
    """All of them."""
    for part in (limits, tokens, references, words):
        yield from part()
