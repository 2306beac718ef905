"""T9: the parsers of what comes from strangers, fed with good files that were bent.

Each either takes the bytes or says by its own kind of error that it does not; nothing
else is raised and nothing takes long. What it takes in the place of a proof says the
same words as the good one.
"""

import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.archive.archivecase import EVERY, Sample, figure, make_key, messages, sample

from onrecord.archive import compare, entry, extend, note, policy, proof, token, verify
from onrecord.errors import BadOption, ProofRefused
from onrecord.model.proof import Verified

FORGED = Path(__file__).parents[1] / "golden" / "archive" / "forged" / "token.der"
PIECES = [
    *(b"\0", b"\xff", b'"', b"\\", b"{", b"]", b"~", b"\n", b"\r\n", b"=", b"+", b"-1", b"0"),
    *(b"9" * 400, b"[" * 3000, b"null", b"\\ud800", b"\xe2\x80\x94 ", b"18446744073709551616"),
]


def bent(data: bytes, rng: random.Random) -> bytes:
    """The data with one to four small changes: bits, cuts, repeats, strange pieces."""
    made = bytearray(data)
    for _ in range(rng.randint(1, 4)):
        at, how = rng.randrange(len(made) + 1), rng.randrange(5)
        if how == 0 and at < len(made):
            made[at] ^= 1 << rng.randrange(8)
        elif how == 1:
            del made[at : at + rng.choice([1, 2, 7, 43, 400])]
        elif how == 2:
            made[at:at] = rng.choice(PIECES)
        elif how == 3:
            end = at + rng.choice([1, 3, 44, 300])
            made[at:at] = made[at:end]
        else:
            made[at : at + 1] = bytes([rng.randrange(256)])
    return bytes(made)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    return sample(tmp_path_factory.mktemp("desk"), messages(8))


def parsers(desk: Sample) -> list[tuple[str, bytes, Callable[[bytes], object]]]:
    """What is parsed, a good one, and its parser."""
    known = policy.trusting(make_key().public)
    good = desk.proof(1, proof.Choice(shown="".join(w for _, w in desk.opening(1).text)))
    rules = f"log {make_key().public}\nquorum none\n".encode()
    return [
        ("proof", good, lambda d: verify.verify(d, known)),
        (
            "note",
            str(desk.log.head).encode(),
            lambda d: note.parse_checkpoint(note.parse(d.decode()).text),
        ),
        ("entry", desk.entry.body, entry.parse),
        ("policy", rules, lambda d: policy.parse(d, Path())),
        ("changed", compare.changed(good, good), lambda d: compare.read(d, known)),
        ("extends", _extends(desk), lambda d: extend.read(d, known)),
        ("token", FORGED.read_bytes(), token.parse),
    ]


def _extends(desk: Sample) -> bytes:
    return extend.make(desk.log.head, desk.log.head, ())


@pytest.mark.parametrize("every", EVERY)
def test_nothing_but_their_own_refusal(desk: Sample, every: bool) -> None:
    rng, began = random.Random(9), time.monotonic()
    slowest, tried = 0.0, 0
    words = "".join(w for _, w in desk.opening(1).text)
    for name, good, parse in parsers(desk):
        for _ in range(15_000 if every else 150):
            data = bent(good, rng)
            start = time.monotonic()
            try:
                found = parse(data)
            except (ProofRefused, BadOption, ValueError):
                pass
            else:
                if name == "proof" and isinstance(found, Verified):
                    assert found.words in words
            slowest = max(slowest, time.monotonic() - start)
            tried += 1
    assert slowest < 5
    figure(
        "T9",
        "bent proofs, notes, entries, policies, tokens",
        tried,
        tried,
        time.monotonic() - began,
    )
