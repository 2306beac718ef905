"""Planted faults: proofs as a forger would bend them, one fault a function.

The forger knows the format and, where it says so, holds the desk's key.
"""

import json
from collections.abc import Callable
from typing import Any

from tests.archive.archivecase import make_key

from onrecord.archive import b64, entry, note, policy

TEXT = "We saw nothing. The bridge was closed. Ask @night_watch."
LIE = "We saw everything. The bridge was closed. Ask @night_watch."


def _policy() -> policy.Policy:
    return policy.trusting(make_key().public)


def _sign(payload: bytes, disclosures: list[str]) -> str:
    """An SD-JWT by whoever holds the desk's key."""
    key = make_key()
    kid = f"{key.name}+{key.public.id.hex()}"
    header = b64.dumps({"alg": "EdDSA", "kid": kid, "typ": "onrecord+sd-jwt"})
    said = f"{b64.url(header.encode())}.{b64.url(payload)}"
    return "~".join([f"{said}.{b64.url(key.signing.sign(said.encode()))}", *disclosures, ""])


def _write(value: dict[str, Any]) -> bytes:
    return (b64.dumps(value) + "\n").encode()


def _disclosures(value: dict[str, Any]) -> list[str]:
    return list(value["sd_jwt"].split("~")[1:-1])


def _with(value: dict[str, Any], disclosures: list[str]) -> None:
    value["sd_jwt"] = "~".join([value["sd_jwt"].split("~")[0], *disclosures, ""])


def _disclose(*parts: object) -> str:
    return b64.url(b64.dumps([b64.url(bytes(16)), *parts]).encode())


def _name(disclosure: str) -> object:
    parts = json.loads(b64.unurl(disclosure))
    return parts[1] if len(parts) == 3 else None


def _head(value: dict[str, Any]) -> tuple[str, str]:
    before, _, after = value["tlog_proof"].partition("\n\n")
    return before, after


Fault = Callable[[dict[str, Any]], None]


def _other_words(v: dict[str, Any]) -> None:
    v["quote"]["shown"] = LIE


def _other_segment(v: dict[str, Any]) -> None:
    found = _disclosures(v)
    _with(v, [*found[:-3], _disclose("We saw everything. "), *found[-2:]])


def _no_attr(v: dict[str, Any]) -> None:
    _with(v, [d for d in _disclosures(v) if _name(d) != "attr"])


def _twice(v: dict[str, Any]) -> None:
    _with(v, [*_disclosures(v), _disclosures(v)[-1]])


def _orphan(v: dict[str, Any]) -> None:
    _with(v, [d for d in _disclosures(v) if _name(d) != "text"])


def _no_words(v: dict[str, Any]) -> None:
    _with(v, [d for d in _disclosures(v) if _name(d) not in ("text", None)])


def _unknown_name(v: dict[str, Any]) -> None:
    _with(v, [*_disclosures(v), _disclose("comment", "x")])


def _spaces_in_json(v: dict[str, Any]) -> None:
    found = _disclosures(v)
    found[0] = b64.url(b64.unurl(found[0]).replace(b'",', b'", ', 1))
    _with(v, found)


def _wrong_index(v: dict[str, Any]) -> None:
    v["archive"]["index"] = str((int(v["archive"]["index"]) + 1) % 16)


def _index_outside(v: dict[str, Any]) -> None:
    v["archive"]["index"] = "16"


def _index_signed(v: dict[str, Any]) -> None:
    v["archive"]["index"] = "+1"


def _path_short(v: dict[str, Any]) -> None:
    v["archive"]["path"].pop()


def _path_long(v: dict[str, Any]) -> None:
    v["archive"]["path"].append(b64.std(bytes(32)))


def _path_bits(v: dict[str, Any]) -> None:
    v["archive"]["path"][0] = v["archive"]["path"][0][:-2] + "B="


def _resigned_lie(v: dict[str, Any]) -> None:
    """The desk's key signs a leaf that was never sealed."""
    digests = sorted(
        [b64.url(bytes([i]) * 32) for i in range(11)]
        + [entry.digest(d) for d in (_SEGMENTED, _ATTR, _TIME)]
    )
    k = b64.url(bytes(16))
    payload = b64.dumps({"_sd": digests, "_sd_alg": "sha-256", "k": k, "t": "msg"}).encode()
    v["sd_jwt"] = _sign(payload, [_SEGMENTED, _ATTR, _TIME, _LIE_SEGMENT])
    v["quote"]["shown"] = LIE


_LIE_SEGMENT = _disclose(LIE)
_SEGMENTED = _disclose("text", [{"...": entry.digest(_LIE_SEGMENT)}])
_TIME = _disclose("time", {"sent": "2026-01-01T00:00:00Z", "edited": None})
_ATTR = _disclose(
    "attr",
    {
        "kind": "message",
        "edited": False,
        "forwarded": False,
        "via_bot": False,
        "quoted_reply": False,
        "time_basis": "utc",
        "time_precision": "second",
        "enc": "utf-8",
    },
)


def _signature_of_another(v: dict[str, Any]) -> None:
    head, *rest = v["sd_jwt"].split("~")
    parts = head.split(".")
    parts[2] = b64.url(bytes(64))
    v["sd_jwt"] = "~".join([".".join(parts), *rest])


def _kid_of_another(v: dict[str, Any]) -> None:
    head, *rest = v["sd_jwt"].split("~")
    parts = head.split(".")
    header = b64.unurl(parts[0]).replace(b"example.org/desk+", b"example.org/else+")
    v["sd_jwt"] = "~".join([".".join([b64.url(header), *parts[1:]]), *rest])


def _entry_not_logged(v: dict[str, Any]) -> None:
    v["tlog_proof"] = v["tlog_proof"].replace("index 1", "index 0")


def _entry_of_other_kind(v: dict[str, Any]) -> None:
    body, _ = entry.make("judged", {})
    lines = v["tlog_proof"].split("\n")
    lines[1] = "extra " + b64.std(body)
    v["tlog_proof"] = "\n".join(lines)


def _head_unsigned(v: dict[str, Any]) -> None:
    before, head = _head(v)
    text = head.partition("\n\n")[0]
    line = note.Line("example.org/desk", bytes(4), bytes(64))
    v["tlog_proof"] = f"{before}\n\n{text}\n\n{line}"


def _head_bad_signature(v: dict[str, Any]) -> None:
    before, head = _head(v)
    text = head.partition("\n\n")[0]
    line = note.Line("example.org/desk", make_key().public.id, bytes(64))
    v["tlog_proof"] = f"{before}\n\n{text}\n\n{line}"


def _head_with_a_second_bad_line(v: dict[str, Any]) -> None:
    v["tlog_proof"] += str(note.Line("example.org/desk", make_key().public.id, bytes(64)))


def _head_first_line_foreign(v: dict[str, Any]) -> None:
    before, head = _head(v)
    text, _, lines = head.partition("\n\n")
    other = note.Line("example.org/other", bytes(4), bytes(64))
    v["tlog_proof"] = f"{before}\n\n{text}\n\n{other}{lines}"


def _head_extension(v: dict[str, Any]) -> None:
    v["tlog_proof"] = v["tlog_proof"].replace("\n\n\u2014", "\nextension\n\n\u2014")


def _head_crlf(v: dict[str, Any]) -> None:
    v["tlog_proof"] = v["tlog_proof"].replace("\n\n\u2014", "\r\n\r\n\u2014")


def _no_extra(v: dict[str, Any]) -> None:
    lines = v["tlog_proof"].split("\n")
    v["tlog_proof"] = "\n".join([lines[0], *lines[2:]])


def _token_not_der(v: dict[str, Any]) -> None:
    v["tst"] = [b64.std(b"no token")]


def _foreign_translation(v: dict[str, Any]) -> None:
    key = str(make_key().public)
    digest, sig = b64.url(bytes(32)), b64.std(bytes(64))
    v["translations"] = [
        {"of": digest, "lang": "de", "by": "x", "text": "y", "key": key, "sig": sig}
    ]


def _opened_foreign(v: dict[str, Any]) -> None:
    v["opened"] = [_disclose("count", "7")]


def _version(v: dict[str, Any]) -> None:
    v["onrecord"] = "proof/2"


def _extra_key(v: dict[str, Any]) -> None:
    v["quote"]["note"] = "x"


def _number(v: dict[str, Any]) -> None:
    v["archive"]["index"] = int(v["archive"]["index"])


def _two_aliases(v: dict[str, Any]) -> None:
    _with(v, [*_disclosures(v), _disclose("alias-AAAAAAAAAAA", b64.url(bytes(16)))])


FAULTS: list[tuple[Fault, int]] = [
    (_other_words, 6),
    (_other_segment, 1),
    (_no_attr, 1),
    (_twice, 1),
    (_orphan, 1),
    (_no_words, 1),
    (_unknown_name, 1),
    (_spaces_in_json, 1),
    (_wrong_index, 2),
    (_index_outside, 2),
    (_index_signed, 0),
    (_path_short, 2),
    (_path_long, 2),
    (_path_bits, 0),
    (_resigned_lie, 2),
    (_signature_of_another, 4),
    (_kid_of_another, 4),
    (_entry_not_logged, 3),
    (_entry_of_other_kind, 2),
    (_head_unsigned, 4),
    (_head_bad_signature, 4),
    (_head_with_a_second_bad_line, 4),
    (_head_first_line_foreign, 4),
    (_head_extension, 0),
    (_head_crlf, 0),
    (_no_extra, 0),
    (_token_not_der, 5),
    (_foreign_translation, 6),
    (_opened_foreign, 2),
    (_version, 0),
    (_extra_key, 0),
    (_number, 0),
    (_two_aliases, 1),
]
