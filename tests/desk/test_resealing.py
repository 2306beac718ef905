"""A reseal: a fresh secret over the same rows; old proofs stay, changed rows are refused."""

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.cli.shell import as_json
from tests.desk.smalldesk import Small, export

from onrecord import formats
from onrecord.archive import keys
from onrecord.desk.case import open_case
from onrecord.desk.holdings import holding
from onrecord.errors import CaseAltered

Capsys = pytest.CaptureFixture[str]


def test_four_fresh_slots_over_the_same_rows(one: Small, capsys: Capsys) -> None:
    case = open_case(one.case)
    before = holding(case, 1)
    assert as_json(capsys, "reseal", one.case, 1, *one.options).last == {"number": 1, "entry": 2}
    after = holding(case, 1)
    assert after.seal is not None and after.seal.kind == "reseal"
    assert before.archive != after.archive and before.manifest == after.manifest
    said = {n: after.seal.get(n) for n in ("manifest", "count", "parser", "range")}
    assert before.seal is not None
    assert said == {n: before.seal.get(n) for n in said}
    own = one.desk.keys.identities
    old, new = (keys.unlock(case.secret(str(h.archive)), own) for h in (before, after))
    assert old.archive != new.archive and old.chats == new.chats
    assert one.again().check(one.case).whole
    assert {p.name for p in (one.case / "seals").iterdir()} == {before.archive, after.archive}
    one.again().withdraw(one.case, 1, why="a mistake", by="An Editor")
    assert as_json(capsys, "reseal", one.case, 1, *one.options).code == 35
    assert as_json(capsys, "reseal", one.case, 9, *one.options).code == 53


def test_rows_that_changed_are_not_sealed_again(one: Small) -> None:
    part = next((one.case / "readings" / "0001").glob("part-*.parquet"))
    table = pq.read_table(part)
    texts = table.column("text").to_pylist()
    changed = table.set_column(
        table.schema.get_field_index("text"),
        table.schema.field("text"),
        [[texts[0] + "!", *texts[1:]]],
    )
    Path(part).chmod(0o600)
    pq.write_table(changed, part)
    with pytest.raises(CaseAltered, match="row 0"):
        one.desk.reseal(one.case, 1)
    assert len(list((one.case / "seals").iterdir())) == 1
    assert len(list((one.case / "secrets").iterdir())) == 1


def test_custody_says_what_is_on_record(one: Small, capsys: Capsys) -> None:
    one.desk.reseal(one.case, 1)
    one.desk.rotate([one.case])
    one.desk.withdraw(one.case, 1, why="a mistake", by="An Editor")
    ran = as_json(capsys, "custody", one.case, 1, *one.options)
    kinds = ["received", "seal", "reseal", "key", "key", "withheld"]
    assert [r["kind"] for r in ran.rows] == kinds
    assert "why: a mistake" in ran.rows[-1]["what"] and ran.rows[-1]["dated"] is None
    assert json.dumps(ran.last).count("onrecord") and ran.last["number"] == 1


def test_what_was_said_is_in_the_seal(one: Small, capsys: Capsys) -> None:
    said = ["--context", "copied from a phone at the desk", "--beacon", "drand 4711"]
    source = export(one.folder / "second", 5)
    assert as_json(capsys, "add", one.case, source, *said, *one.options).code == 0
    held = holding(open_case(one.case), 2)
    assert held.seal is not None
    assert held.seal.get("notes") == said[1] and held.seal.get("beacon") == said[3]
    parser = held.seal.get("parser")
    assert isinstance(parser, dict) and parser["sha256"] == formats.program()
