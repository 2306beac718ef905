"""A page's proofs by two programs that share no code; altered ones are refused."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.acceptance.drafts import altered_pages
from tests.acceptance.told import Told

from onrecord.desk.seat import public_key
from onrecord.errors import ProofRefused

ROOT = Path(__file__).parents[2]


def alone(*arguments: object) -> tuple[int, list[dict[str, Any]]]:
    """tools/verify_alone.py in a process of its own: exit code, objects."""
    done = subprocess.run(
        [sys.executable, "-I", str(ROOT / "tools" / "verify_alone.py"), *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )
    lines = [json.loads(line) for line in done.stdout.split("\n") if line.startswith("{")]
    return done.returncode, lines


def test_onrecord_and_the_lone_program_agree_on_every_class(told: Told) -> None:
    ours = [(c.kind, c.shown) for c in told.desk.verify(told.page)]
    code, lines = alone(told.page, "--key", public_key(told.desk.folder), "--json")
    theirs = [(o["class"], o["shown"]) for o in lines if "class" in o]
    gate = [(cls, words) for label, cls, words in told.published.quotations if label]
    assert code == 0
    assert ours == theirs == gate


def test_each_proof_file_holds_alone(told: Told) -> None:
    files = sorted(told.story.glob("proof-*.json"))
    assert len(files) == told.published.proofs
    gate = [cls for label, cls, _ in told.published.quotations if label]
    assert [told.desk.verify(f)[0].kind for f in files] == gate
    code, lines = alone(files[0], "--key", public_key(told.desk.folder), "--json")
    assert (code, lines[0]["class"]) == (0, gate[0])


@pytest.mark.parametrize("where", ["printed", "proof"])
def test_a_page_altered_by_one_letter_is_refused(told: Told, tmp_path: Path, where: str) -> None:
    file = tmp_path / "altered.html"
    file.write_bytes(altered_pages(told)[where])
    with pytest.raises(ProofRefused):
        told.desk.verify(file)
    code, _ = alone(file, "--key", public_key(told.desk.folder), "--json")
    assert code == 70


def test_another_desks_key_is_not_enough(told: Told) -> None:
    key = str(public_key(told.desk.folder))
    other = key[:-4] + ("AAAA" if not key.endswith("AAAA") else "BBBB")
    code, _ = alone(told.page, "--key", other, "--json")
    assert code in (2, 70)
