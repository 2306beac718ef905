"""Two archives of one chat: what changed, what is missing (section 18)."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from conform.case import Case
from conform.make import (
    ARCHIVE_ID,
    OTHER_DESK,
    Spec,
    head_of,
    proof,
    seal_entry,
    seal_record,
)
from conform.seal import Keys, b64, b64url, dumps, path, sha256, tree

LATER_ID = b64url(sha256(b"later archive")[:16])
LATER = Spec(
    keys=Keys(sha256(b"later archive key"), sha256(b"test chat key")),
    archive=LATER_ID,
    text="We crossed the river at noon.",
    shown="We crossed the river at noon.",
    attr={"edited": True},
    opened=["same_chat"],
    at={"seal_values": lambda v: {**v, "same_chat": ARCHIVE_ID}},
)


def parsed(spec: Spec) -> Any:
    """A proof as a value."""
    return json.loads(proof(spec))


def made(kind: str, before: Any, after: Any) -> bytes:
    """The file of a comparison."""
    return dumps({"onrecord": kind, "before": before, "after": after}).encode() + b"\n"


def case(name: str, data: bytes, step: str = "", classes: int = 2) -> Case:
    """A comparison; refused at ``step`` if one is given."""
    if step:
        expect: dict[str, Any] = {"result": "refused", "step": step}
        return Case(f"compare-{name}_fail", "proof.json", data, expect)
    return Case(
        f"compare-{name}", "proof.json", data, {"result": "ok", "classes": ["EXACT"] * classes}
    )


def changes() -> Iterator[Case]:
    """The same message in two archives."""
    before, after = parsed(Spec()), parsed(LATER)
    yield case("changed", made("changed/1", before, after))
    yield case("changed-backwards", made("changed/1", after, before))
    yield case("changed-same-words", made("changed/1", before, parsed(_same_words())))
    s = "comparison"
    again = parsed(Spec(opens=("text", "attr")))
    yield case("changed-one-archive", made("changed/1", before, again), s)
    other = parsed(replace(LATER, n=8))
    yield case("changed-other-message", made("changed/1", before, other), s)
    yield case("changed-bad-proof", made("changed/1", before, {**after, "tst": ["MAA="]}), "time")
    wrong = {**after, "quote": {**after["quote"], "shown": "We fled."}}
    yield case("changed-bad-wording", made("changed/1", wrong, before), "wording")
    yield case("changed-null", made("changed/1", before, None), "form")
    yield case("changed-key-order", _turned(made("changed/1", before, after)), "form")
    yield case("changed-ends-with-space", made("changed/1", before, after)[:-1] + b" ", "form")
    yield case("changed-no-line-end", made("changed/1", before, after)[:-1], "form")


def _same_words() -> Spec:
    return replace(LATER, text=Spec().text, shown=Spec().text)


def _turned(data: bytes) -> bytes:
    doc = json.loads(data)
    turned = {k: doc[k] for k in ("onrecord", "after", "before")}
    return dumps(turned).encode() + b"\n"


def later(spec: Spec) -> tuple[list[tuple[bytes, bytes]], bytes, str, list[str]]:
    """The later archive: (k, payload) of its leaves in order, the log part, what is opened."""
    mine = (spec.keys.k(f"id{spec.n}"), seal_record(spec).payload)
    rows = sorted([mine, *spec.keys.dummies(spec.leaves - 1)], key=lambda r: r[0])
    hashes = [sha256(b"\0" + p) for _, p in rows]
    entry, disclosures = seal_entry(spec, tree(hashes), len(hashes))
    log = [sha256(b"\0other entry %d" % i) for i in range(spec.entries)]
    log[spec.entry_at] = sha256(b"\0" + entry)
    lines = ["c2sp.org/tlog-proof@v1", f"extra {b64(entry)}", f"index {spec.entry_at}"]
    lines += [b64(h) for h in path(log, spec.entry_at)]
    text = "\n".join(lines) + "\n\n" + head_of(spec, tree(log))
    return rows, entry, text, [disclosures[n] for n in spec.opened]


def neighbour(rows: list[tuple[bytes, bytes]], index: int) -> dict[str, Any] | None:
    """A leaf with its path, or None outside the archive."""
    if not 0 <= index < len(rows):
        return None
    hashes = [sha256(b"\0" + p) for _, p in rows]
    siblings = [b64(h) for h in path(hashes, index)]
    return {"index": str(index), "payload": b64url(rows[index][1]), "path": siblings}


def absence(spec: Spec, of: int = 7, **changed: Any) -> bytes:
    """A file that shows record ``of`` to be missing from the later archive."""
    rows, _, text, opened = later(spec)
    k = spec.keys.k(f"id{of}")
    high = sum(r[0] < k for r in rows)
    after = {
        "left": neighbour(rows, high - 1),
        "right": neighbour(rows, high),
        "tlog_proof": text,
        "opened": opened,
        "tst": [],
    }
    before = parsed(Spec(n=of))
    for name, change in changed.items():
        after[name] = change(rows, high) if callable(change) else change
    return made("missing/1", before, after)


def at_edge(first: bool) -> int:
    """A record that would stand before all, or after all, leaves of the later archive."""
    rows = later(replace(LATER, n=9))[0]
    for n in range(10, 2000):
        k = LATER.keys.k(f"id{n}")
        if (k < rows[0][0]) if first else (k > rows[-1][0]):
            return n
    raise ValueError("no such record")


def absences() -> Iterator[Case]:
    """A message that the later archive lacks."""
    gone = replace(LATER, n=9)
    yield case("missing", absence(gone), classes=1)
    yield case("missing-at-begin", absence(gone, of=at_edge(True)), classes=1)
    yield case("missing-at-end", absence(gone, of=at_edge(False)), classes=1)
    s = "comparison"
    yield case("missing-but-there", absence(LATER, left=_before, right=_there), s)
    yield case("missing-neighbours-apart", absence(gone, right=lambda r, h: neighbour(r, h + 1)), s)
    yield case("missing-left-only", absence(gone, right=None), s)
    yield case("missing-right-only", absence(gone, left=None), s)
    yield case("missing-no-neighbour", absence(gone, left=None, right=None), s)
    yield case("missing-wrong-gap", absence(gone, left=_shifted(0), right=_shifted(1)), s)
    yield case("missing-same-chat-closed", absence(replace(gone, opened=[])), s)
    unsaid = {"seal_values": lambda v: {**v, "same_chat": LATER_ID}}
    yield case("missing-other-chat", absence(replace(gone, at=unsaid)), s)
    yield case("missing-no-chat", absence(replace(gone, at={})), s)
    own = replace(gone, archive=ARCHIVE_ID)
    yield case("missing-one-archive", absence(own), s)
    yield case("missing-path", absence(gone, left=_bad_path), "leaf")
    yield case("missing-index", absence(gone, left=_bad_index), "leaf")
    yield case("missing-payload", absence(gone, left=_bad_payload), "form")
    yield case("missing-nothing-after", made("missing/1", parsed(Spec()), {}), "form")
    yield case("missing-neighbour-null-path", absence(gone, left={"index": "0"}), "form")
    yield case("missing-tst", absence(gone, tst=["MAA="]), "time")
    yield case("missing-other-entry", absence(gone, tlog_proof=_with_other_entry), "leaf")
    yield case("missing-entry", absence(gone, tlog_proof=_at_other_index), "entry")
    yield case("missing-head", absence(replace(gone, signer=OTHER_DESK)), "head")


def _before(rows: Any, high: int) -> Any:
    return neighbour(rows, high - 1)


def _there(rows: Any, high: int) -> Any:
    return neighbour(rows, high)


def _shifted(by: int) -> Any:
    """Two neighbours that stand next to each other, but not around the message."""
    return lambda rows, high: neighbour(rows, (high + 1 if high + 2 < len(rows) else 0) + by)


def _bad_path(rows: Any, high: int) -> Any:
    found = neighbour(rows, high - 1)
    return found and {**found, "path": found["path"][::-1]}


def _bad_index(rows: Any, high: int) -> Any:
    found = neighbour(rows, high - 1)
    return found and {**found, "index": str((high - 1) ^ 1)}


def _bad_payload(rows: Any, high: int) -> Any:
    found = neighbour(rows, high - 1)
    return found and {**found, "payload": b64url(b"{}")}


def _with_other_entry(rows: Any, high: int) -> str:
    del rows, high
    other = later(replace(LATER, n=8))[2]
    mine = later(replace(LATER, n=9))[2]
    return mine.replace(mine.split("\n")[1], other.split("\n")[1])


def _at_other_index(rows: Any, high: int) -> str:
    del rows, high
    return later(replace(LATER, n=9))[2].replace("\nindex 4\n", "\nindex 5\n")


def every() -> Iterator[Case]:
    """All of them."""
    yield from changes()
    yield from absences()
