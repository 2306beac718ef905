"""Rows at the edges of sections 3 to 8 of docs/archive-format.md, and the root they give."""

import hashlib
from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from make_vectors import CUTS, FOLDS, K_ARCHIVE, K_CHAT
from onrecord.archive import leaf, record, salt, tree
from onrecord.model import schema

Row = dict[str, Any]
SPACES = "\t\n\r \x85\xa0\u1680\u2000\u200a\u2028\u2029\u202f\u205f\u3000"
NO_NAME = SPACES + ",;:!?()[]{}<>\"'@.\u060c\u061b\u061f\xab\xbb\u201c\u201d"
DIGITS = "09\u0660\u0669\u06f0\u06f9\u0966\u096f\u09e6\u09ef\uff10\uff19"
NO_DIGITS = "/:\u065f\u066a\u06ef\u06fa\u0965\u0970\u09f0\uff0f\uff1a"
MINUTE, DAY = 60_000_000, 86_400_000_000
AT = 1_760_000_000_000_000
PHOTO = "photos/a.jpg"


def texts() -> Iterator[str]:
    """Texts that are cut at their edges (section 5)."""
    yield from (t for t in (*CUTS, *FOLDS) if "\U0001fae8" not in t)  # Go's tables are older
    for c in NO_NAME:
        yield f"ask @abc{c}def and @a.b{c}c now"
    for c in SPACES + '<>"':
        yield f"see https://a.example/x{c}y and a.example/x{c}y"
    for d in DIGITS + NO_DIGITS:
        yield f"n {d * 5} n 1{d}345 n {d * 3}.{d * 3} n {d}\xb0{d}'{d}\" N"
    for c in " \xa0.()/-,":
        yield f"n {c.join('12345')} n {c.join('1234')} n {(c * 2).join('12345')} n"
    yield from ("n 1.234 n", "n 12,345 n", "n 123\u066b4567 n", "n 1234.567 n", "n 12.34 n")
    for c in "NSEWnsewX":
        yield f"at 36\xb0{c} or 36\xba {c} or 36\xb012'{c} or 36\xb0 12\u2032 7.5\u2033 {c}."
    yield "at 36\xb012\u20197\u201dS, 361\xb0, 1361\xb0, 36\xb0123', 36\xb012'123\""
    yield "at 3\xb01'1.1234567\"N and 36\xb012'7.123456\"N"
    yield from (f"go {'a' * n}://x/y. now" for n in (1, 2, 16, 17))
    yield from (f"go {w}x.y, now" for w in ("www.", "Www.", "wWw.", "wwW.", "WWW.", "ww."))
    yield from (f"go {'a' * n}.org/p, {'b.' * 9}org/p, now" for n in (1, 63, 64))
    yield from (f"go {'b.' * n}c/p x.{'c' * n}/p now" for n in (1, 2, 8, 9, 10, 24, 25))
    yield from (f"to {'a' * n}@b.example, {'c' * n}@d now" for n in (1, 64, 65))
    yield from (f"to a{c}b@c{c}d.example now" for c in "._%+-/")
    yield from (
        "@\u2068Abu Salim\u2069 now",
        "@\u2068a\nb\u2069 x",
        "@\u2068\u2069 x",
        "@a.b.c d",
        "@a..b",
        "@",
        "@@a",
    )
    yield from (f"@\u2068{'a ' * 63}{end}\u2069 x" for end in ("a", "aa", "aaa"))
    for end in ".!?\u2026\u061f\u06d4\u0964\u0965\u3002\uff01\uff1f":
        for closer in ("", '"', "')", "]}", "\xbb\u2019", "\u201d\u203a"):
            yield f"one{end}{closer} two{end}{end}{closer}three"
    yield from (f"a{c}{c} b" for c in "\n\x0b\x0c\r\x85\u2028\u2029")


def rows() -> list[Row]:
    """All rows: the texts, the entities, then every other column."""
    found: list[Row] = [{"text": t} for t in texts()]
    for kind in (*leaf_kinds(), "bold", "mentio"):
        for start, length in ((0, 1), (1, 2), (2, 4), (5, 1), (0, 6)):
            one = {"type": kind, "start": start, "length": length, "value": None}
            found.append({"text": "a\u0628\U0001f44dde.", "entities": [one]})
    return [_row(n, more) for n, more in enumerate([*found, *columns()])]


def leaf_kinds() -> list[str]:
    """Entities that cut."""
    named = "mention mention_name link text_link email phone bank_card bot_command"
    return named.split()


def columns() -> Iterator[Row]:
    """One column after another with a value of its own, or without any."""
    for name in ("reply_to", "reply_chat", "quote", "forward_name", "forward_id", "via_bot"):
        yield {name: f"a {name}"}
    for name in ("forward_time_text", "signature", "edited_text", "action", "payload", "unknown"):
        yield {name: f"a {name}"}
    yield {"forwarded": True, "forward_time": AT + 1, "kind": "service", "place_kind": "row"}
    yield {"edited": AT + 5, "edited_text": "x"}
    yield {"reactions": [{"emoji": "\U0001f44d", "count": 2}, {"emoji": "x", "count": 1}]}
    empty: Row = dict.fromkeys(f.name for f in schema.MEDIA)
    bare = {**empty, "type": "file", "present": False}
    yield {"media": [bare]}
    for name in ("size", "width", "height", "duration"):
        yield {"media": [{**bare, name: 7}]}
    for name in ("mime", "name"):
        yield {"media": [{**bare, name: "a/b"}]}
    yield {"media": [{**bare, "type": "photo", "path": PHOTO, "present": True}, bare]}
    yield {"text": "shown \\ud800", "text_raw": b"shown \xed\xa0\x80", "enc": "lone-surrogate"}
    yield from times()
    yield from senders()


def times() -> Iterator[Row]:
    """Times a step around every limit."""
    for width in (0, 1, 999_999, 1_000_000, MINUTE - 1, MINUTE, DAY - 1, DAY, 3 * DAY):
        for basis in ("utc", "offset", "zone", "local-unknown", "ambiguous", "none"):
            yield {"time_last": AT + width, "time_basis": basis, "time_local": AT + 1}
            yield {"time_last": AT + width, "time_basis": basis}
    yield {"time_first": None, "time_last": None, "time_basis": "none"}
    yield {"time_first": AT + 7, "time_last": AT + 7}
    midnight = AT - AT % DAY
    yield {"time_first": midnight, "time_last": midnight + DAY - 1}
    yield {"time_first": midnight - 1, "time_last": midnight}


def senders() -> Iterator[Row]:
    """Senders and messages without an id."""
    for sender in (None, "Handle", "x"):
        for ident in (None, "user7"):
            yield {"sender": sender, "sender_id": ident}
            for text in ("same", "other \u200b \u201cq\u201d"):
                none = {"id": None, "sender": sender, "sender_id": ident, "text": text}
                yield none
                yield {**none, "time_local": AT, "time_basis": "local-unknown"}
                yield {**none, "time_first": None, "time_last": None, "time_basis": "none"}


def _row(n: int, more: Row) -> Row:
    base: Row = dict.fromkeys(schema.MESSAGE.names)
    base.update(n=n, member="a.json", start=100 * n, length=90, place_kind="bytes", chat="100")
    base.update(id=str(n + 1), kind="message", sender="Handle", sender_id="user7", text="ok")
    base.update(time_text="as written", time_basis="utc", time_first=AT, time_last=AT)
    return {**base, "forwarded": False, **more}


def sealed() -> tuple[str, int]:
    """The package's root over the rows, in hex, and the archive's size."""
    made = pa.RecordBatch.from_pylist(rows(), schema=schema.MESSAGE)
    sub, secrets = salt.Subkeys.of(K_ARCHIVE), leaf.Secrets(K_ARCHIVE, {"100": K_CHAT})
    given = record.Sources(media={PHOTO: photo()}.get)
    opened = [leaf.open_row(made.slice(i, 1), sub, secrets, given) for i in range(made.num_rows)]
    size = 1 << (len(opened) - 1).bit_length()
    every = [o.k + o.leaf for o in opened] + leaf.each(leaf.dummies(sub, size - len(opened)))
    return tree.root([m[16:] for m in sorted(every)]).hex(), size


def photo() -> str:
    """The digest of the one photo."""
    return hashlib.sha256(b"jpg").hexdigest()


def as_json() -> list[Row]:
    """The rows as the Go program reads them."""
    found = rows()
    for row in found:
        for one in row["media"] or ():
            one["sha256"] = photo() if one["path"] == PHOTO else None
        row["text_raw"] = row["text_raw"].hex() if row["text_raw"] else None
    return found
