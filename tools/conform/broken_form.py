"""Cases refused at step 0: the form of the file."""

import json
from collections.abc import Iterator

from conform.case import Case, doc, given, no, pretty, sub
from conform.good_chain import translated
from conform.make import DESK, WHEN, WITNESS_A, Spec, proof
from conform.seal import b64, b64url, digest, disclosure, dumps

GOOD = proof(Spec(stamps=["20261118110641Z"]))


def files() -> Iterator[Case]:
    """The file as bytes."""
    parsed = json.loads(GOOD)
    turned = dict(reversed(parsed.items()))
    for name, data in {
        "empty": b"",
        "no-line-end": GOOD[:-1],
        "ends-with-space": GOOD[:-1] + b" ",
        "two-line-ends": GOOD + b"\n",
        "crlf": GOOD[:-1] + b"\r\n",
        "bom": b"\xef\xbb\xbf" + GOOD,
        "leading-space": b" " + GOOD,
        "pretty": pretty(parsed),
        "trailing-bytes": GOOD + b"{}\n",
        "not-utf8": GOOD.replace(b"river at", b"river\xff at"),
        "overlong-utf8": GOOD.replace(b"river at", b"river\xc0\xaf at"),
        "nul": GOOD.replace(b"river at", b"river\0 at"),
        "doubled-key": GOOD.replace(b'"story":', b'"story":null,"story":'),
        "doubled-top-key": GOOD.replace(b'"opened":', b'"opened":[],"opened":'),
        "keys-turned": dumps(turned).encode() + b"\n",
        "escaped-slash": GOOD.replace(b"c2sp.org/", b"c2sp.org\\/"),
        "escaped-letter": GOOD.replace(b"We crossed", b"\\u0057e crossed"),
        "upper-case-escape": proof(Spec(text="a\x1fb", shown="a\x1fb")).replace(b"u001f", b"u001F"),
        "not-json": b"onrecord proof\n",
        "an-array": b"[]\n",
        "a-string": b'"proof/1"\n',
        "nan": GOOD.replace(b'"tst":[', b'"tst":[NaN,'),
        "deep": GOOD.replace(b'"tst":[', b'"tst":[' + b"[" * 20000 + b"]" * 20000 + b","),
        "too-large": GOOD.replace(b"We crossed", b"We " * 90000 + b"crossed"),
        "cut-short": GOOD[:2000] + b"\n",
    }.items():
        yield given(f"form-{name}", "form", data)


def fields() -> Iterator[Case]:
    """The keys and their types."""
    changes = {
        "version-2": lambda d: d.update(onrecord="proof/2"),
        "key-missing": lambda d: d.pop("translations"),
        "key-added": lambda d: d.update(note="x"),
        "key-proto": lambda d: d.update({"__proto__": "x"}),
        "quote-null": lambda d: d.update(quote=None),
        "shown-null": lambda d: d["quote"].update(shown=None),
        "shown-number": lambda d: d["quote"].update(shown=5),
        "speaker-number": lambda d: d["quote"].update(speaker=5),
        "story-list": lambda d: d["quote"].update(story=[]),
        "quote-key-added": lambda d: d["quote"].update(by="x"),
        "lone-surrogate": lambda d: d["quote"].update(speaker="@@"),
        "index-number": lambda d: d["archive"].update(index=3),
        "index-zero-first": lambda d: d["archive"].update(index="0" + d["archive"]["index"]),
        "index-negative": lambda d: d["archive"].update(index="-1"),
        "index-plus": lambda d: d["archive"].update(index="+3"),
        "index-17-digits": lambda d: d["archive"].update(index="1" * 17),
        "index-arabic-digit": lambda d: d["archive"].update(index="\u0663"),
        "archive-key-added": lambda d: d["archive"].update(size="8"),
        "path-65": lambda d: d["archive"].update(path=d["archive"]["path"] * 22),
        "path-string": lambda d: d["archive"].update(path="".join(d["archive"]["path"])),
        "path-31-bytes": lambda d: d["archive"]["path"].__setitem__(0, b64(bytes(31))),
        "path-b64url": lambda d: d["archive"]["path"].__setitem__(0, b64url(b"\xff" * 32) + "="),
        "path-spare-bits": lambda d: d["archive"]["path"].__setitem__(0, "A" * 42 + "B="),
        "path-line-end": lambda d: d["archive"]["path"].__setitem__(0, b64(bytes(32)) + "\n"),
        "path-no-padding": lambda d: d["archive"]["path"].__setitem__(0, "A" * 43),
        "opened-11": lambda d: d.update(opened=["e30"] * 11),
        "opened-null": lambda d: d.update(opened=None),
        "opened-padded": lambda d: d.update(opened=["e30="]),
        "tst-string": lambda d: d.update(tst="MAA="),
        "tokens-9": lambda d: d.update(tst=["MAA="] * 9),
        "token-16385": lambda d: d.update(tst=[b64(bytes(16385))]),
        "token-spare-bits": lambda d: d.update(tst=["MAB="]),
        "tlog-null": lambda d: d.update(tlog_proof=None),
        "jwt-null": lambda d: d.update(sd_jwt=None),
    }
    for name, change in changes.items():
        late = {"file": sub('"@@"', '"\\ud800"')} if name == "lone-surrogate" else {}
        yield no(f"form-{name}", "form", at={**doc(change), **late})
    for name, changed in {
        "of-short": {"of": "AAAA"},
        "sig-short": {"sig": b64(bytes(63))},
        "key-none": {"key": "x"},
        "key-id": {"key": DESK.vkey.replace(DESK.id.hex(), "00000000")},
        "key-witness": {"key": WITNESS_A.vkey},
        "lang-null": {"lang": None},
        "key-added": {"note": "x"},
    }.items():
        yield no(f"translation-{name}", "form", at=translated(changed=changed))
    yield no("translations-9", "form", at=translated(count=9))


def jwts() -> Iterator[Case]:
    """The header, the payload, the list of disclosures."""
    for name, change in {
        "no-tilde": lambda j: j[:-1],
        "ends-otherwise": lambda j: j[:-1] + "x",
        "two-parts": lambda j: j.replace(".", "", 1),
        "four-parts": lambda j: j.replace("~", ".AAAA~", 1),
        "header-length": lambda j: j.replace(".", "R.", 1),
        "spare-bits": lambda j: j.replace(j[j.index("~") - 1] + "~", "_~", 1),
        "signature-63": lambda j: ".".join([*j.split(".")[:2], "A" * 84 + j[j.index("~") :]]),
        "disclosure-padded": lambda j: j[:-1] + "=~",
        "disclosure-b64": lambda j: j + "+/+/~",
        "disclosures-2049": lambda j: j + (disclosure("A" * 22, "x") + "~") * 2049,
        "space": lambda j: j.replace("~", " ~", 1),
    }.items():
        yield no(f"jwt-{name}", "form", at={"sd_jwt": change})
    for name, change in {
        "alg-none": sub("EdDSA", "none"),
        "typ": sub("onrecord+sd-jwt", "jwt"),
        "kid-no-id": sub("+" + DESK.id.hex(), ""),
        "kid-upper-case": sub(DESK.id.hex(), DESK.id.hex().upper()),
        "key-added": sub('"typ"', '"x":"y","typ"'),
        "key-order": lambda h: dumps(dict(reversed(json.loads(h).items()))),
        "white-space": sub(",", ", "),
    }.items():
        yield no(f"header-{name}", "form", at={"header": change})


def leaves() -> Iterator[Case]:
    """Payloads that are no leaf, properly sealed and signed."""

    def sd(change: object) -> object:
        def at(payload: bytes) -> bytes:
            leaf = json.loads(payload)
            leaf["_sd"] = change(leaf["_sd"])  # type: ignore[operator]  # a planted fault
            return dumps(leaf).encode()

        return at

    other = digest(disclosure("A" * 22, "x", "y"))
    for name, change in {
        "unsorted": sd(lambda d: d[::-1]),
        "digest-twice": sd(lambda d: [d[0], *d[:13]]),
        "13": sd(lambda d: d[:13]),
        "15": sd(lambda d: sorted([*d, other])),
        "digest-spare-bits": sd(lambda d: [*d[:13], "_" * 43]),
        "space": sub('"t":"msg"', '"t": "msg"'),
        "key-added": sub('"t":"msg"', '"t":"msg","v":1'),
        "type": sub('"t":"msg"', '"t":"seal"'),
        "algorithm": sub("sha-256", "sha-512"),
        "k-spare-bits": lambda p: p[: p.index(b'"k":"') + 5] + b"A" * 21 + b"B" + b'","t":"msg"}',
        "k-short": lambda p: p[: p.index(b'"k":"') + 5] + b"A" * 20 + b'","t":"msg"}',
        "trailing": lambda p: p + b"\n",
        "high-byte": lambda p: p[:10] + b"\xc3\xa9" + p[12:],
    }.items():
        yield no(f"leaf-{name}", "form", at={"leaf": change})


def logs() -> Iterator[Case]:
    """The log proof and the head as texts."""
    for name, change in {
        "magic": sub("tlog-proof@v1", "tlog-proof@v2"),
        "no-extra": lambda t: "\n".join(t.split("\n")[:1] + t.split("\n")[2:]),
        "extra-padding": sub("\nindex", "=\nindex"),
        "index-zero-first": sub("index ", "index 0"),
        "index-space": sub("index ", "index  "),
        "no-index": lambda t: "\n".join(t.split("\n")[:2] + t.split("\n")[3:]),
        "path-short-line": sub("\n\n", "\nAAAA\n\n"),
        "path-65": sub("\n\n", ("\n" + b64(bytes(32))) * 63 + "\n\n"),
        "crlf": lambda t: t.replace("\n", "\r\n"),
        "no-head": lambda t: t.split("\n\n")[0] + "\n",
        "leading-line": lambda t: "\n" + t,
        "capital-index": sub("\nindex ", "\nIndex "),
        "capital-extra": sub("\nextra ", "\nExtra "),
        "head-ends-otherwise": lambda t: t[:-1] + "x",
        "head-cut": lambda t: t[:-1],
        "head-line-after": lambda t: t + "\n",
        "hyphen": sub("\u2014", "-"),
        "two-spaces": sub("\u2014 ", "\u2014  "),
        "no-signature": lambda t: t[: t.index("\u2014")],
        "signature-4-bytes": lambda t: t + "\u2014 x.example AAAAAA==\n",
        "signature-spare-bits": lambda t: t + "\u2014 x.example AAAAAAB=\n",
        "signature-name": lambda t: t + "\u2014 x+y AAAAAAA=\n",
        "signatures-33": lambda t: t + "\u2014 x.example AAAAAAA=\n" * 32,
    }.items():
        yield no(f"tlog-{name}", "form", at={"tlog": change})
    for name, change in {
        "extension-line": lambda t: t + "extension\n",
        "size-zero-first": lambda t: t.replace("\n6\n", "\n06\n"),
        "size-hex": lambda t: t.replace("\n6\n", "\n0x6\n"),
        "root-43": lambda t: t.replace("=\n", "\n"),
        "origin-space": lambda t: "desk example" + t[t.index("\n") :],
        "origin-empty": lambda t: t[t.index("\n") :],
        "two-lines": lambda t: t[: t.index("\n", t.index("\n") + 1) + 1],
    }.items():
        yield no(f"head-{name}", "form", at={"note": change})
    yield no("head-crlf", "form", at={"head": lambda h: h.replace("\n", "\r\n")})
    yield no("head-witness-crlf", "form", cosigners=[(WITNESS_A, WHEN)],
             at={"head": lambda h: h[:-1] + "\r\n"})  # fmt: skip


def every() -> Iterator[Case]:
    """All of them."""
    for part in (files, fields, jwts, leaves, logs):
        yield from part()
