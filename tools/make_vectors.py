"""Writes tests/golden/archive/vectors.json and the proofs beside it.

The test vectors of docs/archive-format.md, section 20: everything follows from
fixed keys, so two runs write the same bytes. Run: python tools/make_vectors.py
"""

import hashlib
import json
import sys
from itertools import count
from pathlib import Path
from typing import Any

import pyarrow as pa

from onrecord.archive import b64, entry, keys, leaf, note, proof, record, salt, tree
from onrecord.model import schema
from onrecord.model.fold import fold_a, plain_segments
from onrecord.model.proof import Checkpoint
from onrecord.model.segment import cut

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests" / "golden" / "archive"
K_ARCHIVE = bytes(range(32))
K_CHAT = bytes(range(32, 64))
SEED = bytes(range(64, 96))
DESK = "example.org/vectors"
FOLDS = [
    "plain",
    "a\u200bb\u2066c\u2069",
    "\u201chalf\u201d \u2018one\u2019 \u00abtwo\u00bb \u2039three\u203a\u2026",
    " two  spaces\u00a0and\r\n\r\nlines\u2028end ",
    "e\u0301 \u0627\u0653 \u1112\u1161\u11ab",
    "\u0645\u06cc\u200c\u0631\u0648\u06cc\u0645 \u0643\u0640\u0640\u062a\u0627\u0628",
    "\u202eoverride\u202c",
    "a\U0001fae8b\u0301\U0001f469\u200d\U0001f467",
]
CUTS = [
    "One. Two! Three? Four",
    "He said \u201cno.\u201d Then left.",
    "3.14 is not an end.Nor is this",
    "\u0647\u0644 \u0623\u062a\u0649\u061f \u0646\u0639\u0645. \u0644\u0627\u06d4 \u0646\u0645",
    "\u5b8c\u4e86\u3002\u8d70\u5427\uff01\u597d",
    "line\nline\r\n\r\nline\u2028line",
    "ask @night_watch, or @\u2068Abu Salim\u2069 now",
    "mail desk.one@example.org or see https://example.org/a?b=1. And t.me/abc",
    "call +90 555 010 20 30 or 12345, not 1234",
    "at 36.20210, 37.13430 and 36\u00b012'07.6\" N",
    "\u0661\u0662\u0663\u0664\u0665 and \u06f1\u06f2\u06f3\u06f4",
    "",
]


def _row(n: int, text: str, **more: Any) -> dict[str, Any]:
    at = 1_760_000_000_000_000 + n * 61_000_000
    base: dict[str, Any] = dict.fromkeys(schema.MESSAGE.names)
    base.update(
        n=n,
        member="result.json",
        start=100 * n,
        length=90,
        place_kind="bytes",
        chat="100",
        id=str(n + 1),
        kind="message",
        sender="Handle",
        sender_id="user7",
        time_text="as written",
        time_basis="utc",
        time_first=at,
        time_last=at,
        text=text,
        forwarded=False,
    )
    return {**base, **more}


def rows() -> list[dict[str, Any]]:
    """Records that between them use every kind of value."""
    media = dict.fromkeys(f.name for f in schema.MEDIA)
    media.update(type="photo", path="photos/a.jpg", present=True, size=3)
    minute = {"time_first": 1_760_000_000_000_000, "time_last": 1_760_000_059_999_999}
    return [
        _row(0, "The bridge was closed at dawn. We saw nothing! Ask @night_watch."),
        _row(
            1,
            "\u0642\u0627\u0644: \u00ab\u0646\u0639\u0645\u00bb\u2026\u200b ok",
            edited_text="x",
            edited=1_770_000_000_000_000,
        ),
        _row(2, "", media=[media], reactions=[{"emoji": "\U0001f44d", "count": 2}]),
        _row(3, "fwd", forwarded=True, forward_name="Channel", reply_to="1", quote="closed at"),
        _row(4, "shown \\ud800", text_raw=b"shown \xed\xa0\x80", enc="lone-surrogate"),
        _row(5, "by the minute", time_basis="zone", **minute),
        _row(
            6,
            "no id, local time",
            id=None,
            sender_id=None,
            time_basis="local-unknown",
            time_first=1_759_950_000_000_000,
            time_last=1_760_050_000_000_000,
            time_local=1_760_000_000_000_000,
        ),
        _row(
            7,
            "joined",
            kind="service",
            action="join",
            sender=None,
            sender_id=None,
            time_basis="none",
            time_first=None,
            time_last=None,
        ),
        _row(
            8,
            "name here",
            entities=[{"type": "mention_name", "start": 0, "length": 4, "value": "user9"}],
        ),
    ]


def _openings() -> list[leaf.Opening]:
    secrets = leaf.Secrets(K_ARCHIVE, {"100": K_CHAT})
    subkeys = salt.Subkeys.of(K_ARCHIVE)
    made = pa.RecordBatch.from_pylist(rows(), schema=schema.MESSAGE)
    given = record.Sources(media={"photos/a.jpg": hashlib.sha256(b"jpg").hexdigest()}.get)
    return [leaf.open_row(made.slice(i, 1), subkeys, secrets, given) for i in range(made.num_rows)]


def _record(row: dict[str, Any], opening: leaf.Opening) -> dict[str, Any]:
    plain = None if opening.plain is None else [list(s) for s in opening.plain]
    shown = {k: v.hex() if isinstance(v, bytes) else v for k, v in row.items() if v is not None}
    return {
        "row": shown,
        "k": opening.k.hex(),
        "fields": [b64.unurl(f).decode() for f in opening.fields],
        "disclosures": list(opening.fields),
        "text": [list(s) for s in opening.text],
        "plain": plain,
        "payload": opening.payload.decode(),
        "leaf": opening.leaf.hex(),
    }


def _keys() -> dict[str, Any]:
    sub = salt.Subkeys.of(K_ARCHIVE)
    return {
        "K_archive": K_ARCHIVE.hex(),
        "K_chat": K_CHAT.hex(),
        "K_salt": sub.salt.hex(),
        "K_alias": sub.alias.hex(),
        "K_dummy": sub.dummy.hex(),
        "alias_labels": list(sub.labels()),
        "alias_values_of_id:user7": list(sub.aliases("id:user7")),
        "first 16 salts of record 3": salt.stream(sub.salt, 3, 16).hex(),
        "k of id 1": salt.k_by_id(K_CHAT, "1").hex(),
    }


def _dummies() -> list[dict[str, str]]:
    sub = salt.Subkeys.of(K_ARCHIVE)
    found = []
    for i in range(7):
        k, digests = salt.dummy(sub.dummy, i)
        body = leaf.payload(b64.url_bytes(k), [b64.url_bytes(d) for d in digests])
        found.append({"payload": body.decode(), "leaf": tree.leaf_hash(body).hex()})
    return found


def _archive(openings: list[leaf.Opening]) -> tuple[list[bytes], dict[str, Any]]:
    sub = salt.Subkeys.of(K_ARCHIVE)
    made = [o.k + o.leaf for o in openings] + leaf.each(leaf.dummies(sub, 16 - len(openings)))
    ordered = sorted(made)
    leaves = [m[16:] for m in ordered]
    value = {
        "size": 16,
        "sorted k": [m[:16].hex() for m in ordered],
        "leaves": [h.hex() for h in leaves],
        "root": tree.root(leaves).hex(),
    }
    return leaves, value


def _log(root: bytes) -> tuple[proof.Logged, keys.DeskKeys, dict[str, Any]]:
    counter = count()
    fresh = lambda n: hashlib.sha256(next(counter).to_bytes(4, "big")).digest()[:n]  # noqa: E731
    key = keys.DeskKeys.make(DESK, SEED)
    received = entry.make("received", {"case": "vectors", "what": "export"}, None, fresh)
    clear = {
        "archive": b64.url(bytes(16)),
        "root": b64.url(root),
        "size": 16,
        "k_basis": "mixed",
    }
    sealed = entry.make("seal", {"case": "vectors", "count": "9"}, clear, fresh)
    judged = entry.make("judged", {"judgements": [{"id": "j1", "sha256": "00" * 32}]}, None, fresh)
    bodies = [received[0], sealed[0], judged[0]]
    hashes = [tree.leaf_hash(b) for b in bodies]
    text = note.checkpoint_text(Checkpoint(DESK, 3, tree.root(hashes)))
    head = note.Note(text, (note.sign(text, DESK, key.signing),))
    logged = proof.Logged(bodies[1], 1, tuple(tree.inclusion(hashes, 1)), head)
    value = {
        "Ed25519 seed": SEED.hex(),
        "vkey": str(key.public),
        "entries": [b.decode() for b in bodies],
        "disclosures": [list(d) for _, d in (received, sealed, judged)],
        "head": str(head),
        "consistency 1 to 3": [h.hex() for h in tree.consistency(hashes, 1)],
    }
    return logged, key, value


def _proofs(
    openings: list[leaf.Opening], leaves: list[bytes], logged: proof.Logged, key: keys.DeskKeys
) -> dict[str, bytes]:
    """Proof files by name, each of which a checker must accept."""
    text = str(rows()[0]["text"])
    whole = proof.Choice(shown=text, speaker="Member A", story="s1", slot=0)
    part = proof.Choice(shown="The bridge was closed at dawn.", spans=((0, 30),), time="day")
    gap = proof.Choice(shown="The bridge was closed at dawn. [\u2026] Ask", time="none", story="s1")
    made = {
        "exact": (0, whole, ()),
        "excerpt": (0, part, ()),
        "elided": (0, gap, ()),
        "plain": (
            1,
            proof.Choice(shown='\u0642\u0627\u0644: "\u0646\u0639\u0645"... ok', slot=2),
            (),
        ),
        "forwarded": (3, proof.Choice(shown="fwd", speaker="Member A", story="s1", slot=0), ()),
        "raw": (4, proof.Choice(shown="c2hvd24g7aCA"), ()),
        "local-time": (6, proof.Choice(shown="no id, local time", more=("src", "seq")), ()),
        "translated": (
            0,
            whole,
            (proof.translate(openings[0], whole, "de", "A. Translator", "Die Br\u00fccke", key),),
        ),
    }
    found = {}
    for name, (n, choice, translations) in made.items():
        at = leaves.index(openings[n].leaf)
        place = (at, tree.inclusion(leaves, at))
        found[name] = proof.make(openings[n], place, logged, choice, key, translations)
    return found


def build() -> dict[str, bytes]:
    """Every file under tests/golden/archive by name."""
    openings = _openings()
    leaves, archive = _archive(openings)
    logged, key, log = _log(tree.root(leaves))
    value = {
        "keys": _keys(),
        "fold_a": [[t, fold_a(t)] for t in FOLDS],
        "segments": [
            {"text": t, "segments": cut(t), "plain": plain_segments(cut(t))} for t in CUTS
        ],
        "records": [_record(r, o) for r, o in zip(rows(), openings, strict=True)],
        "dummies": _dummies(),
        "archive": archive,
        "log": log,
    }
    made = {"vectors.json": json.dumps(value, ensure_ascii=True, indent=1).encode() + b"\n"}
    for name, data in _proofs(openings, leaves, logged, key).items():
        made[f"proofs/{name}.json"] = data
    made["proofs/vkey.txt"] = (str(key.public) + "\n").encode()
    return made


def main() -> int:
    """Writes the files and says which."""
    for name, data in build().items():
        path = GOLDEN / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        print(f"{len(data):8,}  {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
