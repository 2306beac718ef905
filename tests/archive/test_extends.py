"""A file of two heads: what is made is what the format writes, and reads back."""

import json

import pytest
from tests.checkers import checkerbench

from conform.make import DESK
from onrecord.archive import b64, extend, note, policy
from onrecord.errors import ProofRefused


def _case(name: str) -> bytes:
    return (checkerbench.CASES / name / "proof.json").read_bytes()


def test_what_is_made_is_the_case() -> None:
    data = _case("compare-extends-3-7")
    told = json.loads(data)
    before, after = (note.parse(told[n]) for n in ("before", "after"))
    path = [b64.unstd(p) for p in told["path"]]
    assert extend.make(before, after, path) == data


def test_what_is_read() -> None:
    trust = policy.trusting(note.VerifierKey.parse(DESK.vkey))
    found = extend.read(_case("compare-extends-3-7"), trust)
    assert (found.before.size, found.after.size) == (3, 7)
    assert (found.before_stamps, found.after_stamps) == ((), ())
    other = _case("compare-extends-3-7").replace(b"extends/1", b"extends/2")
    with pytest.raises(ProofRefused) as bad:
        extend.read(other, trust)
    assert bad.value.where == "step 0"
