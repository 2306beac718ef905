"""Cases refused at step 1: the openings."""

import base64
import json
from collections.abc import Iterator
from typing import Any

from conform.case import Case, no, value_of
from conform.make import ARCHIVE_KEYS, ATTR, VALUES, Spec, seal_record
from conform.seal import b64url, digest, disclosure, sha256

SALT = b64url(sha256(b"a salt")[:16])
STEP = "openings"


def decoded(string: str) -> Any:
    """The value of a disclosure."""
    return json.loads(base64.urlsafe_b64decode(string + "=" * (-len(string) % 4)))


def planted(place: int, value: Any) -> dict[str, Any]:
    """Seals another string in place of one of the fourteen disclosures."""
    made = value if isinstance(value, str) else disclosure(*value)
    return {"strings": lambda s: [*s[:place], made, *s[place + 1 :]]}


def shapes() -> Iterator[Case]:
    """Disclosures that are none."""
    time = VALUES["time"]
    for name, value in {
        "salt-short": ["AAAA", "time", time],
        "salt-spare-bits": ["A" * 21 + "B", "time", time],
        "salt-null": [None, "time", time],
        "four": [SALT, "time", time, None],
        "name-unknown": [SALT, "place", "x"],
        "name-null": [SALT, None, "x"],
        "name-bare-alias": [SALT, "alias", "A" * 22],
        "name-alias-L1": [SALT, "alias-L1", "A" * 22],
        "name-alias-spare-bits": [SALT, "alias-" + "A" * 10 + "B", "A" * 22],
        "name-case": [SALT, "Time", time],
        "not-a-list": b64url(b'{"salt":"x"}'),
        "white-space": b64url(f'["{SALT}", "time", null]'.encode()),
        "escape": b64url(f'["{SALT}","t\\u0069me",null]'.encode()),
        "surrogate": b64url(f'["{SALT}","day","\\ud800"]'.encode()),
        "latin1": b64url(b'["' + SALT.encode() + b'","day","\xe9"]'),
        "number": b64url(f'["{SALT}","seq",7]'.encode()),
        "empty": "",
        "digest-of-text": [SALT, "day", {"...": "A" * 43}],
    }.items():
        yield no(f"disclosure-{name}", STEP, at=planted(3, value))


def values() -> Iterator[Case]:
    """Values of a wrong kind, sealed properly."""
    wrong: dict[str, dict[str, Any]] = {
        "attr": {
            "order": dict(reversed(ATTR.items())),
            "missing": {k: v for k, v in ATTR.items() if k != "forwarded"},
            "added": {**ATTR, "x": "y"},
            "string-for-bool": {**ATTR, "forwarded": "false"},
            "basis": {**ATTR, "time_basis": "guess"},
            "null": None,
        },
        "time": {
            "no-seconds": {"sent": "2026-10-03T05:12Z", "edited": None},
            "offset": {"sent": "2026-10-03T05:12:44+02:00", "edited": None},
            "half-range": {"sent": "2026-10-03T05:12:44/2026-10-03T05:12:45Z", "edited": None},
            "milliseconds": {"sent": "2026-10-03T05:12:44.250Z", "edited": None},
            "sent-null": {"sent": None, "edited": None},
            "added": {**VALUES["time"], "x": None},
            "string": "2026-10-03T05:12:44Z",
            "line-end": {"sent": "2026-10-03T05:12:44Z\n", "edited": None},
            "other-digits": {"sent": "٢٠٢٦-10-03T05:12:44Z", "edited": None},
        },
        "day": {"short": "2026-10-3", "time": "2026-10-03T00:00:00Z"},
        "seq": {"zero-first": "07", "null": None, "negative": "-7", "17-digits": "1" + 16 * "0"},
        "sender": {
            "both-null": {"id": None, "name": None},
            "added": {"id": "1", "name": "x", "phone": "y"},
            "string": "Rafiq",
        },
        "reply": {"all-null": {"to": None, "chat": None, "quote": None}, "short": {"to": "1"}},
        "media": {
            "empty": [],
            "hash-upper-case": [{"type": "photo", "sha256": "AB" * 32}],
            "hash-short": [{"type": "photo", "sha256": "ab" * 31}],
            "type-null": [{"type": None, "sha256": None}],
        },
        "src": {
            "null": None,
            "row-null": {**VALUES["src"], "row": None},
            "kind": {**VALUES["src"], "kind": "line"},
            "start-no-number": {**VALUES["src"], "start": "here"},
            "length-zero-first": {**VALUES["src"], "length": "0310"},
            "length-17-digits": {**VALUES["src"], "length": "1" + 16 * "0"},
        },
    }
    for name, faults in wrong.items():
        opens = ("text", "attr", name) if name != "attr" else ("text", "attr")
        for fault, value in faults.items():
            yield no(f"{name}-{fault}", STEP, at=value_of(name, value), opens=opens)
    alias = ARCHIVE_KEYS.alias_name(1)
    for fault, value in {
        "null": None,
        "short": "A" * 21,
        "spare-bits": "A" * 21 + "B",
        "list": ["x"],
    }.items():
        yield no(f"alias-{fault}", STEP, at=value_of(alias, value))
    spare = [SALT, "alias-" + "A" * 10 + "B", "A" * 22]
    yield no("alias-name-spare-bits", STEP, at=planted(11, spare))  # the only alias that is open


def words() -> Iterator[Case]:
    """Segments and the lists that name them."""
    good = seal_record(Spec())
    refs = [{"...": digest(d)} for d in good.segments["text"]]
    lists: dict[str, Any] = {
        "null": None,
        "string": "We crossed",
        "bare-digests": [r["..."] for r in refs],
        "two-keys": [{**refs[0], "x": "y"}, *refs[1:]],
        "spare-bits": [{"...": "_" * 43}, *refs[1:]],
        "digest-twice": [refs[0], *refs],
    }
    for fault, value in lists.items():
        yield no(f"text-{fault}", STEP, at=value_of("text", value))
    yield no("text-holds-top-digest", STEP, at={"strings": _text_names_attr(refs)})
    for fault, value in {
        "empty": "",
        "number": 5,
        "null": None,
        "surrogate": "\\ud800",
    }.items():
        yield no(f"segment-{fault}", STEP, at={"segments": _segment(value)})
    yield no("segment-white-space", STEP, at={"segments": _spaced})
    yield no("segment-of-closed-text", STEP, opens=("attr", "time"))
    yield no(
        "segment-without-text", STEP, at={"disclosures": lambda d: [*d, disclosure(SALT, "No.")]}
    )
    yield no("segment-of-other-record", STEP, at={"disclosures": lambda d: [*d[:-1], _other()]})
    yield no("words-closed", STEP, opens=("attr", "time"), segments=[])
    yield no("attr-closed", STEP, opens=("text", "time"))
    yield no("attr-closed-plain", STEP, opens=("plain", "time"), segments=[])
    yield no("segment-twice", STEP, at={"disclosures": lambda d: [*d, d[-1]]})
    yield no("disclosure-twice", STEP, at={"disclosures": lambda d: [*d, d[0]]})
    yield no(
        "disclosure-foreign",
        STEP,
        at={"disclosures": lambda d: [*d, disclosure(SALT, "day", None)]},
    )
    yield no("disclosure-changed", STEP, at={"disclosures": _forged})
    yield no(
        "name-twice",
        STEP,
        at=planted(4, [SALT, "time", None]),
        opens=("text", "attr", "time", "day"),
    )
    yield no("two-aliases", STEP, at={"disclosures": lambda d: [*d, good.strings["alias2"]]})
    text, plain = "“so”\u200b he said", ("text", "plain", "attr")
    yield no("text-and-plain-open", STEP, text=text, shown='"so" he said', opens=plain,
             at={"disclosures": _both(text)})  # fmt: skip
    raw: dict[str, Any] = {"attr": {"enc": "raw"}, "text": "c2hvd24g7aCA", "shown": "c2hvd24g7aCA"}
    yield no("raw-two-segments", STEP, **raw, at={"cut": lambda _: ["c2hvd24g", "7aCA"]})
    yield no("raw-not-base64", STEP, **{**raw, "text": "shown \\xed", "shown": "shown"})
    yield no("raw-spare-bits", STEP, **{**raw, "text": "c2hvdx==", "shown": "c2hvdx=="})
    yield no("raw-with-plain", STEP, **raw, opens=plain, at={"plain": lambda _: ["shown"]})


def _text_names_attr(refs: list[dict[str, str]]) -> Any:
    return lambda s: [disclosure(SALT, "text", [*refs, {"...": digest(s[2])}]), *s[1:]]


def _segment(value: Any) -> Any:
    def at(segments: dict[str, list[str]]) -> dict[str, list[str]]:
        made = disclosure(SALT, value)
        if value == "\\ud800":
            made = b64url(f'["{SALT}","\\ud800"]'.encode())
        return {**segments, "text": [*segments["text"], made]}

    return at


def _spaced(segments: dict[str, list[str]]) -> dict[str, list[str]]:
    made = b64url(f'["{SALT}", "Yes."]'.encode())
    return {**segments, "text": [*segments["text"], made]}


def _other() -> str:
    return seal_record(Spec(n=9, text="Nothing of that is true.")).segments["text"][0]


def _forged(strings: list[str]) -> list[str]:
    salt, text = decoded(strings[-1])
    return [*strings[:-1], disclosure(salt, text + " Not")]


def _both(text: str) -> Any:
    sealed = seal_record(Spec(text=text))
    return lambda d: [*d, *(x for x in sealed.segments["plain"])]


def every() -> Iterator[Case]:
    """All of them."""
    for part in (shapes, values, words):
        yield from part()
