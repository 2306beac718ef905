"""The lines of a policy that name time stamp authorities, and policies as files."""

import hashlib
from pathlib import Path

import pytest

from conform.make import DESK, WITNESS_A
from onrecord.archive import note, policy
from onrecord.errors import BadOption

CERTIFICATE = b"a certificate, invented"
DIGEST = hashlib.sha256(CERTIFICATE).hexdigest()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "eu.der").write_bytes(CERTIFICATE)
    return tmp_path


def test_a_file_is_read_with_the_certificates_beside_it(folder: Path) -> None:
    lines = [f"tsa {g} {g} {DIGEST} eu.der" for g in ("qualified", "plain", "test")]
    lines += [f"\ttsa\turl  plain {DIGEST} eu.der https://eu.example/ \t", "stamps 2"]
    lines += [f"witness a\t{WITNESS_A.vkey}", "quorum a", f"log {DESK.vkey}"]
    (folder / "policy").write_text("\n".join(lines))
    found = policy.load(folder / "policy")
    assert [(a.name, a.grade, a.url) for a in found.authorities] == [
        *((g, g, "") for g in ("qualified", "plain", "test")),
        ("url", "plain", "https://eu.example/"),
    ]
    assert {a.certificate for a in found.authorities} == {CERTIFICATE}
    assert (found.stamps, found.quorum) == (2, "a")
    assert found.logs == (note.VerifierKey.parse(DESK.vkey),)
    assert found.met(["a"])
    assert not found.met([])


@pytest.mark.parametrize(
    "line",
    [
        f"tsa eu good {DIGEST} eu.der",
        f"tsa eu plain {DIGEST}",
        f"tsa eu plain {DIGEST} eu.der url more",
        f"tsa eu plain {'ab' * 32} eu.der",
        f"tsa eu plain {DIGEST} none.der",
        "tsa",
    ],
)
def test_a_line_that_names_no_authority(folder: Path, line: str) -> None:
    with pytest.raises(BadOption) as bad:
        policy.parse(f"quorum none\n{line}\n".encode(), folder)
    assert bad.value.where == "line 2"
