"""No turned bit of a proof makes a checker say something else of the archive."""

import random
import time
from pathlib import Path
from typing import Any

import pytest
from tests.archive.archivecase import figure
from tests.checkers import checkerbench
from tests.checkers.checkerbench import Given

from conform.make import DESK, WHEN, WITNESS_A, Spec, proof

POLICY = f"witness a {WITNESS_A.vkey}\nquorum a\n".encode()
SPEC = Spec(cosigners=[(WITNESS_A, WHEN)], stamps=["20261118110641Z"], opened=["count"])


def flipped(data: bytes, bit: int) -> bytes:
    """The bytes with one bit turned."""
    out = bytearray(data)
    out[bit >> 3] ^= 1 << (bit & 7)
    return bytes(out)


def given(data: bytes) -> Given:
    """A proof under the desk's key and the policy."""
    return Given("flip", (DESK.vkey,), POLICY, data, {})


def moved(answer: dict[str, Any], truth: dict[str, Any]) -> bool:
    """True if a proof is accepted with another claim."""
    if answer["summary"]["result"] != "ok":
        return False
    return checkerbench.claim(answer["rows"][0]) != checkerbench.claim(truth["rows"][0])


def by_python(bits: list[int], folder: Path) -> None:
    good = proof(SPEC)
    truth = checkerbench.by_python(given(good), folder)
    assert truth["summary"]["result"] == "ok"
    for bit in bits:
        answer = checkerbench.by_python(given(flipped(good, bit)), folder)
        assert not moved(answer, truth), bit


def by_batch(command: list[str], bits: list[int]) -> None:
    good = proof(SPEC)
    for start in range(0, len(bits), 4000):
        some = bits[start : start + 4000]
        questions = [given(good).question()]
        questions += [given(flipped(good, b)).question() for b in some]
        truth, *answers = checkerbench.batch(command, questions)
        assert truth["summary"]["result"] == "ok"
        assert [b for b, a in zip(some, answers, strict=True) if moved(a, truth)] == []


def some_bits(count: int) -> list[int]:
    return random.Random(7).sample(range(8 * len(proof(SPEC))), count)


def test_some_bits_by_python(tmp_path: Path) -> None:
    by_python(some_bits(250), tmp_path)


def test_some_bits_in_node(node: list[str]) -> None:
    by_batch(node, some_bits(1000))


def test_some_bits_in_go(go_checker: str) -> None:
    by_batch([go_checker, "--batch"], some_bits(1000))


@pytest.mark.sweep
@pytest.mark.parametrize("which", ["python", "node", "go"])
def test_every_bit(which: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    bits = list(range(8 * len(proof(SPEC))))
    began = time.monotonic()
    if which == "python":
        by_python(bits, tmp_path)
    elif which == "node":
        by_batch(request.getfixturevalue("node"), bits)
    else:
        by_batch([request.getfixturevalue("go_checker"), "--batch"], bits)
    what = f"single bits of a proof, {which} checker"
    figure("T6", what, len(bits), len(bits), time.monotonic() - began)


def test_every_length_is_refused(tmp_path: Path, node: list[str]) -> None:
    good = proof(SPEC)
    short = [given(good[:n]) for n in range(0, len(good), 11)]
    for g in short[::8]:
        assert checkerbench.by_python(g, tmp_path)["summary"]["result"] == "refused"
    answers = checkerbench.batch(node, [g.question() for g in short])
    assert {a["summary"]["result"] for a in answers} == {"refused"}
