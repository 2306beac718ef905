"""Keys and policies with which no checker may begin: result `misuse`."""

from collections.abc import Iterator

from conform.case import Case
from conform.good_chain import ONE_OF
from conform.make import DESK, WHEN, WITNESS_A, WITNESS_B, Spec, proof
from conform.seal import b64, sha256
from conform.sign import Signer

PROOF = proof(Spec(cosigners=[(WITNESS_A, WHEN)]))
TWO = f"witness a {WITNESS_A.vkey}\nwitness b {WITNESS_B.vkey}\n"
CERTIFICATE = "ab" * 32


def named(name: str, kind: int = 1, key: bytes | None = None) -> str:
    """A verifier key whose id fits its name and body, whatever they are."""
    body = bytes([kind]) + (
        key if key is not None else Signer("x").key.public_key().public_bytes_raw()
    )
    ident = sha256(name.encode() + b"\n" + body)[:4]
    return f"{name}+{ident.hex()}+{b64(body)}"


def keys() -> Iterator[Case]:
    """Verifier keys that are none."""
    off_curve = b"\x02" + bytes(31)  # no x belongs to this y
    for name, key in {
        "empty-name": named(""),
        "name-129": named("n" * 129),
        "name-space": named("a\u00a0b"),
        "no-plus": "desk.example",
        "one-plus": "desk.example+" + DESK.id.hex(),
        "id-other": DESK.vkey.replace(DESK.id.hex(), "00000000"),
        "id-upper-case": DESK.vkey.replace(DESK.id.hex(), DESK.id.hex().upper()),
        "body-32": named("desk.example/short", 1, bytes(31)),
        "body-34": named("desk.example/long", 1, bytes(33)),
        "body-not-base64": DESK.vkey[:-1] + "*",
        "type-0": named("desk.example/0", 0),
        "type-2": named("desk.example/2", 2),
        "type-5": named("desk.example/5", 5),
        "of-a-witness": WITNESS_A.vkey,
        "off-the-curve": named("desk.example/off", 1, off_curve),
        "not-reduced": named("desk.example/p", 1, b"\xff" * 31 + b"\x7f"),
    }.items():
        yield _misuse(f"key-{name}", keys=[DESK.vkey, key])
    yield _misuse("key-none", keys=[])
    longest = Signer("n" * 128)
    yield _fine("key-name-128", keys=[longest.vkey, DESK.vkey])


def policies() -> Iterator[Case]:
    """Policies with a line that cannot be read."""
    for name, text in {
        "empty": "",
        "without-quorum": TWO,
        "two-quorums": TWO + "quorum a\nquorum a\n",
        "quorum-unknown": TWO + "quorum c\n",
        "quorum-before": f"quorum a\n{TWO}",
        "quorum-two-words": TWO + "quorum a b\n",
        "quorum-no-word": TWO + "quorum\n",
        "unknown-line": TWO + "quorum a\nnote x\n",
        "upper-case": TWO + "Quorum a\n",
        "nul": TWO + "quorum a\n#\0\n",
        "carriage-return": TWO + "quorum a\r\n",
        "control-1f": TWO + "quorum a\n#\x1f\n",
        "control-0b": TWO + "quorum a\n#\x0b\n",
        "delete": TWO + "quorum a\n#\x7f\n",
        "log-no-key": TWO + "log\nquorum a\n",
        "log-bad-key": TWO + "log x\nquorum a\n",
        "log-three-words": TWO + f"log {DESK.vkey} u v\nquorum a\n",
        "log-of-a-witness": TWO + f"log {WITNESS_A.vkey}\nquorum a\n",
        "witness-no-key": "witness a\nquorum none\n",
        "witness-bad-key": "witness a x\nquorum a\n",
        "witness-four-words": f"witness a {WITNESS_A.vkey} u v\nquorum a\n",
        "witness-is-a-desk": f"witness a {DESK.vkey}\nquorum a\n",
        "witness-name-twice": f"witness a {WITNESS_A.vkey}\nwitness a {WITNESS_B.vkey}\nquorum a\n",
        "witness-key-twice": f"witness a {WITNESS_A.vkey}\nwitness b {WITNESS_A.vkey}\nquorum a\n",
        "witness-named-none": f"witness none {WITNESS_A.vkey}\nquorum none\n",
        "witness-named-as-group": f"witness a {WITNESS_A.vkey}\ngroup g any a\n"
        f"witness g {WITNESS_B.vkey}\nquorum g\n",
        "group-no-member": TWO + "group g any\nquorum a\n",
        "group-no-word": TWO + "group\nquorum a\n",
        "group-unknown-member": TWO + "group g any a c\nquorum g\n",
        "group-member-twice": TWO + "group g any a a\nquorum g\n",
        "group-of-itself": TWO + "group g any g a\nquorum g\n",
        "group-member-of-another": TWO + "group g any a\ngroup h any a b\nquorum h\n",
        "group-named-none": TWO + "group none any a b\nquorum none\n",
        "group-named-as-witness": TWO + "group a any a b\nquorum a\n",
        "group-name-twice": TWO + "group g any a\ngroup g any b\nquorum g\n",
        "group-0": TWO + "group g 0 a b\nquorum g\n",
        "group-3-of-2": TWO + "group g 3 a b\nquorum g\n",
        "group-01": TWO + "group g 01 a b\nquorum g\n",
        "group-minus": TWO + "group g -1 a b\nquorum g\n",
        "group-some": TWO + "group g some a b\nquorum g\n",
        "stamps-word": TWO + "quorum a\nstamps two\n",
        "stamps-minus": TWO + "quorum a\nstamps -1\n",
        "stamps-1000": TWO + "quorum a\nstamps 1000\n",
        "stamps-no-word": TWO + "quorum a\nstamps\n",
        "stamps-two-words": TWO + "quorum a\nstamps 1 2\n",
        "tsa-grade": TWO + f"quorum a\ntsa eu good {CERTIFICATE} eu.pem\n",
        "tsa-three-words": TWO + f"quorum a\ntsa eu plain {CERTIFICATE}\n",
        "tsa-six-words": TWO + f"quorum a\ntsa eu plain {CERTIFICATE} eu.pem u v\n",
    }.items():
        yield _misuse(f"policy-{name}", policy=text.encode())
    for name, text in {
        "comment-and-blank": f"# a\n\n \t \n  # b\n{TWO}quorum  \ta\n",
        "comment-not-utf8": f"{TWO}quorum a\n# @@\n",
        "no-line-end": f"{TWO}quorum a",
        "url-of-a-witness": TWO.replace("\n", " https://w.example\n") + "quorum a\n",
        "group-1-of-2": TWO + "group g 1 a b\nquorum g\n",
        "group-of-groups": TWO + "group g any a\ngroup h any b\ngroup i any g h\nquorum i\n",
        "group-of-one-in-three": TWO + "group g all a\ngroup h 1 g b\nquorum h\n",
        "log-twice": f"log {DESK.vkey}\nlog {DESK.vkey} https://desk.example/log\n"
        + TWO
        + "quorum a\n",
        "stamps-0": TWO + "quorum a\nstamps 0\n",
        "quorum-of-one": ONE_OF.replace("quorum both", "quorum a"),
    }.items():
        yield _fine(f"policy-{name}", policy=text.encode().replace(b"@@", b"\xff"))
    short = TWO + "group g any a\ngroup h any b\ngroup i all g h\nquorum i\n"
    expect = {"result": "refused", "step": "head"}
    yield Case(
        "policy-group-of-groups-half_fail", "proof.json", PROOF, expect, policy=short.encode()
    )


def _misuse(name: str, keys: list[str] | None = None, policy: bytes | None = None) -> Case:
    given = [DESK.vkey] if keys is None else keys
    return Case(f"{name}_fail", "proof.json", PROOF, {"result": "misuse"}, given, policy)


def _fine(name: str, keys: list[str] | None = None, policy: bytes | None = None) -> Case:
    given = [DESK.vkey] if keys is None else keys
    expect = {"result": "ok", "classes": ["EXACT"], "remarks": [[]]}
    return Case(name, "proof.json", PROOF, expect, given, policy)


def every() -> Iterator[Case]:
    """All of them."""
    yield from keys()
    yield from policies()
