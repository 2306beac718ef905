"""What is derived grows by readings: what it then says is what deriving all anew says."""

import json
import random
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from tests.acceptance.told import Told
from tests.desk.derived_rows import in_parts, rows_of
from tests.desk.smalldesk import Small

from onrecord.desk.case import open_case
from onrecord.desk.context import known_of
from onrecord.press.match import Setting, beside, mentioned

ROOT = Path(__file__).parents[2]


def anew(case: Path) -> None:
    """Throws away all that was derived."""
    shutil.rmtree(case / "derived")
    (case / "derived").mkdir()


def files(case: Path) -> dict[str, int]:
    """The files of derived tables, and which they are on the disk."""
    return {f.name: f.stat().st_ino for f in (case / "derived").glob("*-*/*.parquet")}


def setting(case: Path) -> Setting:
    """What the case's statements are set against."""
    return known_of(open_case(case)).setting


@pytest.mark.parametrize("seed", [1, 2])
def test_grown_is_as_derived_anew(one: Small, told: Told, tmp_path: Path, seed: int) -> None:
    drawn = random.Random(seed)
    desk, case = one.desk, one.folder / "grown"
    desk.new(case, "grown")
    borders = sorted(drawn.sample(range(1200), 4))
    parts = in_parts(told.sample / "witness-a", tmp_path / "parts", borders)
    drawn.shuffle(parts)
    desk.add_news(case, told.sample / "wire")
    for part in parts[:-1]:
        desk.add(case, part)
        if drawn.random() < 0.7:
            rows_of(desk, case)
    rows_of(desk, case)
    stood, cited = files(case), mentioned(setting(case))
    desk.add(case, parts[-1])
    grown = rows_of(desk, case)
    stands = files(case)
    taken_over = {name for name, ino in stood.items() if stands[name] == ino}
    expected = {name for name in stood if name.startswith("statements-")}
    if cited == mentioned(setting(case)):  # else the press cites it by a name that is new
        expected |= {name for name in stood if name.startswith("matches-")}
    assert taken_over == expected
    anew(case)
    assert grown == rows_of(desk, case)


def test_names_that_nothing_mentions_change_no_match(told: Told) -> None:
    known = known_of(open_case(told.case))
    known.group += ["Nobody Writes This", "المجلس الذي لا يذكره أحد"]
    few = mentioned(known.setting)
    assert 0 < len(few) < len(known.group)
    fewer = replace(known.setting, group=few)
    for statement in told.desk.statements(told.case):
        assert beside(statement, {}, known.setting) == beside(statement, {}, fewer)


def test_a_withdrawn_reading_leaves_nothing_behind(one: Small, told: Told, tmp_path: Path) -> None:
    desk, case = one.desk, one.case
    for part in in_parts(told.sample / "witness-a", tmp_path / "parts", [0, 200, 400]):
        desk.add(case, part)
    rows_of(desk, case, press=False)
    desk.withdraw(case, 2, why="a test", by="A Person")
    left = rows_of(desk, case, press=False)
    assert not any("reading=2," in s for s in left["statements"])
    assert "statements-0002.parquet" not in left
    anew(case)
    assert left == rows_of(desk, case, press=False)


def stopped_at(one: Small, told: Told, tmp_path: Path, moments: list[float]) -> None:
    """Adds a second part and derives, in processes that are killed at these parts of the
    way; each time what is derived afterwards is what it would have been."""
    first, second = in_parts(told.sample / "witness-a", tmp_path / "parts", [0, 200, 240])
    case = one.folder / "killed"
    one.desk.new(case, "killed")
    one.desk.add(case, first)
    rows_of(one.desk, case, press=False)
    job = {
        "folder": str(one.folder), "secret": "passphrase.txt", "case": "killed",
        "scratch": str(tmp_path / "scratch"), "more": str(second), "moments": moments,
    }  # fmt: skip
    (tmp_path / "job.json").write_text(json.dumps(job))
    ran = subprocess.run(
        [sys.executable, str(ROOT / "tests" / "desk" / "growth_runner.py"), tmp_path / "job.json"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    told_lines = [json.loads(line) for line in ran.stdout.splitlines()]
    assert len(told_lines) == len(moments)
    for line in told_lines:
        assert line["killed"], line
        assert line["searched"] in ([1, 0], [1, 1]), line
        assert line["same"] is True, line


def test_a_kill_leaves_what_was_or_what_will_be(one: Small, told: Told, tmp_path: Path) -> None:
    stopped_at(one, told, tmp_path, [0.3, 0.7, 0.9])


@pytest.mark.sweep
def test_a_kill_anywhere(one: Small, told: Told, tmp_path: Path) -> None:
    stopped_at(one, told, tmp_path, [at / 120 for at in range(1, 120)])
