"""One conformance case: what a checker is given and what it must say."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from conform.make import DESK, Spec, proof
from conform.seal import b64, dumps


@dataclass
class Case:
    """``expect`` holds ``result``, and ``step`` or the classes and remarks of the proofs."""

    name: str
    file: str
    data: bytes
    expect: dict[str, Any]
    keys: Sequence[str] = field(default_factory=lambda: [DESK.vkey])
    policy: bytes | None = None


def ok(name: str, cls: str, *remarks: str, **spec: Any) -> Case:
    """A proof that every checker must accept, with this class and these remarks."""
    expect = {"result": "ok", "classes": [cls], "remarks": [list(remarks)]}
    return _case(name, expect, spec)


def no(name: str, step: str, **spec: Any) -> Case:
    """A proof that every checker must refuse at this step."""
    return _case(name + "_fail", {"result": "refused", "step": step}, spec)


def _case(name: str, expect: dict[str, Any], spec: dict[str, Any]) -> Case:
    more = {k: spec.pop(k) for k in ("keys", "policy") if k in spec}
    return Case(name, "proof.json", proof(Spec(**spec)), expect, **more)


def given(name: str, step: str, data: bytes) -> Case:
    """Bytes that every checker must refuse at this step."""
    return Case(name + "_fail", "proof.json", data, {"result": "refused", "step": step})


def page_of(*proofs: bytes, body: str = "", head: str = "") -> bytes:
    """A story page with these proofs."""
    kind = "application/vnd.onrecord.proof+base64"
    scripts = "".join(f'<script type="{kind}">{b64(p)}</script>\n' for p in proofs)
    top = f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8">{head}</head>\n'
    return f"{top}<body>\n{body}\n{scripts}</body></html>\n".encode()


def page(name: str, data: bytes, step: str = "", classes: Sequence[str] = ("EXACT",)) -> Case:
    """A page: refused at ``step`` if one is given."""
    if step:
        return Case(f"{name}_fail", "page.html", data, {"result": "refused", "step": step})
    return Case(name, "page.html", data, {"result": "ok", "classes": list(classes)})


def sub(old: str, new: str) -> Callable[[Any], Any]:
    """A change of a text or of bytes; the old must be there."""

    def change(value: Any) -> Any:
        if isinstance(value, bytes):
            a, b = old.encode(), new.encode()
            if a not in value:
                raise ValueError(f"{old!r} is not in it")
            return value.replace(a, b, 1)
        if old not in value:
            raise ValueError(f"{old!r} is not in it")
        return value.replace(old, new, 1)

    return change


def doc(change: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
    """Plants a change of the parsed proof."""

    def at(value: dict[str, Any]) -> dict[str, Any]:
        change(value)
        return value

    return {"doc": at}


def flip(data: bytes, at: int = -1) -> bytes:
    """The bytes with one bit turned."""
    out = bytearray(data)
    out[at] ^= 1
    return bytes(out)


def value_of(name: str, value: Any) -> dict[str, Any]:
    """Seals and opens a value of a wrong kind, properly otherwise."""
    return {"values": lambda v: {**v, name: value}}


def jsonl(rows: Sequence[dict[str, Any]]) -> str:
    """Rows as JSON lines."""
    return "".join(dumps(r) + "\n" for r in rows)


def pretty(value: Any) -> bytes:
    """JSON for people."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
