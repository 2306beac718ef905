"""T11 and T14: one root under any locale, zone, hash seed and clock; no claimed time as fact."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.archive.archivecase import make_key, messages, sample

from onrecord import clock
from onrecord.archive import policy, proof, sentences, verify

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
import hashlib, make_vectors
print(hashlib.sha256(make_vectors.build()["vectors.json"]).hexdigest())
"""


def _vectors(**more: str) -> str:
    path = os.pathsep.join(str(ROOT / p) for p in ("src", "tools"))
    env = {**os.environ, "PYTHONPATH": path, **more}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=env, capture_output=True, check=True, text=True
    )
    return done.stdout


@pytest.mark.attack("T14", "roots under other locales, zones, hash seeds, cuts, processes, helpers")
def test_one_root_under_any_locale_zone_and_hash_seed() -> None:
    here = _vectors()
    assert here == _vectors(LC_ALL="C", TZ="Pacific/Kiritimati", PYTHONHASHSEED="1")
    assert here == _vectors(LC_ALL="tr_TR.UTF-8", TZ="America/St_Johns", PYTHONHASHSEED="2")
    golden = json.loads((ROOT / "tests/golden/archive/vectors.json").read_text())
    assert golden["archive"]["size"] == 16


@pytest.mark.attack("T11", "clocks years off, backwards, at leap and change of hour")
@pytest.mark.parametrize("year", [1970, 2016, 2036, 2039, 9999])
def test_a_clock_that_is_years_off_changes_no_proof(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, year: int
) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(year, 12, 31, 23, 59, 59, tzinfo=UTC))
    one = sample(tmp_path, messages(5))
    text = "".join(w for _, w in one.opening(2).text)
    choice = proof.Choice(shown=text, time="none", field="text")
    if not text:
        return
    found = verify.verify(one.proof(2, choice), policy.trusting(make_key().public))
    said = " ".join(sentences.of(found))
    assert said.startswith("At a time only the desk itself claims")
    assert str(year) not in said


@pytest.mark.attack("T14", "roots under other locales, zones, hash seeds, cuts, processes, helpers")
def test_another_year_gives_the_same_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    roots = set()
    for i, year in enumerate((1990, 2030)):
        at = datetime(year, 1, 1, tzinfo=UTC)
        monkeypatch.setattr(clock, "now", lambda at=at: at)
        roots.add(sample(tmp_path / str(i), messages(9)).sealed.root)
    assert len(roots) == 1
