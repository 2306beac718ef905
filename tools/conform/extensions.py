"""One head of a log and a later one (section 18, extends)."""

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from conform.case import Case
from conform.make import DESK, OTHER_DESK, WHEN, WITNESS_A
from conform.seal import b64, dumps, sha256, tree
from conform.sign import Signer

Hashes = Sequence[bytes]


def leaves(count: int, name: str = "entry") -> list[bytes]:
    """Leaf hashes of an invented log."""
    return [sha256(b"\0" + f"{name} {i}".encode()) for i in range(count)]


def proof(old: int, hashes: Hashes, whole: bool = True) -> list[bytes]:
    """RFC 6962 section 2.1.2, by its definition."""
    if old == len(hashes):
        return [] if whole else [root_of(hashes)]
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    if old <= k:
        return [*proof(old, hashes[:k], whole), root_of(hashes[k:])]
    return [*proof(old - k, hashes[k:], False), root_of(hashes[:k])]


def root_of(hashes: Hashes) -> bytes:
    """The root of a tree of any size."""
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    return sha256(b"\1" + root_of(hashes[:k]) + root_of(hashes[k:]))


def head(hashes: Hashes, signer: Signer = DESK, size: int | None = None) -> str:
    """A signed head over these leaves."""
    root = sha256(b"") if not hashes else root_of(hashes)
    text = f"{signer.name}\n{len(hashes) if size is None else size}\n{b64(root)}\n"
    return f"{text}\n{signer.line(text)}"


def made(old: int, new: int, change: Callable[[Any], Any] = lambda v: v) -> bytes:
    """The file for two sizes, changed if wished."""
    hashes = leaves(new)
    value = {
        "onrecord": "extends/1",
        "before": head(hashes[:old]),
        "after": head(hashes),
        "path": [b64(p) for p in proof(old, hashes)] if old else [],
    }
    return dumps(change(value)).encode() + b"\n"


def case(name: str, data: bytes, step: str = "", policy: bytes | None = None) -> Case:
    """A case; refused at ``step`` if one is given."""
    if step:
        refused: dict[str, Any] = {"result": "refused", "step": step}
        return Case(f"compare-extends-{name}_fail", "proof.json", data, refused, policy=policy)
    good: dict[str, Any] = {"result": "ok", "classes": []}
    return Case(f"compare-extends-{name}", "proof.json", data, good, policy=policy)


def every() -> Iterator[Case]:
    """Heads that extend each other, and heads that do not."""
    if root_of(leaves(8)) != tree(leaves(8)):
        raise ValueError("two definitions of a tree")
    for old, new in (
        (1, 1),
        (1, 2),
        (1, 7),
        (2, 7),
        (3, 7),
        (4, 7),
        (6, 7),
        (7, 7),
        (6, 8),
        (5, 1000),
    ):
        yield case(f"{old}-{new}", made(old, new))
    s = "comparison"
    yield case("turned", made(3, 7, lambda v: {**v, "before": v["after"], "after": v["before"]}), s)
    other = head(leaves(3, "another entry"))
    yield case("fork", made(3, 7, lambda v: {**v, "before": other}), s)
    same = head(leaves(7, "another entry"))
    yield case("two-roots", made(7, 7, lambda v: {**v, "before": same}), s)
    yield case("nothing-before", made(0, 7), s)
    yield case("path-short", made(3, 7, lambda v: {**v, "path": v["path"][:-1]}), s)
    yield case("path-empty", made(3, 7, lambda v: {**v, "path": []}), s)
    longer = made(4, 7, lambda v: {**v, "path": [*v["path"], v["path"][0]]})
    yield case("path-long", longer, s)
    yield case("path-where-none", made(7, 7, lambda v: {**v, "path": [b64(bytes(32))]}), s)
    yield case("path-turned", made(3, 7, lambda v: {**v, "path": v["path"][::-1]}), s)
    yield case(
        "other-desk", made(3, 7, lambda v: {**v, "before": head(leaves(3), OTHER_DESK)}), "head"
    )
    bad = made(3, 7, lambda v: {**v, "after": v["after"].replace("\n7\n", "\n8\n")})
    mixed = case("two-desks", made(3, 7, lambda v: {**v, "before": head(leaves(3), OTHER_DESK)}), s)
    mixed.keys = [DESK.vkey, OTHER_DESK.vkey]
    yield mixed
    yield case("changed-size", bad, "head")
    yield from _forms()
    seen = f"witness a {WITNESS_A.vkey}\nquorum a\n".encode()
    yield case("witness-lacks", made(3, 7), "head", seen)
    yield case("witnessed", made(3, 7, _cosigned), policy=seen)


def _cosigned(value: Any) -> Any:
    for name in ("before", "after"):
        text = value[name].partition("\n\n")[0] + "\n"
        value[name] += WITNESS_A.cosign(text, WHEN)
    return value


def _forms() -> Iterator[Case]:
    f = "form"
    yield case("no-line-end", made(3, 7)[:-1], f)
    yield case("ends-with-space", made(3, 7)[:-1] + b" ", f)
    yield case("key-added", made(3, 7, lambda v: {**v, "more": "x"}), f)
    yield case("key-missing", made(3, 7, lambda v: {k: v[k] for k in list(v)[:3]}), f)
    yield case("head-null", made(3, 7, lambda v: {**v, "after": None}), f)
    yield case("head-no-gap", made(3, 7, lambda v: {**v, "after": "x"}), f)
    yield case("path-string", made(3, 7, lambda v: {**v, "path": "x"}), f)
    yield case("path-31-bytes", made(3, 7, lambda v: {**v, "path": [b64(bytes(31))]}), f)
    spaced = json.dumps(json.loads(made(3, 7))).encode() + b"\n"
    yield case("white-space", spaced.replace(b'{"onrecord": "ex', b'{"onrecord":"ex'), f)
