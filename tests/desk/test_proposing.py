"""Statements are derived once, kept, and never out of date; processes change nothing."""

import os
from pathlib import Path

import pytest
from tests.acceptance.told import Told

from onrecord.desk import proposing
from onrecord.desk.case import open_case
from onrecord.desk.holdings import readings
from onrecord.desk.progress import Silent


def kept(case: Path) -> list[Path]:
    """The files of kept statements, unfinished ones too."""
    return sorted((case / "derived").glob("statements-*"))


def test_what_is_kept_is_what_is_derived(own: Told) -> None:
    for old in kept(own.case):
        old.unlink()
    first = list(own.desk.statements(own.case))
    (file,) = kept(own.case)
    assert list(own.desk.statements(own.case)) == first
    assert kept(own.case) == [file]


def test_several_processes_find_the_same_in_the_same_order(
    own: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = open_case(own.case)
    number = readings(case, "chat")[0]
    alone = [block for _, block in proposing._alone(case, number)]
    monkeypatch.setattr(proposing, "_PART", 200)
    many = [block for _, block in proposing._by_processes(case, number)]
    assert len(many) == 6
    decode = proposing._DECODER.decode
    assert [s for b in many for s in decode(b)] == [s for b in alone for s in decode(b)]


def test_half_a_walk_keeps_nothing(own: Told) -> None:
    for old in kept(own.case):
        old.unlink()
    assert len(list(own.desk.statements(own.case, limit=3))) == 3
    assert kept(own.case) == []


def test_other_rules_or_other_reporting_are_derived_anew(
    own: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    list(own.desk.statements(own.case))
    (before,) = kept(own.case)
    monkeypatch.setattr(proposing, "rules", lambda: "others")
    list(own.desk.statements(own.case))
    (after,) = kept(own.case)
    assert after != before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_case_is_read_all_the_same(own: Told) -> None:
    for old in kept(own.case):
        old.unlink()
    (own.case / "derived").chmod(0o500)
    try:
        assert list(own.desk.statements(own.case))
    finally:
        (own.case / "derived").chmod(0o700)


def test_a_disk_that_fills_up_loses_no_statement(
    own: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = list(own.desk.statements(own.case))
    for old in kept(own.case):
        old.unlink()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pyarrow.OSFile", full)
    found = list(proposing.every(open_case(own.case), [1], Silent()))
    assert found == expected
    assert kept(own.case) == []
