"""One proof, made step by step, with a place to plant a fault at every step."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from conform.seal import (
    NAMES,
    Change,
    Keys,
    b64,
    b64url,
    cut,
    digest,
    disclosure,
    dumps,
    leaf,
    path,
    plain_of,
    sha256,
    tree,
)
from conform.sign import Signer, token, tst_info

DESK = Signer("desk.example/river")
OTHER_DESK = Signer("desk.example/other")
WITNESS_A = Signer("witness.example/a", 4)
WITNESS_B = Signer("witness.example/b", 4)
ARCHIVE_KEYS = Keys(sha256(b"test archive key"), sha256(b"test chat key"))
ARCHIVE_ID = b64url(sha256(b"test archive id")[:16])
WHEN = 1_795_000_000  # 2026-11-18T11:06:40Z

TEXT = "We crossed the river at dawn. Nobody was there! Then we went home."
ATTR = {
    "kind": "message",
    "edited": False,
    "forwarded": False,
    "via_bot": False,
    "quoted_reply": False,
    "time_basis": "utc",
    "time_precision": "second",
    "enc": "utf-8",
}
VALUES: dict[str, Any] = {
    "time": {"sent": "2026-10-03T05:12:44Z", "edited": None},
    "day": "2026-10-03",
    "seq": "7",
    "sender": {"id": "user1001", "name": "Rafiq"},
    "reply": None,
    "media": None,
    "src": {
        "member": "result.json",
        "start": "1200",
        "length": "310",
        "kind": "bytes",
        "sha256": "ab" * 32,
        "row": "cd" * 32,
    },
}
SEAL_VALUES: dict[str, Any] = {
    "case": "river",
    "bag": "bag-1",
    "manifest": "12" * 32,
    "parser": {"name": "telegram-json", "version": "1", "sha256": None, "slices": "yes"},
    "count": "9",
    "range": {"first": "2026-10-01T00:00:00Z", "last": "2026-10-09T00:00:00Z"},
    "claimed": "2026-11-18T10:00:00Z",
    "notes": None,
    "same_chat": None,
    "beacon": None,
}


@dataclass
class Spec:
    """What a proof is of, what it opens, and ``at``: changes to plant, by the step's name."""

    text: str = TEXT
    shown: str = TEXT
    speaker: str | None = "Member A"
    story: str | None = "story-1"
    attr: dict[str, Any] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    opens: Sequence[str] = ("text", "attr", "time", "alias")
    of: str = "text"
    segments: Sequence[int] | None = None
    slot: int = 1
    n: int = 7
    leaves: int = 8
    entries: int = 6
    entry_at: int = 4
    opened: Sequence[str] = ()
    signer: Signer = DESK
    opener: Signer | None = None  # who signs the opening, if not the desk of the head
    cosigners: Sequence[tuple[Signer, int]] = ()
    stamps: Sequence[str | Callable[[bytes], bytes]] = ()
    keys: Keys = ARCHIVE_KEYS
    archive: str = ARCHIVE_ID
    at: dict[str, Change] = field(default_factory=dict)

    def change(self, step: str, value: Any) -> Any:
        """The value, with this step's planted change."""
        return self.at[step](value) if step in self.at else value


@dataclass
class Sealed:
    """A record's disclosures and its leaf."""

    strings: dict[str, str]
    segments: dict[str, list[str]]
    payload: bytes


def seal_record(s: Spec) -> Sealed:
    """The fourteen disclosures, the segments and the leaf of a record."""
    attr = {**ATTR, **s.attr}
    raw = attr["enc"] == "raw"
    text = s.change("cut", [s.text] if raw else cut(s.text))
    plain = s.change("plain", None if raw else plain_of(text))
    salts = iter(s.keys.salts(s.n, 14 + len(text) + len(plain or ())))
    first = [next(salts) for _ in range(14)]
    segments = {
        "text": [disclosure(next(salts), x) for x in text],
        "plain": [disclosure(next(salts), x) for x in plain or ()],
    }
    segments = s.change("segments", segments)
    refs: dict[str, Any] = {k: [{"...": digest(d)} for d in v] for k, v in segments.items()}
    refs["plain"] = None if plain is None else refs["plain"]
    values = s.change("values", {**refs, "attr": attr, **VALUES, **s.values})
    sender = {**VALUES, **s.values}["sender"]
    names = [(n, values[n]) for n in NAMES]
    for slot in range(4):
        name = s.keys.alias_name(slot)
        names.append((name, values.get(name, s.keys.alias_of(slot, sender))))
    strings = [disclosure(salt, *nv) for salt, nv in zip(first, names, strict=True)]
    strings = s.change("strings", strings)
    k = s.keys.k(f"id{s.n}")
    payload = s.change("leaf", leaf([digest(d) for d in strings], k))
    labels = [*NAMES, *(f"alias{i}" for i in range(4))]
    return Sealed(dict(zip(labels, strings, strict=True)), segments, payload)


def archive_of(s: Spec, payload: bytes) -> tuple[list[bytes], int]:
    """All leaf hashes of a small archive with this leaf, and its place."""
    mine = (s.keys.k(f"id{s.n}"), payload)
    others = s.keys.dummies(s.leaves - 1)
    rows = sorted((k, sha256(b"\0" + p)) for k, p in [mine, *others])
    return [h for _, h in rows], rows.index((mine[0], sha256(b"\0" + payload)))


def seal_entry(s: Spec, root: bytes, size: int) -> tuple[bytes, dict[str, str]]:
    """The seal entry and its disclosures by name."""
    values = s.change("seal_values", dict(SEAL_VALUES))
    found = {
        n: disclosure(b64url(sha256(b"seal salt" + n.encode())[:16]), n, v)
        for n, v in values.items()
    }
    entry = {
        "_sd": sorted(digest(d) for d in found.values()),
        "_sd_alg": "sha-256",
        "archive": s.archive,
        "root": b64url(root),
        "size": "@",
        "k_basis": "platform-id",
        "t": "seal",
        "v": "@@",
    }
    text = dumps(entry).replace('"@@"', "1").replace('"@"', str(size))
    return s.change("entry", text.encode()), found


def head_of(s: Spec, root: bytes) -> str:
    """The signed head."""
    size = s.change("size", str(s.entries))
    text = s.change("note", f"{s.signer.name}\n{size}\n{b64(s.change('log_root', root))}\n")
    lines = [s.signer.line(text)] + [w.cosign(text, t) for w, t in s.cosigners]
    head: str = s.change("head", f"{text}\n" + "".join(s.change("lines", lines)))
    return head


def stamped(head: str) -> bytes:
    """What a token is over."""
    text, _, lines = head.partition("\n\n")
    return f"{text}\n\n{lines.split(chr(10))[0]}\n".encode()


def translation(of: Sequence[str], text: str, signer: Signer, lang: str = "en") -> dict[str, str]:
    """A signed translation of the words that these disclosures open."""
    bound = b64url(sha256("~".join(of).encode()))
    body = dumps([bound, lang, "A. Translator", text])
    signature = signer.sign(b"onrecord/translation/v1\n" + body.encode())
    return {
        "of": bound,
        "lang": lang,
        "by": "A. Translator",
        "text": text,
        "key": signer.vkey,
        "sig": b64(signature),
    }


def disclosed(s: Spec, sealed: Sealed) -> tuple[list[str], list[str]]:
    """The disclosures to send, and those of the shown words among them."""
    found = []
    for name in s.opens:
        found.append(sealed.strings[f"alias{s.slot}" if name == "alias" else name])
    words = sealed.segments[s.of]
    if s.segments is not None:
        words = [words[i] for i in s.segments]
    return s.change("disclosures", [*found, *words]), words


def proof(s: Spec) -> bytes:
    """The proof file."""
    sealed = seal_record(s)
    hashes, index = s.change("archive", archive_of(s, sealed.payload))
    siblings = s.change("path", path(hashes, index))
    entry, seal = seal_entry(s, s.change("root", tree(hashes)), s.change("leaves", len(hashes)))
    log = [sha256(b"\0other entry %d" % i) for i in range(s.entries)]
    log[s.entry_at] = sha256(b"\0" + entry)
    head = head_of(s, tree(log))
    lines = [
        "c2sp.org/tlog-proof@v1",
        f"extra {b64(entry)}",
        f"index {s.change('entry_index', s.entry_at)}",
        *(b64(h) for h in s.change("entry_path", path(log, s.entry_at))),
    ]
    opener = s.opener or s.signer
    kid = f"{opener.name}+{opener.id.hex()}"
    header = s.change("header", dumps({"alg": "EdDSA", "kid": kid, "typ": "onrecord+sd-jwt"}))
    signed = f"{b64url(header.encode())}.{b64url(sealed.payload)}"
    signature = s.change("signature", opener.sign(signed.encode()))
    strings, words = disclosed(s, sealed)
    jwt = "~".join([f"{signed}.{b64url(signature)}", *strings, ""])
    tokens = [
        x(stamped(head)) if callable(x) else token(tst_info(sha256(stamped(head)), x))
        for x in s.stamps
    ]
    doc = {
        "onrecord": "proof/1",
        "quote": {"shown": s.shown, "speaker": s.speaker, "story": s.story},
        "sd_jwt": s.change("sd_jwt", jwt),
        "archive": {"index": str(s.change("index", index)), "path": [b64(h) for h in siblings]},
        "tlog_proof": s.change("tlog", "\n".join(lines) + "\n\n" + head),
        "opened": s.change("opened", [seal[n] for n in s.opened]),
        "tst": [b64(t) for t in s.change("tokens", tokens)],
        "translations": s.change("translations", words),
    }
    if "translations" not in s.at:
        doc["translations"] = []
    doc = s.change("doc", doc)
    data: bytes = s.change("file", dumps(doc).encode() + b"\n")
    return data
