"""The test vectors of the normative document: up to date, accepted, and openssl agrees."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from make_vectors import DESK, GOLDEN, build
from onrecord.archive import note, policy, verify

PROOFS = sorted((GOLDEN / "proofs").glob("*.json"))


def _vectors() -> dict[str, Any]:
    value: dict[str, Any] = json.loads((GOLDEN / "vectors.json").read_text())
    return value


def _policy() -> policy.Policy:
    key = (GOLDEN / "proofs" / "vkey.txt").read_text().strip()
    return policy.trusting(note.VerifierKey.parse(key))


def test_golden_files_are_what_the_code_writes() -> None:
    for name, data in build().items():
        assert (GOLDEN / name).read_bytes() == data, name


@pytest.mark.parametrize("path", PROOFS, ids=lambda p: p.stem)
def test_every_golden_proof_is_accepted(path: Path) -> None:
    found = verify.verify(path.read_bytes(), _policy())
    expected = {
        "exact": "EXACT",
        "excerpt": "VERBATIM",
        "elided": "ELIDED",
        "plain": "VERBATIM",
        "forwarded": "EXACT",
        "raw": "RAW",
        "local-time": "EXACT",
        "translated": "EXACT",
    }
    assert found.wording == expected[path.stem]
    assert found.desk == DESK


def test_proofs_of_one_story_hold_together() -> None:
    names = ("exact", "elided", "forwarded")
    data = [(GOLDEN / "proofs" / f"{n}.json").read_bytes() for n in names]
    found = verify.verify_bundle(data, _policy())
    assert found[0].alias == found[2].alias


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
def test_openssl_squeezes_the_same_salts() -> None:
    keys = _vectors()["keys"]
    seed = bytes.fromhex(keys["K_salt"]) + b"onrecord/salt/v1" + (3).to_bytes(8, "big")
    done = subprocess.run(
        ["openssl", "dgst", "-shake256", "-xoflen", "256", "-r"],
        input=seed,
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode().split()[0] == keys["first 16 salts of record 3"]


def test_openssl_expands_the_same_subkeys() -> None:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

    keys = _vectors()["keys"]
    for name in ("salt", "alias", "dummy"):
        expand = HKDFExpand(SHA256(), 32, f"onrecord/{name}".encode())
        assert expand.derive(bytes.fromhex(keys["K_archive"])).hex() == keys[f"K_{name}"]
