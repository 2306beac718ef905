"""Cases where a checker could be too kind or too strict, found by mutants that nobody noticed."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from conform import comparisons, extensions
from conform.broken_policies import PROOF, TWO, named
from conform.case import Case, doc, given, no, ok, value_of
from conform.comparisons import LATER, absence, made, neighbour, parsed
from conform.make import (
    DESK,
    VALUES,
    WHEN,
    WITNESS_A,
    Spec,
    seal_record,
)
from conform.seal import b64, disclosure, dumps, sha256
from conform.sign import Signer

P = 2**255 - 19
QUORUM_A = f"witness a {WITNESS_A.vkey}\nquorum a\n".encode()


def _misuse(name: str, keys: list[str], policy: bytes | None = None) -> Case:
    return Case(f"{name}_fail", "proof.json", PROOF, {"result": "misuse"}, keys, policy)


def trusted() -> Iterator[Case]:
    """Keys and policies."""
    for name, y in {"y-is-p": P, "y-is-p-signed": P | 1 << 255, "x-0-signed": 1 | 1 << 255}.items():
        key = named("desk.example/y", 1, y.to_bytes(32, "little"))
        yield _misuse(f"key-{name}", [DESK.vkey, key])
    for name, line in {
        "group-two-words": "group g 1",
        "group-all-of-none": "group g all",
        "witness-no-word": "witness",
        "tsa-no-word": "tsa",
    }.items():
        policy = f"{TWO}{line}\nquorum a\n".encode()
        yield _misuse(f"policy-{name}", [DESK.vkey], policy)
    without_url = f"log {DESK.vkey}\nquorum none\n".encode()
    yield ok("policy-log-without-url", "EXACT", policy=without_url, keys=[])
    with_url = f"log {DESK.vkey} https://desk.example/\nquorum none\n".encode()
    yield ok("policy-log-with-url", "EXACT", policy=with_url, keys=[])
    for count in (1, 2, 999):
        authority = f"tsa eu plain {'ab' * 32} eu.pem\n"
        stamps = f"quorum none\n{authority}stamps {count}\n".encode()
        yield ok(f"policy-stamps-{count}", "EXACT", policy=stamps)
    signed = [(WITNESS_A, WHEN)]
    rogue = Signer(WITNESS_A.name, 4, seed="rogue")
    yield ok("witness-name-of-another", "EXACT", policy=QUORUM_A, cosigners=[(rogue, 1), *signed])
    yield no("witness-name-alone", "head", policy=QUORUM_A, cosigners=[(rogue, 1)])
    for bit in (32, 56, 62):
        late = [(WITNESS_A, 2**bit)]
        yield ok(f"witness-time-2-{bit}", "EXACT", policy=QUORUM_A, cosigners=late)


def entries() -> Iterator[Case]:
    """What of a seal entry is opened, and its size."""
    s = "leaf"
    parser: dict[str, Any] = {"name": "x", "version": "1", "sha256": "ab" * 32, "slices": "no"}
    for name, value in {
        "parser-list": [],
        "parser-name": {**parser, "name": None},
        "parser-version": {**parser, "version": True},
        "parser-sha256": {**parser, "sha256": "AB" * 32},
        "parser-slices": {**parser, "slices": None},
        "parser-key": {**parser, "more": "x"},
        "range-list": [],
        "range-first": {"first": True, "last": None},
        "range-last": {"first": None, "last": "tomorrow"},
        "range-key": {"first": None, "last": None, "more": None},
    }.items():
        at = {"seal_values": _with(name.split("-")[0], value)}
        yield no(f"opened-{name}", s, opened=[name.split("-")[0]], at=at)
    for name, value in {"parser": parser, "range": {"first": None, "last": None}}.items():
        yield ok(
            f"opened-{name}-other", "EXACT", opened=[name], at={"seal_values": _with(name, value)}
        )
    renamed = {"seal_values": lambda v: {("place" if k == "notes" else k): x for k, x in v.items()}}
    yield no("opened-unknown-name", s, opened=["place"], at=renamed)
    text = disclosure("A" * 22, "case", "river")
    for name, string in {
        "not-json": b64_of(b"x"),
        "followed": b64_of(dumps(["A" * 22, "case", "x"]).encode() + b"x"),
        "object": b64_of(b"{}"),
        "four": b64_of(dumps(["A" * 22, "case", "x", None]).encode()),
        "salt-short": b64_of(dumps(["AAAA", "case", "x"]).encode()),
        "name-null": b64_of(dumps(["A" * 22, None, "x"]).encode()),
        "of-none": text,
    }.items():
        yield no(f"opened-{name}", s, at={"opened": lambda _, made=string: [made]})
    spare = {"entry": lambda e: dumps(_spare(json.loads(e))).encode()}
    yield no("entry-digest-spare-bits", s, at=spare)
    yield deep(53)
    yield deep(54)


def _spare(entry: dict[str, Any]) -> dict[str, Any]:
    """The last digest of an entry with bits that stand for nothing."""
    return {**entry, "_sd": [*entry["_sd"][:9], "_" * 43]}


def b64_of(data: bytes) -> str:
    """Base64url, as disclosures stand in a proof."""
    import base64

    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def deep(levels: int) -> Case:
    """A leaf at the place 0 of an archive of two to the power of levels."""
    path = [sha256(b"sibling %d" % i) for i in range(levels)]
    root = sha256(b"\0" + seal_record(Spec()).payload)
    for h in path:
        root = sha256(b"\1" + root + h)
    at: dict[str, Any] = {"path": lambda _: path, "root": lambda _: root, "index": lambda _: 0}
    at["leaves"] = lambda _: 2**levels
    if levels > 53:
        return no(f"archive-of-2-{levels}", "leaf", at=at)
    return ok(f"archive-of-2-{levels}", "EXACT", at=at)


def _with(name: str, value: Any) -> Any:
    return lambda v: {**v, name: value}


def compared() -> Iterator[Case]:
    """Files of two archives and of two heads."""
    case, f, s = comparisons.case, "form", "comparison"
    both = made("changed/1", parsed(Spec()), parsed(LATER))
    yield case("changed-followed", both[:-1] + b"x\n", f)
    yield case("changed-twice", both[:-1] * 2 + b"\n", f)
    yield case("changed-number", made("changed/1", 1, parsed(LATER)), f)
    yield case("changed-key-added", both[:-2] + b',"more":"x"}\n', f)
    for size in (524_288, 524_289):
        yield case(f"changed-of-{size}-bytes", _padded("changed/1", size), f)
    gone = replace(LATER, n=9)
    for at, which in ((0, "left"), (1, "right")):
        itself = {which: _at(at)} if at else {"left": _at(0), "right": _at(1)}
        yield case(f"missing-is-its-{which}", absence(LATER, **itself), s)
    yield case("missing-path-65", absence(gone, left=_long), f)
    yield case("missing-neighbour-list", absence(gone, left=[]), f)
    yield case("missing-index-null", absence(gone, left=_changed("index", None)), f)
    yield case("missing-payload-null", absence(gone, left=_changed("payload", None)), f)
    yield case("missing-key-added", absence(gone, more="x"), f)
    yield from heads()


def heads() -> Iterator[Case]:
    """Two heads of a log."""
    case, f, s = extensions.case, "form", "comparison"
    whole = extensions.made(3, 7)
    yield case("followed", whole[:-1] + b"x\n", f)
    yield case("path-number", extensions.made(3, 7, lambda v: {**v, "path": [1]}), f)
    yield case("path-null", extensions.made(3, 7, lambda v: {**v, "path": None}), f)
    yield case("path-65", extensions.made(3, 7, lambda v: {**v, "path": (v["path"] * 33)[:65]}), f)
    yield case("path-64", extensions.made(3, 7, lambda v: {**v, "path": (v["path"] * 33)[:64]}), s)
    for size in (262_144, 262_145):
        yield case(f"of-{size}-bytes", _padded("extends/1", size), f)
    empty = {"path": [], "before": extensions.head([])}
    yield case("0-0", extensions.made(1, 1, lambda v: {**v, **empty, "after": empty["before"]}), s)
    yield case("0-1", extensions.made(1, 1, lambda v: {**v, **empty}), s)


def _padded(kind: str, size: int) -> bytes:
    start = f'{{"onrecord":"{kind}","before":"'.encode()
    return start + b"x" * (size - len(start) - 1) + b"\n"


def _at(step: int) -> Any:
    """Neighbours one after the other, of which the first is the message itself."""
    return lambda rows, high: neighbour(rows, high + step)


def _long(rows: Any, high: int) -> Any:
    found = neighbour(rows, high - 1)
    return found and {**found, "path": (found["path"] * 65)[:65]}


def _changed(name: str, value: Any) -> Any:
    return lambda rows, high: {**(neighbour(rows, high - 1) or {}), name: value}


def forms() -> Iterator[Case]:
    """Step 0."""
    f = "form"
    yield given("form-line-end-alone", f, b"\n")
    for name, change in {
        "tst-null-in-it": lambda d: d.update(tst=[None]),
        "opened-null-in-it": lambda d: d.update(opened=[None]),
        "path-null-in-it": lambda d: d["archive"].update(path=[None]),
        "path-null": lambda d: d["archive"].update(path=None),
        "path-one-too-long": lambda d: d["archive"].update(path=[b64(bytes(32))] * 65),
        "index-null": lambda d: d["archive"].update(index=None),
        "archive-list": lambda d: d.update(archive=[]),
        "quote-list": lambda d: d.update(quote=[]),
        "speaker-true": lambda d: d["quote"].update(speaker=True),
        "story-true": lambda d: d["quote"].update(story=True),
        "translations-null": lambda d: d.update(translations=None),
        "translation-null": lambda d: d.update(translations=[None]),
    }.items():
        yield no(f"form-{name}", f, at=doc(change))
    for name, at in {
        "tlog-begins-with-gap": {"tlog": lambda t: "\n\n" + t.partition("\n\n")[2]},
        "disclosures-2049": {
            "sd_jwt": lambda j: j + (disclosure("A" * 22, "x") + "~") * (2050 - j.count("~"))
        },
        "head-begins-with-gap": {"head": lambda h: "\n\n" + h.partition("\n\n")[2]},
        "head-ends-with-gap": {"head": lambda h: h.partition("\n\n")[0] + "\n\n"},
        "head-no-signature-line": {"head": lambda h: h.partition("\n\n")[0] + "\n\n\n"},
        "header-not-json": {"header": lambda h: h[:-1]},
        "header-followed": {"header": lambda h: h + "x"},
        "header-number": {"header": lambda h: json.dumps({**json.loads(h), "typ": 1})},
        "header-kid-null": {"header": lambda h: dumps({**json.loads(h), "kid": None})},
    }.items():
        yield no(f"form-{name}", f, at=at)
    short = f"\u2014 x.example {b64(bytes(5))}\n"
    yield ok("signature-of-5-bytes", "EXACT", at={"head": lambda h: h + short})
    angle = "We <b>crossed</b> it."
    yield ok("words-with-angle-brackets", "EXACT", text=angle, shown=angle)
    for name, change in {
        "too-many-3": lambda _: b"\x30\x83\x01\x00\x00",
        "too-many-4": lambda _: b"\x30\x84\x01\x00\x00\x00",
        "nothing-after": lambda _: b"\x30\x81\x80",
    }.items():
        yield no(f"token-length-{name}", "time", stamps=[change])


def values() -> Iterator[Case]:
    """Step 1: values of a wrong kind, sealed properly; and of a right one."""
    s, src, time = "openings", VALUES["src"], VALUES["time"]
    wrong: dict[str, Any] = {
        "time-edited-word": {**time, "edited": "later"},
        "time-edited-true": {**time, "edited": True},
        "sender-id-true": {"id": True, "name": "x"},
        "sender-name-list": {"id": "x", "name": []},
        "sender-list": [],
        "reply-to-true": {"to": True, "chat": None, "quote": None},
        "reply-both-null": {"to": None, "chat": None, "quote": None},
        "media-empty": [],
        "media-null-in-it": [None],
        "media-second-null": [{"type": "photo", "sha256": None}, None],
        "media-type-null": [{"type": None, "sha256": None}],
        "media-sha256": [{"type": "photo", "sha256": "AB" * 32}],
        "media-object": {"type": "photo", "sha256": None},
        "src-sha256": {**src, "sha256": "x"},
        "src-row-null": {**src, "row": None},
        "src-kind": {**src, "kind": "line"},
        "src-start": {**src, "start": "01"},
        "src-length": {**src, "length": None},
        "src-member": {**src, "member": None},
        "src-null": None,
        "plain-string": "x",
        "plain-true": True,
        "plain-null-in-it": [None],
        "plain-short-digest": [{"...": "AAAA"}],
        "plain-other-key": [{"x": "A" * 43}],
        "text-string": "x",
        "text-other-key": [{"x": "A" * 43}],
    }
    for name, value in wrong.items():
        kind = name.split("-")[0]
        yield no(f"{name}-wrong", s, opens=("text", "attr", kind), at=value_of(kind, value))
    right: dict[str, Any] = {
        "time-edited": {**time, "edited": "2026-10-03T06:00:00Z"},
        "src-row": {**src, "kind": "row", "sha256": None},
        "media-two": [{"type": "photo", "sha256": "ab" * 32}, {"type": "voice", "sha256": None}],
        "sender-name-only": {"id": None, "name": "Rafiq"},
        "sender-id-only": {"id": "user1001", "name": None},
        "sender-null": None,
        "day-null": None,
        "reply-null": None,
        "media-null": None,
        "reply-quote-only": {"to": None, "chat": None, "quote": "x"},
    }
    for name, value in right.items():
        kind = name.split("-")[0]
        yield ok(f"{name}-right", "EXACT", opens=("text", "attr", kind), at=value_of(kind, value))


def every() -> Iterator[Case]:
    """All of them."""
    for part in (trusted, entries, compared, forms, values):
        yield from part()
