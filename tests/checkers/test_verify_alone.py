"""tools/verify_alone.py as a stranger runs it: one file, nothing installed."""

import json
import os
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from tests.checkers import checkerbench

from conform.make import DESK, WHEN, WITNESS_A, Spec, proof
from conform.pages import ONE, quote
from conform.seal import b64
from conform.sign import authority

SCRIPT = checkerbench.ROOT / "tools" / "verify_alone.py"
SCRIPT = Path(os.environ.get("ONRECORD_VERIFY_ALONE", SCRIPT))  # tools/mutate.py gives its own


def run(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    """The command in a bare interpreter: no site packages, no environment."""
    copy = cwd / "verify_alone.py"
    shutil.copy(SCRIPT, copy)
    command = [sys.executable, "-I", "-S", str(copy), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, check=False)


def written(folder: Path, **spec: Any) -> Path:
    path = folder / "proof.json"
    path.write_bytes(proof(Spec(**spec)))
    return path


def test_says_what_is_proved_and_what_is_not(tmp_path: Path) -> None:
    done = run(written(tmp_path), "--key", DESK.vkey, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    first = done.stdout.split("\n")[0]
    assert first.startswith("1. Sealed words: «We crossed")
    assert "At a time only the desk itself claims, desk.example/river sealed" in done.stdout
    assert "Not shown by this: that the export is genuine" in done.stdout
    assert "All 3 sealed segments are shown." in done.stdout


def test_a_witness_proves_the_time(tmp_path: Path) -> None:
    policy = tmp_path / "policy"
    policy.write_text(f"witness w {WITNESS_A.vkey}\nquorum w\n", "utf-8")
    file = written(tmp_path, cosigners=[(WITNESS_A, WHEN)])
    done = run(file, "--key", DESK.vkey, "--policy", policy, cwd=tmp_path)
    assert "No later than 2026-11-18T11:06:40Z (witness witness.example/a)" in done.stdout
    assert (
        run(written(tmp_path), "--key", DESK.vkey, "--policy", policy, cwd=tmp_path).returncode
        == 70
    )


def test_refusal_names_the_step(tmp_path: Path) -> None:
    file = written(tmp_path, shown="We fled.")
    done = run(file, "--key", DESK.vkey, cwd=tmp_path)
    assert done.returncode == 70
    assert "REFUSED at the step “wording”" in done.stdout
    rows = [
        json.loads(x)
        for x in run(file, "--key", DESK.vkey, "--json", cwd=tmp_path).stdout.split("\n")
        if x
    ]
    assert rows[0]["step"] == "wording"
    assert rows[-1]["summary"]["result"] == "refused"


@pytest.mark.parametrize("arguments", [[], ["--key", "x"], ["--key", DESK.vkey, "missing"]])
def test_misuse(tmp_path: Path, arguments: list[str]) -> None:
    assert run(written(tmp_path), *arguments, cwd=tmp_path).returncode == 2


def test_the_openssl_command_it_prints_works(tmp_path: Path) -> None:
    if not shutil.which("openssl"):
        pytest.skip("needs openssl on PATH")
    file = written(tmp_path, stamps=["20261118110641Z"])
    done = run(file, "--key", DESK.vkey, "--stamps", "stamps", cwd=tmp_path)
    assert done.returncode == 0
    pem = authority("Test authority")[1].public_bytes(Encoding.PEM)
    (tmp_path / "stamps" / "tsa.pem").write_bytes(pem)
    command = next(x.strip() for x in done.stdout.split("\n") if "openssl ts" in x).split(" ")
    good = subprocess.run(
        command, cwd=tmp_path / "stamps", capture_output=True, text=True, check=False
    )
    assert "Verification: OK" in good.stdout + good.stderr, good.stderr


def test_a_terminal_is_not_turned_round(tmp_path: Path) -> None:
    text = "He \u202esaid\u202c \x1b[2J so."
    done = run(written(tmp_path, text=text, shown=text), "--key", DESK.vkey, cwd=tmp_path)
    assert done.returncode == 0
    assert "\x1b" not in done.stdout
    assert "\u202e" not in done.stdout
    assert "[U+202E]" in done.stdout


def test_several_files_are_one_story(tmp_path: Path) -> None:
    one, two = tmp_path / "1", tmp_path / "2"
    one.write_bytes(proof(Spec()))
    two.write_bytes(proof(Spec(n=8, speaker="Member B")))
    done = run(one, two, "--key", DESK.vkey, cwd=tmp_path)
    assert done.returncode == 70
    assert "bundle" in done.stdout


def test_names_proofs_that_no_quotation_points_to(tmp_path: Path) -> None:
    kind = "application/vnd.onrecord.proof+base64"
    page = tmp_path / "page.html"
    scripts = "".join(f'<script type="{kind}">{b64(ONE)}</script>' for _ in range(2))
    page.write_text(f"<!doctype html>{quote(0, Spec().shown)}{scripts}", "utf-8")
    done = run(page, "--key", DESK.vkey, cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    assert "No quotation of the page points to proof 2." in done.stdout


def test_says_which_unicode_it_compares_by(tmp_path: Path) -> None:
    file = written(tmp_path)
    version = unicodedata.unidata_version
    said = run(file, "--key", DESK.vkey, cwd=tmp_path).stdout
    assert said.endswith(f"Letters are compared as Unicode {version} has them.\n")
    said = run(file, "--key", DESK.vkey, "--json", cwd=tmp_path).stdout
    assert json.loads(said.splitlines()[-1])["summary"]["unicode"] == version
