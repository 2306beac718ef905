"""T6: one flipped bit of a proof never gives another claim; outside the label, none at all."""

import time
from dataclasses import replace
from pathlib import Path

import pytest
from tests.archive.archivecase import EVERY, figure

from make_vectors import GOLDEN
from onrecord.archive import note, policy, verify
from onrecord.errors import ProofRefused
from onrecord.model.proof import Verified

PROOFS = sorted((GOLDEN / "proofs").glob("*.json"))


def _claim(found: Verified) -> Verified:
    """What is claimed, without the label that the proof itself calls its own words."""
    return replace(found, shown="", speaker=None, story=None, wording=None)


def _label(data: bytes) -> range:
    """Bytes of the quote label, and of the translations' language, name and words."""
    return range(data.index(b'"quote":'), data.index(b'"sd_jwt":'))


@pytest.mark.parametrize("every", EVERY)
@pytest.mark.parametrize("path", PROOFS, ids=lambda p: p.stem)
def test_no_flipped_bit_gives_another_claim(path: Path, every: bool) -> None:
    data = path.read_bytes()
    key = note.VerifierKey.parse((GOLDEN / "proofs" / "vkey.txt").read_text().strip())
    trust = policy.trusting(key)
    good = _claim(verify.verify(data, trust))
    label = _label(data)
    start = time.monotonic()
    tried = refused = 0
    for i in range(0, len(data) * 8, 1 if every else 211):
        bent = bytearray(data)
        bent[i // 8] ^= 1 << (i % 8)
        tried += 1
        try:
            found = verify.verify(bytes(bent), trust)
        except ProofRefused:
            refused += 1
            continue
        assert i // 8 in label and _claim(found) == good, (i, bytes(bent))
    what = f"single bits of the proof {path.stem}"
    figure("T6", what, tried, tried, time.monotonic() - start)
    assert refused > tried * 0.9
