"""Proofs that are rightly sealed and signed, of values nobody of good will would seal.

The law is agreement: whatever a value is, every checker accepts or refuses it alike.
"""

import base64
import random
import re
from collections.abc import Callable
from typing import Any

from conform.make import ATTR, DESK, SEAL_VALUES, VALUES, WHEN, WITNESS_A, Spec, proof
from conform.seal import b64url, disclosure, sha256
from conform.sign import Signer

NUMBERS: tuple[str, ...] = (
    "0",
    "7",
    "07",
    "-1",
    "+1",
    "1e3",
    "9007199254740992",
    "9007199254740993",
)
NUMBERS += ("1234567890123456", "12345678901234567", "1234567890123456789", "٣", "1\n", " 1", "")
TIMES: tuple[str, ...] = (
    "2026-10-03T05:12:44Z",
    "2026-10-03T05:12:44",
    "2026-10-03T05:12:44.000001Z",
)
TIMES += (
    "2026-10-03T05:12:44Z/2026-10-03T05:12:59Z",
    "2026-13-40T99:99:99Z",
    "0000-00-00T00:00:00Z",
)
TIMES += (
    "2026-10-03T05:12:44Z\n",
    "2026-10-03t05:12:44z",
    "2026-10-03",
    "",
    "2026-10-03T05:12:44/2",
)
TEXTS: tuple[str, ...] = (
    "",
    "x",
    "a\u2028b",
    "\u202eabc",
    "\U0001f468\u200d\U0001f469",
    "\x7f",
    "<b>&amp;",
    "\ufeff",
)
TEXTS += ("null", "__proto__", "\u0000", "\U000e0041", "e\u0301", "\ud7ff", "\ufffd\uffff")
HEX = ("ab" * 32, "AB" * 32, "ab" * 31, "", "g" * 64, "ab" * 32 + "\n", "٣" * 64)
IDS = (b64url(bytes(16)), "A" * 21 + "B", "A" * 22, "A" * 23, "", "A" * 21 + "=", "A" * 43)
PLAIN: tuple[Any, ...] = (None, True, False, [], {}, [None], {"a": None}, [[]], {"...": "A" * 43})


def anything(rng: random.Random) -> Any:
    """A value of any shape."""
    return rng.choice((*NUMBERS, *TIMES, *TEXTS, *HEX, *IDS, *PLAIN))


def bent(value: Any, rng: random.Random) -> Any:
    """The value with one place in it changed: another value, a key or an item more or less."""
    if isinstance(value, dict) and value and rng.random() < 0.9:
        keys = list(value)
        key = rng.choice(keys)
        turn = rng.random()
        if turn < 0.75:
            return {**value, key: bent(value[key], rng)}
        if turn < 0.85:
            return {k: v for k, v in value.items() if k != key}
        if turn < 0.95:
            rng.shuffle(keys)
            return {k: value[k] for k in keys}
        return {**value, rng.choice(TEXTS): anything(rng)}
    if isinstance(value, list) and value and rng.random() < 0.8:
        at = rng.randrange(len(value))
        return [*value[:at], bent(value[at], rng), *value[at + 1 :]]
    return anything(rng)


FULL: dict[str, Any] = {
    **VALUES,
    "reply": {"to": "12", "chat": "34", "quote": "as said"},
    "media": [{"type": "photo", "sha256": "ab" * 32}, {"type": "file", "sha256": None}],
}
SEALED: dict[str, Any] = {**SEAL_VALUES, "notes": "n", "same_chat": "A" * 22, "beacon": "b"}


def field(rng: random.Random) -> dict[str, Any]:
    """One of the fourteen bent."""
    name = rng.choice([*FULL, "attr", "alias"])
    if name == "attr":
        return {"at": {"values": lambda v: {**v, "attr": bent(ATTR, rng)}}}
    if name == "alias":
        other = rng.choice((*IDS, *PLAIN))
        names = ("alias-" + rng.choice(("A" * 11, "A" * 10 + "B", "A" * 10, "é" * 11)),)
        made = disclosure(b64url(sha256(b"s")[:16]), rng.choice(names), other)
        at = {"strings": lambda s: [*s[:11], made, *s[12:]]}
        return {"at": at, "opens": ("text", "attr", "alias")}
    value = bent(FULL[name], rng)
    opens = ("text", "attr", name) if rng.random() < 0.7 else ("attr", "text", *FULL)
    return {"at": {"values": lambda v: {**v, **FULL, name: value}}, "opens": opens}


def words(rng: random.Random) -> dict[str, Any]:
    """The list of digests, or a segment, bent."""
    name = rng.choice(("text", "plain"))
    if rng.random() < 0.5:
        return {"at": {"values": lambda v: {**v, name: bent(v[name], rng)}}}
    made = disclosure(b64url(sha256(b"t")[:16]), anything(rng))
    return {"at": {"segments": lambda s: {**s, "text": [made, *s["text"][1:]]}}}


def seal(rng: random.Random) -> dict[str, Any]:
    """A value of the seal entry bent, and open."""
    name = rng.choice(list(SEALED))
    value = bent(SEALED[name], rng)
    opened = (name,) if rng.random() < 0.7 else tuple(SEALED)
    return {"at": {"seal_values": lambda _: {**SEALED, name: value}}, "opened": opened}


def raw(rng: random.Random) -> dict[str, Any]:
    """Bytes of a disclosure bent, sealed as they are."""
    place = rng.choice((0, 2, 3, 4, 5, 9))
    opens = ("text", "attr", "time", "day", "seq", "src")

    def change(strings: list[str]) -> list[str]:
        data = bytearray(
            base64.urlsafe_b64decode(strings[place] + "=" * (-len(strings[place]) % 4))
        )
        for _ in range(rng.randrange(1, 3)):
            at = rng.randrange(len(data))
            turn = rng.randrange(3)
            if turn == 0:
                data[at] = rng.choice(b' "\\,[]{}:0an/u\x00\x7f\xc3\xff')
            elif turn == 1:
                data.insert(at, rng.choice(b' "\\,[]{}:0an/u\x00\x7f\xc3\xff'))
            else:
                del data[at]
        return [*strings[:place], b64url(bytes(data)), *strings[place + 1 :]]

    return {"at": {"strings": change}, "opens": opens}


def quoted(rng: random.Random) -> dict[str, Any]:
    """What the story says of the quotation bent."""
    name = rng.choice(("shown", "speaker", "story"))
    found = Spec().__getattribute__(name)
    at = {"doc": lambda d: {**d, "quote": {**d["quote"], name: bent(found, rng)}}}
    return {"at": at}


def chain(rng: random.Random) -> dict[str, Any]:
    """Numbers of archive and log bent."""
    number = rng.choice((*NUMBERS, "5", "6", "8", "100"))
    step = rng.choice(("index", "entry_index", "size", "leaves"))
    if step == "leaves":
        return {"at": {step: lambda _: rng.choice((0, 1, 2, 4, 16, 7, 1 << 53, 1 << 54))}}
    return {"at": {step: lambda _: number}}


def name(rng: random.Random) -> dict[str, Any]:
    """A desk with an odd name."""
    odd = rng.choice(('"', "\\", "a" * 128, "a" * 129, "~", "!", "é", "a b", "a+b", "/", "a\n", ""))
    return {"signer": Signer(odd or "x")}


WAYS: tuple[Callable[[random.Random], dict[str, Any]], ...]
WAYS = (field, field, field, words, seal, seal, raw, raw, quoted, chain, name)


def proofs(count: int, seed: int) -> list[tuple[str, tuple[str, ...], bytes]]:
    """(how it was bent, the keys it is checked under, the file)."""
    rng = random.Random(seed)
    found: list[tuple[str, tuple[str, ...], bytes]] = []
    while len(found) < count:
        way = rng.choice(WAYS)
        made = {"cosigners": [(WITNESS_A, WHEN)], **way(rng)}
        try:
            spec = Spec(**made)
            lawful = re.fullmatch("[!-*,-~]{1,128}", spec.signer.name)
            keys = (spec.signer.vkey if lawful else DESK.vkey,)
            found.append((way.__name__, keys, proof(spec)))
        except (UnicodeError, TypeError, AttributeError):
            continue  # not even a file could be made of it
    return found
