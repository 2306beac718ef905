"""Cases refused at steps 2 to 6: leaf, entry, head, time, wording."""

import base64
import json
from collections.abc import Iterator
from typing import Any

from conform.case import Case, doc, flip, no, sub
from conform.good import FIRST
from conform.good_chain import POLICY, translated
from conform.make import (
    DESK,
    OTHER_DESK,
    WHEN,
    WITNESS_A,
    WITNESS_B,
    Spec,
    archive_of,
    seal_record,
)
from conform.seal import b64, disclosure, dumps, sha256
from conform.sign import Signer, oid, tlv, token, tst_info

L = 2**252 + 27742317777372353535851937790883648493


def leaves() -> Iterator[Case]:
    """Step 2: the leaf in the archive."""
    s = "leaf"
    yield no("archive-path-short", s, at={"path": lambda p: p[:-1]})
    yield no("archive-path-long", s, at={"path": lambda p: [*p, bytes(32)]})
    yield no("archive-path-empty", s, at={"path": lambda p: []})
    yield no("archive-path-changed", s, at={"path": lambda p: [flip(p[0]), *p[1:]]})
    yield no("archive-path-turned", s, at={"path": lambda p: p[::-1]})
    yield no("archive-index-wrong", s, at={"index": lambda i: i ^ 1})
    yield no("archive-index-too-large", s, at={"index": lambda i: i + 8})
    yield no("archive-size-six", s, at={"leaves": lambda n: 6})
    yield no("archive-size-half", s, at={"leaves": lambda n: n // 2})
    yield no("archive-size-2-54", s, at={"leaves": lambda n: 2**54})
    yield no("archive-size-zero", s, at={"leaves": lambda n: 0})
    yield no("archive-root-other", s, at={"root": flip})
    yield no("leaf-of-other-archive", s, at={"archive": _other_archive})
    for name, change in {
        "type-received": sub('"t":"seal"', '"t":"received"'),
        "type-published": sub('"t":"seal"', '"t":"published"'),
        "version": sub('"v":1', '"v":2'),
        "basis": sub("platform-id", "guess"),
        "white-space": sub('"t":', '"t": '),
        "line-end": lambda e: e + b"\n",
        "key-added": sub('"v":1', '"v":1,"x":1'),
        "size-string": sub('"size":8', '"size":"8"'),
        "size-zero-first": sub('"size":8', '"size":08'),
        "archive-spare-bits": lambda e: _entry(e, archive="A" * 21 + "B"),
        "unsorted": lambda e: _entry(e, _sd=json.loads(e)["_sd"][::-1]),
        "digest-twice": lambda e: _entry(
            e, _sd=[json.loads(e)["_sd"][0], *json.loads(e)["_sd"][:9]]
        ),
        "nine": lambda e: _entry(e, _sd=json.loads(e)["_sd"][:9]),
        "empty": lambda e: b"",
    }.items():
        yield no(f"entry-{name}", s, at={"entry": change})
    yield no("opened-foreign", s, opened=["count"], at={"opened": lambda o: [_made("count", "3")]})
    yield no("opened-twice", s, opened=["count"], at={"opened": lambda o: o * 2})
    yield no("opened-segment", s, at={"opened": lambda o: [disclosure("A" * 22, "x")]})
    for name, value in {
        "count": 9,
        "manifest": "AB" * 32,
        "parser": {"name": "x", "version": "1", "sha256": None, "slices": "maybe"},
        "range": {"first": "yesterday", "last": None},
        "claimed": "2026-11-18T10:00:00",
        "same_chat": "abc",
    }.items():
        yield no(f"opened-{name}", s, opened=[name], at={"seal_values": _with(name, value)})


def _with(name: str, value: Any) -> Any:
    return lambda v: {**v, name: value}


def _made(name: str, value: Any) -> str:
    return disclosure("A" * 22, name, value)


def _entry(entry: bytes, **new: Any) -> bytes:
    return dumps({**json.loads(entry), **new}).encode()


def _other_archive(made: tuple[list[bytes], int]) -> tuple[list[bytes], int]:
    hashes, index = archive_of(Spec(n=3), seal_record(Spec(n=3)).payload)
    return hashes, min(index, made[1])


def entries() -> Iterator[Case]:
    """Step 3: the entry in the log."""
    s = "entry"
    yield no("log-index-wrong", s, at={"entry_index": lambda i: i - 1})
    yield no("log-index-other", s, entries=8, at={"entry_index": lambda i: i + 1})
    yield no("log-index-too-large", s, at={"entry_index": lambda i: 6})
    yield no("log-path-short", s, at={"entry_path": lambda p: p[:-1]})
    yield no("log-path-long", s, at={"entry_path": lambda p: [*p, bytes(32)]})
    yield no("log-path-changed", s, at={"entry_path": lambda p: [p[0], flip(p[1])]})
    yield no("log-path-empty", s, at={"entry_path": lambda p: []})
    yield no("log-root-other", s, at={"log_root": flip})
    yield no("log-size-zero", s, at={"size": lambda n: "0"})
    yield no("log-size-other", s, at={"size": lambda n: "16"})
    yield no("log-size-one", s, at={"size": lambda n: "1"})
    yield no("entry-not-logged", s, at={"tlog": _swapped})


def _swapped(text: str) -> str:
    line = text.split("\n")[1]
    entry = json.loads(base64.b64decode(line[6:]))
    new = dumps({**entry, "k_basis": "mixed"})
    return text.replace(line, "extra " + b64(new.encode()))


def heads() -> Iterator[Case]:
    """Step 4: the signatures."""
    s = "head"
    yield no("desk-not-pinned", s, signer=OTHER_DESK)
    yield no("desk-same-name-other-key", s, signer=Signer(DESK.name, seed="rogue"))
    yield no("desk-key-is-witness-key", s, signer=Signer(DESK.name, 4))
    yield no("head-signature-bit", s, at={"head": lambda h: _resigned(h, flip)})
    yield no("head-signature-short", s, at={"head": lambda h: _resigned(h, lambda x: x[:-1])})
    yield no("head-signature-S-plus-L", s, at={"head": lambda h: _resigned(h, _malleable)})
    yield no("head-id-collides", s, at={"head": _colliding})
    yield no(
        "head-of-other-text", s, at={"head": lambda h: h.replace("\n6\n", "\n6\n", 1) + _bad_line()}
    )
    yield no("head-origin-other", s, at={"note": lambda t: t.replace("river", "delta")})
    yield no("head-witness-first", s, cosigners=[(WITNESS_A, WHEN)],
             at={"lines": lambda lines: lines[::-1]})  # fmt: skip
    yield no("head-unknown-first", s, at={"lines": lambda lines: [OTHER_DESK.line("x"), *lines]})
    newer = Signer(DESK.name, seed="newer")
    yield no("two-signatures-one-bad", s, keys=[DESK.vkey, newer.vkey],
             at={"head": lambda h: h + newer.line("another text\n")})  # fmt: skip
    yield no("signature-twice-one-bad", s, at={"head": lambda h: h + DESK.line("another text\n")})
    yield no(
        "kid-other-desk", s, keys=[DESK.vkey, OTHER_DESK.vkey], at={"header": _kid(OTHER_DESK)}
    )
    both_pinned = [DESK.vkey, OTHER_DESK.vkey]
    yield no("opened-by-other-desk", s, keys=both_pinned, opener=OTHER_DESK)
    yield no("opened-by-unknown-desk", s, opener=OTHER_DESK)
    yield no("kid-not-pinned", s, at={"header": _kid(newer)})
    yield no("kid-name-only", s, at={"header": sub(DESK.id.hex(), "00000000")})
    yield no("leaf-signature-bit", s, at={"signature": flip})
    yield no("leaf-signature-S-plus-L", s, at={"signature": _malleable})
    yield no("leaf-signature-zero", s, at={"signature": lambda x: bytes(64)})
    yield no("leaf-signed-by-other", s, at={"signature": lambda x: OTHER_DESK.sign(b"x")})
    a, b = (WITNESS_A, WHEN), (WITNESS_B, WHEN)
    both = POLICY.encode()
    yield no("witness-quorum-none", s, policy=both)
    yield no("witness-quorum-half", s, policy=both, cosigners=[a])
    yield no("witness-quorum-twice-one", s, policy=both, cosigners=[a, a])
    yield no("witness-bad", s, policy=both, cosigners=[a, b], at={"lines": _bit_of_witness})
    yield no("witness-of-other-head", s, policy=both.replace(b" all ", b" any "), cosigners=[b],
             at={"head": lambda h: h + WITNESS_A.cosign("other\n1\nx\n", WHEN)})  # fmt: skip
    plain = WITNESS_A.sign(b"x")
    yield no(
        "witness-without-time",
        s,
        policy=both,
        cosigners=[a, b],
        at={"head": lambda h: f"{h}\u2014 {WITNESS_A.name} {b64(WITNESS_A.id + plain)}\n"},
    )
    yield no("witness-time-2-63", s, policy=both, cosigners=[(WITNESS_A, 2**63), b])
    yield no("witness-time-changed", s, policy=both, cosigners=[a, b], at={"lines": _later})


def _kid(signer: Signer) -> Any:
    kid = f"{signer.name}+{signer.id.hex()}"
    return lambda h: dumps({**json.loads(h), "kid": kid})


def _bad_line() -> str:
    return DESK.line("x\n")


def _malleable(signature: bytes) -> bytes:
    s = int.from_bytes(signature[32:], "little") + L
    return signature[:32] + s.to_bytes(32, "little")


def _resigned(head: str, change: Any) -> str:
    text = head.partition("\n\n")[0] + "\n"
    return f"{text}\n\u2014 {DESK.name} {b64(DESK.id + change(DESK.sign(text.encode())))}\n"


def _colliding(head: str) -> str:
    text = head.partition("\n\n")[0] + "\n"
    return f"{text}\n\u2014 {DESK.name} {b64(DESK.id + OTHER_DESK.sign(text.encode()))}\n"


def _bit_of_witness(lines: list[str]) -> list[str]:
    raw = base64.b64decode(lines[1].split(" ")[2])
    return [lines[0], f"\u2014 {WITNESS_A.name} {b64(flip(raw, 40))}\n", lines[2]]


def _later(lines: list[str]) -> list[str]:
    raw = bytearray(base64.b64decode(lines[1].split(" ")[2]))
    raw[11] ^= 1
    return [lines[0], f"\u2014 {WITNESS_A.name} {b64(bytes(raw))}\n", lines[2]]


def times() -> Iterator[Case]:
    """Step 5: tokens."""
    s, when = "time", "20261118110641Z"

    def made(change: Any) -> list[Any]:
        return [lambda b: change(tst_info(sha256(b), when))]

    yield no("token-other-head", s, stamps=[lambda b: token(tst_info(sha256(b + b"x"), when))])
    text_alone = [lambda b: token(tst_info(sha256(b.partition(b"\n\n")[0] + b"\n"), when))]
    yield no("token-of-text-alone", s, stamps=text_alone)
    yield no("token-second-bad", s, stamps=[when, lambda b: token(tst_info(bytes(32), when))])
    yield no("token-garbage", s, stamps=[lambda b: b"not a token at all"])
    yield no("token-empty", s, stamps=[lambda b: b""])
    yield no("token-cut", s, stamps=made(lambda i: token(i)[:-5]))
    yield no("token-trailing", s, stamps=made(lambda i: token(i) + b"\0"))
    yield no("token-followed", s, stamps=made(lambda i: token(i) + b"\5\0"))
    yield no("token-in-response", s,
             stamps=made(lambda i: tlv(0x30, tlv(0x30, tlv(2, b"\0")), token(i))))  # fmt: skip
    yield no("token-long-length", s, stamps=made(lambda i: b"\x30\x83\x00" + token(i)[2:]))
    yield no("token-indefinite", s, stamps=made(lambda i: b"\x30\x80" + token(i)[4:] + b"\0\0"))
    sha1 = tlv(0x30, oid("1.3.14.3.2.26"))
    sha512 = tlv(0x30, oid("2.16.840.1.101.3.4.2.3"))
    yield no("token-sha1", s, stamps=[lambda b: token(tst_info(sha256(b)[:20], when, sha1))])
    yield no("token-sha512", s, stamps=[lambda b: token(tst_info(sha256(b), when, sha512))])
    yield no("token-not-a-stamp", s, stamps=made(lambda i: token(i).replace(
        oid("1.2.840.113549.1.9.16.1.4"), oid("1.2.840.113549.1.9.16.1.5"), 1)))  # fmt: skip
    signed, other = oid("1.2.840.113549.1.7.2"), oid("1.2.840.113549.1.7.3")
    yield no("token-not-signed", s, stamps=made(lambda i: token(i).replace(signed, other, 1)))
    yield no("token-bad-time", s, stamps=[lambda b: token(tst_info(sha256(b), "202611181106Z"))])
    yield no(
        "token-local-time", s, stamps=[lambda b: token(tst_info(sha256(b), "20261118110641+0100"))]
    )


def wordings() -> Iterator[Case]:
    """Step 6: words that are not in the message."""
    s = "wording"
    for name, shown in {
        "word-changed": "We crossed the river at night.",
        "negation-lost": "Somebody was there!",
        "word-lost": "We crossed river at dawn.",
        "gap-unmarked": "We crossed the river at dawn. Then we went home.",
        "gap-dots-only": "We crossed the river … Then we went home.",
        "gap-round-brackets": "We crossed the river (…) Then we went home.",
        "gap-out-of-order": "Then we went home. […] We crossed the river",
        "gap-same-words-twice": "Nobody was there! […] Nobody was there!",
        "gap-part-unknown": "We crossed the river […] and fled.",
        "gap-twice-in-a-row": "We crossed […] […] home.",
        "gap-twice-around-brackets": "We crossed […] [it] […] home.",
        "gap-twice-at-begin": "[…] […] went home.",
        "brackets-only": "[We crossed the river]",
        "brackets-in-place-of-nothing-known": "[They] crossed the lake",
        "homoglyph": "We cr\u043essed the river at dawn.",
        "mid-word": "rossed the river",
        "mid-word-end": "We crossed the riv",
        "empty": "",
        "spaces": " \u00a0\n",
        "punctuation": "!",
        "gap-alone": "[…]",
        "another-number": "We crossed 2 rivers",
    }.items():
        yield no(f"wording-{name}", s, shown=shown)
    yield no("wording-over-closed", s, shown="at dawn. Then we went", segments=[0, 2])
    yield no("wording-in-closed", s, shown="Nobody was there!", segments=[0])
    yield no("wording-nothing-open", s, shown=FIRST, segments=[])
    yield no("wording-plain-null", s, opens=("attr", "plain"), segments=[])
    raw: dict[str, Any] = {"text": "c2hvd24=", "attr": {"enc": "raw"}}
    yield no("wording-raw-as-words", s, **raw, shown="shown")
    yield no("wording-raw-trimmed", s, **raw, shown=" c2hvd24=")
    yield no("wording-emoji-whole", s, text="👩\u200d🚒", shown="👩\u200d🚒")
    yield no("wording-before-mark", s, text="resume\u0301 it", shown="resume")
    yield no("wording-unassigned", s, text="He \u0378 said “no”", shown='He \u0378 said "no"')
    yield no("wording-x2", s, text="x² + y", shown="x3 + y")
    yield no("wording-hamza", s, text="سأل الرجل", shown="سال الرجل")
    yield no("wording-teh-marbuta", s, text="مدينة كبيرة", shown="مدينه كبيرة")
    yield no("wording-raw-nothing-open", s, text="c2hvd24=", attr={"enc": "raw"}, segments=[])
    yield no("translation-of-other-words", s, at=translated(0))
    yield no("translation-text-changed", s, at=translated(changed={"text": "Wir blieben."}))
    yield no("translation-by-changed", s, at=translated(changed={"by": "B. Other"}))
    yield no("translation-lang-changed", s, at=translated(changed={"lang": "xx"}))
    yield no("translation-key-changed", s, at=translated(changed={"key": OTHER_DESK.vkey}))
    yield no("translation-sig-zero", s, at=translated(changed={"sig": b64(bytes(64))}))
    yield no("shown-changed-later", s, at=doc(lambda d: d["quote"].update(shown="We fled.")))


def every() -> Iterator[Case]:
    """All of them."""
    for part in (leaves, entries, heads, times, wordings):
        yield from part()
